"""Tests of the oracle on time: history, windows, `every:`, `for:`, failures of earlier periods; values worked out by hand."""

import unittest

from oracle_tables_test import MONEY, SKIPPED, WHOLE, scored
from periods import Period
from value import PlanError

CENTS = {"item": "2 half_up", "score": "2 half_up", "pay": "2 half_up"}
INPUTS = {"n": SKIPPED, "m": WHOLE | {"missing": "0"}, "b": {"type": "bool", "missing": "no"}}


def over_time(values, rows, inputs=INPUTS, step="month", **more):
    """The outputs of each row of `A 2025-11 5 | ...`: all values. The columns are the key, the period and the inputs."""
    files = {k: more.pop(k) for k in list(more) if isinstance(more[k], str) and "|" in more[k]}
    plan = {"period": step, "inputs": inputs, "values": values, "outputs": list(values)} | more
    return scored(plan, who=f"who period {' '.join(inputs)} | {rows}", **files)


def months(*cells, who="A", first=(2025, 11)):
    """Rows of one person in months that follow each other; None is a month without a row."""
    rows = []
    for n, cell in enumerate(cells):
        year, month = divmod(first[0] * 12 + first[1] - 1 + n, 12)
        if cell is not None:
            rows.append(f"{who} {year}-{month + 1:02} {cell}")
    return " | ".join(rows)


def one(formula, *cells, inputs=INPUTS, **more):
    """What one value says in each month from November 2025 on; the cells are those of n, m and b."""
    padded = [cell and " ".join((f"{cell} - -").split()[: len(inputs)]) for cell in cells]
    return over_time({"v": formula}, months(*padded), inputs, **more).replace(" |", "")


