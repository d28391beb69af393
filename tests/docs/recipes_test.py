#!/usr/bin/env python3
"""The cases of every recipe of examples/recipes/ pass and leave nothing out, and both pages show every recipe.

MERIT names the program.
"""

import os
import subprocess
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ROOT / "examples" / "recipes"
MERIT = os.environ.get("MERIT", "merit")


class Recipes(unittest.TestCase):
    def setUp(self):
        self.names = sorted(plan.parent.name for plan in RECIPES.glob("*/plan.yaml"))
        self.assertGreaterEqual(len(self.names), 16)

    def test_merit_passes_every_case_and_the_cases_reach_everything(self):
        done = subprocess.run([MERIT, "test", "--strict", str(RECIPES)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for name in self.names:
            self.assertIn(f"{name}/by-hand.cases.csv: ", done.stdout)

    def test_both_pages_show_every_recipe(self):
        for page in ("recipes.md", "recipes.zh.md"):
            text = (ROOT / "docs" / page).read_text(encoding="utf-8")
            missing = [name for name in self.names if f"from=examples/recipes/{name}/plan.yaml" not in text]
            self.assertEqual(missing, [], page)


if __name__ == "__main__":
    unittest.main()
