"""What a node reads without asking `has()` first: an item with `skip` applies when all of it is there.

That is names, and aggregates and group functions that may be over nobody (their trees). Follows definitions, not named values. Not for values: score.py.
"""

from trees import expanded, node_trees
from ways import may_be_absent, may_be_none, way


def when(tree, truth):
    """Return the names that are there when a condition is worth `truth`."""
    if tree.kind == "call" and tree.head == "has" and truth:
        return {tree.args[0].head}
    if tree.kind == "unary" and tree.head == "not":
        return when(tree.args[0], not truth)
    if tree.kind == "binary" and tree.head in ("and", "or"):
        left, right = (when(a, truth) for a in tree.args)
        return left | right if (tree.head == "and") == truth else left & right
    return set()


def tree_reads(table, tree, sure):
    """Return what a formula reads without knowing that it is there, though it may be absent."""
    if tree is None:
        return set()
    if isinstance(tree, tuple):  # pattern and value of `match`
        return set().union(*(tree_reads(table, a, sure) for a in tree))
    if tree.kind == "name":
        asked = tree.head in sure or not may_be_absent(table, tree.head, sure)
        return set() if asked else {tree.head}
    if tree.kind == "call" and tree.head == "has":
        return set()
    itself = {tree} if may_be_none(table, tree) else set()
    if tree.by is not None or tree.over is not None:
        return itself  # what it reads is of each peer or period, and what is absent there leaves that out
    if tree.is_history:
        return tree_reads(table, tree.args[-1], sure) if tree.head != "streak" else set()
    if tree.is_aggregate:
        # What is absent in a row of an aggregate leaves the row out; only what is mine counts here.
        there = sure | when(tree.where, True) if tree.where else sure
        made = tree_reads(table, tree.where, sure) | tree_reads(table, tree.args[0], there)
        return itself | {name for name in made if isinstance(name, str) and way(table, name) is None}
    known = [sure] * len(tree.args)
    if tree.kind == "call" and tree.head == "if":
        known[1:] = [sure | when(tree.args[0], True), sure | when(tree.args[0], False)]
    elif tree.kind == "binary" and tree.head in ("and", "or"):
        known[1] = sure | when(tree.args[0], tree.head == "and")
    elif tree.kind == "call" and tree.head in table.plan.defines:
        return set().union(*(tree_reads(table, t, sure) for t in expanded(table.plan, tree)))
    return set().union(*(tree_reads(table, a, k) for a, k in zip(tree.args, known)))


def node_reads(table, node):
    """Return what a node's own formulas read without asking."""
    made = set().union(*(tree_reads(table, t, set()) for t in node_trees(node)))
    for condition, _, amount in node.gates:
        made |= tree_reads(table, condition, set()) | tree_reads(table, amount, when(condition, True))
    return made.union(*(node_reads(table, child) for child in node.children or []))
