"""Tests of the oracle on plans with other tables than the people: values worked out by hand."""

import unittest

from oracle import Oracle
from oracle_test import dump
from plan import Plan
from value import PlanError

MONEY = {"type": "money", "digits": 2}
WHOLE = {"type": "number", "digits": 0}
SKIPPED = WHOLE | {"missing": "skip"}


def table(text):
    """Read a file written in one line: `key a b | M-1 1 2 | M-2 3 -`, where - is an empty cell."""
    header, *rows = [line.split() for line in text.split("|")]
    return header, [["" if cell == "-" else cell for cell in row] for row in rows]


def scored(tree, **files):
    """Return the outputs' texts or the error code of each person, in one text."""
    oracle = Oracle(Plan(dump({"merit": 1, "plan": "p", "each": "who"} | tree)))
    made = []
    for row in oracle.rows({name: table(text) for name, text in files.items()}):
        error, outputs = oracle.result(row)
        made.append(error or " ".join(text or "-" for text in outputs.values()))
    return " | ".join(made)


def sales(values, fields=None, **more):
    """A plan whose people have sales: `values` are its outputs too."""
    body = {"inputs": {"who": {"type": "ref", "to": "who"}, "kind": "text", "n": WHOLE}} | (fields or {})
    return {"tables": {"sales": body}, "values": values, "outputs": list(values)} | more


PEOPLE = "who | A | B"
SALES = "who kind n | A x 5 | B y 7 | A y 2 | A x 5"


class Aggregates(unittest.TestCase):
    def test_each_of_them_over_rows_and_over_none(self):
        values = {
            "a": "sum(sales.n)", "b": "count(sales)", "c": "mean(sales.n)", "d": "min(sales.n)", "e": "max(sales.n)",
            "f": "any(sales.n > 6)", "g": "count(sales where sales.kind == 'x')", "h": "sum(sales.n * 2 where sales.n < 6) + 1",
        }
        people = "who | A | B | C"
        self.assertEqual(scored(sales(values), who=people, sales=SALES), "12 3 4 2 5 false 2 25 | 7 1 7 7 7 true 0 1 | 0 0 - - - false 0 1")

    def test_a_bare_name_is_mine(self):
        inputs = {"n": WHOLE}
        values = {"a": "count(sales where sales.n >= n)", "b": "sum(sales.n - n)"}
        found = scored(sales(values, inputs=inputs), who="who n | A 5 | B 8", sales=SALES)
        self.assertEqual(found, "2 -3 | 0 -1")

    def test_what_is_absent_is_left_out(self):
        fields = {"inputs": {"who": {"type": "ref", "to": "who"}, "n": SKIPPED}}
        values = {"a": "mean(sales.n)", "b": "count(sales)", "c": "count(sales where has(sales.n))", "d": "if(has(a), a, 9)"}
        found = scored(sales(values, fields), who=PEOPLE, sales="who n | A 5 | A - | B -")
        self.assertEqual(found, "5 2 1 5 | - 1 0 9")

    def test_dates_and_members(self):
        fields = {"inputs": {"who": {"type": "ref", "to": "who"}, "g": "grade", "on": "date"}}
        values = {"best": "max(sales.g)", "first": "min(sales.on)"}
        plan = sales(values, fields, lists={"grade": ["low", "mid", "top"]})
        found = scored(plan, who=PEOPLE, sales="who g on | A mid 2026-03-05 | A low 2026-02-07")
        self.assertEqual(found, "mid 2026-02-07 | - -")
        del plan["outputs"]  # a value whose type is a list leaves by itself
        self.assertEqual(scored(plan, who=PEOPLE, sales="who g on | A mid 2026-03-05"), "mid | -")

    def test_a_sum_of_several_arguments_is_of_the_row(self):
        plan = sales({"a": "sum(n, 2)", "b": "min(n, 4) + max(sum(sales.n), 3)"}, inputs={"n": WHOLE})
        self.assertEqual(scored(plan, who="who n | A 5 | B 1", sales=SALES), "7 16 | 3 8")

    def test_a_long_sum_is_the_readers_error(self):
        values = {"a": "sum(sales.n)", "b": "count(sales)"}
        nines = "9" * 38
        plan = sales(values, {"inputs": {"who": {"type": "ref", "to": "who"}, "n": WHOLE}, "failed": "leave_out"})
        self.assertEqual(scored(plan, who=PEOPLE, sales=f"who n | A {nines} | B {nines} | B 1"), f"{nines} 1 | E0606")

    def test_definitions(self):
        inputs = {"k": "text", "line": WHOLE}
        define = {"big(x)": "x > line", "of(k)": "count(sales where sales.kind == k and sales.n > 2)", "per(x)": "sum(x)"}
        values = {"a": "of('x')", "b": "of(k)", "c": "count(sales where big(sales.n))", "d": "per(sales.n)"}
        plan = sales(values, inputs=inputs, define=define)
        self.assertEqual(scored(plan, who="who k line | A y 4 | B y 4", sales=SALES), "2 0 2 12 | 0 1 1 7")
        plan["tables"]["plans"] = {"inputs": {"who": {"type": "ref", "to": "who"}, "kind": "text"}}
        plan |= {"values": {"e": "count(plans where of(plans.kind) >= 2)"}, "outputs": ["e"]}
        self.assertEqual(scored(plan, who="who k line | A y 4", sales="who kind n | A x 5 | A x 9 | A y 9", plans="who kind | A x | A x | A y"), "2")


