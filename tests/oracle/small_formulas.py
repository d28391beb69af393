"""Every well-typed formula of a small alphabet up to a size, with what it is worth.

Trees are made first and written with as few brackets as the precedences of docs/language.md allow, so that the
program's parser is compared with trees, not with another parser's idea of the text.
"""

from fractions import Fraction

from evaluate import evaluate
from formula import Node, parse
from value import Failed, value_text

ATOMS = [Node("number", 0, Fraction(0)), Node("number", 0, Fraction(5, 2)), Node("name", 0, "a"), Node("name", 0, "b")]
TRUTHS = [Node("name", 0, "c")]
ARITHMETIC = ("+", "-", "*", "/")
POWER = {"or": 1, "and": 2, "not": 3, "<": 4, ">=": 4, "==": 4, "+": 5, "-": 5, "*": 6, "/": 6, "neg": 7}
SETTINGS = [{"a": "3", "b": "-0.5", "c": "true"}, {"a": "0", "b": "2", "c": "false"}]


def binary(head, left, right):
    return Node("binary", 0, head, (left, right))


def pairs(lefts, rights, size):
    """Yield every pair whose sizes add up to `size`."""
    for n in range(1, size):
        for left in lefts[n] if n < len(lefts) else ():
            for right in rights[size - n] if size - n < len(rights) else ():
                yield left, right


def all_trees(most):
    """Return (numbers, truths): trees by size (index 0 is empty)."""
    numbers, truths = [[], ATOMS], [[], TRUTHS]
    for size in range(2, most + 1):
        new_numbers = [Node("unary", 0, "-", (x,)) for x in numbers[size - 1]]
        new_numbers += [Node("call", 0, "round", (x,)) for x in numbers[size - 1]]
        new_truths = [Node("unary", 0, "not", (x,)) for x in truths[size - 1]]
        for a, b in pairs(numbers, numbers, size - 1):
            new_numbers += [binary(head, a, b) for head in ARITHMETIC]
            new_numbers.append(Node("call", 0, "min", (a, b)))
            new_truths += [binary(head, a, b) for head in ("<", ">=", "==")]
        new_truths += [binary(head, a, b) for a, b in pairs(truths, truths, size - 1) for head in ("and", "or")]
        for n in range(1, size - 2):
            for c in truths[n]:
                for a, b in pairs(numbers, numbers, size - 1 - n):
                    new_numbers.append(Node("call", 0, "if", (c, a, b)))
        numbers.append(new_numbers)
        truths.append(new_truths)
    return numbers, truths


def text(tree, least=0):
    """Write a tree with the fewest brackets; `least` is the power its surroundings ask for."""
    if tree.kind == "call":
        return f"{tree.head}({', '.join(text(a) for a in tree.args)})"
    if tree.kind == "unary":
        power = POWER["neg" if tree.head == "-" else "not"]
        inner = text(tree.args[0], power)
        made = f"-{' ' * inner.startswith('-')}{inner}" if tree.head == "-" else f"not {inner}"
    elif tree.kind == "binary":
        power = POWER[tree.head]
        left = power + 1 if power == 4 else power  # comparisons do not chain
        made = f"{text(tree.args[0], left)} {tree.head} {text(tree.args[1], power + 1)}"
    else:
        return tree.head if tree.kind == "name" else value_text(tree.head)
    return f"({made})" if power < least else made


class Names:
    """The scope of `merit eval`: names set on the command line."""

    def __init__(self, setting):
        self.values = {n: v == "true" if v in ("true", "false") else Fraction(v) for n, v in setting.items()}

    def name(self, name, place):
        return self.values[name]

    def round_mode(self):
        return "half_up"


def without_places(tree):
    return (tree.kind, tree.head, tuple(without_places(a) for a in tree.args))


def cases(most):
    """Yield (text, tree) of every formula; the oracle's own parser must agree with the writer."""
    for kind in all_trees(most):
        for size in kind:
            for tree in size:
                written = text(tree)
                if without_places(parse(written)) != without_places(tree):
                    raise AssertionError(f"writer and parser of the oracle differ: {written}")
                yield written, tree


def worth(tree, setting):
    """Return what `merit eval` should print: an exact text or an error code."""
    value = evaluate(tree, Names(setting))
    return value.code if isinstance(value, Failed) else value_text(value)
