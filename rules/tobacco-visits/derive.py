#!/usr/bin/env python3
"""Derives what the cases of tobacco-visits expect, from the rules on the page and not from the engine."""
import sys
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import count, show, spread  # noqa: E402
from records import Failures, day, first_day, last_day, main, member_of, mine, of_month, text, yes_no  # noqa: E402

# Printed: visits to a client a month, and the days of the month by which three papers are done.
VISITS = {"city": 2, "country": 1}
DAY_OF_MONTH = {"forecast": 12, "statements": 25, "adjustment": 30}
# Printed without a day: papers of the month's end, and one of the quarter's.
MONTHLY, QUARTERLY = ("sales_analysis", "market_analysis", "suggestions"), "quarter_report"
# Ours: the weights.
VISITING = 40
DATES = {"forecast": 10, "statements": 10, "adjustment": 10}
ROUTINE = {"mornings": 5, "logs": 10, "weeks": 6, "months": 6, "quarter": 3}
assert VISITING + sum(DATES.values()) + sum(ROUTINE.values()) == 100

TABLES = ("calendar", "clients", "visits", "papers", "days", "weeks")
DAY = {"on": day, "at_post": yes_no, "at_meeting": yes_no, "set_off": yes_no, "log": yes_no}


def at_least_one(cell):
    return count(cell, 1)


def read(row, records):
    """Reads all that is one manager's in the month, in the order of the plan."""
    month = row["period"]
    failures = Failures()
    failures.read(row, 0, {"district": text})
    calendar = failures.read_all(of_month(records["calendar"], month), 1, {"work_days": at_least_one, "weeks": at_least_one})
    clients = failures.read_all(mine(records["clients"], row), 2, {"client": text, "place": member_of(*VISITS)})
    keys = {client["client"] for client in mine(records["clients"], row)}
    visits = [visit for visit in of_month(records["visits"], month, "on") if visit["client"] in keys]
    visits = failures.read_all(visits, 3, {"client": text, "on": day})
    papers = failures.read_all(mine(records["papers"], row), 4, {
        "what": member_of(*DAY_OF_MONTH, *MONTHLY, QUARTERLY), "on": day})
    days = failures.read_all(mine(records["days"], row, "on"), 5, DAY)
    weeks = failures.read_all(mine(records["weeks"], row, "ends"), 6, {"ends": day, "analysis": yes_no, "plan": yes_no})
    failures.stop()
    return calendar[0], clients, visits, papers, days, weeks


def due(what, month):
    """The last day of a paper. A month that ends before the printed day has its own last day; so have papers without one."""
    end = last_day(month)
    return min(end, first_day(month) + timedelta(days=DAY_OF_MONTH[what] - 1)) if what in DAY_OF_MONTH else end


def part(done, of):
    return min(Fraction(1), Fraction(done) / of)


def derive(row, records, people):
    calendar, clients, visits, papers, days, weeks = read(row, records)
    month = row["period"]
    seen = {client["client"]: sum(visit["client"] == client["client"] for visit in visits) for client in clients}
    missed = sum(seen[client["client"]] < VISITS[client["place"]] for client in clients)
    in_time = {paper["what"] for paper in papers if paper["on"] <= due(paper["what"], month)}

    dates, dates_total = spread(DATES, {what: Fraction(what in in_time) for what in DATES})
    mornings = sum(each["at_post"] and each["at_meeting"] and each["set_off"] for each in days)
    shares = {
        "mornings": part(mornings, calendar["work_days"]),
        "logs": part(sum(each["log"] for each in days), calendar["work_days"]),
        "weeks": part(sum(week["analysis"] and week["plan"] for week in weeks), calendar["weeks"]),
        "months": Fraction(sum(what in in_time for what in MONTHLY), len(MONTHLY)),
    }
    if int(month[5:]) % 3 == 0:
        shares["quarter"] = Fraction(QUARTERLY in in_time)
    routine, routine_total = spread(ROUTINE, shares)

    # A section is rounded before it counts; what is not measured is spread over the other sections.
    top = {"visits": VISITING, "dates": sum(DATES.values()), "routine": sum(ROUTINE.values())}
    parts = {"dates": dates_total / top["dates"], "routine": routine_total / top["routine"]}
    if clients:
        parts["visits"] = Fraction(len(clients) - missed, len(clients))
    sections, score = spread(top, parts)

    result = {"score": score} | {f"score.{name}": value for name, value in sections.items()}
    result |= {f"score.dates.{name}": value for name, value in dates.items()}
    result |= {f"score.routine.{name}": value for name, value in routine.items()}
    late = sum(paper["on"] > due(paper["what"], month) for paper in papers)
    counts = {"clients_count": len(clients), "visits_made": len(visits), "missed": missed, "late": late}
    return {path: show(value) for path, value in result.items()} | {name: str(n) for name, n in counts.items()}


if __name__ == "__main__":
    main(FOLDER, TABLES, derive)
