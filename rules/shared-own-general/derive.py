#!/usr/bin/env python3
"""Derives what the cases of shared-own-general expect, from the rules on the page and not from the engine."""
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, count, half_up, money, not_negative, read_number, show, spread  # noqa: E402
from records import CHECK, Failures, InOrder, day, key_among, last_day, main, mine, of_month, yes_no  # noqa: E402

# Ours: all numbers but scoring by the month and paying by the quarter.
WEIGHTS = {"deposits": 25, "loans": 15, "products": 10}
GENERAL = {"logs": 5, "meetings": 5, "control": 10}
SHARED = 30
assert SHARED + sum(WEIGHTS.values()) + sum(GENERAL.values()) == 100
PROFIT_MARKS, DEPOSITS_MARKS = 60, 40
CAP = Fraction(120, 100)
ABSENT = Fraction(90, 100)
ROTATION = 36

PEOPLE, BRANCH, CALENDAR, FINDINGS, VALUES, SCORE, CHECKS = range(7)    # the order of the plan
OF_BRANCH = 50    # behind the cells of a branch: what is worked out of them

PERSON = {
    "deposits": money, "deposits_target": not_negative, "loans": not_negative, "loans_target": not_negative, "products": count,
    "products_target": count, "logs": count, "meetings": count, "in_post_since": day}
AT_THE_END = {"bonus_base": not_negative, "at_case_meeting": yes_no}    # read in the last month of a quarter only


def ends_quarter(month):
    return int(month[-2:]) % 3 == 0


def same_quarter(month, other):
    return month[:4] == other[:4] and (int(month[-2:]) - 1) // 3 == (int(other[-2:]) - 1) // 3


def whole_months(begin, end):
    """The whole months from `begin` to `end`, the last day of a month: day 31 of a short month is its last."""
    return 12 * (end.year - begin.year) + end.month - begin.month


def completion(actual, target):
    return min(CAP, max(Fraction(0), actual / Fraction(target)))


class Month:
    """What one month holds: the people's own rows as read, and what is wrong with each as a whole."""

    def __init__(self, month, people, records):
        self.end = last_day(month)
        self.branches = {row["branch"]: row for row in of_month(records["branch"], month)}
        self.rows, self.wrong = {}, {}
        readers = {"branch": key_among(self.branches)} | PERSON | (AT_THE_END if ends_quarter(month) else {})
        for manager, row in people.items():
            own = Failures()
            read = own.read(row, PEOPLE, readers)
            if read and read["in_post_since"] > self.end:
                own.add((CHECKS, 0), "E0618")
            self.rows[manager], self.wrong[manager] = read, own.found

    def branch_marks(self, name, people, failures):
        """Marks of a branch; a manager who cannot be read leaves everybody of the branch without them."""
        branch = failures.read(self.branches[name], BRANCH, {
            "profit": money, "profit_target": not_negative, "deposits_target": not_negative})
        team = [manager for manager, row in people.items() if row["branch"] == name]
        for manager in team:
            failures.found += self.wrong[manager]
        if branch is None or any(self.wrong[manager] for manager in team):
            return None
        if branch["profit_target"] == 0 or branch["deposits_target"] == 0:
            failures.add((BRANCH, OF_BRANCH), "E0612")
            return None
        gained = sum(self.rows[manager]["deposits"] for manager in team)
        return half_up(PROFIT_MARKS * completion(branch["profit"], branch["profit_target"])
                       + DEPOSITS_MARKS * completion(gained, branch["deposits_target"]), 2)


def month_of(manager, month, people, records, told):
    """One manager's month, without its quarter: the failures, and the score where there are none."""
    failures = Failures()
    failures.found += told.wrong[manager]
    row = told.rows[manager]
    named = people[manager]["branch"]
    marks = told.branch_marks(named, people, failures) if named in told.branches else None
    calendar = failures.read_all(of_month(records["calendar"], month), CALENDAR, {
        "work_days": lambda cell: count(cell, 1), "meetings": count})
    findings = failures.read_all(mine(records["findings"], people[manager], "on"), FINDINGS, {
        "on": day, "marks": lambda cell: read_number(cell, 2, low=0)})
    if row and 0 in (row["deposits_target"], row["loans_target"], row["products_target"]):
        failures.add((SCORE, 0), "E0612")
    if failures.found:
        return failures, None
    calendar = calendar[0]
    shared = half_up(SHARED * marks / 100, 2)
    own, own_total = spread(WEIGHTS, {name: completion(row[name], row[f"{name}_target"]) for name in WEIGHTS})
    held = calendar["meetings"]
    general, general_total = spread(GENERAL, {
        "logs": min(Fraction(1), row["logs"] / calendar["work_days"]),
        "meetings": min(Fraction(1), Fraction(row["meetings"], held)) if held else None,
        "control": max(Fraction(0), 1 - sum((finding["marks"] for finding in findings), Fraction(0)) / GENERAL["control"])})
    items = {f"own.{name}": value for name, value in own.items()} | {f"general.{name}": value for name, value in general.items()}
    return failures, {
        "score": shared + own_total + general_total, "shared": shared, "own": own_total, "general": general_total, **items,
        "branch_marks": marks, "months_in_post": whole_months(row["in_post_since"], told.end), "row": row}


def score(month, people, records, past):
    told = Month(month, people, records)
    outcome = {}
    for manager in people:
        failures, result = month_of(manager, month, people, records, told)
        if ends_quarter(month):
            before = [all_of[manager] for when, all_of in past.items() if same_quarter(when, month) and manager in all_of]
            if any(isinstance(one, RowFails) for one in before):
                failures.add((VALUES, 0), "E0626")
            elif result:
                scores = [one["score"] for one in before] + [result["score"]]
                result["quarter_score"] = half_up(sum(scores) / len(scores), 2)
                result["pay"] = bonus(result.pop("row"), result["quarter_score"])
        outcome[manager] = RowFails(min(failures.found)[1]) if failures.found else result
    return outcome


def bonus(row, quarter_score):
    return half_up(row["bonus_base"] * quarter_score / 100 * (1 if row["at_case_meeting"] else ABSENT), 2)


quarter = InOrder("manager", score)


def derive(row, records, people):
    told = quarter(row, records, people)
    items = {f"score.{name}": show(told.get(name)) for name in ("shared", "own", "general")}
    items |= {f"score.{name}": show(value) for name, value in told.items() if "." in name}
    return items | {name: show(told.get(name)) for name in ("score", "branch_marks", "quarter_score", "pay")} | {
        "pay.bonus": show(told.get("pay")), "months_in_post": str(told["months_in_post"]),
        "checks.rotation": show(told["months_in_post"] <= ROTATION)}


if __name__ == "__main__":
    main(FOLDER, ("branch", "calendar", "findings"), derive)
