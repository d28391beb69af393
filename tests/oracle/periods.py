"""Dates and periods: the calendar functions of formulas and the texts of the `period` column.

Not for cells (cells.py) nor for what a row does with them.
"""

import calendar
import datetime
import re

from value import PlanError

DAY = datetime.timedelta(days=1)
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def month_end(year, month):
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def months_since(date):
    return date.year * 12 + date.month - 1


def add_months(date, n):
    """The same day n months later, or the last day of that month if it has no such day."""
    index = date.year * 12 + date.month - 1 + n
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def months_between(a, b):
    """The largest n with add_months(a, n) not after b; from a later to an earlier date, the negative of the way back."""
    if b < a:
        return -months_between(b, a)
    n = (b.year - a.year) * 12 + b.month - a.month
    return n if add_months(a, n) <= b else n - 1


class Period:
    """One period: its first and last day, its place within its year."""

    FORMS = {
        "day": r"(\d{4})-(\d\d)-(\d\d)", "week": r"(\d{4})-W(\d\d)", "month": r"(\d{4})-(\d\d)",
        "quarter": r"(\d{4})Q([1-4])", "half": r"(\d{4})H([12])", "year": r"(\d{4})",
    }

    def __init__(self, step, text):
        found = re.fullmatch(self.FORMS[step], text, re.ASCII)
        if not found:
            raise PlanError(f"not a {step}: {text}")
        parts = [int(p) for p in found.groups()]
        self.step, self.text, self.year = step, text, parts[0]
        if step == "day":
            self.start = self.end = datetime.date(*parts)
            self.number = self.start.timetuple().tm_yday
        elif step == "week":
            self.start = datetime.date.fromisocalendar(parts[0], parts[1], 1)
            self.end, self.number = self.start + 6 * DAY, parts[1]
        else:
            length = MONTHS_IN[step]
            self.number = parts[1] if len(parts) > 1 else 1
            self.start = datetime.date(self.year, (self.number - 1) * length + 1, 1)
            self.end = month_end(self.year, self.number * length)

    @property
    def ordinal(self):
        """Return a number that is one more for the next period."""
        if self.step in ("day", "week"):
            return self.start.toordinal() // (7 if self.step == "week" else 1)
        return months_since(self.start) // MONTHS_IN[self.step]

    def span(self, unit):
        """Return the number of the month, quarter, half or year this is of: a week of the one that holds its Thursday."""
        return self.span_of(self.start, unit)

    def span_of(self, start, unit):
        return months_since(start + 3 * DAY if self.step == "week" else start) // MONTHS_IN[unit]

    def is_last(self, unit):
        """Say whether this is the last period of its month, quarter, half or year."""
        return self.span_of(self.end + DAY, unit) != self.span(unit)

    @property
    def days(self):
        return (self.end - self.start).days + 1

    def year_start(self):
        if self.step == "week":
            return datetime.date.fromisocalendar(self.year, 1, 1)
        return datetime.date(self.year, 1, 1)

    @property
    def year_days(self):
        if self.step == "week":
            return (datetime.date.fromisocalendar(self.year + 1, 1, 1) - self.year_start()).days
        return 366 if calendar.isleap(self.year) else 365

    @property
    def elapsed_days(self):
        return (self.end - self.year_start()).days + 1

    def ends(self, unit):
        """Say whether a day of the period is the last of a quarter, half or year: of a month that so many divide."""
        months = MONTHS_IN[unit]
        dates = (self.start + n * DAY for n in range(self.days))
        return any((d + DAY).day == 1 and d.month % months == 0 for d in dates)
