#!/usr/bin/env python3
"""The cases of rules/ notice when a number of a plan moves; and this check notices when they do not.

MERIT names the program. One system alone: python3 tests/mutation/mutate.py --merit PATH rules/zibo-cable
"""

import os
import tempfile
import unittest
from pathlib import Path

from mutate import check_all, moved, mutants

RULES = Path(__file__).resolve().parents[2] / "rules"
MERIT = os.environ.get("MERIT", "merit")

PLAN = """\
merit: 1
plan: p-2
each: who_3
note: at most 4
lists: {grade: [5, 6 or 7]}
params:
  rate: {from: {2026-01-01: 1.50}, dated: period_start, label: {en: "8"}}
values:
  a: {step: {of: x_9, at_or_above: {else: 0, 20万: 30%}}}
  b: "if(team == '10', days(date(2026, 1, 2), on), 11)"   # 12
  c: >-
    max(1,
    0.05)
"""

SMALL = """\
merit: 1
plan: small
each: who
inputs: {n: {type: number, digits: 1}}
values: {a: {step: {of: n, at_or_above: {else: 0, 10: 7}}}}
outputs: [a]
"""


class Mutants(unittest.TestCase):
    def test_the_last_written_digit_moves(self):
        steps = [(number, moved(number, 1), moved(number, -1)) for number in ("7", "10", "1.5", "1.50", "0.05", "0", "9.9")]
        self.assertEqual(steps, [
            ("7", "8", "6"), ("10", "11", "9"), ("1.5", "1.6", "1.4"), ("1.50", "1.51", "1.49"), ("0.05", "0.06", "0.04"),
            ("0", "1", "-1"), ("9.9", "10.0", "9.8")])

    def test_numbers_that_are_words_stay(self):
        names = [name for name, _ in mutants(PLAN)]
        self.assertEqual(names[::2], [
            "params.rate.from.2026-01-01: 1.50 -> 1.51",
            "values.a.step.at_or_above.else: 0 -> 1",
            "values.a.step.at_or_above: 20万 -> 21万",
            "values.a.step.at_or_above.20万: 30% -> 31%",
            "values.b: if(team == '10', days(date(2026, 1, 2), on), 11) -> if(team == '10', days(date(2026, 1, 2), on), 12)",
            "values.c: >- max(1, 0.05) -> >- max(2, 0.05)",
            "values.c: >- max(1, 0.05) -> >- max(1, 0.06)"])

    def test_one_number_moves_and_nothing_else(self):
        for name, text in mutants(PLAN):
            lines = [(a, b) for a, b in zip(PLAN.splitlines(), text.splitlines(), strict=True) if a != b]
            self.assertEqual(len(lines), 1, name)


class Check(unittest.TestCase):
    def problems(self, cases, survivors=""):
        """What is wrong with the plan SMALL over rows of n and the expected a."""
        with tempfile.TemporaryDirectory() as folder:
            files = {"plan.yaml": SMALL, "survivors.txt": survivors}
            files["boundary.cases.csv"] = "case,who,n,expect:a\n" + "".join(f"c,{row}\n" for row in cases)
            for name, text in files.items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            return [problem.split(": ", 1)[1] for problem in check_all(MERIT, [Path(folder)])]

    def test_survivors_are_told(self):
        found = self.problems(["W-1,12.5,7", "W-2,9.9,0"])
        self.assertIn("survives, and no reason is listed: values.a.step.at_or_above: 10 -> 11", found)
        self.assertNotIn("survives, and no reason is listed: values.a.step.at_or_above: 10 -> 9", found)
        self.assertIn("fewer than 95% of the mutants are killed", found)

    def test_a_listed_survivor_must_survive_and_have_a_reason(self):
        killed, alive = "values.a.step.at_or_above.else: 0 -> 1", "values.a.step.at_or_above: 10 -> 11"
        found = self.problems(["W-1,12.5,7", "W-2,9.9,0"], f"{killed} | no case\n{alive} | \n")
        self.assertIn(f"is listed as a survivor, and does not survive: {killed}", found)
        self.assertNotIn(f"survives, and no reason is listed: {alive}", found)
        self.assertIn(f"has no reason: {alive}", found)

    def test_cases_that_fail_kill_nothing(self):
        self.assertEqual(self.problems(["W-1,12.5,8"]), ["`merit test` fails on the plan as it is"])

    def test_the_rules(self):
        self.assertEqual(check_all(MERIT, sorted(plan.parent for plan in RULES.glob("*/plan.yaml"))), [])


if __name__ == "__main__":
    unittest.main()
