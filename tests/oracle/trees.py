"""Formulas as trees: putting arguments in, the formulas of a node, the names in one.

Not for what a name is (ways.py) nor what it is worth.
"""

from dataclasses import replace

from formula import Node
from plan import GROUP_WORDS, Scalar, formula

POLICIES = ("zero_target", "zero_actual", "negative", "units", "round")


def put_in(tree, bindings):
    """Return a definition's tree with its arguments put in."""
    if not isinstance(tree, Node):
        return tree and tuple(put_in(a, bindings) for a in tree)
    if tree.kind == "name" and tree.head in bindings:
        return bindings[tree.head]
    inner = tuple(put_in(a, bindings) for a in tree.args)
    by = tree.by and tuple(bindings[name].head if name in bindings else name for name in tree.by)
    return replace(tree, args=inner, where=put_in(tree.where, bindings), by=by)


def expanded(plan, tree):
    """Return the trees of a called definition with its arguments put in."""
    arguments, node = plan.defines[tree.head]
    return [put_in(t, dict(zip(arguments, tree.args))) for t in node_trees(node)]


def names_in(plan, tree):
    """Yield the names of a formula and of the definitions it calls, but not those inside an aggregate in it."""
    if tree is None:
        return
    if isinstance(tree, tuple):  # pattern and value of `match`
        for part in tree:
            yield from names_in(plan, part)
    elif tree.kind == "name":
        yield tree.head
    elif not tree.is_aggregate:
        called = tree.kind == "call" and tree.head in plan.defines
        for part in expanded(plan, tree) if called else tree.args:
            yield from names_in(plan, part)


def node_trees(node):
    """Return the trees of a node but for its gates."""
    made = [t for t in (node.formula, node.at_least, node.at_most) if t]
    if node.word and node.word.name in GROUP_WORDS:
        # Of a word over a group only its figure is read of this row; everything else is about each peer.
        made += [node.word.tree("of")] if "of" in node.word.fields else []
    elif node.word:
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
