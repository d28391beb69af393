"""How many decimals a node is printed with, where the page says enough to know it; None otherwise.

Names lead to other tables too. Sums, extremes and choices have the most digits of their parts, products the digits of both, a quotient by a constant of
twos and fives those of the product with its inverse. Not for values.
"""

from cells import value_digits
from formula import Node
from plan import formula
from value import decimals
from ways import end

NUMERIC = ("money", "points", "percent", "count", "days", "number")
WHOLE = ("floor", "ceil", "count", "count_true", "days", "months")
ALIKE = ("min", "max", "sum", "clamp", "abs")


def most(parts):
    parts = list(parts)
    return None if None in parts else max(parts)


def output_digits(table, name):
    """Return the decimals of an input, a value, a path or a parameter; None when they are not known."""
    table, name = end(table, name)
    if name in table.inputs:
        return value_digits(table.plan, table.inputs[name]) if table.inputs[name].type in NUMERIC else None
    if name in table.nodes:
        return node_digits(table, table.nodes[name])
    return {"period.start": None, "period.end": None}.get(name, 0) if name.startswith("period.") else None


def node_digits(table, node):
    if node.rounding:
        # The weight itself, where a skipped item counts with all of it, is not rounded.
        return most([node.rounding.digits, weight_digits(table, node)]) if node.skip == "full" else node.rounding.digits
    if node.children is not None:
        # Reading: a sum without rounding of its own (pay) has the most digits of what it adds. A section that may be
        # re-weighted is exact then.
        if any(c.skip == "reweight" for c in node.children):
            return None
        found = most(node_digits(table, c) for c in node.children if not c.unweighted)
    elif node.word:
        found = word_digits(table, node.word)
    else:
        found = tree_digits(table, node.formula)
    bounds = [b for b in (node.at_least, node.at_most, *(node.extra or ())) if b is not None]
    found = most([found, *(tree_digits(table, b) for b in bounds)])
    for _, act, amount in node.gates:
        digits = tree_digits(table, amount)
        if None in (found, digits):
            return None
        found = found + digits if act == "times" else max(found, digits)
    return found


def word_digits(table, word):
    """Return the decimals of a word over a group; those of the others are not worked out here."""
    if word.name == "rank":
        return 1 if word.fields["ties"] == "average" else 0
    return table.plan.roundings["pay"].digits if word.name == "split" else None


def weight_digits(table, node):
    """Return the decimals of a weight: of its number, or where it depends on the row those of its parts together."""
    if node.points is not None:
        return decimals(node.points)
    tree = table.out_of if node is table.score else node.weight_tree
    whole = weight_digits(table, node.section) if node is not table.score and node.weight_shared else 0
    own = tree_digits(table, tree)
    return None if None in (own, whole) else own + whole


def param_digits(table, cells):
    """Return the most decimals of a parameter's cells, where all of them are numbers."""
    if isinstance(cells, dict):
        return most(param_digits(table, cell) for cell in cells.values())
    return tree_digits(table, formula(cells))


def tree_digits(table, tree):
    if tree.kind == "number":
        return decimals(tree.head)
    if tree.kind == "name":
        return output_digits(table, tree.head)
    if tree.kind == "unary" and tree.head == "-":
        return tree_digits(table, tree.args[0])
    if tree.kind == "match":
        return most(tree_digits(table, value) for _, value in tree.args[1:])
    if tree.kind == "binary":
        return binary_digits(table, tree)
    if tree.kind != "call":
        return None
    if tree.head in table.plan.params:
        param = table.plan.params[tree.head]
        return param_digits(table, param["from" if "from" in param else "values"])
    if tree.is_history:
        return history_digits(table, tree)
    if tree.head in WHOLE or tree.head == "round" and len(tree.args) == 1:
        return 0
    if tree.head == "round":
        return int(tree.args[1].head)
    if tree.head == "if":
        return most(tree_digits(table, a) for a in tree.args[1:])
    return most(tree_digits(table, a) for a in tree.args) if tree.head in ALIKE else None


def history_digits(table, tree):
    """Return the decimals of what was read and of what there is at first; of a name that reads itself those at first."""
    if tree.head == "streak":
        return 0
    first, name = tree_digits(table, tree.args[-1]), tree.args[0].head
    if name in table.reading_itself:
        return first
    table.reading_itself.add(name)
    found = output_digits(table, name)
    table.reading_itself.discard(name)
    return most([found, first])


def binary_digits(table, tree):
    left, right = (tree_digits(table, a) for a in tree.args)
    if tree.head == "/":
        divisor = tree.args[1]
        inverse = decimals(1 / divisor.head) if isinstance(divisor, Node) and divisor.kind == "number" and divisor.head else None
        return None if None in (left, inverse) else left + inverse
    if None in (left, right):
        return None
    return left + right if tree.head == "*" else max(left, right) if tree.head in ("+", "-") else None
