"""Random history: names of earlier periods, windows, `every:` and `for:`, on the people and on tables with a key.

What is read of an earlier period may be anything of the plan, also what is made later; what is read of this one was made
before, so there are no circles. The data for it: gen_periods.py.
"""

from gen_formula import LITERALS, NUMERIC, Formulas
from gen_groups import GroupMaker
from value import MODES

COARSER = {
    "day": ["month", "quarter", "half", "year"], "week": ["month", "quarter", "half", "year"],
    "month": ["quarter", "half", "year"], "quarter": ["half", "year"], "half": ["year"],
}
STEPS = ["month"] * 5 + ["week", "week", "day", "quarter", "half"]
FOR = {"target": ("money", "50", "3000"), "plan_count": ("count", "1", "9"), "line": ("points", "0", "90")}
AT_ENDS = {"final": ("points", "0", "100"), "bonus_pool": ("money", "0", "900"), "calls": ("count", "0", "20")}


class TimeMaker:
    """Gives the tables of a plan in the making inputs and values that are of time."""

    def __init__(self, people):
        self.people, self.rng, self.count = people, people.rng, 0
        self.units = people.calendar.longer() if people.calendar else COARSER[people.period]
        self.words = GroupMaker(people)  # what stands inside a window
        self.due = []  # (table, name, kind, unit) of what is there at the ends of units

    def tables(self):
        """The tables that have a history, the people last."""
        others = self.people.tables.made if self.people.tables else []
        return [t for t in others if t.key] + [self.people]

    def begin(self):
        """Give inputs that are given once or read at ends, and say what failed rows do."""
        people = self.people
        if people.chance(0.5):
            people.tree["failed"] = people.pick("leave_out", "leave_out", "fail")
        for table in self.tables():
            if table is people or table.per:
                self.add_inputs(table)
        return self

    def add_inputs(self, table):
        for names, part in ((FOR, "for"), (AT_ENDS, "every")):
            for name in self.rng.sample(list(names), self.people.pick(0, 1, 1, 2)):
                unit, (kind, low, high) = self.rng.choice(self.units), names[name]
                digits = "0" if kind == "count" else self.people.pick("0", "1")
                fields = {"type": kind, part: unit, "min": low, "max": high} | ({} if kind == "count" else {"digits": digits})
                missing = self.people.pick("error", "value", "skip")
                if missing != "error":
                    fields["missing"] = "skip" if missing == "skip" else low
                known = {"kind": kind, "skip": missing == "skip", "digits": int(digits), "min": low, "max": high, "in": ""}
                table.inputs[name] = known | {part: unit}
                table.tree["inputs"][name] = fields
                if part == "every":
                    table.make.skips.append((name, kind))
                    if missing != "skip":
                        self.due.append((table, name, kind, unit))
                elif missing == "skip":
                    table.make.skips.append((name, kind))
                else:
                    table.make.names.setdefault(kind, []).append(name)

    def go_on(self):
        """Give values to every table with a history."""
        people = self.people
        for table in self.tables():
            for _ in range(people.pick(1, 2, 3, 4) if table is people else people.pick(0, 1, 2)):
                self.add_value(table)
        if people.tables:
            people.tables.write()

    def finish(self):
        """Let components read what was paid, and be due at ends only."""
        people, pay = self.people, self.people.tree.get("pay")
        if pay is None:
            return
        for name, body in pay["items"].items():
            if "formula" in body and people.chance(0.3):
                again = f"{self.back(f'pay.{name}', '0')} * {people.pick('0.5', '10%', '25%')}"
                body["formula"] = f"{self.bracketed(body['formula'])} + {again}"
                body["round"] = people.rounding(False)  # what reads itself has the decimals of its own rounding
            if people.chance(0.15):
                body["every"] = self.rng.choice(self.units)
        if people.chance(0.12):
            pay["every"] = self.rng.choice(self.units)
        if people.chance(0.5):
            # The pay has the decimals of its class where no component says otherwise.
            plain = not any(field in body for body in pay["items"].values() for field in ("round", "gate", "at_least", "at_most"))
            path = "pay" if plain else f"pay.{self.rng.choice(list(pay['items']))}"
            people.tree["values"]["paid_before"] = {"formula": self.back(path, "0"), "type": "money"}
            people.fixed.append("paid_before")

    def bracketed(self, text):
        return text if text.isidentifier() else f"({text})"

    # What is made: each gives (the node, its kind, whether it may be absent), or None

    def add_value(self, table):
        make = self.people.pick(
            self.balance, self.balance, self.ladder, self.before, self.before, self.before_other, self.streak, self.window, self.window,
            self.window, self.window, self.at_ends, self.at_ends,
        )
        name = f"in_time_{self.count}"
        self.count += 1
        made = make(table, name)
        if made is None:
            return
        body, kind, absent = made
        table.tree["values"][name] = body
        table.fixed.append(name)
        if not absent:
            table.make.names.setdefault(kind, []).append(name)
        elif kind in NUMERIC:
            table.make.skips.append((name, kind))
        elif kind == "bool":
            self.add_streak_of(table, name)

    def back(self, name, first):
        """`carried` or `prev` of a name."""
        return self.people.pick(f"carried({name}, {first})", f"carried({name}, {first})", f"prev({name}, {self.people.pick('1', '1', '2', '3')}, {first})")

    def known(self, table, kind):
        """Names of a kind with a fixed number of decimals that have a history, also those that may be absent."""
        made = self.words.inner(table)
        own = lambda n: "." not in n
        return [n for n in made.names.get(kind, []) if own(n)] + [n for n, k in made.skips if k == kind and own(n)]

    def first(self, table, kind):
        """What there is at first: a fixed number of this row."""
        made = [n for n in self.words.inner(table).names.get(kind, []) if n != "huge"]
        failing = table.make.failing(kind) if self.people.chance(0.15) else None
        if failing and failing.startswith("round("):
            return failing
        return self.rng.choice(made) if made and self.people.chance(0.5) else self.rng.choice(LITERALS[kind])

    def balance(self, table, name):
        """A number that reads itself."""
        kinds = [k for k in NUMERIC if table.make.names.get(k)]
        if not kinds:
            return None
        kind = self.rng.choice(kinds)
        text = f"{self.back(name, self.first(table, kind))} {self.people.pick('+', '-')} {table.make.operand(kind, 1)}"
        if self.people.chance(0.3):
            text = f"{self.people.pick('min', 'max')}({text}, {self.rng.choice(LITERALS[kind])})"
        if self.people.chance(0.3):
            text = f"if({table.make.truth(0)}, {self.rng.choice(LITERALS[kind])}, {text})"
        body = {"formula": text, "type": "number" if kind == "plain" else kind, "round": self.people.rounding(kind != "money")}
        if kind == "plain":
            del body["type"]
        absent = self.people.chance(0.2)
        if absent:
            body["applies"] = table.make.truth(0)
        return body, kind, absent

    def ladder(self, table, name):
        """A place in a list that goes up and down from what was held."""
        if not self.people.make.lists:
            return None
        listed, members = self.rng.choice(list(self.people.make.lists.items()))
        names = [n for n in table.make.names.get(f"list:{listed}", []) if n in table.inputs]
        held = f"carried({name}, {self.rng.choice(names or members)})"
        text = f"if({table.make.truth(1)}, up({held}), if({table.make.truth(1)}, down({held}, {self.people.pick('1', '2')}), {held}))"
        return {"formula": text, "type": listed}, f"list:{listed}", False

    def before(self, table, name):
        """A number of an earlier period: sometimes as it stands in other formulas."""
        kinds = [k for k in NUMERIC if self.known(table, k)]
        if not kinds:
            return None
        kind = self.rng.choice(kinds)
        of = self.rng.choice(self.known(table, kind))
        if (table is self.people or table.card) and self.people.chance(0.3):
            kind, of = "points", "score"
        text = self.back(of, self.first(table, kind))
        if self.people.chance(0.4):
            table.make.names.setdefault(kind, []).append(text)
        return (text if self.people.chance(0.6) else {"formula": text, "round": self.people.rounding()}), kind, False

    def before_other(self, table, name):
        """A date, a text, a yes or no, a member of an earlier period."""
        known = self.words.inner(table).names
        kinds = [k for k in known if k not in NUMERIC and any("." not in n for n in known[k])]
        if not kinds:
            return None
        kind = self.rng.choice(kinds)
        of, first = (self.rng.choice([n for n in known[kind] if "." not in n]) for _ in range(2))
        return self.back(of, first), kind, False

    def streak(self, table, name):
        held = [n for n in self.words.inner(table).names.get("bool", []) if "." not in n]
        if held and self.people.chance(0.4):
            return f"streak({self.rng.choice(held)})", "count", False
        body = {"formula": table.make.truth(1)}
        if self.people.chance(0.5):
            body["applies"] = table.make.truth(0)
        if self.people.chance(0.4):
            body["every"] = self.rng.choice(self.units)
        absent = len(body) > 1
        if not absent:
            self.add_streak_of(table, name)
        return body, "bool", absent

    def add_streak_of(self, table, name):
        table.tree["values"][f"{name}_row"] = f"streak({name})"
        table.fixed.append(f"{name}_row")
        table.make.names.setdefault("count", []).append(f"{name}_row")

    def over(self):
        spans = [s for s, unit in (("ytd", "year"), ("htd", "half"), ("qtd", "quarter")) if unit in self.units]
        quarters = [f"last {self.people.pick('1', '2', '3')} quarters"] if "quarter" in self.units else []
        return self.rng.choice(spans * 2 + quarters + [f"last {self.people.pick('1', '2', '3', '5')}", "all", "last year"])

    def window(self, table, name):
        inner, over = self.words.inner(table), self.over()
        condition = self.words.where(inner)
        tail = (f" where {condition}" if condition else "") + f" over {over})"
        head = self.rng.choice(["count", "any"] + ["sum"] * 4 + ["mean", "min", "max"])
        if head == "count":
            return f"count({tail[1:]}", "count", False
        if head == "any":
            return f"any({inner.truth(1)}{tail}", "bool", False
        others = [k for k in inner.names if k not in (*NUMERIC, "text", "bool") and inner.names[k]]
        if head in ("min", "max") and others and self.people.chance(0.3):
            kind = self.rng.choice(others)
            return f"{head}({inner.named(kind)}{tail}", kind, condition != "" or over == "last year"
        kinds = [k for k in NUMERIC if inner.names.get(k)]
        if not kinds:
            return None
        kind = self.rng.choice(kinds)
        figure, absent = self.words.figure(inner, [kind])
        if kind == "plain" and "huge" in inner.names[kind] and self.people.chance(0.4):
            figure, absent = "huge", False
        # Without a condition this period is in its window, but for `last year`.
        absent = head != "sum" and (absent or condition != "" or over == "last year")
        text = f"{head}({figure}{tail}"
        if head == "sum" and self.people.chance(0.3):
            table.make.names.setdefault(kind, []).append(text)
        if head == "mean" or self.people.chance(0.3):
            return {"formula": text, "round": self.people.rounding()}, kind, absent
        return text, kind, absent

    def at_ends(self, table, name):
        """A value that is due at the ends of a unit; it reads what is due then too."""
        unit = self.rng.choice(self.units)
        inner = Formulas(self.rng, table.make.period, table.make.has_dates)
        inner.__dict__.update(table.make.__dict__)
        inner.names = {kind: list(names) for kind, names in table.make.names.items()}
        there = self.units[: self.units.index(unit) + 1]
        for where, known, kind, of in self.due:
            if where is table and of in there:
                inner.names.setdefault(kind, []).extend([known] * 3)
        kinds = inner.kinds()
        if not kinds:
            return None
        kind = self.rng.choice(kinds)
        fine = f"{self.people.pick('2', '1', '0', '3')} {self.rng.choice(MODES)}"
        body = {"formula": inner.number(kind, 2), "round": fine, "every": unit}
        if self.people.chance(0.2):
            body["applies"] = table.make.truth(0)
        else:
            self.due.append((table, name, kind, unit))
        return body, kind, True
