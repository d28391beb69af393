"""What the derive.py of every system shares: numbers of cells, rounding, points, tables in files.

It knows nothing of Merit's engine. Each derive.py holds the rules of its own system, written from the page beside it;
`records.py` reads the rows of a month and compares what comes out.
"""
import csv
import io
import re
from fractions import Fraction


class RowFails(Exception):
    """A row that cannot be scored; the argument is the code of docs/language.md."""


NUMBER = re.compile(r"-?[0-9]+(?:\.([0-9]+))?\Z")


def read_number(cell, digits, scale=1, low=None, high=None):
    """Reads one cell as an exact number. `digits` and the bounds speak of the value, `scale` is what 1 counts."""
    match = NUMBER.match(cell)
    if not match:
        raise RowFails("E0602")
    value = Fraction(cell) * scale
    if (value * 10**digits).denominator != 1:
        raise RowFails("E0604")
    if (low is not None and value < low) or (high is not None and value > high):
        raise RowFails("E0603")
    return value


def money(cell, low=None):
    return read_number(cell, 2, low=low)


def not_negative(cell):
    """An amount of money that may not be below zero."""
    return money(cell, 0)


def count(cell, low=0):
    return read_number(cell, 0, low=low)


def percent(cell, low=None, high=None):
    """A percentage, with its sign or without: 93.5 is 0.935; two decimals of the percentage."""
    return read_number(cell.removesuffix("%"), 4, Fraction(1, 100), low, high)


def share(cell):
    """A percentage from 0 to 100."""
    return percent(cell, 0, 1)


def mark(cell):
    """Marks out of 100, with two decimals."""
    return read_number(cell, 2, low=0, high=100)


def half_up(value, digits):
    """Rounds to `digits` decimals, ties away from zero (四舍五入)."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**digits)


def spread(weights, shares):
    """A section: its items, rounded, and their sum. What was not measured (None, or left out) is spread over the rest."""
    items = {name: half_up(weights[name] * part, 2) for name, part in shares.items() if part is not None}
    counted = sum(weights[name] for name in items)
    return items, half_up(sum(items.values()) * sum(weights.values()) / counted, 2)


def show(value, digits=2):
    """Prints a value that has at most `digits` decimals, with all of them; yes and no, absence and names as they are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    scaled = value * 10**digits
    assert scaled.denominator == 1, value
    whole, part = divmod(abs(scaled.numerator), 10**digits)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{part:0{digits}d}" if digits else f"{sign}{whole}"


def read_table(path):
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return reader.fieldnames, list(reader)


def write_table(path, columns, rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
