"""Random tables beside the people: records, groups, a single one, some with a score and pay; what goes between them.

A definition reads only what was made before it, and the checks of a table that others read only its own row, so there are
no circles. What crosses is an input or rounded.
"""

from gen_card import CardMaker
from gen_formula import NUMERIC, Formulas
from gen_nodes import INPUTS

RECORDS, GROUPS = ["plans", "visits", "记录"], ["teams", "部门"]
KINDS = ("money", "points", "percent", "count", "days", "plain", "date", "bool", "text")


class TableMaker(CardMaker):
    """Makes one table other than the people."""

    def __init__(self, people, name, key=None):
        make = Formulas(people.rng, people.period, people.has_dates)
        make.lists, make.constants, make.calls = people.make.lists, people.make.constants, people.make.calls
        make.banded = people.make.banded
        super().__init__(people.rng, make, {"inputs": {}, "values": {}})
        self.people, self.name, self.key, self.points_of = people, name, key, people.points_of
        self.card = None  # whether its score is made before that of the people, or after it
        self.dated_by = self.per = None
        self.has_file = True
        make.key_test = f"{key} == '{key_text(name, 3)}'" if key else "1 == 1"
        for kind, named in people.make.names.items():
            make.names[kind] = [n for n in named if n in people.make.constants]

    # What is the plan's

    @property
    def params(self):
        return self.people.params

    @property
    def defaults(self):
        return self.people.defaults

    @property
    def items_fixed(self):
        return self.people.items_fixed

    @property
    def groups(self):
        groups = self.people.groups
        return groups if groups and self in groups.records() else None

    def body(self):
        """The table as the plan says it."""
        made = {"key": self.key} if self.key else {}
        made |= {k: v for k, v in self.tree.items() if v}
        keys, inputs = list(made), list(self.tree["inputs"].items())
        self.rng.shuffle(keys)
        self.rng.shuffle(inputs)
        made["inputs"] = dict(inputs)
        return {k: made[k] for k in keys}

    def add_inputs(self, refs):
        body = dict(refs)
        kinds = [self.pick("money", "points"), *self.rng.sample(KINDS, self.pick(0, 1, 2, 3))]
        kinds += ["money", "points"] if self.card else []
        for kind in dict.fromkeys(kinds):
            if kind != "date" or self.make.has_dates:
                name = self.rng.choice(INPUTS[kind])
                body[name] = self.one_input(name, kind)
        body |= self.more_inputs() if self.chance(0.6) else {}
        if self.dated_by:
            body[self.dated_by] = "date"
            self.inputs[self.dated_by] = {"kind": "date", "skip": False}
            self.make.names.setdefault("date", []).append(self.dated_by)
        self.place_inputs(body)

    def add_missing(self):
        """Make a table that needs no file: every input says what it is when missing."""
        body = {}
        for kind in ["money", "points"] if self.card else self.rng.sample(["money", "points", "count"], self.pick(1, 2)):
            name = self.rng.choice(INPUTS[kind])
            fields = self.one_input(name, kind)
            fields = {"type": fields} if isinstance(fields, str) else fields
            body[name] = fields if "missing" in fields else fields | {"missing": fields["min"]}
        self.place_inputs(body)

    def add_own(self):
        """Values and checks of the row alone."""
        for n in range(self.pick(0, 0, 1, 2)):
            self.add_value(f"own_{n}")
        if self.chance(0.15):
            self.tree["checks"] = {"check_one": {"must": self.make.truth(1), "breach": self.pick("warning", "error", "error")}}


    def add_card(self):
        """A score, and sometimes pay; what leaves is sometimes said."""
        self.add_score()
        self.tell_score()
        if self.chance(0.7):
            self.add_pay()
            self.tell_pay()
        if self.chance(0.5):
            self.tree["outputs"] = ["score", *self.rng.sample(sorted({*self.fixed} - {"score"}), min(len(self.fixed) - 1, 6))]


def key_text(name, n):
    return f"{name[:2].upper()}-{n}"


