#!/usr/bin/env python3
"""Scores the rows of the benchmark in DuckDB and says how long that took.

Usage: duckdb_peer.py PLAN FOLDER [--threads N] [--rounds K] [--ways exact,natural]

FOLDER holds a file for each column, `a1.i64` and so on: little-endian 64-bit integers in steps of the plan's last
digit. Two ways: `exact` is what an expert writes who knows that only integers are safe; `natural` is what an analyst
writes, over DECIMAL columns made before the clock starts. A round makes a table of results from a table of rows.
Results go to FOLDER as `WAY.score.i64`, `WAY.coefficient.i64`, `WAY.pay.i64` (hundredths); the seconds of each round,
as JSON, to standard output. What is wrong is for the caller to count.
"""

import argparse
import json
import os
import time

import duckdb
import numpy

COLUMNS = ("a1 t1 a2 t2 a3 t3 a4 t4 a5 t5 a6 a7 t7 a8 a9 t9 c10 c11 plus minus base revenue most penalty").split()
RATES, COUNTS, MARKS = ("a6", "a7", "t7"), ("a8", "a9", "t9", "c10", "c11"), ("plus", "minus")

MACROS = """
create macro half_up(n, d) as (2 * n + d) // (2 * d);
create macro half_even_of(n, d) as
  (2 * n + d) // (2 * d) - case when (2 * n + d) % (2 * d) = 0 then (2 * n + d) // (2 * d) % 2 else 0 end;
create macro half_even(n, d) as case when n < 0 then -half_even_of(-n, d) else half_even_of(n, d) end;
create macro bounded(x, low, high) as least(greatest(x, low), high);
create macro beyond(x, line) as greatest(x - line, 0);
create macro completion(a, t, w) as
  case when t <= 0 or a <= 0 then 0 when 5 * a >= 6 * t then 120 * w else half_up(100 * w * a, t) end;
create macro cents(x) as cast(round(x, 2) as decimal(14, 2));
create macro even_cents(x) as cast(round_even(x, 2) as decimal(14, 2));
create macro share(a, t) as case when t <= 0 then 0 else greatest(a / t, 0) end;
create macro part(w, x, x0, y0, x1, y1, below) as
  half_even_of(w * (y0 * (x1 - x0) + (y1 - y0) * (x - x0)), below * (x1 - x0));
create macro between_knots(x, x0, y0, x1, y1) as y0 + (y1 - y0) * (x - x0) / (x1 - x0);
create macro signed_share(a, t) as case when t <= 0 then 0 else a / t end;
"""

CANONICAL_EXACT = """
with scores as (
  select *,
    completion(a1, t1, 20) + completion(a2, t2, 12) + completion(a3, t3, 10) + completion(a4, t4, 10)
    + completion(a5, t5, 8)
    + half_up(800 * (500 - bounded(a6, 120, 500)), 380)
    + half_up(700 * bounded(800 - a7, 0, 800 - t7), 800 - t7)
    + case when a8 >= 110 then 1000 when a8 >= 100 then 900 when a8 >= 85 then 700 when a8 >= 70 then 500
        when a8 >= 50 then 200 else 0 end
    + case when t9 <= 0 then 0 when 100 * a9 >= 105 * t9 then 500 when a9 >= t9 then 425
        when 100 * a9 >= 95 * t9 then 350 when 100 * a9 >= 90 * t9 then 250 when 100 * a9 >= 80 * t9 then 150
        else 0 end
    + greatest(1000 - 50 * (c10 + c11), 0) + bounded(10 * (plus - minus), -2000, 2000) as score
  from rows
), grades as (
  select *,
    case when score >= 10500 then 150 when score >= 9500 then 120 when score >= 8500 then 100
      when score >= 7000 then 75 else 0 end as coefficient,
    case when t1 <= 0 then 1 when 100 * a1 >= 98 * t1 then 3 when 100 * a1 >= 93 * t1 then 2 else 1 end as thirds
  from scores
)
select score, coefficient,
  greatest(least(most,
    half_up(base * thirds * coefficient, 300)
    + half_up(10 * revenue + 5 * (beyond(revenue, 100000000) + beyond(revenue, 500000000)
        + beyond(revenue, 2000000000) + beyond(revenue, 10000000000)), 10000)) - penalty, 0) as pay
from grades
"""

