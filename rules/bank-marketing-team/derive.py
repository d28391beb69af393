#!/usr/bin/env python3
"""Derives what the cases of bank-marketing-team expect, from the rules on the page and not from the engine."""
import sys
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, count, half_up, mark, money, not_negative, percent, show  # noqa: E402
from records import (  # noqa: E402
    CHECK, Failures, InOrder, day, first_day, key_among, last_day, main, member_of, of_month, yes_no)

# Printed: one of each role in a team, two companies a week.
ROLES = ("manager", "corporate_product", "personal_product")
COMPANIES = 2
# Ours: all other numbers.
WEIGHTS = {"quantity": {"volume": 30, "pricing": 10, "profit": 20},
           "quality": {"skill": 10, "service": 10, "compliance": 10, "teamwork": 10}}
CAP = Fraction(120, 100)
BREACH = 5
OWN_SHARE, TEAM_SHARE = Fraction(40, 100), Fraction(60, 100)
TAIL = Fraction(10, 100)
POINT_PAY = 30
PLANS_SHARE = ORDERS_SHARE = Fraction(50, 100)

PEOPLE, CALENDAR, TEAM, PLANS, ORDERS, VALUES, SCORE = range(7)    # the order of the plan
OF_TEAM = 50    # behind the cells of a team: what is worked out of them


def not_below_zero(cell):
    return percent(cell, 0)


PERSON = {
    "role": member_of(*ROLES), "volume": not_negative, "volume_year_target": not_negative, "pricing": not_below_zero,
    "pricing_target": not_below_zero, "profit": money, "profit_year_target": not_negative, "skill": mark, "service": mark,
    "breaches": count, "teamwork": mark}


def earlier(row, rows, key):
    """The rows of the same key in earlier months of the year, in order."""
    year, month = row["period"][:4], row["period"]
    same = [one for one in rows if one[key] == row[key] and one["period"][:4] == year and one["period"] < month]
    return sorted(same, key=lambda one: one["period"])


def read_with_targets(row, rows, key, table, readers, targets, failures, missing):
    """Reads a row whose targets are those of the year: the first that is given holds, and another one is an error."""
    held = {}
    for target in targets:
        given = [one[target] for one in earlier(row, rows, key) if one[target] != ""]
        if given:
            held[target] = not_negative(given[0])

    def same(target):
        def read(cell):
            value = not_negative(cell)
            if held.get(target, value) != value:
                raise RowFails("E0627")
            return value
        return read

    return failures.read(row, table, readers | {target: same(target) for target in targets}, missing | held)


class Month:
    """One month of all: the people's own rows, and their teams."""

    def __init__(self, month, records):
        self.month = month
        self.rows = [row for row in records["person"] if row["period"] == month]
        self.teams = {row["team"]: row for row in of_month(records["team"], month)}
        self.people, self.wrong = {}, {}
        for row in self.rows:
            failures = Failures()
            readers = {"team": key_among(self.teams)} | PERSON
            targets = ("volume_year_target", "profit_year_target")
            self.people[row["person"]] = read_with_targets(
                row, records["person"], "person", PEOPLE, readers, targets, failures, {"breaches": 0})
            self.wrong[row["person"]] = failures.found
        self.all_teams = records["team"]

    def team(self, name):
        """What a team sold and its target, or what is wrong with it in this month."""
        failures = Failures()
        row = read_with_targets(self.teams[name], self.all_teams, "team", TEAM, {}, ("year_target",), failures, {})
        members = [one["person"] for one in self.rows if one["team"] == name]
        for member in members:
            failures.found += self.wrong[member]
        if row and not failures.found and sorted(self.people[member]["role"] for member in members) != sorted(ROLES):
            failures.add((TEAM, CHECK), "E0618")
        if failures.found:
            return failures.found, None
        if row["year_target"] == 0:
            failures.add((TEAM, OF_TEAM), "E0612")
        return failures.found, (sum(self.people[member]["volume"] for member in members), row["year_target"])


def completion(actual, target):
    return min(CAP, max(Fraction(0), actual / Fraction(target)))


def card(now, past_months):
    """The score of a month. `now` is the month with its target of the year, `past_months` what was told of the months before."""
    pace = now["pace"]
    sold = sum(one["volume"] for one in past_months) + now["volume"]
    earned = sum(one["profit"] for one in past_months) + now["profit"]
    shares = {
        "volume": completion(sold, now["volume_year_target"] * pace),
        "pricing": completion(now["pricing"], now["pricing_target"]),
        "profit": completion(earned, now["profit_year_target"] * pace),
        "skill": now["skill"] / 100, "service": now["service"] / 100, "teamwork": now["teamwork"] / 100,
        "compliance": max(Fraction(0), 1 - now["breaches"] * Fraction(BREACH, WEIGHTS["quality"]["compliance"]))}
    result, total = {"volume_ytd": sold, "profit_ytd": earned, "volume": now["volume"], "profit": now["profit"]}, Fraction(0)
    for section, weights in WEIGHTS.items():
        items = {name: half_up(weight * shares[name], 2) for name, weight in weights.items()}
        result |= {f"score.{section}.{name}": value for name, value in items.items()}
        result[f"score.{section}"] = sum(items.values())
        total += result[f"score.{section}"]
    return result | {"score": total}


