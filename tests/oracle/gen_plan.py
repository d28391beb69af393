"""Random good plans: a tree of dicts, lists and texts that yamltext.py writes, and what the data generator must know.

Good means: every policy is stated, every output is fixed, weights add up, names are present where they are read.
"""

from calendars import Calendar
from gen_card import CardMaker
from gen_formula import Formulas
from gen_groups import GroupMaker
from gen_nodes import INPUTS, SIDES, STEPS
from gen_periods import listed
from gen_tables import Tables
from gen_time import STEPS as STEPS_IN_TIME
from gen_time import TimeMaker
from periods import Period

LISTS = [("grade", ["D", "C", "B", "A"]), ("级别", ["差", "中", "良", "优"]), ("tier", ["bronze", "silver", "gold"])]


def later_cells(cells):
    """The same cells with other numbers, for a later day."""
    return {k: later_cells(c) for k, c in cells.items()} if isinstance(cells, dict) else "1.5"


def rewritten(tree, old, new):
    """The same tree with other words in its texts."""
    if isinstance(tree, dict):
        return {k: rewritten(v, old, new) for k, v in tree.items()}
    return [rewritten(v, old, new) for v in tree] if isinstance(tree, list) else tree.replace(old, new)


class PlanMaker(CardMaker):
    """Makes a plan; with `has_tables` one that has other tables than the people, which it reads; the others say themselves."""

    def __init__(self, rng, has_tables=False, has_groups=False, has_time=False, has_cards=False, has_calendar=False):
        # Plans without calendar functions are those that the batch engine has a program for.
        self.has_dates = rng.random() < 0.4
        self.period = rng.choice(["month", "month", "quarter", "half", "year", "day", "week", None]) if self.has_dates else None
        step, self.calendars, self.calendar = self.period, {}, None
        if has_time:
            self.period = rng.choice(STEPS_IN_TIME)
            if has_calendar:
                self.period, body = "season", listed(rng)
                self.calendars, self.calendar = {"season": body}, Calendar(body)
            step = self.period if self.has_dates else None
        super().__init__(rng, Formulas(rng, step, self.has_dates), {"merit": "1", "plan": "random"})
        self.name = self.key = "manager"
        self.tables = Tables(self, has_cards) if has_tables else None
        self.groups = GroupMaker(self) if has_groups else None
        self.time = TimeMaker(self) if has_time else None

    def plan(self):
        """Return the plan's tree."""
        tree = self.tree
        if self.period:
            tree["period"] = self.period
        if self.calendars:
            tree["calendars"] = self.calendars
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
            self.tables.add_cards("early")
            self.tables.go_on()
        self.add_score()
        if self.tables and self.tables.has_cards:
            self.tell_score()
        if self.tables:
            self.tables.add_cards("late")
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
        if self.calendar and not self.calendar.has("quarter"):
            tree = rewritten(tree, "period.ends_quarter", "period.ends_year")
        head = ["merit", "plan"]
        rest = [k for k in tree if k not in head]
        self.rng.shuffle(rest)
        return {k: tree[k] for k in head + rest}

    def period_of(self, text):
        """Return the period that a text of the data names."""
        return self.calendar.period(text) if self.calendar else Period(self.period, text)

    @property
    def params(self):
        return self.tree["params"]

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

    def add_checks(self):
        if self.chance(0.4):
            names = ["check_one", "check_two"][: self.pick(1, 2)]
            # A check that is broken in a row may fail its whole group.
            breach = ("warning", "warning", "warning", "error") if self.groups or self.time else ("warning", "error")
            self.tree["checks"] = {n: {"must": self.make.truth(1), "breach": self.pick(*breach)} for n in names}
