"""Random data for a random plan: cells on breakpoints, at bounds, at zero, at ties, missing, and some that are wrong."""

import datetime
from fractions import Fraction

from formula import SCALE, parse
from gen_periods import give_once, in_a_row, who_is_there
from value import number_text

PERIODS = {
    "month": lambda r: f"2026-{r.randint(1, 12):02}", "quarter": lambda r: f"2026Q{r.randint(1, 4)}",
    "half": lambda r: f"2026H{r.randint(1, 2)}", "year": lambda r: str(r.randint(2023, 2028)),
    "week": lambda r: f"2026-W{r.randint(1, 53):02}",
    "day": lambda r: (datetime.date(2024, 2, 20) + datetime.timedelta(days=r.randint(0, 900))).isoformat(),
}


def constant(text):
    tree = parse(text)
    return -tree.args[0].head if tree.kind == "unary" else tree.head


class DataMaker:
    def __init__(self, rng, maker):
        self.rng, self.maker = rng, maker
        self.missing, self.long, self.keys, self.days = 0.01, 0, {}, []  # keys: by table, what refs may name
        self.wrong_rows, self.periods = 0.08, []
        if maker.groups or maker.time:
            # One row that fails may fail everybody, or all that comes after it, so in half of the plans hardly any does.
            self.missing, self.wrong_rows = rng.choice([(0, 0), (0, 0), (0, 0.01), (0.001, 0.03)])

    def files(self, rows):
        """Return (header, rows) of every table that has a file, by its name."""
        made = {"manager": self.table(rows)} if not self.maker.tables else RecordMaker(self, rows).files()
        if self.maker.time:
            for table in self.maker.time.tables():
                if table.name in made:
                    give_once(self.rng, self.maker.period_of, table.inputs, *made[table.name], table.key)
        return made

    def table(self, rows):
        """Return (header, rows) of the people; a row in about twelve has one wrong cell."""
        names = list(self.maker.inputs)
        self.rng.shuffle(names)
        header = ["manager"] + (["period"] if self.maker.period else []) + names
        if self.maker.time:
            fronts = self.fronts_in_time(rows, in_a_row(self.rng, self.maker.period, self.maker.calendar))
        else:
            fronts = ([f"M-{n:03}"] + ([self.period()] if self.maker.period else []) for n in range(rows))
        return header, [front + self.cells(self.maker.inputs, names, self.wrong_rows) for front in fronts]

    def fronts_in_time(self, rows, periods):
        """Return [key, period] of about so many rows."""
        keys = [f"M-{n:03}" for n in range(-(-rows // len(periods)))]
        return [list(front) for front in who_is_there(self.rng, keys, periods)]

    def period(self):
        """A period; where groups are read one of few, for a group is of one period."""
        if not self.maker.groups:
            return PERIODS[self.maker.period](self.rng)
        if self.rng.random() < 0.1 or not self.periods:
            self.periods.append(PERIODS[self.maker.period](self.rng))
        return self.rng.choice(self.periods[:3])

    def cells(self, inputs, names, p, bad=None):
        """The cells of a row, with probability p one of them wrong, that of the column `bad` if one is said."""
        made = [self.cell(inputs[name]) for name in names]
        if names and self.rng.random() < p:
            at = self.rng.randrange(len(names)) if bad is None else names.index(bad)
            made[at] = self.wrong(inputs[names[at]])
        return made

    def cell(self, known):
        kind, rng = known["kind"], self.rng
        if known["skip"] and rng.random() < 0.3 or rng.random() < self.missing:
            return ""
        if kind == "ref":
            return rng.choice(self.keys[known["to"].name])
        if kind.startswith("list:"):
            return rng.choice(self.maker.make.lists[kind[5:]])
        if kind == "text":
            return rng.choice(["East", "West", "西部", "a,b", 'say "hi"'])
        if kind == "bool":
            return rng.choice(["yes", "no", "true", "false", "是", "否"])
        if kind == "date":
            return rng.choice(self.days + ["2024-02-29", "2025-12-31", "2026-01-31", "2026-03-01", "2026-08-15"])
        if kind == "huge":
            digits = self.rng.choice([1, 5, 19, 20, 30, 36] + [38 - known["digits"]] * self.long)
            return self.rng.choice(["", "-"]) + str(self.rng.randrange(1, 10**digits)) + self.rng.choice(["", ".5"][: 1 + known["digits"]])
        return self.number(known)

    def number(self, known):
        """A number on a breakpoint, at a bound, at zero, or anywhere with all its digits."""
        low, high, digits = constant(known["min"]), constant(known["max"]), known["digits"]
        step = Fraction(1, 10 ** (digits + (2 if known["kind"] == "percent" else 0)))
        points = [constant(p) for k, p in self.maker.points_of if k == known["kind"]]
        roll = self.rng.random()
        if roll < 0.3 and points:
            value = self.rng.choice(points) + self.rng.choice([0, 0, step, -step])
        elif roll < 0.4:
            value = self.rng.choice([low, high])
        elif roll < 0.45:
            value = Fraction(0)
        elif roll < 0.75:
            value = Fraction(self.rng.randrange(int(low), int(high) + 1)) + self.rng.choice([0, 5, 25]) * step
        else:
            value = low + self.rng.randrange(0, int((high - low) / step) + 1) * step
        value = max(low, min(high, value))
        return self.written(known, value - value % step if (value / step).denominator != 1 else value)

    def written(self, known, value):
        unit = known.get("in")
        if known["kind"] != "percent":
            return number_text(value / SCALE[unit]) if unit else number_text(value, self.rng.choice([known["digits"], None]))
        bare = unit and self.rng.random() < 0.7
        return number_text(value / SCALE[unit]) if bare else number_text(value * 100) + "%"

    def wrong(self, known):
        kind = known["kind"]
        if kind.startswith("list:"):
            return "nobody"
        if "min" not in known:
            return {"bool": "maybe", "date": "2026-02-30", "ref": "X-9"}.get(kind, "")
        tail = "%" if kind == "percent" else ""  # with 万, these are wrong in another way
        high = number_text(constant(known["max"]) * (100 if tail else 1))
        fine = number_text(constant(known["min"]) * (100 if tail else 1) + 1, known["digits"] + 1) + tail
        return self.rng.choice(["", "1,5", "1e3", " 7", "+3", "abc", f"{high}9{tail}", fine, "9" * 41 + tail])


class RecordMaker:
    """Makes the files of a plan with several tables: a few periods, and records that name a few of the people."""

    MOST = 12  # rows of a table

    def __init__(self, data, rows):
        self.data, self.rng, self.people, self.count = data, data.rng, data.maker, rows
        step = self.people.period
        chosen = sorted({PERIODS[step](self.rng) for _ in range(self.rng.choice([1, 1, 2, 3]))}) if step in PERIODS else [None]
        if data.maker.time:
            chosen = in_a_row(self.rng, step, self.people.calendar)
        self.periods = chosen
        data.missing, data.long = min(data.missing, 0.004), 4  # what is missing in one row fails many; sums are longer than what they add
        if step:
            ends = [getattr(self.people.period_of(p), end).isoformat() for p in chosen for end in ("start", "end")]
            data.days = ends * 4

    def files(self):
        """Return (header, rows) by table."""
        who = -(-self.count // len(self.periods))
        busy = [f"M-{n:03}" for n in range(min(who, 6))]
        self.data.keys["manager"] = busy * 8 + ["X-9"]
        tables, front = self.people.tables.made, {}
        for table in tables:
            front[table.name] = self.fronts(table)
            keys = [line[0] for line in front[table.name]] if table.key and table.has_file else []
            self.data.keys[table.name] = keys * 8 + ["X-9"] if keys else ["T-1", "T-2", "T-3"]
        lines = [([f"M-{n // len(self.periods):03}"], self.periods[n % len(self.periods)]) for n in range(self.count)]
        if self.people.time:
            lines = [([key], period) for key, period in self.data.fronts_in_time(self.count, self.periods)]
        made = {"manager": self.filled(self.people, ["manager"], lines, False)}
        for table in tables:
            if table.has_file:
                lines = [(line[1:] if table.key is None else line[:1], line[-1]) for line in front[table.name]]
                made[table.name] = self.filled(table, [table.key] if table.key else [], lines, True)
        return made

    def fronts(self, table):
        """Return [key, period] of every row; a key stands once in a period, or once in all."""
        if "single" in table.tree:
            return [["", p] for p in (self.periods if table.per else [None])]
        count = self.rng.choice([0, 1, 3, 6, 9, self.MOST]) if table.key is None else self.rng.randint(1, self.MOST)
        name = table.name[:2].upper()
        if table.per:
            return [[f"{name}-{n // len(self.periods)}", self.periods[n % len(self.periods)]] for n in range(count)]
        return [[f"{name}-{n}", None] for n in range(count)]

    def filled(self, table, key, lines, mixed):
        """Return (header, rows): key and period first, or (`mixed`) anywhere."""
        names = list(table.inputs)
        self.rng.shuffle(names)
        # Sometimes many cells of one column are wrong in several ways: then the first row counts.
        p, bad = self.rng.choice([(0.03, None), (0, None), (0.03, None), (0.3, self.rng.choice(names or [None]))])
        if table is self.people or self.people.groups or self.people.time:
            p, bad = min(self.data.wrong_rows, 0.03), None
        by_period = self.people.period is not None and (table is self.people or table.per is not None)
        header = key + (["period"] if by_period else []) + names
        order = list(range(len(header)))
        if mixed:
            self.rng.shuffle(order)
        made = []
        for front, period in lines:
            cells = self.data.cells(table.inputs, names, p, bad)
            line = front[: len(key)] + ([period] if by_period else []) + cells
            made.append([line[n] for n in order])
        return [header[n] for n in order], made
