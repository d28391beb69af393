#!/usr/bin/env python3
"""Derives what the cases of graded-manager-pay expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import RowFails, count, half_up, mark, money, read_number, show, spread  # noqa: E402
from records import Failures, day, main, member_of, mine, of_month, text, yes_no  # noqa: E402

# Printed: a diary a day, a summary a week, a report a month.
REPORTS = 3
# Ours: all other numbers.
PASS_MARK = 60
EXAM_SHARE, SCORE_SHARE = Fraction(40, 100), Fraction(60, 100)
RACE_CAP = Fraction(120, 100)
WEIGHTS = {"race": 50, "traces": 40, "inspections": 10}
TRACES = {"diaries": 12, "summaries": 9, "reports": 9, "readings": 10}
assert sum(TRACES.values()) == WEIGHTS["traces"] and sum(WEIGHTS.values()) == 100
GRADES = {"one": Fraction(20, 100), "two": Fraction(50, 100), "three": Fraction(30, 100)}    # best first
PAY = {"one": 15_000, "two": 12_000, "three": 9_600}
PENALTY_LIMIT = Fraction(20, 100)
PRIZE = 500

TABLES = ("calendar", "weeks", "reports", "readings", "inspections", "events", "ideas")
NODE = 100    # the place of what is worked out: behind all cells


def boxes(cell):
    return read_number(cell, 3, low=0)


def at_least_one(cell):
    return count(cell, 1)


def mean(values):
    return sum(values, Fraction(0)) / len(values) if values else None


def part(done, due):
    return min(Fraction(1), Fraction(done) / due)


def exam_of(row, records):
    """The mark of the year: the first one given in it, up to this quarter.

    Another one later is E0627. Behind a quarter whose cell could not be read, or said another, nobody knows the mark: E0626.
    """
    year = [other for other in records["manager"] if other["manager"] == row["manager"] and other["period"][:4] == row["period"][:4]]
    known = None
    for other in sorted((other for other in year if other["period"] <= row["period"]), key=lambda other: other["period"]):
        if other["exam"] == "":
            continue
        try:
            given = mark(other["exam"])
            if known not in (None, given):
                raise RowFails("E0627")
        except RowFails:
            if other is row:
                raise
            raise RowFails("E0626") from None
        known = given
    return known


def read_for_score(row, records, failures):
    """What the score needs, in the order of the plan; what a week, a reading ... holds beside it fails it too."""
    readers = {"zone": text, "exam": lambda cell: cell, "sold": boxes, "target": boxes}
    person = failures.read(row, 0, readers, {"exam": None})
    try:
        exam = exam_of(row, records)
    except RowFails as failure:
        failures.add((0, 1), failure.args[0])
        person = None
    if person:
        person["exam"] = exam
    calendar = failures.read_all(of_month(records["calendar"], row["period"]), 1, {
        "work_days": at_least_one, "weeks": at_least_one})
    weeks = failures.read_all(mine(records["weeks"], row, "ends"), 2, {
        "ends": day, "diaries": lambda cell: read_number(cell, 0, low=0, high=7), "summary": yes_no})
    reports = failures.read_all(mine(records["reports"], row, "on"), 3, {"on": day})
    readings = failures.read_all(mine(records["readings"], row, "on"), 4, {
        "on": day, "what": member_of("daily", "weekly", "monthly"), "mark": mark})
    inspections = failures.read_all(mine(records["inspections"], row, "on"), 5, {"on": day, "mark": mark})
    return person, calendar, weeks, reports, readings, inspections


def score_of(person, calendar, weeks, reports, readings, inspections):
    calendar = calendar[0]
    traces, total = spread(TRACES, {
        "diaries": part(sum(week["diaries"] for week in weeks), calendar["work_days"]),
        "summaries": part(sum(week["summary"] for week in weeks), calendar["weeks"]),
        "reports": part(len(reports), REPORTS),
        "readings": mean([reading["mark"] / 100 for reading in readings]),
    })
    items, score = spread(WEIGHTS, {
        "race": min(RACE_CAP, person["sold"] / person["target"]),
        "traces": total / WEIGHTS["traces"],
        "inspections": mean([inspection["mark"] / 100 for inspection in inspections]),
    })
    result = {"score": score} | {f"score.{name}": value for name, value in items.items()}
    return result | {f"score.traces.{name}": value for name, value in traces.items()}


def card(row, records):
    """One manager's card: its failures, whether the race reads them, and the score and standing where there are none."""
    failures = Failures()
    read = read_for_score(row, records, failures)
    person = read[0]
    if person is None:
        return failures, True, None
    exam = person["exam"]
    passed = exam is not None and exam >= PASS_MARK
    if person["target"] == 0:
        failures.add((NODE, 0), "E0612")
    if failures.found:
        return failures, passed, None
    result = score_of(*read) | {"passed": passed}
    if passed:
        result["standing"] = half_up(EXAM_SHARE * exam + SCORE_SHARE * result["score"], 2)
    return failures, passed, result


