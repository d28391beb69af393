"""Tests of the oracle on groups: functions with `by`, the words over groups, `skip: peers`; values worked out by hand."""

import unittest

from oracle_tables_test import MONEY, SKIPPED, WHOLE, scored
from value import PlanError

INPUTS = {"team": {"type": "text", "missing": "x"}, "n": SKIPPED, "m": WHOLE | {"missing": "0"}}
TEAM = "who team n | A x 5 | B x 3 | C y 7 | D x 5 | E y 2 | F z 4"
CENTS = {"item": "2 half_up", "score": "2 half_up", "pay": "2 half_up"}


def groups(values, people=TEAM, **more):
    """The outputs of each person: `values` are all of them."""
    return scored({"inputs": INPUTS, "values": values, "outputs": list(values)} | more, who=people)


def one(word, people=TEAM, **more):
    """What one word says to each person."""
    return groups({"v": word}, people, **more).replace(" |", "")


class Functions(unittest.TestCase):
    def test_each_of_them(self):
        values = {
            "a": "sum(n by team)", "b": "count(by team)", "c": "mean(n by team)", "d": "min(n by team)", "e": "max(n by team)",
            "f": "any(n > 6 by team)",
        }
        x, y, z = "13 3 13/3 3 5 false", "9 2 4.5 2 7 true", "4 1 4 4 4 false"
        self.assertEqual(groups(values), " | ".join([x, x, y, x, y, z]))

    def test_by_all_and_by_two_keys(self):
        values = {"a": "sum(n by all)", "b": "count(where n >= 4 by all)", "c": "count(by team, n)"}
        self.assertEqual(groups(values), "26 4 2 | 26 4 1 | 26 4 1 | 26 4 2 | 26 4 1 | 26 4 1")

    def test_over_nobody(self):
        values = {f: f"{f}({'' if f == 'count' else 'm > 0' if f == 'any' else 'n'} where n > 6 by team)" for f in ("sum", "count", "any", "mean", "min", "max")}
        none, seven = "0 0 false - - -", "7 1 false 7 7 7"
        self.assertEqual(groups(values), " | ".join([none, none, seven, none, seven, none]))

    def test_who_is_left_out_reads_the_value_all_the_same(self):
        values = {"a": "sum(n by team)", "b": "count(by team)", "c": "count(where has(n) by team)", "d": "mean(n where m == 0 by team)"}
        found = groups(values, "who team n m | A x 5 0 | B x - 0 | C x 3 1 | D y - 0")
        self.assertEqual(found, "8 3 2 5 | 8 3 2 5 | 8 3 2 5 | 0 1 0 -")

    def test_every_name_inside_is_the_peers(self):
        # n > mine would be a comparison of the peer with himself: nobody is above himself.
        values = {"typical": "mean(n by team)", "above": "n > typical", "good": "count(where has(typical) and n > typical by team)", "none": "count(where n > n by team)"}
        self.assertEqual(groups(values), "13/3 true 2 0 | 13/3 false 2 0 | 4.5 true 1 0 | 13/3 true 2 0 | 4.5 false 1 0 | 4 false 0 0")

    def test_a_key_may_be_of_any_kind(self):
        inputs = {"on": "date", "yes": "bool", "n": WHOLE, "g": "grade", "p": {"type": "percent"}}
        lists = {"grade": ["low", "top"]}
        values = {f"by_{k}": f"count(by {k})" for k in ("on", "yes", "n", "g", "p", "half", "who")}
        plan = {"inputs": inputs, "lists": lists, "values": values | {"half": {"formula": "n / 2", "round": "0 floor"}}, "outputs": list(values)}
        rows = "who on yes n g p | A 2026-03-01 yes 2 low 50% | B 2026-03-01 是 3 top 50.0% | C 2026-03-02 no 2 low 51%"
        self.assertEqual(scored(plan, who=rows), "2 2 2 2 2 3 1 | 2 2 1 1 2 3 1 | 1 1 2 2 1 3 1")

    def test_rows_of_another_table(self):
        clients = {"key": "client", "inputs": {"who": {"type": "ref", "to": "who"}, "n": WHOLE}}
        clients["values"] = {"whole": "sum(n by who)", "share": "n / whole", "place": {"rank": {"of": "n", "by": "who", "best": "highest", "ties": ["client"]}}}
        plan = {"tables": {"clients": clients}, "values": {"best": "max(clients.share)", "first": "sum(clients.n where has(clients.place) and clients.place == 1)"}}
        plan["outputs"] = list(plan["values"])
        found = scored(plan, who="who | A | B | C", clients="client who n | c A 3 | d A 9 | e B 4 | f B 4 | g B 2")
        self.assertEqual(found, "0.75 9 | 0.4 4 | - 0")

    def test_rows_of_the_period(self):
        found = scored(
            {"period": "month", "inputs": {"n": WHOLE}, "values": {"a": "sum(n by all)"}, "outputs": ["a"]},
            who="who period n | A 2026-03 1 | B 2026-03 2 | A 2026-04 5",
        )
        self.assertEqual(found, "3 | 3 | 5")

    def test_definitions(self):
        define = {"whole(x, k)": "sum(x by k)", "place(x)": {"rank": {"of": "x", "by": "team", "best": "highest", "ties": "same_best"}}}
        values = {"a": "whole(n * 2, team)", "b": "place(n)", "c": "place(-n)"}
        self.assertEqual(groups(values, define=define), "26 1 2 | 26 3 1 | 18 1 2 | 26 1 2 | 18 2 1 | 8 1 1")

    def test_a_key_that_is_absent(self):
        with self.assertRaises(PlanError):
            groups({"a": "count(by n)"}, "who team n | A x -")


