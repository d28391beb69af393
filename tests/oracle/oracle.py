"""The oracle: scores a data file by a plan as written, from docs/language.md alone.

    oracle.py DUMP.json DATA.csv        prints the result file

DUMP.json is what `merit check --dump PLAN` prints. A number that no rounding made fixed is printed exactly.
"""

import csv
import sys

from cells import cell_value, read_csv
from digits import output_digits
from periods import Period
from plan import load
from score import Row, place_weights
from value import PlanError, value_text


def is_list_tree(plan, tree, seen):
    """Say whether a formula gives a member of a list."""
    if tree.kind == "name":
        if tree.head in plan.inputs:
            return plan.inputs[tree.head].type in plan.lists
        if tree.head in plan.nodes:
            return tree.head not in seen and is_list_node(plan, plan.nodes[tree.head], seen | {tree.head})
        return tree.head not in plan.params and any(tree.head in members for members in plan.lists.values())
    if tree.kind == "match":
        return is_list_tree(plan, tree.args[1][1], seen)
    if tree.kind == "call":
        at = {"if": 1, "min": 0, "max": 0}.get(tree.head)
        return tree.head in ("up", "down") or at is not None and is_list_tree(plan, tree.args[at], seen)
    return False


def is_list_node(plan, node, seen=frozenset()):
    if node.type:
        return node.type in plan.lists
    if node.formula is not None:
        return is_list_tree(plan, node.formula, seen)
    if node.word and node.word.name == "step":
        side = next(v for v in node.word.fields.values() if isinstance(v, dict))
        return is_list_tree(plan, node.word.parsed(next(iter(side.values()))), seen)
    return False


def default_outputs(plan):
    """`score`, its sections, values whose type is a list, `pay`, its components."""
    made = []

    def sections(node):
        made.append(node.path)
        for child in node.children:
            if child.children is not None:
                sections(child)

    if plan.score:
        sections(plan.score)
    made += [p for p, n in plan.nodes.items() if "." not in p and n.children is None and is_list_node(plan, n)]
    if plan.pay:
        made += ["pay", *(c.path for c in plan.pay.children)]
    return made


class Oracle:
    """A plan ready to score rows."""

    def __init__(self, plan):
        self.plan = plan
        place_weights(plan)
        self.outputs = plan.outputs if plan.outputs is not None else default_outputs(plan)
        self.digits = {o: output_digits(plan, o) for o in self.outputs}

    def row(self, header, texts):
        """Return the Row of one line of the data."""
        cell = dict(zip(header, texts))
        period = Period(str(self.plan.period), cell["period"]) if self.plan.period else None
        row = Row(self.plan, cell[self.plan.each], period)
        for name, entry in self.plan.inputs.items():
            row.cells[name] = cell_value(self.plan, entry, cell.get(name, ""), row.scope)
        return row

    def result(self, row):
        """Return (error code or "", the outputs' texts by name)."""
        failure = row.failure(self.outputs)
        if failure is not None:
            return failure.code, {o: "" for o in self.outputs}
        return "", {o: value_text(row.named(o), self.digits[o]) for o in self.outputs}

    def score(self, header, rows):
        """Yield the result file's lines, the header first."""
        front = [self.plan.each] + (["period"] if self.plan.period else [])
        yield [*front, *self.outputs, "error"]
        for texts in rows:
            cell = dict(zip(header, texts))
            error, outputs = self.result(self.row(header, texts))
            yield [*(cell[f] for f in front), *outputs.values(), error]


def main(arguments):
    if len(arguments) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        oracle = Oracle(load(arguments[0]))
        header, rows = read_csv(arguments[1])
        csv.writer(sys.stdout, lineterminator="\n").writerows(oracle.score(header, rows))
    except (PlanError, OSError) as error:
        print(f"oracle: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
