"""Makes a failing plan smaller: takes keys, entries and rows away, one at a time, while it still fails.

A plan that the program then refuses does not fail in the same way, so it is not kept.
"""

import copy
import itertools

TRIALS = 600


def places(tree, path=()):
    """Yield the path of every key and entry, outer ones first."""
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield (*path, key)
    for key in keys:
        yield from places(tree[key], (*path, key))


def at(tree, path):
    for key in path:
        tree = tree[key]
    return tree


def without(tree, path):
    made = copy.deepcopy(tree)
    del at(made, path[:-1])[path[-1]]
    return made


def replaced(tree, path, value):
    made = copy.deepcopy(tree)
    at(made, path[:-1])[path[-1]] = value
    return made


def is_value(path):
    """Say whether a path is that of a value, of the people or of another table."""
    return len(path) > 1 and path[-2] == "values" and (len(path) == 2 or path[0] == "tables" and len(path) == 4)


def smaller_trees(tree):
    """Yield trees with one thing less, or with an item, a value or a component made plain."""
    for path in places(tree):
        yield without(tree, path)
    for path in places(tree):
        node = at(tree, path)
        if isinstance(node, dict) and "weight" in node and node.get("met") != "1 == 1":
            yield replaced(tree, path, {"weight": node["weight"], "met": "1 == 1"})
        elif is_value(path) and node != "1":
            yield replaced(tree, path, "1")


def shrunk(tree, fails):
    """Return a smaller tree for which fails(tree) holds, after at most TRIALS trials."""
    left, skip = TRIALS, 0
    while left > 0:
        # After a success go on at the same place: what could not be taken away before it rarely can be now.
        for at_candidate, candidate in enumerate(itertools.islice(smaller_trees(tree), skip, None), skip):
            left -= 1
            if fails(candidate):
                tree, skip = candidate, at_candidate
                break
            if left <= 0:
                return tree
        else:
            if skip == 0:
                return tree
            skip = 0
    return tree


def fewer_rows(data, people, at, fails):
    """Return data with fewer rows for which fails(data) holds: first the person at `at` alone, then without each row."""
    header, rows = data[people]
    if at is not None:
        for kept in ([rows[at]], rows[: at + 1]):
            fewer = data | {people: (header, kept)}
            if fails(fewer):
                data = fewer
                break
    for name in sorted(data, key=lambda name: name == people):  # the people last: others name them
        header, rows = data[name]
        # All at once, else from the last on, so that the places of those before stay.
        if name != people and rows and fails(data | {name: (header, [])}):
            data = data | {name: (header, [])}
            continue
        for n in reversed(range(len(rows))):
            kept = data[name][1][:n] + data[name][1][n + 1 :]
            if kept and fails(data | {name: (header, kept)}):
                data = data | {name: (header, kept)}
    return data