class Rank(unittest.TestCase):
    def ranked(self, ties="same_best", best="highest", people=TEAM, **more):
        return one({"rank": {"of": "n", "by": "all", "best": best, "ties": ties} | more}, people)

    def test_ties(self):
        # C 7, A and D 5, F 4, B 3, E 2
        for ties, expected in [("same_best", "2 5 1 2 6 4"), ("same_worst", "3 5 1 3 6 4"), ("average", "2.5 5.0 1.0 2.5 6.0 4.0")]:
            self.assertEqual(self.ranked(ties), expected)
        self.assertEqual(self.ranked("same_best", "lowest"), "4 2 6 4 1 3")
        self.assertEqual(self.ranked("same_best", by="team"), "1 3 1 1 2 1")

    def test_what_decides(self):
        people = "who team n m | A y 5 1 | B x 5 1 | C x 5 2 | D z 4 9 | E y 5 2"
        self.assertEqual(self.ranked(["m desc", "team", "who"], people=people), "4 3 1 5 2")
        self.assertEqual(self.ranked(["m", "team desc", "who asc"], people=people), "1 2 4 5 3")
        self.assertEqual(self.ranked(["who desc"], "lowest", people), "5 4 3 1 2")

    def test_texts_are_bytes_and_members_places(self):
        inputs = {"t": "text", "g": "grade"}
        word = {"rank": {"of": "1", "by": "all", "best": "highest", "ties": ["g", "t", "who"]}}
        people = "who t g | A z low | B é low | C Z low | D a top | E 1 top | F 东 low"
        self.assertEqual(one(word, people, inputs=inputs, lists={"grade": ["top", "low"]}), "4 5 3 2 1 6")

    def test_dates_and_members_have_places(self):
        inputs = {"d": "date", "g": "grade"}
        people = "who d g | A 2026-03-01 low | B 2026-02-01 top | C 2026-03-01 mid"
        for of, expected in [("d", "1 3 1"), ("g", "3 1 2")]:
            word = {"rank": {"of": of, "by": "all", "best": "highest", "ties": "same_best"}}
            self.assertEqual(one(word, people, inputs=inputs, lists={"grade": ["low", "mid", "top"]}), expected)

    def test_who_has_no_place(self):
        people = "who team n m | A x 5 0 | B x - 0 | C x 7 1 | D y - 0"
        values = {"v": {"rank": {"of": "n", "by": "team", "where": "m == 0", "best": "highest", "ties": "average"}}, "w": "if(has(v), v, 9)"}
        self.assertEqual(groups(values, people), "1.0 1.0 | - 9.0 | - 9.0 | - 9.0")


