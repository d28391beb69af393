"""Tests of the oracle itself: values worked out by hand. They do not need the program."""

import datetime
import random
import unittest
from fractions import Fraction

from agree import random_plan
from evaluate import evaluate
from formula import parse
from gen_data import DataMaker
from gen_plan import PlanMaker
from oracle import Oracle
from periods import Period, add_months, months_between
from plan import Plan
from small_formulas import Names, cases
from value import Failed, Rounding, number_text, value_text


def dump(tree):
    """Turn dicts, lists and texts into a dump; places grow as in a file."""
    place = [0]

    def node(part):
        if isinstance(part, dict):
            return {"map": [[node(k), node(v)] for k, v in part.items()]}
        if isinstance(part, list):
            return {"list": [node(p) for p in part]}
        place[0] += 1000
        return {"text": str(part), "begin": place[0], "end": place[0], "quoted": False}

    return {"file": "plan.yaml", "root": node(tree)}


def scored(tree, cells):
    """Return the outputs' texts of one row, or its error code."""
    oracle = Oracle(Plan(dump({"merit": 1, "plan": "p", "each": "who"} | tree)))
    data = {"who": (["who", *cells], [["M-1", *cells.values()]])}
    error, outputs = oracle.result(oracle.rows(data)[0])
    return error or " ".join(outputs.values())


NUMBERS = {n: {"type": "number", "digits": 3} for n in ("x", "y", "z")}
HALF_UP = {"item": "2 half_up", "score": "2 half_up", "pay": "2 half_up"}


def word(fields, **cells):
    """The value of one word under `values`."""
    tree = {"inputs": NUMBERS, "values": {"v": fields}, "outputs": ["v"]}
    return scored(tree, {"x": "0", "y": "0", "z": "0"} | {k: str(v) for k, v in cells.items()})


def item(fields, more=None, **cells):
    """The total of a score of 40 points with one weighted item (and more)."""
    items = {"a": {"weight": 40, **fields}} | (more or {})
    tree = {"rounding": HALF_UP, "inputs": NUMBERS, "score": {"out_of": 40, "items": items}, "outputs": ["score"]}
    return scored(tree, {"x": "0", "y": "0", "z": "0"} | {k: str(v) for k, v in cells.items()})


class Numbers(unittest.TestCase):
    def test_rounding_modes_at_ties(self):
        table = {  # 2.5 -2.5 3.5 2.4 -2.6
            "half_up": "3 -3 4 2 -3", "half_even": "2 -2 4 2 -3", "half_down": "2 -2 3 2 -3", "up": "3 -3 4 3 -3",
            "down": "2 -2 3 2 -2", "ceiling": "3 -2 4 3 -2", "floor": "2 -3 3 2 -3",
        }
        for mode, expected in table.items():
            rule = Rounding.parse(f"0 {mode}")
            found = [number_text(rule.apply(Fraction(x))) for x in ("2.5", "-2.5", "3.5", "2.4", "-2.6")]
            self.assertEqual(" ".join(found), expected, mode)
        self.assertEqual(Rounding.parse("to 100 half_up").apply(Fraction(250)), 300)

    def test_numbers_are_printed_with_their_digits(self):
        for text, digits, expected in [("0.5", 2, "0.50"), ("-0.05", 2, "-0.05"), ("7", 0, "7"), ("2/3", None, "2/3"), ("0", 2, "0.00")]:
            self.assertEqual(number_text(Fraction(text), digits), expected)


