"""One row: names, nodes, sections, re-weighting, gates and rounding; what fails it.

The words are in words.py, formulas in evaluate.py. Not for files.
"""

import datetime
from dataclasses import replace
from fractions import Fraction

from aggregates import aggregate
from evaluate import evaluate, period_value
from groups import checks_before, group_value, peers_mean
from history import past
from plan import formula
from reads import node_reads
from trees import names_in
from value import ABSENT, Failed, Member, PlanError, strict
from ways import end, longest_prefix, trail
from words import SIDES, band_cell, word_value

ZERO = Fraction(0)


class Scope:
    """Names in one row; inside a definition its arguments stand before everything else.

    Inside an aggregate `bound` maps the way of its rows to the one that is looked at.
    """

    def __init__(self, row, bindings=None, outer=None, bound=None):
        self.row, self.bindings, self.outer, self.bound = row, bindings or {}, outer, bound or {}

    def name(self, name, place):
        if name in self.bindings:
            return evaluate(self.bindings[name], self.outer)
        way = longest_prefix(name, self.bound)
        if way is not None:
            return self.bound[way].told(name[len(way) + 1 :])
        value = self.row.named(name)
        return Failed(place, "E0614") if value is ABSENT and name in self.row.plan.params else value

    def group(self, tree):
        """Return what a group function is worth in this row."""
        return group_value(tree, self)

    def past(self, tree):
        """Return what a function of earlier periods is worth in this row."""
        return past(tree, self)

    def aggregate(self, tree):
        """Return what an aggregate over rows is worth, None when the tree is none."""
        return aggregate(tree, self)

    def call(self, tree):
        row = self.row
        if tree.head in row.plan.defines:
            arguments, node = row.plan.defines[tree.head]
            return row.compute(node, Scope(row, dict(zip(arguments, tree.args)), self, self.bound))
        return self.parameter(tree)

    def parameter(self, tree):
        keys = [evaluate(a, self) for a in tree.args]
        stop = strict(keys)
        if stop is not None:
            return stop
        param = self.row.plan.params[tree.head]
        day = keys.pop() if "from" in param and len(keys) > len(param.get("by") or []) else None
        cell = self.row.cells_of(param, day)
        for axis, key in zip(param.get("by") or [], keys):
            if not isinstance(cell, dict):
                cell = None
            elif str(axis) in SIDES:
                breaks = [evaluate(formula(at), self) for at in list(cell)[1:]]
                cell = band_cell(key, str(axis), breaks, list(cell.values()))
            else:
                cell = cell.get(key.text)
        return Failed(tree.place, "E0614") if cell is None else evaluate(formula(cell), self)

    def round_mode(self):
        # Reading: a class that is `none` has no mode, so the next one gives it.
        rules = [self.row.plan.roundings.get(c) for c in ("item", "score", "pay")]
        return next((r.mode for r in rules if r), "half_up")

    def pay_rounding(self):
        return self.row.plan.roundings["pay"]

    def list_members(self, name):
        return self.row.plan.lists[name]

    def member(self, text, name):
        return Member(text, ((name, self.row.plan.lists[name].index(text)),))


class Context:
    """What a word sees of its node."""

    def __init__(self, scope, node):
        self.scope, self.weight = scope, scope.row.weight(node) if node.weighted else None
        self.rounding, self.site = node.rounding, node.site

    def value(self, tree):
        return evaluate(tree, self.scope)

    def above_zero(self, tree):
        """Say whether the declared ranges put a formula above zero: no policy for zero must be said then."""
        # Only as far as the generator's divisors go: an input, a parameter, one of them less a number.
        low = lowest(self.scope.row.table, tree)
        return low is not None and low > 0


