#!/usr/bin/env python3
"""Derives what the cases of icbc-weekly-points expect, from the rules on the page and not from the engine."""
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, read_number, show  # noqa: E402
from records import Failures, InOrder, day, main, member_of, of_month, yes_no  # noqa: E402

# Ours: the prices, by the day from which they hold, and the number of trips.
PRICES = {
    date(2007, 1, 1): {"wealth": 2, "fund": 5, "insurance": 8, "client": 10},
    date(2007, 7, 1): {"wealth": 2, "fund": 4, "insurance": 8, "client": 12},
}
TRIPS = 3
PRODUCTS = ("wealth", "fund", "insurance", "client")

PRICE = 2    # the place of what a sale is worth: behind all cells


def quantity(cell):
    return read_number(cell, 2, low=0)


def price(product, on):
    """What one is worth on a day; None before the first day of all prices."""
    begun = [start for start in PRICES if start <= on]
    return PRICES[max(begun)][product] if begun else None


def week_of(row, sales, failures):
    """One manager's week: its points and whether he was at the meeting."""
    person = failures.read(row, 0, {"at_meeting": yes_no}, {"at_meeting": False})
    points = Fraction(0)
    for sale in failures.read_all(sales, 1, {"on": day, "product": member_of(*PRODUCTS), "quantity": quantity}):
        worth = price(sale["product"], sale["on"])
        if worth is None:
            failures.add((PRICE, 0), "E0614")
        else:
            points += sale["quantity"] * worth
    return {"points": points, "at_meeting": person and person["at_meeting"]}


def last_of_year(week):
    """Whether a week is the last of its ISO year: 28 December is always in it."""
    return date(int(week[:4]), 12, 28).isocalendar().week == int(week[-2:])


def year_so_far(manager, week, now, past):
    """The weeks of this year in which the manager had a row; None when one of them failed."""
    before = [told[manager] for when, told in past.items() if when[:4] == week[:4] and manager in told]
    return None if any(isinstance(one, RowFails) for one in before) else [*before, now]


def places(points):
    return {manager: 1 + sum(other > mine for other in points.values()) for manager, mine in points.items()}


def score(week, people, records, past):
    """The report of a week. Whose week cannot be told leaves all without a place; at the year's end so does his year."""
    sales = of_month(records["sales"], week, "on")
    failures = Failures()
    now = {manager: week_of(row, [sale for sale in sales if sale["manager"] == manager], failures)
           for manager, row in people.items()}
    if failures.found:
        return {manager: RowFails(min(failures.found)[1]) for manager in people}
    place = places({manager: mine["points"] for manager, mine in now.items()})
    told = {}
    for manager, mine in now.items():
        mine["place"] = place[manager]
        weeks = year_so_far(manager, week, mine, past)
        if weeks is None:
            told[manager] = RowFails("E0626")
            continue
        told[manager] = mine | {
            "year_points": sum(one["points"] for one in weeks),
            "firsts": sum(one["place"] == 1 and one["points"] > 0 for one in weeks),
            "meetings": sum(one["at_meeting"] for one in weeks)}
    return year_end(told) if last_of_year(week) else told


def year_end(told):
    if any(isinstance(one, RowFails) for one in told.values()):
        return {manager: RowFails("E0626") for manager in told}
    best = sorted(told, key=lambda who: (
        -told[who]["year_points"], -told[who]["firsts"], -told[who]["meetings"], who.encode()))
    for place, manager in enumerate(best, 1):
        told[manager] |= {"year_place": place, "trip": place <= TRIPS and told[manager]["year_points"] > 0}
    return told


report = InOrder("manager", score)


def derive(row, records, people):
    told = report(row, records, people)
    counts = {name: str(told.get(name, "")) for name in ("place", "firsts", "meetings", "year_place")}
    return counts | {"points": show(told["points"]), "year_points": show(told["year_points"]), "trip": show(told.get("trip"))}


if __name__ == "__main__":
    main(FOLDER, ("sales",), derive)