class Up(unittest.TestCase):
    TEAMS = {
        "teams": {"key": "team", "inputs": {"lead": {"type": "ref", "to": "who", "back": "led"}, "target": SKIPPED},
                  "values": {"share": "if(has(target), target, 1) / 3", "size": "count(who)"}},
    }
    PEOPLE = {"team": {"type": "ref", "to": "teams", "missing": "skip"}, "n": WHOLE}

    def scored(self, values, teams="team lead target | T B 6 | U A -"):
        plan = {"tables": self.TEAMS, "inputs": self.PEOPLE, "values": values, "outputs": list(values)}
        return scored(plan, who="who team n | A T 3 | B T 5 | C U 7 | D - 9", teams=teams)

    def test_up_once_and_twice(self):
        self.assertEqual(self.scored({"a": "if(has(team.lead.n), team.lead.n, 0)"}), "5 | 5 | 3 | 0")
        self.assertEqual(self.scored({"a": "if(has(team.target), team.target, n)"}), "6 | 6 | 7 | 9")
        self.assertEqual(self.scored({"a": "if(has(team), team.share, 0)"}), "2 | 2 | 1/3 | 0")

    def test_a_ref_is_a_text(self):
        self.assertEqual(self.scored({"a": "has(team) and team == 'T'", "b": "if(has(team.lead), team.lead, 'none')"}), "true B | true B | false A | false none")

    def test_rows_are_called_back(self):
        self.assertEqual(self.scored({"a": "count(led)", "b": "sum(led.size)"}), "1 1 | 1 2 | 0 0 | 0 0")

    def test_up_and_then_down(self):
        self.assertEqual(self.scored({"a": "sum(team.who.n)", "b": "mean(team.who.n where team.who.n > 3)"}), "8 5 | 8 5 | 7 7 | 0 -")

    def test_a_key_that_is_none(self):
        self.assertEqual(self.scored({"a": "n"}, "team lead target | T B 6"), "3 | 5 | E0607 | 9")
        self.assertEqual(self.scored({"a": "if(has(team.lead.n), team.lead.n, 0)"}, "team lead target | T B 6 | U X 5"), "5 | 5 | E0607 | 0")

    def test_a_ref_must_be_there(self):
        plan = {"tables": {"teams": {"key": "team"}}, "inputs": {"team": {"type": "ref", "to": "teams"}}, "values": {"a": "count(team.who)"}, "outputs": ["a"]}
        self.assertEqual(scored(plan, who="who team | A T | B - | C T"), "2 | E0601 | 2")

    def test_items_with_skip(self):
        items = {"a": {"weight": 40, "points": "team.target", "skip": "full"}, "b": {"weight": 60, "met": "true"}}
        plan = {"tables": self.TEAMS, "inputs": self.PEOPLE, "score": {"out_of": 100, "items": items}, "outputs": ["score"],
                "rounding": {"item": "0 half_up", "score": "0 half_up"}}
        found = scored(plan, who="who team n | A T 3 | C U 7 | D - 9", teams="team lead target | T A 6 | U A -")
        self.assertEqual(found, "66 | 100 | 100")
        items["a"]["points"] = "mean(led.size)"  # A leads both teams, of one person each
        found = scored(plan, who="who team n | A T 3 | C U 7 | D - 9", teams="team lead target | T A 6 | U A -")
        self.assertEqual(found, "61 | 100 | 100")


