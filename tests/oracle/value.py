"""What a formula or a node can be worth: values, absence, failure; rounding and printing.

A value is a Fraction, a bool, a str (text), a datetime.date or a Member of a list. Not for parsing plans or cells.
Lowest module of the oracle.
"""

import datetime
import re
from dataclasses import dataclass
from fractions import Fraction

DIGITS_MOST = 38


class PlanError(Exception):
    """The plan is not one this oracle can read (a good plan is assumed, so this is rare)."""


class Absent:
    def __repr__(self):
        return "absent"


ABSENT = Absent()


@dataclass(frozen=True)
class Failed:
    """A row's failure: the byte of the plan it belongs to, its code, and the row's place in its file once known."""

    site: int
    code: str
    row: int = -1


def first(failures):
    """Return the failure that counts: that of the first place of the plan, there the smallest code, then the first row."""
    return min(failures, key=lambda f: (f.site, f.code, f.row))


@dataclass(frozen=True)
class Member:
    """A member of a list; `places` has its ordinal in every list it may belong to."""

    text: str
    places: tuple  # of (list name, ordinal)


def strict(values):
    """Return what stops an operator that needs all of `values`: the first failure of the plan's text, or ABSENT, or None."""
    failures = [v for v in values if isinstance(v, Failed)]
    if failures:
        return first(failures)
    return ABSENT if any(v is ABSENT for v in values) else None


def comparable(a, b):
    """Return the pair (a, b) as two things Python orders as the plan language does."""
    if isinstance(a, Member) and isinstance(b, Member):
        common = dict(a.places).keys() & dict(b.places).keys()
        if not common:
            raise PlanError(f"members of different lists: {a.text}, {b.text}")
        name = min(common)
        return dict(a.places)[name], dict(b.places)[name]
    if isinstance(a, Member) or isinstance(b, Member) or type(a) is not type(b):
        raise PlanError(f"cannot compare {a!r} with {b!r}")
    return a, b


def nearest(x, mode):
    """Return the whole number that `mode` rounds x to."""
    floor = x.numerator // x.denominator
    if x == floor:
        return floor
    toward_zero = floor if x > 0 else floor + 1
    from_zero = floor + 1 if x > 0 else floor
    if mode in ("floor", "ceiling", "down", "up"):
        return {"floor": floor, "ceiling": floor + 1, "down": toward_zero, "up": from_zero}[mode]
    rest = x - floor
    if rest != Fraction(1, 2):
        return floor if rest < Fraction(1, 2) else floor + 1
    Rounding.ties += 1
    if mode == "half_even":
        return floor if floor % 2 == 0 else floor + 1
    return {"half_up": from_zero, "half_down": toward_zero}[mode]


MODES = ("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")


@dataclass(frozen=True)
class Rounding:
    """A rounding rule: the nearest multiple of `step`; `digits` is what a rounded value is printed with."""

    step: Fraction
    digits: int
    mode: str

    ties = 0  # counted over all roundings, for the summary of agree.py

    @staticmethod
    def parse(text):
        """Read `2 half_up`, `to 100 half_up` or `none` (None)."""
        words = text.split()
        if words == ["none"]:
            return None
        if len(words) == 2 and re.fullmatch(r"\d+", words[0]) and words[1] in MODES:
            return Rounding(Fraction(1, 10 ** int(words[0])), int(words[0]), words[1])
        if len(words) == 3 and words[0] == "to" and words[2] in MODES:
            step = Fraction(words[1])
            return Rounding(step, decimals(step), words[2])
        raise PlanError(f"not a rounding: {text}")

    def apply(self, x, mode=None):
        return nearest(x / self.step, mode or self.mode) * self.step

    def checked(self, x, site, mode=None):
        """Round x; more than 38 digits is a failure at `site`."""
        value = self.apply(x, mode)
        return Failed(site, "E0606") if too_long(value, self.digits) else value


def decimals(x):
    """Return how many decimals x has, or None when it has no end."""
    digits, rest = 0, x
    while rest.denominator != 1:
        if digits > 400 or rest.denominator % 2 and rest.denominator % 5:
            return None
        rest *= 10
        digits += 1
    return digits


def too_long(x, digits):
    """Say whether x, written with `digits` decimals, has more than 38 digits."""
    # Reading: the digits counted are those of the value as a whole number of its last decimal; leading zeros do not
    # count, trailing decimals of the type do.
    return abs(x) * 10**digits >= 10**DIGITS_MOST


def number_text(x, digits=None):
    """Print x with `digits` decimals, or exactly (a decimal without trailing zeros, else p/q)."""
    if digits is None:
        digits = decimals(x)
        if digits is None:
            return f"{x.numerator}/{x.denominator}"
    scaled = x * 10**digits
    if scaled.denominator != 1:
        return number_text(x)
    whole, sign = abs(scaled.numerator), "-" if scaled < 0 else ""
    text = str(whole).rjust(digits + 1, "0")
    return sign + (text if digits == 0 else f"{text[:-digits]}.{text[-digits:]}")


def value_text(value, digits=None):
    """Print any value as a result file shows it."""
    if value is ABSENT:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return number_text(value, digits)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.text if isinstance(value, Member) else str(value)