class Tables:
    """The tables of a plan in the making, and how they are tied together."""

    def __init__(self, people, has_cards=False):
        self.people, self.rng, self.has_cards = people, people.rng, has_cards
        self.made, self.refs, self.kept = [], [], {}  # refs: (from, name, to, the name back, may be absent)

    def begin(self):
        """Make the tables with what they say of their own rows; after this people may read them."""
        people = self.people
        # Either others read the people, then their checks read their own row; or their checks may read others.
        self.reads_people = people.chance(0.65)
        for n in range(people.pick(1, 2, 2, 3)):
            self.add_table(n)
        if self.reads_people and people.chance(0.3):
            self.tie(people, "leader", people, "led", people.chance(0.5))
        keys = list(people.tree["inputs"])
        self.rng.shuffle(keys)
        people.tree["inputs"] = {k: people.tree["inputs"][k] for k in keys}
        if self.reads_people:
            people.tree["checks"] = {}
            people.add_checks()
            if not people.tree["checks"]:
                del people.tree["checks"]
                people.add_checks = lambda: None
        people.tree["tables"] = {}
        self.go_on()
        self.add_definition()

    def add_table(self, n):
        people = self.people
        kind = people.pick("records", "records", "records", "group", "sub", "single") if n else people.pick("records", "records", "group")
        keyed = [t for t in self.made if t.key and t.has_file]
        if kind == "single" and not any(t.name == "firm" for t in self.made):
            return self.add_single()
        if kind == "group":
            free = [g for g in GROUPS if all(t.name != g for t in self.made)]
            return self.add_group(free[0]) if free else None
        to = self.rng.choice(keyed) if kind == "sub" and keyed else people
        name = next(r for r in RECORDS if all(t.name != r for t in self.made))
        table = TableMaker(people, name, f"id_{n}" if people.chance(0.5) else None)
        if people.period:
            table.per, table.dated_by = self.rng.choice([(None, None), ("period", None), (None, "on_day"), (None, "on_day")])
        self.finish(table)
        self.tie(table, "of_whom" if to is people else "belongs", to, people.pick(None, None, f"my_{n}"), people.chance(0.15))
        groups = [t for t in self.made[:-1] if t.key and t is not to]
        if groups and people.chance(0.3):
            self.tie(table, "beside", self.rng.choice(groups), f"beside_{n}", people.chance(0.3))
        return None

    def add_single(self):
        table = TableMaker(self.people, "firm")
        table.tree["single"] = "true"
        if self.people.period and self.people.chance(0.4):
            table.per = "period"
        self.finish(table)

    def add_group(self, name):
        people = self.people
        table = TableMaker(people, name, people.pick("code", "代码"))
        table.has_file = people.chance(0.7)
        if table.has_file and people.period and people.chance(0.3):
            table.per = "period"
        self.finish(table)
        self.tie(people, f"in_{name}", table, None, people.chance(0.3))
        if table.has_file and self.reads_people and people.chance(0.4):
            self.tie(table, "head", people, f"heads_{name}", people.chance(0.3))

    def finish(self, table):
        """Make the inputs and what reads the row alone."""
        if self.has_cards:
            table.card = table.pick("early", "late", "late", None)
        if table.per:
            table.tree["per"] = "period"
        if table.dated_by:
            table.tree["dated_by"] = table.dated_by
        if table.has_file:
            table.add_inputs({})
        else:
            table.add_missing()
        if "single" not in table.tree and table.rng.random() < 0.5:
            table.tree["failed"] = table.pick("leave_out", "leave_out", "fail")
        table.add_own()
        self.made.append(table)

    def tie(self, table, ref, to, back, skip):
        """Let a table's rows name rows of another."""
        fields = {"type": "ref", "to": to.name} | ({"missing": "skip"} if skip else {}) | ({"back": back} if back else {})
        table.tree["inputs"][ref] = fields
        table.inputs[ref] = {"kind": "ref", "to": to, "skip": skip}
        if not skip:
            table.make.names.setdefault("text", []).append(ref)
        self.refs.append((table, ref, to, back or table.name, skip))

    def may_be_read(self, table):
        return table is not self.people or self.reads_people

    def above(self, table):
        """Return (name, table, may be absent) of every row a step up."""
        made = [(ref, to, skip) for t, ref, to, _, skip in self.refs if t is table and self.may_be_read(to)]
        return made + [("firm", t, False) for t in self.made if t.name == "firm" and t is not table]

    def below(self, table):
        """Return (name, table) of the rows a step down."""
        return [(back, t) for t, _, to, back, _ in self.refs if to is table and self.may_be_read(t)]

    def ways(self, table):
        """Return (way, table of its rows, whether it goes up first)."""
        made = []
        for name, rows in self.below(table):
            made.append((name, rows, False))
            made += [(f"{name}.{more}", deeper, False) for more, deeper in self.below(rows)]
        for name, over, skip in self.above(table):
            if not skip and name != "firm":
                made += [(f"{name}.{down}", rows, True) for down, rows in self.below(over)]
        return made

    def facts(self, table, up=False):
        """Return (name, kind, may be absent) of what others may read of a row; `up` also what is no fixed number."""
        made, values = [], table.tree.get("values", {})
        for kind, names in table.make.names.items():
            known = [n for n in names if n in table.inputs or n in values or n == "score" or n in table.told]
            made += [(n, kind, False) for n in known if up or (table.name, n) not in self.kept]
        return made + [(n, k, True) for n, k in table.make.skips if n in table.inputs or n in values or n in table.told]

    def go_on(self):
        """Let every table read what the others have by now: names up, values, aggregates; the people last."""
        people = self.people
        tables = self.made[:]
        self.rng.shuffle(tables)
        for table in [*tables, people]:
            self.add_names_up(table)
            if table is not people and people.chance(0.5) and "single" not in table.tree:
                table.add_value(f"read_{len(table.tree['values'])}")
            self.add_aggregates(table)
            self.add_quotient(table)
        self.write()

    def add_cards(self, when):
        """Give tables their scores and pay, and let all read them."""
        for table in self.made:
            if table.card == when:
                table.add_card()

    def write(self):
        """Put the tables as they are by now into the plan."""
        self.people.tree["tables"] = {t.name: t.body() for t in self.made}

    def add_names_up(self, table):
        make = table.make
        for name, to, skip in self.above(table):
            found = self.facts(to, True)
            found += [(f"{n}.{f}", k, s or sure) for n, far, s in self.above(to) if n != "firm" for f, k, sure in self.facts(far, True)]
            of_cards = [entry for entry in found if entry[0].split(".")[-1] in to.told or entry[0] in to.told]
            chosen = self.rng.sample(of_cards, 1) if of_cards else []
            for fact, kind, absent in [*self.rng.sample(found, min(len(found), 4)), *chosen]:
                read = f"{name}.{fact}"
                if read in make.reads or any(read in known for known in make.names.values()) or any(read == n for n, _ in make.skips):
                    continue
                if skip or absent:
                    make.skips += [(read, kind)] if kind in NUMERIC else []
                    continue
                make.names.setdefault(kind, []).append(read)
                if fact in to.inputs:
                    make.reads.add(read)

    def add_aggregates(self, table):
        """Give a table values that are aggregates, and aggregates that stand in any formula."""
        people, make = self.people, table.make
        if not self.ways(table):
            return
        for _ in range(people.pick(1, 2, 3) if table is people else people.pick(0, 1)):
            name = f"over_{len(table.tree['values'])}"
            text, kind, absent = self.aggregate(table)
            if absent or people.chance(0.5):
                is_fixed = not text.startswith("mean") and (".huge" in text or people.chance(0.3))
                as_it_is = kind not in NUMERIC or is_fixed
                table.tree["values"][name] = text if as_it_is else {"formula": text, "round": people.rounding()}
                table.fixed.append(name)
                if absent and kind in NUMERIC:
                    make.skips.append((name, kind))
                if absent:
                    continue
                text = name
            make.names.setdefault(kind, []).append(text)

    def add_quotient(self, table):
        """Sometimes a value that is a quotient of fixed numbers: it may be read over a ref as it is."""
        amounts = [n for n in table.make.names.get("money", []) if n in table.inputs]
        if table is not self.people and amounts and self.people.chance(0.15):
            name = f"quotient_{len(table.tree['values'])}"
            table.tree["values"][name] = f"{amounts[0]} / {self.rng.choice(amounts)}"
            table.make.names.setdefault("plain", []).append(name)
            self.kept[table.name, name] = True

    def aggregate(self, table):
        """Return (the text, its kind or None, whether it may be absent)."""
        way, rows, up_first = self.rng.choice(self.ways(table))
        inner = self.inner(rows, way, up_first)
        kinds, condition = inner.kinds(), ""
        if self.people.chance(0.6):
            asking = inner if up_first else self.with_mine(inner, table)
            condition = f" where {asking.truth(self.people.pick(0, 1))}"
            # Where the way goes up first nothing of mine may stand inside.
            if self.below(rows) and not up_first and self.people.chance(0.7):
                condition += f" and {self.nested(rows, way)}"
        head = self.rng.choice(["count", "any"] + (["sum"] * 4 + ["mean", "min", "max"] if kinds else []))
        if head == "count":
            return f"count({way}{condition})", "count", False
        if head == "any":
            return f"any({self.sure(inner, way)}{condition})", "bool", False
        others = [k for k in inner.names if k not in NUMERIC and k not in ("text", "bool") and inner.names[k]]
        if head in ("min", "max") and others and self.people.chance(0.5):
            return f"{head}({inner.named(self.rng.choice(others))}{condition})", None, True
        if inner.names.get("money") and inner.names.get("plain") and self.people.chance(0.25):
            below = f"max({inner.named('plain')} - 1, 0)"  # a division that fails is the reader's failure
            return f"sum(round({inner.named('money')} / {below}, 2){condition})", "money", False
        kind = "plain" if f"{way}.huge" in inner.names.get("plain", []) and self.people.chance(0.5) else self.rng.choice(kinds)
        return f"{head}({self.amount(inner, kind, way)}{condition})", kind, head != "sum"

    def inner(self, rows, way, up_first):
        """Formulas over the names of an aggregate's row."""
        made = Formulas(self.rng, None if up_first else self.people.period, self.people.has_dates)
        made.lists, made.calls = rows.make.lists, [c for c in rows.make.calls if c[0] in ("share", "quota")]
        made.key_test = f"{way}.{rows.key} != '{key_text(rows.name, 1)}'" if rows.key else "1 == 1"
        found = self.facts(rows)
        for name, to, skip in self.above(rows):
            if name != "firm":
                found += [(f"{name}.{fact}", kind, skip or absent) for fact, kind, absent in self.facts(to)[:3]]
        for fact, kind, absent in found:
            if not absent:
                made.names.setdefault(kind, []).append(f"{way}.{fact}")
            elif kind in NUMERIC:
                made.skips.append((f"{way}.{fact}", kind))
        return made

    def with_mine(self, inner, table):
        """The same formulas with some names that are mine beside those of the row."""
        made = Formulas(self.rng, inner.period, inner.has_dates)
        made.__dict__.update(inner.__dict__)
        made.names = {kind: list(names) for kind, names in inner.names.items()}
        for kind, names in table.make.names.items():
            bare = [n for n in names if n in table.inputs or n in table.make.constants]
            if kind in made.names and bare:
                made.names[kind] += self.rng.sample(bare, 1)
        return made

    def nested(self, rows, way):
        name, below = self.rng.choice(self.below(rows))
        inner = self.inner(below, f"{way}.{name}", False)
        condition = f" where {inner.truth(0)}" if self.people.chance(0.5) else ""
        if inner.kinds() and self.people.chance(0.5):
            kind = self.rng.choice(inner.kinds())
            return f"sum({inner.named(kind)}{condition}) > {inner.literal(kind)}"
        return f"count({way}.{name}{condition}) >= {self.people.pick('1', '2')}"

    def sure(self, inner, way):
        """A condition with a name of the row in it."""
        made = inner.truth(1)
        kinds = inner.kinds()
        if f"{way}." in made and made != inner.key_test:
            return made
        if kinds:
            return f"{inner.named(kinds[0])} > {inner.literal(kinds[0])}"
        text = next((n for k, names in inner.names.items() if k in ("text", "bool") for n in names), None)
        return f"has({inner.skips[0][0]})" if inner.skips and text is None else f"{text} == {text}"

    def amount(self, inner, kind, way):
        """A fixed number of the row."""
        if kind == "plain" and f"{way}.huge" in inner.names[kind] and self.people.chance(0.5):
            return f"{way}.huge"
        skips = [n for n, k in inner.skips if k == kind]
        if skips and self.people.chance(0.25):
            return self.rng.choice(skips)
        if self.people.chance(0.3):
            made = f"round({inner.number(kind, 1)}, {self.people.pick('0', '1', '2')})"
            if f"{way}." in made:
                return made
        return self.rng.choice(inner.names[kind])

    def add_definition(self):
        """Sometimes a definition that aggregates, called with a text, with what is mine, and inside another aggregate."""
        people = self.people
        ways = [(w, rows) for w, rows, up_first in self.ways(people) if not up_first]
        texts = [(w, n) for w, rows in ways for n, kind, absent in self.facts(rows) if kind == "text" and not absent]
        if not texts or people.chance(0.4):
            return
        way, name = self.rng.choice(texts)
        people.tree.setdefault("define", {})["done(k)"] = f"count({way} where {way}.{name} == k)"
        counts = people.make.names.setdefault("count", [])
        counts.append("done('East')")
        counts += [f"done({mine})" for mine in people.make.names.get("text", [])[:1]]
        counts += [f"count({w} where done({w}.{n}) >= 1)" for w, n in texts if way.startswith(w + ".")][:1]
