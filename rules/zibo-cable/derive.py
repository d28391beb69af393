#!/usr/bin/env python3
"""Derives what the cases of zibo-cable expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, count, half_up, money, not_negative, read_number, share, show, spread  # noqa: E402
from records import Failures, InOrder, day, key_among, main, member_of, mine, of_month, yes_no  # noqa: E402

# Printed: 93%, 98%, 2/3, 1/3, two visits and one, ten minutes, 5,000 homes, files 100% and 90%.
KEEPS_TWO_THIRDS, KEEPS_ALL = Fraction(93, 100), Fraction(98, 100)
VISITS = {"gold": 2, "top": 1}
ANSWER_MINUTES = 10
HOMES = 5000
MASS_FILES = Fraction(90, 100)
# Ours: the weights, the cap, the arrears line, the bonus table, the commission.
RESULTS = {"own": 30, "area": 15, "growth": 20}
UPKEEP = {"maintenance": 10, "arrears": 5, "satisfaction": 10, "visits": 5, "answers": 5}
assert sum(RESULTS.values()) + sum(UPKEEP.values()) == 100
CAP = Fraction(120, 100)
NO_POINTS_AT = Fraction(5, 100)
BONUS = [
    (Fraction(110, 100), "beyond", Fraction(120, 100)), (Fraction(1), "done", Fraction(1)),
    (Fraction(90, 100), "near", Fraction(80, 100)),
]
COMMISSION = [(0, Fraction(1, 100)), (50_000, Fraction(15, 1000)), (200_000, Fraction(2, 100))]

TABLES = ("company", "areas", "clients", "visits", "calls", "repairs")
# The order in the plan.
PEOPLE, COMPANY, AREAS, CLIENTS, VISITS_MADE, CALLS, REPAIRS, VALUES = range(8)


def read(row, records, year_failed):
    """Reads all that is one manager's in the month, and what the manager shares with others: the company and the district."""
    month = row["period"]
    failures = Failures()
    if year_failed:
        failures.add((VALUES, 1), "E0626")
    areas = {area["area"]: area for area in of_month(records["areas"], month)}
    v = failures.read(row, PEOPLE, {
        "area": key_among(areas), "base_pay": not_negative, "post_bonus": not_negative} | (
            {"year_pay": not_negative} if is_december(month) else {}) | {"own": money, "own_task": not_negative,
        "orders": count, "orders_task": count, "homes": count, "arrears": share, "satisfaction": share, "mass_files": share,
    }, {"satisfaction": None})
    company = failures.read_all(of_month(records["company"], month), COMPANY, {
        "stock": not_negative, "stock_task": not_negative, "increment": money,
        "increment_task": lambda cell: money(cell, Fraction(1, 100))})
    my_areas = [areas[row["area"]]] if row["area"] in areas else []
    area = failures.read_all(my_areas, AREAS, {"new_income": money, "task": not_negative})
    my_clients = mine(records["clients"], row)
    keys = {client["client"] for client in my_clients}
    clients = failures.read_all(my_clients, CLIENTS, {
        "client": str, "class": member_of(*VISITS), "vip": yes_no, "file_complete": yes_no}, {"vip": False})

    def of_clients(table, dated_by, place, readers):
        rows = [record for record in of_month(records[table], month, dated_by) if record["client"] in keys]
        return failures.read_all(rows, place, {"client": str} | readers)

    visits = of_clients("visits", "visited_on", VISITS_MADE, {"visited_on": day})
    calls = of_clients("calls", "called_on", CALLS, {"called_on": day, "minutes": lambda cell: read_number(cell, 1, low=0)})
    repairs = failures.read_all(mine(records["repairs"], row, "done_on"), REPAIRS, {"done_on": day, "in_order": yes_no})
    if company and company[0]["stock_task"] == 0:
        failures.add((VALUES, 0), "E0612")
    failures.stop()
    return v, company[0], area[0], clients, visits, calls, repairs


def is_december(month):
    return month.endswith("-12")


def completion(actual, task):
    return min(max(actual, 0) / task, CAP) if task else Fraction(1)


