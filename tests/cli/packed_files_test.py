#!/usr/bin/env python3
"""Packed files from outside: what other programs packed is read, and what is written other programs unpack. MERIT names
the program."""

import gzip
import hashlib
import json
import os
import resource
import shutil
import subprocess
import time
import unittest
from pathlib import Path

from transcript import Shell

HERE = Path(__file__).parent
PROGRAM = os.environ.get("MERIT", "merit")
HAS_ZSTD = shutil.which("zstd") is not None


def zstd(data, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=data, capture_output=True, check=True, timeout=60).stdout


def packed(data):
    """Yields (how, bytes) as other programs pack."""
    middle = len(data) // 2
    yield "plain", data
    yield "gzip", gzip.compress(data)
    yield "two members", gzip.compress(data[:middle]) + gzip.compress(data[middle:], 1)
    if shutil.which("gzip"):
        yield "gzip -9", subprocess.run(["gzip", "-9c"], input=data, capture_output=True, check=True).stdout
    if HAS_ZSTD:
        yield "zstd", zstd(data)
        yield "zstd --ultra", zstd(data, "--ultra", "-22", "--no-check")
        yield "two frames", zstd(data[:middle]) + zstd(data[middle:])
    if shutil.which("pzstd"):
        yield "pzstd", subprocess.run(["pzstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout


def unpacked(path):
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    return zstd(data, "-d") if path.suffix == ".zst" else data


ENDINGS = ("", ".gz", ".zst") if HAS_ZSTD else ("", ".gz")


class Case(unittest.TestCase):
    def setUp(self):
        self.shell = Shell(PROGRAM)
        self.addCleanup(self.shell.close)
        shutil.copytree(HERE / "data", self.shell.folder, dirs_exist_ok=True)

    def merit(self, *arguments, **options):
        options = {"capture_output": True, "timeout": 120, "cwd": self.shell.folder, **options}
        return subprocess.run([PROGRAM, *arguments], env=self.shell.environment, **options)

    def at(self, name):
        return self.shell.folder / name

    def receipt(self, name):
        return json.loads(unpacked(self.at(name)))


class Reading(Case):
    def setUp(self):
        super().setUp()
        self.rows = self.at("march.csv").read_bytes()

    def test_results_are_those_of_the_plain_file(self):
        # The second is read as a whole.
        for name, more in (("parts", ()), ("whole", ("--state-out", "state.csv"))):
            found = {}
            for how, data in packed(self.rows):
                self.at("data.csv").write_bytes(data)
                done = self.merit("score", "plan.yaml", "data.csv", "-o", "pay.csv", "--receipt", "r.json", *more)
                receipt = self.receipt("r.json")
                self.assertEqual(receipt["data"][0]["sha256"], hashlib.sha256(data).hexdigest(), (name, how))
                del receipt["data"][0]["sha256"]
                found[how] = (done.returncode, done.stderr, self.at("pay.csv").read_bytes(), receipt)
            for how, result in found.items():
                self.assertEqual(result, found["plain"], (name, how))

    def test_an_explanation_and_a_table_read_them_too(self):
        for command in (["score", "plan.yaml", "data.csv"], ["explain", "plan.yaml", "data.csv", "--who", "M-001"]):
            found = {}
            for how, data in packed(self.rows):
                self.at("data.csv").write_bytes(data)
                done = self.merit(*command)
                found[how] = (done.returncode, done.stderr, done.stdout)
            self.assertEqual(len(set(found.values())), 1, found)

    def test_they_may_come_through_a_pipe(self):
        self.merit("score", "plan.yaml", "march.csv", "-o", "pay.csv")
        wanted = self.at("pay.csv").read_bytes().replace(b"march.csv", b"/dev/stdin")
        for how, data in packed(self.rows):
            done = self.merit("score", "plan.yaml", "/dev/stdin", "-o", "pay.csv", input=data)
            self.assertEqual(self.at("pay.csv").read_bytes(), wanted, (how, done.stderr))

    def test_gb18030_is_decoded_when_it_is_unpacked(self):
        self.at("gb.yaml").write_text(
            "merit: 1\nplan: gb\neach: 员工\ndata: {encoding: gb18030}\nrounding: {pay: 2 half_up}\n"
            "inputs: {sold: money}\npay: {items: {bonus: sold / 10}}\n"
        )
        for how, data in packed("员工,sold\n张三,100\n李四,20\n".encode("gb18030")):
            self.at("data.csv").write_bytes(data)
            self.merit("score", "gb.yaml", "data.csv", "-o", "pay.csv", "--receipt", "r.json", check=True)
            self.assertEqual(self.at("pay.csv").read_text(), "员工,pay,pay.bonus,error\n张三,10.00,10.00,\n李四,2.00,2.00,\n")
            self.assertEqual(self.receipt("r.json")["data"][0]["sha256"], hashlib.sha256(data).hexdigest(), how)

    def test_cases_and_their_records_may_be_packed(self):
        wanted = self.merit("test", "missed").stdout
        for name in ("one.cases.csv", "one.sales.csv"):
            path = self.at("missed") / name
            path.with_name(name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
            path.unlink()
        self.assertEqual(self.merit("test", "missed").stdout.decode(), wanted.decode().replace(".csv:", ".csv.gz:"))
        self.assertIn(b"2 passed", self.merit("test", "missed/one.cases.csv.gz").stdout)

    def test_a_file_that_is_cut_or_damaged_has_no_results(self):
        for data in [data for how, data in packed(self.rows) if how in ("gzip", "zstd")]:
            for wrong, code in (
                (data[:-1], "E0007"),
                (data[: len(data) // 2], "E0007"),
                (data[:-2] + bytes([data[-2] ^ 4, data[-1]]), "E0008"),
                (data + self.rows, "E0008"),
            ):
                self.at("data.csv").write_bytes(wrong)
                for more in ((), ("--state-out", "state.csv")):
                    done = self.merit("score", "plan.yaml", "data.csv", "-o", "new.csv", *more)
                    self.assertEqual(done.returncode, 4)
                    self.assertIn(f"error[{code}]", done.stderr.decode())
                    self.assertFalse(self.at("new.csv").exists())


class Writing(Case):
    def test_what_is_written_is_packed_by_the_ending(self):
        for form in ("csv", "json"):
            for more in ((), ("--state-out", "state.csv")):
                texts, receipts = set(), set()
                for ending in ENDINGS:
                    out, receipt = f"pay.{form}{ending}", f"r.json{ending}"
                    done = self.merit("score", "plan.yaml", "march.csv", "-o", out, "--receipt", receipt, *more)
                    self.assertIn(f"wrote {out}: ", done.stderr.decode())
                    text = unpacked(self.at(out))
                    texts.add(text)
                    receipts.add(unpacked(self.at(receipt)))
                    self.assertIn(hashlib.sha256(text).hexdigest(), json.dumps(self.receipt(receipt)))
                    if ending:
                        self.assertLess(self.at(receipt).stat().st_size, len(unpacked(self.at(receipt))))
                self.assertEqual((len(texts), len(receipts)), (1, 1))

    def test_the_way_to_the_result_does_not_change_its_bytes(self):
        lines = (f"M-{i * 2654435761 % 99991},2026-03,East,{i % 977}.00,1000.00,1,90,2000.00\n" for i in range(20_000))
        head = "manager,period,branch,revenue,revenue_target,complaints,satisfaction,bonus_base\n"
        self.at("many.csv").write_text(head + "".join(lines))
        for ending in ENDINGS:
            found = set()
            for more in ((), ("--threads", "1"), ("--state-out", "state.csv"), ("--engine", "row")):
                self.merit("score", "plan.yaml", "many.csv", "-o", f"pay.csv{ending}", *more)
                found.add(self.at(f"pay.csv{ending}").read_bytes())
            self.assertEqual(len(found), 1, ending)

    def test_the_ending_before_says_the_form(self):
        for name in ("pay.gz", "pay.txt.gz", "pay.csv.zip", "pay.csv.gz.gz"):
            self.assertEqual(self.merit("score", "plan.yaml", "march.csv", "-o", name).returncode, 2)
            self.assertFalse(self.at(name).exists())
        self.merit("score", "plan.yaml", "march.csv", "-o", "pay.gz", "--format", "table")
        self.assertIn(b"M-001", gzip.decompress(self.at("pay.gz").read_bytes()))

    def test_a_packed_state_is_gone_on_from_and_receipts_make_a_chain(self):
        for name, signs in (("winter.csv", ("-01,", "-02,")), ("spring.csv", ("-03,", "-04,", "-05,"))):
            lines = self.at("time/year.csv").read_text().splitlines(keepends=True)
            kept = [line for line in lines if line.startswith("manager") or any(sign in line for sign in signs)]
            self.at(name).write_text("".join(kept))
        found = set()
        for ending in ENDINGS:
            state = f"state.csv{ending}"
            plan = "time/plan.yaml"
            self.merit("score", plan, "winter.csv", "-o", "w.csv", "--state-out", state, "--receipt", "w.json")
            self.merit("score", plan, "spring.csv", "--state", state, "--all", "-o", "s.csv", "--receipt", "s.json")
            found.add(self.at("s.csv").read_bytes())
            digest = hashlib.sha256(unpacked(self.at(state))).hexdigest()
            self.assertEqual(self.receipt("w.json")["state_after"]["sha256"], digest)
            self.assertEqual(self.receipt("s.json")["state_before"]["sha256"], digest)
        self.assertEqual(len(found), 1)


class Whole(Case):
    """Whole or not at all."""

    def large_run(self, ending):
        self.at("large.yaml").write_text(
            "merit: 1\nplan: large\neach: id\nrounding: {pay: 2 half_up}\n"
            "inputs: {sold: money}\npay: {items: {bonus: sold / 10}}\n"
        )
        lines = (f"M-{i},{i * 2654435761 % 1000003}.00\n" for i in range(300_000))
        self.at("large.csv.gz").write_bytes(gzip.compress(("id,sold\n" + "".join(lines)).encode(), 1))
        self.at(f"pay.csv{ending}").write_bytes(b"old")
        return ["score", "large.yaml", "large.csv.gz", "-o", f"pay.csv{ending}", "--threads", "1"]

    def test_a_run_that_is_killed_leaves_the_old_result_or_the_new(self):
        for ending in ENDINGS[1:]:
            arguments = self.large_run(ending)
            for delay in (0.02, 0.1, 0.3):
                process = subprocess.Popen(
                    [PROGRAM, *arguments], cwd=self.shell.folder, env=self.shell.environment, stderr=subprocess.DEVNULL
                )
                time.sleep(delay)
                process.kill()
                process.wait()
                path = self.at(f"pay.csv{ending}")
                self.assertTrue(path.read_bytes() == b"old" or unpacked(path).count(b"\n") == 300_001)

    def test_a_full_disk_leaves_the_old_result(self):
        for ending in ENDINGS[1:]:
            arguments = self.large_run(ending)
            limit = 1 << 18  # bytes that a file may have
            done = self.merit(
                *arguments, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            )
            self.assertEqual(done.returncode, 4)
            self.assertIn("no space is left", done.stderr.decode())
            self.assertEqual(self.at(f"pay.csv{ending}").read_bytes(), b"old")
            self.assertEqual([f.name for f in self.shell.folder.iterdir() if f.name.endswith(".tmp")], [])


if __name__ == "__main__":
    unittest.main()