def seats(n):
    """How many of n get each grade: the whole parts, then one more each for the largest parts left, the better grade first."""
    whole = {grade: n * share.numerator // share.denominator for grade, share in GRADES.items()}
    left = sorted(GRADES, key=lambda grade: whole[grade] - n * GRADES[grade])    # stable: best first among equal ones
    for grade in left[: n - sum(whole.values())]:
        whole[grade] += 1
    return [grade for grade in GRADES for _ in range(whole[grade])]


def zone_of(row, people):
    """The managers of one zone in one quarter. Whose zone is not known makes every zone unsure."""
    if any(person["zone"] == "" for person in people.values()):
        raise RowFails("E0601")
    return [person for person in people.values() if person["zone"] == row["zone"]]


def money_of(row, records, grade, failures):
    events = failures.read_all(mine(records["events"], row, "on"), 6, {
        "on": day, "why": text, "amount": money, "published": yes_no})
    ideas = failures.read_all(mine(records["ideas"], row, "on"), 7, {"on": day, "adopted": yes_no})
    failures.stop()
    published = [event["amount"] for event in events if event["published"]]
    pay = {
        "grade": Fraction(PAY[grade]),
        "rewards": sum((amount for amount in published if amount > 0), Fraction(0)),
        "penalties": max(-PENALTY_LIMIT * PAY[grade], sum((amount for amount in published if amount < 0), Fraction(0))),
        "innovation": Fraction(PRIZE * sum(idea["adopted"] for idea in ideas)),
    }
    result = {"pay": sum(pay.values())} | {f"pay.{name}": amount for name, amount in pay.items()}
    return result, len(events) - len(published)


def derive(row, records, people):
    """Scores the whole zone, for a grade is a place among colleagues: one in the race who cannot be scored fails all."""
    cards = {person["manager"]: card(person, records) for person in zone_of(row, people)}
    failures = Failures()
    for manager, (found, in_the_race, _) in cards.items():
        if in_the_race or manager == row["manager"]:
            failures.found += found.found
    if failures.found:
        money_of(row, records, "three", failures)
    standing = {manager: result for manager, (_, in_the_race, result) in cards.items() if in_the_race}
    ranked = sorted(standing, key=lambda manager: (-standing[manager]["standing"], -standing[manager]["score"], manager.encode()))
    by_race = dict(zip(ranked, seats(len(ranked))))
    grade = by_race.get(row["manager"], "three")
    amounts, hidden = money_of(row, records, grade, failures)
    result = cards[row["manager"]][2] | amounts
    passed = result.pop("passed")
    place = ranked.index(row["manager"]) + 1 if passed else None
    return {path: show(Fraction(value)) for path, value in result.items()} | {
        "passed": show(passed), "place": str(place or ""), "by_race": by_race.get(row["manager"], ""), "grade": grade,
        "not_published": str(hidden)}


if __name__ == "__main__":
    main(FOLDER, TABLES, derive)