class Row:
    """A row of the people or of another table; `world` holds the rows it can reach, `at` is its place in its file."""

    def __init__(self, table, key, period=None, world=None, at=-1):
        self.table, self.plan, self.key, self.period, self.world, self.at = table, table.plan, key, period, world, at
        self.cells, self.known, self.applying, self.weights, self.stops = {}, {}, {}, {}, {}
        self.given = {}  # the cells that say something, of inputs with `for`
        self.failures = {}
        self.scope = Scope(self)

    @property
    def line(self):
        """Return the line of its file, of which the first is the header."""
        return self.at + 2

    def earlier(self):
        """Yield the rows with this key in earlier periods, the last one first."""
        rows = (world.by_key[self.table.name].get(self.key) for world in self.world.before)
        return (row for row in rows if row is not None)

    def follow(self, step):
        """Return the row one step up (or that of a single table), ABSENT or Failed; a row that failed is Failed."""
        found = self.world.row_above(self, step)
        if isinstance(found, Row) and found.whole() is not None:
            return found.whole()
        return found

    def told(self, name):
        """Return what another row reads of this one; of a row that failed as a whole, why it did."""
        # Reading: that is then the reason, also where what is read fails by itself at an earlier place.
        return self.named(name) if self.whole() is None else self.whole()

    def whole(self, to_peers=False):
        """Return what fails the row as a whole, or None: a wrong cell, a check that is broken or fails.

        To its peers a check that reads groups of their table is no part of it.
        """
        # Reading: to whoever reads the row over a ref or an aggregate every check is.
        if self.stops.get(to_peers) is ...:
            raise PlanError(f"the checks of {self.table.name} read what needs them")
        if to_peers not in self.stops:
            self.stops[to_peers] = ...
            found = [*self.cells.values(), *self.checked(to_peers)]
            self.stops[to_peers] = strict([t for t in found if isinstance(t, Failed)])
        return self.stops[to_peers]

    def checked(self, to_peers=False):
        """What the checks say, with a failure for each one broken that is an error."""
        made = []
        for key, must, breach in checks_before(self) if to_peers else self.table.checks:
            holds = evaluate(must, self.scope)
            made.append(Failed(key.begin, "E0618", self.at) if holds is False and breach == "error" else self.mine(holds))
        return made

    def mine(self, value):
        """Write this row's place into a failure that began here."""
        return replace(value, row=self.at) if isinstance(value, Failed) and value.row < 0 else value

    def named(self, name):
        """Return the value of an input, the key, a parameter, a node, a period field, a member or of another row."""
        plan = self.plan
        steps, rest = trail(self.table, name)
        if steps:
            row = self
            for step in steps:
                row = row.follow(step)
                if not isinstance(row, Row):
                    return row
            return row.told(rest)
        if name in self.cells:
            return self.cells[name]
        if name == self.table.key:
            return self.key
        if name in plan.params:
            body = plan.params[name]
            cell = self.cells_of(body) if isinstance(body, dict) else body
            # Of a day before the first there is none; where the name stands that fails.
            return ABSENT if cell is None else evaluate(formula(cell), self.scope)
        if name in self.table.nodes:
            return self.node(self.table.nodes[name])
        if name.startswith("period."):
            return period_value(self.period, name[len("period."):])
        places = tuple((n, m.index(name)) for n, m in plan.lists.items() if name in m)
        if not places:
            raise PlanError(f"nothing is called {name}")
        return Member(name, places)

    def cells_of(self, param, day=None):
        """Return what a parameter holds on a day, or on that of the period; None before its first."""
        if "from" not in param:
            return param["values"] if "by" in param else param["value"]
        day = day or (self.period.end if param["dated"] == "period_end" else self.period.start)
        held = [cells for since, cells in param["from"].items() if datetime.date.fromisoformat(str(since)) <= day]
        return held[-1] if held else None

    def node(self, node):
        """Return a node's value, computed once."""
        if node.path not in self.known:
            self.known[node.path] = self.mine(self.compute(node, self.scope))
        return self.known[node.path]

    def compute(self, node, scope):
        # Reading: `weight: 0` is not computed at all, its condition neither; a weight that fails comes first.
        weight = self.weight(node) if node.weighted else None
        if weight == 0:
            return ABSENT
        if isinstance(weight, Failed):
            return weight
        if node.every and not self.period.is_last(node.every):
            return ABSENT
        applies = self.applies(node, scope)
        if isinstance(applies, Failed) or applies is ABSENT:
            return applies
        if not applies:
            if node.skip == "peers":
                return peers_mean(self, node)
            return {"full": weight, "zero": ZERO}.get(node.skip, ABSENT)
        return self.rounded(node, self.gated(node, node.gates, scope))

    def weight(self, node):
        """Return the points of a weighted node or of the whole score in this row; None without `out_of`."""
        if node.path not in self.weights:
            if node is self.table.score:
                weight = evaluate(self.table.out_of, self.scope) if self.table.out_of else None
            else:
                weight = evaluate(node.weight_tree, self.scope)
                whole = self.weight(node.section) if node.weight_shared else Fraction(1)
                stop = strict([weight, whole])
                weight = weight * whole if stop is None else stop
            self.weights[node.path] = weight
        return self.weights[node.path]

    def body(self, node, scope):
        """The formula, the word or the sum, held by floor, cap and the bounds of an extra."""
        if node.children is not None:
            value = self.pay_sum(node) if node.path == "pay" else self.section_sum(node)
        elif node.word:
            value = word_value(node.word, Context(scope, node))
        else:
            value = evaluate(node.formula, scope)
        low, high = node.extra or (None, None)
        for bound, pick in ((node.at_least, max), (node.at_most, min), (low, max), (high, min)):
            if bound is not None:
                value = together(pick, value, evaluate(bound, scope))
        return value

    def applies(self, node, scope):
        if node.path is not None and node.path in self.applying:
            return self.applying[node.path]
        if node.applies is not None:
            result = evaluate(node.applies, scope)
        elif node.skip:
            values = [self.named(read) if isinstance(read, str) else evaluate(read, scope) for read in node_reads(self.table, node)]
            failed = strict([v for v in values if isinstance(v, Failed)])
            result = failed if failed is not None else ABSENT not in values
        else:
            result = True
        self.applying[node.path] = result
        return result

    def section_sum(self, node):
        """The sum of the items' rounded results: weighted ones re-weighted, then extras."""
        weighted = [c for c in node.children if c.weighted and self.weight(c) != 0]
        values = {c.path: self.node(c) for c in node.children if c.weighted or c.extra}
        skipped = [c for c in weighted if c.skip == "reweight" and self.applies(c, self.scope) is False]
        stops = [v for v in values.values() if isinstance(v, Failed)]
        if weighted and len(skipped) == len(weighted):
            stops.append(Failed(node.site, "E0617"))
        if stops:
            return strict(stops)

        def total(items):
            return sum((values[c.path] for c in items if values[c.path] is not ABSENT), ZERO)

        counted = total(c for c in node.children if c.weighted)
        if skipped:
            whole = self.weight(node)
            counted = counted * whole / (whole - sum(map(self.weight, skipped)))
        return counted + total(c for c in node.children if c.extra)

    def pay_sum(self, node):
        values = [v for v in map(self.node, node.children) if v is not ABSENT]
        stop = strict(values)
        return stop if stop is not None else sum(values, ZERO)

    def gated(self, node, gates, scope):
        """What the gates leave: the last one is looked at first, and where its `to` acts nothing before it is."""
        if not gates:
            return self.body(node, scope)
        when, act, amount = gates[-1]
        holds = evaluate(when, scope)
        if isinstance(holds, Failed) or holds is ABSENT:
            return holds
        if not holds:
            return self.gated(node, gates[:-1], scope)
        if act == "to":
            return evaluate(amount, scope)
        act_on = {"times": lambda v, a: v * a, "at_most": min}[act]
        return together(act_on, self.gated(node, gates[:-1], scope), evaluate(amount, scope))

    def rounded(self, node, value):
        if node.rounding and isinstance(value, Fraction):
            return node.rounding.checked(value, node.site)
        return value

    def failure(self, outputs):
        """Return the failure that counts, or None: wrong cells, then whatever reaches an output, score, pay or a check."""
        if tuple(outputs) not in self.failures:
            self.failures[tuple(outputs)] = self.first_failure(outputs)
        return self.failures[tuple(outputs)]

    def first_failure(self, outputs):
        things = list(self.cells.values())
        things += [self.named(o) for o in outputs]
        things += [self.node(n) for n in (self.table.score, self.table.pay) if n]
        things += self.checked()
        return strict([t for t in things if isinstance(t, Failed)])


