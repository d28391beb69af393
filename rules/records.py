"""What the derive.py of every system shares: rows of records, whose they are, which failure comes first, comparing cases.

It knows nothing of Merit's engine. One week, month or quarter is scored; `derivation.py` holds the numbers.
"""
import calendar
import functools
import re
import sys
from datetime import date
from pathlib import Path

from derivation import RowFails, read_table, write_table

DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
CHECK = 99    # the place of a check: behind all cells of its table
TRUTH = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


def text(cell):
    return cell


def day(cell):
    match = DAY.match(cell)
    if not match:
        raise RowFails("E0602")
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise RowFails("E0602") from None


def yes_no(cell):
    if cell not in TRUTH:
        raise RowFails("E0602")
    return TRUTH[cell]


def member_of(*names):
    """Reads a member of a list; anything else is E0605."""

    def read(cell):
        if cell not in names:
            raise RowFails("E0605")
        return cell

    return read


def key_among(keys):
    """Reads a ref: the key of a row that counts in the period; anything else is E0607."""

    def read(cell):
        if cell not in keys:
            raise RowFails("E0607")
        return cell

    return read


def days_of(period):
    """The first and the last day of a period: 2007-W05, 2011-09 or 2011Q3."""
    year, number = int(period[:4]), int(period[-2:].lstrip("Q"))
    if "W" in period:
        return date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7)
    first, last = (number, number) if period[4] == "-" else (3 * number - 2, 3 * number)
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


@functools.lru_cache
def first_day(period):
    return days_of(period)[0]


@functools.lru_cache
def last_day(period):
    return days_of(period)[1]


def of_month(rows, month, dated_by=None):
    """The rows that count in a month (or week, quarter): by their column `period`, or by a day. One without a readable day always counts."""

    def counts(row):
        if not dated_by:
            return row["period"] == month
        try:
            return first_day(month) <= day(row[dated_by]) <= last_day(month)
        except RowFails:
            return True

    return [row for row in rows if counts(row)]


def mine(rows, person, dated_by=None, each="manager"):
    """The rows of a table that count in a person's month and name that person. `each` is the key column of the people."""
    return [row for row in of_month(rows, person["period"], dated_by) if row[each] == person[each]]


class Failures:
    """Collects what goes wrong for one person. Cells fail in the order in which the plan declares them."""

    def __init__(self):
        self.found = []

    def read(self, row, table, readers, missing=None):
        """Reads the cells of a row; None when one is wrong. `table` is the place of the table's inputs in the plan."""
        values = {}
        for column, (name, reader) in enumerate(readers.items()):
            try:
                if row[name] != "":
                    values[name] = reader(row[name])
                elif missing and name in missing:
                    values[name] = missing[name]
                else:
                    raise RowFails("E0601")
            except RowFails as failure:
                self.add((table, column), failure.args[0])
                return None
        return values

    def read_all(self, rows, table, readers, missing=None):
        read = [self.read(row, table, readers, missing) for row in rows]
        return [values for values in read if values is not None]

    def add(self, place, code):
        self.found.append((place, code))

    def stop(self):
        """Fails the person with the first failure, if there is one."""
        if self.found:
            raise RowFails(min(self.found)[1])


class InOrder:
    """A `derive` for a plan that remembers: works out all periods of a file of cases in their order, once.

    `score(period, people, records, past)` tells by key what became of everybody in `people`: what was worked out, or the
    RowFails. `past` holds what it told of the periods before, by period. `each` is the key column of the people.
    """

    def __init__(self, each, score):
        self.each = each
        self.score = score
        self.records = None
        self.past = {}

    def __call__(self, row, records, people):
        if records is not self.records:
            self.records, self.past = records, {}
            for period in sorted({row["period"] for row in records[self.each]}):
                present = {row[self.each]: row for row in records[self.each] if row["period"] == period}
                self.past[period] = self.score(period, present, records, self.past)
        outcome = self.past[row["period"]][row[self.each]]
        if isinstance(outcome, RowFails):
            raise outcome
        return outcome


def compare(path, tables, derive, write):
    """Compares (or rewrites) the expect: columns of one file of cases; tells how many there were and how many are wrong."""
    columns, rows = read_table(path)
    stem = path.name.removesuffix(".cases.csv")
    records = {name: read_table(path.parent / f"{stem}.{name}.csv")[1] for name in tables} | {columns[1]: rows}
    people = {}
    for row in rows:
        people.setdefault(row["period"], {})[row[columns[1]]] = row
    compared = wrong = 0
    for row in rows:
        try:
            result = derive(row, records, people[row["period"]]) | {"error": ""}
        except RowFails as failure:
            result = {"error": failure.args[0]}
        for column in columns:
            if not column.startswith("expect:") or row[column] == "*":
                continue
            derived = result.get(column.removeprefix("expect:"), "")
            compared += 1
            if write:
                row[column] = derived
            elif row[column] != derived:
                wrong += 1
                print(f"{path.name}: {row['case']}: {column} is '{row[column]}', derived '{derived}'")
    if write:
        write_table(path, columns, rows)
    return compared, wrong


def sample_differs(folder):
    """Tells whether sample.cases.csv holds other rows than sample.csv; the cases only add columns."""
    columns, sample = read_table(folder / "sample.csv")
    _, cases = read_table(folder / "sample.cases.csv")
    return [[row[c] for c in columns] for row in sample] != [[row[c] for c in columns] for row in cases]


def main(folder, tables, derive):
    """Compares every expect: column of the cases in `folder` with `derive`; `--write` rewrites them instead.

    `derive(row, records, people)` gets a person's row, all rows of each table (the people too, under their key column), and
    that period's people: their rows by key.
    """
    write = sys.argv[1:] == ["--write"]
    if sys.argv[1:] and not write:
        sys.exit("usage: derive.py [--write]")
    results = [compare(path, tables, derive, write) for path in sorted(Path(folder).glob("*.cases.csv"))]
    compared, wrong = (sum(column) for column in zip(*results))
    if sample_differs(Path(folder)):
        wrong += 1
        print("sample.cases.csv: its rows are not those of sample.csv")
    print(f"{Path(folder).name}: {compared} values {'written' if write else 'compared'}, {wrong} wrong")
    sys.exit(1 if wrong else 0)
