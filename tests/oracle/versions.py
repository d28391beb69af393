"""Another version of a random plan: the same but for what its parameters say, with as many decimals as before.

For runs that go on from a state: what was kept under the old version stays as it was. Not for comparing: agree.py.
"""

import copy
import re
from fractions import Fraction

from value import number_text


def changed(tree):
    """The plan with other numbers in its parameters; not in those that weights are made of, which add up."""
    made = copy.deepcopy(tree)
    for name, body in made.get("params", {}).items():
        if not name.startswith("weight"):
            for part in ("value", "values", "from"):
                if part in body:
                    body[part] = other(body[part])
    return made


def other(cells):
    if isinstance(cells, dict):
        return {key: other(cell) for key, cell in cells.items()}
    found = re.fullmatch(r"(\d+)(?:\.(\d+))?(%?)", cells)
    if not found:
        return cells
    digits = len(found[2] or "")
    return number_text(Fraction(cells.rstrip("%")) + (20 if found[3] else 2), digits) + found[3]