class Ways(unittest.TestCase):
    PLAN = {
        "tables": {
            "clients": {"key": "client", "inputs": {"who": {"type": "ref", "to": "who"}, "line": WHOLE}, "values": {"all": "sum(orders.n)"}},
            "orders": {"inputs": {"client": {"type": "ref", "to": "clients"}, "n": WHOLE}},
        },
        "inputs": {"line": WHOLE},
    }
    FILES = {"clients": "client who line | c A 4 | d A 1 | e B 9", "orders": "client n | c 3 | d 5 | c 6 | d 2 | d 7"}

    def scored(self, **values):
        return scored(self.PLAN | {"values": values, "outputs": list(values)}, who="who line | A 6 | B 0", **self.FILES)

    def test_down_twice(self):
        self.assertEqual(self.scored(a="sum(clients.orders.n)", b="count(clients.orders where clients.orders.n >= line)", c="max(clients.all)"), "23 2 14 | 0 0 0")

    def test_up_from_the_rows(self):
        self.assertEqual(self.scored(a="sum(clients.orders.n where clients.orders.n > clients.orders.client.line)"), "20 | 0")

    def test_aggregates_inside_one_another(self):
        self.assertEqual(self.scored(a="count(clients where count(clients.orders) >= 3)"), "1 | 0")
        self.assertEqual(self.scored(a="sum(clients.line where any(clients.orders.n == line))"), "4 | 0")
        # Inside, `clients` is the row of the outer aggregate; `line` is still mine.
        inner = "sum(clients.orders.n where clients.orders.n > clients.line and clients.orders.n <= line)"
        self.assertEqual(self.scored(a=f"sum({inner} + clients.line)"), "18 | 9")

    def test_rows_of_one_way(self):
        with self.assertRaises(PlanError):
            self.scored(a="sum(clients.orders.n * clients.line)")


class Tables(unittest.TestCase):
    def test_without_a_file(self):
        teams = {"teams": {"key": "team", "inputs": {"target": WHOLE | {"missing": "4"}}, "values": {"size": "count(who)"}}}
        plan = {"tables": teams, "inputs": {"team": {"type": "ref", "to": "teams"}}, "values": {"a": "team.size * team.target"}, "outputs": ["a"]}
        self.assertEqual(scored(plan, who="who team | A T | B T | C U"), "8 | 8 | 4")
        self.assertEqual(scored(plan, who="who team | A T | B T | C U", teams="team target | T 1"), "2 | 2 | E0607")

    def test_single(self):
        plan = sales({"a": "firm.rate * 2", "b": "count(sales where sales.n > firm.rate)"})
        plan["tables"]["firm"] = {"single": "true", "inputs": {"rate": WHOLE | {"missing": "3"}}}
        self.assertEqual(scored(plan, who=PEOPLE, sales=SALES, firm="rate | 5"), "10 0 | 10 1")
        self.assertEqual(scored(plan, who=PEOPLE, sales=SALES), "6 2 | 6 1")

    PERIODS = "who period | A 2026-03 | B 2026-03 | A 2026-04"

    def test_dated_by(self):
        fields = {"dated_by": "on", "inputs": {"who": {"type": "ref", "to": "who"}, "on": "date", "n": WHOLE}}
        plan = sales({"a": "sum(sales.n)"}, fields, period="month")
        found = "who on n | A 2026-03-31 1 | A 2026-04-01 2 | B 2026-03-01 4 | A 2026-02-28 8"
        self.assertEqual(scored(plan, who=self.PERIODS, sales=found), "1 | 4 | 2")
        # B has no row in April, and the row that names B is of nobody else.
        self.assertEqual(scored(plan, who=self.PERIODS, sales="who on n | B 2026-04-03 1"), "0 | 0 | 0")

    def test_per_period_and_tables_that_hold_in_every_period(self):
        fields = {"key": "sale", "per": "period", "inputs": {"who": {"type": "ref", "to": "who"}, "n": WHOLE}}
        plan = sales({"a": "sum(sales.n) + firm.rate + period.number", "b": "count(loans)"}, fields, period="month")
        plan["tables"]["firm"] = {"single": "true", "per": "period", "inputs": {"rate": WHOLE}}
        plan["tables"]["loans"] = {"inputs": {"who": {"type": "ref", "to": "who"}}}
        found = scored(
            plan, who=self.PERIODS, sales="sale period who n | s 2026-03 A 1 | s 2026-04 A 2 | t 2026-04 A 3",
            firm="period rate | 2026-04 200 | 2026-03 100", loans="who | A | A | B",
        )
        self.assertEqual(found, "104 2 | 103 1 | 209 2")


