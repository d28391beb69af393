"""Random data for a random plan: cells on breakpoints, at bounds, at zero, at ties, missing, and some that are wrong."""

import datetime
from fractions import Fraction

from formula import SCALE, parse
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

    def table(self, rows):
        """Return (header, rows); a row in about twelve has one wrong cell."""
        names = list(self.maker.inputs)
        self.rng.shuffle(names)
        header = ["manager"] + (["period"] if self.maker.period else []) + names
        made = []
        for n in range(rows):
            front = [f"M-{n:03}"] + ([PERIODS[self.maker.period](self.rng)] if self.maker.period else [])
            cells = [self.cell(self.maker.inputs[name]) for name in names]
            if names and self.rng.random() < 0.08:
                at = self.rng.randrange(len(names))
                cells[at] = self.wrong(self.maker.inputs[names[at]])
            made.append(front + cells)
        return header, made

    def cell(self, known):
        kind, rng = known["kind"], self.rng
        if known["skip"] and rng.random() < 0.3 or rng.random() < 0.01:
            return ""
        if kind.startswith("list:"):
            return rng.choice(self.maker.make.lists[kind[5:]])
        if kind == "text":
            return rng.choice(["East", "West", "西部", "a,b", 'say "hi"'])
        if kind == "bool":
            return rng.choice(["yes", "no", "true", "false", "是", "否"])
        if kind == "date":
            return rng.choice(["2024-02-29", "2025-12-31", "2026-01-31", "2026-03-01", "2026-08-15"])
        if kind == "huge":
            digits = self.rng.choice([1, 5, 19, 20, 30, 36])
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
            return {"bool": "maybe", "date": "2026-02-30"}.get(kind, "")
        tail = "%" if kind == "percent" else ""  # with 万, these are wrong in another way
        high = number_text(constant(known["max"]) * (100 if tail else 1))
        fine = number_text(constant(known["min"]) * (100 if tail else 1) + 1, known["digits"] + 1) + tail
        return self.rng.choice(["", "1,5", "1e3", " 7", "+3", "abc", f"{high}9{tail}", fine, "9" * 41 + tail])