class Quota(unittest.TestCase):
    def seats(self, n, fractions, shares=None):
        """The labels of n people, the best first, in one text."""
        shares = shares or {"A": "20%", "B": "50%", "C": "30%"}
        word = {"quota": {"of": "n", "by": "all", "best": "lowest", "shares": shares, "fractions": fractions, "ties": ["who"]}}
        people = "who n | " + " | ".join(f"P{k:02} {k}" for k in range(n))
        return one(word, people, lists={"grade": ["C", "B", "A"]}).replace(" ", "")

    def test_seats(self):
        for n, largest, floor, ceiling in [
            (1, "B", "C", "A"), (2, "BC", "BC", "AB"), (3, "ABC", "BCC", "ABB"), (5, "ABBBC", "ABBCC", "ABBBC"),
            (7, "ABBBBCC", "ABBBCCC", "AABBBBC"), (10, "AABBBBBCCC", "AABBBBBCCC", "AABBBBBCCC"),
        ]:
            for fractions, expected in [("largest", largest), ("floor", floor), ("ceiling", ceiling)]:
                self.assertEqual(self.seats(n, fractions), expected, (n, fractions))

    def test_the_order_written_is_not_the_order_of_the_labels(self):
        self.assertEqual(self.seats(3, "floor", {"C": "10%", "A": "40%", "B": "50%"}), "ABC")
        self.assertEqual(self.seats(5, "floor", {"B": "50%", "A": "50%"}), "AABBB")  # C is not written: B takes the rest
        self.assertEqual(self.seats(4, "ceiling", {"A": "60%", "B": "40%", "C": "0%"}), "AAAB")
        self.assertEqual(self.seats(12, "largest", {"A": "1/3", "B": "1/3", "C": "1/3"}), "AAAABBBBCCCC")

    def test_groups_ties_and_who_is_not_ranked(self):
        shares = {"A": "50%", "B": "50%"}
        word = {"quota": {"of": "n", "by": "team", "best": "highest", "shares": shares, "fractions": "floor", "ties": ["m desc", "who"]}}
        people = "who team n m | A x 5 1 | B x 5 2 | C x - 0 | D y 1 0 | E z 3 0 | F z 3 0 | G z 2 0"
        self.assertEqual(groups({"v": word}, people, lists={"grade": ["B", "A"]}), "B | A | - | B | A | B | B")

    def test_the_labels_are_a_list(self):
        word = {"quota": {"of": "n", "by": "all", "best": "highest", "shares": {"A": "20%", "B": "80%"}, "fractions": "largest", "ties": ["who"]}}
        plan = {"inputs": INPUTS, "lists": {"grade": ["B", "A"]}, "values": {"v": word, "w": "if(has(v), if(v >= A, 1, 0), 9)"}, "outputs": ["v", "w"]}
        self.assertEqual(scored(plan, who=TEAM), "B 0 | B 0 | A 1 | B 0 | B 0 | B 0")
        del plan["outputs"]
        self.assertEqual(scored(plan, who=TEAM), "B | B | A | B | B | B")


