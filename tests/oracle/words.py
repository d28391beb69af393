"""The words: completion, inverse, ratio, met, points, per_unit, step, line, whole, slices.

`word_value(word, context)` gives what a word says in one row. The context has `value(tree)`, `weight` (the item's
points, or None) and `rounding` (the node's, for slices). In a weighted item a share is multiplied by the weight here.
A policy (`error`, the order of breakpoints) fails at the word's key.
"""

from fractions import Fraction

from formula import is_share_literal
from value import ABSENT, Failed, PlanError, nearest, strict

ONE, ZERO = Fraction(1), Fraction(0)
SIDES = ("at_or_above", "above", "at_or_below", "below")


def word_value(word, context):
    """Return the word's value in this row, ABSENT or Failed."""
    return WORD[word.name](word, context)


def as_share(share, context):
    """A share of the item's weight, in points; a share where there is no weight."""
    if context.weight is None or share is ABSENT or isinstance(share, Failed):
        return share
    return share * context.weight


def stopped(value):
    return value is ABSENT or isinstance(value, Failed)


def division(word, context, dividend, divisor, zero_policy):
    # Reading: the divisor is looked at first; where a policy answers, the dividend is not computed; `zero_...` comes
    # before `negative`.
    below = context.value(word.tree(divisor))
    cap = None if word.fields["cap"] == "none" else context.value(word.tree("cap"))
    stop = strict([below] if cap is None else [below, cap])
    if stop is not None:
        return stop
    if below <= 0:
        policy = word.fields.get(zero_policy)
        if policy == "error":
            return Failed(word.site, "E0612")
        share = ZERO if policy == "zero" else ONE if cap is None else min(ONE, cap)
        return as_share(share, context)
    above = context.value(word.tree(dividend))
    if stopped(above):
        return above
    if above < 0 and word.fields.get("negative") != "keep":
        if word.fields.get("negative") == "error":
            return Failed(word.site, "E0613")
        return as_share(ZERO, context)
    share = above / below
    return as_share(share if cap is None else min(share, cap), context)


def completion(word, context):
    return division(word, context, "actual", "target", "zero_target")


def inverse(word, context):
    return division(word, context, "target", "actual", "zero_actual")


def ratio(word, context):
    return as_share(context.value(word.tree("of")), context)


def met(word, context):
    holds = context.value(word.tree("of"))
    return holds if stopped(holds) else as_share(ONE if holds else ZERO, context)


def points(word, context):
    return context.value(word.tree("of"))


def per_unit(word, context):
    def said(name, default):
        return context.value(word.tree(name)) if name in word.fields else default

    base = context.weight if word.fields.get("base") == "full" else said("base", ZERO)
    values = [said("of", None), said("from", ZERO), said("per", ONE), said("above", ZERO), said("below", ZERO), base]
    stop = strict(values)
    if stop is not None:
        return stop
    of, line, per, above, below, base = values
    mode = {"started": "ceiling", "completed": "floor"}.get(word.fields.get("units"))

    def units(distance):
        if distance <= 0:
            return ZERO
        return Fraction(nearest(distance / per, mode)) if mode else distance / per

    return base + above * units(of - line) + below * units(line - of)


def bands(word, context):
    """Return (of, side, breakpoints, cells): cells are scalars, `else` first. Or what stops the row."""
    of = context.value(word.tree("of"))
    side = next(s for s in SIDES if s in word.fields)
    cells = list(word.fields[side].items())
    if cells[0][0] != "else":
        raise PlanError("the first cell is not else")
    breaks = [context.value(word.parsed(key)) for key, _ in cells[1:]]
    stop = strict([of, *breaks])
    if stop is not None:
        return stop, None, None, None
    if any(a >= b for a, b in zip(breaks, breaks[1:])):
        return Failed(word.site, "E0615"), None, None, None
    return of, side, breaks, [cell for _, cell in cells]


def band_cell(of, side, breaks, cells):
    """Return the cell of the band that `of` reaches."""
    reached = cells[0]
    if side in ("at_or_above", "above"):
        for at, cell in zip(breaks, cells[1:]):
            if of >= at if side == "at_or_above" else of > at:
                reached = cell
        return reached
    for at, cell in zip(reversed(breaks), reversed(cells[1:])):
        if of <= at if side == "at_or_below" else of < at:
            reached = cell
    return reached


