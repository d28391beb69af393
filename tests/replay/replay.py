"""Recomputes every line of explanations from its children, and compares leaves with the data and outputs with the result.

    replay.py [EXPLANATION.json ...] [--data FILE.csv] [--result FILE.csv]
    replay.py --merit PATH --rules DIR
    replay.py --merit PATH --random N [--seed N]

Explanations are what `merit explain --format json` prints, one or several, from files or stdin. With --rules, every
DIR/*/plan.yaml that has a sample.csv is scored, and each of its rows explained and checked; with --random, so are N random plans. Exit 1 on any mismatch.
"""

import argparse
import csv
import datetime
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from fractions import Fraction

from operators import ABSENT, NOT_LOOKED_AT, Failed, Place, Wrong, folded, plain, recomputed

NUMBER = re.compile(r"-?\d+(\.\d+|/\d+)?", re.ASCII)
CELL = re.compile(r"(-?\d+(?:\.\d+)?)(%?)", re.ASCII)
TRUTH = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


@dataclass
class Report:
    """What was checked and what was wrong."""

    lines: int = 0
    leaves: int = 0
    outputs: int = 0
    rows: int = 0
    problems: list = field(default_factory=list)


def value_of(line):
    """Read the value of a line."""
    if "value" not in line:
        return NOT_LOOKED_AT
    value, kind = line["value"], line["type"]
    if value is None:
        return ABSENT
    if isinstance(value, dict):
        return Failed(frozenset([value["failed"]]))
    if kind.startswith("list:"):
        return Place(value, Fraction(line["ordinal"]))
    if kind == "bool":
        return {"true": True, "false": False}[value]
    if kind == "date":
        return datetime.date.fromisoformat(value)
    return value if kind == "text" else Fraction(value)


def equal(expected, found):
    """Compare a recomputed value with the one shown."""
    if isinstance(expected, Failed) and isinstance(found, Failed):
        return bool(expected.codes & found.codes)
    if isinstance(found, Place) and isinstance(expected, str):
        return found.text == expected
    if isinstance(expected, str) and isinstance(found, Fraction):
        return NUMBER.fullmatch(expected) is not None and Fraction(expected) == found
    if isinstance(expected, str) and isinstance(found, (bool, datetime.date)):
        return expected == (found.isoformat() if isinstance(found, datetime.date) else str(found).lower())
    return type(plain(expected)) is type(plain(found)) and plain(expected) == plain(found)


def cell_fits(cell, kind, found):
    """Say whether a cell can mean the value shown. An empty cell means what the plan says, so it fits anything."""
    if isinstance(found, Failed) or cell == "":
        return True
    if found is ABSENT:
        return False
    if kind == "text":
        return cell == found
    if kind.startswith("list:"):
        return cell == found.text
    if kind == "bool":
        return TRUTH.get(cell) == found
    if kind == "date":
        return cell == found.isoformat()
    number = CELL.fullmatch(cell)
    if not number:
        return False
    # The scale of a bare number (`in`) is not part of an explanation, so every scale the language has is let pass.
    scales = [Fraction(1, 100)] if number[2] else [Fraction(1, 100), Fraction(1, 1000), 1, 10**4, 10**8]
    if kind == "percent" and not number[2]:
        scales = scales[:2]
    return any(Fraction(number[1]) * s == found for s in scales)


def check_leaf(line, found, row):
    if line["op"] != "input":
        return
    column = line["input"]
    if row is not None and line["cell"] != row.get(column, ""):
        raise Wrong(f"its cell is {line['cell']!r}, the data's {row.get(column, '')!r}")
    if not cell_fits(line["cell"], line["type"], found):
        raise Wrong(f"the cell {line['cell']!r} does not mean {shown(found)}")


