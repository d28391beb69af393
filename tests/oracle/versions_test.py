"""Tests of the oracle on a plan that changes between two runs: what was kept is that of its time."""

import unittest

from oracle import Oracle
from oracle_tables_test import WHOLE, table
from oracle_test import dump
from plan import Plan
from versions import changed

PLAN = {
    "merit": "1", "plan": "p", "each": "who", "period": "month", "inputs": {"n": WHOLE},
    "params": {"line": {"value": "4"}, "weight": {"value": "40"}, "part": {"by": ["up"], "values": {"a": "50%", "b": "1/3"}}},
    "values": {"good": "count(where n >= line over all)", "sum": "carried(sum, 0) + n * line", "times": "sum(n * line over all)"},
    "outputs": ["good", "sum", "times"],
}


class Versions(unittest.TestCase):
    def test_only_plain_numbers_change(self):
        params = changed(PLAN)["params"]
        self.assertEqual((params["line"], params["weight"]), ({"value": "6"}, {"value": "40"}))
        self.assertEqual(params["part"]["values"], {"a": "70%", "b": "1/3"})

    def test_what_was_kept_stays(self):
        january, february = table("who period n | A 2026-01 5"), table("who period n | A 2026-02 5")
        old, new = Oracle(Plan(dump(PLAN))), Oracle(Plan(dump(changed(PLAN))))
        kept = old.worlds({"who": january})
        (world,) = new.worlds({"who": february}, kept)
        # Of January 5 >= 4 was found, and 5 * 4; in February it is 5 >= 6 and 5 * 6.
        self.assertEqual(new.result(world.rows["who"][0])[1], {"good": "1", "sum": "50", "times": "50"})


if __name__ == "__main__":
    unittest.main()
