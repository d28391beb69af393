"""What a node reads without asking `has()` first: an item with `skip` applies when all of it is there.

Follows definitions, not named values. Not for values: score.py.
"""

from formula import Node
from plan import Scalar, formula

POLICIES = ("zero_target", "zero_actual", "negative", "units", "round")


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


def put_in(tree, bindings):
    """Return a definition's tree with its arguments put in."""
    if not isinstance(tree, Node):
        return tree and tuple(put_in(a, bindings) for a in tree)
    if tree.kind == "name" and tree.head in bindings:
        return bindings[tree.head]
    return Node(tree.kind, tree.place, tree.head, tuple(put_in(a, bindings) for a in tree.args), tree.shared)


def tree_reads(plan, tree, sure):
    """Return the names a formula reads without knowing that they are there."""
    if tree is None:
        return set()
    if isinstance(tree, tuple):  # pattern and value of `match`
        return set().union(*(tree_reads(plan, a, sure) for a in tree))
    if tree.kind == "name":
        return {tree.head} - sure
    if tree.kind == "call" and tree.head == "has":
        return set()
    known = [sure] * len(tree.args)
    if tree.kind == "call" and tree.head == "if":
        known[1:] = [sure | when(tree.args[0], True), sure | when(tree.args[0], False)]
    elif tree.kind == "binary" and tree.head in ("and", "or"):
        known[1] = sure | when(tree.args[0], tree.head == "and")
    elif tree.kind == "call" and tree.head in plan.defines:
        arguments, node = plan.defines[tree.head]
        inner = dict(zip(arguments, tree.args))
        return set().union(*(tree_reads(plan, put_in(t, inner), sure) for t in node_trees(node)))
    return set().union(*(tree_reads(plan, a, k) for a, k in zip(tree.args, known)))


def node_reads(plan, node):
    """Return the names a node's own formulas read without asking."""
    made = set().union(*(tree_reads(plan, t, set()) for t in node_trees(node)))
    for condition, _, amount in node.gates:
        made |= tree_reads(plan, condition, set()) | tree_reads(plan, amount, when(condition, True))
    return made.union(*(node_reads(plan, child) for child in node.children or []))


def node_trees(node):
    """Return the trees of a node but for its gates."""
    made = [t for t in (node.formula, node.at_least, node.at_most) if t]
    if node.word:
        made += field_trees({k: v for k, v in node.word.fields.items() if k not in POLICIES})
    return made


def field_trees(fields):
    """Yield the trees of every formula in a word's fields."""
    if isinstance(fields, dict):
        for key, value in fields.items():
            if isinstance(value, dict):
                yield from (formula(k) for k in value if k not in ("else", "below", "at"))
            yield from field_trees(value)
    elif isinstance(fields, Scalar):
        yield formula(fields)
