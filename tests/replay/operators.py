"""The operators of an explanation, recomputed from the values of their arguments.

A value is a Fraction, a bool, a date, a text or a Place (a member of a list with its ordinal); ABSENT, NOT_LOOKED_AT
or Failed. Arithmetic is that of fractions, the calendar that of Python. Not for files: replay.py.
"""

import calendar
import datetime
import re
from dataclasses import dataclass
from fractions import Fraction


class Mark:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


ABSENT, NOT_LOOKED_AT = Mark("absent"), Mark("not looked at")


@dataclass(frozen=True)
class Failed:
    """A failure: any of these codes (which of several counts depends on places an explanation does not hold)."""

    codes: frozenset


@dataclass(frozen=True)
class Place:
    """A member of a list and its ordinal from 0."""

    text: str
    ordinal: Fraction


class Wrong(Exception):
    """A line does not follow from its children."""


def plain(value):
    """The number, text or date that operators work on: the ordinal of a member."""
    return value.ordinal if isinstance(value, Place) else value


def stop_of(args):
    """What stops a strict operator: a failure, ABSENT, or None."""
    if any(a is NOT_LOOKED_AT for a in args):
        raise Wrong("an argument was not looked at")
    codes = frozenset().union(*(a.codes for a in args if isinstance(a, Failed)))
    return Failed(codes) if codes else ABSENT if any(a is ABSENT for a in args) else None


def nearest(x, mode):
    """The whole number `mode` rounds x to."""
    low = x.numerator // x.denominator
    high = low if x == low else low + 1
    inward, outward = (low, high) if x >= 0 else (high, low)
    fixed = {"floor": low, "ceiling": high, "down": inward, "up": outward}
    if mode in fixed:
        return fixed[mode]
    if x - low != Fraction(1, 2):
        return low if x - low < Fraction(1, 2) else high
    return {"half_up": outward, "half_down": inward, "half_even": low if low % 2 == 0 else high}[mode]


def rounded(line, x):
    step = Fraction(line["step"])
    units = nearest(x / step, line["mode"])
    return Failed(frozenset(["E0606"])) if abs(units) * max(1, step) >= 10**38 else units * step


def on_curve(line, x):
    """Piecewise linear between knots, the stated slopes outside."""
    knots = [{name: Fraction(k[name]) for name in ("x", "left", "at", "right")} for k in line["knots"]]
    first, last = knots[0], knots[-1]
    for knot in knots:
        if x == knot["x"]:
            return knot["at"]
    if x < first["x"]:
        return first["left"] + Fraction(line["left_slope"]) * (x - first["x"])
    if x > last["x"]:
        return last["right"] + Fraction(line["right_slope"]) * (x - last["x"])
    a, b = next((a, b) for a, b in zip(knots, knots[1:]) if a["x"] < x < b["x"])
    return a["right"] + (b["left"] - a["right"]) * (x - a["x"]) / (b["x"] - a["x"])


def weighted_sum(line, *args):
    """A date counts as its day; a sum of type date is one again."""
    args = [Fraction(a.toordinal()) if isinstance(a, datetime.date) else a for a in args]
    made = Fraction(line["constant"]) + sum(Fraction(c) * a for c, a in zip(line["coefficients"], args, strict=True))
    return datetime.date.fromordinal(int(made)) if line["type"] == "date" else made


def product(line, *args):
    made = Fraction(1)
    for a in args:
        made *= a
    return made


def cell_of(line, *keys):
    for cell in line["cells"]:
        if [key_text(k) for k in keys] == cell["keys"]:
            return cell["value"]
    return ABSENT


def key_text(key):
    return key.text if isinstance(key, Place) else str(key)


def folded(function, values):
    """An aggregate over the values of its records."""
    if function == "count":
        return Fraction(len(values))
    if function == "any":
        return any(values)
    if function == "sum":
        return sum(values, Fraction(0))
    return {"min": min, "max": max}[function](values, key=plain) if values else ABSENT


def choose(line, args):
    """c1, v1, c2, v2, ..., otherwise."""
    for at in range(0, len(args) - 1, 2):
        if args[at] is NOT_LOOKED_AT:
            raise Wrong(f"condition {at // 2 + 1} was not looked at")
        if args[at] is not False:
            return args[at + 1] if args[at] is True else args[at]
    return args[-1]


def present(line, args):
    if isinstance(args[0], Failed) or args[0] is NOT_LOOKED_AT:
        return args[0]
    return args[0] is not ABSENT


