"""Runs command lines with the program first in PATH, and compares transcripts. For cli_test.py and docs_test.py."""

import difflib
import os
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120


def updating():
    return os.environ.get("UPDATE_GOLDEN") == "1"


def compare(test, path, found):
    """Compares a file with what it should hold now, or rewrites it. A failure shows the changed lines only."""
    text = path.read_text(encoding="utf-8")
    if updating():
        if found != text:
            path.write_text(found, encoding="utf-8")
    elif found != text:
        changes = difflib.unified_diff(text.split("\n"), found.split("\n"), "written", "found", lineterm="", n=2)
        test.fail(f"{path.name}\n" + "\n".join(changes) + "\nUPDATE_GOLDEN=1 rewrites it")


class Shell:
    """A fresh folder in which command lines run; `merit` there is the program under test."""

    def __init__(self, program):
        self._tools = tempfile.TemporaryDirectory()
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        (Path(self._tools.name) / "merit").symlink_to(Path(program).resolve())
        self.environment = {
            name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "LANG", "LC_ALL", "TZ")
        }
        self.environment["PATH"] = self._tools.name + os.pathsep + os.environ.get("PATH", os.defpath)

    def run(self, line, together=False):
        """Returns (stdout, stderr, exit status); with `together` stderr stands in stdout, in order."""
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if together else subprocess.PIPE,
            timeout=SECONDS,
        )
        return done.stdout.decode(), "" if together else done.stderr.decode(), done.returncode

    def close(self):
        self._tools.cleanup()
        self._folder.cleanup()


def lines_of(text, mark=""):
    """The lines of an output; a last one without its line break is shown as such."""
    lines = [mark + line if line else mark.rstrip() for line in text.removesuffix("\n").split("\n")] if text else []
    if text and not text.endswith("\n"):
        lines.append("[no line break at the end]")
    return lines


def commands_of(lines):
    """Yields (index of the first line, index behind the last, command) for `$ command` lines; a backslash at the end of
    a line joins the next one, which begins with `> `."""
    at = 0
    while at < len(lines):
        begin = at
        at += 1
        if not lines[begin].startswith("$ "):
            continue
        command = lines[begin][2:]
        while command.endswith("\\") and at < len(lines) and lines[at].startswith("> "):
            command = command[:-1] + lines[at][2:]
            at += 1
        yield begin, at, command
