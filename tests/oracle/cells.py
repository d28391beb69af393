"""The cells of the data: what a text of the CSV means for an input, or which error it is.

Also reads the CSV. Not for parameters or formulas.
"""

import csv
import datetime
import re
import unicodedata
from fractions import Fraction

from evaluate import evaluate
from formula import SCALE, parse
from value import ABSENT, Failed, decimals, too_long

NUMBERS = ("money", "points", "percent", "count", "days", "number")
DIGITS = {"percent": 2, "count": 0, "days": 0}
TRUTH = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
NUMBER = re.compile(r"(-?\d+(?:\.(\d+))?)(%?)", re.ASCII)


def read_csv(path):
    """Return (header, rows of texts)."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    return rows[0], rows[1:]


def digits_of(plan, entry):
    """How many decimals a cell of a numeric input may have (of the percentage, for a percent)."""
    if "digits" in entry.fields:
        return int(entry.fields["digits"])
    if entry.type == "money":
        return plan.roundings["pay"].digits
    if entry.type == "points":
        rule = plan.roundings.get("item")
        return rule.digits if rule else 2
    return DIGITS[entry.type]


def value_digits(plan, entry):
    """How many decimals the value itself is printed with."""
    return digits_of(plan, entry) + (2 if entry.type == "percent" else 0)


def cell_value(plan, entry, text, scope):
    """Return the value of one cell, ABSENT or Failed at the input's declaration."""
    if text == "":
        return missing_value(entry, scope)
    if entry.type in NUMBERS:
        return number_cell(plan, entry, text, scope)
    if entry.type in ("text", "ref"):  # a ref is the key as a text; whether it names a row: rows.py
        return unicodedata.normalize("NFC", text)
    if entry.type == "bool":
        return TRUTH[text] if text in TRUTH else Failed(entry.site, "E0602")
    if entry.type == "date":
        return date_cell(entry, text)
    text = unicodedata.normalize("NFC", text)
    return scope.member(text, entry.type) if text in plan.lists[entry.type] else Failed(entry.site, "E0605")


def missing_value(entry, scope):
    if entry.missing == "error":
        return Failed(entry.site, "E0601")
    if entry.missing == "skip":
        return ABSENT
    if entry.type == "bool":
        return TRUTH[entry.missing]
    # Reading: a text or a member stands as it is, a number or date as a formula of constants.
    if entry.type == "text":
        return entry.missing.strip("'")
    return evaluate(parse(entry.missing), scope)


def date_cell(entry, text):
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    # Reading: 2026-02-30 in a cell is not of the form its type asks for (E0619 is for the function date).
    return Failed(entry.site, "E0602")


def number_cell(plan, entry, text, scope):
    found = NUMBER.fullmatch(text)
    unit = str(entry.fields.get("in", ""))
    if not found or (found[3] and entry.type != "percent") or (entry.type == "percent" and not found[3] and not unit):
        return Failed(entry.site, "E0602")
    scale = SCALE["%" if found[3] else unit]
    value = Fraction(found[1]) * scale
    digits = digits_of(plan, entry)
    full = value_digits(plan, entry)
    if too_long(value, full):
        return Failed(entry.site, "E0606")
    written = len(found[2] or "") + (decimals(scale) or -trailing_zeros(scale))
    if written > digits + (2 if entry.type == "percent" else 0):
        return Failed(entry.site, "E0604")
    bounds = {"min": "0"} if entry.type == "count" else {}
    bounds |= {b: entry.fields[b] for b in ("min", "max") if b in entry.fields}
    for bound, outside in (("min", lambda b: value < b), ("max", lambda b: value > b)):
        if bound in bounds and outside(evaluate(parse(bounds[bound]), scope)):
            return Failed(entry.site, "E0603")
    return value


def trailing_zeros(scale):
    """4 for 10000."""
    return len(str(scale.numerator)) - 1
