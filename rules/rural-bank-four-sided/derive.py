#!/usr/bin/env python3
"""Derives what the cases of rural-bank-four-sided expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import half_up, money, not_negative, show  # noqa: E402
from records import Failures, day, key_among, last_day, main, member_of, mine, of_month, yes_no  # noqa: E402

# All of it is ours: the document names four sides, the team and the risk, and prints no number.
WEIGHTS = {"sales": 35, "profit": 30, "service": 15, "control": 20}
assert sum(WEIGHTS.values()) == 100
CAP = Fraction(120, 100)
COMPLAINT = 3
FINDING = {"minor": 2, "serious": 8}
CURED = Fraction(1, 2)
GRADES = [(90, "A", Fraction(15, 10)), (75, "B", Fraction(11, 10)), (60, "C", Fraction(8, 10)), (0, "D", Fraction(4, 10))]
REACH = [
    (Fraction(110, 100), "beyond", Fraction(11, 10)), (Fraction(1), "reached", Fraction(1)),
    (Fraction(80, 100), "near", Fraction(9, 10)), (Fraction(0), "short", Fraction(7, 10)),
]
BAD_CLASSES = ("substandard", "doubtful", "loss")


def risk_of(bad):
    """One percent itself is low, three percent themselves are raised."""
    if bad > Fraction(3, 100):
        return "high", Fraction(6, 10)
    return ("raised", Fraction(9, 10)) if bad > Fraction(1, 100) else ("low", Fraction(1))


LOAN = {"manager": str, "balance": not_negative, "class": member_of("normal", "watch", *BAD_CLASSES)}
COMPLAINT_CELLS = {"manager": str, "made_on": day, "justified": yes_no}
FINDING_CELLS = {"manager": str, "found_on": day, "severity": member_of(*FINDING), "cured_on": day}
# The order in the plan.
PEOPLE, TEAMS, LOANS, COMPLAINTS, FINDINGS = range(5)


class Quarter:
    """The people and the records of one quarter. What is read of others fails with them."""

    def __init__(self, records, period, people, failures):
        self.people, self.failures = people, failures
        self.teams = {team["team"]: team for team in of_month(records["team"], period)}
        self.person_cells = {
            "team": key_among(self.teams), "sales": money, "sales_target": not_negative, "profit": money,
            "profit_target": lambda cell: money(cell, Fraction(1, 100)), "bonus_base": not_negative,
        }
        self.team_cells = {"target": not_negative, "leader": key_among(people)}

    def person(self, key):
        return self.failures.read(self.people[key], PEOPLE, self.person_cells, {"team": None})

    def team(self, key):
        """A team's cells. Its check looks at the leader, so that it fails with the leader's row."""
        team = self.failures.read(self.teams[key], TEAMS, self.team_cells, {"leader": None})
        leader = self.person(team["leader"]) if team and team["leader"] else None
        return None if team and team["leader"] and leader is None else team

    def attainment(self, key):
        """What the members sold of the team's task; without a task it is done."""
        team = self.team(key)
        members = [self.person(name) for name, row in self.people.items() if row["team"] == key]
        if team is None or None in members:
            return None
        sold = sum(member["sales"] for member in members)
        return max(sold, 0) / team["target"] if team["target"] else Fraction(1)


def derive(row, records, people):
    me, period = row["manager"], row["period"]
    failures = Failures()
    quarter = Quarter(records, period, people, failures)
    v = quarter.person(me)
    attainment = quarter.attainment(v["team"]) if v and v["team"] else None
    led = [key for key, team in quarter.teams.items() if team["leader"] == me]
    for key in led:
        quarter.team(key)

    loans = failures.read_all(mine(records["loans"], row), LOANS, LOAN)
    complaints = failures.read_all(mine(records["complaints"], row, "made_on"), COMPLAINTS, COMPLAINT_CELLS)
    findings = failures.read_all(mine(records["findings"], row, "found_on"), FINDINGS, FINDING_CELLS, {"cured_on": None})
    failures.stop()

    def completion(actual, target):
        return min(max(actual, 0) / target, CAP) if target else Fraction(1)

    def taken(finding):
        cured = finding["cured_on"] is not None and finding["cured_on"] <= last_day(period)
        return FINDING[finding["severity"]] * (CURED if cured else 1)

    items = {
        "sales": half_up(WEIGHTS["sales"] * completion(v["sales"], v["sales_target"]), 2),
        "profit": half_up(WEIGHTS["profit"] * completion(v["profit"], v["profit_target"]), 2),
        "service": Fraction(max(0, WEIGHTS["service"] - COMPLAINT * sum(c["justified"] for c in complaints))),
        "control": Fraction(max(0, WEIGHTS["control"] - sum(map(taken, findings)))),
    }
    score = sum(items.values())
    _, grade, factor = next(line for line in GRADES if score >= line[0])
    reach, team_factor = None, Fraction(1)
    if attainment is not None:
        _, reach, team_factor = next(line for line in REACH if attainment >= line[0])
    lent = sum((loan["balance"] for loan in loans), Fraction(0))
    bad = sum((loan["balance"] for loan in loans if loan["class"] in BAD_CLASSES), Fraction(0))
    bad_share = bad / lent if lent else Fraction(0)
    risk, risk_factor = risk_of(bad_share)
    bonus = half_up(v["bonus_base"] * factor * team_factor * risk_factor, 2)
    amounts = {"score": score, "lent": lent, "pay": bonus, "pay.bonus": bonus} | {f"score.{name}": value for name, value in items.items()}
    return {path: show(value) for path, value in amounts.items()} | {
        "grade": grade, "reach": show(reach), "leads": show(bool(led)), "risk": risk, "bad_share": show(half_up(bad_share, 4), 4),
        "team_done": "" if attainment is None else show(half_up(attainment, 4), 4),
    }


if __name__ == "__main__":
    main(FOLDER, ["team", "loans", "complaints", "findings"], derive)