class Split(unittest.TestCase):
    INPUTS = {"pool": MONEY, "n": SKIPPED, "m": WHOLE | {"missing": "0"}}

    def split(self, amount, shares, unit="2 half_up", **more):
        """Split an amount by shares (`-` is none) in an order of their own, with which ties are decided."""
        fields = {"amount": "pool", "by": "all", "in_proportion_to": "n", "if_none": "error", "rest": ["who"]} | more
        plan = {"rounding": {"pay": unit}, "inputs": self.INPUTS, "pay": {"items": {"part": {"split": fields}}}, "outputs": ["pay.part"]}
        people = " | ".join(f"P{k} {amount} {share}" for k, share in enumerate(shares.split()))
        return scored(plan, who="who pool n | " + people).replace(" |", "")

    def test_parts_add_up(self):
        # 10 by 1:2:4 is 1.428.. 2.857.. 5.714..; the two cents left over go to the first two
        self.assertEqual(self.split("10.00", "1 2 4"), "1.43 2.86 5.71")
        self.assertEqual(self.split("-10.00", "1 2 4"), "-1.43 -2.86 -5.71")
        self.assertEqual(self.split("1000.00", "1 2 4", "to 100 down"), "100 300 600")
        self.assertEqual(self.split("0.00", "1 2 4"), "0.00 0.00 0.00")
        self.assertEqual(self.split("0.01", "1 1 2 1"), "0.00 0.00 0.01 0.00")
        self.assertEqual(self.split("7.77", "3"), "7.77")

    def test_equal_remainders(self):
        self.assertEqual(self.split("100.00", "1 1 1"), "33.34 33.33 33.33")
        self.assertEqual(self.split("0.05", "1 1 1"), "0.02 0.02 0.01")
        self.assertEqual(self.split("0.05", "1 1 1", rest=["who desc"]), "0.01 0.02 0.02")
        self.assertEqual(self.split("-0.05", "1 1 1", rest=["n", "who desc"]), "-0.01 -0.02 -0.02")

    def test_who_shares(self):
        self.assertEqual(self.split("1.00", "1 - 3 0"), "0.25 0.00 0.75 0.00")
        self.assertEqual(self.split("1.00", "1 - 3 0", where="has(n) and n < 3"), "1.00 0.00 0.00 0.00")
        for policy, expected in [("error", "E0623 E0623"), ("zero", "0.00 0.00"), ("equal", "E0623 E0623")]:
            self.assertEqual(self.split("1.00", "1 3", where="n > 5", if_none=policy), expected)
            self.assertEqual(self.split("1.00", "- -", if_none=policy), expected)

    def test_when_the_proportions_add_up_to_nothing(self):
        self.assertEqual(self.split("1.00", "0 0 -"), "E0623 E0623 E0623")
        self.assertEqual(self.split("1.00", "0 0 -", if_none="zero"), "0.00 0.00 0.00")
        self.assertEqual(self.split("1.01", "0 0 -", if_none="equal"), "0.51 0.50 0.00")
        self.assertEqual(self.split("1.01", "0 2 -", if_none="equal"), "0.00 1.01 0.00")

    def test_what_cannot_be_split(self):
        self.assertEqual(self.split("1.00", "1 -1 2"), "E0622 E0622 E0622")
        self.assertEqual(self.split("1.00", "1 -1 2", where="n > 0"), "0.33 0.00 0.67")
        self.assertEqual(self.split("150.00", "1 1", "to 100 down"), "E0624 E0624")
        self.assertEqual(self.split("150.00", "1 1", "to 100 down", where="n > 1", if_none="zero"), "0 0")
        self.assertEqual(self.split("1.00", "1 ? 2"), "E0602 E0602 E0602")
        values = {"v": {"split": {"amount": "pool", "by": "n", "in_proportion_to": "1", "rest": ["who"]}}}
        plan = {"rounding": {"pay": "2 half_up"}, "inputs": {"pool": MONEY, "n": WHOLE}, "values": values, "outputs": ["v"]}
        people = "who pool n | A 1.00 1 | B 2.00 1 | C 3.00 2 | D 3.0 2 | E 1.00 1"
        self.assertEqual(scored(plan, who=people), "E0621 | E0621 | 1.50 | 1.50 | E0621")


class Sample(unittest.TestCase):
    # By SHA-256 of `spring\n\nA` ...: A 1f86, F 2140, B 2695, E 7c48, D ad5b, C c4e1.
    def drawn(self, take, people=TEAM, by="all", **more):
        found = one({"sample": {"take": take, "by": by, "seed": "spring"} | more}, people)
        return "".join("x" if word == "true" else "." if word == "false" else word for word in found.split())

    def test_draws(self):
        for take, expected in [("0", "......"), ("1", "x....."), ("3", "xx...x"), ("5", "xx.xxx"), ("6", "xxxxxx"), ("9", "xxxxxx")]:
            self.assertEqual(self.drawn(take), expected)
        self.assertEqual(self.drawn("2", where="n > 3"), "x....x")
        self.assertEqual(self.drawn("1", by="team"), "x...xx")
        self.assertEqual(self.drawn("2", by=["team", "n"]), "xxxxxx")

    def test_take_is_one_number(self):
        people = "who team n m | A x 5 1 | B x 3 1 | C y 7 2 | D y 5 1"
        self.assertEqual(self.drawn("m", people), "E0621" * 4)
        self.assertEqual(self.drawn("m", people, "team"), "x.E0621E0621")

    def test_the_period_is_drawn_by(self):
        # March: D 25d3, C 2a67, B 42d2, A 5344. April: D 02bd, C 2222, A 3b28, B 9c94.
        plan = {"period": "month", "values": {"v": {"sample": {"take": "3", "by": "all", "seed": "spring"}}}, "outputs": ["v"]}
        for month, expected in [("03", "false | true | true | true"), ("04", "true | false | true | true")]:
            people = "who period | " + " | ".join(f"{k} 2026-{month}" for k in "ABCD")
            self.assertEqual(scored(plan, who=people), expected)


