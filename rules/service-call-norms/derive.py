#!/usr/bin/env python3
"""Derives what the cases of service-call-norms expect, from the rules on the page and not from the engine."""
import sys
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))
from derivation import read_number, show, spread  # noqa: E402
from records import Failures, day, main, member_of, mine, text, yes_no  # noqa: E402

# Printed: nobody waits longer than three minutes.
WAIT_MINUTES = 3
# Ours: the weights, what one slip costs, and how far a matter that is settled but not told counts.
WEIGHTS = {
    "telephone": {"waiting": 20, "cut_off": 10, "records": 10, "matters": 15},
    "contact": {"call_backs": 15, "visits": 15, "complaints": 15},
}
assert sum(sum(section.values()) for section in WEIGHTS.values()) == 100
SLIP = {"waiting": 4, "cut_off": 2, "complaints": 6}
CARRIED = {"open": Fraction(0), "settled": Fraction(1, 2), "told": Fraction(1)}

CALLS = {
    "manager": text, "called_on": day, "wait": lambda cell: read_number(cell, 1, low=0), "was_cut_off": yes_no, "called_again": yes_no,
    "recorded": yes_no, "matter": member_of("open", "settled", "told"),
}
CONTACTS = {"manager": text, "due": day, "kind": member_of("call_back", "visit"), "made_on": day}
COMPLAINTS = {"manager": text, "heard_on": day, "answer": member_of("open", "passed_on", "answered")}


def mean(values):
    return sum(values) / len(values) if values else None


def left_after(name, slips):
    weight = next(section[name] for section in WEIGHTS.values() if name in section)
    return Fraction(max(0, weight - SLIP[name] * slips), weight)


def derive(row, records, people):
    failures = Failures()
    failures.read(row, 0, {"branch": text})
    # A spoilt call is left out; a spoilt contact or complaint fails the person.
    calls = Failures().read_all(mine(records["calls"], row, "called_on"), 1, CALLS, {"matter": None})
    contacts = failures.read_all(mine(records["contacts"], row, "due"), 2, CONTACTS, {"made_on": None})
    complaints = failures.read_all(mine(records["complaints"], row, "heard_on"), 3, COMPLAINTS)
    failures.stop()

    waited = sum(call["wait"] > WAIT_MINUTES and not call["called_again"] for call in calls)
    dropped = sum(call["was_cut_off"] and not call["called_again"] for call in calls)
    carried = [CARRIED[call["matter"]] for call in calls if call["matter"]]
    recorded = mean([Fraction(call["recorded"]) for call in calls])
    left_open = sum(complaint["answer"] == "open" for complaint in complaints)
    telephone, first = spread(WEIGHTS["telephone"], {
        "waiting": left_after("waiting", waited),
        "cut_off": left_after("cut_off", dropped),
        "records": Fraction(1) if recorded is None else recorded,
        "matters": mean(carried) if carried else Fraction(1),
    })

    def kept(kind):
        on_time = [c["made_on"] is not None and c["made_on"] <= c["due"] for c in contacts if c["kind"] == kind]
        return mean([Fraction(yes) for yes in on_time])

    contact, second = spread(WEIGHTS["contact"], {
        "call_backs": kept("call_back"), "visits": kept("visit"), "complaints": left_after("complaints", left_open),
    })
    result = {"score": first + second, "score.telephone": first, "score.contact": second}
    result |= {f"score.telephone.{name}": value for name, value in telephone.items()}
    result |= {f"score.contact.{name}": value for name, value in contact.items()}
    counts = {"waited": waited, "dropped": dropped, "matters": len(carried), "left_open": left_open}
    return {path: show(value) for path, value in result.items()} | {name: show(Fraction(n), 0) for name, n in counts.items()}


if __name__ == "__main__":
    main(FOLDER, ["calls", "contacts", "complaints"], derive)
