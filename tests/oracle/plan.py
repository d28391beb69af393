"""The plan as written: reads the tree of `merit check --dump` into inputs, nodes, sections and checks.

Formulas are parsed here, nothing is computed but constants' shape. Not for rows (score.py).
"""

import json
from dataclasses import dataclass, field

from calendars import Calendar
from formula import has_share_literal, parse
from periods import MONTHS_IN, Period
from value import PlanError, Rounding

GROUP_WORDS = ("rank", "quota", "split", "sample", "running_share", "zscore")
WORDS = ("completion", "inverse", "ratio", "met", "points", "per_unit", "step", "line", "whole", "slices", *GROUP_WORDS)
SHARE_WORDS = ("completion", "inverse", "ratio", "met")
OF_PEOPLE = ("inputs", "values", "checks", "failed", "score", "pay", "outputs")


class Scalar(str):
    """A text of the plan, the byte it begins at, and whether a quote stands there."""

    def __new__(cls, text, begin, quoted=False):
        made = super().__new__(cls, text)
        made.begin, made.quoted = begin, quoted
        return made


def plain(node):
    """Turn a dump's node into Scalars, lists and dicts (in the order written); an empty value is None."""
    if node is None:
        return None
    if "text" in node:
        return Scalar(node["text"], node["begin"], node["quoted"])
    if "list" in node:
        return [plain(n) for n in node["list"]]
    return {Scalar(k["text"], k["begin"], k["quoted"]): plain(v) for k, v in node["map"]}


def formula(scalar):
    return parse(str(scalar), scalar.begin + scalar.quoted)


def key_names(body):
    """Read the keys of a group: a name, a list of names, or `all` (none)."""
    names = tuple(map(str, body)) if isinstance(body, list) else (str(body),)
    return () if names == ("all",) else names


@dataclass
class Word:
    """One word and its fields; fields that are formulas are parsed where they are used (once: `tree`)."""

    name: str
    site: int
    fields: dict
    trees: dict = field(default_factory=dict)

    def tree(self, name):
        """Return the parsed formula of a field, or None when it is not said."""
        return self.parsed(self.fields[name]) if name in self.fields else None

    def parsed(self, scalar):
        if scalar.begin not in self.trees:
            self.trees[scalar.begin] = formula(scalar)
        return self.trees[scalar.begin]


@dataclass
class PlanNode:
    """A value, an item, a section, a component or the total; `site` is its name's key."""

    path: str
    site: int
    formula: object = None
    word: Word = None
    applies: object = None
    at_least: object = None
    at_most: object = None
    gates: list = field(default_factory=list)
    rounding: Rounding = None
    type: str = None
    children: list = None  # of a section, the score or the pay
    weight_tree: object = None
    points: object = None  # of a weight that depends on no row
    section: object = None  # of an item or a section in one
    weight_shared: bool = False
    weighted: bool = False
    unweighted: bool = False  # weight: none
    extra: tuple = None  # (lo, hi), trees or None
    every: str = None  # absent but in the last period of each
    skip: str = None
    peers: tuple = None  # with skip: peers, the keys of the group


@dataclass
class Input:
    name: str
    site: int
    fields: dict

    @property
    def type(self):
        return str(self.fields["type"])

    @property
    def every(self):
        return self.fields.get("every")

    @property
    def missing(self):
        return str(self.fields.get("missing", "error"))

    @property
    def to(self):
        """The table a ref names."""
        return str(self.fields["to"])


