#!/usr/bin/env python3
"""The cases of every system of rules/ pass, and its derive.py works the same out without Merit.

MERIT names the program.
"""

import os
import subprocess
import sys
import unittest
from pathlib import Path

RULES = Path(__file__).resolve().parents[2] / "rules"
MERIT = os.environ.get("MERIT", "merit")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


class Rules(unittest.TestCase):
    def setUp(self):
        self.systems = sorted(plan.parent for plan in RULES.glob("*/plan.yaml"))
        self.assertGreaterEqual(len(self.systems), 17)

    def test_merit_passes_every_case(self):
        done = run(MERIT, "test", str(RULES))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for system in self.systems:
            self.assertIn(f"{system.name}/sample.cases.csv: ", done.stdout)
            self.assertIn(f"{system.name}/boundary.cases.csv: ", done.stdout)

    def test_every_derivation_agrees(self):
        for system in self.systems:
            with self.subTest(system.name):
                done = run(sys.executable, str(system / "derive.py"))
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertRegex(done.stdout, r"[1-9][0-9]* values compared, 0 wrong\n\Z")


if __name__ == "__main__":
    unittest.main()