class RunningShare(unittest.TestCase):
    def shares(self, people, counting="through_me", **more):
        word = {"of": "n", "by": "all", "best": "highest", "ties": ["who"], "counting": counting} | more
        return groups({"v": {"running_share": word}}, people)

    PEOPLE = "who team n | A x 2 | B x 5 | C y 2 | D x - | E y 1"

    def test_shares(self):
        self.assertEqual(self.shares(self.PEOPLE), "0.7 | 0.5 | 0.9 | - | 1")
        self.assertEqual(self.shares(self.PEOPLE, "before_me"), "0.5 | 0 | 0.7 | - | 0.9")
        self.assertEqual(self.shares(self.PEOPLE, best="lowest", ties=["who desc"]), "0.5 | 1 | 0.3 | - | 0.1")
        self.assertEqual(self.shares(self.PEOPLE, by="team"), "1 | 5/7 | 2/3 | - | 1")
        self.assertEqual(self.shares(self.PEOPLE, where="n < 3"), "0.4 | - | 0.8 | - | 1")

    def test_nothing_and_less(self):
        self.assertEqual(self.shares("who team n | A x 0 | B x 0"), "- | -")
        self.assertEqual(self.shares("who team n | A x 0 | B x -1 | C x 5"), "E0622 | E0622 | E0622")
        self.assertEqual(self.shares("who team n | A x 0 | B x -1 | C x 5", where="n >= 0"), "1 | - | 1")


class ZScore(unittest.TestCase):
    EIGHT = "who n | A 2 | B 4 | C 4 | D 4 | E 5 | F 5 | G 7 | H 9"  # mean 5, spread 2 of the population

    def scores(self, people=EIGHT, rounding="3 half_up", **more):
        word = {"of": "n", "by": "all", "spread": "population", "if_none": "0"} | more
        return groups({"v": {"zscore": word, "round": rounding}}, people).replace(" |", "")

    def test_root_that_ends(self):
        self.assertEqual(self.scores(), "-1.500 -0.500 -0.500 -0.500 0.000 0.000 1.000 2.000")
        self.assertEqual(self.scores(center="50", points="10", rounding="0 half_up"), "35 45 45 45 50 50 60 70")
        for mode, expected in [("half_up", "-2 -1 -1 -1 0 0 1 2"), ("half_even", "-2 0 0 0 0 0 1 2"), ("half_down", "-1 0 0 0 0 0 1 2")]:
            self.assertEqual(self.scores(rounding=f"0 {mode}"), expected)

    def test_root_that_does_not_end(self):
        # of a sample: spread sqrt(32 / 7) = 2.1380899..; -3, -1, 2 and 4 of it: -1.403121, -0.467707, 0.935414, 1.870828
        self.assertEqual(self.scores(spread="sample"), "-1.403 -0.468 -0.468 -0.468 0.000 0.000 0.935 1.871")
        for mode, expected in [("up", "-2 -1 -1 -1 0 0 1 2"), ("down", "-1 0 0 0 0 0 0 1"), ("floor", "-2 -1 -1 -1 0 0 0 1"), ("ceiling", "-1 0 0 0 0 0 1 2")]:
            self.assertEqual(self.scores(spread="sample", rounding=f"0 {mode}"), expected)
        self.assertEqual(self.scores(spread="sample", points="-100", rounding="to 5 half_even"), "140 45 45 45 0 0 -95 -185")

    def test_who_makes_the_spread(self):
        people = "who n m | A 2 0 | B 4 0 | C 6 1 | D - 0"
        more = {"inputs": {"n": SKIPPED, "m": WHOLE}}
        word = {"of": "n", "by": "all", "spread": "population", "if_none": "7", "where": "m == 0"}
        self.assertEqual(groups({"v": {"zscore": word, "round": "1 half_up"}}, people, **more), "-1.0 | 1.0 | 3.0 | -")

    def test_without_a_spread(self):
        self.assertEqual(self.scores("who n | A 3 | B 3 | C -", if_none="50", center="9"), "50.000 50.000 -")
        self.assertEqual(self.scores("who n | A 3", spread="sample", if_none="-1.5"), "-1.500")
        self.assertEqual(self.scores("who n | A 3 | B 4", where="n > 9"), "0.000 0.000")

    def test_in_an_item(self):
        items = {"a": {"weight": 40, "zscore": {"of": "n", "by": "all", "spread": "population", "center": "20", "points": "5", "if_none": "0"}, "skip": "zero"}}
        plan = {"rounding": CENTS, "inputs": {"n": {"type": "points", "digits": 0, "missing": "skip"}}, "score": {"out_of": 40, "items": items}, "outputs": ["score"]}
        self.assertEqual(scored(plan, who="who n | A 1 | B 2 | C -"), "15.00 | 25.00 | 0.00")