CANONICAL_NATURAL = """
with scores as (
  select *,
    cents(20 * least(share(a1, t1), 1.2)) + cents(12 * least(share(a2, t2), 1.2))
    + cents(10 * least(share(a3, t3), 1.2)) + cents(10 * least(share(a4, t4), 1.2))
    + cents(8 * least(share(a5, t5), 1.2))
    + cents(8 * bounded((0.05 - a6) / (0.05 - 0.012), 0, 1))
    + cents(7 * bounded((0.08 - a7) / (0.08 - t7), 0, 1))
    + case when a8 >= 110 then 10 when a8 >= 100 then 9 when a8 >= 85 then 7 when a8 >= 70 then 5
        when a8 >= 50 then 2 else 0 end
    + case when share(a9, t9) >= 1.05 then 5 when share(a9, t9) >= 1 then 4.25 when share(a9, t9) >= 0.95 then 3.5
        when share(a9, t9) >= 0.9 then 2.5 when share(a9, t9) >= 0.8 then 1.5 else 0 end
    + greatest(10 - 0.5 * (c10 + c11), 0) + bounded(plus - minus, -20, 20) as score
  from decimals
), grades as (
  select *,
    case when score >= 105 then 1.5 when score >= 95 then 1.2 when score >= 85 then 1 when score >= 70 then 0.75
      else 0 end as coefficient,
    case when share(a1, t1) >= 0.98 then 1 when share(a1, t1) >= 0.93 then 2 / 3 else 1 / 3 end as kept
  from scores
)
select score, coefficient,
  greatest(least(most,
    cents(base * kept * coefficient)
    + cents(revenue * 0.001 + beyond(revenue, 1000000) * 0.0005 + beyond(revenue, 5000000) * 0.0005
        + beyond(revenue, 20000000) * 0.0005 + beyond(revenue, 100000000) * 0.0005)) - penalty, 0) as pay
from grades
"""

