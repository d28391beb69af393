"""Compares the program with the oracle: small formulas, all of them, and random plans with random data.

    agree.py --merit PATH [--seed N] [--plans N] [--rows N] [--formulas small|full|none]

Prints every disagreement with its seed and a shrunk plan, then a summary. Exit 1 on any disagreement.
"""

import argparse
import collections
import csv
import io
import pathlib
import random
import re
import sys
import tempfile
import time
from fractions import Fraction

import small_formulas
from gen_data import DataMaker
from gen_plan import PlanMaker
from oracle import Oracle
from plan import Plan
from program import Merit
from shrink import shrunk
from value import PlanError, Rounding
from yamltext import plan_text

SHOWN = 10


def number(text):
    """The number a text stands for, or None."""
    return Fraction(text) if re.fullmatch(r"-?\d+(\.\d+|/\d+)?", text, re.ASCII) else None


def same_value(expected, found):
    a, b = number(expected), number(found)
    return expected == found or a is not None and a == b


def same_cell(expected, found, digits):
    """An output with known digits must be the same text; another the same value."""
    return expected == found if digits is not None else same_value(expected, found)


def compare_formulas(merit, most, report):
    """Compare every small formula; return how many."""
    cases = list(small_formulas.cases(most))
    wrong = 0
    for setting in small_formulas.SETTINGS:
        found = merit.eval_lines([text for text, _ in cases], setting)
        for (text, tree), line in zip(cases, found):
            expected = small_formulas.worth(tree, setting)
            if not same_value(expected, line):
                wrong += 1
                if wrong <= SHOWN:
                    report(f"formula {text}   with {setting}\n  oracle {expected}\n  merit  {line}")
    return len(cases) * len(small_formulas.SETTINGS), wrong


class Difference(Exception):
    """The program and the oracle differ in one row; the message says where."""

    def __init__(self, message, row=None):
        super().__init__(message)
        self.row = row


class Refused(Exception):
    """The program does not take a plan the generator holds for good."""


def random_plan(seed, rows):
    """Return (the plan's tree, header, rows): always the same ones for a seed."""
    rng = random.Random(seed)
    maker = PlanMaker(rng)
    tree = maker.plan()
    return tree, *DataMaker(rng, maker).table(rows)