class Formulas(unittest.TestCase):
    def test_worth(self):
        names = Names({"a": "3", "b": "-0.5", "c": "true"})
        table = [
            ("1 + 2 * 3 - 4 / 2", "5"), ("-a - -b", "-3.5"), ("not a == b", "true"), ("not c or a < b", "false"),
            ("false and 2 / 0 > 3", "false"), ("2 / 0", "E0611"), ("20万 + 50%", "200000.5"), ("a in (1, 3)", "true"),
            ("match(a, 1 -> 5, else -> 6)", "6"), ("round(2.675, 2)", "2.68"), ("round(b, 0, half_even)", "0"),
            ("clamp(a, 5, 1)", "E0616"), ("date(2026, 2, 30)", "E0619"), ("date(9999, 12, 31) + 1", "E0619"),
            ("date(1, 1, 1) - 99999999999", "E0619"), ("date(9999, 12, 30) + 1", "9999-12-31"), ("add_months(date(2026, 1, 31), 1)", "2026-02-28"),
            ("a in (3, 2 / 0)", "true"), ("a in (4, 2 / 0)", "E0611"), ("1 / 0 + clamp(a, 5, 1)", "E0611"),
            ("clamp(a, 5, 1) + 1 / 0", "E0616"), ("clamp(1 / 0, 5, 1)", "E0616"), ("months(date(2026, 3, 1), date(2026, 1, 25))", "-1"),
            (f"round({'9' * 38} + 0.4)", "9" * 38), (f"round({'9' * 38} + 0.5)", "E0606"), (f"floor({'9' * 38} + 1)", "E0606"),
            ("mean(1, 2, 2)", "5/3"), ("count_true(c, a > 5, true)", "2"), ("'x' == \"x\"", "true"),
        ]
        for text, expected in table:
            value = evaluate(parse(text), names)
            self.assertEqual(value.code if isinstance(value, Failed) else value_text(value), expected, text)

    def test_small_formulas_are_read_as_they_were_made(self):
        self.assertEqual(len(list(cases(4))), 936)

    def test_calendar(self):
        day = datetime.date
        self.assertEqual(add_months(day(2024, 2, 29), 12), day(2025, 2, 28))
        self.assertEqual(months_between(day(2026, 1, 15), day(2026, 3, 14)), 1)
        quarter = Period("quarter", "2026Q2")
        self.assertEqual((quarter.start, quarter.end, quarter.elapsed_days), (day(2026, 4, 1), day(2026, 6, 30), 181))
        self.assertEqual(Period("week", "2026-W01").start, day(2025, 12, 29))
        weeks = [w for w in range(1, 54) if Period("week", f"2026-W{w:02}").ends("quarter")]
        self.assertEqual(weeks, [1, 14, 27, 40, 53])


