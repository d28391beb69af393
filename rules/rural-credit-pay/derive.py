#!/usr/bin/env python3
"""Derives what the cases of rural-credit-pay expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import count, half_up, money, not_negative, read_number, show, spread  # noqa: E402
from records import Failures, day, key_among, main, member_of, mine, of_month, text, yes_no  # noqa: E402

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


def read(row, records):
    """Reads all that is one manager's in the month, in the order of the plan."""
    month = row["period"]
    failures = Failures()
    v = failures.read(row, 0, {
        "office": text, "post_pay": not_negative, "management_pay": not_negative, "report": yes_no, "survey": yes_no,
        "marks_before": lambda cell: read_number(cell, 2, low=0)}, {"report": False, "survey": False, "marks_before": 0})
    my_borrowers = mine(records["borrowers"], row)
    keys = {borrower["borrower"] for borrower in my_borrowers}
    borrowers = failures.read_all(my_borrowers, 1, {
        "borrower": text, "kind": member_of("small", "company"), "seen_before": count, "months_missed": count},
        {"seen_before": 0, "months_missed": 0})
    loans = failures.read_all([loan for loan in of_month(records["loans"], month) if loan["borrower"] in keys], 2, {
        "borrower": key_among(keys), "limit": not_negative, "bad": yes_no, "bad_before": yes_no, "own_fault": yes_no},
        {"own_fault": False})
    visits = failures.read_all([visit for visit in of_month(records["visits"], month, "on") if visit["borrower"] in keys], 3, {
        "borrower": key_among(keys), "on": day, "noted": yes_no})
    work = failures.read_all(mine(records["work"], row, "on"), 4, {"on": day, "what": member_of(*PRICES), "amount": money})
    weeks = failures.read_all(mine(records["weeks"], row, "ends"), 5, {
        "ends": day, "plan_signed": yes_no, "log_signed": yes_no, "reported": yes_no})
    findings = failures.read_all(mine(records["findings"], row, "on"), 6, {"on": day, "gravity": member_of(*MARKS)})
    failures.stop()
    return v, borrowers, loans, visits, work, weeks, findings


def visited(borrower, large, visits, ends_quarter):
    """Large clients are seen every month of the quarter, others once in it; before its last month the latter is not due."""
    seen = sum(visit["noted"] for visit in visits if visit["borrower"] == borrower["borrower"])
    if large:
        return seen >= VISITS and borrower["months_missed"] == 0
    return borrower["seen_before"] + seen >= VISITS or not ends_quarter


def derive(row, records, people):
    v, borrowers, loans, visits, work, weeks, findings = read(row, records)
    number = int(row["period"][5:])
    credit = {b["borrower"]: sum(loan["limit"] for loan in loans if loan["borrower"] == b["borrower"]) for b in borrowers}
    large = {key for key, amount in credit.items() if amount >= LARGE_CREDIT}
    missed = sum(not visited(b, b["borrower"] in large, visits, number % 3 == 0) for b in borrowers)
    new_own_bad = sum(loan["bad"] and not loan["bad_before"] and loan["own_fault"] for loan in loans)
    lost = v["marks_before"] + sum((MARKS[finding["gravity"]] for finding in findings), Fraction(0))

    shares = {"report": Fraction(v["report"]), "rules": max(Fraction(0), 1 - lost / WEIGHTS["rules"])}
    if borrowers:
        shares["visits"] = Fraction(len(borrowers) - missed, len(borrowers))
    if weeks:
        shares["weeks"] = Fraction(sum(w["plan_signed"] and w["log_signed"] and w["reported"] for w in weeks), len(weeks))
    if number % 6 == 0:
        shares["survey"] = Fraction(v["survey"])
    items, score = spread(WEIGHTS, shares)
    if new_own_bad:
        score = Fraction(0)

    pay = {"post": v["post_pay"], "performance": half_up(sum((w["amount"] * PRICES[w["what"]] for w in work), Fraction(0)), 2)}
    if number % 3 == 0:
        pay["management"] = half_up(v["management_pay"] * score / 100, 2)
    rooms = {
        "small_room": SMALL_CLIENTS - sum(b["kind"] == "small" for b in borrowers),
        "company_room": COMPANY_CLIENTS - sum(b["kind"] == "company" for b in borrowers),
    }
    result = {"score": score, "marks_lost": lost, "pay": sum(pay.values())}
    result |= {f"score.{name}": value for name, value in items.items()} | {f"pay.{name}": value for name, value in pay.items()}
    counts = rooms | {"clients": len(borrowers), "large_clients": len(large), "not_visited": missed, "new_own_bad": new_own_bad}
    return {path: show(Fraction(value)) for path, value in result.items()} | {
        name: str(value) for name, value in counts.items()} | {"within_norm": show(min(rooms.values()) >= 0)}


if __name__ == "__main__":
    main(FOLDER, TABLES, derive)
