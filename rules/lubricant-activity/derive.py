#!/usr/bin/env python3
"""Derives what the cases of lubricant-activity expect, from the rules on the page and not from the engine."""
import sys
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import count, half_up, read_number, show, spread  # noqa: E402
from records import (  # noqa: E402
    CHECK, Failures, day, first_day, key_among, last_day, main, member_of, mine, of_month, text, yes_no)

# Printed: the norms of articles 19 to 22.
VOLUME_SHARE = {"A": Fraction(70, 100), "B": Fraction(20, 100), "C": Fraction(10, 100)}
CLIENTS_SHARE = {"A": Fraction(10, 100), "B": Fraction(20, 100), "C": Fraction(70, 100)}
STOPS, CALLS, HOURS, DAYS_OUT, FILES = 2, 5, 8, 3, 2
TIME_OUT = Fraction(1, 2)
CREDIT_VISITS = 2
SUMMARY_BEFORE, ORDERS_DAY = timedelta(days=3), 28
# Ours: the weights.
WEIGHTS = {
    "day": {"report": 5, "log": 5, "calls": 10, "stops": 10, "complaints": 5},
    "week": {"meeting": 5, "out": 10, "calls": 5, "files": 5},
    "month": {"time": 10, "visits": 10, "credit": 5, "kept": 5, "new": 5, "papers": 5},
}
assert sum(sum(section.values()) for section in WEIGHTS.values()) == 100

TABLES = ("calendar", "clients", "outings", "visits", "days", "weeks", "complaints")


def tons(cell):
    return read_number(cell, 3, low=0)


def hours(cell, high=None):
    return read_number(cell, 1, low=0, high=high)


def at_least_one(cell):
    return count(cell, 1)


def hours_of_day(cell):
    return hours(cell, 24)


OUTING = {"outing": text, "on": day}
DAY = {"on": day, "reported": yes_no, "log": yes_no, "stock_seen": yes_no, "calls": count, "hours": hours_of_day, "hours_out": hours_of_day}
WEEK = {"ends": day, "at_meeting": yes_no, "plan_and_summary": yes_no, "days_out": lambda cell: read_number(cell, 0, low=0, high=7),
        "called_ab": yes_no, "files": count}
COMPLAINT = {"received_on": day, "in_own_power": yes_no, "hours": hours, "passed_on": yes_no}


CLIENT = {"class": member_of("A", "B", "C"), "on_credit": yes_no, "volume": tons, "added": tons, "lost": yes_no}
CLIENT_MISSING = {"on_credit": False, "added": 0, "lost": False}
HISTORY = CHECK - 1    # the place of what a client was before: behind the cells of its table


def read_visits(records, month, people, clients, outings, failures):
    """Reads the visits to my clients, and those on my outings: a visit counts for both, and so does its failure."""
    everybody = {client["client"] for client in of_month(records["clients"], month) if client["manager"] in people}
    days_of, wrong = {}, {}
    for row in of_month(records["outings"], month, "on"):
        own = Failures()
        values = own.read(row, 3, {"manager": key_among(people)} | OUTING)
        if values:
            days_of[row["outing"]] = values["on"]
        else:
            wrong[row["outing"]] = own.found
    readers = {"outing": key_among({**days_of, **wrong}), "client": key_among(everybody), "on": day}
    visits = []
    for row in of_month(records["visits"], month, "on"):
        if row["client"] not in clients and row["outing"] not in outings:
            continue
        visit = failures.read(row, 4, readers)
        if visit and visit["outing"] in wrong:
            failures.found += wrong[visit["outing"]]
        elif visit and visit["on"] != days_of[visit["outing"]]:
            failures.add((4, CHECK), "E0618")
        elif visit:
            visits.append(visit)
    return visits


def month_before(month):
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"


def seen_before(key, month, records, failures):
    """How often a client was seen in the month before; None without a row of that month. Spoilt records of it fail this month."""
    before = month_before(month)
    rows = [row for row in of_month(records["clients"], before) if row["client"] == key]
    people = {row["manager"] for row in of_month(records["manager"], before)}
    then = Failures()
    clients = then.read_all(rows, 2, {"manager": key_among(people)} | CLIENT, CLIENT_MISSING)
    visits = read_visits(records, before, people, {key}, set(), then) if clients else []
    if then.found:
        failures.add((2, HISTORY), "E0626")
    return sum(visit["client"] == key for visit in visits) if rows else None


