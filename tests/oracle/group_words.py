"""The words over groups: rank, quota, split, sample, running_share, zscore.

A word looks at every row of its group: at `where`, at its figure (`of`, `in_proportion_to`) where that holds, at the
keys that break ties where the figure is there. Its own errors stand at its key; what a z-score rounds at the node's name.
Not for who is in a group, nor for what fails all of it: groups.py.
"""

import hashlib
from fractions import Fraction
from math import isqrt

from aggregates import name_given, written_out
from evaluate import evaluate
from groups import worth
from plan import key_names
from value import ABSENT, Failed, Member, PlanError, strict

ZERO, ONE = Fraction(0), Fraction(1)
FIGURE = {"rank": "of", "quota": "of", "split": "in_proportion_to", "running_share": "of", "zscore": "of"}
COMMON = {"split": "amount", "sample": "take"}  # what must be the same for every row of the group
TIES = {"rank": "ties", "quota": "ties", "split": "rest", "running_share": "ties"}
ONE_PLACE = ("same_best", "same_worst", "average")  # who is alike has one place


class Asked:
    """A word as it stands for one row: its formulas with a definition's arguments put in."""

    def __init__(self, word, context):
        self.word, self.context, self.row = word, context, context.scope.row
        self.by = tuple(name_given(name, context.scope) for name in key_names(word.fields["by"]))
        self.where, self.figure, self.common = (
            written_out(word.tree(name), context.scope) for name in ("where", FIGURE.get(word.name), COMMON.get(word.name))
        )
        ties = word.fields.get(TIES.get(word.name))
        self.ties = [self.tie(text) for text in ties] if isinstance(ties, list) else []
        self.highest_first = word.fields.get("best") == "highest"

    def tie(self, text):
        """Read `joined`, `joined asc` or `revenue desc`: a name, and whether the greater comes first."""
        name, _, way = text.partition(" ")
        return name_given(name, self.context.scope), way.strip() == "desc"

    def look(self, peer):
        """Return the parts of a peer; who takes part has a tie key (an empty one where the word has no ties)."""
        parts = {"common": evaluate(self.common, peer.scope)} if self.common else {}
        parts["where"] = evaluate(self.where, peer.scope) if self.where else True
        if parts["where"] is True:
            parts["figure"] = evaluate(self.figure, peer.scope) if self.figure else ONE
            if not isinstance(parts["figure"], Failed) and parts["figure"] is not ABSENT:
                keys = [peer.named(name) for name, _ in self.ties]
                stop = strict(keys)
                if stop is ABSENT:
                    raise PlanError("a key of ties is absent")
                parts["keys"] = tuple(map(sortable, keys)) if stop is None else stop
        return parts

    def failed(self, code):
        return Failed(self.word.site, code)

    def constant(self, name, default=None):
        return self.context.value(self.word.tree(name)) if name in self.word.fields else default

    def taking_part(self, group):
        return [(row, parts) for row, parts in group.peers if "keys" in parts]

    def ordered(self, group):
        """Return (row, parts) of those who take part, the best first."""
        made = self.by_ties(self.taking_part(group))
        return sorted(made, key=lambda peer: sortable(peer[1]["figure"]), reverse=self.highest_first)

    def by_ties(self, peers):
        for at, (_, descending) in reversed(list(enumerate(self.ties))):
            peers = sorted(peers, key=lambda peer: peer[1]["keys"][at], reverse=descending)
        return peers

    def same_common(self, group, unit=None):
        """Return what is the same for every row, and a whole number of units, or what fails the group.

        Reading: that two rows differ is known also where a third one, or one of them as a whole, fails.
        """
        found = {parts["common"] for parts in group.known if not isinstance(parts["common"], Failed)}
        if ABSENT in found:
            raise PlanError(f"the {COMMON[self.word.name]} is absent")
        stops = [group.stop("common", "where")] + ([self.failed("E0621")] if len(found) > 1 else [])
        # Reading: where nobody shares, or no proportion is above 0, nothing is divided: whole units are not asked for.
        equal = self.word.fields.get("if_none") == "equal"
        divides = any(equal or parts["figure"] for _, parts in self.taking_part(group))
        if unit is not None and divides and any((amount / unit).denominator != 1 for amount in found):
            stops.append(self.failed("E0624"))
        stop = strict([s for s in stops if s is not None])
        return stop if stop is not None else found.pop()

    def stop_of_figures(self, group, least=None):
        """Return what fails the group by its figures: one that fails, or one that is less than `least`."""
        stop = group.stop("where", "figure", "keys")
        found = [parts["figure"] for parts in group.known if "figure" in parts]
        known = [x for x in found if x is not ABSENT and not isinstance(x, Failed)]
        below = least is not None and any(x < least for x in known)
        return strict([*([stop] if stop is not None else []), *([self.failed("E0622")] if below else [])])