class Words(unittest.TestCase):
    def test_completion(self):
        said = {"actual": "x", "target": "y", "cap": "120%", "zero_target": "full", "negative": "zero"}
        for x, y, expected in [(1, 2, "0.5"), (5, 2, "1.2"), (5, 0, "1"), (-1, 2, "0"), (-1, -1, "1")]:
            self.assertEqual(word({"completion": said}, x=x, y=y), expected)
        self.assertEqual(word({"completion": said | {"zero_target": "error"}}), "E0612")
        self.assertEqual(word({"completion": said | {"negative": "error"}}, x=-1, y=1), "E0613")
        self.assertEqual(item({"completion": said}, x=1, y=3), "13.33")

    def test_step_sides(self):
        table = {  # 59.9 60 80 80.1
            "at_or_above": "1 2 3 3", "above": "1 1 2 3", "at_or_below": "2 2 3 1", "below": "2 3 1 1",
        }
        for side, expected in table.items():
            said = {"step": {"of": "x", side: {"else": 1, 60: 2, 80: 3}}}
            self.assertEqual(" ".join(word(said, x=x) for x in (59.9, 60, 80, 80.1)), expected, side)
        self.assertEqual(word({"step": {"of": "x", "above": {"else": 1, "y": 2, "z": 3}}}, y=2, z=1), "E0615")
        shares = {"step": {"of": "x", "above": {"else": "0", "1": "50%"}}}
        self.assertEqual(item(shares, x=2), "20.00")

    def test_line(self):
        said = {"line": {"of": "x", "knots": {"10": 0, "20": {"below": 5, "at": 8}}, "after": "0.5"}}
        self.assertEqual(" ".join(word(said, x=x) for x in (5, 10, 15, 20, 24)), "0 0 2.5 8 10")
        of_row = {"line": {"of": "x", "knots": {"10": 0, "y": "1 / z"}}}  # heights are looked at beside x only
        for x, y, expected in [(5, 20, "0"), (15, 20, "E0611"), (5, 9, "E0615")]:
            self.assertEqual(word(of_row, x=x, y=y), expected)

    def test_per_unit(self):
        for units, expected in [("started", "6"), ("completed", "8"), ("proportional", "7")]:
            said = {"per_unit": {"of": "x", "from": 3, "per": 2, "above": -2, "base": 10, "units": units}}
            self.assertEqual(word(said, x=6), expected)
        self.assertEqual(item({"per_unit": {"of": "x", "base": "full", "below": 1, "above": -1}}, x=3), "37.00")

    def test_slices_and_whole(self):
        ladder = {"at_or_above": {"else": "0.1", 100: "0.2", 200: "0.5"}}
        self.assertEqual(word({"whole": {"of": "x"} | ladder}, x=100), "20")
        self.assertEqual(word({"slices": {"of": "x", "negative": "mirror"} | ladder}, x=250), "55")
        refund = {"slices": {"of": "x", "start": "y", "negative": "mirror"} | ladder}
        self.assertEqual(word(refund, x=-60, y=230), "-21")  # 30 at half, 30 at a fifth
        for negative, expected in [("mirror", "-30"), ("zero", "0"), ("flat", "-20"), ("error", "E0613")]:
            self.assertEqual(word({"slices": {"of": "x", "negative": negative} | ladder}, x=-200), expected)
        each = {"slices": {"of": "x", "negative": "zero", "round": "each"} | ladder, "round": "0 up"}
        self.assertEqual(word(each, x="101.001"), "11")
        onward = {"slices": {"of": "x", "start": "y", "negative": "flat", "round": "each"} | ladder, "round": "0 up"}
        for x, y, expected in [(4, 98, "2"), (-4, 2, "-1"), (0, 98, "0")]:
            self.assertEqual(word(onward, x=x, y=y), expected)
        below = {"slices": {"of": "x", "negative": "flat", "below": {"else": "0.5", 100: "0.1"}}}
        self.assertEqual(word(below, x=-20), "-2")