def performance(calendar, plans, orders, points, failures):
    """The pay of the month by weekly plans and work orders; what is wrong with them goes to `failures`."""
    calendar = failures.read_all(calendar, CALENDAR, {"weeks": lambda cell: count(cell, 1)})
    plans = failures.read_all(plans, PLANS, {"ends": day, "written": yes_no, "companies": count})
    orders = failures.read_all(orders, ORDERS, {"due": day, "done": yes_no})
    if failures.found:
        return {}
    carried_out = sum(plan["written"] and plan["companies"] >= COMPANIES for plan in plans)
    done = sum(order["done"] for order in orders)
    by_plans = half_up(points * POINT_PAY * PLANS_SHARE * min(Fraction(1), carried_out / calendar[0]["weeks"]), 2)
    by_orders = half_up(points * POINT_PAY * ORDERS_SHARE * (Fraction(done, len(orders)) if orders else 1), 2)
    return {"pay": by_plans + by_orders, "pay.plans": by_plans, "pay.orders": by_orders,
            "plans_done": carried_out, "orders_done": done, "orders_due": len(orders)}


def pace_of(month):
    first = first_day(month).replace(month=1)
    elapsed = (last_day(month) - first + timedelta(days=1)).days
    return Fraction(elapsed, (first.replace(month=12, day=31) - first + timedelta(days=1)).days)


def scored(month, records, past):
    """By person: what fails the score (with its places), and the score where nothing does."""
    told = Month(month, records)
    cards = {}
    for person, now in told.people.items():
        failures = Failures()
        failures.found += told.wrong[person]
        before = [all_of[person] for when, all_of in past.items() if when[:4] == month[:4] and person in all_of]
        if any(isinstance(one, RowFails) for one in before):
            failures.add((VALUES, 0), "E0626")    # the sums of the year
        if now and 0 in (now["volume_year_target"], now["pricing_target"], now["profit_year_target"]):
            failures.add((SCORE, 0), "E0612")
        result = None if failures.found else card(now | {"pace": pace_of(month)}, before)
        if result:
            result["scores"] = [one["score"] for one in before] + [result["score"]]
        cards[person] = (failures.found, result)
    return told, cards


def year_of_team(name, told, records):
    """The share of its target that a team reached in the year, or what is wrong: also in a month before."""
    found, now = told.team(name)
    failures = Failures()
    failures.found += found
    sold = Fraction(0)
    for month in sorted({row["period"] for row in earlier(told.teams[name], records["team"], "team")}):
        found, before = Month(month, records).team(name)
        if before is None:
            failures.add((TEAM, OF_TEAM - 1), "E0626")
        else:
            sold += before[0]
    if failures.found:
        return failures.found, None
    return [], half_up(completion(sold + now[0], now[1]), 4)


def end_of_year(told, cards, records):
    """Adds the marks of the year, the places from the tail and what fails them: by role, for a place is one among colleagues."""
    teams = {name: year_of_team(name, told, records) for name in told.teams}
    found_of, marks, roles = {}, {}, {row["person"]: row["role"] for row in told.rows}
    for row in told.rows:
        person = row["person"]
        found, result = cards[person]
        team_found, done = teams.get(row["team"], ([], None))
        found_of[person] = found + team_found
        if not found_of[person]:
            marks[person] = half_up(OWN_SHARE * sum(result["scores"]) / len(result["scores"]) + TEAM_SHARE * 100 * done, 2)
    for person, (found, result) in cards.items():
        role = roles[person]
        peers = [other for other in cards if roles[other] == role or roles[other] not in ROLES]
        for peer in peers:
            found += found_of[peer]
        if not found:
            place = sum(marks[peer] <= marks[person] for peer in peers)
            leaving = len(peers) * TAIL.numerator // TAIL.denominator
            result |= {"year_marks": marks[person], "from_the_tail": place, "leaves": place <= leaving}


def score(month, people, records, past):
    told, cards = scored(month, records, past)
    if month.endswith("-12"):
        end_of_year(told, cards, records)
    calendar = of_month(records["calendar"], month)
    plans, orders = of_month(records["plans"], month, "ends"), of_month(records["orders"], month, "due")
    outcome = {}
    for person, (found, result) in cards.items():
        failures = Failures()
        my_plans, my_orders = ([row for row in rows if row["person"] == person] for rows in (plans, orders))
        amounts = performance(calendar, my_plans, my_orders, result["score"] if result else Fraction(0), failures)
        failures.found += found
        outcome[person] = RowFails(min(failures.found)[1]) if failures.found else result | amounts
    return outcome


team_year = InOrder("person", score)
COUNTS = ("plans_done", "orders_done", "orders_due", "from_the_tail")
HIDDEN = ("volume", "profit", "scores")


def derive(row, records, people):
    told = team_year(row, records, people)
    shown = {name: show(value) for name, value in told.items() if name not in COUNTS + HIDDEN}
    return shown | {name: str(told.get(name, "")) for name in COUNTS}


if __name__ == "__main__":
    main(FOLDER, ("calendar", "team", "plans", "orders"), derive)
