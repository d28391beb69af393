"""Tests of the oracle on tables with a score and pay of their own: values worked out by hand."""

import unittest

from oracle import Oracle
from oracle_tables_test import MONEY, WHOLE, table
from oracle_test import dump
from plan import Plan

CENTS = {"item": "2 half_up", "score": "2 half_up", "pay": "2 half_up"}
SALES = {"weight": "70", "completion": {"actual": "sum(who.sold)", "target": "target", "cap": "100%", "zero_target": "error"}}
TEAM = {
    "key": "team",
    "inputs": {"target": MONEY, "faults": WHOLE},
    "score": {"out_of": "100", "items": {"sales": SALES, "service": {"weight": "30", "points": "30 - faults"}}},
    "pay": {"items": {"pool": "if(score >= 90, 1000, 500) * unit"}},
}
PLAN = {
    "merit": "1", "plan": "p", "each": "who", "rounding": CENTS,
    "params": {"unit": {"value": "1", "type": "money"}},
    "inputs": {"team": {"type": "ref", "to": "team"}, "sold": MONEY},
    "tables": {"team": TEAM},
    "values": {"s": "team.score.service", "p": "team.pay"},
    "outputs": ["s", "p"],
}
PEOPLE = "who team sold | A N 30 | B N 10 | C S 60"


def scored(tree, name=None, **files):
    """The result file of a table, without its header, in one text."""
    found = Oracle(Plan(dump(tree))).score({file: table(text) for file, text in files.items()}, name)
    return " | ".join(" ".join(cell or "-" for cell in line) for line in list(found)[1:])


class Cards(unittest.TestCase):
    def test_a_table_has_a_score_and_people_read_it(self):
        files = {"who": PEOPLE, "team": "team target faults | N 50 1 | S 60 0"}
        self.assertEqual(scored(PLAN, "team", **files), "N 85.00 500.00 500.00 - | S 100.00 1000.00 1000.00 -")
        self.assertEqual(scored(PLAN, **files), "A 29.00 500.00 - | B 29.00 500.00 - | C 30.00 1000.00 -")

    def test_what_fails_is_read_by_those_who_need_it(self):
        files = {"who": PEOPLE, "team": "team target faults | N 0 1 | S 60 0"}
        self.assertEqual(scored(PLAN, "team", **files), "N - - - E0612 | S 100.00 1000.00 1000.00 -")
        self.assertEqual(scored(PLAN | {"outputs": ["s"]}, **files), "A 29.00 - | B 29.00 - | C 30.00 -")
        self.assertEqual(scored(PLAN, **files), "A - - E0612 | B - - E0612 | C 30.00 1000.00 -")

    def test_rows_without_keys_are_told_by_their_line(self):
        visits = {"inputs": {"team": {"type": "ref", "to": "team"}, "n": WHOLE}, "values": {"m": "n + 1"}, "outputs": ["m"]}
        tree = PLAN | {"tables": {"team": TEAM, "visits": visits}}
        files = {"who": PEOPLE, "team": "team target faults | N 50 1 | S 60 0", "visits": "team n | N 1 | X 2 | S 3"}
        self.assertEqual(scored(tree, "visits", **files), "2 2 - | 3 - E0607 | 4 4 -")


if __name__ == "__main__":
    unittest.main()
