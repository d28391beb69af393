#!/usr/bin/env python3
"""Every number of every explanation of the rules follows from the lines it names, the data and the result file.

MERIT names the program. Other plans: python3 tests/replay/replay.py --merit PATH --rules DIR
"""

import os
import pathlib
import sys

from replay import Report, check_rules

RULES = pathlib.Path(__file__).resolve().parents[2] / "rules"


def main():
    report = Report()
    check_rules(os.environ.get("MERIT", "merit"), RULES, report)
    print(*report.problems, sep="\n")
    print(f"{report.rows} rows, {report.lines} lines, {report.outputs} outputs")
    return 1 if report.problems or not report.outputs else 0


if __name__ == "__main__":
    sys.exit(main())