def read(row, records, people):
    """Reads all that is one manager's in the month, in the order of the plan."""
    month = row["period"]
    failures = Failures()
    v = failures.read(row, 0, {"branch": text, "at_analysis": yes_no, "summary_on": day, "orders_on": day},
                      {"at_analysis": False, "summary_on": None, "orders_on": None})
    months = failures.read_all(of_month(records["calendar"], month), 1, {"work_days": at_least_one, "weeks": at_least_one})
    my_clients, my_outings = mine(records["clients"], row), mine(records["outings"], row, "on")
    clients = failures.read_all(my_clients, 2, {"client": text} | CLIENT, CLIENT_MISSING)
    for client in clients:
        client["before"] = seen_before(client["client"], month, records, failures) if client["class"] == "B" else None
    outings = failures.read_all(my_outings, 3, OUTING)
    visits = read_visits(records, month, people, {client["client"] for client in my_clients},
                         {outing["outing"] for outing in my_outings}, failures)
    days = failures.read_all(mine(records["days"], row, "on"), 5, DAY)
    if any(one["hours_out"] > one["hours"] for one in days):
        failures.add((5, CHECK), "E0618")
    weeks = failures.read_all(mine(records["weeks"], row, "ends"), 6, WEEK)
    complaints = failures.read_all(mine(records["complaints"], row, "received_on"), 7, COMPLAINT, {"hours": None, "passed_on": False})
    failures.stop()
    return v | months[0], clients, outings, visits, days, weeks, complaints


def in_order(client, seen):
    """A is visited every month, B once in two: in this month or the one before. One without a month before has another."""
    before = client["before"]
    return {"A": seen >= 1, "B": before is None or seen + before >= 1, "C": True}[client["class"]]


def of_all(done, due):
    return min(Fraction(done, due), Fraction(1))


def gaps(clients, volume):
    result = {}
    for name in "ABC":
        mine = [client for client in clients if client["class"] == name]
        sold = sum((client["volume"] for client in mine), Fraction(0))
        result[f"volume_gap_{name.lower()}"] = half_up(sold / volume - VOLUME_SHARE[name], 4) if volume else None
        result[f"clients_gap_{name.lower()}"] = half_up(Fraction(len(mine), len(clients)) - CLIENTS_SHARE[name], 4) if clients else None
    return {path: show(value, 4) for path, value in result.items()}


def derive(row, records, people):
    v, clients, outings, visits, days, weeks, complaints = read(row, records, people)
    start, end = first_day(row["period"]), last_day(row["period"])
    seen = {client["client"]: sum(visit["client"] == client["client"] for visit in visits) for client in clients}
    stops = [sum(visit["outing"] == outing["outing"] for visit in visits) for outing in outings]

    def day_share(holds):
        return of_all(sum(bool(holds(one)) for one in days), v["work_days"])

    def week_share(holds):
        return of_all(sum(bool(holds(one)) for one in weeks), v["weeks"])

    def settled(one):
        return one["hours"] is not None and one["hours"] <= HOURS if one["in_own_power"] else one["passed_on"]

    worked, out = (sum((one[name] for one in days), Fraction(0)) for name in ("hours", "hours_out"))
    owed = sum(client["class"] != "C" for client in clients)
    missed = sum(not in_order(client, seen[client["client"]]) for client in clients)
    credit = [client for client in clients if client["on_credit"]]
    watched = sum(seen[client["client"]] >= CREDIT_VISITS for client in credit)
    lost, added = sum(client["lost"] for client in clients), sum((client["added"] for client in clients), Fraction(0))
    volume = sum((client["volume"] for client in clients), Fraction(0))
    summary = bool(v["summary_on"]) and v["summary_on"] <= end - SUMMARY_BEFORE
    orders = bool(v["orders_on"]) and v["orders_on"] <= start.replace(day=ORDERS_DAY)

    shares = {
        "day": {
            "report": day_share(lambda one: one["reported"]), "log": day_share(lambda one: one["log"] and one["stock_seen"]),
            "calls": day_share(lambda one: one["calls"] >= CALLS),
            "stops": Fraction(sum(number >= STOPS for number in stops), len(stops)) if stops else Fraction(0),
            "complaints": Fraction(sum(map(settled, complaints)), len(complaints)) if complaints else Fraction(1),
        },
        "week": {
            "meeting": week_share(lambda one: one["at_meeting"] and one["plan_and_summary"]),
            "out": week_share(lambda one: one["days_out"] >= DAYS_OUT), "calls": week_share(lambda one: one["called_ab"]),
            "files": week_share(lambda one: one["files"] >= FILES),
        },
        "month": {
            "time": Fraction(worked > 0 and out >= TIME_OUT * worked), "kept": Fraction(lost == 0), "new": Fraction(added > 0),
            "papers": Fraction(v["at_analysis"] + summary + orders, 3),
        },
    }
    if owed:
        shares["month"]["visits"] = Fraction(owed - missed, owed)
    if credit:
        shares["month"]["credit"] = Fraction(watched, len(credit))
    result, score = {}, Fraction(0)
    for name in WEIGHTS:
        items, total = spread(WEIGHTS[name], shares[name])
        result |= {f"score.{name}": total} | {f"score.{name}.{item}": value for item, value in items.items()}
        score += total
    return {path: show(value) for path, value in result.items()} | gaps(clients, volume) | {
        "score": show(score), "visits_missed": str(missed), "credit_watched": str(watched), "lost": str(lost),
        "added": show(added, 3), "volume": show(volume, 3), "hours_share": show(half_up(out / worked, 4), 4) if worked else "",
        "summary_in_time": show(summary), "orders_in_time": show(orders),
    }


if __name__ == "__main__":
    main(FOLDER, TABLES, derive)