def group_word_value(word, context):
    """Return what a word over a group says to one row: a value, ABSENT or Failed."""
    asked = Asked(word, context)
    scope = context.scope
    what = (word.site, *(written_out(given, scope.outer) for given in scope.bindings.values()))
    return worth(asked.row, asked.by, what, asked.look, lambda group: DECIDE[word.name](asked, group))


def sortable(value):
    """Return what puts values of one kind in order: texts by their bytes, members by their place in the list."""
    if isinstance(value, str):
        return value.encode()
    return value.places[0][1] if isinstance(value, Member) else value


def told(found, otherwise):
    """Return a function that gives each row what was found for it (by its identity)."""
    return lambda row: found.get(id(row), otherwise)


def rank(asked, group):
    stop = asked.stop_of_figures(group)
    if stop is not None:
        return stop
    ordered = asked.ordered(group)
    mode = asked.word.fields["ties"]
    if mode not in ONE_PLACE:
        return told({id(row): Fraction(n) for n, (row, _) in enumerate(ordered, 1)}, ABSENT)
    figures = [sortable(parts["figure"]) for _, parts in ordered]
    places = {}
    for (row, _), figure in zip(ordered, figures):
        first, count = figures.index(figure) + 1, figures.count(figure)
        last = first + count - 1
        places[id(row)] = {"same_best": Fraction(first), "same_worst": Fraction(last), "average": Fraction(first + last, 2)}[mode]
    return told(places, ABSENT)


def quota(asked, group):
    stop = asked.stop_of_figures(group)
    if stop is not None:
        return stop
    scope, ordered = asked.context.scope, asked.ordered(group)
    written = asked.word.fields["shares"]
    listed = next(n for n, members in asked.row.plan.lists.items() if all(str(label) in members for label in written))
    members = asked.row.plan.lists[listed]
    labels = sorted(written, key=lambda label: -members.index(str(label)))  # the best first
    shares = [asked.context.value(asked.word.parsed(written[label])) for label in labels]
    seats = share_seats(len(ordered), shares, asked.word.fields["fractions"])
    taken = [scope.member(str(label), listed) for label, count in zip(labels, seats) for _ in range(count)]
    return told({id(row): label for (row, _), label in zip(ordered, taken)}, ABSENT)


