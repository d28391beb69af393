"""Runs the program under test: eval, check --dump, score."""

import csv
import io
import json
import re
import subprocess
import tempfile
from pathlib import Path

SECONDS = 30


class Merit:
    def __init__(self, path):
        self.path = path

    def run(self, *arguments, stdin=""):
        """Return (exit code, stdout, stderr)."""
        try:
            done = subprocess.run([self.path, *arguments], input=stdin.encode(), capture_output=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return -1, "", f"{arguments[0]} was stopped after {SECONDS} seconds"
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def eval_lines(self, formulas, setting):
        """Return one result a formula, or raise RuntimeError."""
        sets = [part for name, value in setting.items() for part in ("--set", f"{name}={value}")]
        code, out, err = self.run("eval", "--lines", *sets, stdin="\n".join(formulas) + "\n")
        lines = out.splitlines()
        if len(lines) != len(formulas):
            raise RuntimeError(f"eval gave {len(lines)} lines for {len(formulas)} formulas (exit {code}): {err[:2000]}")
        return lines

    def dump(self, plan):
        """Return (the dump, None), or (None, what the program said)."""
        code, out, err = self.run("check", "--dump", plan)
        return (json.loads(out), None) if code == 0 else (None, f"exit {code}\n{err}{out if code != 0 else ''}"[:4000])

    def score(self, plan, files, *options):
        """Return (rows as dicts, None), or (None, what the program said). Both engines have to give the same bytes.

        A failed row is no failure of the run. `files` are one path, or `T=FILE` for each table.
        """
        code, out, err = self.run("score", "--format", "csv", *options, plan, *files)
        batch = self.run("score", "--format", "csv", *options, "--engine", "batch", plan, *files)
        if batch != (code, out, err):
            return None, f"the batch engine gives another result: exit {batch[0]}\n{batch[2]}{batch[1]}"[:4000]
        to_file = self.score_to_file(*options, plan, *files)
        if to_file != (code, out) and code in (0, 1):
            return None, f"from file to file there is another result: exit {to_file[0]}\n{to_file[1]}"[:4000]
        rows = list(csv.reader(io.StringIO(out)))
        if not rows or "error" not in rows[0]:
            return None, f"exit {code}\n{err}"[:4000]
        return [dict(zip(rows[0], row)) for row in rows[1:]], None

    def score_to_file(self, *arguments):
        """Return (exit code, what the file holds): of many plans it is made part by part."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "out.csv"
            code, _, _ = self.run("score", "-o", str(path), *arguments)
            return code, path.read_bytes().decode() if path.exists() else ""

    def keeps_state(self):
        return "--state-out" in self.run("score", "--help")[1]

    def score_bytes(self, plan, files, before=None, after=None, table=None):
        """Return (the lines of the result file, None), or (None, what the program said). `before`, `after`: state files.

        A failure is told without the line of the data it stands in: in parts of a file that is another one.
        """
        told = (("--state", before), ("--state-out", after), ("--table", table))
        options = [a for option, value in told if value for a in (option, str(value))]
        code, out, err = self.run("score", "--format", "csv", "--all", *options, plan, *files)
        if code not in (0, 1) or not out:
            return None, f"exit {code}\n{err}"[:4000]
        return [re.sub(r"; [^;]*:\d+\)", ")", line) for line in out.splitlines(keepends=True)], None