class Table:
    """A table: its inputs, values, score, pay, checks and outputs, and by which names others call its rows."""

    def __init__(self, plan, name, body):
        self.plan, self.name = plan, str(name)
        self.key = str(body["key"]) if "key" in body else None
        self.single, self.dated_by = str(body.get("single")) == "true", body.get("dated_by")
        self.by_period = "per" in body
        self.leaves_out = body.get("failed") == "leave_out"
        self.inputs = {str(k): self.read_input(k, v) for k, v in (body.get("inputs") or {}).items()}
        self.nodes, self.called = {}, {}
        for key, value in (body.get("values") or {}).items():
            self.read_node(key, value, str(key), None)
        self.checks = [(k, formula(v["must"]), str(v["breach"])) for k, v in (body.get("checks") or {}).items()]
        self.score = self.pay = self.out_of = None
        if "score" in body:
            self.read_score(body)
        if "pay" in body:
            self.read_pay(body)
        self.outputs = tuple(map(str, body["outputs"])) if "outputs" in body else None  # what leaves; filled in by the oracle
        self.reading_itself = set()  # names whose decimals are being worked out

    def read_input(self, key, body):
        return Input(str(key), key.begin, {"type": body} if isinstance(body, str) else body)

    def refs(self):
        return [entry for entry in self.inputs.values() if entry.type == "ref"]

    def needs_file(self):
        return any(entry.missing == "error" for entry in self.inputs.values())

    def read_node(self, key, body, path, rounding_class):
        """Read a formula or a map with one word; register it under its path."""
        node = PlanNode(path, key.begin)
        if not isinstance(body, dict):
            node.formula = formula(body)
            node.rounding = self.class_rounding(rounding_class)
        else:
            self.node_fields(node, body, rounding_class)
            if "formula" in body:
                node.formula = formula(body["formula"])
            for name in body:
                if name in WORDS:
                    node.word = self.read_word(name, body[name])
            if node.word is None and node.formula is None:
                raise PlanError(f"a node without formula or word: {path}")
        if path:
            self.nodes[path] = node
        return node

    def read_word(self, key, body):
        fields = dict(body) if isinstance(body, dict) else {"of": body}
        for name, value in (self.plan.defaults.get(str(key)) or {}).items():
            fields.setdefault(name, value)
        return Word(str(key), key.begin, fields)

    def node_fields(self, node, body, rounding_class):
        for name in ("applies", "at_least", "at_most"):
            if name in body:
                setattr(node, name, formula(body[name]))
        for gate in body.get("gate") or []:
            act = next(n for n in ("to", "times", "at_most") if n in gate)
            node.gates.append((formula(gate["if"]), act, formula(gate[act])))
        node.rounding = Rounding.parse(body["round"]) if "round" in body else self.class_rounding(rounding_class)
        node.type = str(body["type"]) if "type" in body else None
        node.every = str(body["every"]) if "every" in body else None
        return node

    def class_rounding(self, name):
        return self.plan.roundings.get(name) if name else None

    def read_score(self, body):
        key = next(k for k in body if k == "score")
        body = body["score"]
        if "out_of" in body:
            self.out_of = formula(body["out_of"])
        self.score = self.read_section(key, body, "score")

    def read_pay(self, body):
        key = next(k for k in body if k == "pay")
        body = body["pay"]
        self.pay = self.node_fields(PlanNode("pay", key.begin), body, None)
        self.nodes["pay"] = self.pay
        self.pay.children = [self.read_node(k, v, f"pay.{k}", "pay") for k, v in body["items"].items()]
        for child in self.pay.children:
            # Reading: where the pay is not due its components are not either.
            child.every = max((child.every, self.pay.every), key=lambda unit: MONTHS_IN.get(unit, 0))

    def read_section(self, key, body, path):
        """Read a section (or the total): its own fields and its items, which may be sections."""
        made = self.node_fields(PlanNode(path, key.begin), body, "score")
        self.nodes[path] = made
        made.children = []
        for name, item in body["items"].items():
            child_path = f"{path}.{name}"
            if "items" in item:
                child = self.read_section(name, item, child_path)
            else:
                child = self.read_node(name, item, child_path, "item")
            self.read_place(child, item)
            child.section = made
            made.children.append(child)
        return made

    def read_place(self, node, body):
        """Read what places an item in its section: weight or extra, and skip."""
        if "weight" in body:
            node.unweighted = body["weight"] == "none"
            node.weighted = not node.unweighted
            if node.weighted:
                node.weight_tree = formula(body["weight"])
                # Reading: a weight is a share of its parent's when any number in it is written with %.
                node.weight_shared = has_share_literal(node.weight_tree)
        else:
            low, high = body["extra"]
            node.extra = tuple(None if b == "none" else formula(b) for b in (low, high))
        node.skip = str(body["skip"]) if "skip" in body else None
        node.peers = key_names(body["peers"]) if "peers" in body else None


class People(Table):
    """The table that is scored and paid."""

    def __init__(self, plan, root):
        super().__init__(plan, root["each"], {k: root[k] for k in root if k in OF_PEOPLE} | {"key": root["each"]})
        self.by_period = plan.period is not None


def with_used(root, files):
    """Return the plan with what it takes from the files it uses."""
    for part in ("calendars", "lists", "params", "define", "defaults"):
        told = {name: body for file in [*files, root] for name, body in (file.get(part) or {}).items()}
        if told:
            root[part] = told
    return root


class Plan:
    """What is common to all tables, and the tables; the people are one of them."""

    def __init__(self, dump):
        root = with_used(plain(dump["root"]), [plain(used["root"]) for used in dump.get("used", [])])
        self.period = root.get("period")
        calendar = (root.get("calendars") or {}).get(self.period)
        self.calendar = Calendar(calendar) if calendar else None
        self.lists = {str(k): [str(m) for m in v] for k, v in (root.get("lists") or {}).items()}
        self.roundings = {str(k): Rounding.parse(v) for k, v in (root.get("rounding") or {}).items()}
        self.defaults = root.get("defaults") or {}
        self.params = {str(k): v for k, v in (root.get("params") or {}).items()}
        self.people = People(self, root)
        self.defines = dict(self.read_define(k, v) for k, v in (root.get("define") or {}).items())
        self.tables = {self.people.name: self.people}
        for name, body in (root.get("tables") or {}).items():
            self.tables[str(name)] = Table(self, name, body or {})
        for table in self.tables.values():
            for ref in table.refs():
                # Reading: the row of a single table is called back only as `back` says; its name is its own already.
                if "back" in ref.fields or not table.single:
                    self.tables[ref.to].called[str(ref.fields.get("back", table.name))] = (table, ref.name)

    def period_of(self, text):
        """Return the period that a text of the data names."""
        return self.calendar.period(text) if self.calendar else Period(str(self.period), text)

    def read_define(self, key, body):
        """`share(part, whole): formula or a node with one word` gives (name, (arguments, node))."""
        name, _, rest = str(key).partition("(")
        arguments = [a.strip() for a in rest.rstrip().rstrip(")").split(",") if a.strip()]
        return name.strip(), (arguments, self.people.read_node(key, body, None, None))


def load(path):
    with open(path, encoding="utf-8") as file:
        return Plan(json.load(file))