def share_seats(n, shares, fractions):
    """Return how many of n seats each label has, the best label first."""
    if fractions == "ceiling":
        seats = []
        for share in shares[:-1]:
            seats.append(min(-(-n * share // 1), n - sum(seats)))
        return [*seats, n - sum(seats)]
    seats = [n * share // 1 for share in shares]
    if fractions == "floor":
        return [*seats[:-1], n - sum(seats[:-1])]
    by_part = sorted(range(len(shares)), key=lambda at: seats[at] - n * shares[at])
    for at in by_part[: n - sum(seats)]:
        seats[at] += 1
    return seats


def split(asked, group):
    unit = asked.row.plan.roundings["pay"].step
    amount = asked.same_common(group, unit)
    total = proportions_total(asked, group)
    stop = strict([amount, total])
    if stop is not None:
        return stop
    taking = asked.taking_part(group)
    equal = total == 0 and asked.word.fields.get("if_none") == "equal"
    whole = Fraction(len(taking)) if equal else total
    if whole == 0:
        return told({}, ZERO)
    units = [abs(amount) / unit * (ONE if equal else parts["figure"]) / whole for _, parts in taking]
    left = int(abs(amount) / unit - sum(u // 1 for u in units))
    cut = {id(row): u // 1 for (row, _), u in zip(taking, units)}
    rest = {id(row): u % 1 for (row, _), u in zip(taking, units)}
    for row, _ in sorted(asked.by_ties(taking), key=lambda peer: -rest[id(peer[0])])[:left]:
        cut[id(row)] += 1
    sign = -1 if amount < 0 else 1
    return told({row: sign * n * unit for row, n in cut.items()}, ZERO)


def proportions_total(asked, group):
    """Return what the proportions add up to, or what fails the group; of nothing only where none of them failed."""
    stop = asked.stop_of_figures(group, ZERO)
    if stop is not None:
        return stop
    total = sum((parts["figure"] for _, parts in asked.taking_part(group)), ZERO)
    if_none = asked.word.fields.get("if_none")
    is_stopped = if_none == "error" or if_none == "equal" and not asked.taking_part(group)
    return asked.failed("E0623") if total == 0 and is_stopped else total


def sample(asked, group):
    take = asked.same_common(group)
    if isinstance(take, Failed):
        return take
    if take < 0 or take.denominator != 1:
        raise PlanError(f"cannot draw {take}")
    # Reading: the seed is a text of YAML, no formula.
    seed = str(asked.word.fields["seed"])
    period = asked.row.period.text if asked.row.period else ""

    def number(peer):
        return hashlib.sha256(f"{seed}\n{period}\n{peer[0].key}".encode()).digest()

    drawn = sorted(asked.taking_part(group), key=number)[: int(take)]
    return told({id(row): True for row, _ in drawn}, False)


def running_share(asked, group):
    stop = asked.stop_of_figures(group, ZERO)
    if stop is not None:
        return stop
    ordered, found, before = asked.ordered(group), {}, ZERO
    total = sum((parts["figure"] for _, parts in ordered), ZERO)
    for row, parts in ordered if total else ():
        through = before + parts["figure"]
        found[id(row)] = (through if asked.word.fields["counting"] == "through_me" else before) / total
        before = through
    return told(found, ABSENT)


def zscore(asked, group):
    stop = asked.stop_of_figures(group)
    if stop is not None:
        return stop
    figures = [parts["figure"] for _, parts in asked.taking_part(group)]
    divisor = len(figures) - (asked.word.fields["spread"] == "sample")
    mean = sum(figures) / len(figures) if figures else ZERO
    variance = sum((x - mean) ** 2 for x in figures) / divisor if divisor > 0 else ZERO
    center, points = asked.constant("center", ZERO), asked.constant("points", ONE)

    def measured(row):
        # Reading: of whom `where` leaves out only he himself reads the figure, so that it fails is his alone.
        x = row.mine(evaluate(asked.figure, row.scope))
        if isinstance(x, Failed) or x is ABSENT:
            return x
        rule, site = asked.context.rounding, asked.context.site
        if variance == 0:
            return rule.checked(asked.constant("if_none"), site)
        return rule.checked(near(center, points * (x - mean), variance, rule.step), site)

    return measured


def near(center, distance, variance, step):
    """Return a fraction that every mode rounds to a multiple of `step` as it does center + distance / sqrt(variance)."""
    square = distance**2 / variance
    fine = square.denominator * 10**12
    root = Fraction(isqrt(square.numerator * square.denominator * 10**24), fine)  # at most 1 / fine too small
    if root**2 == square:
        return center + (root if distance > 0 else -root)
    sign = 1 if distance > 0 else -1

    def is_above(x):
        """Say whether the number is above x, and so never equal to it."""
        gap = (x - center) * sign  # compared with the root, which is above 0
        return (gap < 0 or gap**2 < square) == (sign > 0)

    low = (center + sign * root) // step
    while is_above((low + 1) * step):
        low += 1
    while not is_above(low * step):
        low -= 1
    return (low + Fraction(3 if is_above((low + Fraction(1, 2)) * step) else 1, 4)) * step


DECIDE = {"rank": rank, "quota": quota, "split": split, "sample": sample, "running_share": running_share, "zscore": zscore}
