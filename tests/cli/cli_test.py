#!/usr/bin/env python3
"""The program from outside: whole outputs, exit statuses, and what it leaves behind.

golden/*.txt are transcripts. A line `$ ...` runs in a folder that holds copies of data/; below it stand its standard
output, its standard error behind `! `, and `[exit N]`. Other lines between commands are remarks. UPDATE_GOLDEN=1
rewrites the outputs. MERIT names the program.
"""

import json
import os
import pty
import re
import resource
import shutil
import subprocess
import time
import unittest
from functools import partial
from pathlib import Path

from transcript import Shell, commands_of, compare, lines_of

HERE = Path(__file__).parent
PROGRAM = os.environ.get("MERIT", "merit")


def replayed(text, shell):
    """Returns the transcript with the outputs of its commands as they are now."""
    lines = text.splitlines()
    commands = list(commands_of(lines))
    out = lines[: commands[0][0]] if commands else lines
    for (begin, behind, command), following in zip(commands, [*commands[1:], (len(lines), 0, "")]):
        stdout, stderr, status = shell.run(command)
        out += lines[begin:behind] + lines_of(stdout) + lines_of(stderr, "! ") + [f"[exit {status}]"]
        old = lines[behind : following[0]]
        ends = [at for at, line in enumerate(old) if re.fullmatch(r"\[exit \d+\]", line)]
        out += old[ends[0] + 1 :] if ends else [line for line in old if not line]
    return "\n".join(out) + "\n"


class Case(unittest.TestCase):
    def setUp(self):
        self.shell = Shell(PROGRAM)
        self.addCleanup(self.shell.close)
        shutil.copytree(HERE / "data", self.shell.folder, dirs_exist_ok=True)

    def merit(self, *arguments, **options):
        """Runs the program without a shell."""
        return subprocess.run([PROGRAM, *arguments], cwd=self.shell.folder, capture_output=True, timeout=120, **options)


class Transcripts(Case):
    """A test for each file of golden/."""


def transcript_test(path):
    def test(self):
        compare(self, path, replayed(path.read_text(encoding="utf-8"), self.shell))

    return test


for golden in sorted((HERE / "golden").glob("*.txt")):
    setattr(Transcripts, f"test_{golden.stem}", transcript_test(golden))


