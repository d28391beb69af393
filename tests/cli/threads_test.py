#!/usr/bin/env python3
"""More rows than a thread is worth: no byte depends on how many threads share them. MERIT names the program."""

import os
import random
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ.get("MERIT", "merit")
ROWS = 70000  # more than a part of a file or of a result has, and than a stage keeps to one thread
ODD = ("", "12.50", "-3", "１２", "abc", "9999999999999999999999", "0.001", "7", "+5", " 4", "1e3")
PLAN = """merit: 1
plan: threads
each: id
inputs:
  team: {type: text, missing: none}
  a: {type: number, digits: 2, missing: 0}
  b: {type: number, digits: 2, missing: skip}
  c: {type: number, digits: 2, missing: error}
  name: {type: text, missing: "?"}
values:
  s: a + c
  big: a * c
  has_b: if(has(b), b, 0)
  t: sum(a by team)
  place: {rank: {of: a, by: team, best: highest, ties: [c desc, id]}}
outputs: [s, big, has_b, t, place, name, team]
failed: leave_out
"""


def rows(odd):
    """Numbers, of which about as many are odd as `odd` says, teams of 70, and names."""
    rng = random.Random(5)
    yield "id,team,a,b,c,name\n"
    for n in range(ROWS):
        numbers = [str(rng.randint(-(10**6), 10**6) / 100) for _ in range(3)]
        if rng.random() < odd:
            numbers[rng.randrange(3)] = rng.choice(ODD)
        team = f"T{rng.randint(1, 1000)}" if rng.random() > odd else ""
        yield f"P{n:06},{team},{','.join(numbers)},{rng.choice(['x', 'y', '张', ''])}\n"


class Threads(unittest.TestCase):
    def score(self, folder, *options):
        arguments = (PROGRAM, "score", "plan.yaml", "data.csv", "--format", "csv", *options)
        done = subprocess.run(arguments, cwd=folder, capture_output=True, timeout=120)
        return done.returncode, done.stdout, done.stderr

    def test_every_number_of_them_gives_the_same(self):
        for odd in (0, 0.02):
            with self.subTest(odd=odd), tempfile.TemporaryDirectory() as folder:
                (Path(folder) / "plan.yaml").write_text(PLAN)
                (Path(folder) / "data.csv").write_text("".join(rows(odd)), encoding="utf-8")
                expected = self.score(folder, "--engine", "row")
                self.assertEqual(expected[0], 1 if odd else 0, expected[2])
                self.assertEqual(expected[1].count(b"\n"), ROWS + 1)
                for threads in ("1", "2", "3", "8"):
                    self.assertEqual(self.score(folder, "--engine", "batch", "--threads", threads), expected)


if __name__ == "__main__":
    unittest.main()
