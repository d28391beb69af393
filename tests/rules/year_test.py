#!/usr/bin/env python3
"""The benchmark "A year" on little data: both engines write the same bytes, and check.py finds no wrong number in them.

MERIT names the program.
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

YEAR = Path(__file__).resolve().parents[2] / "bench" / "year"
MERIT = os.environ.get("MERIT", "merit")


class Year(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = Path(made.name)
        self.run_to_end(sys.executable, YEAR / "make.py", 30, 600, self.folder)

    def run_to_end(self, *command):
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def scored(self, engine):
        data = [f"{table}={self.folder / file}" for table, file in (("manager", "people.csv"), ("sales", "sales.csv"))]
        result = self.folder / f"{engine}.csv"
        self.run_to_end(MERIT, "score", YEAR / "plan.yaml", *data, "--all", "--engine", engine, "-o", result)
        return result

    def test_both_engines_agree_and_no_number_is_wrong(self):
        row, batch = self.scored("row"), self.scored("batch")
        self.assertEqual(row.read_bytes(), batch.read_bytes())
        checked = self.run_to_end(sys.executable, YEAR / "check.py", self.folder, row)
        self.assertRegex(checked, r"\A[1-9][0-9]{3} numbers compared, 0 wrong\n\Z")


if __name__ == "__main__":
    unittest.main()
