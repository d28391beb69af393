#!/usr/bin/env python3
"""Derives what the cases of laian-display-contest expect, from the rules on the page and not from the engine."""
import hashlib
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import half_up, read_number, show  # noqa: E402
from records import CHECK, Failures, key_among, main, member_of, of_month, text  # noqa: E402

# Printed: clients named and drawn, marks for one, winners, and the seats of the panel.
NAMED, DRAWN, FULL, WINNERS = 20, 5, 20, 3
SEATS = ("account_manager", "market_manager", "office_manager")
# Ours: the word that the draw begins with.
SEED = "laian display contest"


def draw(clients, month):
    """The five clients with the smallest SHA-256 of seed, month and name."""
    digest = {client: hashlib.sha256(f"{SEED}\n{month}\n{client}".encode()).digest() for client in clients}
    return set(sorted(clients, key=digest.get)[:DRAWN])


def points(cell):
    return read_number(cell, 1, low=0, high=FULL)


def judge(month, records, people):
    """The whole contest of a month: what each manager has. Whatever is wrong fails everybody, for no place is sure then."""
    failures = Failures()
    named = failures.read_all(of_month(records["clients"], month), 0, {"manager": key_among(people), "client": text})
    names = {row["client"] for row in of_month(records["clients"], month)}
    readers = {"client": key_among(names), "seat": member_of(*SEATS), "marks": points}
    given = {client: [] for client in names}
    for row in of_month(records["marks"], month):
        given.setdefault(row["client"], []).append(failures.read(row, 1, readers))

    scores = {}
    for manager in people:
        mine = [row["client"] for row in named if row["manager"] == manager]
        drawn = draw(mine, month)
        total = Fraction(0)
        for client in mine:
            marks = given[client]
            if None in marks:
                continue    # a wrong mark is what is told of this client
            if sorted(mark["seat"] for mark in marks) != (sorted(SEATS) if client in drawn else []):
                failures.add((0, CHECK), "E0618")
            total += half_up(sum(mark["marks"] for mark in marks) / Fraction(len(SEATS)), 2)
        if len(mine) != NAMED:
            failures.add((2, CHECK), "E0618")
        scores[manager] = (total, len(mine), len(drawn))
    return failures, scores


contests = {}


def derive(row, records, people):
    month = row["period"]
    contest = (id(records), month)
    if contest not in contests:
        contests[contest] = judge(month, records, people)
    failures, scores = contests[contest]
    failures.stop()
    score, named, drawn = scores[row["manager"]]
    place = 1 + sum(other > score for other, _, _ in scores.values())
    counts = {"place": place, "named": named, "drawn": drawn}
    return {"score": show(score), "score.display": show(score), "wins": show(place <= WINNERS)} | {
        name: str(n) for name, n in counts.items()}


if __name__ == "__main__":
    main(FOLDER, ("clients", "marks"), derive)
