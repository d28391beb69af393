"""Random good plans: a tree of dicts, lists and texts that yamltext.py writes, and what the data generator must know.

Good means: every policy is stated, every output is fixed, weights add up, names are present where they are read.
"""

from fractions import Fraction

from gen_formula import Formulas
from gen_groups import GroupMaker
from gen_nodes import INPUTS, SIDES, STEPS, NodeMaker
from gen_tables import Tables
from gen_time import STEPS as STEPS_IN_TIME
from gen_time import TimeMaker
from value import number_text

LISTS = [("grade", ["D", "C", "B", "A"]), ("级别", ["差", "中", "良", "优"]), ("tier", ["bronze", "silver", "gold"])]


def later_cells(cells):
    """The same cells with other numbers, for a later day."""
    return {k: later_cells(c) for k, c in cells.items()} if isinstance(cells, dict) else "1.5"


class PlanMaker(NodeMaker):
    """Makes a plan; with `has_tables` one that has other tables than the people, which it reads; the others say themselves."""

    def __init__(self, rng, has_tables=False, has_groups=False, has_time=False):
        # Plans without calendar functions are those that the batch engine has a program for.
        self.has_dates = rng.random() < 0.4
        self.period = rng.choice(["month", "month", "quarter", "half", "year", "day", "week", None]) if self.has_dates else None
        step = self.period
        if has_time:
            self.period = rng.choice(STEPS_IN_TIME)
            step = self.period if self.has_dates else None
        super().__init__(rng, Formulas(rng, step, self.has_dates), {"merit": "1", "plan": "random"})
        self.name = self.key = "manager"
        self.tables = Tables(self) if has_tables else None
        self.groups = GroupMaker(self) if has_groups else None
        self.time = TimeMaker(self) if has_time else None

    def plan(self):
        """Return the plan's tree."""
        tree = self.tree
        if self.period:
            tree["period"] = self.period
        tree |= {"each": "manager", "currency": "CNY"}
        item = self.rounding() if self.chance(0.9) else "none"
        tree["rounding"] = {"item": item, "score": self.rounding(), "pay": self.rounding(False)}
        self.items_fixed = item != "none"
        tree["lists"] = dict(self.rng.sample(LISTS, self.pick(1, 2)))
        self.make.lists = tree["lists"]
        self.add_inputs()
        self.add_params()
        self.add_defines()
        tree["values"] = {}
        if self.tables:
            self.tables.begin()
        if self.groups:
            self.groups.begin().go_on()
        if self.time:
            self.time.begin().go_on()
        for n in range(self.pick(0, 1, 2)):
            self.add_value(f"early_{n}")
        self.add_defaults()
        if self.tables:
            self.tables.go_on()
        self.add_score()
        if self.tables:
            self.tables.go_on()
        if self.groups:
            self.groups.go_on()
        if self.time:
            self.time.go_on()
        for n in range(self.pick(1, 2, 3)):
            self.add_value(f"late_{n}")
        if self.chance(0.8):
            self.add_pay()
        if self.time:
            self.time.finish()
        if "checks" not in tree:
            self.add_checks()
        if not tree["values"]:
            del tree["values"]
        if self.chance(0.85):
            self.rng.shuffle(self.fixed)
            tree["outputs"] = ["score"] + [f for f in self.fixed[: 12 if self.groups or self.time else 8] if f != "score"]
        else:
            self.defaulted = True
        head = ["merit", "plan"]
        rest = [k for k in tree if k not in head]
        self.rng.shuffle(rest)
        return {k: tree[k] for k in head + rest}

    def add_inputs(self):
        body = {}
        for kind, names in INPUTS.items():
            if kind == "date" and not self.has_dates:
                continue
            for name in self.rng.sample(names, self.rng.randint(kind in ("money", "points"), len(names))):
                body[name] = self.one_input(name, kind)
        self.place_inputs(body | self.more_inputs())

    def add_params(self):
        params = {}
        for kind, name, value in (("money", "unit_price", "12.5"), ("plain", "rate", "0.75"), ("points", "bonus_points", "2.5")):
            if self.chance(0.4):
                self.make.constants.append(name)
                params[name] = {"value": value, "type": "number" if kind == "plain" else kind}
                if kind == "plain":
                    del params[name]["type"]
                    self.make.names.setdefault("plain", []).append(name)
                else:
                    self.make.names.setdefault(kind, []).append(name)
        for name, members in self.make.lists.items():
            kept = members if self.chance(0.6) else members[1:]
            params[f"of_{name}"] = {"by": [name], "values": {m: self.pick("1", "0.8", "1.2", "1/2", "50%") for m in kept}}
        names = list(self.make.lists)
        if len(names) == 2 and self.chance(0.6):
            a, b = names
            cells = {m: {n: self.pick("10", "20.5", "300") for n in self.make.lists[b] if self.chance(0.9)} for m in self.make.lists[a]}
            params["grid"] = {"by": [a, b], "type": "money", "values": {m: c for m, c in cells.items() if c}}
        self.add_banded(params)
        self.tree["params"] = params
        if self.period:
            self.date_params(params)

    def add_banded(self, params):
        """Parameters whose cells are found by the band of a number, some under each member of a list."""
        for kind in ("points", "money"):
            if self.chance(0.5):
                continue
            side, name = self.rng.choice(SIDES), f"by_{kind}"

            def cells(side=side, kind=kind):
                steps = [s for s in STEPS[kind] if self.chance(0.6)] or STEPS[kind][1:2]
                self.points_of += [(kind, s) for s in steps]
                return {"else": self.pick("0.5", "1")} | {s: self.pick("0.8", "1.25", "2") for s in steps}

            body = {"by": [side], "values": cells()}
            if self.make.lists and self.chance(0.4):
                listed, members = self.rng.choice(list(self.make.lists.items()))
                body = {"by": [listed, side], "values": {m: cells() for m in members}}
            params[name] = body
            self.make.banded.append((name, kind, body["by"][0] if len(body["by"]) > 1 else None))

    def date_params(self, params):
        """Let some parameters change on days that fall among the periods of the data."""
        for name, body in list(params.items()):
            held = body.get("values", body.get("value"))
            if "type" in body or self.chance(0.7):
                continue
            later = later_cells(held)
            keys = {"by": body["by"]} if "by" in body else {}
            days = {"1990-01-01": held, self.pick("2026-01-01", "2026-02-10", "2026-03-31", "2026-04-01"): later}
            params[name] = {**keys, "from": days, "dated": self.pick("period_start", "period_end")}
            if name in self.make.constants:
                self.make.constants.remove(name)

    def add_defines(self):
        if self.chance(0.6):
            self.tree["define"] = {"share(part_of, whole_of)": "if(whole_of == 0, 0, part_of / whole_of)"}
            self.make.calls += [("share", "money"), ("share", "days")]
            if self.chance(0.5):
                self.tree["define"]["quota(x, y)"] = {"step": {"of": "x / y", "at_or_above": {"else": "0", "50%": "0.5", "1": "1"}}}
                self.make.calls.append(("quota", "money"))

    def add_defaults(self):
        self.defaults = {}
        if self.chance(0.3):
            self.defaults = {"completion": {"cap": self.pick("120%", "none"), "zero_target": self.policy()}}
            self.tree["defaults"] = self.defaults

    def policy(self):
        return self.pick("error", "full", "zero")

    def add_score(self):
        make, self.read_later = self.make, []
        total = self.pick(Fraction(100), Fraction(120), Fraction(50))
        body = {"out_of": number_text(total)}
        body |= self.extremes("points", 0.15)
        body["items"] = self.section(total, 2, "score")
        if self.chance(0.5):
            body["items"]["extras"] = self.extras("score.extras")
        self.tree["score"] = body
        self.fixed.append("score")
        make.names.setdefault("points", []).extend(["score", *self.read_later])

    def extremes(self, kind, p):
        """Sometimes a floor, a cap, gates."""
        made, make = {}, self.make
        literal = {"points": ("5", "95"), "money": ("50", "4000.5")}[kind]
        if self.chance(p):
            made["at_least"] = literal[0]
        if self.chance(p):
            made["at_most"] = literal[1]
        if self.chance(p):
            made["gate"] = self.gates(lambda: self.pick(literal[0], make.number(kind, 0)))
        return made

    def weights(self, total, count):
        """Weights that add up to the parent's, all bare or all with %; pairs of points (None: they vary) and text."""
        listed = [n for n in self.make.lists if self.make.names.get(f"list:{n}")]
        if listed and self.chance(0.2):
            return [(None, text) for text in self.varying_weights(self.rng.choice(listed), count)]
        shares = self.shares(count)
        if total is None or self.chance(0.5):
            return [(None if total is None else s * total, f"{number_text(s * 100)}%") for s in shares]
        return [(s * total, self.weight(number_text(s * total))) for s in shares]

    def shares(self, count, least=1):
        cuts = sorted(self.rng.choices(range(0, 21), k=count - 1) if least == 0 else self.rng.sample(range(1, 20), count - 1))
        return [Fraction(b - a, 20) for a, b in zip([0, *cuts], [*cuts, 20])]

    def varying_weights(self, listed, count):
        """Shares that depend on the member of a list, some of them 0."""
        by_member = {m: self.shares(count, 0) for m in self.make.lists[listed]}
        key, name = self.make.named(f"list:{listed}"), f"weights_{len(self.tree['params'])}"
        if self.chance(0.5):
            parts = [f"part_{n}" for n in range(count)]
            for n, part in enumerate(parts):
                values = {m: number_text(shares[n]) for m, shares in by_member.items()}
                self.tree["params"][f"{name}_{part}"] = {"by": [listed], "values": values}
            return [f"{name}_{part}({key}) * 100%" for part in parts]
        members = list(by_member)
        cases = lambda n: ", ".join(f"{m} -> {number_text(by_member[m][n] * 100)}%" for m in members)
        return [f"match({key}, {cases(n)})" for n in range(count)]

    def weight(self, text):
        """A weight as written, or by a parameter."""
        if self.chance(0.9):
            return text
        name = f"weight_{len(self.tree['params'])}"
        if self.chance(0.5):
            self.tree["params"][name] = {"value": text}
            return name
        listed, members = self.rng.choice(list(self.make.lists.items()))
        self.tree["params"][name] = {"by": [listed], "values": {members[0]: "1", members[1]: text}}
        return f"{name}({members[1]})"

    def section(self, total, depth, path):
        items, count = {}, self.pick(2, 3, 4)
        for n, (weight, text) in enumerate(self.weights(total, count)):
            name = self.pick("item", "项目", "部分") + f"_{n}"
            if depth and self.chance(0.3):
                body = {"weight": text, **self.extremes("points", 0.1), "items": self.section(weight, depth - 1, f"{path}.{name}")}
                self.fixed.append(f"{path}.{name}")
            else:
                body = {"weight": text, **self.item(path, name, weight is None)}
            items[name] = body
        if self.chance(0.2):
            items["extra_one"] = {"extra": self.pick(["-10", "5"], ["none", "10"], ["0", "none"]), **self.word(False)}
        if self.chance(0.1):
            items["not_here"] = {"weight": "0%" if "%" in str(items[next(iter(items))]["weight"]) else "0", **self.word(True)}
        if self.chance(0.15):
            items["shown"] = {"weight": "none", **self.word(True, True)}
        return items

    def item(self, path, name, may_be_out):
        if self.groups and self.items_fixed and self.chance(0.12):
            body = self.groups.item()
        else:
            body = self.word(True) | self.extremes("points", 0.08)
            body.update(self.skipping(body, not may_be_out))
        if self.chance(0.1):
            body["round"] = self.rounding()
        if self.items_fixed or "round" in body:
            self.fixed.append(f"{path}.{name}")
        if "skip" not in body and not may_be_out and self.chance(0.3):
            self.read_later.append(f"{path}.{name}")
        return body

    def skipping(self, body, has_one_weight):
        """What an item does when it does not apply."""
        roll = self.rng.random()
        if self.groups and has_one_weight and roll < 0.35 and self.chance(0.4):
            return self.skipping_to_peers(body, roll < 0.2)
        if roll < 0.2:
            return {"applies": self.make.truth(1), "skip": self.pick("reweight", "full", "zero")}
        if roll < 0.35 and self.make.skips:
            name, kind = self.rng.choice(self.make.skips)
            steps = self.bands(kind, lambda: self.pick("0%", "40%", "100%"), name)
            for word in [w for w in body if w not in ("at_least", "at_most", "gate")]:
                del body[word]
            return {"step": steps, "skip": self.pick("reweight", "full", "zero")}
        return {}

    def skipping_to_peers(self, body, has_condition):
        # What peers read has a fixed number of decimals.
        fixed = {} if self.items_fixed else {"round": self.rounding()}
        if not has_condition and self.make.skips:
            name, kind = self.rng.choice(self.make.skips)
            body.clear()
            body["step"] = self.bands(kind, lambda: self.pick("0%", "40%", "100%"), name)
            return self.groups.skipping() | fixed
        return {"applies": self.make.truth(1)} | self.groups.skipping() | fixed

    def extras(self, path):
        items = {}
        for n in range(self.pick(1, 2)):
            bounds = self.pick(["-10", "0"], ["0", "5"], ["-5", "none"])
            items[f"extra_{n}"] = {"extra": bounds, **self.word(False)}
            if self.chance(0.2):
                items[f"extra_{n}"]["applies"] = self.make.truth(1)
            if self.chance(0.2):
                items[f"extra_{n}"]["gate"] = self.gates(lambda: self.pick("-3", "2.5"))
        self.fixed.append(path)
        return {"extra": self.pick(["-20", "20"], ["none", "8"]), "items": items}

    def word(self, weighted, shown=False):
        """One word of a score's item."""
        make, kind = self.make, self.kind()
        choice = self.pick("completion", "inverse", "ratio", "met", "points", "per_unit", "step", "line", "whole", "slices")
        if shown or choice in ("completion", "inverse", "ratio", "met") and not weighted:
            choice = "met" if shown else "points"
        if choice in ("completion", "inverse"):
            return self.completion(choice, kind)
        if choice == "ratio":
            return {"ratio": self.pick(make.number("plain", 2), make.number("percent", 1) if make.names.get("percent") else "0.5")}
        if choice == "met":
            return {"met": make.truth(2)}
        if choice == "points":
            return {"points": make.number(self.pick("points", "plain"), 2)}
        if choice == "per_unit":
            return {"per_unit": self.per_unit(kind, weighted)}
        shared = weighted and self.chance(0.5)
        cell = (lambda: self.pick("0%", "40%", "62.5%", "100%")) if shared else (lambda: self.pick("0", "3", "7.5", "12.25"))
        if choice == "step":
            return {"step": self.bands(kind, cell, make.number(kind, 1))}
        if choice == "line":
            return {"line": self.line(kind, cell, shared)}
        kind = self.pick("count", "points", "plain")
        kind = kind if make.names.get(kind) else "points"
        return {choice: self.rates(choice, kind)}

    def completion(self, choice, kind):
        a, b = ("actual", "target") if choice == "completion" else ("target", "actual")
        # Whether the divisor may be zero must be plain to see, also for the oracle.
        plain = [n for n in self.make.names[kind] if n in self.inputs or n in self.make.constants or n in self.make.reads]
        if not plain and kind in ("money", "days"):
            return {"met": self.make.truth(1)}  # a number is no target of theirs
        below = self.rng.choice(plain or ["0.5"])
        asked = self.make.failing(kind) if self.chance(0.4) else None
        fields = {a: asked or self.make.number(kind, 1), b: self.pick(below, below, f"{below} - {self.make.literal(kind)}")}
        zero = "zero_target" if choice == "completion" else "zero_actual"
        said = self.defaults.get(choice, {})
        if "cap" not in said or self.chance(0.3):
            fields["cap"] = self.pick("120%", "1", "none", "150%")
        if zero not in said:
            fields[zero] = self.policy()
        fields["negative"] = self.pick("error", "zero", "keep")
        return {choice: fields}

    def per_unit(self, kind, weighted):
        fields = {"of": self.make.number(kind, 1), "per": {"percent": "1%", "money": "100", "plain": "0.25"}.get(kind, "2")}
        if self.chance(0.6):
            fields["from"] = self.rng.choice(STEPS[kind])
        for side in self.pick(["above"], ["below"], ["above", "below"]):
            fields[side] = self.pick("-2", "0.5", "-0.25", "1")
        if self.chance(0.4):
            fields["base"] = self.pick("full", "10") if weighted else "10"
        fields["units"] = self.pick("started", "completed", "proportional")
        return fields

    def line(self, kind, cell, shared):
        steps = [s for s in STEPS[kind] if self.chance(0.7)] or STEPS[kind][:1]
        self.points_of += [(kind, s) for s in steps]
        knots = {s: {"below": cell(), "at": cell()} if self.chance(0.3) else cell() for s in steps}
        names = [n for n in self.make.names[kind] if n not in self.make.constants]
        if self.chance(0.1) and len(names) > 1:
            of_row = self.make.number(self.pick("points", "plain"), 1) if not shared else cell()
            knots = dict(zip(self.rng.sample(names, 2), (cell(), of_row)))
        fields = {"of": self.make.number(kind, 1), "knots": knots}
        if self.chance(0.3) and not shared:
            fields["after"] = self.pick("0.01", "-0.5")
        return fields

    def rates(self, choice, kind):
        steps = [s for s in STEPS[kind] if s != "0" and self.chance(0.7)] or STEPS[kind][1:2]
        self.points_of += [(kind, s) for s in steps]
        by_list = [f"of_{n}({self.make.named('list:' + n)})" for n in self.make.lists if self.make.names.get(f"list:{n}")]
        rate = lambda: self.rng.choice(["0.5", "5%", "0.125", "0", "12%", *(by_list if self.chance(0.2) else [])])
        fields = {"of": self.make.number(kind, 1), self.rng.choice(SIDES): {"else": rate()} | {s: rate() for s in steps}}
        if choice == "slices":
            # Where `error` must be said the amounts are looked at before the rates; whether it must, the oracle cannot tell.
            varying = any("of_" in str(cells) for cells in fields.values())
            fields["negative"] = self.pick("mirror", "zero", "flat", *([] if varying else ["error"]))
            if self.chance(0.4):
                fields["start"] = self.make.number(kind, 0)
            if self.items_fixed and self.chance(0.25):
                fields["round"] = self.pick("each", "total")
        return fields

    def add_pay(self):
        make, items = self.make, {}
        for n in range(self.pick(1, 2, 3)):
            name = self.pick("bonus", "奖金") + f"_{n}"
            roll = self.rng.random()
            if roll < 0.5:
                body = {"formula": self.pay_formula()}
            elif roll < 0.75:
                choice = self.pick("whole", "slices")
                body = {choice: self.rates(choice, "money")}
            else:
                kind = self.kind()
                body = {"step": self.bands(kind, lambda: self.pick("0", "150", "1000.5"), make.number(kind, 1))}
            if self.groups and self.chance(0.3):
                body = self.groups.split_word(self, self.groups.inner(self))
            body |= self.extremes("money", 0.15)
            if self.chance(0.15):
                body["applies"] = make.truth(1)
            if self.chance(0.2):
                body["round"] = self.rounding(False)
            if "slices" in body and self.chance(0.5):
                body["slices"]["round"] = "each"
            items[name] = body
            self.fixed.append(f"pay.{name}")
        self.tree["pay"] = {"items": items} | ({"at_most": self.pick("5000", "1.5万")} if self.chance(0.3) else {})
        self.fixed.append("pay")

    def pay_formula(self):
        make = self.make
        makes = [make.number("money", 3), make.number("money", 2)]
        for name in make.lists:
            if make.names.get(f"list:{name}"):
                makes.append(f"{make.named('money')} * of_{name}({make.named('list:' + name)})")
        if "grid" in self.tree["params"] and all(make.names.get(f"list:{n}") for n in make.lists):
            makes.append(f"grid({', '.join(make.named('list:' + n) for n in make.lists)}) * 2")
        return self.rng.choice(makes)

    def add_checks(self):
        if self.chance(0.4):
            names = ["check_one", "check_two"][: self.pick(1, 2)]
            # A check that is broken in a row may fail its whole group.
            breach = ("warning", "warning", "warning", "error") if self.groups or self.time else ("warning", "error")
            self.tree["checks"] = {n: {"must": self.make.truth(1), "breach": self.pick(*breach)} for n in names}