class Failures(unittest.TestCase):
    VALUES = {"each": "n / m", "a": "sum(round(each, 2) by team)"}
    PEOPLE = "who team n m | A x 6 3 | B x 1 0 | C y 4 2 | D x 5 5 | E y 3 1"

    def failing(self, people=PEOPLE, outputs=("a",), values=None, **more):
        return scored({"inputs": INPUTS | {"k": WHOLE | {"missing": "1"}}, "values": values or self.VALUES, "outputs": list(outputs)} | more, who=people)

    def test_one_fails_everybody_in_the_group(self):
        self.assertEqual(self.failing(), "E0611 | E0611 | 5.00 | E0611 | 5.00")
        self.assertEqual(self.failing(failed="leave_out"), "3.00 | E0611 | 5.00 | 3.00 | 5.00")
        self.assertEqual(self.failing(values={"a": "sum(n by team)", "each": "n / m"}), "12 | 12 | 7 | 12 | 7")

    def test_a_row_that_failed_as_a_whole(self):
        people = "who team n m | A x 6 3 | B x 1 ? | C y 4 2 | D x 5 5"
        values = {"a": "sum(n where n > 1 by team)"}
        self.assertEqual(self.failing(people, values=values), "E0602 | E0602 | 4 | E0602")
        self.assertEqual(self.failing(people, values=values, failed="leave_out"), "11 | E0602 | 4 | 11")
        checks = {"small": {"must": "n < 6", "breach": "error"}}
        self.assertEqual(self.failing(values={"a": "count(by team)"}, checks=checks), "E0618 | E0618 | 2 | E0618 | 2")
        self.assertEqual(self.failing(values={"a": "count(by team)"}, checks=checks, failed="leave_out"), "E0618 | 2 | 2 | 2 | 2")
        checks["small"]["breach"] = "warning"
        self.assertEqual(self.failing(values={"a": "count(by team)"}, checks=checks), "3 | 3 | 2 | 3 | 2")

    def test_a_key_that_fails_is_of_every_group(self):
        values = {"key": {"formula": "n / m", "round": "0 half_up"}, "a": "count(by key)"}
        self.assertEqual(self.failing(values=values), "E0611 | E0611 | E0611 | E0611 | E0611")
        self.assertEqual(self.failing(values=values, failed="leave_out"), "2 | E0611 | 2 | 1 | 1")
        people = "who team n m k | A x 6 3 1 | B x 1 1 ? | C y 4 2 2"
        self.assertEqual(self.failing(people, values={"a": "count(by k)"}), "E0602 | E0602 | E0602")
        self.assertEqual(self.failing(people, values={"a": "count(by team)"}), "E0602 | E0602 | 1")
        self.assertEqual(self.failing(people, values={"a": "count(by k)"}, failed="leave_out"), "1 | E0602 | 1")

    def test_only_what_is_looked_at_fails(self):
        self.assertEqual(self.failing(values={"a": "count(where m > 0 and n / m >= 2 by team)"}), "1 | 1 | 2 | 1 | 2")
        self.assertEqual(self.failing(values={"a": "sum(n where n / m >= 2 by team)"}), "E0611 | E0611 | 7 | E0611 | 7")
        ranked = {"of": "n / m", "where": "m > 0", "by": "team", "best": "highest", "ties": "same_best"}
        self.assertEqual(self.failing(values={"a": {"rank": ranked}}), "1 | - | 2 | 2 | 1")

    def test_keys_of_ties(self):
        values = {"each": "n / m", "tie": {"formula": "each", "round": "0 half_up"}}
        values["a"] = {"rank": {"of": "n", "by": "team", "best": "highest", "ties": ["tie", "who"]}}
        self.assertEqual(self.failing(values=values), "E0611 | E0611 | 1 | E0611 | 2")
        self.assertEqual(self.failing(values=values, failed="leave_out"), "1 | E0611 | 1 | 2 | 2")
        values["a"]["rank"]["where"] = "m > 0"
        self.assertEqual(self.failing(values=values), "1 | - | 1 | 2 | 2")

    def test_who_is_only_measured_fails_alone(self):
        word = {"of": "round(n / m, 1)", "by": "team", "where": "m > 0", "spread": "population", "if_none": "0"}
        self.assertEqual(self.failing(values={"a": {"zscore": word, "round": "0 half_up"}}), "1 | E0611 | -1 | -1 | 1")

    def test_the_first_place_counts(self):
        # The word's key stands before its fields, the inputs before it, the check behind it.
        part = {"amount": "pool", "by": "all", "in_proportion_to": "n / m", "rest": ["who"]}
        plan = {"rounding": {"pay": "2 half_up"}, "inputs": {"pool": MONEY, "n": WHOLE, "m": WHOLE}, "values": {"v": {"split": part}}, "outputs": ["v"]}
        for people, expected in [
            ("A 1.00 1 1 | B 1.00 1 0", "E0611 | E0611"), ("A 1.00 1 1 | B 2.00 1 0", "E0621 | E0621"),
            ("A 1.00 1 1 | B 2.00 ? 1", "E0602 | E0602"), ("A 1.00 1 1 | B 2.00 -1 1", "E0621 | E0621"),
        ]:
            self.assertEqual(scored(plan, who="who pool n m | " + people), expected, people)
        # The word stands first here: what is known of two rows counts before the wrong cell of a third.
        plan = {"rounding": {"pay": "to 10 down"}, "values": {"v": {"split": part | {"in_proportion_to": "n", "if_none": "error"}}}, "inputs": plan["inputs"], "outputs": ["v"]}
        for people, expected in [
            ("A 10 1 1 | B 20 1 1 | C 30 1 ?", "E0621"), ("A 10 1 1 | B 10 1 1 | C 20 1 ?", "E0621"), ("A 10 1 1 | B 10 -1 1 | C 10 1 ?", "E0622"),
            ("A 15 1 1 | B 15 -1 1 | C 15 1 ?", "E0622"), ("A 15 1 1 | B 15 1 1 | C 15 1 ?", "E0624"),
            ("A 10 0 1 | B 10 0 1 | C 10 1 ?", "E0602"), ("A 15 0 1 | B 15 0 1 | C 15 0 1", "E0623"),
        ]:
            self.assertEqual(scored(plan, who="who pool n m | " + people), " | ".join([expected] * 3), people)

    def test_a_long_sum(self):
        nines = "9" * 38
        people = f"who team n | A x {nines} | B x 1 | C y {nines}"
        self.assertEqual(groups({"a": "sum(n by team)"}, people), f"E0606 | E0606 | {nines}")

    def test_a_row_that_fails_twice(self):
        # As a whole by the cell, which stands behind the value; what is read of it fails first.
        values = {"a": "sum(round(n / m, 0) by team)"}
        plan = {"values": values, "inputs": INPUTS | {"k": WHOLE}, "outputs": ["a"]}
        self.assertEqual(scored(plan, who="who team n m k | A x 1 1 1 | B x 1 0 ? | C y 1 1 ?"), "E0611 | E0611 | E0602")

    def test_records_that_are_left_out(self):
        clients = {"key": "client", "inputs": {"who": {"type": "ref", "to": "who"}, "n": WHOLE}, "values": {"whole": "sum(n by who)"}}
        plan = {"tables": {"clients": clients}, "values": {"a": "max(clients.whole)"}, "outputs": ["a"]}
        files = {"who": "who | A | B | C", "clients": "client who n | c A 3 | d A ? | e B 4 | f X 1"}
        # The row that names nobody has no key, so it fails every group, at an earlier place than the wrong cell.
        self.assertEqual(scored(plan, **files), "E0607 | E0607 | -")
        clients["failed"] = "leave_out"
        self.assertEqual(scored(plan, **files), "3 | 4 | -")


