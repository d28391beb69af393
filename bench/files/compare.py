#!/usr/bin/env python3
"""From one CSV file to another: Merit and DuckDB over the rows of bench/canonical, whole processes, in turns.

    build/release/bench/canonical --rows 1000000 --csv build/rows.csv
    build/peers/bin/python bench/files/compare.py build/rows.csv --rounds 5

Both read the file, refuse a manager who is there twice in a month, score, and write manager, period, score, coefficient
and pay. DuckDB computes in whole numbers, as bench/canonical/duckdb_peer.py does, which is exact. Every line of both
results is compared. Printed are the best times on the wall, of the processor, and peak memory.
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench" / "canonical"))


def score_by_duckdb(source, target, threads):
    """Work as DuckDB does best: the file into a table once, then the check, then the results."""
    import duckdb
    from duckdb_peer import COLUMNS, COUNTS, MACROS, MARKS, QUERIES, RATES

    def kind(name):
        return "decimal(5, 2)" if name in RATES else "integer" if name in COUNTS else "decimal(4, 1)" if name in MARKS else "decimal(12, 2)"

    def whole(name):
        return f"cast({name} * {1 if name in COUNTS else 10 if name in MARKS else 100} as bigint) as {name}"

    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    for macro in filter(str.strip, MACROS.split(";")):
        connection.execute(macro)
    kinds = ", ".join(f"'{name}': '{kind(name)}'" for name in COLUMNS)
    columns = f"{{'manager': 'varchar', 'period': 'varchar', {kinds}}}"
    connection.execute(
        f"create table rows as select manager, period, {', '.join(map(whole, COLUMNS))} "
        f"from read_csv('{source}', header = true, columns = {columns})"
    )
    twice = connection.execute("select manager from rows group by manager, period having count(*) > 1 limit 1").fetchall()
    if twice:
        sys.exit(f"{twice[0][0]} is there twice")
    query = QUERIES["canonical", "exact"].replace("select score, coefficient,", "select manager, period, score, coefficient,")
    connection.execute(f"copy ({query}) to '{target}' (header true)")


def measured(arguments):
    """Run a program; return (seconds on the wall, of the processor, peak megabytes)."""
    began = time.perf_counter()
    process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(arguments)}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(by_merit, by_duckdb):
    """Return how many lines there are, and how many differ."""
    lines = wrong = 0
    with open(by_merit, newline="") as ours, open(by_duckdb, newline="") as theirs:
        expected = {tuple(row[:2]): row[2:] for row in list(csv.reader(theirs))[1:]}
        for manager, period, *cells, error in list(csv.reader(ours))[1:]:
            lines += 1
            found = [str(int(Decimal(cell) * 100)) for cell in cells]
            wrong += error != "" or found != expected.pop((manager, period), None)
    return lines, wrong + len(expected)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rows")
    parser.add_argument("--merit", default=str(ROOT / "build" / "release" / "merit"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--no-compare", action="store_true", help="for more rows than the memory of this script holds")
    parser.add_argument("--duckdb", metavar="OUT", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.duckdb:
        return score_by_duckdb(arguments.rows, arguments.duckdb, arguments.threads)

    with tempfile.TemporaryDirectory(dir=Path(arguments.rows).resolve().parent) as folder:
        out = {name: f"{folder}/{name}.csv" for name in ("merit", "duckdb")}
        plan = str(ROOT / "bench" / "plans" / "canonical.yaml")
        ways = {}
        for threads in sorted({1, arguments.threads}):
            merit = [arguments.merit, "score", plan, arguments.rows, "-o", out["merit"], "--threads", str(threads)]
            duckdb = [sys.executable, __file__, arguments.rows, "--duckdb", out["duckdb"], "--threads", str(threads)]
            ways |= {("Merit", threads): merit, ("DuckDB", threads): duckdb}
        runs = {way: [] for way in ways}
        for _ in range(arguments.rounds):
            for way, program in ways.items():
                runs[way].append(measured(program))
        for (name, threads), found in runs.items():
            wall, processor, memory = map(min, zip(*found))
            print(f"{name}, {threads} thread{'s' * (threads > 1)}: {wall:.3f} s, {processor:.3f} s of the processor, {memory:.0f} MB")
        for threads in sorted({1, arguments.threads}):
            ratio = min(r[0] for r in runs["DuckDB", threads]) / min(r[0] for r in runs["Merit", threads])
            print(f"DuckDB / Merit, {threads} thread{'s' * (threads > 1)}: {ratio:.1f}")
        if not arguments.no_compare:
            lines, wrong = compare(out["merit"], out["duckdb"])
            print(f"{lines} lines, {wrong} differ")
            return 1 if wrong else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
