"""Random inputs and values of one table: what the people's and every other table's generator share.

Not for the score and the pay (gen_plan.py), nor for what goes from one table to another (gen_tables.py).
"""

from value import MODES

INPUTS = {
    "money": ["revenue", "sales", "收入", "base_pay"], "points": ["exam", "得分"], "percent": ["share_a", "完成率"],
    "count": ["complaints", "homes", "次数"], "days": ["leave", "wait_days"], "plain": ["factor", "系数"],
    "date": ["joined", "due"], "bool": ["active"], "text": ["branch"],
}
RANGES = {
    "money": [("0", "10000"), ("-500", "5000"), ("0.01", "8000")], "points": [("0", "100"), ("-20", "120")],
    "percent": [("0%", "150%"), ("-50%", "200%")], "count": [("0", "60"), ("1", "20")], "days": [("0", "90"), ("1", "31")],
    "plain": [("0.01", "4"), ("-2", "3"), ("0", "10")],
}
STEPS = {
    "money": ["0", "500", "1000", "2500.5", "6000"], "points": ["30", "60", "72.5", "80", "90"],
    "percent": ["50%", "80%", "95%", "100%", "120%"], "count": ["1", "3", "5", "10", "25"],
    "days": ["1", "3", "10", "30"], "plain": ["0.5", "1", "1.5", "2.25", "3"],
}
SIDES = ("at_or_above", "above", "at_or_below", "below")


class NodeMaker:
    """Makes inputs and values into `tree`; `make` knows the names, `inputs` what the data generator must know."""

    def __init__(self, rng, make, tree):
        self.rng, self.make, self.tree, self.inputs, self.fixed, self.points_of = rng, make, tree, {}, [], []

    def chance(self, p):
        return self.rng.random() < p

    def pick(self, *choices):
        return self.rng.choice(choices)

    def rounding(self, fine=True):
        digits = self.pick("2", "1", "0", "3", "to 0.05", "to 0.5") if fine else self.pick("2", "0", "to 10", "to 100", "1")
        return f"{digits} {self.rng.choice(MODES)}"

    def one_input(self, name, kind):
        fields = {"type": "number" if kind == "plain" else kind}
        known = {"kind": kind, "skip": False, "digits": 0}
        if kind in RANGES:
            low, high = self.rng.choice(RANGES[kind])
            digits = {"money": self.pick(0, 2, 3) if low != "0.01" else 2, "points": self.pick(0, 1, 2), "percent": self.pick(0, 1, 2), "plain": self.pick(2, 3)}.get(kind, 0)
            if kind in ("money", "points", "percent", "plain"):
                fields["digits"] = str(digits)
            fields |= {"min": low, "max": high}
            known |= {"digits": digits, "min": low, "max": high}
            if kind == "percent" and self.chance(0.7):
                fields["in"] = self.pick("%", "%", "‰")
            elif kind == "money" and self.chance(0.15):
                fields["in"] = self.pick("万", "亿")
            known["in"] = fields.get("in", "")
        chance = self.rng.random()
        sure = kind in ("money", "points") and not self.make.names.get(kind)  # formulas fall back on these
        if chance < 0.15 and kind in RANGES and not sure:
            fields["missing"], known["skip"] = "skip", True
        elif chance < 0.3 and kind in RANGES:
            fields["missing"] = fields["min"] if kind != "money" or self.chance(0.5) else fields["max"]
        self.inputs[name] = known
        if known["skip"]:
            self.make.skips.append((name, kind))
        else:
            self.make.names.setdefault(kind, []).append(name)
        return fields if len(fields) > 1 or self.chance(0.5) else fields["type"]

    def more_inputs(self):
        """Sometimes an input of very many digits, and inputs of the plan's lists."""
        body, make = {}, self.make
        if self.chance(0.15):
            body["huge"] = {"type": "number", "digits": self.pick("0", "2")}
            self.inputs["huge"] = {"kind": "huge", "skip": False, "digits": int(body["huge"]["digits"])}
            make.names.setdefault("plain", []).append("huge")
        for name in make.lists:
            if self.chance(0.7):
                body[f"has_{name}"] = {"type": name}
                make.names.setdefault(f"list:{name}", []).append(f"has_{name}")
                self.inputs[f"has_{name}"] = {"kind": f"list:{name}", "skip": False}
        return body

    def place_inputs(self, body):
        keys = list(body)
        self.rng.shuffle(keys)
        self.tree["inputs"] = {k: body[k] for k in keys}

    def kind(self):
        return self.rng.choice(self.make.kinds())

    def add_value(self, name):
        """A named result; rounded, so that it may leave and be read. None where there is no number to begin with."""
        make, roll = self.make, self.rng.random()
        if not make.kinds():
            return
        if roll < 0.3 and make.lists:
            listed = self.rng.choice(list(make.lists))
            members = make.lists[listed]
            kind = self.kind()
            body = {"step": self.bands(kind, lambda: self.rng.choice(members), make.number(kind, 1))}
            make.names.setdefault(f"list:{listed}", []).append(name)
        elif roll < 0.4:
            body = make.truth(2)
            make.names.setdefault("bool", []).append(name)
        elif roll < 0.5 and make.names.get("date"):
            body = make.date(2)
            make.names.setdefault("date", []).append(name)
        elif roll < 0.6 and make.names.get("text"):
            cell = lambda: self.pick("'East'", "'West'", "'西部'")
            kind = self.kind()
            body = {"step": self.bands(kind, cell, make.number(kind, 1))}
            make.names["text"].append(name)
        else:
            body = self.number_value(name, self.kind())
        self.tree["values"][name] = body
        self.fixed.append(name)

    def number_value(self, name, kind):
        """A rounded number, sometimes with gates, sometimes one that may be absent."""
        make = self.make
        body = {"formula": make.number(kind, 3), "round": self.rounding(kind != "money")}
        if self.chance(0.2):
            body["gate"] = self.gates(lambda: make.number(kind, 1))
        if self.chance(0.25):
            body["applies"] = make.truth(1)
            make.skips.append((name, kind))
        else:
            make.names.setdefault(kind, []).append(name)
        return body

    def bands(self, kind, cell, of):
        """Fields of step, whole: `of`, a side and its cells; breakpoints are sometimes formulas of the row."""
        steps = [s for s in STEPS[kind] if self.chance(0.7)] or STEPS[kind][:1]
        self.points_of += [(kind, s) for s in steps]
        cells = {"else": cell()} | {s: cell() for s in steps}
        if self.chance(0.06) and len(self.make.names.get(kind, [])) > 1:
            a, b = self.rng.sample(self.make.names[kind], 2)
            cells = {"else": cell(), a: cell(), b: cell()}
        return {"of": of, self.rng.choice(SIDES): cells}

    def gates(self, amount):
        """Gates of every kind; `to` may take the place of what fails."""
        make, made = self.make, []
        for _ in range(self.pick(1, 1, 2, 3)):
            act = self.pick("times", "to", "at_most")
            made.append({"if": make.truth(self.pick(0, 1)), act: self.pick("0.5", "50%", "0.25") if act == "times" else amount()})
            if self.chance(0.5):
                made[-1]["because"] = "a reason"
        return made
