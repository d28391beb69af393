"""Compares the program with the oracle: small formulas, all of them, and random plans with random data.

    agree.py --merit PATH [--seed N] [--plans N] [--rows N] [--formulas small|full|none]
             [--tables none|some|all] [--groups none|some|only] [--time none|some|only] [--state]

With --state the periods of a plan with history are also scored a few at a time, with state between: the same lines.
Some of them are changed in between.

Prints every disagreement with its seed and a shrunk plan, then a summary. Exit 1 on any disagreement.
"""

import argparse
import collections
import csv
import datetime
import io
import itertools
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
from shrink import fewer_rows, shrunk
from value import PlanError, Rounding
from versions import changed
from yamltext import plan_text

SHOWN, CHANGES = 10, 3  # one of so many plans is changed between two runs
PLACE = re.compile(r"\(\S+:(\d+):(\d+)(?:; \S*)?\)$")  # a row of a table without a file stands nowhere
ELSEWHERE = ", which is there in another period only"
TABLES_SHARE = 0.35  # of the random plans have other tables than the people
# Of them read groups, earlier periods, with `some`; of those with tables have tables with scores and pay; of those that
# read earlier periods have a calendar.
SHARE = {"groups": 0.35, "time": 0.5, "cards": 0.6, "calendar": 0.25}


def number(text):
    """The number a text stands for, or None."""
    return Fraction(text) if re.fullmatch(r"-?\d+(\.\d+|/\d+)?", text, re.ASCII) else None


def same_value(expected, found):
    a, b = number(expected), number(found)
    return expected == found or a is not None and a == b


def is_until(text, end):
    """Say whether a cell is a day that is not behind `end`: rows of closed periods are refused."""
    try:
        return datetime.date.fromisoformat(text) <= end
    except ValueError:
        return False


def parts_in_time(plan, data):
    """Yield the data of a few periods at a time. Rows of tables that hold in every period are in each part."""
    header, rows = data[plan.people.name]
    at = header.index("period")
    periods = sorted({row[at] for row in rows}, key=lambda text: plan.period_of(text).ordinal)
    rng, before = random.Random(f"{periods} {len(rows)}"), None
    while periods:
        now = periods[: rng.randint(1, max(1, len(periods) - 1))]
        periods = periods[len(now) :]
        part = {}
        for name, (header, rows) in data.items():
            at = header.index("period") if plan.tables[name].by_period else None
            part[name] = header, rows if at is None else [row for row in rows if row[at] in now]
            day = header.index(plan.tables[name].dated_by) if plan.tables[name].dated_by else None
            if day is not None:
                part[name] = header, [row for row in rows if before is None or not is_until(row[day], before)]
        before = plan.period_of(now[-1]).end
        yield part


def without_elsewhere(line):
    """A result line without what a message adds about other periods, and without the quotes that its comma needs."""
    return line and line.replace(ELSEWHERE, "").replace('"', "")


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


def random_plan(seed, rows, tables="some", groups="none", time="none"):
    """Return (the plan's tree, its data), always the same for a seed. `tables` ...: which plans have such things."""
    rng = random.Random(seed)
    has = has_tables(seed, tables), has_some(seed, "groups", groups), has_some(seed, "time", time), has_some(seed, "cards")
    maker = PlanMaker(rng, *has, has_some(seed, "calendar"))
    tree = maker.plan()
    return tree, DataMaker(rng, maker).files(rows)


def has_tables(seed, tables):
    return {"none": False, "some": random.Random(f"tables {seed}").random() < TABLES_SHARE, "all": True}[tables]


def has_some(seed, name, which="some"):
    return {"none": False, "some": random.Random(f"{name} {seed}").random() < SHARE[name], "only": True}[which]


def write_plan(folder, tree, data):
    """Write a plan and the files of its tables; return the plan's path and the arguments that name the files."""
    plan = folder / "plan.yaml"
    plan.write_text(plan_text(tree), encoding="utf-8")
    arguments = []
    for name, (header, rows) in data.items():
        path = folder / f"{name}.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
        arguments.append(f"{name}={path}" if tree.get("tables") else str(path))
    return str(plan), arguments