def check_explanation(explanation, report, data=None, result=None):
    """Check one explanation: lines, leaves, outputs."""
    report.rows += 1
    name = f"{explanation['who']} {explanation['period'] or ''}".strip()
    row = row_of(explanation, data, report, name, "data") if data is not None else None
    values = {}
    for line in explanation["lines"]:
        values[line["id"]] = found = value_of(line)
        if found is NOT_LOOKED_AT:
            continue
        report.lines += 1
        try:
            check_line(line, found, values, explanation["period"], row, report)
        except (Wrong, ArithmeticError, KeyError, ValueError, TypeError) as wrong:
            place = f"{line.get('file', '?')}:{line.get('line', '?')}"
            args = ", ".join(f"{a}={shown(values.get(a, NOT_LOOKED_AT))}" for a in line["args"])
            title = line.get("name") or line.get("role") or ""
            report.problems.append(f"{name}: line {line['id']} {line['op']}({args}) {title} at {place}\n  {describe(wrong)}")
    if result is not None:
        check_outputs(explanation, values, row_of(explanation, result, report, name, "result"), report, name)


def check_line(line, found, values, period, row, report):
    unknown = [a for a in line["args"] if a not in values]
    if unknown:
        raise Wrong(f"argument {unknown[0]} does not stand before it")
    if line["op"] in ("constant", "input"):
        report.leaves += 1
        return check_leaf(line, found, row)
    if line["op"] in ("fold", "fetch"):
        report.leaves += len(line["records"])
        expected = brought(line, [value_of(record) for record in line["records"]])
        if expected is not None and not equal(expected, found):
            raise Wrong(f"recomputed {shown(expected)} from its records, shown {shown(found)}")
        return
    if line["op"] in ("among", "past"):
        # What an order or an earlier period comes to is the oracle's to check.
        report.leaves += len(line.get("records", [0]))
        return
    expected = recomputed(line, [values[a] for a in line["args"]], period)
    if not equal(expected, found):
        raise Wrong(f"recomputed {shown(expected)}, shown {shown(found)}")


def brought(line, values):
    """What records of another table come to; None where a ref that is wrong or missing leads to none."""
    if line["op"] == "fetch" and not values:
        return None
    failures = [v for v in values if isinstance(v, Failed)]
    if failures:
        return Failed(frozenset().union(*(f.codes for f in failures)))
    if line["op"] == "fetch":
        return values[0]
    return folded(line["function"], values)


def describe(wrong):
    return str(wrong) if isinstance(wrong, Wrong) else f"{type(wrong).__name__}: {wrong}"


def shown(value):
    if isinstance(value, Failed):
        return "failed " + "/".join(sorted(value.codes))
    return value.text if isinstance(value, Place) else str(value)


def row_of(explanation, table, report, name, what):
    """Return the row of a CSV that an explanation is about."""
    each, period = explanation["each"], explanation["period"]
    for row in table:
        if row[each] == explanation["who"] and (period is None or row.get("period") == period):
            return row
    report.problems.append(f"{name}: no such row in the {what}")
    return {}


def check_outputs(explanation, values, row, report, name):
    """Compare the outputs with the result file's row: a failed row is empty but for its error."""
    by_id = {line["id"]: line for line in explanation["lines"]}
    error = explanation["error"]
    if error and not row.get("error", "").startswith(error["code"]) or not error and row.get("error"):
        report.problems.append(f"{name}: error {error and error['code']}, in the result {row.get('error')!r}")
    for column, text in row.items():
        if column in (explanation["each"], "period", "error"):
            continue
        report.outputs += 1
        if column not in explanation["outputs"]:
            report.problems.append(f"{name}: the result's {column} is not in the explanation")
            continue
        ident = explanation["outputs"][column]
        digits = by_id[ident].get("digits")
        expected = "" if error else text_of(values[ident], digits)
        if text != expected and not (digits is None and same_number(text, expected)):
            report.problems.append(f"{name}: {column} is {text!r} in the result, {expected!r} from the explanation")


def same_number(a, b):
    return bool(NUMBER.fullmatch(a) and NUMBER.fullmatch(b)) and Fraction(a) == Fraction(b)


def text_of(value, digits):
    """The text of an output with so many digits."""
    if value is ABSENT:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Fraction) and digits is not None and (value * 10**digits).denominator == 1:
        units = (value * 10**digits).numerator
        text = str(abs(units)).rjust(digits + 1, "0")
        return ("-" if units < 0 else "") + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
    return shown(value)


