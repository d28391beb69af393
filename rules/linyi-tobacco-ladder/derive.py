#!/usr/bin/env python3
"""Derives what the cases of linyi-tobacco-ladder expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, half_up, mark, show  # noqa: E402
from records import Failures, InOrder, main, member_of  # noqa: E402

# Printed: three levels of three grades, and the quotas; the juniors have what the other two leave, 30%.
LEVELS = ("junior", "middle", "senior")
RUNGS = [f"{level}_{grade}" for level in LEVELS for grade in "CBA"]
SENIORS, MIDDLES = Fraction(10, 100), Fraction(60, 100)
# Ours: all other numbers.
WEIGHTS = {
    "junior": {"basic": 60, "marketing": 25, "management": 15},
    "middle": {"basic": 25, "marketing": 50, "management": 25},
    "senior": {"basic": 20, "marketing": 25, "management": 55}}
assert all(sum(weights.values()) == 100 for weights in WEIGHTS.values())
MONTHS_SHARE, SUMMARY_SHARE = Fraction(70, 100), Fraction(30, 100)
ADDITIONAL_LINE = 80
MOVES = ((97, 3), (92, 2), (85, 1), (70, 0), (60, -1), (0, -3))
PAY = dict(zip(RUNGS, (3000, 3200, 3400, 3800, 4100, 4400, 5000, 5500, 6000)))

PEOPLE, VALUES = range(2)
MONTH = {"start": member_of(*RUNGS), "basic": mark, "marketing": mark, "management": mark}
END_OF_YEAR = {"summary": mark, "additional": mark}


def level_of(rung):
    return rung.split("_")[0]


def at(place):
    """The rung at a place of the ladder, which ends at both ends."""
    return RUNGS[min(max(place, 0), len(RUNGS) - 1)]


class Memory:
    """What is known of one manager before a month."""

    def __init__(self, manager, month, past):
        rows = [(when, told[manager]) for when, told in sorted(past.items()) if manager in told]
        years = [one for when, one in rows if when.endswith("-12")]    # rungs are told at the end of the year only
        self.last_failed = bool(years) and isinstance(years[-1], RowFails)
        this_year = [one for when, one in rows if when[:4] == month[:4]]
        self.year_failed = any(isinstance(one, RowFails) for one in this_year)
        self.scores = [] if self.year_failed else [one["score"] for one in this_year]
        rungs = [one["rung"] for _, one in rows if not isinstance(one, RowFails) and "rung" in one]
        self.rung = rungs[-1] if rungs else None


def month_of(read, rung):
    """A month's score at the rung held, and its pay."""
    parts = {name: half_up(weight * read[name] / 100, 2) for name, weight in WEIGHTS[level_of(rung)].items()}
    return {"held": rung, "score": sum(parts.values()), "pay": Fraction(PAY[rung])} | {
        f"score.{name}": value for name, value in parts.items()}


def wish(card, read, memory):
    """The marks of the year, and the rung they lead to before the quotas."""
    scores = [*memory.scores, card["score"]]
    overall = half_up(MONTHS_SHARE * sum(scores) / len(scores) + SUMMARY_SHARE * read["summary"], 2)
    moves = next(step for line, step in MOVES if overall >= line)
    reached, level = at(RUNGS.index(card["held"]) + moves), level_of(card["held"])
    additional = read["additional"]
    if LEVELS.index(level_of(reached)) > LEVELS.index(level) and (additional is None or additional < ADDITIONAL_LINE):
        reached = f"{level}_A"
    card |= {"overall": overall, "moves": moves, "wish": reached}


def cut(cards):
    """The quotas, from the top: the tail of a level goes to the one below, the tail of the juniors leaves."""
    everybody = len(cards)
    seats = {"senior": everybody * SENIORS // 1, "middle": everybody * MIDDLES // 1}
    seats["junior"] = everybody - seats["senior"] - seats["middle"]
    best = sorted(cards, key=lambda who: (-cards[who]["overall"], -RUNGS.index(cards[who]["held"]), who.encode()))
    pushed = set()
    for level, below in (("senior", "middle"), ("middle", "junior"), ("junior", None)):
        here = [who for who in best if who in pushed or level_of(cards[who]["wish"]) == level]
        for place, who in enumerate(here[: int(seats[level])], 1):
            rung = f"{level}_A" if who in pushed else cards[who]["wish"]
            cards[who] |= {"next_level": level, "place": place, "rung": rung, "eliminated": False}
        pushed = set(here[int(seats[level]):])
    for place, who in enumerate([who for who in best if who in pushed], int(seats["junior"]) + 1):
        rung = cards[who]["wish"] if level_of(cards[who]["wish"]) == "junior" else "junior_A"
        cards[who] |= {"next_level": "junior", "place": place, "rung": rung, "eliminated": True}


def score(month, people, records, past):
    """A month; in December the year of everybody together, so that one who cannot be read leaves all without a rung."""
    december = month.endswith("-12")
    found, cards = {}, {}
    for manager, row in people.items():
        failures, memory = Failures(), Memory(manager, month, past)
        read = failures.read(row, PEOPLE, MONTH | (END_OF_YEAR if december else {}), {"start": RUNGS[0], "additional": None})
        if memory.last_failed or (december and memory.year_failed):
            failures.add((VALUES, 0), "E0626")
        found[manager] = failures.found
        if not failures.found:
            cards[manager] = month_of(read, memory.rung or read["start"])
            if december:
                wish(cards[manager], read, memory)
    if december:
        everything = [failure for failures in found.values() for failure in failures]
        if everything:
            return {manager: RowFails(min(everything)[1]) for manager in people}
        cut(cards)
    return {manager: RowFails(min(found[manager])[1]) if found[manager] else cards[manager] for manager in people}


ladder = InOrder("manager", score)
AMOUNTS = ("score", "score.basic", "score.marketing", "score.management", "overall", "pay")


def derive(row, records, people):
    told = ladder(row, records, people)
    shown = {name: show(told.get(name)) for name in (*AMOUNTS, "held", "wish", "next_level", "rung", "eliminated")}
    return shown | {name: str(told.get(name, "")) for name in ("moves", "place")} | {"pay.rung": shown["pay"]}


if __name__ == "__main__":
    main(FOLDER, (), derive)
