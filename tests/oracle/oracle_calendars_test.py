"""Tests of the oracle on calendars of a plan's own: periods, the parts of their years, windows; worked out by hand."""

import datetime
import unittest

from calendars import Calendar
from oracle_tables_test import WHOLE, scored
from value import PlanError

# Four periods in the first year, eight in the second; the names are in no order.
BODY = {
    "begins": "2025-04-01",
    "years": {
        "2025": {"p": "2025-06-30", "b": "2025-07-01", "m": "2026-01-31", "a": "2026-03-31"},
        "2026": {f"{n}x": f"2026-{3 + n:02}-26" for n in range(1, 9)},
    },
}
INPUTS = {"n": WHOLE, "t": WHOLE | {"for": "half", "missing": "0"}}


def seasons(values, rows, **more):
    plan = {"period": "season", "calendars": {"season": BODY}, "inputs": INPUTS, "values": values, "outputs": list(values)}
    return scored(plan | more, who=f"who period n t | {rows}")


class Calendars(unittest.TestCase):
    def test_years_are_dealt_out(self):
        calendar = Calendar(BODY)
        spans = lambda unit: [period.span(unit) for period in calendar.periods.values()]
        self.assertEqual(spans("quarter"), [8100, 8101, 8102, 8103, 8104, 8104, 8105, 8105, 8106, 8106, 8107, 8107])
        self.assertEqual(spans("half"), [4050, 4050, 4051, 4051] + [4052] * 4 + [4053] * 4)
        self.assertEqual([p.text for p in calendar.periods.values() if p.is_last("half")], ["b", "a", "4x", "8x"])
        self.assertEqual(calendar.longer(), ["quarter", "half", "year"])
        self.assertRaises(PlanError, calendar.period("p").span, "month")

    def test_days_are_those_of_the_year(self):
        middle = Calendar(BODY).period("2x")
        self.assertEqual((middle.start, middle.end), (datetime.date(2026, 4, 27), datetime.date(2026, 5, 26)))
        self.assertEqual((middle.number, middle.year, middle.days, middle.elapsed_days, middle.year_days), (2, 2026, 30, 56, 240))

    def test_three_a_year_have_no_halves(self):
        three = Calendar({"begins": "2026-01-01", "years": {"2026": {"a": "2026-01-02", "b": "2026-01-03", "c": "2026-12-31"}}})
        self.assertEqual((three.has("half"), three.longer()), (False, ["year"]))
        self.assertRaises(PlanError, three.period("a").is_last, "half")

    def test_windows_and_what_is_given_once(self):
        values = {
            "year": "sum(n over ytd)", "half": "sum(n over htd)", "two": "sum(n over last 2 quarters)",
            "before": "prev(n, 1, 99)", "past": "sum(n over last year)", "given": "t",
        }
        # The file need not be in the order of the periods; A is not there in 1x.
        rows = "A a 4 7 | A m 3 - | A b 2 - | A 2x 5 - | A 3x 6 -"
        self.assertEqual(
            seasons(values, rows), "9 7 7 3 0 7 | 5 3 5 2 0 0 | 2 2 2 99 0 0 | 5 5 9 99 9 0 | 11 11 11 5 9 0",
        )

    def test_what_is_due_at_ends(self):
        values = {"q": {"formula": "n", "every": "half"}, "e": "period.ends_quarter", "y": "period.ends_year"}
        self.assertEqual(seasons(values, "A a 4 - | A 3x 6 - | A 4x 8 -"), "4 true true | - false false | 8 true false")


if __name__ == "__main__":
    unittest.main()
