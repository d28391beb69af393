#!/usr/bin/env python3
"""Parquet files: read as the CSV of the same table, and written with types. MERIT names the program; MERIT_PARQUET is 1
where it was built with Parquet, and then this runs in a Python that has pyarrow."""

import csv
import datetime
import decimal
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from transcript import Shell

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "rules"))
from shuffled import systems  # noqa: E402

PROGRAM = os.environ.get("MERIT", "merit")
IS_BUILT_IN = os.environ.get("MERIT_PARQUET") == "1"
if IS_BUILT_IN:
    import pyarrow as pa
    import pyarrow.parquet as pq

TEXTS = """merit: 1
plan: texts
each: person
inputs: {%s}
outputs: [%s]
"""


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.shell = Shell(PROGRAM)
        self.addCleanup(self.shell.close)
        shutil.copytree(HERE / "data", self.shell.folder, dirs_exist_ok=True)

    def at(self, name):
        return self.shell.folder / name

    def merit(self, *arguments, **options):
        """Return (exit code, stdout, stderr)."""
        options = {"capture_output": True, "timeout": 120, "cwd": self.shell.folder, **options}
        done = subprocess.run([PROGRAM, *arguments], env=self.shell.environment, **options)
        return done.returncode, done.stdout.decode(), done.stderr.decode()


@unittest.skipIf(IS_BUILT_IN, "this build has Parquet")
class Without(Case):
    def test_reading_and_writing_say_so(self):
        self.at("data.csv").write_bytes(b"PAR1\x15\x04\x15PAR1")
        for arguments in (("data.csv",), ("march.csv", "-o", "pay.parquet"), ("march.csv", "--all", "-o", "pay.parquet")):
            code, _, stderr = self.merit("score", "plan.yaml", *arguments)
            self.assertEqual(code, 4)
            self.assertIn("E0012", stderr)
            self.assertIn("-DMERIT_PARQUET=ON", stderr)
        self.assertFalse(self.at("pay.parquet").exists())

    def test_a_column_may_be_called_so(self):
        self.at("data.csv").write_text("PAR1," + self.at("march.csv").read_text().replace("\n", "\nx,").removesuffix("x,"))
        code, _, stderr = self.merit("score", "plan.yaml", "data.csv")
        self.assertEqual(code, 1, stderr)


def typed(cells):
    """The cells of a column as the narrowest type that says the same."""
    there = [cell for cell in cells if cell]
    none = lambda make: [make(cell) if cell else None for cell in cells]  # noqa: E731
    every = lambda form: there and all(re.fullmatch(form, cell) for cell in there)  # noqa: E731
    if every(r"true|false"):
        return pa.array(none(lambda cell: cell == "true"))
    if every(r"0|-?[1-9]\d{0,8}"):
        return pa.array(none(int), pa.int32())
    if every(r"0|-?[1-9]\d{0,17}"):
        return pa.array(none(int))
    if every(r"-?(0|[1-9]\d{0,15})\.\d+") and len({len(cell.split(".")[1]) for cell in there}) == 1:
        return pa.array(none(decimal.Decimal))
    if every(r"-?(0|[1-9]\d{0,9})(\.\d{0,4}[1-9])?"):
        return pa.array(none(float))
    if every(r"\d{4}-\d\d-\d\d"):
        try:
            return pa.array(none(datetime.date.fromisoformat))
        except ValueError:
            pass
    if len(set(there)) < len(there) / 4:
        return pa.array(cells).dictionary_encode()
    return pa.array([cell or None for cell in cells])


def to_parquet(text, path, **options):
    header, *rows = csv.reader(io.StringIO(text))
    columns = [typed([row[i] for row in rows]) for i in range(len(header))]
    pq.write_table(pa.Table.from_arrays(columns, names=header), path, **options)
    return [str(column.type) for column in columns]


def as_text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def rows_of(path):
    table = pq.read_table(path)
    return [table.column_names, *([as_text(v) for v in row.values()] for row in table.to_pylist())]


