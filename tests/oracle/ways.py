"""Where a dotted name goes: up over refs, down to the rows that name one, to the row of a single table.

Told from the plan alone, for the rows themselves see rows.py. A *way* is the part of a name that ends at its last step
down: `clients.orders` of `clients.orders.client.city`.
"""

from dataclasses import dataclass

from trees import names_in
from value import PlanError

MAYBE_NONE = ("mean", "min", "max")  # over no rows they are absent
MAYBE_NO_PLACE = ("rank", "quota", "running_share", "zscore")


@dataclass(frozen=True)
class Hop:
    kind: str  # up, down, single
    name: str
    table: object  # where it leads
    ref: str = None  # down: the ref by which the rows name this one


def hop(table, name):
    """Return the step a name is from a table's row, or None."""
    entry = table.inputs.get(name)
    if entry is not None and entry.type == "ref":
        return Hop("up", name, table.plan.tables[entry.to])
    if name in table.called:
        rows, ref = table.called[name]
        return Hop("down", name, rows, ref)
    other = table.plan.tables.get(name)
    return Hop("single", name, other) if other is not None and other.single else None


def trail(table, name):
    """Return (the steps of a name, what is read at their end: empty where it ends with rows)."""
    hops, parts = [], name.split(".")
    while parts and parts[0] != "period" and ".".join(parts) not in table.nodes:
        step = hop(table, parts[0])
        if step is None or len(parts) == 1 and step.kind != "down":  # a ref by its own name is the key as a text
            break
        hops.append(step)
        table, parts = step.table, parts[1:]
    return hops, ".".join(parts)


def end(table, name):
    """Return (the table a name is read in, its name there)."""
    hops, rest = trail(table, name)
    return (hops[-1].table if hops else table), rest


def way(table, name):
    """Return the way of a name, or None when it never goes down."""
    hops, _ = trail(table, name)
    downs = [n for n, step in enumerate(hops) if step.kind == "down"]
    return ".".join(step.name for step in hops[: downs[-1] + 1]) if downs else None


def longest_prefix(name, prefixes):
    """Return the longest of some ways that a name begins with, or None."""
    return max((p for p in prefixes if name == p or name.startswith(p + ".")), key=len, default=None)


def one_way(table, trees, bound=()):
    """Return the way of the rows an aggregate reads, or None: rows bound outside it are not its own."""
    found = set()
    for tree in trees:
        for name in names_in(table.plan, tree):
            rows, known = way(table, name), longest_prefix(name, bound)
            # Reading: inside an aggregate over `sales`, `sales.amount` is the row's, also for an aggregate in it.
            if rows is not None and (known is None or len(known) < len(rows)):
                found.add(rows)
    if len(found) > 1:
        raise PlanError(f"an aggregate over rows of several ways: {', '.join(sorted(found))}")
    return found.pop() if found else None


def may_be_none(table, tree):
    """Say whether a tree is an aggregate or a group function that is absent over no rows."""
    alone = tree is not None and tree.is_aggregate and tree.head in MAYBE_NONE
    return alone and (tree.by is not None or tree.over is not None or one_way(table, (*tree.args, tree.where)) is not None)


def may_be_absent(table, name, sure=frozenset()):
    """Say whether a name may be absent: itself, or a row on the way to it."""
    hops, rest = trail(table, name)
    for n, step in enumerate(hops):
        to_here = ".".join(s.name for s in hops[: n + 1])
        if step.kind == "up" and table.inputs[step.name].missing == "skip" and to_here not in sure:
            return True
        table = step.table
    if rest in table.inputs:
        return table.inputs[rest].missing == "skip" or table.inputs[rest].every is not None
    node = table.nodes.get(rest)
    if node is None:
        return False
    # Reading: who is not ranked is known from the rows alone, so these words may always be absent.
    has_no_place = node.word is not None and node.word.name in MAYBE_NO_PLACE
    return bool(node.applies or node.skip or node.every or has_no_place or may_be_none(table, node.formula))