class Sections(unittest.TestCase):
    PLAN = {
        "rounding": HALF_UP,
        "inputs": NUMBERS | {"k": {"type": "number", "digits": 0, "missing": "skip"}},
        "score": {"out_of": 100, "items": {
            "a": {"weight": "30%", "met": "x > 0"},
            "b": {"weight": "70%", "points": "k", "skip": "reweight"},
            "c": {"extra": [-5, "none"], "points": "y", "gate": [{"if": "z == 1", "times": "0.5"}]},
        }},
        "outputs": ["score", "score.b", "score.c"],
    }

    def test_reweighting_extras_and_gates(self):
        for k, x, y, z, expected in [("35", 1, 2, 0, "67.00 35.00 2.00"), ("", 1, 2, 1, "101.00  1.00"), ("", 1, -9, 1, "97.50  -2.50")]:
            self.assertEqual(scored(self.PLAN, {"x": str(x), "y": str(y), "z": str(z), "k": k}), expected)

    def test_gates_look_at_their_condition_first(self):
        gates = [{"if": "x > 1", "to": "7"}, {"if": "y > 1", "times": "2"}]
        for x, y, expected in [(2, 1, "7"), (2, 2, "14"), (1, 2, "E0611")]:
            said = {"formula": "1 / z", "gate": gates}
            self.assertEqual(word(said, x=x, y=y), expected)
        self.assertEqual(word({"formula": "clamp(x, 2, 1)", "gate": [{"if": "1 / z > 0", "to": "1"}]}), "E0611")

    def test_skip_ignores_what_is_asked_for(self):
        items = {"a": {"weight": 40, "points": "if(has(k), k, 5) + m", "skip": "full"}, "b": {"weight": 60, "met": "true"}}
        skips = {n: {"type": "points", "digits": 0, "missing": "skip"} for n in "km"}
        plan = {"rounding": HALF_UP, "inputs": skips, "score": {"out_of": 100, "items": items}, "outputs": ["score"]}
        for k, m, expected in [("", "1", "66.00"), ("2", "1", "63.00"), ("2", "", "100.00")]:
            self.assertEqual(scored(plan, {"k": k, "m": m}), expected)

    def test_everything_skipped(self):
        plan = self.PLAN | {"score": {"out_of": 100, "items": {"b": {"weight": 100, "points": "k", "skip": "reweight"}}}, "outputs": ["score"]}
        self.assertEqual(scored(plan, {"x": "1", "y": "1", "z": "1", "k": ""}), "E0617")

    def test_the_first_failure_of_the_text_counts(self):
        plan = {"inputs": NUMBERS, "values": {"a": "clamp(x, 2, 1)", "b": "1 / y"}, "outputs": ["b", "a"]}
        self.assertEqual(scored(plan, {"x": "1", "y": "0", "z": "0"}), "E0616")
        self.assertEqual(scored(plan, {"x": "1", "y": "0", "z": "?"}), "E0602")
        self.assertEqual(scored(plan | {"outputs": ["b"]}, {"x": "1", "y": "1", "z": "0"}), "1")

    def test_pay_params_and_checks(self):
        plan = {
            "rounding": HALF_UP, "lists": {"grade": ["C", "B", "A"]},
            "params": {"factor": {"by": ["grade"], "values": {"A": "1.2", "B": 1}}},
            "inputs": {"g": "grade", "base": {"type": "money", "digits": 2}},
            "pay": {"items": {"bonus": "base * factor(g) / 7", "late": {"formula": "base", "applies": "g < B"}}, "at_most": "1000"},
            "checks": {"small": {"must": "base < 5000", "breach": "error"}},
        }
        for g, base, expected in [("A", "100.00", "17.14 17.14 "), ("C", "1", "E0614"), ("B", "5000", "E0618"), ("D", "1", "E0605")]:
            self.assertEqual(scored(plan, {"g": g, "base": base}), expected)


class Cells(unittest.TestCase):
    def test_forms(self):
        money = {"type": "money", "digits": 2, "max": 1000000}
        share = {"type": "percent", "in": "%", "missing": "50%"}
        table = [
            (money, "12.5", "12.50"), (money, "", "E0601"), (money, "1,5", "E0602"), (money, "1.005", "E0604"),
            (money, "1000000.01", "E0603"), (money, "9" * 40, "E0606"), (money | {"in": "万"}, "1.5", "15000.00"),
            (share, "93.5", "0.9350"), (share, "95%", "0.9500"), (share, "", "0.5000"), (share, "1.234", "E0604"),
            ({"type": "percent"}, "95", "E0602"), ("date", "2026-02-30", "E0602"), ("bool", "否", "false"),
            ("count", "-1", "E0603"), ({"type": "count", "min": -2}, "-1", "-1"),
        ]
        for body, cell, expected in table:
            self.assertEqual(scored({"inputs": {"i": body}, "outputs": ["i"]}, {"i": cell}), expected, cell)


class Generator(unittest.TestCase):
    def test_random_plans_can_be_scored(self):
        for seed in range(20):
            rng = random.Random(seed)
            maker = PlanMaker(rng)
            oracle = Oracle(Plan(dump(maker.plan())))
            self.assertEqual(len(list(oracle.score({"manager": DataMaker(rng, maker).table(5)}))), 6)

    def test_random_tables_can_be_read(self):
        for seed in range(30):
            tree, data = random_plan(seed, 6, "all")
            self.assertEqual(len(list(Oracle(Plan(dump(tree))).score(data))), 7)

    def test_random_groups_can_be_read(self):
        for seed in range(30):
            tree, data = random_plan(seed, 12, "some", "only")
            self.assertEqual(len(list(Oracle(Plan(dump(tree))).score(data))), 13)


if __name__ == "__main__":
    unittest.main()