@unittest.skipUnless(IS_BUILT_IN, "this build has no Parquet")
class Reading(Case):
    def texts(self, table, **options):
        """What the program takes the cells of a table for."""
        names = [name for name in table.column_names if name != "person"]
        plan = TEXTS % (", ".join(f"{n}: {{type: text, missing: nothing}}" for n in names), ", ".join(names))
        self.at("texts.yaml").write_text(plan)
        pq.write_table(table, self.at("texts.parquet"), **options)
        code, out, stderr = self.merit("score", "texts.yaml", "texts.parquet", "--format", "csv")
        self.assertEqual(code, 0, stderr)
        return {row["person"]: [row[n] for n in names] for row in csv.DictReader(io.StringIO(out))}

    def test_systems_score_as_from_csv(self):
        kinds = set()
        for data in systems():
            with self.subTest(data.name):
                found = []
                for make in (lambda text, path: path.write_text(text), lambda text, path: kinds.update(to_parquet(text, path))):
                    arguments = [str(data.plan)]
                    for table, source in data.files.items():
                        arguments.append(f"{table}={source.name}")
                        make(source.read_text(encoding="utf-8-sig"), self.at(source.name))
                    options = ("--format", "csv", "--all", "--state-out", "state.csv")
                    found.append((*self.merit("score", *arguments, *options), self.at("state.csv").read_text()))
                self.assertEqual(found[1], found[0])
        for kind in ("int32", "bool", "double", "date32", "dictionary", "string", "decimal128"):
            self.assertTrue(any(kind in k for k in kinds), f"no column of {kind}: {kinds}")

    def test_part_by_part_from_file_to_file(self):
        rows = ["manager,period,branch,revenue,revenue_target,complaints,satisfaction,bonus_base"]
        rows += [f"M-{n},2026-03,East,{n}.{n % 100:02},1000.00,{n % 4},90,{n}" for n in range(1, 30001)]
        self.at("data.csv").write_text("\n".join(rows) + "\n")
        plain = self.merit("score", "plan.yaml", "data.csv", "-o", "plain.csv")
        to_parquet(self.at("data.csv").read_text(), self.at("data.csv"), row_group_size=7001)
        digest = hashlib.sha256(self.at("data.csv").read_bytes()).hexdigest()
        for threads in ("1", "3"):
            more = ("--threads", threads, "--receipt", "receipt.json")
            found = self.merit("score", "plan.yaml", "data.csv", "-o", "plain2.csv", *more)
            self.assertEqual((found[0], found[2].replace("plain2", "plain")), (plain[0], plain[2]))
            self.assertEqual(self.at("plain2.csv").read_bytes(), self.at("plain.csv").read_bytes())
            self.assertIn(digest, self.at("receipt.json").read_text())

    def test_cells_of_each_type(self):
        day = datetime.date(2026, 3, 31)
        columns = {
            "person": pa.array(["a", "b", "c"]),
            "i8": pa.array([-128, 0, None], pa.int8()),
            "u8": pa.array([255, 0, None], pa.uint8()),
            "i64": pa.array([-(2**63), 2**63 - 1, None]),
            "u64": pa.array([2**64 - 1, 0, None], pa.uint64()),
            "f32": pa.array([0.1, -2.5, None], pa.float32()),
            "f64": pa.array([0.1, 1e20, 3.0]),
            "odd": pa.array([0.1 + 0.2, 1e-7, -0.0]),
            "yes": pa.array([True, False, None]),
            "text": pa.array(['say "a, b"', "two\nlines", ""]),
            "large": pa.array(["张", "b", None], pa.large_string()),
            "bytes": pa.array([b"x", b"y", None]),
            "coded": pa.array(["East", "East", None]).dictionary_encode(),
            "day": pa.array([day, datetime.date(1969, 12, 31), None]),
            "moment": pa.array([datetime.datetime(2026, 3, 31), datetime.datetime(2026, 3, 31, 9, 5, 7), None]),
            "before": pa.array([-1, -86400, None], pa.timestamp("s")),
            "cents": pa.array([decimal.Decimal("-0.05"), decimal.Decimal("12345678901234567890.10"), None]),
            "small": pa.array([decimal.Decimal("0.0000000001"), decimal.Decimal("0E-10"), None], pa.decimal128(38, 10)),
            "long": pa.array([decimal.Decimal("1" * 60 + ".25"), decimal.Decimal("-1.00"), None], pa.decimal256(70, 2)),
            "nothing": pa.nulls(3),
        }
        expected = """-128 255 -9223372036854775808 18446744073709551615 0.1 0.1 0.30000000000000004 true say_"a,_b" 张 x East
            2026-03-31 2026-03-31 1969-12-31T23:59:59 -0.05 0.0000000001 %s.25 nothing
            0 0 9223372036854775807 0 -2.5 100000000000000000000 0.0000001 false two|lines b y East
            1969-12-31 2026-03-31T09:05:07 1969-12-31 12345678901234567890.10 0.0000000000 -1.00 nothing
            nothing nothing nothing nothing nothing 3 -0 nothing nothing nothing nothing nothing
            nothing nothing nothing nothing nothing nothing nothing""" % ("1" * 60)
        found = self.texts(pa.table(columns))
        cells = [cell.replace(" ", "_").replace("\n", "|") for row in found.values() for cell in row]
        self.assertEqual(cells, expected.split())

    def test_whatever_way_they_are_stored(self):
        table = pa.table({"person": [f"P{n}" for n in range(5000)], "x": [str(n % 7) for n in range(5000)]})
        expected = self.texts(table)
        for options in ({"compression": "snappy"}, {"compression": "gzip"}, {"compression": "zstd"}, {"version": "1.0"},
                        {"compression": "none", "use_dictionary": False}, {"data_page_version": "2.0"},
                        {"row_group_size": 1000, "data_page_size": 64}, {"store_schema": False}):
            with self.subTest(options):
                self.assertEqual(self.texts(table, **options), expected)

    def test_no_rows(self):
        table = pa.table({"person": pa.array([], pa.string()), "x": pa.array([], pa.string())})
        with self.assertRaisesRegex(AssertionError, "E0705"):
            self.texts(table)

    def test_a_wrong_cell_has_a_place(self):
        to_parquet(self.at("march.csv").read_text().replace("952000.00", "about 1"), self.at("march.parquet"))
        code, _, stderr = self.merit("explain", "plan.yaml", "march.parquet", "--who", "M-001", "--period", "2026-03")
        self.assertIn("march.parquet:2", stderr + _)
        self.assertEqual(code, 1)

    def refused(self, data, *said):
        path = data if isinstance(data, str) else "data.parquet"
        if not isinstance(data, str):
            self.at(path).write_bytes(data)
        code, _, stderr = self.merit("score", "plan.yaml", path)
        self.assertEqual(code, 4, stderr)
        for text in said:
            self.assertIn(text, stderr)

    def test_what_cannot_be_read_is_told(self):
        to_parquet(self.at("march.csv").read_text(), self.at("march.parquet"))
        whole = self.at("march.parquet").read_bytes()
        self.refused(whole[:-1], "E0010", "damaged, cut or encrypted")
        self.refused(whole[: len(whole) // 2], "E0010")
        self.refused(b"PAR1" + b"\x15" * 100 + b"PAR1", "E0010")
        self.refused(whole[:4] + bytes(200) + whole[204:], "E00")
        rows = {"manager": ["M"], "x": pa.array([[1, 2]])}
        pq.write_table(pa.table(rows), self.at("list.parquet"))
        self.refused("list.parquet", "E0011", "`x`", "list")
        rows["x"] = pa.array([datetime.datetime(2026, 3, 1)], pa.timestamp("us", "Asia/Shanghai"))
        pq.write_table(pa.table(rows), self.at("zone.parquet"))
        self.refused("zone.parquet", "E0011", "`x`", "Asia/Shanghai")
        code, _, stderr = self.merit("score", "plan.yaml", "/dev/stdin", input=whole)
        self.assertEqual(code, 4)
        self.assertIn("it comes through a pipe", stderr)


@unittest.skipUnless(IS_BUILT_IN, "this build has no Parquet")
class Writing(Case):
    def test_results_are_those_of_csv_with_types(self):
        for data in systems():
            if not data.name.endswith("sample"):
                continue
            with self.subTest(data.name):
                for name in ("pay.csv", "pay.parquet"):
                    found = self.merit("score", *data.arguments, "--all", "-o", name, "--receipt", name + ".json")
                    self.assertIn(found[0], (0, 1), found[2])
                with open(self.at("pay.csv"), encoding="utf-8", newline="") as file:
                    rows = list(csv.reader(file))
                self.assertEqual(rows_of(self.at("pay.parquet")), rows)
                receipts = [json.loads(self.at(name + ".json").read_text()) for name in ("pay.csv", "pay.parquet")]
                self.assertEqual(*receipts)
                types = {field.name: field.type for field in pq.read_schema(self.at("pay.parquet"))}
                for i, name in enumerate(rows[0]):
                    cells = {row[i] for row in rows[1:]} - {""}
                    if pa.types.is_decimal(types[name]):
                        decimals = {len(cell.partition(".")[2]) for cell in cells}
                        self.assertEqual((types[name].precision, decimals | {types[name].scale}), (38, {types[name].scale}))
                    elif i < 2 or name == "error":
                        self.assertEqual(types[name], pa.string())
                self.assertTrue(any(map(pa.types.is_decimal, types.values())))

    def test_days_and_truth(self):
        self.at("plan.yaml").write_text("""merit: 1
plan: days
each: person
inputs: {day: {type: date, missing: skip}, yes: {type: bool, missing: skip}}
outputs: [day, yes]
""")
        self.at("data.csv").write_text("person,day,yes\na,2026-02-28,yes\nb,,no\nc,2026-12-31,\n")
        for more in ((), ("--state-out", "state.csv")):
            code, _, stderr = self.merit("score", "plan.yaml", "data.csv", "-o", "pay.parquet", *more)
            self.assertEqual(code, 0, stderr)
            table = pq.read_table(self.at("pay.parquet"))
            self.assertEqual(table.to_pydict()["day"], [datetime.date(2026, 2, 28), None, datetime.date(2026, 12, 31)])
            self.assertEqual(table.to_pydict()["yes"], [True, False, None])

    def test_a_number_that_no_decimal_holds(self):
        self.at("plan.yaml").write_text("""merit: 1
plan: long
each: person
inputs: {a: {type: number, digits: 2}, b: {type: number, digits: 2}}
values: {c: a * b}
outputs: [c]
""")
        for digits, expected in ((17, 0), (18, 4)):
            self.at("data.csv").write_text(f"person,a,b\nx,{'9' * digits}.25,{'9' * digits}.75\n")
            for more in ((), ("--state-out", "state.csv")):
                self.at("pay.parquet").unlink(missing_ok=True)
                code, _, stderr = self.merit("score", "plan.yaml", "data.csv", "-o", "pay.parquet", *more)
                self.assertEqual(code, expected, stderr)
                self.assertEqual("more than 38 digits" in stderr, expected == 4)
                self.assertEqual(self.at("pay.parquet").exists(), expected == 0)

    def test_bytes_depend_on_the_table_alone(self):
        rows = ["manager,period,branch,revenue,revenue_target,complaints,satisfaction,bonus_base"]
        rows += [f"M-{n},2026-03,East,{n}.{n % 100:02},1000.00,{n % 4},90,{n}" for n in range(1, 150001)]
        self.at("data.csv").write_text("\n".join(rows) + "\n")
        made = set()
        for more in (("--threads", "1"), ("--threads", "3"), ("--state-out", "state.csv")):
            code, _, stderr = self.merit("score", "plan.yaml", "data.csv", "-o", "pay.parquet", *more)
            self.assertEqual(code, 0, stderr)
            made.add(self.at("pay.parquet").read_bytes())
        self.assertEqual(len(made), 1)
        self.assertEqual(pq.ParquetFile(self.at("pay.parquet")).num_row_groups, 2)
        self.assertEqual(pq.read_metadata(self.at("pay.parquet")).num_rows, 150000)

    def test_a_state_may_be_one(self):
        """Of a system that remembers: written, then read again for the periods behind it."""
        data = next(d for d in systems() if d.name == "linyi-tobacco-ladder/sample")
        (people, source), = data.files.items()
        header, *rows = source.read_text(encoding="utf-8").splitlines()
        when = header.split(",").index("period")
        periods = sorted({row.split(",")[when] for row in rows})
        for name, chosen in (("first", periods[:-1]), ("last", periods[-1:])):
            self.at(f"{name}.csv").write_text("\n".join([header, *(r for r in rows if r.split(",")[when] in chosen)]) + "\n")
        found = []
        for state in ("state.csv", "state.parquet"):
            self.merit("score", str(data.plan), "first.csv", "--all", "--state-out", state)
            found.append(self.merit("score", str(data.plan), "last.csv", "--state", state, "--format", "csv"))
        self.assertEqual(found[1], found[0])
        self.assertIn(found[0][0], (0, 1), found[0][2])
        with open(self.at("state.csv"), encoding="utf-8", newline="") as file:
            self.assertEqual(rows_of(self.at("state.parquet")), list(csv.reader(file)))

    def test_what_goes_together(self):
        for arguments in (("-o", "pay.parquet", "--format", "json"), ("-o", "pay.csv", "--receipt", "r.parquet")):
            code, _, stderr = self.merit("score", "plan.yaml", "march.csv", *arguments)
            self.assertEqual(code, 2, stderr)


if __name__ == "__main__":
    unittest.main()
