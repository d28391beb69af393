#!/usr/bin/env python3
"""Derives what the cases of telecom-40-20-40 expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import count, half_up, mark, not_negative, read_number, share, show, spread  # noqa: E402
from records import Failures, day, main, member_of, mine, of_month, text, yes_no  # noqa: E402

# Printed: marketing 40, service 20, process 40, plus and minus 20.
MARKETING, SERVICE, PROCESS, PLUS_MINUS = 40, 20, 40, 20
# Ours: how 40 and 40 are divided, the satisfaction line, the points of an event, the grades, marks out of 100.
REVENUE, GROUPS = 30, 10
assert REVENUE + GROUPS == MARKETING
PARTS = {"basic": 10, "quality": 10, "plans": 5, "knowledge": 8, "skill": 7}
assert sum(PARTS.values()) == PROCESS
NOTHING_AT, ALL_AT = Fraction(80, 100), Fraction(95, 100)
EVENTS = {"saved": 2, "prize": 3, "won_back": 2, "media": -10}
ITEMS = {"saved": "saved", "prize": "prizes", "won_back": "won_back", "media": "media"}
ARREARS, LOST, COMPLAINT = -1, -3, -2
GRADES = [(90, "A"), (80, "B"), (60, "C")]

TABLES = ("groups", "arrears", "events", "complaints", "spot_checks")


def in_wan(low=None):
    return lambda cell: read_number(cell, 2, 10_000, low)


def read(row, records):
    """Reads all that is one manager's in the month, in the order of the plan."""
    failures = Failures()
    v = failures.read(row, 0, {
        "branch": text, "revenue": in_wan(), "revenue_target": in_wan(0), "groups_target": lambda cell: count(cell, 1),
        "satisfaction": share, "knowledge": mark, "skill": mark}, {"knowledge": None})
    my_groups = mine(records["groups"], row)
    keys = {group["group"] for group in my_groups}
    groups = failures.read_all(my_groups, 1, {"group": text, "is_new": yes_no, "lost": yes_no}, {"is_new": False, "lost": False})
    my_arrears = [owing for owing in of_month(records["arrears"], row["period"]) if owing["group"] in keys]
    arrears = failures.read_all(my_arrears, 2, {"product": text, "owed": not_negative})
    events = failures.read_all(mine(records["events"], row, "happened_on"), 3, {"happened_on": day, "kind": member_of(*EVENTS)})
    complaints = failures.read_all(mine(records["complaints"], row, "made_on"), 4, {
        "made_on": day, "made_by": member_of("client", "colleague"), "justified": yes_no})
    checks = failures.read_all(mine(records["spot_checks"], row, "checked_on"), 5, {
        "checked_on": day, "subject": member_of("basic", "quality", "plans"), "passed": yes_no})
    failures.stop()
    return v, groups, arrears, events, complaints, checks


def process(v, checks):
    """The process block. Nothing checked counts in full for basic service and quality; plans and knowledge are left out."""

    def rate(subject, unmeasured):
        passed = [check["passed"] for check in checks if check["subject"] == subject]
        return Fraction(sum(passed), len(passed)) if passed else unmeasured

    return spread(PARTS, {
        "basic": rate("basic", Fraction(1)), "quality": rate("quality", Fraction(1)), "plans": rate("plans", None),
        "knowledge": None if v["knowledge"] is None else v["knowledge"] / 100, "skill": v["skill"] / 100,
    })


def derive(row, records, people):
    v, groups, arrears, events, complaints, checks = read(row, records)
    won = sum(group["is_new"] for group in groups)
    achieved = Fraction(1) if v["revenue_target"] == 0 else min(max(v["revenue"], 0) / v["revenue_target"], 1)
    revenue = half_up(REVENUE * achieved, 2)
    growth = half_up(GROUPS * min(won / v["groups_target"], 1), 2)
    satisfied = min(max((v["satisfaction"] - NOTHING_AT) / (ALL_AT - NOTHING_AT), 0), 1)
    service = half_up(SERVICE * satisfied, 2)
    items, block = process(v, checks)

    extras = {ITEMS[kind]: points * sum(event["kind"] == kind for event in events) for kind, points in EVENTS.items()}
    extras |= {
        "arrears": ARREARS * sum(owing["owed"] > 0 for owing in arrears), "lost": LOST * sum(group["lost"] for group in groups),
        "complaints": COMPLAINT * sum(complaint["justified"] for complaint in complaints),
    }
    plus_minus = max(-PLUS_MINUS, min(PLUS_MINUS, sum(extras.values())))
    score = revenue + growth + service + block + plus_minus
    points = {
        "score": score, "score.target": revenue + growth + service, "score.target.marketing": revenue + growth,
        "score.target.marketing.revenue": revenue, "score.target.marketing.groups": growth,
        "score.target.service": service, "score.target.service.satisfaction": service,
        "score.process": block, "score.plus_minus": plus_minus,
    }
    points |= {f"score.process.{name}": value for name, value in items.items()}
    points |= {f"score.plus_minus.{name}": value for name, value in extras.items()}
    passed = sum(check["passed"] for check in checks)
    return {path: show(Fraction(value)) for path, value in points.items()} | {
        "grade": next((grade for start, grade in GRADES if score >= start), "D"), "groups_new": str(won),
        "spot_checked": str(len(checks)), "spot_passed": str(passed), "spot_failed": str(len(checks) - passed),
        "spot_rate": show(half_up(Fraction(passed, len(checks)), 4), 4) if checks else "",
    }


if __name__ == "__main__":
    main(FOLDER, TABLES, derive)