def write_plan(folder, tree, header, rows):
    """Write a plan and its data; return their paths."""
    plan, data = folder / "plan.yaml", folder / "data.csv"
    plan.write_text(plan_text(tree), encoding="utf-8")
    with open(data, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    return plan, data


class Trial:
    """One plan and its data, run through both."""

    def __init__(self, merit, folder):
        self.merit, self.folder, self.codes = merit, folder, collections.Counter()
        self.cells = 0

    def run(self, tree, header, rows):
        """Compare all rows; raise Difference or Refused."""
        plan, data = write_plan(self.folder, tree, header, rows)
        dump, said = self.merit.dump(str(plan))
        if dump is None:
            raise Refused(said)
        found, said = self.merit.score(str(plan), str(data))
        if found is None:
            raise Refused(said)
        oracle = Oracle(Plan(dump))
        if len(found) != len(rows):
            raise Difference(f"{len(found)} result rows for {len(rows)}")
        by_key = {line[oracle.plan.each]: line for line in found}
        for at, texts in enumerate(rows):
            self.compare(oracle, header, texts, by_key.get(texts[0], {"error": "no such row"}), at)
        order = sorted((texts[1] if oracle.plan.period else "", texts[0]) for texts in rows)
        if [line[oracle.plan.each] for line in found] != [who for _, who in order]:
            raise Difference("the rows do not stand by period, then key")

    def compare(self, oracle, header, texts, found, at):
        error, outputs = oracle.result(oracle.row(header, texts))
        code = re.match(r"E\d{4}", found["error"])
        if error != (code[0] if code else found["error"]):
            raise Difference(f"error: oracle {error or 'none'}, merit {found['error'] or 'none'}", at)
        for name, expected in outputs.items():
            if name not in found:
                raise Difference(f"no column {name}", at)
            if not same_cell(expected, found[name], oracle.digits[name]):
                raise Difference(f"{name}: oracle {expected or 'absent'}, merit {found[name] or 'absent'}", at)
        self.codes[error or "fine"] += 1
        self.cells += len(outputs)


def outcome(trial, tree, header, rows):
    """Return None when both agree, else the exception."""
    try:
        trial.run(tree, header, rows)
    except (Difference, Refused, PlanError) as error:
        return error
    return None


def needed_rows(trial, tree, header, rows, at):
    """The row that differs, alone if it differs alone; else with the rows before it that it needs."""
    if at is None:
        return rows
    kept = [rows[at]]
    if isinstance(outcome(trial, tree, header, kept), Difference):
        return kept
    kept = rows[: at + 1]
    for row in rows[:at]:
        fewer = [r for r in kept if r is not row]
        if isinstance(outcome(trial, tree, header, fewer), Difference):
            kept = fewer
    return kept


def report_difference(trial, seed, tree, header, rows, problem, report):
    """Shrink and show one disagreement."""
    if isinstance(problem, Refused):
        report(f"seed {seed}: the generator's plan was refused\n{problem}\n{plan_text(tree)}")
        return
    if isinstance(problem, PlanError):
        report(f"seed {seed}: the oracle cannot read the plan: {problem}\n{plan_text(tree)}")
        return
    kept = needed_rows(trial, tree, header, rows, getattr(problem, "row", None))

    def differs(smaller):
        found = outcome(trial, smaller, header, kept)
        return isinstance(found, Difference) and found.row is not None

    small = shrunk(tree, differs) if differs(tree) else tree
    last = outcome(trial, small, header, kept) or problem
    data = io.StringIO()
    csv.writer(data, lineterminator="\n").writerows([header, *kept])
    report(f"seed {seed}: {problem}\nshrunk: {last}\n{plan_text(small)}{data.getvalue()}")


def compare_plans(merit, seed, plans, rows, report):
    """Run random plans; return (trial, counts of agreeing, differing and refused plans)."""
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(merit, pathlib.Path(folder))
        for n in range(seed, seed + plans):
            tree, header, data = random_plan(n, rows)
            problem = outcome(trial, tree, header, data)
            kind = "agree" if problem is None else "refused" if isinstance(problem, Refused) else "differ"
            counts[kind] += 1
            if problem is not None and counts[kind] <= SHOWN:
                quiet = Trial(merit, trial.folder)  # shrinking is not counted
                report_difference(quiet, n, tree, header, data, problem, report)
    return trial, counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--merit", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--rows", type=int, default=50)
    parser.add_argument("--formulas", choices=("small", "full", "none"), default="small")
    chosen = parser.parse_args()
    merit, began = Merit(chosen.merit), time.monotonic()

    def report(text):
        print(text, end="\n\n", flush=True)

    formulas = wrong = 0
    if chosen.formulas != "none":
        formulas, wrong = compare_formulas(merit, {"small": 5, "full": 6}[chosen.formulas], report)
    Rounding.ties = 0
    trial, counts = compare_plans(merit, chosen.seed, chosen.plans, chosen.rows, report)
    codes = ", ".join(f"{code} {count}" for code, count in sorted(trial.codes.items()))
    print(f"formulas: {formulas}, of them different {wrong}")
    print(f"plans: {chosen.plans}, agree {counts['agree']}, differ {counts['differ']}, refused {counts['refused']}")
    print(f"rows: {sum(trial.codes.values())} ({codes}), cells {trial.cells}, roundings at a tie {Rounding.ties}")
    print(f"seconds: {time.monotonic() - began:.1f}")
    return 1 if wrong or counts["differ"] or counts["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
