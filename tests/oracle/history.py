"""Earlier periods: carried, prev, streak, functions over windows; inputs that are given once for a year.

What a row was is known by its key. An earlier row that is absent in a name, not due, or failed and left out is passed
over; one that failed otherwise fails who reads it, at the function's name. Not for which rows there are: rows.py.
"""

from fractions import Fraction

from aggregates import name_given, one, total, written_out
from evaluate import evaluate
from value import ABSENT, Failed, PlanError, strict

SINCE = {"ytd": "year", "htd": "half", "qtd": "quarter"}


def past(tree, scope):
    """Return what a function of earlier periods is worth in the scope's row: a value, ABSENT or Failed."""
    if scope.row.table.key is None:
        raise PlanError(f"what has no key has no history: byte {tree.place}")
    return over_window(tree, scope) if tree.over is not None else READS[tree.head](tree, scope)


def grain(table, name):
    """Return the `every` of an input or a node, or None."""
    entry = table.inputs.get(name) or table.nodes.get(name)
    return entry and entry.every


def is_held(table, name):
    """Say whether a name is that of an input that is given once for a year: it is known of failed rows, too."""
    entry = table.inputs.get(name)
    return entry is not None and "for" in entry.fields


def was(row, read, every=None, held=False):
    """Return what `read` gives for an earlier row: a value, ABSENT where it is passed over, or Failed."""
    # Reading: what was not due was absent, whether or not the row failed.
    if every and not row.period.is_last(every):
        return ABSENT
    # Reading: a row of a table is known unless it failed as a whole, whatever leaves of it.
    is_people = row.table is row.plan.people
    failure = None if held else row.failure(row.table.outputs) if is_people else row.whole()
    # Reading: of a row that did not fail, what fails by itself (it reached nothing that left) is no value either.
    value = read(row) if failure is None else failure
    return ABSENT if isinstance(value, Failed) and row.table.leaves_out else value


def named_once(tree, scope):
    """Return (a reader of the name that stands in a function, its `every`, whether it is held)."""
    name, table = name_given(tree.args[0].head, scope), scope.row.table
    return lambda row: row.named(name), grain(table, name), is_held(table, name)


def carried(tree, scope):
    known = named_once(tree, scope)
    return last_of((was(row, *known) for row in scope.row.earlier()), tree, scope)


def prev(tree, scope):
    read, every, held = named_once(tree, scope)
    back, now = int(evaluate(tree.args[1], scope)), scope.row.period

    def is_it(then):
        if every:
            return then.is_last(every) and then.span(every) == now.span(every) - back
        return then.ordinal == now.ordinal - back

    return last_of((was(row, read, every, held) for row in scope.row.earlier() if is_it(row.period)), tree, scope)


def last_of(values, tree, scope):
    """Return the first of some values that is there, else what stands last in the function."""
    for value in values:
        if isinstance(value, Failed):
            return Failed(tree.place, "E0626")
        if value is not ABSENT:
            return value
    return evaluate(tree.args[-1], scope)  # Reading: it is not looked at where there is another


def streak(tree, scope):
    """Count back from this period to the first one in which the name did not hold."""
    read, every, held = named_once(tree, scope)
    count, now = 0, read(scope.row)
    if isinstance(now, Failed):
        return now
    if now is False:
        return Fraction(0)
    # Reading: where it is absent now the row is as long as it was.
    count = 0 if now is ABSENT else 1
    for row in scope.row.earlier():
        value = was(row, read, every, held)
        if isinstance(value, Failed):
            return Failed(tree.place, "E0626")
        if value is False:
            break
        count += value is True
    return Fraction(count)


def over_window(tree, scope):
    """Return F(expression where condition over window)."""
    tree, row = written_out(tree, scope), scope.row
    # Reading: a name alone is known as it is by `carried`; what is made of it is known of rows that did not fail.
    alone = tree.args[0].head if tree.where is None and tree.args and tree.args[0].kind == "name" else None
    known = grain(row.table, alone), is_held(row.table, alone)
    values = [was(then, lambda then: one(tree, then.scope), *known) for then in row.earlier() if is_in(tree.over, then.period, row.period)]
    values = [Failed(tree.place, "E0626") if isinstance(value, Failed) else value for value in values]
    if tree.over != ("last", "year"):
        values.append(one(tree, row.scope))
    stop = strict([value for value in values if isinstance(value, Failed)])
    return stop if stop is not None else total(tree, [value for value in values if value is not ABSENT], row.table)


def is_in(window, then, now):
    """Say whether an earlier period is in the window of this one."""
    if window[0] in SINCE:
        return then.span(SINCE[window[0]]) == now.span(SINCE[window[0]])
    if window == ("last", "year"):
        return then.span("year") == now.span("year") - 1
    if window[0] == "last":
        if len(window) == 3:
            return then.span("quarter") > now.span("quarter") - window[1]
        return then.ordinal > now.ordinal - window[1]
    return True


READS = {"carried": carried, "prev": prev, "streak": streak}


def given_once(row, entry, text, value):
    """Return what an input with `for` is worth: its cell, or the one given for the same year (quarter ...) before."""
    held = holding(row, entry, text, value)
    if held is not None:
        row.given[entry.name] = held
    return value if held is None else held


def holding(row, entry, text, value):
    """Return what holds in this period, or None where nothing was given yet."""
    if text != "" and isinstance(value, Failed):
        return value
    unit = str(entry.fields["for"])
    before = [then.given[entry.name] for then in row.earlier()
              if then.period.span(unit) == row.period.span(unit) and entry.name in then.given]
    if row.table.leaves_out:
        before = [cell for cell in before if not isinstance(cell, Failed)]
    # The latest is enough: it holds what was given first. A row that failed in something else counts.
    held = before[0] if before else None
    if isinstance(held, Failed):
        return Failed(entry.site, "E0626")
    if text == "":
        return held
    return Failed(entry.site, "E0627") if held not in (None, value) else value