SECOND_EXACT = """
with sections as (
  select *, 2 * c10 + c11 as incidents,
    case when t2 <= 0 then 1235 when 2 * a2 >= 3 * t2 then 1852
      else greatest(half_even(123456 * a2, 100 * t2), -1000) end
    + case when t3 <= 0 or a3 <= 0 then 0 when 10 * a3 >= 11 * t3 then 1128 else half_even_of(1025 * a3, t3) end
    + case when t4 <= 0 then 0 else bounded(half_even(91111 * a4, 100 * t4), -500, 1500) end
    + case when t1 <= 0 or 100 * a1 <= 70 * t1 then 0
        when 100 * a1 < 85 * t1 then half_even_of(148765 * 8 * (100 * a1 - 70 * t1), 30000 * t1)
        when 100 * a1 < 95 * t1 then half_even_of(148765 * (300 * a1 - 215 * t1), 10000 * t1)
        when a1 < t1 then half_even_of(148765 * (600 * a1 - 500 * t1), 10000 * t1)
        when 100 * a1 < 120 * t1 then half_even_of(148765 * a1, 100 * t1) else 1785 end
    + case when t5 <= 0 or 2 * a5 <= t5 then 588 when 4 * a5 >= 5 * t5 then 1470
        else half_even_of(117624 * a5, 100 * t5) end as results,
    case when a6 <= 50 then 846 when a6 < 150 then part(84568, a6, 50, 100, 150, 80, 10000)
      when a6 < 300 then part(84568, a6, 150, 80, 300, 30, 10000)
      when a6 < 600 then part(84568, a6, 300, 30, 600, 0, 10000) else 0 end
    + case when a7 - t7 <= -300 then 750
        when a7 - t7 < -200 then part(1, a7 - t7, -300, 750, -200, 720, 1)
        when a7 - t7 < -100 then part(1, a7 - t7, -200, 720, -100, 680, 1)
        when a7 - t7 < -50 then part(1, a7 - t7, -100, 680, -50, 625, 1)
        when a7 - t7 < 0 then part(1, a7 - t7, -50, 625, 0, 575, 1)
        when a7 - t7 < 50 then part(1, a7 - t7, 0, 575, 50, 500, 1)
        when a7 - t7 < 100 then part(1, a7 - t7, 50, 500, 100, 410, 1)
        when a7 - t7 < 150 then part(1, a7 - t7, 100, 410, 150, 305, 1)
        when a7 - t7 < 250 then part(1, a7 - t7, 150, 305, 250, 200, 1)
        when a7 - t7 < 400 then part(1, a7 - t7, 250, 200, 400, 75, 1)
        when a7 - t7 < 600 then part(1, a7 - t7, 400, 75, 600, 0, 1) else 0 end
    + case when a8 <= 30 then 0 when a8 < 50 then part(1, a8, 30, 0, 50, 10000, 100)
        when a8 < 70 then part(1, a8, 50, 15000, 70, 33333, 100)
        when a8 < 85 then part(1, a8, 70, 33333, 85, 50000, 100)
        when a8 < 100 then part(1, a8, 85, 50000, 100, 71000, 100)
        when a8 < 110 then part(1, a8, 100, 71000, 110, 77000, 100)
        when a8 < 120 then part(1, a8, 110, 77000, 120, 81000, 100) else 810 end
    + case when a9 <= 0 then 667 when 4 * t9 >= 5 * a9 then 833 else half_even_of(66667 * t9, 100 * a9) end
    + case when 2 * c10 + c11 < 7 then part(1, 2 * c10 + c11, 0, 59309, 7, 32500, 100)
        when 2 * c10 + c11 < 20 then part(1, 2 * c10 + c11, 7, 32500, 20, 0, 100) else 0 end
    + bounded(case when c11 > 2 then 500 - 125 * (c11 // 3) else 500 + 20 * ((4 - c11) // 3) end, 0, 525) as service
  from rows
), scores as (
  select *,
    results + case when incidents >= 14 then half_even_of(85 * service, 100) else service end
    + bounded(half_even(30 * plus - 40 * minus, 12), -1250, 750) as score
  from sections
), factors as (
  select *,
    case when score >= 9375 then 145 when score >= 8425 then 120 when score >= 7250 then 100
      when score >= 6000 then 65 else 0 end as coefficient,
    case when t1 <= 0 or 100 * a1 < 85 * t1 then 20 when 100 * a1 < 93 * t1 then 30 when 100 * a1 < 98 * t1 then 40
      when 100 * a1 < 110 * t1 then 60 else 63 end as sixtieths,
    case when revenue > 10000000000 then 115 when revenue > 2000000000 then 108 when revenue > 500000000 then 100
      when revenue > 50000000 then 95 else 85 end as volume
  from scores
), parts as (
  select *, half_even_of(base * coefficient * volume * sixtieths, 600000) as bonus,
    half_even_of(500 * revenue + 300 * beyond(revenue, 20000000) + 325 * beyond(revenue, 100000000)
      + 250 * beyond(revenue, 300000000) + 275 * beyond(revenue, 1000000000) + 450 * beyond(revenue, 5000000000)
      + 475 * beyond(revenue, 20000000000), 1000000) as commission
  from factors
)
select score, coefficient,
  half_even_of(greatest(12 * base,
    least(40 * most, 160 * base + 5 * commission, 40 * (bonus + commission)) - least(40 * penalty, 20 * base)),
    40) as pay
from parts
"""