class Failures(unittest.TestCase):
    INPUTS = {"n": WHOLE, "who": {"type": "ref", "to": "who"}, "kind": "text", "d": WHOLE}
    VALUES = {"worth": "n / d", "twice": "n * 2"}

    def scored(self, records, values=None, **fields):
        values = values or {"a": "sum(sales.n)", "b": "count(sales)"}
        plan = sales(values, {"inputs": self.INPUTS, "values": self.VALUES} | fields)
        return scored(plan, who=PEOPLE, sales="who kind n d | " + records)

    def test_a_wrong_cell_fails_the_whole_row(self):
        self.assertEqual(self.scored("A x 1 1 | A x 2 ? | B x 3 1"), "E0602 | 3 1")
        self.assertEqual(self.scored("A x 1 1 | A x 2 ?", {"a": "sum(sales.n where sales.n < 2)"}), "E0602 | 0")
        self.assertEqual(self.scored("A x 1 1 | A x 2 ? | B x 3 1", failed="leave_out"), "1 1 | 3 1")

    def test_the_first_place_then_the_first_row(self):
        self.assertEqual(self.scored("A x 1 ? | A x - 1"), "E0601 | 0 0")  # n stands before d
        self.assertEqual(self.scored("A x 1 ? | A x 1 -"), "E0601 | 0 0")  # of one place the smaller code
        self.assertEqual(self.scored("A x 1 - | A x 1 ?"), "E0601 | 0 0")

    def test_what_is_read_fails_alone(self):
        self.assertEqual(self.scored("A x 6 0 | A y 2 2", {"a": "sum(sales.twice)"}), "16 | 0")
        self.assertEqual(self.scored("A x 6 0 | A y 2 2", {"a": "any(sales.worth > 9)"}), "E0611 | false")
        self.assertEqual(self.scored("A x 6 0 | A y 2 2", {"a": "any(sales.worth > 0 where sales.kind == 'y')"}), "true | false")
        self.assertEqual(self.scored("A x 6 0 | A y 2 2", {"a": "count(sales where sales.worth > 0)"}, failed="leave_out"), "E0611 | 0")

    def test_checks(self):
        for breach, expected in [("error", "E0618 | 2 1"), ("warning", "9 1 | 2 1")]:
            self.assertEqual(self.scored("A x 9 1 | B x 2 1", checks={"small": {"must": "n < 5", "breach": breach}}), expected)

    def test_what_the_reader_does_fails_the_reader(self):
        values = {"a": "sum(round(sales.n / sales.d))", "b": "count(sales)"}
        self.assertEqual(self.scored("A x 6 0 | A y 2 2 | B x 1 1", values, failed="leave_out"), "E0611 | 1 1")

    def test_a_row_that_names_nobody(self):
        self.assertEqual(self.scored("X x 1 1 | A x 2 1"), "2 1 | 0 0")

    def test_over_a_failed_row(self):
        tables = {
            "clients": {"key": "client", "inputs": {"who": {"type": "ref", "to": "who"}, "n": WHOLE}},
            "orders": {"inputs": {"client": {"type": "ref", "to": "clients"}, "m": WHOLE}, "values": {"up": "client.n"}},
        }
        files = {"who": PEOPLE, "clients": "client who n | c A ? | d A 1 | e B 1", "orders": "client m | c 1 | d 2 | e 4"}
        plan = {"tables": tables, "values": {"a": "sum(clients.orders.m)"}, "outputs": ["a"]}
        self.assertEqual(scored(plan, **files), "E0602 | 4")
        tables["clients"]["failed"] = "leave_out"
        self.assertEqual(scored(plan, **files), "2 | 4")
        self.assertEqual(scored(plan | {"values": {"a": "sum(clients.n where sum(clients.orders.up) > 0)"}}, **files), "1 | 1")

    def test_people_fail_those_who_read_them(self):
        people = {"lead": {"type": "ref", "to": "who", "back": "led", "missing": "skip"}, "n": WHOLE, "m": WHOLE}
        plan = {"inputs": people, "values": {"a": "if(has(lead.n), lead.n, 0) + sum(led.n)"}, "outputs": ["a"]}
        self.assertEqual(scored(plan, who="who lead n m | A - 1 1 | B A 2 1 | C A 4 1 | D B 8 1"), "6 | 9 | 1 | 2")
        self.assertEqual(scored(plan, who="who lead n m | A - 1 1 | B A 2 ? | C A 4 1 | D B 8 1"), "E0602 | E0602 | 1 | E0602")


if __name__ == "__main__":
    unittest.main()
