#!/usr/bin/env python3
"""Derives what the cases of laian-tobacco-monthly expect, from the figures on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, half_up, money, percent, read_number, show  # noqa: E402
from records import Failures, main, member_of, mine  # noqa: E402

CARTONS_A_BOX = 250     # the trade's measure; not printed
HALF_STEP = 50          # yuan: half of the last printed digit of the margin
PRODUCTS = ("outside", "low", "huangshan", "double_low")
# What the report prints of each product, and the results have.
OF_PRODUCT = {"outside": ("done", "share", "growth", "shift"), "low": ("done",), "huangshan": ("done", "growth", "share"),
              "double_low": ("done", "share")}


def boxes(cell):
    return read_number(cell, 3)


def some_boxes(cell):
    return read_number(cell, 3, low=Fraction(1, 1000))


def in_wan(cell):
    return read_number(cell, 0, 10_000)


OFFICE = {
    "planned": some_boxes, "forecast": some_boxes, "sold": some_boxes, "sold_more": boxes,
    "revenue": in_wan, "revenue_more": in_wan, "margin": in_wan, "margin_more": in_wan,
} | {f"{name}_printed": percent for name in (
    "accuracy", "done", "growth", "revenue_growth", "margin_growth", "margin_a_box_growth", "price_growth")
} | {f"{name}_printed": money for name in ("margin_a_box", "price", "price_more")}
PRODUCT = {"product": member_of(*PRODUCTS), "sold": boxes, "task": some_boxes, "more": boxes} | {
    f"{name}_printed": percent for name in ("done", "share", "growth", "shift")}


def may_be_empty(readers):
    return {name: None for name in readers if name == "more" or name.endswith("_printed")}


def quotient(part, whole):
    if whole == 0:
        raise RowFails("E0611")
    return part / whole


def figure_of(name, product, v):
    """One figure of one product; None without last year's difference."""
    sold, more = product["sold"], product["more"]
    if name in ("growth", "shift") and more is None:
        return None
    value = {
        "done": lambda: sold / product["task"],
        "share": lambda: sold / v["sold"],
        "growth": lambda: quotient(more, sold - more),
        "shift": lambda: sold / v["sold"] - quotient(sold - more, v["sold"] - v["sold_more"]),
    }[name]()
    return half_up(value, 4)


def derive(row, records, people):
    failures = Failures()
    v = failures.read(row, 0, OFFICE, may_be_empty(OFFICE))
    products = failures.read_all(mine(records["products"], row, each="office"), 1, PRODUCT, may_be_empty(PRODUCT))
    failures.stop()

    sold, sold_before = v["sold"], v["sold"] - v["sold_more"]
    margin_before = v["margin"] - v["margin_more"]
    price = quotient(v["revenue"], sold * CARTONS_A_BOX)
    price_before = quotient(v["revenue"] - v["revenue_more"], sold_before * CARTONS_A_BOX)

    def grew(name):
        return quotient(v[f"{name}_more"], v[name] - v[f"{name}_more"])

    shares = {
        "done": sold / v["planned"],
        "accuracy": 1 - abs(v["forecast"] - sold) / v["forecast"],
        "revenue_growth": grew("revenue"),
        "margin_growth": grew("margin"),
        "margin_a_box_growth": quotient(v["margin"] / sold, quotient(margin_before, sold_before)) - 1,
        "price_growth": quotient(price, price_before) - 1,
    }
    result = {name: show(half_up(value, 4), 4) for name, value in shares.items()}
    for kind, names in OF_PRODUCT.items():
        for name in names:
            figures = [figure_of(name, product, v) for product in products if product["product"] == kind]
            result[f"{kind}_{name}"] = show(max((figure for figure in figures if figure is not None), default=None), 4)
    printed = [(product, name) for product in products for name in ("done", "share", "growth", "shift")
               if product[f"{name}_printed"] is not None]
    following = sum(figure_of(name, product, v) == product[f"{name}_printed"] for product, name in printed)

    amounts = {"margin_a_box": v["margin"] / sold, "price": price, "price_more": price - price_before}
    margin_printed = v["margin_a_box_printed"]
    follows = None if margin_printed is None else abs(v["margin"] - margin_printed * sold) <= HALF_STEP
    listed = [product["product"] for product in products]
    return result | {name: show(half_up(value, 2)) for name, value in amounts.items()} | {
        "growth": show(half_up(grew("sold"), 3), 3), "margin_a_box_follows": show(follows),
        "each_product_once": show(len(set(listed)) == len(listed)),
        "product_figures": str(len(printed)), "product_figures_following": str(following),
    }


if __name__ == "__main__":
    main(FOLDER, ["products"], derive)
