"""What an aggregate is worth: F(x where condition) over the rows of one way.

Which rows fail it, which are left out, which of several failures counts. Not for names (ways.py) nor rows (rows.py).
"""

from dataclasses import replace
from fractions import Fraction

from digits import tree_digits
from evaluate import evaluate, most
from formula import Node
from value import ABSENT, Failed, PlanError, decimals, strict, too_long
from ways import longest_prefix, one_way, trail


def written_out(tree, scope):
    """Return a tree with the arguments of the definitions around it put in."""
    if not isinstance(tree, Node):
        return tree and tuple(written_out(a, scope) for a in tree)
    if tree.kind == "name" and tree.head in scope.bindings:
        return written_out(scope.bindings[tree.head], scope.outer)
    inner = tuple(written_out(a, scope) for a in tree.args)
    by = tree.by and tuple(name_given(name, scope) for name in tree.by)
    return replace(tree, args=inner, where=written_out(tree.where, scope), by=by)


def name_given(name, scope):
    """Return the name that stands for one: where it is an argument of a definition, the name that was given."""
    return written_out(Node("name", 0, name), scope).head


def aggregate(tree, scope):
    """Return the value, ABSENT or Failed; None when no rows are in the tree."""
    tree = written_out(tree, scope)
    table = scope.row.table
    way = one_way(table, (*tree.args, tree.where), scope.bound)
    if way is None:
        if tree.where is not None or tree.head in ("count", "any"):
            raise PlanError(f"an aggregate without rows at byte {tree.place}")
        return None
    if tree.head == "count" and tree.args[0].head != way:
        raise PlanError(f"count of what is no way at byte {tree.place}")
    start = longest_prefix(way, scope.bound)
    rows, failures = way_rows(scope, way, start)
    values = [one(tree, type(scope)(scope.row, None, None, scope.bound | {way: row})) for row in rows]
    found = [value for value in values if value is not ABSENT and not isinstance(value, Failed)]
    stop = strict([*failures, *(value for value in values if isinstance(value, Failed))])
    return stop if stop is not None else total(tree, found, table)


def one(tree, scope):
    """What one row gives: ABSENT when its condition does not hold."""
    if tree.where is not None:
        holds = evaluate(tree.where, scope)
        if holds is ABSENT or isinstance(holds, Failed):
            return holds
        if not holds:
            return ABSENT
    return True if tree.head == "count" else evaluate(tree.args[0], scope)


def way_rows(scope, way, start):
    """Return (the rows of a way that did not fail as a whole, the failures of those that did).

    Reading: every row on the way is read, so a failed one fails the aggregate (or is left out with all below it), whether
    or not the condition would have held.
    """
    rows, failures = [scope.row if start is None else scope.bound[start]], []
    done = 0 if start is None else len(start.split("."))
    for step in trail(scope.row.table, way)[0][done:]:
        reached = []
        for row in rows:
            if step.kind != "down":
                above = row.follow(step)
                # Reading: over a ref that is absent there are no rows.
                if isinstance(above, Failed):
                    failures.append(above)
                elif above is not ABSENT:
                    reached.append(above)
                continue
            for below in row.world.rows_below(row, step):
                if below.whole() is None:
                    reached.append(below)
                elif not below.table.leaves_out:
                    failures.append(below.whole())
        rows = reached
    return rows, failures


def total(tree, found, table):
    """What the values of the rows come to."""
    if tree.head == "count":
        return Fraction(len(found))
    if tree.head == "any":
        return any(found)
    if tree.head in ("min", "max"):
        return most({"min": min, "max": max}[tree.head], found) if found else ABSENT
    together = sum(found, Fraction(0))
    digits = tree_digits(table, tree.args[0])
    if digits is None:
        digits = max((decimals(x) for x in found), default=0)
    # Reading: the sum inside a mean may not be longer either.
    if too_long(together, digits):
        return Failed(tree.place, "E0606")
    if tree.head == "sum":
        return together
    return together / len(found) if found else ABSENT