class Trial:
    """One plan and its data, run through both."""

    def __init__(self, merit, folder, state=False, changes=False):
        self.merit, self.folder, self.codes = merit, folder, collections.Counter()
        self.state = state  # score the periods a few at a time too
        self.changes = changes  # and change the plan in between
        self.cells = self.splits = self.versions = self.of_tables = 0

    def run(self, tree, data):
        """Compare all rows; raise Difference or Refused."""
        people = tree.get("each")
        data = {n: table for n, table in data.items() if n == people or n in tree.get("tables", ())}
        plan, files = write_plan(self.folder, tree, data)
        dump, said = self.merit.dump(plan)
        if dump is None:
            raise Refused(said)
        oracle = Oracle(Plan(dump))
        worlds = oracle.worlds(data)
        # Of one period the rows stand in the order of the file, of several by period and key.
        periods = ["--all"] if len(worlds) > 1 else []
        for table in oracle.plan.tables.values():
            if table.outputs:
                which = [] if table is oracle.people else ["--table", table.name]
                found, said = self.merit.score(plan, files, *periods, *which)
                if found is None:
                    raise Refused(said)
                self.compare_table(oracle, table, oracle.printed(table, worlds, table.name in data), found)
        if self.state and oracle.plan.period:
            self.with_state(oracle.plan, plan, tree, data)
            if self.changes:
                self.with_versions(oracle.plan, tree, data)

    def compare_table(self, oracle, table, rows, found):
        """Compare what is printed of a table's rows, in their order."""
        is_people, front = table is oracle.people, oracle.front(table)
        expected = [oracle.front_of(row) for row in rows]
        told = [[line.get(column) for column in front] for line in found]
        if expected != told:
            raise Difference(f"{table.name}: oracle has the rows {expected}, merit {told}", 0)
        for row, line in zip(rows, found):
            self.compare(oracle, row, line, row.at if is_people else 0)
        self.of_tables += 0 if is_people else len(rows)

    def with_state(self, plan, path, tree, data):
        """Score the periods a few at a time, each run with the state of the one before; compare the bytes of all lines.

        Those of the people, and those of a table; rows without keys have other lines in other files.
        """
        tables = [None, *[t.name for t in plan.tables.values() if t.outputs and t.key and t is not plan.people][:1]]
        files = write_plan(self.folder, tree, data)[1]
        expected = {name: sorted(self.merit.score_bytes(path, files, table=name)[0]) for name in tables}
        found, before = {name: [] for name in tables}, None
        parts = list(parts_in_time(plan, data))
        for n, part in enumerate(parts):
            after, files = self.folder / f"state_{n}.csv", write_plan(self.folder, tree, part)[1]
            for name in tables:
                lines, said = self.merit.score_bytes(path, files, before, after, name)
                if lines is None:
                    raise Difference(f"part {n + 1} of {len(parts)} is not scored with the state before it: {said}", 0)
                found[name] += lines[n > 0 :]  # the header stands once
            before = after
        self.splits += len(parts) > 1
        for name in tables:
            for a, b in itertools.zip_longest(expected[name], sorted(found[name])):
                # What a message adds about other periods is not known where these are in another run.
                if without_elsewhere(a) != without_elsewhere(b):
                    raise Difference(f"in one run: {a}\n  with state:  {b}", 0)

    def with_versions(self, plan, tree, data):
        """Change the plan between two runs: what the state keeps stays as it was under the version of its time."""
        worlds, before = [], None
        for n, part in enumerate(parts_in_time(plan, data)):
            path, files = write_plan(self.folder, changed(tree) if n else tree, part)
            after = self.folder / f"version_{n}.csv"
            states = ["--state-out", str(after)] + (["--state", str(before)] if before else [])
            found, said = self.merit.score(path, files, "--all", *states)
            if found is None and n:
                break  # what was kept may lie outside the limits of the new version
            oracle = Oracle(Plan(self.merit.dump(path)[0]))
            made = oracle.worlds(part, worlds)
            try:
                self.compare_table(oracle, oracle.people, oracle.printed(oracle.people, made), found)
            except Difference as problem:
                raise Difference(f"version {n}: {problem}", 0) from problem
            worlds, before = worlds + made, after
            self.versions += n > 0

    def compare(self, oracle, row, found, at):
        error, outputs = oracle.result(row)
        where = "" if row.table is oracle.people else f"{row.table.name} {row.key or row.line}: "
        code = re.match(r"E\d{4}", found["error"])
        if error != (code[0] if code else found["error"]):
            raise Difference(f"{where}error: oracle {error or 'none'}, merit {found['error'] or 'none'}", at)
        place, told = self.place(row), PLACE.search(found["error"])
        if error and (not told or place != tuple(map(int, told.groups()))):
            raise Difference(f"{where}place: oracle {place}, merit {found['error']}", at)
        for name, expected in outputs.items():
            if name not in found:
                raise Difference(f"{where}no column {name}", at)
            if not same_cell(expected, found[name], oracle.digits[row.table.name][name]):
                raise Difference(f"{where}{name}: oracle {expected or 'absent'}, merit {found[name] or 'absent'}", at)
        self.codes[error or "fine"] += 1
        self.cells += len(outputs)

    def place(self, row):
        """Return the line and column of the plan at which a row fails, or None if it is fine."""
        failure = row.failure(row.table.outputs)
        if failure is None:
            return None
        before = (self.folder / "plan.yaml").read_bytes()[: failure.site].decode()
        return before.count("\n") + 1, len(before) - before.rfind("\n")


