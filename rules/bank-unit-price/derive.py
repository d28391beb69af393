#!/usr/bin/env python3
"""Derives what the cases of bank-unit-price expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, count, half_up, money, not_negative, share, show, spread  # noqa: E402
from records import Failures, InOrder, day, key_among, main, member_of, of_month  # noqa: E402

# All of it is ours: the article names the ideas and prints no number.
RATE = {"deposit": Fraction(2, 10_000), "loan": Fraction(5, 10_000), "fund": Fraction(3, 1000)}
PIECE_PRICE = {"card": 20, "payroll": 200}
JOINT_PREMIUM = Fraction(10, 100)
WEIGHTS = {"finance": 40, "clients": 25, "process": 20, "learning": 15}
assert sum(WEIGHTS.values()) == 100
CAP = Fraction(120, 100)
STANDINGS = [(95, "strong", Fraction(11, 10)), (85, "good", Fraction(1)), (70, "fair", Fraction(9, 10)), (0, "weak", Fraction(8, 10))]
KEPT_BACK = Fraction(30, 100)


PERSON = {
    "line": member_of("corporate", "retail"), "unit_profit": money, "unit_profit_target": not_negative, "satisfaction": share,
    "needs_passed_on": share, "training": share, "held_at_first": money,
}
PERSON_MISSING = {"satisfaction": None, "training": None, "held_at_first": Fraction(0)}
SALE = {"sold_on": day, "product": member_of(*RATE, *PIECE_PRICE), "amount": money, "pieces": count}
SALE_MISSING = {"amount": Fraction(0), "pieces": Fraction(0)}
FOLLOW_UP = {"looked_on": day, "manager": str, "worth_then": not_negative, "still_there": share}
# The order of the tables in the plan; the check of the shares stands behind the cells of a sale.
PEOPLE, SALES, SHARES, CREDIT, FOLLOW_UPS, HISTORY, SCORE = range(7)


class Month:
    """The records of one month: who sold what with whom."""

    def __init__(self, records, month, people):
        self.people = people
        self.sales = {sale["sale"]: sale for sale in of_month(records["sales"], month, "sold_on")}
        self.credit = of_month(records["credit"], month, "credited_on")
        self.follow_up = of_month(records["follow_up"], month, "looked_on")
        self.credit_cells = {"credited_on": day, "sale": key_among(self.sales), "manager": key_among(people), "share": share}

    def read_person(self, key, failures):
        return failures.read(self.people[key], PEOPLE, PERSON, PERSON_MISSING)

    def worth_of(self, key, failures):
        """What a sale is worth, and whether both lines made it. It fails with a record that has a part in it."""
        sale = failures.read(self.sales[key], SALES, SALE, SALE_MISSING)
        rows = [row for row in self.credit if row["sale"] == key]
        parts = failures.read_all(rows, CREDIT, self.credit_cells)
        if sale is None or len(parts) < len(rows):
            return None
        if sum(part["share"] for part in parts) != 1:
            failures.add((SHARES, 0), "E0618")
            return None
        sellers = [self.read_person(part["manager"], failures) for part in parts]
        if None in sellers:
            return None
        joint = {seller["line"] for seller in sellers} == {"corporate", "retail"}
        worth = sale["amount"] * RATE.get(sale["product"], 0) + sale["pieces"] * PIECE_PRICE.get(sale["product"], 0)
        return half_up(worth * (1 + JOINT_PREMIUM if joint else 1), 2), joint

    def bought_by(self, key, failures):
        """The sum of a manager's shares, and the number of joint sales."""
        total, joint_sales = Fraction(0), 0
        for part in failures.read_all([row for row in self.credit if row["manager"] == key], CREDIT, self.credit_cells):
            worth = self.worth_of(part["sale"], failures)
            if worth:
                total += part["share"] * worth[0]
                joint_sales += worth[1]
        return half_up(total, 2), joint_sales

    def quality_of(self, key, failures):
        """The share of last year's sales that is still there, by their worth; all of it when nothing was looked at."""
        looked_at = failures.read_all([row for row in self.follow_up if row["manager"] == key], FOLLOW_UPS, FOLLOW_UP)
        worth = sum(look["worth_then"] for look in looked_at)
        there = sum(look["worth_then"] * look["still_there"] for look in looked_at)
        return half_up(there / worth, 4) if worth else Fraction(1)


def sides(v):
    """The four sides. Clients and learning that were not measured spread their points over the rest."""
    shares = {
        "finance": min(max(v["unit_profit"], 0) / v["unit_profit_target"], CAP), "clients": v["satisfaction"],
        "process": v["needs_passed_on"], "learning": v["training"],
    }
    return spread(WEIGHTS, shares)


def a_year_before(period):
    return f"{int(period[:4]) - 1}{period[4:]}"


def derive(row, month, then):
    """One manager's month; `then` is what became of the manager in the same month of last year, or None."""
    failures = Failures()
    v = month.read_person(row["manager"], failures)
    bought, joint_sales = month.bought_by(row["manager"], failures)
    quality = month.quality_of(row["manager"], failures)
    if isinstance(then, RowFails):
        failures.add((HISTORY, 0), "E0626")
    if v and v["unit_profit_target"] == 0:
        failures.add((SCORE, 0), "E0612")
    failures.stop()

    items, total = sides(v)
    _, standing, factor = next(line for line in STANDINGS if total >= line[0])
    held_back = half_up(bought * factor * KEPT_BACK, 2)
    now = half_up(bought * factor - held_back, 2)
    held_a_year_ago = then["of month"] if then else v["held_at_first"]
    later = half_up(held_a_year_ago * quality, 2)
    amounts = {"score": total, "bought": bought, "held_back": held_back, "held_a_year_ago": held_a_year_ago, "pay": now + later, "pay.now": now, "pay.later": later}
    amounts |= {f"score.{name}": value for name, value in items.items()}
    return {path: show(value) for path, value in amounts.items()} | {
        "standing": standing, "joint_sales": show(Fraction(joint_sales), 0), "quality": show(quality, 4),
        "of month": held_back,
    }


def score(period, people, records, past):
    month, told = Month(records, period, people), {}
    for key, row in people.items():
        try:
            told[key] = derive(row, month, past.get(a_year_before(period), {}).get(key))
        except RowFails as failure:
            told[key] = failure
    return told


if __name__ == "__main__":
    main(FOLDER, ["sales", "credit", "follow_up"], InOrder("manager", score))
