#!/usr/bin/env python3
"""A rank and a pool: Merit against DuckDB's window functions, from one CSV file to another and in memory, in turns.

    build/peers/bin/python bench/files/groups.py --rows 1000000 --rounds 5

Rows are made from a seed: about 200 managers to a branch, a third of them sold what somebody else sold. Both rank what
they sold within the branch, equals alike, and split the branch's pool in proportion to it, to the cent: each part is
rounded down, and the cents left go to the largest parts cut off, the smaller key first. DuckDB computes in whole cents,
which is exact. Every line of both results is compared, and what DuckDB made in memory with them. Printed are the best
times: of whole processes on the wall and of the processor, with their peak memory; in memory of the processor, for
scoring alone on one thread, from rows that are read to results. Merit's rows then are texts, found and bound; DuckDB's
are columns of numbers.
"""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from compare import ROOT, measured

PLAN = ROOT / "bench" / "files" / "groups.yaml"
ROWS_OF_A_BRANCH = 200

READ = """
create table rows as
select manager, period, branch, cast(sold * 100 as bigint) as sold, cast(pool * 100 as bigint) as pool
from read_csv('{source}', header = true, columns = {{'manager': 'varchar', 'period': 'varchar', 'branch': 'varchar',
  'sold': 'decimal(12, 2)', 'pool': 'decimal(12, 2)'}})
"""
TWICE = "select manager from rows group by manager, period having count(*) > 1 limit 1"
QUERY = """
with totals as (
  select *, rank() over (partition by period, branch order by sold desc) as place,
    cast(sum(sold) over (partition by period, branch) as bigint) as total
  from rows
), cut as (
  select *, case when total = 0 then 0 else pool * sold // total end as part,
    case when total = 0 then 0 else pool * sold % total end as rest
  from totals
), turns as (
  select *, row_number() over (partition by period, branch order by rest desc, manager) as turn,
    pool - sum(part) over (partition by period, branch) as units
  from cut
)
select manager, period, place, cast(part + case when total > 0 and turn <= units then 1 else 0 end as bigint) as part
from turns
"""


def make_rows(path, rows, seed):
    """Write the data; the same numbers on every machine."""
    rng = random.Random(seed)
    branches = max(1, rows // ROWS_OF_A_BRANCH)
    sold = []
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("manager,period,branch,sold,pool\n")
        for n in range(rows):
            is_tie = sold and rng.randrange(3) == 0
            sold.append(sold[rng.randrange(n)] if is_tie else rng.randrange(10**9))
            branch = rng.randrange(branches)
            pool = branch * 12347 % 10**9 + 1
            out.write(f"M-{n * 7919 % 10**7:07},2026-03,B-{branch:05},"
                      f"{sold[-1] // 100}.{sold[-1] % 100:02},{pool // 100}.{pool % 100:02}\n")


def connected(source, threads):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"set threads = {threads}")
    connection.execute(READ.format(source=source))
    return connection


def score_by_duckdb(source, target, threads):
    connection = connected(source, threads)
    twice = connection.execute(TWICE).fetchall()
    if twice:
        sys.exit(f"{twice[0][0]} is there twice")
    connection.execute(f"copy ({QUERY}) to '{target}' (header true)")


def time_duckdb(source, target, threads):
    """Score the rows of a table to another one, and print the seconds of it."""
    connection = connected(source, threads)
    began = time.process_time()
    connection.execute(f"create table results as {QUERY}")
    seconds = time.process_time() - began
    connection.execute(f"copy results to '{target}' (header true)")
    print(json.dumps({"score": seconds}))


def seconds_of(program):
    """Run a program that prints the seconds of what it measured."""
    return json.loads(subprocess.run(program, check=True, capture_output=True, text=True).stdout)


def by_row(path):
    with open(path, encoding="utf-8", newline="") as lines:
        return {tuple(row[:2]): row[2:] for row in list(csv.reader(lines))[1:]}


def differences(by_merit, by_duckdb):
    """Return how many lines there are, and how many differ."""
    ours, theirs = by_row(by_merit), by_row(by_duckdb)
    wrong = len(theirs.keys() - ours.keys())
    for who, (place, part, error) in ours.items():
        wrong += error != "" or [place, str(int(Decimal(part) * 100))] != theirs.get(who)
    return len(ours), wrong


def measure(rows, arguments, folder):
    """Measure so many rows in turns; return how many lines differ."""
    data = f"{folder}/rows.csv"
    make_rows(data, rows, seed=20261122)
    out = {name: f"{folder}/{name}.csv" for name in ("merit", "duckdb", "table")}
    me = [sys.executable, __file__, "--threads", "1"]
    cores = str(os.cpu_count())
    merit = [arguments.merit, "score", str(PLAN), data, "-o", out["merit"], "--threads"]
    files = {
        "Merit, row engine": [*merit, "1", "--engine", "row"],
        "Merit": [*merit, "1", "--engine", "batch"],
        "DuckDB": [*me, "--duckdb", data, out["duckdb"]],
        f"Merit, {cores} threads": [*merit, cores, "--engine", "batch"],
        f"DuckDB, {cores} threads": [*me[:-1], cores, "--duckdb", data, out["duckdb"]],
    }
    memory = {"Merit": [arguments.in_memory, str(PLAN), data], "DuckDB": [*me, "--table", data, out["table"]]}
    whole, scored = {way: [] for way in files}, {}
    for _ in range(arguments.rounds):
        for way, program in files.items():
            whole[way].append(measured(program))
        for way, program in memory.items():
            for step, seconds in seconds_of(program).items():
                scored.setdefault((way, step), []).append(seconds)
    print(f"{rows} rows")
    for way, found in whole.items():
        wall, processor, megabytes = map(min, zip(*found))
        print(f"  file to file: {way}: {wall:.3f} s, {processor:.3f} s of the processor, {megabytes:.0f} MB")
    for (way, step), found in scored.items():
        print(f"  in memory: {way}, {step}: {min(found):.4f} s, {min(found) / rows * 1e9:.0f} ns a row")
    wrong = 0
    for name in ("duckdb", "table"):
        lines, differ = differences(out["merit"], out[name])
        print(f"  {lines} lines, {differ} differ")
        wrong += differ
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, action="append", help="10,000, 100,000 and 1,000,000 unless given")
    parser.add_argument("--merit", default=str(ROOT / "build" / "release" / "merit"))
    parser.add_argument("--in-memory", default=str(ROOT / "build" / "release" / "bench" / "in_memory"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--duckdb", nargs=2, metavar=("IN", "OUT"), help=argparse.SUPPRESS)
    parser.add_argument("--table", nargs=2, metavar=("IN", "OUT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.duckdb:
        return score_by_duckdb(*arguments.duckdb, arguments.threads)
    if arguments.table:
        return time_duckdb(*arguments.table, arguments.threads)
    wrong = 0
    for rows in arguments.rows or [10_000, 100_000, 1_000_000]:
        with tempfile.TemporaryDirectory(dir=ROOT / "build") as folder:
            wrong += measure(rows, arguments, folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
