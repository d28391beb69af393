#!/usr/bin/env python3
"""Derives what the cases of rural-credit-pay expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, half_up, money, not_negative, show, spread  # noqa: E402
from records import (  # noqa: E402
    CHECK, Failures, InOrder, day, key_among, main, member_of, mine, of_month, text, yes_no)

# Printed: clients of one manager, the credit from which visits are monthly, one visit a month or a quarter.
SMALL_CLIENTS, COMPANY_CLIENTS = 1000, 50
LARGE_CREDIT = 300_000
VISITS = 1
# Ours: the weights, the prices, the marks of a finding.
WEIGHTS = {"visits": 40, "weeks": 20, "report": 10, "survey": 10, "rules": 20}
assert sum(WEIGHTS.values()) == 100
PRICES = {"deposit": Fraction(5, 10_000), "loan_sold": Fraction(1, 1000), "interest": Fraction(1, 100),
          "bad_recovered": Fraction(3, 100), "risk_cured": Fraction(5, 1000)}
MARKS = {"slight": Fraction(5, 2), "serious": Fraction(8)}

TABLES = ("borrowers", "loans", "visits", "work", "weeks", "findings")


HISTORY = CHECK - 1    # the place of what a record was before: behind the cells of its table
VALUES = 7             # the place of what is worked out of a manager: behind the cells of all tables
BORROWER = {"borrower": text, "kind": member_of("small", "company")}
LOAN = {"limit": not_negative, "bad": yes_no, "bad_at_first": yes_no, "own_fault": yes_no}


def read(row, records):
    """Reads all that is one manager's in the month, in the order of the plan, and what fails of it."""
    month, number = row["period"], int(row["period"][5:])
    failures = Failures()
    readers = {"office": text, "post_pay": not_negative}
    readers |= {"management_pay": not_negative} if number % 3 == 0 else {}
    readers |= {"report": yes_no} | ({"survey": yes_no} if number % 6 == 0 else {})
    v = failures.read(row, 0, readers, {"report": False, "survey": False})
    my_borrowers = mine(records["borrowers"], row)
    keys = {borrower["borrower"] for borrower in my_borrowers}
    borrowers = failures.read_all(my_borrowers, 1, BORROWER)
    loans = failures.read_all([loan for loan in of_month(records["loans"], month) if loan["borrower"] in keys], 2, {
        "loan": text, "borrower": key_among(keys), **LOAN}, {"bad_at_first": False, "own_fault": False})
    visits = failures.read_all([visit for visit in of_month(records["visits"], month, "on") if visit["borrower"] in keys], 3, {
        "borrower": key_among(keys), "on": day, "noted": yes_no})
    work = failures.read_all(mine(records["work"], row, "on"), 4, {"on": day, "what": member_of(*PRICES), "amount": money})
    weeks = failures.read_all(mine(records["weeks"], row, "ends"), 5, {
        "ends": day, "plan_signed": yes_no, "log_signed": yes_no, "reported": yes_no})
    findings = failures.read_all(mine(records["findings"], row, "on"), 6, {"on": day, "gravity": member_of(*MARKS)})
    return failures, v, borrowers, loans, visits, work, weeks, findings


def earlier_in_quarter(month):
    """The months of the quarter before this one."""
    number = int(month[5:])
    return [f"{month[:5]}{n:02d}" for n in range(number - (number - 1) % 3, number)]


def readable(rows, table, readers, missing=None):
    """The cells of records that are read again, of this month or an earlier one; E0626 when one of them is wrong."""
    failures = Failures()
    read = failures.read_all(rows, table, readers, missing)
    if failures.found:
        raise RowFails("E0626")
    return read


def in_file(key, month, records):
    return readable([row for row in of_month(records["borrowers"], month) if row["borrower"] == key], 1, BORROWER)


def seen_in(key, month, records):
    visits = [visit for visit in of_month(records["visits"], month, "on") if visit["borrower"] == key]
    return sum(visit["noted"] for visit in readable(visits, 3, {"on": day, "noted": yes_no}))


def is_large(key, month, records):
    loans = [loan for loan in of_month(records["loans"], month) if loan["borrower"] == key]
    return sum(loan["limit"] for loan in readable(loans, 2, LOAN, {"bad_at_first": False, "own_fault": False})) >= LARGE_CREDIT