class Completion(Case):
    """The scripts of `merit completion`, in the shells that are there."""

    def completed(self, *words):
        """Returns what bash offers for the last of the words."""
        script = self.merit("completion", "bash", check=True).stdout.decode()
        line = " ".join(f"'{word}'" for word in ("merit", *words))
        asking = f"COMP_WORDS=({line}); COMP_CWORD={len(words)}; _merit; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        done = subprocess.run(
            ["bash", "-c", script + asking], cwd=self.shell.folder, capture_output=True, check=True, timeout=60
        )
        return done.stdout.decode().split("\n")[:-1]

    def test_bash_completes_words(self):
        for words, offered in (
            (["sc"], ["score", "schema"]),
            (["--la"], ["--lang"]),
            (["--lang", ""], ["en", "zh"]),
            (["score", "--format", ""], ["table", "csv", "json"]),
            (["--lang", "zh", "graph", "plan.yaml", "--format", "s"], ["svg"]),
            (["score", "--period", ""], [""]),
            (["check", "--d"], ["--dump"]),
            (["test", "--st"], ["--strict"]),
            (["fmt", "pl"], ["plan.yaml"]),
            (["score", "plan.yaml", "-o", "mar"], ["march.csv"]),
            (["help", "E060"], [f"E060{n}" for n in range(1, 10)]),
            (["completion", ""], ["--lang", "--help", "bash", "zsh", "fish"]),
        ):
            with self.subTest(words=words):
                self.assertEqual(sorted(self.completed(*words)), sorted(offered))

    def test_every_option_of_a_usage_is_offered(self):
        for line in self.merit("help", check=True).stdout.decode().splitlines():
            if not (found := re.fullmatch(r"  ([a-z]+)  +[A-Z].*", line)):
                continue
            usage = self.merit("help", found[1], check=True).stdout.decode().splitlines()[0]
            for option in re.findall(r"(?<![a-z])--?[a-z]+", usage):
                self.assertIn(option, self.completed(found[1], option), usage)

    def test_other_shells_read_theirs(self):
        for shell in ("zsh", "fish"):
            if not shutil.which(shell):
                continue
            script = self.shell.folder / f"completion.{shell}"
            script.write_bytes(self.merit("completion", shell, "--lang", "zh", check=True).stdout)
            done = subprocess.run([shell, "-n", script], capture_output=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_fish_completes_words(self):
        if not shutil.which("fish"):
            self.skipTest("there is no fish here")
        script = self.merit("completion", "fish", check=True).stdout.decode()
        done = subprocess.run(
            ["fish", "--no-config", "-c", script + "complete -C 'merit graph --format '"], capture_output=True, timeout=60
        )
        self.assertEqual(done.stdout.decode().split(), ["dot", "mermaid", "svg"])


class Surroundings(Case):
    """What is around the program: pipes, terminals, permissions, locales."""

    def test_a_closed_pipe_is_a_result_that_is_not_written(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run([PROGRAM, "help"], stdout=writing, stderr=subprocess.PIPE, timeout=120)
        os.close(writing)
        self.assertEqual(
            (done.returncode, done.stderr.decode()),
            (4, "merit: the result could not be written to standard output whole\n"),
        )

    def test_eval_lines_stops_when_its_reader_has_gone(self):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [PROGRAM, "eval", "--lines"], input=b"1 + 1\n" * 10000, stdout=writing, stderr=subprocess.PIPE, timeout=120
        )
        os.close(writing)
        self.assertEqual(done.returncode, 4)

    def test_eval_lines_answers_each_line_before_it_asks_for_the_next(self):
        process = subprocess.Popen([PROGRAM, "eval", "--lines"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for formula, value in ((b"2/3 * 3\n", b"2\n"), (b"1/3\n", b"1/3\n")):
            process.stdin.write(formula)
            process.stdin.flush()
            self.assertEqual(process.stdout.readline(), value)
        process.stdin.close()
        process.stdout.close()
        self.assertEqual(process.wait(120), 0)

    @unittest.skipIf(os.geteuid() == 0, "nothing is unreadable for root")
    def test_files_without_permission_are_not_read(self):
        for arguments in (["check", "plan.yaml"], ["score", "plan.yaml", "march.csv"]):
            path = self.shell.folder / arguments[-1]
            path.chmod(0)
            done = self.merit(*arguments)
            path.chmod(0o644)
            self.assertEqual((done.returncode, done.stdout), (4, b""))

    def on_terminal(self, *arguments, **environment):
        """Returns what the program writes on a terminal that is its stdout and stderr."""
        try:
            ours, theirs = pty.openpty()
        except OSError:
            self.skipTest("this machine has no terminals to lend")
        process = subprocess.Popen(
            [PROGRAM, *arguments],
            cwd=self.shell.folder,
            env={**self.shell.environment, "TERM": "xterm", **environment},
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        written = b""
        try:
            while chunk := os.read(ours, 4096):
                written += chunk
        except OSError:  # the other side has gone
            pass
        os.close(ours)
        process.wait(120)
        return written.decode().replace("\r\n", "\n")

    def test_colour_is_for_terminals_that_want_it(self):
        for arguments in (["check", "bad.yaml"], ["score", "bad.yaml", "march.csv"]):
            piped = self.merit(*arguments)
            plain = (piped.stdout + piped.stderr).decode()
            coloured = self.on_terminal(*arguments)
            self.assertNotIn("\x1b", plain)
            self.assertIn("\x1b", coloured)
            self.assertEqual(re.sub(r"\x1b\[[0-9;]*m", "", coloured), plain)
            self.assertEqual(self.on_terminal(*arguments, NO_COLOR="1"), plain)
            self.assertEqual(self.on_terminal(*arguments, TERM="dumb"), plain)

    def test_a_run_takes_no_more_memory_than_it_may(self):
        if b"__asan_init" in Path(PROGRAM).read_bytes():
            self.skipTest("a sanitizer needs memory of its own")
        lines = (f"M-{i},2026-03,North,North,{i}.00\n" for i in range(100_000))
        plan = self.shell.folder / "many.yaml"
        plan.write_text(
            "merit: 1\nplan: many\neach: id\nperiod: month\nrounding: {pay: 2 half_up}\n"
            "inputs: {a: text, b: text, sold: money}\npay: {items: {bonus: sold / 10}}\n"
        )
        (self.shell.folder / "many.csv").write_text("id,period,a,b,sold\n" + "".join(lines))
        arguments = ["score", "many.yaml", "many.csv", "-o", "pay.csv", "--memory"]
        whole = ["--state-out", "state.csv"]  # is written from all rows
        pay = self.shell.folder / "pay.csv"
        there_before = len(list(self.shell.folder.iterdir()))
        # What does not fit lies in a folder, in files without names.
        full = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        for folder, before, status in (("absent", None, 4), (".", full, 4), (".", None, 0)):
            there = {**self.shell.environment, "TMPDIR": str(self.shell.folder / folder)}
            done = self.merit(*arguments, "16M", *whole, env=there, preexec_fn=before)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertEqual("takes no more" in done.stderr.decode(), status == 4)
            self.assertEqual(pay.exists(), status == 0)
        of_all = pay.read_bytes()
        self.assertEqual(len(list(self.shell.folder.iterdir())), there_before + 2)
        self.assertEqual(self.merit(*arguments, "1G", *whole).returncode, 0)
        self.assertEqual(pay.read_bytes(), of_all)
        for size in ("1M", "16M", "20M", "33M"):  # more threads would need more
            self.assertEqual(self.merit(*arguments, size).returncode, 0)
            self.assertEqual(pay.read_bytes(), of_all)
        for size in ("2M", "8M"):
            self.assertEqual(self.merit(*arguments, size, "--threads", "4").returncode, 0)
        # Less than what any plan needs, and no word of a disk.
        little = partial(resource.setrlimit, resource.RLIMIT_DATA, (6_000_000, 6_000_000))
        done = self.merit("score", "many.yaml", "many.csv", "-o", "pay.csv", *whole, preexec_fn=little)
        self.assertEqual(done.returncode, 4)
        self.assertIn("there is not enough memory for this, and nothing was written", done.stderr.decode())
        # Every text of a key is a block of its own.
        ranked = plan.read_text() + "values: {place: {rank: {of: sold, by: a, best: highest, ties: [id]}}}\n"
        plan.write_text(ranked)
        for size in ("1G", "16M"):
            self.assertEqual(self.merit(*arguments, size, "--engine", "batch").returncode, 0)

    def large_run(self):
        """Make a plan and a file of many rows; return the words that score it into pay.csv, where `old` stands."""
        (self.shell.folder / "large.yaml").write_text(
            "merit: 1\nplan: large\neach: id\nrounding: {pay: 2 half_up}\n"
            "inputs: {sold: money}\npay: {items: {bonus: sold / 10}}\n"
        )
        lines = (f"M-{i},{i}.00\n" for i in range(300_000))
        (self.shell.folder / "large.csv").write_text("id,sold\n" + "".join(lines))
        (self.shell.folder / "pay.csv").write_text("old")
        return ["score", "large.yaml", "large.csv", "-o", "pay.csv", "--threads", "1"]

    def test_a_run_that_is_killed_leaves_the_old_result_or_the_new(self):
        arguments = self.large_run()
        for delay in (0, 0.02, 0.05, 0.1, 0.2):
            process = subprocess.Popen(
                [PROGRAM, *arguments], cwd=self.shell.folder, env=self.shell.environment, stderr=subprocess.DEVNULL
            )
            time.sleep(delay)
            process.kill()
            process.wait()
            text = (self.shell.folder / "pay.csv").read_text()
            self.assertTrue(text == "old" or text.count("\n") == 300_001 and text.endswith("\n"))

    def test_a_full_disk_leaves_the_old_result(self):
        arguments = self.large_run()
        limit = 1 << 20  # bytes that a file may have
        done = subprocess.run(
            [PROGRAM, *arguments],
            cwd=self.shell.folder,
            env=self.shell.environment,
            capture_output=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        self.assertEqual(done.returncode, 4)
        self.assertIn("no space is left", done.stderr.decode())
        self.assertEqual((self.shell.folder / "pay.csv").read_text(), "old")
        self.assertEqual([f.name for f in self.shell.folder.iterdir() if f.name.endswith(".tmp")], [])

    def test_a_short_run_draws_no_progress(self):
        self.assertNotIn("\r[", self.on_terminal("score", "plan.yaml", "march.csv"))

    def test_no_locale_or_time_zone_reaches_a_result(self):
        for arguments in (["score", "plan.yaml", "march.csv"], ["explain", "plan.yaml", "march.csv", "--who", "M-001"]):
            found = {
                self.merit(*arguments, env={**self.shell.environment, **environment}).stdout
                for environment in (
                    {},
                    {"LC_ALL": "de_DE.UTF-8", "LANG": "zh_CN.GB18030", "TZ": "Asia/Shanghai"},
                    {"LC_ALL": "C", "TZ": "America/Los_Angeles", "LANGUAGE": "zh", "COLUMNS": "20"},
                )
            }
            self.assertEqual(len(found), 1)


class Pages(Case):
    """Pages that the library makes: that they come, and hang together."""

    def test_every_code_of_the_index_has_a_page_in_both_languages(self):
        index = self.merit("help", "codes").stdout.decode()
        codes = re.findall(r"\b[EW]\d{4}\b", index)
        self.assertEqual(len(codes), len(set(codes)))
        self.assertGreater(len(codes), 50)
        for language in ("en", "zh"):
            pages = [self.merit("help", code.lower(), "--lang", language) for code in codes]
            self.assertEqual({(page.returncode, page.stderr) for page in pages}, {(0, b"")})
            self.assertEqual(len({page.stdout for page in pages}), len(codes))

    def test_the_schema_is_json(self):
        schema = json.loads(self.merit("schema").stdout)
        self.assertEqual(schema["type"], "object")

    def test_the_first_plan_is_a_good_plan_in_both_languages(self):
        for language in ("en", "zh"):
            name = f"first-{language}.yaml"
            self.assertEqual(self.merit("init", "-o", name, "--lang", language).returncode, 0)
            self.assertEqual((self.shell.folder / name).read_bytes(), self.merit("init", "--lang", language).stdout)
            self.assertEqual(self.merit("check", name).returncode, 0)

    def test_the_reference_comes_in_both_languages(self):
        pages = [self.merit("reference", "--lang", language).stdout.decode() for language in ("en", "zh")]
        rows = [[line for line in page.splitlines() if line.startswith("|")] for page in pages]
        self.assertGreater(len(rows[0]), 50)
        self.assertEqual([row.count("|") for row in rows[0]], [row.count("|") for row in rows[1]])

    def test_a_dump_and_a_check_are_json(self):
        for arguments in (["check", "--dump", "plan.yaml"], ["check", "--format", "json", "plan.yaml", "bad.yaml", "none.yaml"]):
            json.loads(self.merit(*arguments).stdout)


class Codes(Case):
    """What is said about a mistake can be read in a file under tests/, as people see it, in both languages."""

    # Why the program cannot be made to show it.
    NOT_SHOWN = {
        "E0010": "is for builds with Parquet: parquet_test.py",
        "E0011": "is for builds with Parquet: parquet_test.py",
        "E0012": "is for builds without it: parquet_test.py",
        "E0104": "needs a data file of 4 GiB to the byte; a larger one is E0004",
        "E0342": "is for mistakes of YAML that are not known yet; no known one leads there",
        "E0301": "is for texts given to the library; of a plan's file E0004 says it",
    }

    def told(self):
        """Returns (code, message) of everything that the committed texts tell."""
        text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(HERE.parent.rglob("*.txt")))
        # A page of `merit help` has the same heading, but no place and no help below it.
        heading = r"^(?:! )?(?:error|warning|错误|警告)\[(E\d{4})\](?:: |：)(.*)\n"
        whole = re.findall(heading + r"(?:! )? *(?:-->|=) ", text, re.M)
        # A row is told in one line, with the places behind.
        rows = re.findall(r"\b(E06\d\d) (.*) \([^()]*:\d+:\d+; [^()]*:\d+\)", text)
        return set(whole) | set(rows)

    def test_every_code_is_told_in_both_languages(self):
        told = {}
        for code, message in self.told():
            told.setdefault(code, []).append(message)
        codes = re.findall(r"^E\d{4}", self.merit("help", "codes").stdout.decode(), re.M)
        self.assertGreater(len(codes), 50)
        untold = set()
        for language in ("en", "zh"):
            for code in codes:
                heading = self.merit("help", code, "--lang", language).stdout.decode().split("\n", 1)[0]
                message = re.split(r": |：", heading, maxsplit=1)[1]
                pattern = ".*".join(re.escape(part) for part in message.split("…"))
                # `merit score` and `explain` add to a row's message which cell it is.
                pattern += "(?:(?:: |：).*)?" if code.startswith("E06") else ""
                if not any(re.fullmatch(pattern, found) for found in told.get(code, [])):
                    untold.add(code)
        self.assertEqual(untold, set(self.NOT_SHOWN))


if __name__ == "__main__":
    unittest.main()
