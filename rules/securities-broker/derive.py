#!/usr/bin/env python3
"""Derives what the cases of securities-broker expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, count, half_up, money, not_negative, show  # noqa: E402
from records import (  # noqa: E402
    CHECK, Failures, InOrder, day, key_among, main, member_of, mine, of_month, text, yes_no)

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


VALUES = 6    # the place of what is worked out: behind the cells of all tables


def read(row, records, unknown):
    """Reads all that is one manager's in the month, in the order of the plan. `unknown`: an earlier month that it needs failed."""
    month = row["period"]
    failures = Failures()
    if unknown:
        failures.add((VALUES, 0), "E0626")
    readers = {"branch": text, "start": member_of(*LEVELS)}
    if month.endswith("-12"):
        readers["year_review"] = member_of("lower", "keep", "raise")
    v = failures.read(row, 0, readers, {"start": LEVELS[0], "year_review": None})
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


def next_level(held, quarter_marks, review):
    """The level from next month on, decided by the quarter and, at the year's end, by the review."""
    level = held
    if quarter_marks is not None:
        if quarter_marks < ASKED[held]:
            level = moved(held, -1)
        elif quarter_marks >= ASKED[moved(held, 1)]:
            level = moved(held, 1)
    return moved(level, {"lower": -1, "raise": 1}.get(review, 0))


def mean(scores):
    return half_up(sum(scores) / len(scores), 2)


def needed(period, before):
    """The earlier months that a month reads: the last end of a quarter, at one its quarter, in December the year."""
    year, number = period[:4], int(period[5:])
    first = 1 if number == 12 else number - 2 if number % 3 == 0 else 13
    ends = [month for month in before if int(month[5:]) % 3 == 0]
    return ends[-1:] + [month for month in before if month[:4] == year and int(month[5:]) >= first]


def derive_month(row, records, before):
    """One manager's month; `before` tells by month what became of those in which the manager had a row."""
    unknown = any(isinstance(before[month], RowFails) for month in needed(row["period"], before))
    v, clients, sheets, contacts, absences = read(row, records, unknown)
    year, number = row["period"][:4], int(row["period"][5:])
    known = {month: told for month, told in before.items() if not isinstance(told, RowFails)}
    level = next((told["level_next"] for told in reversed(known.values()) if told["level_next"]), v["start"])
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
    total = result + duty

    months = {int(month[5:]): told["of month"] for month, told in known.items() if month[:4] == year} | {number: total}
    quarter = [months[n] for n in (number - 2, number - 1, number) if n in months]
    marks = mean(quarter) if number % 3 == 0 and len(quarter) == 3 else None
    year_marks = mean(months.values()) if number == 12 else None
    base, commission = Fraction(BASE[level]), half_up(max(Fraction(0), income * RATE[level]), 2)
    values = {
        "score": total, "score.result": result, "score.duty": duty, "net_income": income, "assets": assets, "marks_lost": lost,
        "quarter_marks": marks, "year_marks": year_marks, "pay": base + commission, "pay.base": base, "pay.commission": commission,
    }
    return {path: show(value) for path, value in values.items()} | {
        "new_clients": str(sum(met(sheet, "opened") for sheet in sheets)),
        "prospects": str(sum(met(sheet, "prospect") for sheet in sheets)),
        "weeks_won": str(won), "level": level,
        "level_next": next_level(level, marks, v.get("year_review")) if number % 3 == 0 else "",
        "of month": total,
    }


def score(period, people, records, past):
    told = {}
    for manager, row in people.items():
        before = {when: month[manager] for when, month in sorted(past.items()) if manager in month}
        try:
            told[manager] = derive_month(row, records, before)
        except RowFails as failure:
            told[manager] = failure
    return told


if __name__ == "__main__":
    main(FOLDER, TABLES, InOrder("manager", score))
