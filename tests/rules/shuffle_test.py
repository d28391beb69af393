#!/usr/bin/env python3
"""Results follow from the data alone: no byte depends on the order of rows, the engine, threads or periods to a run.

Shown for the sample and the boundary cases of every system of rules/. MERIT names the program.
"""

import csv
import os
import sys
import tempfile
import unittest
from pathlib import Path

from shuffled import Data, Shuffled, said, settled, systems

sys.path.append(str(Path(__file__).resolve().parents[1] / "oracle"))
from agree import parts_in_time, without_elsewhere  # noqa: E402
from plan import Plan  # noqa: E402
from program import Merit  # noqa: E402

SEEDS = (1, 2, 3)
THREADS = ("1", "2", "3", "7")
IN_PARTS = 20  # of the data at least so many are of several periods, under a plan that keeps something between them


class Shuffle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.merit = Merit(os.environ.get("MERIT", "merit"))
        cls.systems = list(systems())
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)

    def setUp(self):
        self.assertGreaterEqual(len(self.systems), 2 * 17)

    def score(self, data, *options):
        """Return (exit code, result, stderr, state) of all periods. Rows may fail, but they are scored."""
        state = self.folder / "state.csv"
        code, result, stderr = self.merit.run(
            "score", "--format", "csv", "--all", "--state-out", str(state), *options, *data.arguments
        )
        self.assertIn(code, (0, 1), stderr)
        return code, result, stderr, state.read_text(encoding="utf-8")

    def test_rows_may_stand_in_any_order(self):
        for data in self.systems:
            code, result, stderr, state = self.score(Shuffled(data, self.folder).data)
            for seed in SEEDS:
                with self.subTest(data.name, seed=seed):
                    shuffled = Shuffled(data, self.folder, seed)
                    files = shuffled.data.files
                    found_code, found, found_stderr, found_state = self.score(shuffled.data)
                    self.assertEqual(settled(shuffled.put_back(found)), shuffled.in_order(settled(result)))
                    self.assertEqual(said(shuffled.put_back(found_stderr), files), said(stderr, files))
                    self.assertEqual((found_code, found_state), (code, state))

    def test_neither_engine_nor_threads_matter(self):
        for data in self.systems:
            shuffled = Shuffled(data, self.folder, SEEDS[0]).data
            expected = self.score(shuffled, "--engine", "row")
            for threads in THREADS:
                with self.subTest(data.name, threads=threads):
                    found = self.score(shuffled, "--engine", "batch", "--threads", threads)
                    self.assertEqual(found, expected)

    def test_periods_may_be_scored_a_few_at_a_time(self):
        """With state between the runs, where a plan keeps anything of earlier periods."""
        in_parts = 0
        for data in self.systems:
            with self.subTest(data.name):
                shuffled = Shuffled(data, self.folder, SEEDS[0]).data
                parts, state = self.parts(shuffled), self.folder / "state.csv"
                expected = self.score_on(shuffled, None, state)
                if len(parts) == 1 or not read(state)[1]:
                    continue
                found, before = expected[:1], None
                for n, part in enumerate(parts):
                    after = self.folder / f"state_{n}.csv"
                    found += self.score_on(self.written(data, part), before, after)[1:]
                    before = after
                found, expected = (sorted(map(without_elsewhere, lines)) for lines in (found, expected))
                self.assertEqual(found, expected)
                in_parts += 1
        self.assertGreaterEqual(in_parts, IN_PARTS)

    def parts(self, data):
        """Return the tables of a few periods at a time."""
        plan, problem = self.merit.dump(str(data.plan))
        self.assertIsNotNone(plan, problem)
        return list(parts_in_time(Plan(plan), {table: read(path) for table, path in data.files.items()}))

    def written(self, data, tables):
        files = {table: self.folder / data.files[table].name for table in tables}
        for table, (header, rows) in tables.items():
            with open(files[table], "w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([header, *rows])
        return Data(data.name, data.plan, files)

    def score_on(self, data, before, after):
        """Return the lines of the result, without the lines of files that failures name: a part has others."""
        lines, problem = self.merit.score_bytes(data.arguments[0], data.arguments[1:], before, after)
        self.assertIsNotNone(lines, problem)
        return lines


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


if __name__ == "__main__":
    unittest.main()