class Checks(unittest.TestCase):
    PEOPLE = "who team n | A x 5 | B x 6 | C y 5 | D y 5"

    def checked(self, must, values=None, **more):
        values = values or {"a": "sum(n by team)"}
        checks = {"c": {"must": must, "breach": "error"}, "d": {"must": "n < 9", "breach": "error"}}
        return groups(values, self.PEOPLE, checks=checks, **more)

    def test_a_check_that_reads_groups_fails_its_own_row(self):
        self.assertEqual(self.checked("sum(n by team) <= 10"), "E0618 | E0618 | 10 | 10")
        self.assertEqual(self.checked("n <= mean(n by team)"), "11 | E0618 | 10 | 10")

    def test_also_where_it_reads_them_through_a_name(self):
        values = {"place": {"rank": {"of": "n", "by": "all", "best": "highest", "ties": "same_best"}}, "first": "if(has(place), place == 1, false)", "a": "sum(n by team)"}
        found = self.checked("not first", values)
        self.assertEqual(found, "2 false 11 | E0618 | 2 false 10 | 2 false 10")

    def test_another_check_fails_the_group(self):
        self.assertEqual(self.checked("n != 6 or 1 / (n - 6) > 0"), "E0611 | E0611 | 10 | 10")

    def test_groups_of_another_table_are_no_groups_of_this_one(self):
        clients = {"inputs": {"who": {"type": "ref", "to": "who"}, "n": WHOLE}, "values": {"share": "round(n / sum(n by all), 2)"}}
        values = {"a": "count(by all)", "big": "sum(clients.share)"}
        plan = {"tables": {"clients": clients}, "values": values, "outputs": ["a"], "checks": {"c": {"must": "big < 0.6", "breach": "error"}}}
        # The check is done before the people's groups are read, so it fails everybody.
        self.assertEqual(scored(plan, who="who | A | B", clients="who n | A 3 | B 1"), "E0618 | E0618")


