"""Random well-typed formulas over the names of a plan that is being made.

A kind is money, points, percent, count, days, plain, date, bool, text or list:NAME. Only combinations the page allows
are made; literals take the unit they meet, so every formula holds at least one name of its kind.
"""

from formula import parse
from value import MODES

NUMERIC = ("money", "points", "percent", "count", "days", "plain")
LITERALS = {
    "money": ["100", "2500", "0.5", "1万", "333.33"], "points": ["5", "12.5", "40", "0.25"],
    "percent": ["50%", "95%", "0.8", "5‰", "110%"], "count": ["1", "3", "10"], "days": ["1", "30", "7"],
    "plain": ["0.5", "2", "1.25", "3", "0.125"],
}


class Formulas:
    """Makes formulas; `names` maps a kind to the names that are surely present."""

    def __init__(self, rng, period, has_dates=True):
        self.rng, self.period, self.has_dates = rng, period, has_dates
        self.names, self.lists, self.shares, self.flags, self.banded = {}, {}, [], [], []
        self.skips, self.calls, self.constants = [], [], []
        self.key_test = "manager == 'M-003'"
        self.reads = set()  # names of inputs of other rows

    def pick(self, *choices):
        return self.rng.choice(choices)

    def literal(self, kind):
        return self.rng.choice(LITERALS[kind])

    def named(self, kind):
        """A name of the kind, or what stands for one when the plan has none."""
        if self.names.get(kind):
            return self.rng.choice(self.names[kind])
        return {"plain": "2", "date": "date(2026, 2, 14)"}.get(kind)

    def kinds(self):
        """The numeric kinds the plan has names of."""
        return [k for k in NUMERIC if self.names.get(k)]

    def operand(self, kind, depth):
        """A formula fit to stand beside any operator: a name, or in brackets."""
        made = self.number(kind, depth)
        return made if made.replace("_", "").replace(".", "").isalnum() else f"({made})"

    def number(self, kind, depth):
        if depth <= 0 or self.rng.random() < 0.25:
            return self.named(kind)
        make = self.pick(self.sums, self.scaled, self.scaled, self.extremes, self.choices, self.rounds, self.special)
        return make(kind, depth - 1)

    def sums(self, kind, depth):
        right = self.literal(kind) if self.rng.random() < 0.5 and kind != "plain" else self.operand(kind, depth)
        return f"{self.operand(kind, depth)} {self.pick('+', '-')} {right}"

    def scaled(self, kind, depth):
        """A number times or by a plain one; ties come from halves and eighths."""
        if kind == "plain":
            return self.plain(depth)
        if kind not in ("money", "days"):
            return self.sums(kind, depth)  # * and / drop these tags
        by = self.pick("* 0.5", "/ 8", "* 12.5%", "/ 3", "* 1.5", "/ 16", f"* {self.operand('plain', depth)}")
        if self.names.get("percent") and self.rng.random() < 0.3:
            by = f"* {self.named('percent')}"
        return f"{self.operand(kind, depth)} {by}"

    def plain(self, depth):
        kind = self.rng.choice(self.kinds() or ["plain"])
        top = self.operand(kind, depth)
        if kind in ("money", "days"):
            below = self.literal(kind) if self.rng.random() < 0.2 else self.operand(kind, 0)
            # A literal beside `/` has no unit to meet, so it is made one of the kind first.
            return f"{top} / ({self.operand(kind, 0)} + {below})" if below[0].isdigit() else f"{top} / {below}"
        return f"{top} {self.pick('*', '/')} {self.pick('2', '8', '0.5', '3', '1.25')}"

    def extremes(self, kind, depth):
        head = self.pick("min", "max", "sum", "mean")
        args = [self.number(kind, depth)] + [self.pick(self.literal(kind), self.number(kind, depth)) for _ in range(self.pick(1, 2))]
        return f"{head}({', '.join(args)})"

    def choices(self, kind, depth):
        head = self.rng.random()
        if head < 0.2 and self.lists and any(self.names.get(f"list:{n}") for n in self.lists):
            return self.matching(kind, depth)
        return f"if({self.truth(depth)}, {self.number(kind, depth)}, {self.pick(self.literal(kind), self.number(kind, depth))})"

    def matching(self, kind, depth):
        name = self.rng.choice([n for n in self.lists if self.names.get(f"list:{n}")])
        members, whole = self.lists[name], self.rng.random() < 0.5
        shown = members if whole else members[:1]
        arms = [f"{m} -> {self.number(kind, depth - 1)}" for m in shown]
        return f"match({self.named('list:' + name)}, {', '.join(arms + ([] if whole else [f'else -> {self.literal(kind)}']))})"

    def rounds(self, kind, depth):
        digits = self.pick("0", "1", "2", "3")
        return self.pick(
            f"round({self.number(kind, depth)})", f"round({self.number(kind, depth)}, {digits})",
            f"round({self.number(kind, depth)}, {digits}, {self.rng.choice(MODES)})",
        )

    def special(self, kind, depth):
        low, high = sorted([self.literal(kind), self.literal(kind)], key=lambda t: parse(t).head)
        makes = [f"abs({self.number(kind, depth)})", f"clamp({self.number(kind, depth)}, {low}, {high})",
                 f"-{self.operand(kind, 0)}", f"floor({self.number(kind, depth)})", f"ceil({self.number(kind, depth)})"]
        moving = [n for n in self.names.get(kind, []) if n not in self.constants]
        if moving and self.rng.random() < 0.3:
            makes.append(f"clamp({self.number(kind, 0)}, {self.rng.choice(moving)}, {high})")
        if kind == "days" and self.has_dates:
            makes += [f"days({self.named('date')}, {self.date(depth)})", f"{self.date(0)} - {self.named('date')}"]
        if kind == "plain":
            makes += [f"count_true({self.truth(depth)}, {self.truth(0)}) * 3"]
            if self.has_dates:
                makes += [f"months({self.named('date')}, {self.date(depth)}) * 2"]
            makes += [f"{c}({self.number(k, 0)}, {self.named(k)})" for c, k in self.calls if self.names.get(k)]
            makes += [self.signed(k) for k in ("money", "days") if self.names.get(k)]
            if self.period:
                makes += ["period.number * 2", "period.elapsed_days / period.year_days", "period.days / period.year_days"]
        if kind == "money":
            # The shares must add up to 1, so they are constants here.
            makes += [f"part({self.named('money')}, {self.pick('1', '2', '3')}, 0.3, 0.3, 0.4)"]
        for name, of, listed in self.banded:
            if self.names.get(of) and (listed is None or self.names.get(f"list:{listed}")):
                keys = ([self.named(f"list:{listed}")] if listed else []) + [self.operand(of, depth - 1)]
                makes.append(f"{self.named(kind)} * {name}({', '.join(keys)})")
        if self.skips and self.rng.random() < 0.5:
            same = [n for n, k in self.skips if k == kind]
            makes = [f"if(has({n}), {n}, {self.literal(kind)})" for n in same] or makes
        return self.rng.choice(makes)

    def failing(self, kind):
        """A number that often cannot be computed: only to be asked for where it is needed."""
        if kind not in ("money", "days") or not self.names.get(kind):
            return None
        below = f"max({self.named('plain')} - {self.pick('0', '1', '2')}, 0)"
        makes = [f"round({self.named(kind)} / {below}, {self.pick('2', '4')})"] * 2
        makes += [f"{self.named(kind)} * of_{n}({self.named('list:' + n)})" for n in self.lists if self.names.get(f"list:{n}")]
        return self.rng.choice(makes)

    def signed(self, kind):
        """A quotient that is looked at on one side of 0 alone."""
        top, below = self.named(kind), self.failing(kind)
        share = f"{top} / ({self.named(kind)} + {below})"
        return self.pick(f"if({top} < 0, 0, {share})", f"if({top} > 0, {share}, 0.5)", f"if({self.named(kind)} == 0, 1, {share})")

    def date(self, depth):
        base = self.named("date")
        if depth <= 0:
            return base
        # month_start and add_months meet the ends of months; a date with a month that may not have the day may fail.
        makes = [f"add_months({base}, {self.pick('1', '6', '12', '-1')})", f"month_start({base})", f"{base} + 10"]
        if self.names.get("count"):
            makes.append(f"add_months({base}, floor({self.named('count')} / 100))")
            makes.append(f"{base} + {self.named('count')}")  # may leave the calendar
        if self.period:
            makes += ["period.start", "period.end", "date(period.year, period.number, 30)" if self.period == "month" else "period.end"]
        return self.rng.choice(makes)

    def truth(self, depth):
        kind = self.rng.choice(self.kinds() or ["plain"])
        makes = [f"{self.operand(kind, depth - 1)} {self.pick('<', '<=', '>', '>=', '==', '!=')} {self.literal(kind)}"] * 3
        if depth > 0:
            a, b = self.truth(depth - 1), self.truth(depth - 1)
            makes += [f"({a}) and ({b})", f"({a}) or ({b})", f"not ({a})"]
            if " and " not in a and " or " not in a:  # `not` binds tighter than these
                makes.append(f"not {a}")
        makes += [f"{self.named(kind)} {self.pick('<', '>=')} {self.operand(kind, 0)}"]
        if self.names.get("bool"):
            makes.append(self.named("bool"))
        if self.names.get("text"):
            makes += [f"{self.named('text')} == 'East'", f"{self.named('text')} in ('East', '西部')"]
        for name, members in self.lists.items():
            if self.names.get(f"list:{name}"):
                x = self.named(f"list:{name}")
                makes += [f"{x} {self.pick('>=', '<', '==')} {self.rng.choice(members)}", f"up({x}) > {members[0]}", f"down({x}, 2) == {members[0]}"]
                makes += [f"{x} in ({members[0]}, {members[-1]})"]
        if self.names.get("date"):
            makes += [f"{self.named('date')} >= {self.date(depth - 1)}", f"{self.named('date')} < date(2026, 3, 1)"]
        makes += [self.key_test, f"{self.named(kind)} in ({self.literal(kind)}, {self.number(kind, depth - 1)})"]
        if self.period:
            makes += ["period.ends_quarter", "not period.ends_year", "period.number >= 6"]
        makes += [f"has({n}) and {n} > {self.literal(k)}" for n, k in self.skips]
        return self.rng.choice(makes)
