"""The formula language: a lexer and a Pratt parser that make a tree.

A tree node is Node(kind, place, ...): `place` is the byte of the plan the node begins at. Not for meaning: evaluate.py
gives it.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from value import PlanError

SCALE = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "万": Fraction(10**4), "亿": Fraction(10**8), "": Fraction(1)}
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)(?P<scale>[%‰万亿]?)(?P<junk>\w?)"
    r"|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign>->|==|!=|<=|>=|[-+*/<>(),]))"
)
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in")
# How tightly an operator holds its operands; `not` stands between `and` and the comparisons.
POWER = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6} | {c: 4 for c in COMPARISONS}
NOT_POWER, MINUS_POWER = 3, 7
WINDOWS = (("ytd",), ("htd",), ("qtd",), ("all",), ("last", "n"), ("last", "n", "quarters"), ("last", "year"))
WORDS = ("or", "and", "not", "in", "else", "true", "false", "where", "by", "over")
AGGREGATES = ("sum", "count", "mean", "min", "max", "any")
HISTORY = ("carried", "prev", "streak")


@dataclass(frozen=True)
class Node:
    """kind: number, text, name, call, binary, unary, in, match; `head` is the name, operator or constant.

    The place of a binary node is where its left operand begins (a division fails where its dividend begins).
    Reading: what stands in brackets begins with them.
    """

    kind: str
    place: int
    head: object
    args: tuple = ()
    shared: bool = False  # a number written with % or ‰
    where: object = None  # of an aggregate: the condition on its rows
    by: tuple = None  # of a group function: the names of its keys, none for `by all`
    over: tuple = None  # of a function over a window: its words, with n as a number

    @property
    def is_history(self):
        """Say whether this reads a name of this row in earlier periods."""
        return self.kind == "call" and self.head in HISTORY

    @property
    def is_aggregate(self):
        """Say whether this may read other rows: a group, a window, or what has one argument (ways.py: are rows in it)."""
        if self.kind != "call" or self.head not in AGGREGATES:
            return False
        return self.by is not None or self.over is not None or len(self.args) == 1


@dataclass
class Token:
    kind: str
    text: object
    place: int
    shared: bool = False


def tokens(text, begin):
    """Cut `text` into tokens, each with its byte (begin + offset)."""
    made, at = [], 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        if not found or found["junk"]:
            raise PlanError(f"formula cannot be read at {at}: {text}")
        start = found.end() - len(found[0].lstrip())
        place = begin + len(text[:start].encode())
        if found["number"]:
            made.append(Token("number", Fraction(found["number"]) * SCALE[found["scale"]], place, found["scale"] in ("%", "‰")))
        elif found["name"]:
            made.append(Token("sign" if found["name"] in WORDS else "name", found["name"], place))
        elif found["text"]:
            made.append(Token("text", found["text"][1:-1], place))
        else:
            made.append(Token("sign", found["sign"], place))
        at = found.end()
    made.append(Token("end", "", begin + len(text.encode())))
    return made


class Parser:
    def __init__(self, text, begin):
        self.text, self.tokens, self.at = text, tokens(text, begin), 0

    def peek(self):
        return self.tokens[self.at]

    def next(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def is_sign(self, text):
        return self.peek().kind == "sign" and self.peek().text == text

    def take(self, text):
        if not self.is_sign(text):
            raise PlanError(f"expected {text} before byte {self.peek().place}: {self.text}")
        return self.next()

    def whole(self):
        tree = self.expression(0)
        if self.peek().kind != "end":
            raise PlanError(f"something stands behind the formula: {self.text}")
        return tree

    def expression(self, least):
        left = self.prefix(least)
        while self.peek().kind == "sign" and POWER.get(self.peek().text, 0) > least:
            sign = self.next()
            power = POWER[sign.text]
            if sign.text == "in":
                left = Node("in", left.place, "in", (left, *self.arguments()))
            else:
                left = Node("binary", left.place, sign.text, (left, self.expression(power)))
            if power == 4 and self.peek().text in COMPARISONS and self.peek().kind == "sign":
                raise PlanError(f"comparisons do not chain: {self.text}")
        return left

    def prefix(self, least):
        token = self.next()
        if token.kind == "number":
            return Node("number", token.place, token.text, (), token.shared)
        if token.kind == "text":
            return Node("text", token.place, token.text)
        if token.kind == "name":
            return self.named(token)
        if token.text in ("true", "false"):
            return Node("bool", token.place, token.text == "true")
        if token.text == "(":
            inner = replace(self.expression(0), place=token.place)
            self.take(")")
            return inner
        if token.text == "not" and least <= NOT_POWER:
            return Node("unary", token.place, "not", (self.expression(NOT_POWER),))
        if token.text == "-":
            return Node("unary", token.place, "-", (self.expression(MINUS_POWER),))
        raise PlanError(f"an operand is missing before byte {token.place}: {self.text}")

    def named(self, token):
        if not self.is_sign("("):
            return Node("name", token.place, token.text)
        if token.text == "match":
            return self.match(token)
        made = self.arguments(token.text in AGGREGATES)
        return Node("call", token.place, token.text, made, False, self.where, self.by, self.over)

    def arguments(self, of_rows=False):
        """Return the arguments in brackets; leave what stands after `where`, `by` and `over` in the parser."""
        self.take("(")
        made, where, by, over = [], None, None, None
        while not (self.is_sign(")") or of_rows and len(made) < 2 and self.is_behind_rows()):
            if made:
                self.take(",")
            made.append(self.expression(0))
        if self.is_sign("where"):
            self.next()
            where = self.expression(0)
        if self.is_sign("by"):
            self.next()
            by = self.keys()
        elif self.is_sign("over"):
            self.next()
            over = self.window()
        self.take(")")
        self.where, self.by, self.over = where, by, over
        return tuple(made)

    def is_behind_rows(self):
        return any(map(self.is_sign, ("where", "by", "over")))

    def window(self):
        """Return `ytd htd qtd all`, `last n`, `last n quarters` or `last year` as (word, ...)."""
        made = []
        while self.peek().kind in ("name", "number"):
            made.append(self.next().text)
        shape = tuple("n" if isinstance(word, Fraction) else word for word in made)
        if shape not in WINDOWS:
            raise PlanError(f"no such window: {self.text}")
        return tuple(made)

    def keys(self):
        """Return names separated by commas, none for `all`."""
        made = [self.next()]
        while self.is_sign(","):
            self.next()
            made.append(self.next())
        if any(token.kind != "name" for token in made):
            raise PlanError(f"a key is a name: {self.text}")
        names = tuple(token.text for token in made)
        return () if names == ("all",) else names

    def match(self, token):
        """match(x, A -> 1, else -> 0): args are x and (pattern or None, value) pairs."""
        self.take("(")
        made = [self.expression(0)]
        while not self.is_sign(")"):
            self.take(",")
            pattern = None if self.is_sign("else") and self.next() else self.expression(0)
            self.take("->")
            made.append((pattern, self.expression(0)))
        self.take(")")
        return Node("match", token.place, "match", tuple(made))


def parse(text, begin=0):
    """Return the tree of a formula whose first byte is `begin` in the plan; raise PlanError."""
    return Parser(text, begin).whole()


def is_share_literal(tree):
    """Say whether a tree is one number written with % or ‰ (perhaps negative)."""
    # Reading: "a cell with %" is a cell that is one literal with %; a formula that merely contains one is points.
    if tree.kind == "unary" and tree.head == "-":
        return is_share_literal(tree.args[0])
    return tree.kind == "number" and tree.shared


def has_share_literal(tree):
    """Say whether any number in a tree is written with % or ‰."""
    parts = [part for a in tree.args for part in (a if isinstance(a, tuple) else (a,))]
    return tree.shared or any(has_share_literal(part) for part in parts if isinstance(part, Node))

