"""The oracle: scores data files by a plan as written, from docs/language.md alone.

    oracle.py DUMP.json DATA.csv [T=FILE.csv ...] [--table T]        prints the result file

DUMP.json is what `merit check --dump PLAN` prints. A number that no rounding made fixed is printed exactly.
"""

import csv
import sys

from cells import cell_value, read_csv
from digits import output_digits
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


def default_outputs(table):
    """`score`, its sections, values whose type is a list, `pay`, its components."""
    made = []

    def sections(node):
        made.append(node.path)
        for child in node.children:
            if child.children is not None:
                sections(child)

    if table.score:
        sections(table.score)
    made += [p for p, n in table.nodes.items() if "." not in p and n.children is None and is_list_node(table, n)]
    if table.pay:
        made += ["pay", *(c.path for c in table.pay.children)]
    return made


sys.setrecursionlimit(20000)  # a name that reads itself goes back through all periods


class Oracle:
    """A plan ready to score rows."""

    def __init__(self, plan):
        self.plan, self.people, self.digits = plan, plan.people, {}
        for table in plan.tables.values():
            place_points(table)
            if table.outputs is None:
                table.outputs = tuple(default_outputs(table))
            self.digits[table.name] = {o: output_digits(table, o) for o in table.outputs}

    def worlds(self, data, before=()):
        """Return the rows of all tables in each period, in their order. `data` is that of rows.py.

        `before` are those of earlier periods, which may be of another version of the plan.
        """
        header, lines = data[self.people.name]
        # Reading: a period in which there are none of the people is not worked out.
        texts = {dict(zip(header, line))["period"] for line in lines} if self.plan.period else set()
        periods = sorted(map(self.plan.period_of, texts), key=lambda p: p.ordinal) or [None]
        worlds = list(before)
        for period in periods:
            worlds.append(World(self.plan, period, data, worlds[::-1]))
        return worlds[len(before) :]

    def rows(self, data):
        """Return the people's rows in the order of their file."""
        rows = [row for world in self.worlds(data) for row in world.rows[self.people.name]]
        return sorted(rows, key=lambda row: row.at)

    def result(self, row):
        """Return (error code or "", the outputs' texts by name)."""
        outputs = row.table.outputs
        failure = row.failure(outputs)
        if failure is not None:
            return failure.code, {o: "" for o in outputs}
        return "", {o: value_text(row.named(o), self.digits[row.table.name][o]) for o in outputs}

    def front(self, table):
        """Return the columns that say which row it is."""
        name = [] if table.single else [table.key or "line"]
        return name + (["period"] if self.plan.period else [])

    def front_of(self, row):
        """Return the texts of these columns."""
        name = [] if row.table.single else [row.key if row.table.key else str(row.line)]
        return name + ([row.period.text] if self.plan.period else [])

    def printed(self, table, worlds, has_file=True):
        """Return a table's rows in their order: that of the file in one period, else by period and key."""
        made = [row for world in worlds for row in world.rows[table.name]]
        # Reading: where several periods are asked for, also if the rows are of one of them; and without a file.
        if table.key and (len(worlds) > 1 or not has_file):
            made.sort(key=lambda row: (row.period.ordinal if row.period else 0, row.key.encode()))
        return made

    def score(self, data, name=None):
        """Yield the lines of a table's result file, the header first; those of the people if no table is named."""
        table = self.plan.tables[name or self.people.name]
        yield [*self.front(table), *table.outputs, "error"]
        for row in self.printed(table, self.worlds(data), table.name in data):
            error, outputs = self.result(row)
            yield [*self.front_of(row), *outputs.values(), error]


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
        table = arguments[-1] if arguments[-2] == "--table" else None
        oracle = Oracle(load(arguments[0]))
        data = read_files(oracle.plan, arguments[1 : -2 if table else None])
        csv.writer(sys.stdout, lineterminator="\n").writerows(oracle.score(data, table))
    except (PlanError, OSError) as error:
        print(f"oracle: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
