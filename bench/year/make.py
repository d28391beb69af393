#!/usr/bin/env python3
"""Makes the data of `plan.yaml`: a year of PEOPLE in people.csv and RECORDS of their sales in sales.csv.

Usage: make.py PEOPLE RECORDS DIRECTORY [--seed N]. The same arguments give the same bytes, on another machine too:
nothing here reads a clock, and no number goes through the mathematics library of the system.
"""

import argparse
import random
from datetime import date, timedelta
from pathlib import Path

YEAR = 2026
TO_A_BRANCH = 50
PRODUCTS = ["deposit", "loan", "fund", "card"]


class Person:
    """Somebody of a branch from his first month to his last."""

    def __init__(self, number, branches, rng):
        self.key = f"M{number:06}"
        self.branch = f"B{rng.randrange(branches):04}"
        self.base_pay = f"{rng.randrange(30, 91)}00.00"
        self.year_target = f"{rng.randrange(60, 151)}0000.00"
        self.one_size = number % 10 == 0  # sells the same amount each time, so that sums of a month are often equal
        self.first = rng.randrange(2, 13) if rng.random() < 0.06 else 1
        self.last = rng.randrange(self.first, 13) if rng.random() < 0.06 else 12

    def works_in(self, month):
        return self.first <= month <= self.last


def write_people(people, path, rng):
    """Writes a row for each month of each person; the target of the year stands in his first."""
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("manager,period,branch,base_pay,year_target,satisfaction,complaints\n")
        for month in range(1, 13):
            rows = []
            for who in people:
                if who.works_in(month):
                    target = who.year_target if month == who.first else ""
                    drawn = rng.randrange(2400)
                    complaints = ("", "", "", "", "", "", "", "1", "2", "3", "4", "6")[drawn % 12]
                    rows.append(f"{who.key},{YEAR}-{month:02},{who.branch},{who.base_pay},{target},"
                                f"{78 + drawn // 12 / 10:.1f},{complaints}\n")
            out.write("".join(rows))


def amount(who, rng):
    """Cents, small ones more often than large ones; one in 25 is a return."""
    cents = 1_000_000 if who.one_size else 1 + int(9_000_000 * rng.random() * rng.random())
    return -cents if rng.random() < 0.04 else cents


def write_sales(people, records, path, rng):
    """Writes the records day by day, those of a day in no order, each of somebody who works in that month."""
    days = (date(YEAR + 1, 1, 1) - date(YEAR, 1, 1)).days
    month, working = 0, []
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("sale,manager,sold_on,product,amount\n")
        for n in range(days):
            day = date(YEAR, 1, 1) + timedelta(n)
            if day.month != month:
                month = day.month
                working = [who for who in people if who.works_in(month)]
            first, end = records * n // days, records * (n + 1) // days
            sellers = rng.choices(working, k=end - first)
            products = rng.choices(PRODUCTS, k=end - first)
            rows = []
            for sale, (who, product) in enumerate(zip(sellers, products), first):
                cents = amount(who, rng)
                sign = "-" if cents < 0 else ""
                yuan, rest = divmod(abs(cents), 100)
                rows.append(f"S{sale:07},{who.key},{day},{product},{sign}{yuan}.{rest:02}\n")
            out.write("".join(rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("people", type=int)
    parser.add_argument("records", type=int)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    branches = max(given.people // TO_A_BRANCH, 2)
    people = [Person(number, branches, rng) for number in range(given.people)]
    people[0].first, people[0].last = 1, 12  # no month is without people
    given.directory.mkdir(parents=True, exist_ok=True)
    write_people(people, given.directory / "people.csv", rng)
    write_sales(people, given.records, given.directory / "sales.csv", rng)


if __name__ == "__main__":
    main()
