"""The random score and pay of a table: sections, items with every word, extras, what is skipped, components.

Of the people (gen_plan.py) and of other tables (gen_tables.py). Not for inputs and values: gen_nodes.py.
"""

from fractions import Fraction

from gen_nodes import SIDES, STEPS, NodeMaker
from value import number_text


class CardMaker(NodeMaker):
    """Makes `score` and `pay` into `tree`.

    Whoever is one has `key`, `params`, `groups`, `defaults` and `items_fixed`; `told` are the paths that others may read.
    """

    def __init__(self, rng, make, tree):
        super().__init__(rng, make, tree)
        self.told = set()

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

    def tell_score(self):
        """Let others read what of the score is always there and has a fixed number of decimals."""
        self.told |= {"score", *(path for path in self.read_later if path in self.fixed)}

    def tell_pay(self):
        """Let all read the pay and its components."""
        for name, body in [("", {}), *((f".{name}", body) for name, body in self.tree["pay"]["items"].items())]:
            if "applies" in body:
                self.make.skips.append((f"pay{name}", "money"))
            else:
                self.make.names.setdefault("money", []).append(f"pay{name}")
            self.told.add(f"pay{name}")

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
        key, name = self.make.named(f"list:{listed}"), f"weights_{len(self.params)}"
        if self.chance(0.5):
            parts = [f"part_{n}" for n in range(count)]
            for n, part in enumerate(parts):
                values = {m: number_text(shares[n]) for m, shares in by_member.items()}
                self.params[f"{name}_{part}"] = {"by": [listed], "values": values}
            return [f"{name}_{part}({key}) * 100%" for part in parts]
        members = list(by_member)
        cases = lambda n: ", ".join(f"{m} -> {number_text(by_member[m][n] * 100)}%" for m in members)
        return [f"match({key}, {cases(n)})" for n in range(count)]

    def weight(self, text):
        """A weight as written, or by a parameter."""
        if self.chance(0.9):
            return text
        name = f"weight_{len(self.params)}"
        if self.chance(0.5):
            self.params[name] = {"value": text}
            return name
        listed, members = self.rng.choice(list(self.make.lists.items()))
        self.params[name] = {"by": [listed], "values": {members[0]: "1", members[1]: text}}
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
            body = self.groups.item(self)
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
            return self.groups.skipping(self) | fixed
        return {"applies": self.make.truth(1)} | self.groups.skipping(self) | fixed

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
            if self.groups and self.key and self.chance(0.3):
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
        if "grid" in self.params and all(make.names.get(f"list:{n}") for n in make.lists):
            makes.append(f"grid({', '.join(make.named('list:' + n) for n in make.lists)}) * 2")
        return self.rng.choice(makes)