def cell_value(word, context, cell):
    """A cell's value; in a weighted item one written with % is a share of the weight."""
    tree = word.parsed(cell)
    value = context.value(tree)
    return as_share(value, context) if is_share_literal(tree) else value


def step(word, context):
    of, side, breaks, cells = bands(word, context)
    return of if stopped(of) else cell_value(word, context, band_cell(of, side, breaks, cells))


def whole(word, context):
    of, side, breaks, cells = bands(word, context)
    if stopped(of):
        return of
    rate = context.value(word.parsed(band_cell(of, side, breaks, cells)))
    return rate if stopped(rate) else of * rate


def slices(word, context):
    of, side, breaks, cells = bands(word, context)
    # Reading: what comes before (start) and every rate are computed, whichever slices `of` reaches.
    start = context.value(word.tree("start")) if "start" in word.fields else ZERO
    rates = [context.value(word.parsed(c)) for c in cells] if cells else []
    stop = strict([of, start, *rates])
    if stop is not None:
        return stop
    negative = str(word.fields.get("negative", ""))
    # Reading: below zero is said of what the slices are taken of: `start + of`, and `start`.
    if negative == "error" and (start < 0 or start + of < 0):
        return Failed(word.site, "E0613")
    each = context.rounding if word.fields.get("round") == "each" else None
    up = side in ("at_or_above", "above")
    ladder = rates if up else rates[1:] + rates[:1]
    args = (breaks, ladder, rates[0], negative, each)
    return sliced(start + of, *args) - sliced(start, *args)


def sliced(amount, breaks, ladder, otherwise, negative, each):
    """Return what the slices from 0 to `amount` bring; ladder[i] is the rate up to breaks[i]."""
    if amount < 0:
        if negative == "mirror":
            return -sliced(-amount, breaks, ladder, otherwise, negative, each)
        # Reading: `flat` is one slice below zero, at the rate written under `else`.
        flat = amount * otherwise
        return ZERO if negative == "zero" else each.apply(flat) if each else flat
    total, low = ZERO, ZERO
    for rate, high in zip(ladder, [*breaks, None]):
        part = (amount if high is None else min(amount, high)) - low
        if part <= 0:
            break
        # Reading: with `round: each` the slices of start + of and those of start are rounded each, then subtracted.
        total += each.apply(part * rate) if each else part * rate
        low = high
    return total


def line(word, context):
    of = context.value(word.tree("of"))
    knots, needed = [], [of]
    for key, cell in word.fields["knots"].items():
        left, right = (cell["below"], cell["at"]) if isinstance(cell, dict) else (cell, cell)
        # Reading: all knots and their values are computed, not only the two beside `of`.
        knots.append(tuple([context.value(word.parsed(key))] + [cell_value(word, context, c) for c in (left, right)]))
        needed += knots[-1]
    after = context.value(word.tree("after")) if "after" in word.fields else ZERO
    # Reading: a slope written with % is a share of the weight too.
    if "after" in word.fields and is_share_literal(word.tree("after")):
        after = as_share(after, context)
    stop = strict([*needed, after])
    if stop is not None:
        return stop
    if any(a[0] >= b[0] for a, b in zip(knots, knots[1:])):
        return Failed(word.site, "E0615")
    return on_line(of, knots, after)


def on_line(of, knots, after):
    first, last = knots[0], knots[-1]
    if of < first[0]:
        return first[1]
    if of >= last[0]:
        return last[2] + after * (of - last[0])
    for (x0, _, y0), (x1, y1, _) in zip(knots, knots[1:]):
        if x0 <= of < x1:
            return y0 + (y1 - y0) * (of - x0) / (x1 - x0)
    raise PlanError("no knot beside the value")


WORD = {
    "completion": completion, "inverse": inverse, "ratio": ratio, "met": met, "points": points,
    "per_unit": per_unit, "step": step, "whole": whole, "slices": slices, "line": line,
}
