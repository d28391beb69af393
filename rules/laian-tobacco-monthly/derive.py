#!/usr/bin/env python3
"""Derives what the cases of laian-tobacco-monthly expect, from the sentence on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, half_up, main, money, percent, read_cells, read_number, show  # noqa: E402

CARTONS_A_BOX = 250     # the trade's measure; not printed
HALF_STEP = 50          # yuan: half of the last printed digit of the margin


def boxes(cell):
    return read_number(cell, 3)


def some_boxes(cell):
    return read_number(cell, 3, low=Fraction(1, 1000))


def in_wan(cell):
    return read_number(cell, 0, 10_000)


PRINTED_SHARES = ["done", "accuracy", "growth", "revenue_growth", "margin_growth", "margin_a_box_growth", "price_growth",
                  "outside_done", "outside_share", "outside_growth", "outside_shift", "low_done", "huangshan_done",
                  "huangshan_growth", "huangshan_share", "double_low_done", "double_low_share"]
READERS = {
    "planned": some_boxes, "forecast": some_boxes, "sold": some_boxes, "sold_more": boxes,
    "revenue": in_wan, "revenue_more": in_wan, "margin": in_wan, "margin_more": in_wan,
    "outside_sold": boxes, "outside_task": some_boxes, "outside_more": boxes,
    "low_sold": boxes, "low_task": some_boxes,
    "huangshan_sold": boxes, "huangshan_task": some_boxes, "huangshan_more": boxes,
    "double_low_sold": boxes, "double_low_task": some_boxes,
} | {f"{name}_printed": percent for name in PRINTED_SHARES} | {
    f"{name}_printed": money for name in ("margin_a_box", "price", "price_more")
}
MAY_BE_EMPTY = {name: None for name in READERS if name.endswith("_printed")}


def quotient(part, whole):
    if whole == 0:
        raise RowFails("E0611")
    return part / whole


def derive(row):
    v = read_cells(row, READERS, MAY_BE_EMPTY)
    sold, sold_before = v["sold"], v["sold"] - v["sold_more"]
    margin_before = v["margin"] - v["margin_more"]
    price = quotient(v["revenue"], sold * CARTONS_A_BOX)
    price_before = quotient(v["revenue"] - v["revenue_more"], sold_before * CARTONS_A_BOX)
    outside_before = v["outside_sold"] - v["outside_more"]

    def grew(name):
        return quotient(v[f"{name}_more"], v[name] - v[f"{name}_more"])

    shares = {
        "done": sold / v["planned"],
        "accuracy": 1 - abs(v["forecast"] - sold) / v["forecast"],
        "revenue_growth": grew("revenue"),
        "margin_growth": grew("margin"),
        "margin_a_box_growth": quotient(v["margin"] / sold, quotient(margin_before, sold_before)) - 1,
        "price_growth": quotient(price, price_before) - 1,
        "outside_done": v["outside_sold"] / v["outside_task"],
        "outside_share": v["outside_sold"] / sold,
        "outside_growth": quotient(v["outside_more"], outside_before),
        "outside_shift": v["outside_sold"] / sold - quotient(outside_before, sold_before),
        "low_done": v["low_sold"] / v["low_task"],
        "huangshan_done": v["huangshan_sold"] / v["huangshan_task"],
        "huangshan_growth": quotient(v["huangshan_more"], v["huangshan_sold"] - v["huangshan_more"]),
        "huangshan_share": v["huangshan_sold"] / sold,
        "double_low_done": v["double_low_sold"] / v["double_low_task"],
        "double_low_share": v["double_low_sold"] / sold,
    }
    amounts = {"margin_a_box": v["margin"] / sold, "price": price, "price_more": price - price_before}
    printed = v["margin_a_box_printed"]
    return {name: show(half_up(value, 4), 4) for name, value in shares.items()} | {
        "growth": show(half_up(grew("sold"), 3), 3),
        "margin_a_box_follows": show(None if printed is None else abs(v["margin"] - printed * sold) <= HALF_STEP),
    } | {name: show(half_up(value, 2)) for name, value in amounts.items()}


if __name__ == "__main__":
    main(FOLDER, derive)