class Peers(unittest.TestCase):
    def scored(self, people, failed=None, **item):
        items = {"a": {"weight": 60, "points": "n", "skip": "peers", "peers": "team"} | item, "b": {"weight": 40, "met": "true"}}
        inputs = {"team": "text", "n": {"type": "points", "digits": 0, "missing": "skip"}, "m": WHOLE | {"missing": "0"}}
        plan = {"rounding": CENTS, "inputs": inputs, "score": {"out_of": 100, "items": items}, "outputs": ["score.a", "score"]}
        return scored(plan | ({"failed": failed} if failed else {}), who=people)

    def test_the_mean_of_the_peers(self):
        people = "who team n | A x 30 | B x - | C x 35 | D y 10 | E x 35 | F y -"
        self.assertEqual(
            self.scored(people), "30.00 70.00 | 33.33 73.33 | 35.00 75.00 | 10.00 50.00 | 35.00 75.00 | 10.00 50.00"
        )
        self.assertTrue(self.scored(people, peers="all").endswith("27.50 67.50"))

    def test_rounded_items_are_what_counts(self):
        people = "who team n m | A x 10 3 | B x 20 3 | C x - 3"
        found = self.scored(people, points="n / m", round="0 half_up")
        self.assertEqual(found, "3 43.00 | 7 47.00 | 5 45.00")

    def test_a_function_over_nobody_does_not_apply(self):
        people = "who team n m | A x 10 1 | B x 20 0 | C y 30 0"
        found = self.scored(people, points="mean(n where m > 0 by team)", peers="all")
        self.assertEqual(found, "10.00 50.00 | 10.00 50.00 | 10.00 50.00")

    def test_nobody_to_look_at(self):
        self.assertEqual(self.scored("who team n | A x 30 | B y - | C y -"), "30.00 70.00 | E0625 | E0625")

    def test_with_a_condition(self):
        people = "who team n m | A x 30 1 | B x 10 0 | C x 40 1"
        self.assertEqual(self.scored(people, applies="m == 1 and has(n)", points="if(has(n), n, 0)"), "30.00 70.00 | 35.00 75.00 | 40.00 80.00")

    def test_a_peer_that_fails(self):
        people = "who team n m | A x 30 1 | B x - 1 | C x 10 0 | D y - 1 | E y 5 1"
        self.assertEqual(self.scored(people, points="n / m"), "30.00 70.00 | E0611 | E0611 | 5.00 45.00 | 5.00 45.00")
        self.assertEqual(self.scored(people, "leave_out", points="n / m"), "30.00 70.00 | 30.00 70.00 | E0611 | 5.00 45.00 | 5.00 45.00")


if __name__ == "__main__":
    unittest.main()
