#!/usr/bin/env python3
"""The program and the oracle agree: small formulas and some random plans, always the same ones.

MERIT names the program. The larger run, before a release or after a change of the engine:

    python3 tests/oracle/agree.py --merit PATH --formulas full --seed N --plans 2000 --rows 50
"""

import os
import sys

from agree import compare_formulas, compare_plans
from program import Merit

FORMULA_SIZE, FIRST_SEED, PLANS, ROWS = 4, 1, 60, 20


def main():
    problems = []
    merit = Merit(os.environ.get("MERIT", "merit"))
    formulas, _ = compare_formulas(merit, FORMULA_SIZE, problems.append)
    trial, counts = compare_plans(merit, FIRST_SEED, PLANS, ROWS, problems.append, groups="some", time="some", state=True)
    print(*problems, sep="\n\n")
    print(f"{formulas} formulas, {counts['agree']} of {PLANS} plans agree, {trial.cells} cells")
    # Many rows were compared, of many kinds and with state in between, else the generator has become idle.
    is_idle = sum(trial.codes.values()) < PLANS * ROWS / 2 or len(trial.codes) < 12 or trial.splits < PLANS / 4
    return 1 if problems or is_idle else 0


if __name__ == "__main__":
    sys.exit(main())