def outcome(trial, tree, data):
    """Return None when both agree, else the exception."""
    try:
        trial.run(tree, data)
    except (Difference, Refused, PlanError) as error:
        return error
    return None


def report_difference(trial, seed, tree, data, problem, report):
    """Shrink and show one disagreement."""
    if isinstance(problem, Refused):
        report(f"seed {seed}: the generator's plan was refused\n{problem}\n{plan_text(tree)}")
        return
    if isinstance(problem, PlanError):
        report(f"seed {seed}: the oracle cannot read the plan: {problem}\n{plan_text(tree)}")
        return
    people = tree["each"]

    def differs(smaller, fewer):
        found = outcome(trial, smaller, fewer)
        return isinstance(found, Difference) and found.row is not None

    if differs(tree, data):
        data = fewer_rows(data, people, problem.row, lambda fewer: differs(tree, fewer))
        tree = shrunk(tree, lambda smaller: differs(smaller, data))
        data = fewer_rows(data, people, None, lambda fewer: differs(tree, fewer))
    last = outcome(trial, tree, data) or problem
    report(f"seed {seed}: {problem}\nshrunk: {last}\n{plan_text(tree)}{data_text(tree, data)}")


def data_text(tree, data):
    """The files of a plan's tables as they would be written, each under its name."""
    text = io.StringIO()
    for name, (header, rows) in data.items():
        if name == tree["each"] or name in tree.get("tables", ()):
            text.write(f"# {name}\n")
            csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


def compare_plans(merit, seed, plans, rows, report, tables="some", groups="none", time="none", state=False):
    """Run random plans; return (trial, counts of agreeing, differing and refused plans)."""
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(merit, pathlib.Path(folder), state)
        for n in range(seed, seed + plans):
            tree, data = random_plan(n, rows, tables, groups, time)
            trial.changes = n % CHANGES == 0
            problem = outcome(trial, tree, data)
            kind = "agree" if problem is None else "refused" if isinstance(problem, Refused) else "differ"
            counts[kind] += 1
            if problem is not None and counts[kind] <= SHOWN:
                quiet = Trial(merit, trial.folder, state, trial.changes)  # shrinking is not counted
                report_difference(quiet, n, tree, data, problem, report)
    return trial, counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--merit", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--rows", type=int, default=50)
    parser.add_argument("--formulas", choices=("small", "full", "none"), default="small")
    parser.add_argument("--tables", choices=("none", "some", "all"), default="some")
    parser.add_argument("--groups", choices=("none", "some", "only"), default="none")
    parser.add_argument("--time", choices=("none", "some", "only"), default="none")
    parser.add_argument("--state", action="store_true")
    chosen = parser.parse_args()
    merit, began = Merit(chosen.merit), time.monotonic()
    state = chosen.state and merit.keeps_state()
    if chosen.state and not state:
        print("this program knows no --state: the periods are scored in one run only")

    def report(text):
        print(text, end="\n\n", flush=True)

    formulas = wrong = 0
    if chosen.formulas != "none":
        formulas, wrong = compare_formulas(merit, {"small": 5, "full": 6}[chosen.formulas], report)
    Rounding.ties = 0
    trial, counts = compare_plans(
        merit, chosen.seed, chosen.plans, chosen.rows, report, chosen.tables, chosen.groups, chosen.time, state
    )
    codes = ", ".join(f"{code} {count}" for code, count in sorted(trial.codes.items()))
    print(f"formulas: {formulas}, of them different {wrong}")
    print(f"plans: {chosen.plans}, agree {counts['agree']}, differ {counts['differ']}, refused {counts['refused']}")
    print(f"rows: {sum(trial.codes.values())}, of tables {trial.of_tables} ({codes})")
    print(f"cells {trial.cells}, roundings at a tie {Rounding.ties}")
    if state:
        print(f"with state in between: {trial.splits}, runs of a changed plan: {trial.versions}")
    print(f"seconds: {time.monotonic() - began:.1f}")
    return 1 if wrong or counts["differ"] or counts["refused"] else 0


if __name__ == "__main__":
    sys.exit(main())
