#!/usr/bin/env python3
"""Derives what the cases of telecom-40-20-40 expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, count, half_up, main, percent, read_cells, read_number, show  # noqa: E402

# Printed: marketing 40, service 20, process 40, plus and minus 20.
MARKETING, SERVICE, PROCESS, PLUS_MINUS = 40, 20, 40, 20
# Ours: how 40 and 40 are divided, the satisfaction line, the price of an event, the grades, marks out of 100.
REVENUE, GROUPS = 30, 10
assert REVENUE + GROUPS == MARKETING
PARTS = {"basic": 10, "quality": 10, "plans": 5, "knowledge": 8, "skill": 7}
assert sum(PARTS.values()) == PROCESS
NOTHING_AT, ALL_AT = Fraction(80, 100), Fraction(95, 100)
EVENTS = {"products_saved": 2, "prizes": 3, "wins_back": 2, "products_in_arrears": -1, "groups_lost": -3,
          "justified_complaints": -2, "media_exposures": -10}
ITEM_OF_EVENT = {"products_saved": "saved", "prizes": "prizes", "wins_back": "won_back", "products_in_arrears": "arrears",
                 "groups_lost": "lost", "justified_complaints": "complaints", "media_exposures": "media"}
GRADES = [(90, "A"), (80, "B"), (60, "C")]


def in_wan(low=None):
    return lambda cell: read_number(cell, 2, 10_000, low)


def mark(cell):
    return read_number(cell, 2, low=0, high=100)


READERS = {
    "revenue": in_wan(), "revenue_target": in_wan(0), "groups": count, "groups_target": lambda cell: count(cell, 1),
    "satisfaction": lambda cell: percent(cell, 0, 1),
    "basic_checked": count, "basic_passed": count, "quality_checked": count, "quality_passed": count,
    "plans_checked": count, "plans_passed": count, "knowledge": mark, "skill": mark,
} | {name: count for name in EVENTS}


def process(v):
    """The process block. Nothing checked counts in full for basic service and quality; plans and knowledge are left out."""
    shares = {"skill": v["skill"] / 100}
    for name in ("basic", "quality"):
        shares[name] = v[f"{name}_passed"] / v[f"{name}_checked"] if v[f"{name}_checked"] else Fraction(1)
    if v["plans_checked"]:
        shares["plans"] = v["plans_passed"] / v["plans_checked"]
    if v["knowledge"] is not None:
        shares["knowledge"] = v["knowledge"] / 100
    items = {name: half_up(PARTS[name] * share, 2) for name, share in shares.items()}
    return items, half_up(sum(items.values()) * PROCESS / sum(PARTS[name] for name in items), 2)


def derive(row):
    v = read_cells(row, READERS, {"knowledge": None} | {name: Fraction(0) for name in EVENTS})
    if any(v[f"{name}_passed"] > v[f"{name}_checked"] for name in ("basic", "quality", "plans")):
        raise RowFails("E0618")
    achieved = Fraction(1) if v["revenue_target"] == 0 else min(max(v["revenue"], 0) / v["revenue_target"], 1)
    revenue = half_up(REVENUE * achieved, 2)
    groups = half_up(GROUPS * min(v["groups"] / v["groups_target"], 1), 2)
    satisfied = min(max((v["satisfaction"] - NOTHING_AT) / (ALL_AT - NOTHING_AT), 0), 1)
    service = half_up(SERVICE * satisfied, 2)
    items, block = process(v)
    events = {name: v[name] * points for name, points in EVENTS.items()}
    plus_minus = max(-PLUS_MINUS, min(PLUS_MINUS, sum(events.values())))
    score = revenue + groups + service + block + plus_minus
    checked = v["basic_checked"] + v["quality_checked"] + v["plans_checked"]
    passed = v["basic_passed"] + v["quality_passed"] + v["plans_passed"]
    points = {
        "score": score, "score.target": revenue + groups + service, "score.target.marketing": revenue + groups,
        "score.target.marketing.revenue": revenue, "score.target.marketing.groups": groups,
        "score.target.service": service, "score.target.service.satisfaction": service,
        "score.process": block, "score.plus_minus": plus_minus,
    }
    points |= {f"score.process.{name}": value for name, value in items.items()}
    points |= {f"score.plus_minus.{ITEM_OF_EVENT[name]}": value for name, value in events.items()}
    return {path: show(Fraction(value)) for path, value in points.items()} | {
        "grade": next((grade for start, grade in GRADES if score >= start), "D"),
        "spot_checked": show(checked, 0), "spot_passed": show(passed, 0),
        "spot_rate": show(half_up(passed / checked, 4), 4) if checked else "",
    }


if __name__ == "__main__":
    main(FOLDER, derive)
