"""Groups: the rows of one table with the same keys as this one; what fails them, what a group function is worth.

Each group is looked at once and kept in the world of its period. Not for the words over groups (group_words.py).
"""

from aggregates import one, total, written_out
from formula import Node
from plan import GROUP_WORDS
from trees import expanded, field_trees, node_trees
from value import ABSENT, Failed, Member, PlanError, strict
from ways import end

PEERS_FORMULAS = ("of", "where", "amount", "take", "in_proportion_to")

def keys_of(row, by):
    """Return what a row's keys are, or why they cannot be told."""
    keys = [row.mine(row.named(name)) for name in by]
    stop = strict(keys)
    if stop is ABSENT:
        raise PlanError(f"a key of a group is absent: {', '.join(by)}")
    return tuple(k.text if isinstance(k, Member) else k for k in keys) if stop is None else stop


def partition(world, table, by):
    """Return (the rows by their keys, those without keys and why); a row is known by its identity."""
    if (table.name, by) not in world.groups:
        rows, broken = {}, {}
        for row in world.rows[table.name]:
            keys = keys_of(row, by)
            if isinstance(keys, Failed):
                broken[id(row)] = row, keys
            else:
                rows.setdefault(keys, []).append(row)
        world.groups[table.name, by] = rows, broken
    return world.groups[table.name, by]


def why_without_keys(world, table, by, what, look):
    """Return why each row without keys failed."""
    # Reading: what else the group reads of such a row may fail at an earlier place.
    if ("broken", table.name, by, what) not in world.groups:
        broken = partition(world, table, by)[1]
        made = {at: reason(row, [keys, *look(row).values()]) for at, (row, keys) in broken.items()}
        world.groups["broken", table.name, by, what] = made
    return world.groups["broken", table.name, by, what]


def reason(row, read):
    """Return why a row fails its group, or None: what fails it as a whole and what is read of it, the first place."""
    return strict([v for v in [row.whole(True), *read] if isinstance(v, Failed)])


class Group:
    """The rows of one group, each with what `look` gave: a dict of values, ABSENT or Failed by the names of the parts."""

    def __init__(self, rows, broken, leaves_out, look):
        self.peers, self.alone = [], {}
        self.known = []  # what was read of every row, also of those that failed as a whole
        self.stops = [] if leaves_out else list(broken.values())
        for row in rows:
            parts = {n: row.mine(v) for n, v in look(row).items()}
            failed = reason(row, parts.values())
            if failed is not None and leaves_out:
                self.alone[id(row)] = failed  # it is no member, and fails by itself
                continue
            self.known.append(parts)
            if row.whole(True) is not None:
                self.stops.append(failed)
            else:
                self.peers.append((row, parts))

    def stop(self, *names):
        """Return what fails everybody who needs these parts of every peer, or None."""
        found = [parts[n] for _, parts in self.peers for n in names if n in parts]
        return strict([*self.stops, *(v for v in found if isinstance(v, Failed))])


def worth(row, by, what, look, decide):
    """Return what a group says to one of its rows.

    `what` tells apart what is asked of the same group. `decide(group)` gives Failed, or a function of the row.
    """
    table, leaves_out = row.table, row.table.leaves_out
    rows = partition(row.world, table, by)[0]
    broken = why_without_keys(row.world, table, by, what, look)
    if id(row) in broken:
        return broken[id(row)] if leaves_out else strict(broken.values())
    asked = (table.name, by, what, keys_of(row, by))
    if asked not in row.world.groups:
        group = Group(rows[asked[-1]], broken, leaves_out, look)
        is_read = group.peers or group.stops  # else all of them are left out
        row.world.groups[asked] = group, decide(group) if is_read else None
    group, decided = row.world.groups[asked]
    if id(row) in group.alone:
        return group.alone[id(row)]
    return decided if isinstance(decided, Failed) else decided(row)


def group_value(tree, scope):
    """Return what a group function is worth in a row: the same for every row of the group."""
    tree, row = written_out(tree, scope), scope.row

    def decide(group):
        stop = group.stop("x")
        if stop is not None:
            return stop
        found = total(tree, [parts["x"] for _, parts in group.peers if parts["x"] is not ABSENT], row.table)
        return found if isinstance(found, Failed) else lambda _: found

    return worth(row, tree.by, tree, lambda peer: {"x": one(tree, peer.scope)}, decide)


def peers_mean(row, node):
    """Return what an item with `skip: peers` is worth to a row it does not apply to: the mean of what its peers have."""

    def look(peer):
        # Reading: a peer in whose card the item is not (`weight: 0`) is none to whom it applies.
        weight = peer.weight(node) if node.weighted else None
        applies = weight if isinstance(weight, Failed) else weight != 0 and peer.applies(node, peer.scope)
        return {"x": peer.node(node) if applies is True else applies if isinstance(applies, Failed) else ABSENT}

    def decide(group):
        stop = group.stop("x")
        if stop is not None:
            return stop
        found = [parts["x"] for _, parts in group.peers if parts["x"] is not ABSENT]
        if not found:
            return Failed(node.site, "E0625")
        mean = row.rounded(node, sum(found) / len(found))
        return mean if isinstance(mean, Failed) else lambda _: mean

    return worth(row, node.peers, node.path, look, decide)


def checks_before(row):
    """Return the checks of a row's table that read no group of it: those its peers wait for."""
    known, table = row.world.groups, row.table
    if ("checks", table.name) not in known:
        known["checks", table.name] = [c for c in table.checks if not reads_group(table, c[1], table)]
    return known["checks", table.name]


def reads_group(table, tree, of, seen=()):
    """Say whether a formula of `table` reads, through whatever it names, a group of the rows of `of`."""
    if isinstance(tree, tuple):  # pattern and value of `match`
        return any(reads_group(table, part, of, seen) for part in tree)
    if not isinstance(tree, Node):
        return False
    if tree.by is not None and table is of:
        return True
    if tree.is_history and tree.head != "streak":
        return reads_group(table, tree.args[-1], of, seen)  # the name is that of an earlier period
    if tree.kind == "name":
        where, name = end(table, tree.head)
        return name in where.nodes and node_reads_group(where, where.nodes[name], of, seen)
    parts = [*tree.args, tree.where]
    if tree.kind == "call" and tree.head in table.plan.defines:
        node = table.plan.defines[tree.head][1]
        if table is of and is_over_group(node):
            return True
        parts += expanded(table.plan, tree)
    return any(reads_group(table, part, of, seen) for part in parts)


def node_reads_group(table, node, of, seen):
    here = (table.name, node.path)
    if here in seen:
        return False
    if table is of and (node.skip == "peers" or is_over_group(node)):
        return True
    trees = node_trees(node)
    if is_over_group(node):
        trees += field_trees({name: body for name, body in node.word.fields.items() if name in PEERS_FORMULAS})
    trees += [node.applies, node.weight_tree, *(node.extra or ())]
    trees += [part for condition, _, amount in node.gates for part in (condition, amount)]
    return any(reads_group(table, t, of, (*seen, here)) for t in trees) or any(
        node_reads_group(table, child, of, (*seen, here)) for child in node.children or []
    )


def is_over_group(node):
    return node.word is not None and node.word.name in GROUP_WORDS
