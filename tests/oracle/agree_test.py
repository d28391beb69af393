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
    trial, counts = compare_plans(merit, FIRST_SEED, PLANS, ROWS, problems.append)
    print(*problems, sep="\n\n")
    print(f"{formulas} formulas, {counts['agree']} of {PLANS} plans agree, {trial.cells} cells")
    # Every row was compared and the rows are of many kinds, else the generator has become idle.
    return 1 if problems or sum(trial.codes.values()) != PLANS * ROWS or len(trial.codes) < 12 else 0


if __name__ == "__main__":
    sys.exit(main())
