"""What a formula's tree is worth in one row.

Names come from a scope (score.py makes it): `name(text, place)` and `call(node, scope)`. Operators are strict except
`and`, `or`, `in`, `if` and `match`, which look only at what they need, from left to right. Not for words.
"""

import datetime
from fractions import Fraction

from periods import add_months, months_between
from value import ABSENT, Failed, PlanError, Rounding, comparable, strict


def evaluate(tree, scope):
    """Return the value, ABSENT or Failed."""
    kind = tree.kind
    if kind in ("number", "text", "bool"):
        return tree.head
    if kind == "name":
        return scope.name(tree.head, tree.place)
    if kind == "match":
        return match(tree, scope)
    if kind == "in":
        return is_in(tree, scope)
    if kind == "call":
        lazy = LAZY.get(tree.head)
        if lazy:
            return lazy(tree, scope)
        if tree.by is not None:
            return scope.group(tree)
        if tree.is_history or tree.over is not None:
            return scope.past(tree)
        if tree.is_aggregate:
            found = scope.aggregate(tree)
            if found is not None:
                return found
        if tree.head in STRICT:
            args = [evaluate(a, scope) for a in tree.args]
            stop = strict(args)
            return STRICT[tree.head](args, tree, scope) if stop is None else stop
        return scope.call(tree)
    if tree.head in ("and", "or"):
        return logic(tree, scope)
    args = [evaluate(a, scope) for a in tree.args]
    stop = strict(args)
    if stop is not None:
        return stop
    return unary(tree.head, args[0]) if kind == "unary" else binary(tree, *args)


def logic(tree, scope):
    left = evaluate(tree.args[0], scope)
    if isinstance(left, Failed) or left is ABSENT or left == (tree.head == "or"):
        return left
    return evaluate(tree.args[1], scope)


def unary(head, x):
    return (not x) if head == "not" else -x


def binary(tree, a, b):
    head = tree.head
    if head in ("==", "!="):
        a, b = comparable(a, b)
        return (a == b) == (head == "==")
    if head in ("<", "<=", ">", ">="):
        a, b = comparable(a, b)
        return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[head]
    if isinstance(a, datetime.date) or isinstance(b, datetime.date):
        try:
            return date_arithmetic(head, a, b)
        except OverflowError:
            return Failed(tree.place, "E0619")
    if head == "/":
        return Failed(tree.place, "E0611") if b == 0 else a / b
    return {"+": a + b, "-": a - b, "*": a * b}[head]


def date_arithmetic(head, a, b):
    if head == "-" and isinstance(b, datetime.date):
        return Fraction((a - b).days)
    if isinstance(b, datetime.date):
        a, b = b, a
    days = datetime.timedelta(days=int(b))
    return a + days if head == "+" else a - days


def is_in(tree, scope):
    x = evaluate(tree.args[0], scope)
    if isinstance(x, Failed) or x is ABSENT:
        return x
    for member in tree.args[1:]:
        found = evaluate(member, scope)
        if isinstance(found, Failed) or found is ABSENT:
            return found
        if same(x, found):
            return True
    return False


def same(a, b):
    a, b = comparable(a, b)
    return a == b


def match(tree, scope):
    x = evaluate(tree.args[0], scope)
    if isinstance(x, Failed) or x is ABSENT:
        return x
    for pattern, result in tree.args[1:]:
        if pattern is None:
            return evaluate(result, scope)
        key = evaluate(pattern, scope)
        if isinstance(key, Failed) or key is ABSENT:
            return key
        if same(x, key):
            return evaluate(result, scope)
    raise PlanError("match without else names not every member")


def choose(tree, scope):
    condition = evaluate(tree.args[0], scope)
    if isinstance(condition, Failed) or condition is ABSENT:
        return condition
    return evaluate(tree.args[1 if condition else 2], scope)


def has(tree, scope):
    value = evaluate(tree.args[0], scope)
    return value if isinstance(value, Failed) else value is not ABSENT


def rounded(tree, scope):
    """round(x), round(x, n), round(x, n, mode): the mode is a bare word, so the call is read here."""
    x = evaluate(tree.args[0], scope)
    if isinstance(x, Failed) or x is ABSENT:
        return x
    digits = evaluate(tree.args[1], scope) if len(tree.args) > 1 else Fraction(0)
    mode = tree.args[2].head if len(tree.args) > 2 else scope.round_mode()
    return Rounding(Fraction(1, 10 ** int(digits)), int(digits), mode).checked(x, tree.place)


def most(pick, values):
    """The least or greatest (`pick`) of numbers, dates or members."""
    best = values[0]
    for other in values[1:]:
        a, b = comparable(best, other)
        if a != b and pick(a, b) == b:
            best = other
    return best


def clamp(tree, scope):
    low, high = (evaluate(a, scope) for a in tree.args[1:])
    stop = strict([low, high])
    if stop is not None:
        return stop
    if low > high:
        return Failed(tree.place, "E0616")
    x = evaluate(tree.args[0], scope)
    return x if isinstance(x, Failed) or x is ABSENT else max(low, min(high, x))


def part(args, tree, scope):
    amount, k, shares = args[0], int(args[1]), args[2:]
    pay = scope.pay_rounding()
    parts = [pay.checked(amount * s, tree.place, "down") for s in shares[:-1]]
    # Reading: the last part is what the others leave, so all of them are rounded for it; another part only by itself.
    if k < len(shares):
        return parts[k - 1]
    stop = strict(parts)
    return stop if stop is not None else amount - sum(parts)


def move(args, tree, scope, sign):
    """Step along the list of a member, stopping at its ends."""
    steps = sign * (int(args[1]) if len(args) > 1 else 1)
    name, place = args[0].places[0]
    members = scope.list_members(name)
    return scope.member(members[max(0, min(len(members) - 1, place + steps))], name)


def make_date(args, tree, scope):
    try:
        if any(a.denominator != 1 for a in args):
            raise ValueError
        return datetime.date(*(int(a) for a in args))
    except (ValueError, OverflowError):
        return Failed(tree.place, "E0619")


LAZY = {"if": choose, "has": has, "round": rounded, "clamp": clamp}
STRICT = {
    "min": lambda a, t, s: most(min, a),
    "max": lambda a, t, s: most(max, a),
    "abs": lambda a, t, s: abs(a[0]),
    "floor": lambda a, t, s: Rounding(Fraction(1), 0, "floor").checked(a[0], t.place),
    "ceil": lambda a, t, s: Rounding(Fraction(1), 0, "ceiling").checked(a[0], t.place),
    "sum": lambda a, t, s: sum(a),
    "mean": lambda a, t, s: sum(a) / len(a),
    "count_true": lambda a, t, s: Fraction(sum(a)),
    "up": lambda a, t, s: move(a, t, s, 1),
    "down": lambda a, t, s: move(a, t, s, -1),
    "part": part,
    "date": make_date,
    "days": lambda a, t, s: Fraction((a[1] - a[0]).days),
    "months": lambda a, t, s: Fraction(months_between(a[0], a[1])),
    "add_months": lambda a, t, s: add_months(a[0], int(a[1])),
    "month_start": lambda a, t, s: a[0].replace(day=1),
}


def period_value(period, field):
    """Return period.<field>."""
    if field in ("start", "end"):
        return getattr(period, field)
    if field in ("number", "year", "days", "year_days", "elapsed_days"):
        return Fraction(getattr(period, field))
    if field not in ("ends_quarter", "ends_half", "ends_year"):
        raise PlanError(f"no period.{field}")
    return period.ends(field[len("ends_"):])