def visited(key, month, records):
    """Large clients are seen every month of the quarter, others once in it; before its last month the latter is not due."""
    months = [each for each in (*earlier_in_quarter(month), month) if in_file(key, each, records)]
    if is_large(key, month, records):
        return not any(is_large(key, each, records) and seen_in(key, each, records) < VISITS for each in months)
    return sum(seen_in(key, each, records) for each in months) >= VISITS or int(month[5:]) % 3 > 0


def bad_before(loan, month, records):
    """Whether a loan was bad when the quarter began: as it stood when it was last seen at the end of one, else as at first."""
    ends = [row for row in records["loans"] if row["loan"] == loan["loan"] and row["period"] < month and int(row["period"][5:]) % 3 == 0]
    return yes_no(max(ends, key=lambda row: row["period"])["bad"]) if ends else loan["bad_at_first"]


def derive_month(row, records, past):
    month, number = row["period"], int(row["period"][5:])
    failures, v, borrowers, loans, visits, work, weeks, findings = read(row, records)
    keys = [borrower["borrower"] for borrower in borrowers]
    quarter = [past[earlier][row["manager"]] for earlier in earlier_in_quarter(month) if row["manager"] in past.get(earlier, {})]
    if any(isinstance(told, RowFails) for told in quarter):
        failures.add((VALUES, 0), "E0626")
    missed = 0
    for key in () if any(place[0] in (1, 2, 3) for place, _ in failures.found) else keys:
        try:
            missed += not visited(key, month, records)
        except RowFails as failure:
            failures.add((1, HISTORY), failure.args[0])
    failures.stop()
    large = sum(is_large(key, month, records) for key in keys)
    new_own_bad = sum(loan["bad"] and loan["own_fault"] and not bad_before(loan, month, records) for loan in loans)
    now = {
        "weeks": len(weeks), "good_weeks": sum(w["plan_signed"] and w["log_signed"] and w["reported"] for w in weeks),
        "reports": v["report"], "months": 1, "lost": sum((MARKS[finding["gravity"]] for finding in findings), Fraction(0))}
    so_far = {name: value + sum(told["of month"][name] for told in quarter) for name, value in now.items()}
    lost = so_far["lost"]

    shares = {"report": Fraction(so_far["reports"], so_far["months"]), "rules": max(Fraction(0), 1 - lost / WEIGHTS["rules"])}
    if borrowers:
        shares["visits"] = Fraction(len(borrowers) - missed, len(borrowers))
    if so_far["weeks"]:
        shares["weeks"] = Fraction(so_far["good_weeks"], so_far["weeks"])
    if number % 6 == 0:
        shares["survey"] = Fraction(v["survey"])
    items, total = spread(WEIGHTS, shares)
    if new_own_bad:
        total = Fraction(0)

    pay = {"post": v["post_pay"], "performance": half_up(sum((w["amount"] * PRICES[w["what"]] for w in work), Fraction(0)), 2)}
    if number % 3 == 0:
        pay["management"] = half_up(v["management_pay"] * total / 100, 2)
    rooms = {
        "small_room": SMALL_CLIENTS - sum(b["kind"] == "small" for b in borrowers),
        "company_room": COMPANY_CLIENTS - sum(b["kind"] == "company" for b in borrowers),
    }
    result = {"score": total, "marks_lost": lost, "pay": sum(pay.values())}
    result |= {f"score.{name}": value for name, value in items.items()} | {f"pay.{name}": value for name, value in pay.items()}
    counts = rooms | {"clients": len(borrowers), "large_clients": large, "not_visited": missed, "new_own_bad": new_own_bad}
    return {path: show(Fraction(value)) for path, value in result.items()} | {
        name: str(value) for name, value in counts.items()} | {"within_norm": show(min(rooms.values()) >= 0), "of month": now}


def score(month, people, records, past):
    told = {}
    for manager, row in people.items():
        try:
            told[manager] = derive_month(row, records, past)
        except RowFails as failure:
            told[manager] = failure
    return told


if __name__ == "__main__":
    main(FOLDER, TABLES, InOrder("manager", score))