class Spans(unittest.TestCase):
    def test_weeks_are_of_what_holds_their_thursday(self):
        # 2026-W01 begins on 29 December 2025, its Thursday is 1 January; W14 begins on 30 March, its Thursday is 2 April.
        span = lambda text, unit: divmod(Period("week", text).span(unit), 12 // {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit])
        self.assertEqual([span("2026-W01", u) for u in ("year", "half", "quarter", "month")], [(2026, 0)] * 4)
        self.assertEqual([span("2025-W52", u) for u in ("half", "quarter", "month")], [(2025, 1), (2025, 3), (2025, 11)])
        self.assertEqual([span(f"2026-W{w}", "quarter") for w in (13, 14, 26, 27)], [(2026, 0), (2026, 1), (2026, 1), (2026, 2)])
        self.assertEqual(span("2026-W53", "year"), (2026, 0))  # Thursday is 31 December

    def test_last_weeks(self):
        last = lambda unit: [w for w in range(1, 54) if Period("week", f"2026-W{w:02}").is_last(unit)]
        self.assertEqual(last("quarter"), [13, 26, 39, 53])  # W40 holds 30 September and Thursday, 1 October
        self.assertEqual(last("half"), [26, 53])
        self.assertEqual(last("year"), [53])
        self.assertEqual(last("month")[:4], [5, 9, 13, 18])

    def test_the_others(self):
        last = lambda step, unit, texts: [t for t in texts.split() if Period(step, t).is_last(unit)]
        self.assertEqual(last("month", "quarter", "2025-11 2025-12 2026-01 2026-03"), ["2025-12", "2026-03"])
        self.assertEqual(last("quarter", "half", "2026Q1 2026Q2 2026Q4"), ["2026Q2", "2026Q4"])
        self.assertEqual(last("day", "month", "2024-02-28 2024-02-29 2026-12-31"), ["2024-02-29", "2026-12-31"])

    def test_one_period_follows_the_other(self):
        for step, texts in [
            ("month", "2025-12 2026-01"), ("week", "2025-W52 2026-W01"), ("week", "2026-W53 2027-W01"), ("quarter", "2025Q4 2026Q1"),
            ("half", "2025H2 2026H1"), ("year", "2025 2026"), ("day", "2024-02-29 2024-03-01"),
        ]:
            a, b = (Period(step, t).ordinal for t in texts.split())
            self.assertEqual(b - a, 1, texts)


class Carried(unittest.TestCase):
    def test_the_last_value_however_old(self):
        self.assertEqual(one("carried(n, 7)", "1", "2", None, None, "3", "4"), "7 1 2 3")

    def test_absent_values_are_passed_over(self):
        self.assertEqual(one("carried(n, 7)", "-", "2", "-", "-", "3"), "7 7 2 2 2")

    def test_a_balance(self):
        # earned n, paid m: 5 - 2, then + 1 - 0, then a month without a row, then + 4 - 6
        found = one("carried(v, 10) + n - m", "5 2", "1 0", None, "4 6", inputs={"n": WHOLE, "m": WHOLE})
        self.assertEqual(found, "13 14 12")

    def test_each_key_for_itself_and_rows_in_any_order(self):
        rows = "B 2026-01 30 | A 2025-12 2 | A 2026-01 3 | B 2025-12 20 | C 2026-01 5 | A 2025-11 1"
        found = over_time({"v": "carried(v, 0) + n"}, rows, {"n": WHOLE})
        self.assertEqual(found, "50 | 3 | 6 | 20 | 5 | 1")

    def test_first_is_of_this_row_and_looked_at_only_then(self):
        self.assertEqual(one("carried(n, 10 / m)", "4 5", "6 0", inputs={"n": WHOLE, "m": WHOLE}), "2 4")

    def test_a_ladder(self):
        lists = {"grade": ["D", "C", "B", "A"]}
        values = {"held": "carried(rung, C)", "rung": "if(n >= 8, up(held), if(n < 3, down(held), held))"}
        found = over_time(values, months("9", "9", "9", "5", None, "1", "1"), {"n": WHOLE}, lists=lists)
        self.assertEqual(found, "C B | B A | A A | A A | A B | B C")

    def test_the_score_and_the_pay(self):
        items = {"a": {"weight": "100", "points": "n"}}
        plan = {"score": {"out_of": "100", "items": items}, "pay": {"items": {"x": "m + carried(pay, 0) / 2"}}, "rounding": CENTS}
        values = {"a": "carried(score, 0)", "b": "carried(score.a, 1)", "c": "carried(pay.x, 0)"}
        inputs = {"n": {"type": "points", "digits": 0}, "m": MONEY}
        found = over_time(values, months("40 10.00", "60 1.00", "50 0.50"), inputs, **plan)
        self.assertEqual(found, "0.00 1.00 0.00 | 40.00 40.00 10.00 | 60.00 60.00 6.00")

    def test_definitions(self):
        define = {"before(x, y)": "carried(x, y) * 2", "so_far(x)": "sum(x * 3 over all)"}
        found = over_time({"a": "before(n, m)", "b": "so_far(n)"}, months("1 9", "2 9", "4 9"), {"n": WHOLE, "m": WHOLE}, define=define)
        self.assertEqual(found, "18 3 | 2 9 | 4 21")

    def test_two_names_that_read_each_other(self):
        values = {"a": {"formula": "carried(b, 1) * 2", "round": "0 half_up"}, "b": {"formula": "a + carried(a, 0)", "round": "0 half_up"}}
        self.assertEqual(over_time(values, months("0", "0", "0"), {"n": WHOLE}), "2 2 | 4 6 | 12 16")


class Prev(unittest.TestCase):
    def test_exactly_so_many_periods_ago(self):
        self.assertEqual(one("prev(n, 1, 0)", "1", "2", None, "4", "5"), "0 1 0 4")
        self.assertEqual(one("prev(n, 2, 0)", "1", "2", None, "4", "5"), "0 0 2 0")
        self.assertEqual(one("prev(n, 1, 9)", "1", "-", "3"), "9 1 9")

    def test_it_may_read_itself(self):
        self.assertEqual(one("prev(v, 2, 1) + prev(v, 1, 1)", "0", "0", "0", "0", "0"), "2 3 5 8 13")

    def test_of_a_quarter(self):
        # Values are due in December and March; January reads those of the quarter before it.
        values = {"q": {"formula": "n", "every": "quarter"}, "v": "prev(q, 1, 0)", "w": "prev(q, 2, 0)", "c": "carried(q, 0)"}
        found = over_time(values, months(*"1234567"), {"n": WHOLE})
        self.assertEqual(found, "- 0 0 0 | 2 0 0 0 | - 2 0 2 | - 2 0 2 | 5 2 0 2 | - 5 2 5 | - 5 2 5")

    def test_over_the_end_of_a_year_of_weeks(self):
        found = over_time({"v": "prev(n, 1, 0)", "w": "prev(n, 2, 0)"}, "A 2025-W51 1 | A 2025-W52 2 | A 2026-W01 3 | A 2026-W02 4", {"n": WHOLE}, "week")
        self.assertEqual(found, "0 0 | 1 0 | 2 1 | 3 2")


class Streak(unittest.TestCase):
    def test_up_to_this_period(self):
        values = {"good": "n >= 5", "v": "streak(good)"}
        found = over_time(values, months("5", "6", "1", "7", None, "8", "9"), {"n": WHOLE})
        self.assertEqual(found, "true 1 | true 2 | false 0 | true 1 | true 2 | true 3")

    def test_absent_periods_neither_count_nor_break(self):
        values = {"good": {"formula": "m == 1", "applies": "has(n)"}, "v": "streak(good)"}
        found = over_time(values, months("1 1", "- 1", "1 1", "- 0", "1 0", "- 0"), {"n": SKIPPED, "m": WHOLE})
        self.assertEqual(found, "true 1 | - 1 | true 2 | - 2 | false 0 | - 0")

    def test_of_a_quarter(self):
        values = {"good": {"formula": "n >= 5", "every": "quarter"}, "v": "streak(good)"}
        found = over_time(values, months("0", "5", "0", "0", "7"), {"n": WHOLE})
        self.assertEqual(found, "- 0 | true 1 | - 1 | - 1 | true 2")


class Windows(unittest.TestCase):
    def test_the_spans(self):
        cells = "1 2 4 8 16 32 64".split()  # November to May
        for window, expected in [
            ("ytd", "1 3 4 12 28 60 124"), ("htd", "1 3 4 12 28 60 124"), ("qtd", "1 3 4 12 28 32 96"), ("all", "1 3 7 15 31 63 127"),
            ("last 1", "1 2 4 8 16 32 64"), ("last 3", "1 3 7 14 28 56 112"), ("last 1 quarters", "1 3 4 12 28 32 96"),
            ("last 2 quarters", "1 3 7 15 31 60 124"), ("last year", "0 0 3 3 3 3 3"),
        ]:
            self.assertEqual(one(f"sum(n over {window})", *cells), expected, window)

    def test_the_half(self):
        rows = months("1", "2", "4", "8", first=(2026, 5))  # May to August
        self.assertEqual(over_time({"v": "sum(n over htd)", "w": "sum(n over ytd)"}, rows, {"n": WHOLE}), "1 1 | 3 3 | 4 7 | 12 15")

    def test_each_function(self):
        values = {
            "a": "count(over all)", "b": "count(where n > 1 over all)", "c": "mean(n over all)", "d": "min(n over all)",
            "e": "max(n over all)", "f": "any(n > 3 over all)", "g": "sum(n * m where n > 1 over all)",
        }
        found = over_time(values, months("2 1", "1 5", None, "4 3"), {"n": WHOLE, "m": WHOLE})
        self.assertEqual(found, "1 1 2 2 2 false 2 | 2 1 1.5 1 2 false 2 | 3 2 7/3 1 4 true 14")

    def test_over_nothing(self):
        values = {f: f"{f}({'' if f == 'count' else 'm > 0' if f == 'any' else 'n'} where n > 6 over all)" for f in ("sum", "count", "any", "mean", "min", "max")}
        self.assertEqual(over_time(values, months("1 1"), {"n": WHOLE, "m": WHOLE}), "0 0 false - - -")
        self.assertEqual(over_time({"v": "count(over last year)", "w": "max(n over last year)"}, months("1", "2"), {"n": WHOLE}), "0 - | 0 -")

    def test_what_is_absent_is_left_out(self):
        values = {"a": "mean(n over all)", "b": "count(over all)", "c": "count(where has(n) over all)", "d": "sum(n over last 2)"}
        self.assertEqual(over_time(values, months("-", "2", "-", "6"), {"n": SKIPPED}), "- 1 0 0 | 2 2 1 2 | 2 3 1 2 | 4 4 2 6")

    def test_names_are_those_of_their_period(self):
        values = {"best": "max(n over ytd)", "bests": "sum(best over all)", "p": "sum(n * period.number over all)"}
        self.assertEqual(over_time(values, months("3", "5", "1", "4"), {"n": WHOLE}), "3 3 33 | 5 8 93 | 1 9 94 | 4 13 102")

    def test_weeks(self):
        rows = " | ".join(f"A {week} {2**n}" for n, week in enumerate("2025-W52 2026-W01 2026-W13 2026-W14 2026-W26 2026-W27".split()))
        values = {"y": "sum(n over ytd)", "h": "sum(n over htd)", "q": "sum(n over qtd)", "l": "sum(n over last year)", "p": "sum(n over last 2)"}
        found = over_time(values, rows, {"n": WHOLE}, "week")
        self.assertEqual(found, "1 1 1 0 1 | 2 2 2 1 3 | 6 6 6 1 4 | 14 14 8 1 12 | 30 30 24 1 16 | 62 32 32 1 48")

    def test_dates_and_members(self):
        inputs = {"g": "grade", "d": "date"}
        values = {"best": "max(g over all)", "first": "min(d over last 2)"}
        found = over_time(values, months("B 2025-11-09", "A 2025-11-02", "C 2026-01-03", "B 2026-02-01"), inputs, lists={"grade": ["C", "B", "A"]})
        self.assertEqual(found, "B 2025-11-09 | A 2025-11-02 | A 2025-11-02 | A 2026-01-03")

    def test_a_long_sum(self):
        nines = "9" * 38
        self.assertEqual(one("sum(n over all)", nines, "1", "-1", inputs={"n": WHOLE}), f"{nines} E0606 E0626")

    def test_groups_of_windows(self):
        values = {"so_far": "sum(n over all)", "place": {"rank": {"of": "so_far", "by": "all", "best": "highest", "ties": "same_best"}}, "before": "carried(place, 0)"}
        rows = "A 2025-12 5 | B 2025-12 6 | A 2026-01 3 | B 2026-01 1"
        self.assertEqual(over_time(values, rows, {"n": WHOLE}), "5 2 0 | 6 1 0 | 8 1 2 | 7 2 1")

    def test_what_has_no_key_has_no_history(self):
        visits = {"dated_by": "on", "inputs": {"who": {"type": "ref", "to": "who"}, "on": "date", "n": WHOLE}, "values": {"x": "sum(n over all)"}}
        with self.assertRaises(PlanError):
            over_time({"v": "sum(visits.x)"}, "A 2026-01 1 | A 2026-02 1", {"m": WHOLE}, tables={"visits": visits}, visits="who on n | A 2026-01-03 1")


class Tables(unittest.TestCase):
    def test_rows_of_every_timing(self):
        team = lambda **more: {"key": "team", "inputs": {"n": WHOLE} | more.pop("inputs", {}), "values": {"x": "carried(x, 0) + n"}} | more
        people = "A 2026-01 t | A 2026-02 t | A 2026-03 t"
        inputs = {"team": {"type": "ref", "to": "team"}}
        found = over_time({"v": "team.x"}, people, inputs, tables={"team": team()}, team="team n | t 5")
        self.assertEqual(found, "5 | 10 | 15")
        files = "team period n | t 2026-01 5 | t 2026-02 7 | t 2026-03 1"
        found = over_time({"v": "team.x"}, people, inputs, tables={"team": team(per="period")}, team=files)
        self.assertEqual(found, "5 | 12 | 13")
        deals = team(dated_by="on", inputs={"on": "date", "who": {"type": "ref", "to": "who"}})
        deals["key"] = "deal"
        found = over_time({"v": "sum(deals.x)"}, people.replace(" t", " 1"), {"m": WHOLE}, tables={"deals": deals}, deals="deal n on who | d 5 2026-02-03 A | e 7 2026-02-09 A")
        self.assertEqual(found, "0 | 12 | 0")

    def test_a_failed_row_of_a_table(self):
        team = {"key": "team", "per": "period", "inputs": {"n": WHOLE, "k": WHOLE}, "values": {"x": "sum(n over all)", "y": "n"}}
        people, inputs = "A 2026-01 t | A 2026-02 t | A 2026-03 t", {"team": {"type": "ref", "to": "team"}}
        files = "team period n k | t 2026-01 5 0 | t 2026-02 7 ? | t 2026-03 1 0"
        found = over_time({"v": "team.x"}, people, inputs, tables={"team": team}, team=files)
        self.assertEqual(found, "5 | E0602 | E0626")
        self.assertEqual(over_time({"v": "team.y"}, people, inputs, tables={"team": team}, team=files), "5 | E0602 | 1")
        found = over_time({"v": "team.x"}, people, inputs, tables={"team": team | {"failed": "leave_out"}}, team=files)
        self.assertEqual(found, "5 | E0602 | 6")


class Every(unittest.TestCase):
    def test_values_are_due_at_the_end(self):
        values = {u: {"formula": "n", "every": u} for u in ("quarter", "half", "year")}
        found = over_time(values, months("1", "2", "3", first=(2025, 12)) + " | A 2026-03 4 | A 2026-06 5", {"n": WHOLE})
        self.assertEqual(found, "1 1 1 | - - - | - - - | 4 - - | 5 5 -")

    def test_nothing_is_looked_at_before(self):
        values = {"q": {"formula": "10 / n", "every": "quarter"}, "v": "if(has(q), q, 0)"}
        self.assertEqual(over_time(values, months("0", "5", "0", "0", "0"), {"n": WHOLE}), "- 0 | 2 2 | - 0 | - 0 | E0611")

    def test_pay_and_components(self):
        items = {"base": "n", "bonus": {"formula": "sum(n over qtd)", "every": "quarter"}}
        plan = {"rounding": CENTS, "pay": {"items": items}}
        files = {"who": "who period n | A 2026-01 1.00 | A 2026-02 2.00 | A 2026-03 4.00"}
        tree = {"period": "month", "inputs": {"n": MONEY}} | plan
        self.assertEqual(scored(tree, **files), "1.00 1.00 - | 2.00 2.00 - | 11.00 4.00 7.00")
        plan["pay"]["every"] = "quarter"
        self.assertEqual(scored(tree, **files), "- - - | - - - | 11.00 4.00 7.00")

    def test_inputs(self):
        inputs = {"n": WHOLE | {"every": "quarter"}, "m": WHOLE | {"every": "quarter", "missing": "7"}}
        values = {"a": "if(has(n), n, 0)", "b": {"formula": "n + m", "every": "quarter"}, "c": "prev(n, 1, 0)"}
        found = over_time(values, months("? 1", "2 -", "9 9", "- -", "- 1", "- -"), inputs)
        self.assertEqual(found, "0 - 0 | 2 9 0 | 0 - 2 | 0 - 2 | E0601 | E0626")

    def test_items_with_skip(self):
        items = {"a": {"weight": "60", "points": "q", "skip": "reweight"}, "b": {"weight": "40", "points": "n"}}
        inputs = {"n": {"type": "points", "digits": 0}, "q": {"type": "points", "digits": 0, "every": "quarter"}}
        plan = {"period": "month", "rounding": CENTS, "inputs": inputs, "score": {"out_of": "100", "items": items}, "outputs": ["score"]}
        self.assertEqual(scored(plan, who="who period n q | A 2026-01 20 1 | A 2026-03 20 30"), "50.00 | 50.00")


class For(unittest.TestCase):
    def held(self, *cells, missing="error", failed=None, unit="year", **more):
        inputs = {"t": WHOLE | {"for": unit} | ({} if missing == "error" else {"missing": missing}), "m": WHOLE | {"missing": "0"}}
        rows = months(*[cell and (f"{cell} -" if " " not in cell else cell) for cell in cells])
        return over_time({"v": "if(has(t), t, -1)" if missing == "skip" else "t"}, rows, inputs, **({"failed": failed} if failed else {}) | more).replace(" |", "")

    def test_it_holds_to_the_end_of_the_year(self):
        self.assertEqual(self.held("5", "-", "7", None, "-", "7", "-"), "5 5 7 7 7 7")

    def test_before_it_is_given(self):
        self.assertEqual(self.held("-", "5", "-", "-", "6"), "E0601 5 E0601 E0601 6")
        self.assertEqual(self.held("-", "5", "-", "6", "-", missing="3"), "3 5 3 6 6")
        self.assertEqual(self.held("-", "5", "-", "6", "-", missing="skip"), "-1 5 -1 6 6")

    def test_another_cell_is_an_error(self):
        # From November on: January begins anew.
        self.assertEqual(self.held("5", "6", "6", "7", "-", "6", "6.0"), "5 E0627 6 E0627 E0626 E0626 E0604")

    def test_quarters_and_months(self):
        self.assertEqual(self.held("5", "-", "-", "3", "-", "-", unit="quarter"), "5 5 E0601 3 3 E0601")
        self.assertEqual(self.held("5", "-", "-", "3", "-", "-", unit="half"), "5 5 E0601 3 3 3")

    def test_the_row_of_a_cell_failed(self):
        # By its own cell: nobody knows what it would have said. By another one: it was given all the same.
        self.assertEqual(self.held("-", "-", "?", "-", "4", "-", missing="3"), "3 3 E0602 E0626 E0626 E0626")
        self.assertEqual(self.held("-", "-", "?", "-", "4", "-", missing="3", failed="leave_out"), "3 3 E0602 3 4 4")
        self.assertEqual(self.held("5 ?", "-", "-"), "E0602 5 E0601")
        self.assertEqual(self.held("-", "-", "5 ?", "5", "-", missing="3"), "3 3 E0602 5 5")
        self.assertEqual(self.held("-", "-", "5", "- ?", "-", "6", "-"), "E0601 E0601 5 E0602 5 E0627 E0626")

    def test_each_key_for_itself(self):
        found = over_time({"v": "t"}, "A 2026-01 5 | B 2026-01 6 | A 2026-02 - | B 2026-02 - | C 2026-02 1", {"t": WHOLE | {"for": "year"}})
        self.assertEqual(found, "5 | 6 | 5 | 6 | 1")


class Failures(unittest.TestCase):
    def failing(self, formula, *cells, values=None, **more):
        inputs = {"n": WHOLE, "m": WHOLE | {"missing": "0"}, "k": WHOLE | {"missing": "0"}}
        rows = months(*[cell and " ".join(f"{cell} - -".split()[:3]) for cell in cells])
        plan = {"values": (values or {}) | {"v": formula}} | more
        return scored({"period": "month", "inputs": inputs, "outputs": ["v"]} | plan, who=f"who period n m k | {rows}").replace(" |", "")

    def test_who_reads_a_failed_row(self):
        self.assertEqual(self.failing("carried(n, 0)", "1", "? 1", "3", "4"), "0 E0602 E0626 E0626")
        self.assertEqual(self.failing("prev(n, 1, 0)", "1", "2 ?", "3", "4", "5"), "0 E0602 E0626 E0626 E0626")
        self.assertEqual(self.failing("prev(n, 2, 0)", "1", "2 ?", "3", "4", "5"), "0 E0602 1 E0626 3")
        self.assertEqual(self.failing("sum(n over qtd)", "1", "2 ?", "3", "4"), "1 E0602 3 7")
        self.assertEqual(self.failing("count(where n > 5 over all)", "1", "2 ?", "3"), "0 E0602 E0626")

    def test_left_out(self):
        more = {"failed": "leave_out"}
        self.assertEqual(self.failing("carried(n, 0)", "1", "? 1", "3", "4", **more), "0 E0602 1 3")
        self.assertEqual(self.failing("prev(n, 1, 0)", "1", "2 ?", "3", "4", **more), "0 E0602 0 3")
        self.assertEqual(self.failing("sum(n over all)", "1", "2 ?", "3", "4", **more), "1 E0602 4 8")

    def test_a_streak_reads_back_only_to_its_break(self):
        values = {"good": "n >= 5"}
        self.assertEqual(self.failing("streak(good)", "5", "6 ?", "1", "7", values=values), "1 E0602 0 1")
        self.assertEqual(self.failing("streak(good)", "5", "6 ?", "7", "1", values=values), "1 E0602 E0626 0")
        self.assertEqual(self.failing("streak(good)", "5", "6 ?", "7", values=values, failed="leave_out"), "1 E0602 2")

    def test_what_failed_without_its_row(self):
        values = {"q": {"formula": "10 / n", "round": "0 half_up"}}
        formula, cells = "if(m == 1, carried(q, 0), 9)", ["5", "0", "5 1", "2 0", "1 1"]
        self.assertEqual(self.failing(formula, *cells, values=values), "9 9 E0626 9 5")
        self.assertEqual(self.failing(formula, *cells, values=values, failed="leave_out"), "9 9 2 9 5")

    def test_a_row_fails_by_anything_that_left_it(self):
        # The check is broken in December; n itself was there, but nothing left that row.
        checks = {"c": {"must": "m == 0", "breach": "error"}}
        self.assertEqual(self.failing("carried(n, 0)", "1", "2 1", "3", checks=checks), "0 E0618 E0626")

    def test_the_place_is_the_functions_name(self):
        # The division stands before the function, so it counts where both fail; a wrong cell stands before both.
        self.assertEqual(self.failing("1 / m + carried(n, 0)", "1 1", "2 0", "3 0", "4 1"), "1 E0611 E0611 E0626")
        self.assertEqual(self.failing("sum(1 / m over all)", "1 1", "2 0", "3 0"), "1 E0611 E0626")


if __name__ == "__main__":
    unittest.main()
