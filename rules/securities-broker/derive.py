#!/usr/bin/env python3
"""Derives what the cases of securities-broker expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import count, half_up, mark, money, not_negative, show  # noqa: E402
from records import CHECK, Failures, day, key_among, main, member_of, mine, of_month, text, yes_no  # noqa: E402

# Printed: two new clients a week, two to four prospects a week.
NEW_CLIENTS = 2
PROSPECTS_LEAST, PROSPECTS_MOST = 2, 4
# Ours: the weights, what two prospects are worth, pay, commission, targets and marks of each level, the marks of a breach.
RESULT = {"income": 30, "clients": 20, "assets": 20}
DUTY = {"prospects": 12, "meetings": 5, "log": 5, "attendance": 8}
assert sum(RESULT.values()) + sum(DUTY.values()) == 100
TWO_PROSPECTS = Fraction(60, 100)
LEVELS = ["trainee", "junior", "middle", "senior"]
BASE = dict(zip(LEVELS, (2000, 2500, 3500, 5000)))
RATE = dict(zip(LEVELS, (Fraction(20, 100), Fraction(30, 100), Fraction(40, 100), Fraction(50, 100))))
INCOME = dict(zip(LEVELS, (3000, 8000, 20_000, 50_000)))
ASSETS = dict(zip(LEVELS, (1_000_000, 5_000_000, 15_000_000, 40_000_000)))
ASKED = dict(zip(LEVELS, (0, 60, 75, 88)))
MARKS = {"late": Fraction(1), "left_early": Fraction(1), "absent": Fraction(5), "left_post": Fraction(5, 2)}

TABLES = ("calendar", "clients", "sheets", "contacts", "absences")


def read(row, records):
    """Reads all that is one manager's in the month, in the order of the plan."""
    month = row["period"]
    failures = Failures()
    v = failures.read(row, 0, {
        "branch": text, "level": member_of(*LEVELS), "score_1": mark, "score_2": mark, "year_review": member_of("lower", "keep", "raise")},
        {"score_1": None, "score_2": None, "year_review": None})
    months = failures.read_all(of_month(records["calendar"], month), 1, {"weeks": lambda cell: count(cell, 1)})
    clients = failures.read_all(mine(records["clients"], row), 2, {
        "net_income": money, "assets": not_negative})
    sheets = failures.read_all(mine(records["sheets"], row, "ends"), 3, {
        "sheet": text, "ends": day, "at_meeting": yes_no, "log_in_order": yes_no}, {"log_in_order": None})
    ends = {sheet["sheet"]: sheet["ends"] for sheet in sheets}
    contacts = failures.read_all([c for c in of_month(records["contacts"], month, "counted_on") if c["sheet"] in ends], 4, {
        "sheet": key_among(ends), "met_on": day, "counted_on": day, "outcome": member_of("prospect", "opened")})
    for contact in contacts:
        within = 0 <= (contact["counted_on"] - contact["met_on"]).days <= 6
        if contact["counted_on"] != ends[contact["sheet"]] or not within:
            failures.add((4, CHECK), "E0618")
    absences = failures.read_all(mine(records["absences"], row, "on"), 5, {
        "on": day, "breach": member_of(*MARKS)})
    failures.stop()
    return v | months[0], clients, sheets, contacts, absences


def prospects_share(met):
    if met < PROSPECTS_LEAST:
        return Fraction(0)
    beyond = min(met, PROSPECTS_MOST) - PROSPECTS_LEAST
    return TWO_PROSPECTS + (1 - TWO_PROSPECTS) * beyond / (PROSPECTS_MOST - PROSPECTS_LEAST)


def reached(actual, target):
    return min(max(Fraction(actual), Fraction(0)) / target, Fraction(1))


def moved(level, steps):
    return LEVELS[max(0, min(len(LEVELS) - 1, LEVELS.index(level) + steps))]


def next_level(v, quarter_marks, month_number):
    """The level from next month on, decided by the quarter and, at the year's end, by the review."""
    level = v["level"]
    if quarter_marks is not None:
        if quarter_marks < ASKED[level]:
            level = moved(v["level"], -1)
        elif quarter_marks >= ASKED[moved(level, 1)]:
            level = moved(v["level"], 1)
    if month_number == 12 and v["year_review"]:
        level = moved(level, {"lower": -1, "keep": 0, "raise": 1}[v["year_review"]])
    return level


def derive(row, records, people):
    v, clients, sheets, contacts, absences = read(row, records)
    level, number = v["level"], int(row["period"][5:])
    income, assets = (sum((client[name] for client in clients), Fraction(0)) for name in ("net_income", "assets"))

    def met(sheet, outcome):
        return sum(c["outcome"] == outcome for c in contacts if c["sheet"] == sheet["sheet"])

    won = sum(met(sheet, "opened") >= NEW_CLIENTS for sheet in sheets)
    seen = [sheet["log_in_order"] for sheet in sheets if sheet["log_in_order"] is not None]
    lost = sum((MARKS[absence["breach"]] for absence in absences), Fraction(0))
    result = RESULT["income"] * reached(income, INCOME[level]) + RESULT["clients"] * reached(won, v["weeks"])
    result = half_up(result + RESULT["assets"] * reached(assets, ASSETS[level]), 2)
    duty = DUTY["prospects"] * reached(sum(prospects_share(met(sheet, "prospect")) for sheet in sheets), v["weeks"])
    duty += DUTY["meetings"] * reached(sum(sheet["at_meeting"] for sheet in sheets), v["weeks"])
    duty += DUTY["log"] * (Fraction(sum(seen), len(seen)) if seen else 1)
    duty = half_up(duty + max(Fraction(0), DUTY["attendance"] - lost), 2)
    score = result + duty

    marks = None
    if number % 3 == 0 and v["score_1"] is not None and v["score_2"] is not None:
        marks = half_up((v["score_1"] + v["score_2"] + score) / 3, 2)
    base, commission = Fraction(BASE[level]), half_up(max(Fraction(0), income * RATE[level]), 2)
    values = {
        "score": score, "score.result": result, "score.duty": duty, "net_income": income, "assets": assets, "marks_lost": lost,
        "quarter_marks": marks, "pay": base + commission, "pay.base": base, "pay.commission": commission,
    }
    return {path: show(value) for path, value in values.items()} | {
        "new_clients": str(sum(met(sheet, "opened") for sheet in sheets)),
        "prospects": str(sum(met(sheet, "prospect") for sheet in sheets)),
        "weeks_won": str(won), "level_next": next_level(v, marks, number) if number % 3 == 0 else "",
    }


if __name__ == "__main__":
    main(FOLDER, TABLES, derive)