def pace_of(done):
    for start, name, rate in BONUS:
        if done >= start:
            return name, rate
    return "behind", Fraction(0)


def commission(result):
    """Each slice at its own rate; a negative result pays back what the same positive one would have earned."""
    size, total = abs(result), Fraction(0)
    ends = [start for start, _ in COMMISSION[1:]] + [None]
    for (start, rate), end in zip(COMMISSION, ends):
        total += rate * max(0, (size if end is None else min(size, end)) - start)
    return total if result >= 0 else -total


def derive(row, records, months):
    """One manager's month, behind the `months` of the year before it."""
    ends_year = is_december(row["period"])
    year_failed = ends_year and any(isinstance(month, RowFails) for month in months)
    v, company, area, clients, visits, calls, repairs = read(row, records, year_failed)
    stock_done = company["stock"] / company["stock_task"]
    pace, rate = pace_of(min(stock_done, max(company["increment"], 0) / company["increment_task"]))
    kept = Fraction(1) if stock_done >= KEEPS_ALL else Fraction(2, 3) if stock_done >= KEEPS_TWO_THIRDS else Fraction(0)

    seen = {client["client"]: sum(visit["client"] == client["client"] for visit in visits) for client in clients}
    due = sum(VISITS[client["class"]] for client in clients)
    made = sum(min(seen[client["client"]], VISITS[client["class"]]) for client in clients)
    missed = sum(seen[client["client"]] < VISITS[client["class"]] for client in clients)
    in_a_hurry = {client["client"] for client in clients if client["class"] == "gold" or client["vip"]}
    slowest = max((call["minutes"] for call in calls if call["client"] in in_a_hurry), default=None)

    results = {
        "own": completion(v["own"], v["own_task"]), "area": completion(area["new_income"], area["task"]),
        "growth": completion(v["orders"], v["orders_task"]),
    }
    first, results_sum = spread(RESULTS, results)
    second, upkeep = spread(UPKEEP, {
        "maintenance": Fraction(sum(repair["in_order"] for repair in repairs), len(repairs)) if repairs else None,
        "arrears": max(0, 1 - v["arrears"] / NO_POINTS_AT), "satisfaction": v["satisfaction"],
        "visits": Fraction(made, due) if due else None, "answers": Fraction(slowest is None or slowest <= ANSWER_MINUTES),
    })
    total = results_sum + upkeep
    base = half_up(v["base_pay"] * kept, 2)
    bonus = half_up(v["post_bonus"] * rate * total / 100, 2)
    earned = half_up(commission(v["own"]), 2)
    year_score = year = None
    if ends_year:
        scores = [*(month["of month"] for month in months), total]
        year_score = half_up(sum(scores) / len(scores), 2)
        year = half_up(v["year_pay"] * year_score / 100, 2)
    result = {
        "score": total, "score.results": results_sum, "score.upkeep": upkeep,
        "pay": base + bonus + earned + (year or 0), "pay.base": base, "pay.bonus": bonus, "pay.commission": earned,
        "pay.year": year, "year_score": year_score,
    }
    result |= {f"score.results.{name}": value for name, value in first.items()}
    result |= {f"score.upkeep.{name}": value for name, value in second.items()}
    counts = {"repairs_failed": sum(not repair["in_order"] for repair in repairs), "due": due, "made": made, "not_visited": missed}
    return {path: show(value) for path, value in result.items()} | {name: str(number) for name, number in counts.items()} | {
        "pace": pace, "slowest_answer": show(slowest, 1), "within_norm": show(v["homes"] <= HOMES),
        "files_in_order": show(all(client["file_complete"] for client in clients) and v["mass_files"] >= MASS_FILES),
        "of month": total,
    }


def score(period, people, records, past):
    told = {}
    for manager, row in people.items():
        months = [month[manager] for when, month in sorted(past.items()) if when[:4] == period[:4] and manager in month]
        try:
            told[manager] = derive(row, records, months)
        except RowFails as failure:
            told[manager] = failure
    return told


if __name__ == "__main__":
    main(FOLDER, TABLES, InOrder("manager", score))