SECOND_NATURAL = """
with sections as (
  select *, 2 * c10 + c11 as incidents,
    even_cents(greatest(12.3456 * case when t2 <= 0 then 1 else least(a2 / t2, 1.5) end, -10))
    + even_cents(10.25 * least(share(a3, t3), 1.1))
    + even_cents(bounded(9.1111 * signed_share(a4, t4), -5, 15))
    + even_cents(14.8765 * case when share(a1, t1) <= 0.7 then 0
        when share(a1, t1) < 0.85 then between_knots(share(a1, t1), 0.7, 0, 0.85, 0.4)
        when share(a1, t1) < 0.95 then between_knots(share(a1, t1), 0.85, 0.4, 0.95, 0.7)
        when share(a1, t1) < 1 then between_knots(share(a1, t1), 0.95, 0.7, 1, 1)
        when share(a1, t1) < 1.2 then between_knots(share(a1, t1), 1, 1, 1.2, 1.2) else 1.2 end)
    + even_cents(11.7624 * bounded(share(a5, t5), 0.5, 1.25)) as results,
    even_cents(8.4568 * case when a6 <= 0.005 then 1 when a6 < 0.015 then between_knots(a6, 0.005, 1, 0.015, 0.8)
      when a6 < 0.03 then between_knots(a6, 0.015, 0.8, 0.03, 0.3)
      when a6 < 0.06 then between_knots(a6, 0.03, 0.3, 0.06, 0) else 0 end)
    + even_cents(case when a7 - t7 <= -0.03 then 7.5
        when a7 - t7 < -0.02 then between_knots(a7 - t7, -0.03, 7.5, -0.02, 7.2)
        when a7 - t7 < -0.01 then between_knots(a7 - t7, -0.02, 7.2, -0.01, 6.8)
        when a7 - t7 < -0.005 then between_knots(a7 - t7, -0.01, 6.8, -0.005, 6.25)
        when a7 - t7 < 0 then between_knots(a7 - t7, -0.005, 6.25, 0, 5.75)
        when a7 - t7 < 0.005 then between_knots(a7 - t7, 0, 5.75, 0.005, 5)
        when a7 - t7 < 0.01 then between_knots(a7 - t7, 0.005, 5, 0.01, 4.1)
        when a7 - t7 < 0.015 then between_knots(a7 - t7, 0.01, 4.1, 0.015, 3.05)
        when a7 - t7 < 0.025 then between_knots(a7 - t7, 0.015, 3.05, 0.025, 2)
        when a7 - t7 < 0.04 then between_knots(a7 - t7, 0.025, 2, 0.04, 0.75)
        when a7 - t7 < 0.06 then between_knots(a7 - t7, 0.04, 0.75, 0.06, 0) else 0 end)
    + even_cents(case when a8 <= 30 then 0 when a8 < 50 then between_knots(a8, 30, 0, 50, 1)
        when a8 < 70 then between_knots(a8, 50, 1.5, 70, 3.3333)
        when a8 < 85 then between_knots(a8, 70, 3.3333, 85, 5)
        when a8 < 100 then between_knots(a8, 85, 5, 100, 7.1)
        when a8 < 110 then between_knots(a8, 100, 7.1, 110, 7.7)
        when a8 < 120 then between_knots(a8, 110, 7.7, 120, 8.1) else 8.1 end)
    + even_cents(6.6667 * case when a9 <= 0 then 1 else least(t9 / a9, 1.25) end)
    + even_cents(case when 2 * c10 + c11 < 7 then between_knots(2 * c10 + c11, 0, 5.9309, 7, 3.25)
        when 2 * c10 + c11 < 20 then between_knots(2 * c10 + c11, 7, 3.25, 20, 0) else 0 end)
    + bounded(5 - 1.25 * ceil(greatest(c11 - 2, 0) / 3) + 0.2 * ceil(greatest(2 - c11, 0) / 3), 0, 5.25) as service
  from decimals
), scores as (
  select *,
    results + case when incidents >= 14 then even_cents(0.85 * service) else service end
    + even_cents(bounded(plus / 4 - minus / 3, -12.5, 7.5)) as score
  from sections
), factors as (
  select *,
    case when score >= 93.75 then 1.45 when score >= 84.25 then 1.2 when score >= 72.5 then 1
      when score >= 60 then 0.65 else 0 end as coefficient,
    case when share(a1, t1) >= 1.1 then 1.05 when share(a1, t1) >= 0.98 then 1 when share(a1, t1) >= 0.93 then 2 / 3
      when share(a1, t1) >= 0.85 then 1 / 2 else 1 / 3 end as kept,
    case when revenue > 100000000 then 1.15 when revenue > 20000000 then 1.08 when revenue > 5000000 then 1
      when revenue > 500000 then 0.95 else 0.85 end as volume
  from scores
), parts as (
  select *, even_cents(base * coefficient * volume * kept) as bonus,
    even_cents(0.0005 * revenue + 0.0003 * beyond(revenue, 200000) + 0.000325 * beyond(revenue, 1000000)
      + 0.00025 * beyond(revenue, 3000000) + 0.000275 * beyond(revenue, 10000000)
      + 0.00045 * beyond(revenue, 50000000) + 0.000475 * beyond(revenue, 200000000)) as commission
  from factors
)
select score, coefficient,
  even_cents(greatest(0.3 * base,
    least(most, 4 * base + commission / 8, bonus + commission) - least(penalty, base / 2))) as pay
from parts
"""

