"""The words: completion, inverse, ratio, met, points, per_unit, step, line, whole, slices. Those over groups: group_words.py.

`word_value(word, context)` gives what a word says in one row. The context has `value(tree)`, `weight` (the item's
points, or None), `rounding` (the node's, for slices) and `site`. In a weighted item a share is multiplied by the weight
here.
A policy (`error`, the order of breakpoints) and what a word rounds inside fail at the word's key.
"""

from fractions import Fraction

from formula import is_share_literal
from group_words import group_word_value
from plan import GROUP_WORDS
from value import ABSENT, Failed, PlanError, nearest, strict, too_long

ONE, ZERO = Fraction(1), Fraction(0)
SIDES = ("at_or_above", "above", "at_or_below", "below")


def word_value(word, context):
    """Return the word's value in this row, ABSENT or Failed."""
    if word.name in GROUP_WORDS:
        return group_word_value(word, context)
    return WORD[word.name](word, context)


def as_share(share, context):
    """A share of the item's weight, in points; a share where there is no weight."""
    if context.weight is None or share is ABSENT or isinstance(share, Failed):
        return share
    return share * context.weight


def stopped(value):
    return value is ABSENT or isinstance(value, Failed)


def division(word, context, dividend, divisor, zero_policy):
    below = context.value(word.tree(divisor))
    cap = None if word.fields["cap"] == "none" else context.value(word.tree("cap"))
    if not context.above_zero(word.tree(divisor)):
        # The policy for zero must be said, so the divisor is looked at first.
        if stopped(below):
            return below
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
    if stopped(below):
        return below
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

    # Reading: that a part counts whole, or not at all, is a rounding as that of `ceil` and `floor`.
    sides = [(side, units(distance)) for side, name, distance in ((above, "above", of - line), (below, "below", line - of))
             if name in word.fields]
    if mode and any(too_long(count, 0) for _, count in sides):
        return Failed(word.site, "E0606")
    return base + sum(side * count for side, count in sides)


def bands(word, context):
    """Return (of, side, breakpoints, cells): cells are scalars, `else` first. Or what stops the row."""
    side = next(s for s in SIDES if s in word.fields)
    cells = list(word.fields[side].items())
    if cells[0][0] != "else":
        raise PlanError("the first cell is not else")
    breaks, stop = places(word, context, [key for key, _ in cells[1:]])
    if stop is not None:
        return stop, None, None, None
    of = context.value(word.tree("of"))
    return of, side, breaks, [cell for _, cell in cells]


def places(word, context, keys):
    """Return (the places of breakpoints or knots, what stops the row or None)."""
    # Reading: they and their order are looked at before `of`.
    made = [context.value(word.parsed(key)) for key in keys]
    stop = strict(made)
    if stop is None and any(a >= b for a, b in zip(made, made[1:])):
        stop = Failed(word.site, "E0615")
    return made, stop


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
    if breaks is None:
        return of
    negative = str(word.fields.get("negative", ""))
    if negative == "error":
        stop = strict([of, start])
        if stop is not None:
            return stop
        if start < 0 or start + of < 0:
            return Failed(word.site, "E0613")
    rates = [context.value(word.parsed(c)) for c in cells]
    stop = strict([of, start, *rates])
    if stop is not None:
        return stop
    up = side in ("at_or_above", "above")
    ladder = rates if up else rates[1:] + rates[:1]
    after, before = (cut(amount, breaks, negative) for amount in (start + of, start))
    brings = [(a - b) * rate for a, b, rate in zip(after, before, ladder)]
    if word.fields.get("round") == "each":
        brings = [context.rounding.checked(b, word.site) for b in brings]
    stop = strict(brings)
    return stop if stop is not None else sum(brings, ZERO)


def cut(amount, breaks, negative):
    """Return how much of `amount` lies in each slice; the slices meet at `breaks`."""
    if amount < 0 and negative == "mirror":
        return [-part for part in cut(-amount, breaks, negative)]
    if amount < 0:
        return [ZERO if negative == "zero" else amount] + [ZERO] * len(breaks)
    edges = [ZERO, *breaks]
    return [max(ZERO, min(amount, high) - low) for low, high in zip(edges, breaks)] + [max(ZERO, amount - edges[-1])]


def line(word, context):
    cells = list(word.fields["knots"].items())
    knots, stop = places(word, context, [key for key, _ in cells])
    of = context.value(word.tree("of")) if stop is None else stop
    if stopped(of):
        return of

    def height(at, side):
        cell = cells[at][1]
        return cell_value(word, context, cell[side] if isinstance(cell, dict) else cell)

    # Only the heights beside `of` are looked at.
    if of < knots[0]:
        return height(0, "below")
    at = max(n for n, place in enumerate(knots) if place <= of)
    if of == knots[at] or at == len(knots) - 1 and "after" not in word.fields:
        return height(at, "at")
    if at == len(knots) - 1:
        return beyond(height(at, "at"), slope(word, context), of - knots[at])
    left, right = height(at, "at"), height(at + 1, "below")
    stop = strict([left, right])
    return stop if stop is not None else left + (right - left) * (of - knots[at]) / (knots[at + 1] - knots[at])


def slope(word, context):
    # Reading: a slope written with % is a share of the weight too.
    after = context.value(word.tree("after"))
    return as_share(after, context) if is_share_literal(word.tree("after")) else after


def beyond(height, after, distance):
    stop = strict([height, after])
    return stop if stop is not None else height + after * distance


WORD = {
    "completion": completion, "inverse": inverse, "ratio": ratio, "met": met, "points": points,
    "per_unit": per_unit, "step": step, "whole": whole, "slices": slices, "line": line,
}
