"""Periods that follow each other for a plan with history, and people who join, leave and miss some of them.

Also what cells of inputs with `for` say: given once, given again, given otherwise, not given. Not for other cells.
"""

import datetime

from periods import DAY, Period

BEGIN = {  # first days near ends of quarters and years, also where weeks belong to the next one
    "month": ["2025-09-01", "2025-10-01", "2025-12-01", "2026-01-01", "2026-05-01"],
    "week": ["2025-12-08", "2025-12-22", "2026-03-16", "2026-09-14", "2026-12-14", "2026-06-08"],
    "day": ["2025-12-28", "2026-03-29", "2024-02-27"], "quarter": ["2025-04-01", "2025-10-01"], "half": ["2024-07-01", "2025-01-01"],
}
MOST_GIVEN = 0.85


def text_of(step, day):
    """The period of a step that holds a day."""
    if step == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return {
        "day": day.isoformat(), "month": f"{day:%Y-%m}", "quarter": f"{day.year}Q{(day.month + 2) // 3}", "half": f"{day.year}H{1 + day.month // 7}",
    }[step]


def listed(rng):
    """A calendar of a plan's own: two or three years of a few periods, their names in no order."""
    day, count = datetime.date(2025, rng.choice([1, 4, 10]), rng.choice([1, 1, 26])), rng.choice([3, 4, 4, 5, 6, 8])
    form = rng.choice(["{short}-{n}", "{year}-{n:02}", "{back}/{short}", "{short} 春{n}"])
    made = {"begins": day.isoformat(), "years": {}}
    day -= DAY
    for year in range(2025, 2025 + rng.choice([2, 3])):
        ends = made["years"][str(year)] = {}
        for n in range(1, rng.choice([count, count, count, 4, 6]) + 1):
            day += rng.choice([1, 7, 28, 31, 31, 45, 90]) * DAY
            ends[form.format(year=year, short=year % 100, n=n, back=chr(ord("z") - n))] = day.isoformat()
    return made


def in_a_row(rng, step, calendar=None):
    """Three to seven periods, of a calendar if there is one; now and then without one in the middle."""
    if calendar:
        names = list(calendar.periods)
        first = rng.randrange(len(names) - 3)
        made = names[first : first + rng.randint(3, 7)]
    else:
        day, made = datetime.date.fromisoformat(rng.choice(BEGIN[step])), []
        for _ in range(rng.randint(3, 7)):
            made.append(text_of(step, day))
            day = Period(step, made[-1]).end + DAY
    if len(made) > 3 and rng.random() < 0.2:
        del made[rng.randrange(1, len(made) - 1)]
    return made


def who_is_there(rng, keys, periods):
    """Return (key, period) of each row: some join later, leave, or miss a period; the first one is always there."""
    made = []
    for n, key in enumerate(keys):
        first = rng.choice([0, 0, 0, rng.randrange(len(periods))]) if n else 0
        last = rng.choice([len(periods), len(periods), rng.randint(first + 1, len(periods))]) if n else len(periods)
        made += [(key, p) for p in periods[first:last] if n == 0 or rng.random() > 0.12]
    if rng.random() < 0.5:
        rng.shuffle(made)
    return made


def give_once(rng, period_of, inputs, header, rows, key):
    """Write the cells of inputs with `for`, in the order of the periods."""
    columns = {name: header.index(name) for name, known in inputs.items() if "for" in known}
    if not columns:
        return
    period, who = header.index("period"), header.index(key)
    given = {}
    for row in sorted(rows, key=lambda row: period_of(row[period]).ordinal):
        for name, at in columns.items():
            span = row[who], name, period_of(row[period]).span(inputs[name]["for"])
            roll = rng.random()
            if span not in given:
                row[at] = row[at] if roll < MOST_GIVEN else ""
                if row[at]:
                    given[span] = row[at]
            elif roll < 0.95:
                row[at] = "" if roll < 0.6 else given[span]
