"""The rows of all tables in one period: which there are, which row a ref names, which rows name one.

`data` maps the name of a table to (header, rows of texts); a table without a file is not in it. Not for values: score.py.
"""

import unicodedata

from cells import cell_value
from history import given_once
from score import Row
from value import ABSENT, Failed, PlanError


class World:
    """All rows of one period (of everything, in a plan without periods)."""

    def __init__(self, plan, period, data, before=()):
        self.plan, self.period = plan, period
        self.before = before  # the worlds of earlier periods, the last one first
        self.groups = {}  # what groups.py has worked out
        self.rows = {n: self.read(t, *data[n]) for n, t in plan.tables.items() if n in data}
        for name, table in plan.tables.items():
            if name not in data:
                self.rows[name] = self.without_file(table)
        self.by_key = {n: {row.key: row for row in rows} for n, rows in self.rows.items()}
        self.below = {}
        for rows in self.rows.values():
            for row in rows:
                self.place(row)

    def read(self, table, header, lines):
        """Return the rows of a file that belong to the period."""
        made = []
        for at, texts in enumerate(lines):
            cell = dict(zip(header, texts))
            if table.by_period and self.period and cell["period"] != self.period.text:
                continue
            row = self.row(table, unicodedata.normalize("NFC", cell[table.key]) if table.key else "", cell, at)
            if table.dated_by is None or self.holds(row.cells[table.dated_by]):
                made.append(row)
        if table.single and len(made) != 1:
            raise PlanError(f"{len(made)} rows of the single table {table.name}")
        return made

    def row(self, table, key, cell, at):
        row = Row(table, key, self.period, self, at)
        for name, entry in table.inputs.items():
            row.cells[name] = row.mine(self.cell(row, entry, cell.get(name, "")))
        return row

    def cell(self, row, entry, text):
        if entry.every and not self.period.is_last(entry.every):
            return ABSENT
        value = cell_value(self.plan, entry, text, row.scope)
        return given_once(row, entry, text, value) if "for" in entry.fields else value

    def holds(self, day):
        # Reading: a row whose date is wrong may be of any period, so it is one that failed in each.
        return isinstance(day, Failed) or day is not ABSENT and self.period.start <= day <= self.period.end

    def without_file(self, table):
        """The rows of a table without a file: those that refs name, or the one of a single table."""
        if table.needs_file():
            raise PlanError(f"no file for {table.name}")
        if table.single:
            return [self.row(table, "", {}, 0)]
        named = {}
        for rows in self.rows.values():
            for row in rows:
                for ref in row.table.refs():
                    if ref.to == table.name and isinstance(row.cells[ref.name], str):
                        named.setdefault(row.cells[ref.name], None)
        return [self.row(table, key, {}, at) for at, key in enumerate(named)]

    def place(self, row):
        """Enter a row below those it names; a ref that names nobody is a wrong cell."""
        for ref in row.table.refs():
            key = row.cells[ref.name]
            if not isinstance(key, str):
                continue
            if key in self.by_key[ref.to]:
                self.below.setdefault((row.table.name, ref.name, key), []).append(row)
            else:
                row.cells[ref.name] = Failed(ref.site, "E0607", row.at)

    def rows_below(self, row, step):
        return self.below.get((step.table.name, step.ref, row.key), [])

    def row_above(self, row, step):
        """Return the row a ref names (or the row of a single table), ABSENT or Failed."""
        if step.kind == "single":
            return self.rows[step.name][0]
        key = row.cells[step.name]
        return self.by_key[step.table.name][key] if isinstance(key, str) else key
