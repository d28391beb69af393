#!/usr/bin/env python3
"""Moves each number of a plan by one unit of its last written digit, up and down, and asks whether the plan's cases notice.

    mutate.py --merit PATH FOLDER ...

A FOLDER holds plan.yaml, its cases and their records. A mutant is killed when `merit test` fails on it, also because the plan
does not compile any more. One that survives stands in FOLDER/survivors.txt with its reason, in a line `MUTANT | REASON`.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

import yaml

KILLED_AT_LEAST = 95    # percent of the mutants of each plan

# What stands under these keys moves no result: texts, the names of members, the version of the language.
WORDS = {"merit", "plan", "title", "note", "source", "label", "because", "lists"}
NUMBER = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?")
NOT_NUMBERS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|\bdate\([^)]*\)|'[^']*'|\"[^\"]*\"")    # days, texts in a formula


def scalars(node, path=()):
    """Yields (path, node) of every scalar that may hold a number: values, and keys such as breakpoints."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in WORDS:
                yield path, key
                yield from scalars(value, path + (key.value,))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from scalars(item, path)
    else:
        yield path, node


def moved(number, by):
    """The number with its last written digit moved: 1.5 becomes 1.6 or 1.4."""
    value = Decimal(number)
    return str(value + by * Decimal(1).scaleb(value.as_tuple().exponent))


def mutants(text):
    """Returns (name, text of the plan) of every mutant. The name tells where it is and what it changes."""
    made = []
    for path, node in scalars(yaml.compose(text, Loader=yaml.SafeLoader)):
        quotes = 1 if node.style in ("'", '"') else 0
        start, end = node.start_mark.index + quotes, node.end_mark.index - quotes
        scalar = text[start:end]
        hidden = NOT_NUMBERS.sub(lambda match: " " * len(match[0]), scalar)
        for match in NUMBER.finditer(hidden):
            for by in (1, -1):
                changed = scalar[: match.start()] + moved(match[0], by) + scalar[match.end():]
                before, after = (" ".join(each.split()) for each in (scalar, changed))
                made.append((f"{'.'.join(path)}: {before} -> {after}", text[:start] + changed + text[end:]))
    return made


def survives(merit, folder, plan):
    """Runs the cases of `folder` on another plan."""
    with tempfile.TemporaryDirectory() as copy:
        for file in folder.glob("*.csv"):
            (Path(copy) / file.name).symlink_to(file)
        (Path(copy) / "plan.yaml").write_text(plan, encoding="utf-8")
        status = subprocess.run([merit, "test", copy], capture_output=True).returncode
        if status < 0:
            raise RuntimeError(f"{merit} was ended by signal {-status}")
        return status == 0


def listed_survivors(folder):
    """Returns the reasons by the names of the mutants."""
    file = folder / "survivors.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return dict(line.split(" | ", 1) for line in lines if line)


def check(merit, folder, pool):
    """Tries every mutant of a plan; prints a line of numbers and returns what is wrong."""
    plan = (folder / "plan.yaml").read_text(encoding="utf-8")
    if not survives(merit, folder, plan):
        return [f"{folder.name}: `merit test` fails on the plan as it is"]
    made = mutants(plan)
    lives = list(pool.map(lambda mutant: survives(merit, folder, mutant[1]), made))
    survivors = {name for (name, _), lived in zip(made, lives) if lived}
    listed = listed_survivors(folder)
    killed = len(made) - sum(lives)
    print(f"{folder.name:24}{len(made):8}{killed:8}{sum(lives):11}", flush=True)
    problems = [f"survives, and no reason is listed: {name}" for name in sorted(survivors - set(listed))]
    problems += [f"is listed as a survivor, and does not survive: {name}" for name in sorted(set(listed) - survivors)]
    problems += [f"has no reason: {name}" for name, reason in listed.items() if not reason.strip()]
    if not made or 100 * killed < KILLED_AT_LEAST * len(made):
        problems.append(f"fewer than {KILLED_AT_LEAST}% of the mutants are killed")
    return [f"{folder.name}: {problem}" for problem in problems]


def check_all(merit, folders):
    """Returns what is wrong with the cases of all folders."""
    print(f"{'plan':24}{'mutants':>8}{'killed':>8}{'survivors':>11}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return [problem for folder in folders for problem in check(merit, folder, pool)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--merit", default="merit")
    parser.add_argument("folders", nargs="+", type=Path)
    chosen = parser.parse_args()
    problems = check_all(chosen.merit, [folder.resolve() for folder in chosen.folders])
    print(*problems, sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
