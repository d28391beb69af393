"""Tests of the replay itself, on explanations made by hand. They do not need the program."""

import copy
import unittest
from fractions import Fraction

from operators import ABSENT, Failed, on_curve, recomputed
from replay import Report, check_explanation, explanations


def line(ident, op, args, value, kind="points", **more):
    return {"id": ident, "op": op, "args": args, "value": value, "name": "", "role": "", "type": kind, "digits": None,
            "file": "plan.yaml", "line": ident + 1} | more


def explanation():
    """round(revenue / target) with a gate that is not taken, graded by a step curve."""
    knots = [{"x": "0.8", "left": "0", "at": "1", "right": "1"}, {"x": "0.9", "left": "1", "at": "2", "right": "2"}]
    lines = [
        line(0, "input", [], "952000.00", "money", input="revenue", cell="952000.00"),
        line(1, "input", [], "1000000", "money", input="target", cell="1000000.00"),
        line(2, "ratio", [0, 1], "119/125", "number"),
        line(3, "fail", [], None, "number", code="E0611"),
        line(4, "otherwise", [2, 3], "0.952", "number"),
        line(5, "round", [4], "0.95", mode="half_up", step="1/100", digits=2),
        line(6, "curve", [5], "A", "list:grade", ordinal=2, knots=knots, left_slope="0", right_slope="0"),
    ]
    del lines[3]["value"]
    return {"merit": "0.1.0", "plan": "p", "each": "manager", "who": "M-001", "period": None, "error": None,
            "outputs": {"score": 5, "grade": 6}, "lines": lines}


DATA = [{"manager": "M-001", "revenue": "952000.00", "target": "1000000.00"}]
RESULT = [{"manager": "M-001", "score": "0.95", "grade": "A", "error": ""}]


class Replay(unittest.TestCase):
    def problems(self, change=lambda e: None, data=DATA, result=RESULT):
        made, report = copy.deepcopy(explanation()), Report()
        change(made)
        check_explanation(made, report, data, result)
        return report.problems

    def test_a_right_explanation_has_no_problem(self):
        self.assertEqual(self.problems(), [])

    def test_a_wrong_line_is_named_with_its_arguments(self):
        found = self.problems(lambda e: e["lines"][2].update(value="0.953"))
        self.assertEqual(found[0], "M-001: line 2 ratio(0=952000, 1=1000000)  at plan.yaml:3\n  recomputed 119/125, shown 953/1000")

    def test_a_wrong_cell_output_and_error_are_found(self):
        self.assertEqual(len(self.problems(data=[DATA[0] | {"revenue": "1"}])), 1)
        self.assertEqual(len(self.problems(result=[RESULT[0] | {"score": "0.950"}])), 1)
        self.assertEqual(len(self.problems(result=[RESULT[0] | {"error": "E0611 ..."}])), 1)

    def test_a_needed_branch_that_was_not_looked_at_is_found(self):
        self.assertEqual(len(self.problems(lambda e: e["lines"][2].update(value=None))), 2)

    def test_strict_operators_fail_before_they_are_absent(self):
        failed = Failed(frozenset(["E0611"]))
        self.assertEqual(recomputed({"op": "mul"}, [ABSENT, failed], None), failed)
        self.assertIs(recomputed({"op": "ratio"}, [Fraction(1), Fraction(0)], None), ABSENT)

    def test_choose_looks_at_conditions_in_order(self):
        one, two = Fraction(1), Fraction(2)
        failed = Failed(frozenset(["E0611"]))
        for args, expected in [([True, one, failed, two, two], one), ([False, one, failed, two, two], failed), ([False, one, two], two)]:
            self.assertEqual(recomputed({"op": "choose"}, args, None), expected)

    def test_curve_has_jumps_and_slopes(self):
        knots = [{"x": "1", "left": "0", "at": "5", "right": "10"}, {"x": "3", "left": "20", "at": "20", "right": "30"}]
        curve = {"knots": knots, "left_slope": "2", "right_slope": "-1"}
        found = [on_curve(curve, Fraction(x)) for x in (0, 1, 2, 3, 5)]
        self.assertEqual(found, [-2, 5, 15, 20, 28])

    def test_several_explanations_stand_in_one_text(self):
        self.assertEqual(list(explanations('{"a": 1}\n[{"b": 2}, {"c": 3}]')), [{"a": 1}, {"b": 2}, {"c": 3}])


if __name__ == "__main__":
    unittest.main()
