"""Calendars of a plan's own: periods with names and last days, and the years they are of.

Not for civil periods: periods.py, which these are like to whoever asks.
"""

import datetime

from periods import DAY
from value import PlanError

PARTS = {"year": 1, "half": 2, "quarter": 4}  # of a year


class Calendar:
    """The periods of a plan's `calendars:`, by name."""

    def __init__(self, body):
        self.periods = {}
        start = datetime.date.fromisoformat(str(body["begins"]))
        for year, ends in body["years"].items():
            first = start
            for number, (name, end) in enumerate(ends.items(), 1):
                made = ListedPeriod(str(name), int(year), number, len(ends), len(self.periods))
                made.start, made.end, made.year_start = start, datetime.date.fromisoformat(str(end)), first
                self.periods[made.text] = made
                start = made.end + DAY
            for name in ends:
                self.periods[str(name)].year_days = (start - first).days

    def has(self, unit):
        """Say whether every year can be dealt out to its quarters or halves."""
        return all(period.count % PARTS[unit] == 0 for period in self.periods.values())

    def longer(self):
        """Return the units that are longer than a period, the shortest first."""
        most = max(period.count for period in self.periods.values())
        return [unit for unit in ("quarter", "half", "year") if self.has(unit) and most > PARTS[unit]]

    def period(self, text):
        if text not in self.periods:
            raise PlanError(f"no period of the calendar: {text}")
        return self.periods[text]


class ListedPeriod:
    """One period: the `number`th of the `count` of its year; `ordinal` counts all of the calendar."""

    def __init__(self, text, year, number, count, ordinal):
        self.text, self.year, self.number, self.count, self.ordinal = text, year, number, count, ordinal

    def parts(self, unit):
        """Return how many of a unit a year has: as many periods belong to each."""
        parts = PARTS.get(unit)
        if parts is None or self.count % parts:
            raise PlanError(f"a year of {self.count} periods has no {unit}")
        return parts

    def span(self, unit):
        """Return the number of the quarter, half or year this is of."""
        parts = self.parts(unit)
        return self.year * parts + (self.number - 1) * parts // self.count

    def is_last(self, unit):
        """Say whether this is the last period of its quarter, half or year."""
        return self.number * self.parts(unit) % self.count == 0

    ends = is_last

    @property
    def days(self):
        return (self.end - self.start).days + 1

    @property
    def elapsed_days(self):
        return (self.end - self.year_start).days + 1
