#!/usr/bin/env python3
"""Every number of every explanation of the rules and of some random plans follows from the lines it names.

MERIT names the program. The larger run: python3 tests/replay/replay.py --merit PATH --random 500 --seed N
"""

import os
import pathlib
import sys

from replay import Report, check_random, check_rules

RULES = pathlib.Path(__file__).resolve().parents[2] / "rules"

FIRST_SEED, PLANS = 1, 25


def main():
    report = Report()
    merit = os.environ.get("MERIT", "merit")
    check_rules(merit, RULES, report)
    check_random(merit, FIRST_SEED, PLANS, report)
    print(*report.problems, sep="\n")
    print(f"{report.rows} rows, {report.lines} lines, {report.outputs} outputs")
    return 1 if report.problems or not report.outputs else 0


if __name__ == "__main__":
    sys.exit(main())