QUERIES = {
    ("canonical", "exact"): CANONICAL_EXACT,
    ("canonical", "natural"): CANONICAL_NATURAL,
    ("second", "exact"): SECOND_EXACT,
    ("second", "natural"): SECOND_NATURAL,
}


def decimal_of(column):
    """The column as an analyst declares it, from whole numbers."""
    if column in RATES:
        return f"cast({column} * 0.0001 as decimal(5, 4)) as {column}"
    if column in COUNTS:
        return f"cast({column} as integer) as {column}"
    if column in MARKS:
        return f"cast({column} * 0.1 as decimal(4, 1)) as {column}"
    return f"cast({column} * 0.01 as decimal(12, 2)) as {column}"


def load(connection, folder):
    data = {c: numpy.fromfile(os.path.join(folder, f"{c}.i64"), dtype="<i8") for c in COLUMNS}
    connection.execute("create table rows as select * from data")
    connection.execute(f"create table decimals as select {', '.join(map(decimal_of, COLUMNS))} from rows")
    return len(data["a1"])


def times_of(connection, query, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        connection.execute("create or replace table results as " + query)
        times.append(time.perf_counter() - start)
    return times


def write_results(connection, folder, way):
    names = ("score", "coefficient", "pay")
    scale = "" if way == "exact" else " * 100"
    columns = ", ".join(f"cast(round({name}{scale}) as bigint) as {name}" for name in names)
    found = connection.execute(f"select {columns} from results").fetchnumpy()
    for name in names:
        numpy.ascontiguousarray(found[name], dtype="<i8").tofile(os.path.join(folder, f"{way}.{name}.i64"))


def main():
    parser = argparse.ArgumentParser(description="Scores the rows of the benchmark in DuckDB.")
    parser.add_argument("plan", choices=("canonical", "second"))
    parser.add_argument("folder")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ways", default="exact,natural")
    arguments = parser.parse_args()

    connection = duckdb.connect()
    connection.execute(f"set threads = {arguments.threads}")
    for macro in filter(str.strip, MACROS.split(";")):
        connection.execute(macro)
    rows = load(connection, arguments.folder)
    seconds = {}
    for way in arguments.ways.split(","):
        seconds[way] = times_of(connection, QUERIES[arguments.plan, way], arguments.rounds)
        write_results(connection, arguments.folder, way)
    print(json.dumps({"duckdb": duckdb.__version__, "plan": arguments.plan, "rows": rows,
                      "threads": arguments.threads, "rounds": arguments.rounds, "seconds": seconds}))


if __name__ == "__main__":
    main()
