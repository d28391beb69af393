"""Random groups: functions with `by`, the words over groups, `skip: peers`, on the people and on tables of records.

Keys and figures have few values, so that many have the same place, the same part cut off, or are alone. What is made
reads only what was made before it, so there are no circles.
"""

from gen_formula import NUMERIC, Formulas
from value import MODES, number_text

FIGURES = {  # inputs of few values, for every table that has groups
    "units": ("count", "0", "3"), "marks": ("points", "0", "4"), "few": ("plain", "-1", "2"), "sold_for": ("money", "0", "3"),
    "lost": ("money", "-2", "2"),
}
ALIKE = ["same_best", "same_worst", "average"]
SEEDS = ["spring, 2026", "抽查：2026", "a: b"]  # YAML needs them in quotes


class GroupMaker:
    """Gives the tables of a plan in the making values that are of groups."""

    def __init__(self, people):
        self.people, self.rng, self.count = people, people.rng, 0

    def begin(self):
        """Give the people, and some tables, inputs of few values, and say what failed rows do."""
        people = self.people
        if people.chance(0.5):
            people.tree["failed"] = people.pick("leave_out", "leave_out", "fail")
        for table in [people, *self.records()]:
            names = self.rng.sample(list(FIGURES), people.pick(2, 3, 4))
            for name in names:
                table.tree["inputs"][name] = self.few(table, name)
        return self

    def records(self):
        """The tables of which groups may be: those of many rows, with a file."""
        tables = self.people.tables.made if self.people.tables else []
        return [t for t in tables if "single" not in t.tree and t.has_file]

    def few(self, table, name):
        """An input of few values, sometimes absent."""
        kind, low, high = FIGURES[name]
        fields = {"type": "number" if kind == "plain" else kind, "min": low, "max": high}
        if kind != "count":
            fields["digits"] = "0"
        skip = self.people.chance(0.2)
        if skip:
            fields["missing"] = "skip"
            table.make.skips.append((name, kind))
        else:
            table.make.names.setdefault(kind, []).append(name)
        table.inputs[name] = {"kind": kind, "skip": skip, "digits": 0, "min": low, "max": high, "in": ""}
        return fields

    def go_on(self):
        """Give values to the people, and to some of the tables."""
        people = self.people
        for table in self.records():
            for _ in range(people.pick(0, 1, 2)):
                self.add_value(table)
            self.add_check(table)
        for _ in range(people.pick(1, 2, 3)):
            self.add_value(people)
        if people.tables:
            people.tables.write()

    def add_check(self, table):
        """Sometimes a check of a record that reads its group."""
        amounts = [n for n, known in table.inputs.items() if known["kind"] in NUMERIC and not known["skip"]]
        if amounts and self.people.chance(0.1):
            name = self.rng.choice(amounts)
            must = f"sum({name} by {self.keys(table)}) {self.people.pick('>=', '<=')} {self.people.pick('0', '2', '5')}"
            table.tree.setdefault("checks", {})["of_group"] = {"must": must, "breach": self.people.pick("warning", "error")}

    def add_value(self, table):
        make = self.people.pick(
            self.function, self.function, self.function, self.rank, self.rank, self.quota, self.split, self.sample,
            self.running_share, self.zscore,
        )
        name = f"of_group_{self.count}"
        self.count += 1
        made = make(table, self.inner(table))
        if made is None:
            return
        body, kind, absent = made
        table.tree["values"][name] = body
        table.fixed.append(name)
        if not absent:
            table.make.names.setdefault(kind, []).append(name)
        elif kind in NUMERIC:
            table.make.skips.append((name, kind))
        elif kind.startswith("list:"):
            table.tree["values"][f"{name}_or"] = f"if(has({name}), {name}, {self.people.make.lists[kind[5:]][0]})"
            table.make.names.setdefault(kind, []).append(f"{name}_or")

    # What stands inside

    def inner(self, table):
        """Formulas over the names that may stand inside a group function: bare, and with a fixed number of decimals."""
        people, rows = self.people, table.make
        made = Formulas(self.rng, people.period, people.has_dates)
        made.lists, made.key_test = rows.lists, rows.key_test
        kept = people.tables.kept if people.tables else {}
        for kind, names in rows.names.items():
            own = {*table.inputs, *table.tree.get("values", {}), *rows.reads, *table.told}
            known = [n for n in names if n in own]
            made.names[kind] = [n for n in known if (table.name, n) not in kept]
        made.skips = [(n, k) for n, k in rows.skips if n in table.inputs or n in table.tree.get("values", {})]
        return made

    def keys(self, table):
        """The keys as a formula says them."""
        names = self.key_names(table)
        return ", ".join(names) if names else "all"

    def key_names(self, table):
        """Bare names of few values that are always there, none for `all`."""
        found = {n for n, known in table.inputs.items() if known["kind"] in ("text", "bool", "ref") and not known["skip"]}
        found |= {n for kind, names in table.make.names.items() if kind.startswith("list:") or kind in ("text", "bool") for n in names}
        found |= {n for n in FIGURES if n in table.inputs and not table.inputs[n]["skip"]}
        usable = sorted(n for n in found if n.isidentifier() and n not in self.people.make.constants)
        return self.rng.sample(usable, min(len(usable), self.people.pick(0, 1, 1, 1, 2)))

    def by(self, table):
        """The keys as a word says them."""
        names = self.key_names(table)
        return "all" if not names else names[0] if len(names) == 1 else names

    def figure(self, inner, kinds=NUMERIC):
        """Return (a figure, whether it may be absent): a name, mostly one of few values, or something rounded."""
        kinds = [k for k in kinds if inner.names.get(k)]
        skips = [n for n, k in inner.skips if k in kinds and "huge" not in n]
        if skips and self.people.chance(0.3):
            return self.rng.choice(skips), True
        few = [n for k in kinds for n in inner.names[k] if n in FIGURES]
        if few and self.people.chance(0.6):
            return self.rng.choice(few), False
        if not kinds:
            return "1", False
        kind = self.rng.choice(kinds)
        if self.people.chance(0.2) and inner.failing(kind):
            return f"round({inner.failing(kind)}, {self.people.pick('0', '1')})", False
        if self.people.chance(0.3):
            return f"round({inner.number(kind, 1)}, {self.people.pick('0', '1')})", False
        return self.rng.choice([n for n in inner.names[kind] if n != "huge"] or ["1"]), False

    def where(self, inner):
        """A condition on the peers, or nothing; a few hold for nobody."""
        if self.people.chance(0.5):
            return ""
        return "1 == 2" if self.people.chance(0.1) else inner.truth(self.people.pick(0, 1))

    def ties(self, table, inner):
        """What decides; the table's key is last, ascending."""
        known = [n for names in inner.names.values() for n in names if n.isidentifier()]
        chosen = self.rng.sample(sorted(set(known)), min(len(set(known)), self.people.pick(0, 0, 1, 2)))
        return [n + self.people.pick("", "", " desc", " asc") for n in chosen] + [table.key]

    def fields(self, table, inner, **more):
        made = more | {"by": self.by(table)}
        condition = self.where(inner)
        if condition:
            made["where"] = condition
        keys = list(made)
        self.rng.shuffle(keys)
        return {k: made[k] for k in keys}, condition != ""

    # What is made: each gives (the node, its kind, whether it may be absent), or None

    def function(self, table, inner):
        head = self.rng.choice(["count", "any"] + ["sum"] * 3 + ["mean", "min", "max"])
        condition = self.where(inner)
        tail = (f" where {condition}" if condition else "") + f" by {self.keys(table)})"
        if head == "count":
            return f"count({tail[1:]}", "count", False
        if head == "any":
            return f"any({inner.truth(1)}{tail}", "bool", False
        # Without a condition each row is in its own group, so where the figure is there the value is.
        others = [k for k in inner.names if k not in (*NUMERIC, "text", "bool") and inner.names[k]]
        if head in ("min", "max") and others and self.people.chance(0.4):
            kind = self.rng.choice(others)
            return f"{head}({inner.named(kind)}{tail}", kind, condition != ""
        kinds = [k for k in NUMERIC if inner.names.get(k)]
        if not kinds:
            return None
        kind = self.rng.choice(kinds)
        figure, absent = self.figure(inner, [kind])
        if kind == "plain" and "huge" in inner.names[kind] and self.people.chance(0.4):
            figure, absent = "huge", False
        absent = head != "sum" and (absent or condition != "")
        text = f"{head}({figure}{tail}"
        if head == "sum" and self.people.chance(0.4):
            table.make.names.setdefault(kind, []).append(text)  # it may stand in any formula of the row
        if head == "mean" or self.people.chance(0.3):
            return {"formula": text, "round": self.people.rounding()}, kind, absent
        return text, kind, absent

    def rank(self, table, inner):
        dated = inner.names.get("date", []) + [n for k, names in inner.names.items() if k.startswith("list:") for n in names]
        of, absent = (self.rng.choice(dated), False) if dated and self.people.chance(0.2) else self.figure(inner)
        ties = self.ties(table, inner) if table.key and self.people.chance(0.5) else self.rng.choice(ALIKE)
        made, conditional = self.fields(table, inner, of=of, best=self.best(), ties=ties)
        return {"rank": made}, "count", absent or conditional

    def best(self):
        return self.people.pick("highest", "lowest")

    def quota(self, table, inner):
        if not table.key:
            return None
        listed, members = self.rng.choice(list(self.people.make.lists.items()))
        labels = self.rng.sample(members, self.people.pick(2, len(members)))
        if self.people.chance(0.2) and len(labels) == 3:
            shares = ["1/3"] * 3
        else:
            shares = [f"{number_text(s * 100)}%" for s in self.people.shares(len(labels), self.people.pick(0, 1))]
            if len(labels) == 4 and self.people.chance(0.3):
                shares = ["25%"] * 4
        of, absent = self.figure(inner)
        made, conditional = self.fields(
            table, inner, of=of, best=self.best(), shares=dict(zip(labels, shares)),
            fractions=self.people.pick("largest", "largest", "floor", "ceiling"), ties=self.ties(table, inner),
        )
        return {"quota": made}, f"list:{listed}", absent or conditional

    def split(self, table, inner):
        # A literal amount is money only where that is said.
        return (self.split_word(table, inner) | {"type": "money"}, "money", False) if table.key else None

    def split_word(self, table, inner):
        made, _ = self.fields(
            table, inner, in_proportion_to=self.proportion(inner), if_none=self.people.pick("error", "zero", "equal"),
            rest=self.ties(table, inner),
        )
        made["amount"] = self.amount(table, made["by"])
        return {"split": made}

    def proportion(self, inner):
        kinds = [k for k in ("count", "points", "money", "plain") if inner.names.get(k)]
        positive = [n for k in kinds for n in inner.names[k] if n in FIGURES and FIGURES[n][1] == "0"]
        if self.people.chance(0.2):
            return "1"
        return self.rng.choice(positive) if positive and self.people.chance(0.7) else self.figure(inner, kinds)[0]

    def amount(self, table, by):
        """Money that is the same for the whole group, but for a few plans; whole units of pay, but for a few."""
        unit = self.people.tree["rounding"]["pay"].rsplit(" ", 1)[0]
        literals = ["1000", "700", "0", "-300"] + (["0.05", "33.34", "100.01"] if unit == "2" else ["20"] if unit[:2] != "to" else [])
        amounts = [n for n in table.make.names.get("money", []) if n in table.inputs and table.inputs[n]["kind"] == "money"]
        if not amounts or self.people.chance(0.4):
            return self.rng.choice(literals)
        name = self.rng.choice(amounts)
        keys = "all" if by == "all" or self.people.chance(0.2) else by if isinstance(by, str) else ", ".join(by)
        of = name if self.people.chance(0.1) else f"sum({name} by {keys})"
        if unit.startswith("to ") and not self.people.chance(0.1):
            return f"round({of} / {unit[3:]}) * {unit[3:]}"
        return f"round({of}, {'0' if unit.startswith('to ') else unit})"

    def sample(self, table, inner):
        if not table.key:
            return None
        counts = [n for n in inner.names.get("count", []) if n in table.inputs]
        take = self.rng.choice(counts) if counts and self.people.chance(0.1) else self.people.pick("0", "1", "2", "5", "12")
        return {"sample": self.fields(table, inner, take=take, seed=self.rng.choice(SEEDS))[0]}, "bool", False

    def running_share(self, table, inner):
        if not table.key:
            return None
        made, _ = self.fields(
            table, inner, of=self.proportion(inner), best=self.best(), ties=self.ties(table, inner),
            counting=self.people.pick("through_me", "before_me"),
        )
        # Where the total is 0 it is absent, whoever is ranked.
        return {"running_share": made, "round": self.people.rounding()}, "plain", True

    def zscore(self, table, inner):
        word, absent = self.zscore_word(table, inner)
        return word | {"round": f"{self.people.pick('0', '1', '2', '6')} {self.rng.choice(MODES)}"}, "plain", absent

    def zscore_word(self, table, inner, points=False):
        of, absent = self.figure(inner)
        more = {"center": self.people.pick("50", "-1.25"), "points": self.people.pick("10", "-0.5")} if points or self.people.chance(0.5) else {}
        made, _ = self.fields(
            table, inner, of=of, spread=self.people.pick("population", "sample"), if_none=self.people.pick("0", "50", "-1.5"), **more
        )
        return {"zscore": made}, absent

    def item(self, table):
        """A z-score as the word of an item; one that may be absent says what then."""
        word, absent = self.zscore_word(table, self.inner(table), True)
        return word | ({"skip": self.people.pick("reweight", "zero")} if absent else {})

    def skipping(self, table):
        """`skip: peers` for an item: it has `applies`, or reads something that may be absent."""
        return {"skip": "peers", "peers": self.by(table)}
