#!/usr/bin/env python3
"""Derives what the cases of zibo-cable expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, count, half_up, main, money, percent, read_cells, read_number, show  # noqa: E402

# Printed: 93%, 98%, 2/3, 1/3, two visits and one, ten minutes, 5,000 homes, files 100% and 90%.
KEEPS_TWO_THIRDS, KEEPS_ALL = Fraction(93, 100), Fraction(98, 100)
GOLD_VISITS, TOP_VISITS = 2, 1
ANSWER_MINUTES = 10
HOMES = 5000
# Ours: the weights, the cap, the arrears line, the bonus table, the commission.
WEIGHTS = {"own": 30, "area": 15, "growth": 20, "maintenance": 10, "arrears": 5, "satisfaction": 10, "visits": 5, "answers": 5}
CAP = Fraction(120, 100)
BONUS = [(Fraction(110, 100), "beyond", Fraction(120, 100)), (Fraction(1), "done", Fraction(1)), (Fraction(90, 100), "near", Fraction(80, 100))]
COMMISSION = [(0, Fraction(1, 100)), (50_000, Fraction(15, 1000)), (200_000, Fraction(2, 100))]


def share_of(cell):
    return percent(cell, 0, 1)


def not_negative(cell):
    return money(cell, 0)


READERS = {
    "base_pay": not_negative, "post_bonus": not_negative,
    "stock": not_negative, "stock_task": not_negative, "increment": money, "increment_task": lambda cell: money(cell, Fraction(1, 100)),
    "own": money, "own_task": not_negative, "area_new": money, "area_task": not_negative,
    "orders": count, "orders_task": count, "homes": count, "repairs": count, "repairs_ok": count,
    "arrears": share_of, "satisfaction": share_of,
    "gold_clients": count, "gold_visits": count, "top_clients": count, "top_visits": count,
    "slowest_answer": lambda cell: read_number(cell, 1, low=0), "key_files": share_of, "mass_files": share_of,
}


def completion(actual, task):
    if task == 0:
        return Fraction(1)
    return min(max(actual, 0) / task, CAP)


def pace_of(share):
    for start, name, rate in BONUS:
        if share >= start:
            return name, rate
    return "behind", Fraction(0)


def commission(result):
    """Each slice at its own rate; a negative result pays back what the same positive one would have earned."""
    size, total = abs(result), Fraction(0)
    ends = [start for start, _ in COMMISSION[1:]] + [None]
    for (start, rate), end in zip(COMMISSION, ends):
        total += rate * max(0, (size if end is None else min(size, end)) - start)
    return total if result >= 0 else -total


def upkeep(v):
    """The service section. Maintenance, satisfaction and visits that do not apply spread their points over the rest."""
    shares = {}
    if v["repairs"]:
        shares["maintenance"] = v["repairs_ok"] / v["repairs"]
    shares["arrears"] = max(0, 1 - v["arrears"] / Fraction(5, 100))
    if v["satisfaction"] is not None:
        shares["satisfaction"] = v["satisfaction"]
    gold_due, top_due = v["gold_clients"] * GOLD_VISITS, v["top_clients"] * TOP_VISITS
    if gold_due + top_due:
        shares["visits"] = (min(v["gold_visits"], gold_due) + min(v["top_visits"], top_due)) / (gold_due + top_due)
    shares["answers"] = Fraction(v["slowest_answer"] is None or v["slowest_answer"] <= ANSWER_MINUTES)
    items = {name: half_up(WEIGHTS[name] * share, 2) for name, share in shares.items()}
    section = sum(WEIGHTS[name] for name in ("maintenance", "arrears", "satisfaction", "visits", "answers"))
    return items, half_up(sum(items.values()) * section / sum(WEIGHTS[name] for name in items), 2)


def derive(row):
    v = read_cells(row, READERS, {"satisfaction": None, "slowest_answer": None})
    if v["stock_task"] == 0:
        raise RowFails("E0612")
    if v["repairs_ok"] > v["repairs"]:
        raise RowFails("E0618")
    stock_done = v["stock"] / v["stock_task"]
    pace, rate = pace_of(min(stock_done, max(v["increment"], 0) / v["increment_task"]))
    kept = Fraction(1) if stock_done >= KEEPS_ALL else Fraction(2, 3) if stock_done >= KEEPS_TWO_THIRDS else Fraction(0)

    own = half_up(WEIGHTS["own"] * completion(v["own"], v["own_task"]), 2)
    area = half_up(WEIGHTS["area"] * completion(v["area_new"], v["area_task"]), 2)
    growth = half_up(WEIGHTS["growth"] * completion(v["orders"], v["orders_task"]), 2)
    items, service = upkeep(v)
    score = own + area + growth + service

    base = half_up(v["base_pay"] * kept, 2)
    bonus = half_up(v["post_bonus"] * rate * score / 100, 2)
    earned = half_up(commission(v["own"]), 2)
    result = {
        "score": score, "score.results": own + area + growth, "score.upkeep": service,
        "score.results.own": own, "score.results.area": area, "score.results.growth": growth,
        "pace": pace, "within_norm": v["homes"] <= HOMES,
        "files_in_order": v["key_files"] == 1 and v["mass_files"] >= Fraction(90, 100),
        "pay": base + bonus + earned, "pay.base": base, "pay.bonus": bonus, "pay.commission": earned,
    } | {f"score.upkeep.{name}": value for name, value in items.items()}
    return {path: show(value) for path, value in result.items()}


if __name__ == "__main__":
    main(FOLDER, derive)
