#!/usr/bin/env python3
"""Works out again, without Merit, what `plan.yaml` makes of the records of a year: sums, commission, places, pools.

Usage: check.py DIRECTORY RESULT. DIRECTORY is what make.py wrote, RESULT the rows of all periods as CSV. Prints how
many numbers were compared and each of the first twenty that differ; ends with status 1 when one does.
"""

import csv
import sys
from collections import defaultdict
from fractions import Fraction
from math import floor
from pathlib import Path

COMPARED = ["sold", "cards", "year_to_date", "commission", "shortfall", "place", "pay.pool"]
# Amounts are whole cents.
RATES_FROM = [(0, Fraction("0.01")), (30_000_000, Fraction("0.015")), (100_000_000, Fraction("0.025"))]


def cents(text):
    return int(text.replace(".", ""))  # every amount of the data has two decimals


def money(amount):
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


def rounded(amount):
    """To whole cents, ties away from zero."""
    size = floor(abs(amount) + Fraction(1, 2))
    return size if amount >= 0 else -size


def in_slices(amount):
    """The commission of an amount counted from nothing; below zero it mirrors what is above."""
    ends = [begin for begin, _ in RATES_FROM[1:]] + [abs(amount)]
    size = sum(max(min(abs(amount), end) - begin, 0) * rate for (begin, rate), end in zip(RATES_FROM, ends))
    return size if amount >= 0 else -size


def parts(pool, sold):
    """A pool in proportion to what each sold: rounded down, the cents left over to the largest parts cut off."""
    weights = {who: max(amount, 0) for who, amount in sold.items()}
    total = sum(weights.values())
    if total == 0:
        return dict.fromkeys(weights, 0)
    part = {who: pool * weight // total for who, weight in weights.items()}
    first = sorted((who for who in weights if weights[who]), key=lambda who: (-(pool * weights[who] % total), who))
    for who in first[: pool - sum(part.values())]:
        part[who] += 1
    return part


def records(path):
    """What each sold in each month, and how many cards."""
    sold, cards = defaultdict(int), defaultdict(int)
    with open(path, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            mine = row["manager"], row["sold_on"][:7]
            amount = cents(row["amount"])
            sold[mine] += amount
            cards[mine] += row["product"] == "card" and amount > 0
    return sold, cards


def expected(folder):
    """The expected numbers of each row, as text, by manager and period."""
    sold, cards = records(folder / "sales.csv")
    branches = defaultdict(lambda: defaultdict(list))
    with open(folder / "people.csv", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            branches[row["period"]][row["branch"]].append(row["manager"])
    year_to_date, shortfall, rows = defaultdict(int), defaultdict(int), {}
    for period, managers in ((period, who) for period in sorted(branches) for who in branches[period].values()):
        amounts = {who: sold[who, period] for who in managers}
        before = {who: year_to_date[who] for who in managers}
        for who in managers:
            year_to_date[who] += amounts[who]
        best_first = sorted(managers, key=lambda who: (-amounts[who], -year_to_date[who], who))
        place = {who: n for n, who in enumerate(best_first, 1)}
        pool = parts(max(floor(sum(amounts.values()) * Fraction("0.005")), 0), amounts)
        for who in managers:
            commission = rounded(in_slices(year_to_date[who]) - in_slices(before[who]))
            shortfall[who] = min(shortfall[who] + commission, 0)
            sales = [money(amounts[who]), str(cards[who, period]), money(year_to_date[who])]
            pay = [money(commission), money(shortfall[who]), str(place[who]), money(pool[who])]
            rows[who, period] = sales + pay
    return rows


def main(folder, result):
    rows, compared, wrong = expected(Path(folder)), 0, []
    with open(result, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            mine = row["manager"], row["period"]
            for name, number in zip(COMPARED, rows.pop(mine)):
                compared += 1
                if row[name] != number:
                    wrong.append(f"{' '.join(mine)} {name}: {row[name]}, expected {number}")
    wrong += [f"{' '.join(mine)}: no row" for mine in rows]
    print(*wrong[:20], sep="\n", end="\n" if wrong else "")
    print(f"{compared} numbers compared, {len(wrong)} wrong")
    return 1 if wrong or not compared else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