def together(act, a, b):
    stop = strict([a, b])
    return stop if stop is not None else act(a, b)


def lowest(table, tree):
    """Return the least that a formula can be by the declared ranges, or None."""
    if tree.kind == "number":
        return tree.head
    if tree.kind == "binary" and tree.head == "-" and tree.args[1].kind == "number":
        low = lowest(table, tree.args[0])
        return None if low is None else low - tree.args[1].head
    where, name = end(table, tree.head) if tree.kind == "name" else (table, None)
    if name in where.inputs:
        low = where.inputs[name].fields.get("min")
    elif name in table.plan.params:
        body = table.plan.params[name]
        low = body.get("value") if isinstance(body, dict) else body
    else:
        return None
    return None if low is None else evaluate(formula(low), Scope(None))


def is_of_row(table, node):
    """Whether a weight, or that of a section of which it is a share, reads a row or its period."""
    tree = table.out_of if node is table.score else node.weight_tree
    names = [] if tree is None else list(names_in(table.plan, tree))
    reads = any(n in table.inputs or n in table.nodes or n.startswith("period.") for n in names)
    return reads or (node is not table.score and node.weight_shared and is_of_row(table, node.section))


def place_points(table):
    """Work out the weights that are the same for every row."""
    for node in table.nodes.values():
        if (node.weighted or node is table.score) and not is_of_row(table, node):
            try:
                node.points = Row(table, "").weight(node)
            except (PlanError, AttributeError):
                node.points = None  # it reads a row, or its period
