"""The oracle: scores data files by a plan as written, from docs/language.md alone.

    oracle.py DUMP.json DATA.csv [T=FILE.csv ...]        prints the result file

DUMP.json is what `merit check --dump PLAN` prints. A number that no rounding made fixed is printed exactly.
"""

import csv
import sys

from cells import cell_value, read_csv
from digits import output_digits
from periods import Period
from plan import load
from rows import World
from score import place_points
from value import PlanError, value_text
from ways import end


def is_list_tree(table, tree, seen):
    """Say whether a formula gives a member of a list."""
    plan = table.plan
    if tree.kind == "name":
        where, name = end(table, tree.head)
        if name in where.inputs:
            return where.inputs[name].type in plan.lists
        if name in where.nodes:
            node = where.nodes[name]
            return node not in seen and is_list_node(where, node, (*seen, node))
        return name not in plan.params and any(name in members for members in plan.lists.values())
    if tree.kind == "match":
        return is_list_tree(table, tree.args[1][1], seen)
    if tree.kind == "call":
        if tree.head in ("carried", "prev"):
            return is_list_tree(table, tree.args[-1], seen)
        at = {"if": 1, "min": 0, "max": 0}.get(tree.head)
        return tree.head in ("up", "down") or at is not None and is_list_tree(table, tree.args[at], seen)
    return False


def is_list_node(table, node, seen=()):
    if node.type:
        return node.type in table.plan.lists
    if node.formula is not None:
        return is_list_tree(table, node.formula, seen)
    if node.word and node.word.name == "quota":
        return True
    if node.word and node.word.name == "step":
        side = next(v for v in node.word.fields.values() if isinstance(v, dict))
        return is_list_tree(table, node.word.parsed(next(iter(side.values()))), seen)
    return False


def default_outputs(people):
    """`score`, its sections, values whose type is a list, `pay`, its components."""
    made = []

    def sections(node):
        made.append(node.path)
        for child in node.children:
            if child.children is not None:
                sections(child)

    if people.score:
        sections(people.score)
    made += [p for p, n in people.nodes.items() if "." not in p and n.children is None and is_list_node(people, n)]
    if people.pay:
        made += ["pay", *(c.path for c in people.pay.children)]
    return made


sys.setrecursionlimit(20000)  # a name that reads itself goes back through all periods


class Oracle:
    """A plan ready to score rows."""

    def __init__(self, plan):
        self.plan, self.people = plan, plan.people
        place_points(plan.people)
        self.outputs = plan.outputs if plan.outputs is not None else default_outputs(self.people)
        self.people.outputs = tuple(self.outputs)
        self.digits = {o: output_digits(self.people, o) for o in self.outputs}

    def rows(self, data):
        """Return the people's rows in the order of their file. `data` is that of rows.py."""
        header, lines = data[self.people.name]
        # Reading: a period in which there are none of the people is not worked out.
        texts = {dict(zip(header, line))["period"] for line in lines} if self.plan.period else set()
        periods = sorted((Period(str(self.plan.period), text) for text in texts), key=lambda p: p.ordinal) or [None]
        worlds = []
        for period in periods:
            worlds.append(World(self.plan, period, data, worlds[::-1]))
        return sorted((row for world in worlds for row in world.rows[self.people.name]), key=lambda row: row.at)

    def result(self, row):
        """Return (error code or "", the outputs' texts by name)."""
        failure = row.failure(self.outputs)
        if failure is not None:
            return failure.code, {o: "" for o in self.outputs}
        return "", {o: value_text(row.named(o), self.digits[o]) for o in self.outputs}

    def score(self, data):
        """Yield the result file's lines, the header first."""
        front = [self.people.key] + (["period"] if self.plan.period else [])
        yield [*front, *self.outputs, "error"]
        for row in self.rows(data):
            error, outputs = self.result(row)
            yield [row.key, *([row.period.text] if self.plan.period else []), *outputs.values(), error]


def read_files(plan, arguments):
    """Read `T=FILE` arguments; a file without `T=` is the people's."""
    data = {}
    for argument in arguments:
        name, _, path = argument.rpartition("=")
        data[name or plan.people.name] = read_csv(path)
    return data


def main(arguments):
    if len(arguments) < 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        oracle = Oracle(load(arguments[0]))
        csv.writer(sys.stdout, lineterminator="\n").writerows(oracle.score(read_files(oracle.plan, arguments[1:])))
    except (PlanError, OSError) as error:
        print(f"oracle: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
