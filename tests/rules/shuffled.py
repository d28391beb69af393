"""The data of the systems of rules/ with its rows in another order, and what is said of it put back to its old lines.

Every place named has to be the right one. Only where a message names the first of several rows, and counts the others,
does the order decide which that is: there `settled` and `said` leave the names out and keep the number.
"""

import csv
import random
import re
from dataclasses import dataclass
from pathlib import Path

RULES = Path(__file__).resolve().parents[2] / "rules"

ALIKE = re.compile(r"(\(and \d+ more\) \([^;()]*); [^()]*\)")
CROWDED = re.compile(r"^and \d+ more of `(\w+)` failed$", re.MULTILINE)
OUTSIDE = re.compile(r"(: (?!1 of )\d+ of \d+ rows belong to no period .*), the first at .*")
BROKEN = re.compile(r"(warning: check .*? does not hold: )(.*)")


@dataclass(frozen=True)
class Data:
    """A plan and the file of each of its tables, the people's first."""

    name: str
    plan: Path
    files: dict

    @property
    def arguments(self):
        return [str(self.plan), *(f"{table}={path}" for table, path in self.files.items())]


def systems():
    """Yield the sample and the boundary cases of every system."""
    for plan in sorted(RULES.glob("*/plan.yaml")):
        each = re.search(r"^each: *(\S+)", plan.read_text(encoding="utf-8"), re.MULTILINE)[1]
        for kind, people in (("sample", "sample.csv"), ("boundary", "boundary.cases.csv")):
            tables = {path.name.split(".")[1]: path for path in sorted(plan.parent.glob(f"{kind}.*.csv"))}
            tables.pop("cases")
            yield Data(f"{plan.parent.name}/{kind}", plan, {each: plan.parent / people, **tables})


class Shuffled:
    """Data written to a folder, the rows of each file in an order that a seed draws; without a seed as they stand."""

    def __init__(self, data, folder, seed=None):
        rng = random.Random(seed)
        self.orders, files = {}, {}
        for table, source in data.files.items():
            header, *rows = source.read_bytes().splitlines(keepends=True)
            order = list(range(len(rows)))
            if seed is not None:
                rng.shuffle(order)
            self.orders[table], files[table] = order, folder / source.name
            files[table].write_bytes(header + b"".join(rows[n] for n in order))
        self.data = Data(data.name, data.plan, files)

    def put_back(self, text):
        """Name the lines of the files as if their rows had never moved."""
        for table, path in self.data.files.items():
            lines = [0, 1, *(n + 2 for n in self.orders[table])]
            place = re.compile(re.escape(str(path)) + ":([0-9]+)")
            text = place.sub(lambda found: f"{path}:{lines[int(found[1])]}", text)
        return text

    def in_order(self, lines):
        """The lines of a result over rows that never moved, as they have to stand now: those of one period in the order
        of the file, those of several by period and key."""
        people = next(iter(self.data.files))
        with open(self.data.files[people], encoding="utf-8", newline="") as file:
            periods = {row["period"] for row in csv.DictReader(file)}
        return lines if len(periods) > 1 else [lines[0], *(lines[n + 1] for n in self.orders[people])]


def settled(result):
    """The lines of a result. A failure that several records share names the first of them."""
    return [ALIKE.sub(r"\1)", line) for line in result.splitlines()]


def said(stderr, files):
    """The lines of stderr, sorted. Of many failed records of a table, of many rows outside all periods and of many that
    break a check, the first ones are named."""
    crowded = tuple(f"{files[table]}:" for table in CROWDED.findall(stderr))
    lines = (line for line in stderr.splitlines() if not line.startswith(crowded))
    return sorted(BROKEN.sub(warning_in_order, OUTSIDE.sub(r"\1", line)) for line in lines)


def warning_in_order(warning):
    rows = warning[2].split(", ")
    return warning[1] + (rows[-1] if rows[-1].startswith("and ") else ", ".join(sorted(rows)))
