#!/usr/bin/env python3
"""Derives what the cases of telecom-portfolio expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import count, half_up, money, not_negative, show, spread  # noqa: E402
from records import CHECK, Failures, day, key_among, main, member_of, mine, of_month, text, yes_no  # noqa: E402

# Printed: two log-ins a day, a report every Friday, what a manager pays oneself.
LOGINS_A_DAY = 2
BORNE = {"own_error": 1, "service": 1, "network": 0}
# Ours: the weights, the growth line, the worth of a written reason.
PORTFOLIO = {"growth": 30, "churn": 20, "arrears": 15}
UPKEEP = {"contracts": 15, "files": 5, "reports": 5, "logins": 10}
assert sum(PORTFOLIO.values()) + sum(UPKEEP.values()) == 100
SHRINKS, STAYS, GROWS = Fraction(-10, 100), Fraction(0), Fraction(20, 100)
EXPLAINED = Fraction(1, 2)

TABLES = ("calendar", "clients", "contracts", "reports", "logins", "disputes", "cards")


def growth_share(now, before):
    """Half of the points without growth; nothing from -10% down, all from 20% up, straight between."""
    growth = now / before - 1 if before > 0 else Fraction(0)
    if growth < STAYS:
        return max(Fraction(0), (growth - SHRINKS) / (STAYS - SHRINKS) / 2)
    return min(Fraction(1), Fraction(1, 2) + (growth - STAYS) / (GROWS - STAYS) / 2)


def done_of(done, due):
    return min(Fraction(done) / due, 1) if due else Fraction(1)


HISTORY = CHECK - 1    # the place of what a client was before: behind the cells of its table
CLIENT = {"revenue": money, "revenue_at_first": money, "lost": yes_no, "arrears": not_negative, "collected": not_negative, "file_checked": yes_no}
CLIENT_MISSING = {"revenue_at_first": 0, "lost": False, "arrears": 0, "collected": 0}


def revenue_before(client, month, records, failures):
    """What a client brought in the same month of last year; without a row of that month, what the books say."""
    then = f"{int(month[:4]) - 1}{month[4:]}"
    rows = [row for row in of_month(records["clients"], then) if row["client"] == client["client"]]
    if not rows:
        return client["revenue_at_first"]
    row = Failures().read(rows[0], 2, CLIENT, CLIENT_MISSING)
    if row is None:
        failures.add((2, HISTORY), "E0626")
        return 0
    return row["revenue"]


def read(row, records):
    """Reads all that is one manager's in the month, in the order of the plan."""
    month = row["period"]
    failures = Failures()
    v = failures.read(row, 0, {"office": text, "leave_days": count, "bonus_base": not_negative}, {"leave_days": 0})
    months = failures.read_all(of_month(records["calendar"], month), 1, {
        "work_days": lambda cell: count(cell, 1), "fridays": lambda cell: count(cell, 1)})
    client_rows = mine(records["clients"], row)
    clients = failures.read_all(client_rows, 2, {"client": text} | CLIENT, CLIENT_MISSING)
    for client in clients:
        client["revenue_before"] = revenue_before(client, month, records, failures)
    keys = {client["client"] for client in client_rows}
    contracts = [contract for contract in of_month(records["contracts"], month, "ends") if contract["client"] in keys]
    contracts = failures.read_all(contracts, 3, {
        "client": key_among(keys), "ends": day, "renewed_on": day, "explained": yes_no}, {"renewed_on": None, "explained": False})
    reports = failures.read_all(mine(records["reports"], row, "friday"), 4, {"friday": day, "handed_in": day}, {"handed_in": None})
    logins = failures.read_all(mine(records["logins"], row, "on"), 5, {"on": day, "times": count})
    disputes = failures.read_all(mine(records["disputes"], row, "on"), 6, {
        "on": day, "cause": member_of(*BORNE), "amount": not_negative})
    cards = failures.read_all(mine(records["cards"], row, "due"), 7, {
        "due": day, "paid_on": day, "explained": yes_no}, {"paid_on": None, "explained": False})
    failures.stop()
    return v | months[0], clients, contracts, reports, logins, disputes, cards


def derive(row, records, people):
    v, clients, contracts, reports, logins, disputes, cards = read(row, records)
    now, before = (sum(client[name] for client in clients) for name in ("revenue", "revenue_before"))
    lost = sum(client["lost"] for client in clients)
    portfolio = {
        "growth": growth_share(now, before), "churn": Fraction(lost == 0),
        "arrears": done_of(sum(client["collected"] for client in clients), sum(client["arrears"] for client in clients)),
    }
    days_done = sum(login["times"] >= LOGINS_A_DAY for login in logins)
    upkeep = {
        "files": done_of(sum(client["file_checked"] for client in clients), len(clients)),
        "reports": done_of(sum(bool(r["handed_in"]) and r["handed_in"] <= r["friday"] for r in reports), v["fridays"]),
        "logins": done_of(days_done, max(v["work_days"] - v["leave_days"], 0)),
    }
    if contracts:
        worths = [1 if c["renewed_on"] and c["renewed_on"] <= c["ends"] else EXPLAINED if c["explained"] else 0 for c in contracts]
        upkeep["contracts"] = Fraction(sum(worths)) / len(contracts)
    cards_open = sum(not card["explained"] and not (card["paid_on"] and card["paid_on"] <= card["due"]) for card in cards)

    above = {name: half_up(PORTFOLIO[name] * share, 2) for name, share in portfolio.items()}
    below, second = spread(UPKEEP, upkeep)
    first = sum(above.values())
    bonus = half_up(v["bonus_base"] * (first + second) / 100, 2)
    own = -sum(dispute["amount"] * BORNE[dispute["cause"]] for dispute in disputes)
    result = {
        "score": first + second, "score.portfolio": first, "score.upkeep": second, "revenue": Fraction(now), "revenue_before": Fraction(before),
        "pay": bonus + own, "pay.bonus": bonus, "pay.own_errors": Fraction(own),
    }
    result |= {f"score.portfolio.{name}": value for name, value in above.items()}
    result |= {f"score.upkeep.{name}": value for name, value in below.items()}
    return {path: show(value) for path, value in result.items()} | {
        "growth_shown": show(half_up(now / before - 1, 4), 4) if before > 0 else "",
        "lost": str(lost), "contracts_ending": str(len(contracts)), "days_done": str(days_done), "cards_open": str(cards_open),
        "cards_in_order": show(cards_open == 0),
    }


if __name__ == "__main__":
    main(FOLDER, TABLES, derive)