def explanations(text):
    """Yield every JSON object of a text: one, several in a row, or a list of them."""
    decoder, at = json.JSONDecoder(), 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        found, at = decoder.raw_decode(text, at)
        yield from found if isinstance(found, list) else [found]


def table(text):
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8")


def run(*arguments):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, timeout=120)
    return done.stdout.decode(), done.stderr.decode()


EXPLAINED = 24  # rows of a sample: those of a year of hundreds of people say the same again and again


def check_plan(merit, plan, files, report):
    """Score data files, that of the people first, and explain rows, spread evenly where there are many."""
    out, said = run(merit, "score", plan, *files, "--all", "--format", "csv")
    result, data = table(out), table(read(str(files[0]).split("=")[-1]))
    if not result:
        report.problems.append(f"{plan}: no result\n{said}")
        return
    for scored in result[:: -(-len(result) // EXPLAINED)]:
        each = next(iter(scored))
        who = ["--who", scored[each]] + (["--period", scored["period"]] if scored.get("period") else [])
        explained, said = run(merit, "explain", plan, *files, *who, "--format", "json")
        before = report.rows
        try:
            for explanation in explanations(explained):
                check_explanation(explanation, report, data, result)
        except (ValueError, KeyError) as wrong:
            report.problems.append(f"{plan}: {scored[each]}: {describe(wrong)}\n{said}")
        if report.rows == before:
            report.problems.append(f"{plan}: {scored[each]} is not explained\n{said}")


def check_rules(merit, folder, report):
    """Check every plan below `folder` that has a sample."""
    plans = [p for p in sorted(pathlib.Path(folder).glob("*/plan.yaml")) if (p.parent / "sample.csv").exists()]
    if not plans:
        report.problems.append(f"no plan with a sample below {folder}")
    for plan in plans:
        before = report.rows
        check_plan(merit, plan, samples(plan), report)
        print(f"{plan.parent.name}: {report.rows - before} rows explained")


def samples(plan):
    """The data of a plan: sample.csv of the people, sample.sales.csv of the table `sales`."""
    tables = [p for p in sorted(plan.parent.glob("sample.*.csv")) if not p.name.endswith(".cases.csv")]
    if not tables:
        return [plan.parent / "sample.csv"]
    each = re.search(r"^each: *(\S+)", read(plan), re.MULTILINE)[1]
    return [f"{each}={plan.parent / 'sample.csv'}"] + [f"{p.name.split('.')[1]}={p}" for p in tables]


def check_random(merit, first, count, report, rows=4):
    """Check random plans, those of the oracle's generator."""
    sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "oracle"))
    from agree import random_plan, write_plan

    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            before = len(report.problems)
            plan, files = write_plan(pathlib.Path(folder), *random_plan(seed, rows))
            check_plan(merit, plan, files, report)
            report.problems[before:] = [f"seed {seed}: {problem}" for problem in report.problems[before:]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--data")
    parser.add_argument("--result")
    parser.add_argument("--merit")
    parser.add_argument("--rules")
    parser.add_argument("--random", type=int)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    report = Report()
    if (chosen.rules or chosen.random) and not chosen.merit:
        parser.error("--rules and --random need --merit")
    if chosen.rules:
        check_rules(chosen.merit, chosen.rules, report)
    elif chosen.random:
        check_random(chosen.merit, chosen.seed, chosen.random, report)
    else:
        data = table(read(chosen.data)) if chosen.data else None
        result = table(read(chosen.result)) if chosen.result else None
        for text in map(read, chosen.files) if chosen.files else [sys.stdin.read()]:
            for explanation in explanations(text):
                check_explanation(explanation, report, data, result)
    for problem in report.problems:
        print(problem)
    print(f"rows {report.rows}, lines {report.lines}, of them leaves {report.leaves}, outputs {report.outputs}, wrong {len(report.problems)}")
    return 1 if report.problems or report.rows == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