def otherwise(line, args):
    return args[1] if args[0] is ABSENT else args[0]


STRICT = {
    "sum": weighted_sum, "mul": product, "round": rounded, "curve": on_curve,
    "ratio": lambda line, p, q: p / q if q != 0 else ABSENT,
    "min": lambda line, *args: min(args), "max": lambda line, *args: max(args),
    "less": lambda line, a, b: a < b, "same": lambda line, a, b: a == b,
}
LAZY = {"choose": choose, "present": present, "otherwise": otherwise}


def recomputed(line, args, period):
    """Return the value that follows from the arguments."""
    op = line["op"]
    if op in LAZY:
        result = LAZY[op](line, args)
        if result is NOT_LOOKED_AT:
            raise Wrong("the branch taken was not looked at")
        return result
    if op == "none":
        return ABSENT
    if op == "fail":
        return Failed(frozenset([line["code"]]))
    stop = stop_of(args)
    if stop is not None:
        return stop
    if op == "table":
        return cell_of(line, *args)
    if op == "calendar":
        return calendar_value(line["function"], [plain(a) for a in args], period)
    if op not in STRICT:
        raise Wrong(f"no such operator: {op}")
    return STRICT[op](line, *(plain(a) for a in args))


DAY = datetime.timedelta(days=1)
PERIODS = {
    r"(\d{4})-(\d\d)-(\d\d)": 0, r"(\d{4})-(\d\d)": 1, r"(\d{4})Q(\d)": 3, r"(\d{4})H(\d)": 6, r"(\d{4})": 12,
}


def period_days(text):
    """The first and last day of a period and its number within the year, from its text."""
    week = re.fullmatch(r"(\d{4})-W(\d\d)", text)
    if week:
        start = datetime.date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return start, start + 6 * DAY, int(week[2])
    for form, months in PERIODS.items():
        found = re.fullmatch(form, text)
        if found:
            parts = [int(p) for p in found.groups()]
            if months == 0:
                day = datetime.date(*parts)
                return day, day, day.timetuple().tm_yday
            number = parts[1] if len(parts) > 1 else 1
            last = number * months
            end = datetime.date(parts[0], last, calendar.monthrange(parts[0], last)[1])
            return datetime.date(parts[0], last - months + 1, 1), end, number
    raise Wrong(f"not a period: {text}")


def shifted(date, months):
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def months_between(a, b):
    """The largest n with b not before a shifted by n months; backwards, the negative of the way forward."""
    if b < a:
        return -months_between(b, a)
    n = (b.year - a.year) * 12 + b.month - a.month
    return n if shifted(a, n) <= b else n - 1


def made_date(year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return ABSENT


FUNCTIONS = {
    "date": made_date,
    "days": lambda a, b: Fraction((b - a).days),
    "months": lambda a, b: Fraction(months_between(a, b)),
    "add_months": lambda date, n: shifted(date, int(n)),
    "real_day": lambda day: day,
    "month_start": lambda date: date.replace(day=1),
}


def calendar_value(function, args, period):
    if function in FUNCTIONS:
        return FUNCTIONS[function](*args)
    start, end, number = period_days(period)
    week = "W" in period
    year = int(period[:4])
    first = datetime.date.fromisocalendar(year, 1, 1) if week else datetime.date(year, 1, 1)
    after = datetime.date.fromisocalendar(year + 1, 1, 1) if week else datetime.date(year + 1, 1, 1)

    def ends(months):
        dates = (start + n * DAY for n in range((end - start).days + 1))
        return any((d + DAY).day == 1 and d.month % months == 0 for d in dates)

    def closes(months):
        """Whether the next period is of another month, quarter ...; a week is where its Thursday is."""
        shift = 3 * DAY if week else 0 * DAY
        this, following = start + shift, end + DAY + shift
        return (this.year * 12 + this.month - 1) // months != (following.year * 12 + following.month - 1) // months

    values = {
        "period_closes_month": closes(1), "period_closes_quarter": closes(3), "period_closes_half": closes(6),
        "period_closes_year": closes(12),
        "period_start": start, "period_end": end, "period_number": Fraction(number), "period_year": Fraction(year),
        "period_days": Fraction((end - start).days + 1), "period_year_days": Fraction((after - first).days),
        "period_elapsed_days": Fraction((end - first).days + 1), "period_ends_quarter": ends(3),
        "period_ends_half": ends(6), "period_ends_year": ends(12),
    }
    if function not in values:
        raise Wrong(f"no such calendar function: {function}")
    return values[function]
