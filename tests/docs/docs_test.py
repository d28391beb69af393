#!/usr/bin/env python3
"""Runs the blocks of docs/*.md and README.md, a fresh folder for each page.

    ```yaml file=plan.yaml   is written into the folder (csv, or any other kind, likewise)
    ```yaml into=plan.yaml   is laid into that file, so that a page shows only what a step adds: a key that is there
                             takes the new lines, a new one comes last under its parent
    ```yaml from=a/b/p.yaml  shows lines of that file of the repository, in its order, others left out; its folder comes
                             into the page's as `b`, so that commands can name b/p.yaml
    ```yaml plan             is a whole plan: `merit check` must find it good
    ```console               holds `$ merit ...` lines, each followed by what it prints: standard output and standard
                             error together, then `[exit N]` if the status is to be shown

Other blocks are not run; commands that are not to be run stand in ```sh. UPDATE_GOLDEN=1 rewrites the outputs in place.
MERIT names the program.
"""

import os
import re
import shutil
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "cli"))

from transcript import Shell, commands_of, compare, lines_of  # noqa: E402

PROGRAM = os.environ.get("MERIT", "merit")
RUN = ("merit", "cat", "head", "ls", "printf")  # what a console block may run: harmless everywhere
FENCE = re.compile(r"^( *)(`{3,})([^`]*)$")


class Block:
    """A fenced block: its words behind the fence, and the lines between the fences (numbers from 0)."""

    def __init__(self, words, first, behind):
        self.words, self.first, self.behind = words, first, behind
        self.kind = words[0] if words else ""

    def named(self, what):
        return next((word[len(what) + 1 :] for word in self.words if word.startswith(what + "=")), None)


def blocks_of(lines):
    open_fence = None
    for number, line in enumerate(lines):
        match = FENCE.match(line)
        if open_fence is None and match:
            open_fence, words, first = match[2], match[3].split(), number + 1
        elif match and match[2].startswith(open_fence) and not match[3].strip():
            yield Block(words, first, number)
            open_fence = None
    if open_fence is not None:
        raise ValueError(f"line {first}: this block is not closed")


def entries(lines):
    """Block YAML as {key: its lines}, by the indentation of the first line. A key also ends at a full-width colon: a page
    may show that mistake, and mend it."""
    found, indent = {}, len(lines[0]) - len(lines[0].lstrip())
    for line in lines:
        if line[indent:].lstrip() == line[indent:] != "":
            key = re.split("[:：]", line)[0].strip()
            if key in found:
                raise ValueError(f"`{key}` stands there twice")
            found[key] = []
        found[key].append(line)
    return found


def laid_into(old, new):
    """Returns the lines of a YAML file with other lines laid into it. A key that has lines of its own below it in both
    keeps those that the new ones do not name; any other key that is there takes the new lines."""
    found = entries(old)
    for key, lines in entries(new).items():
        have = found.get(key, [])
        both = lines[:1] == have[:1] and len(lines) > 1 and len(have) > 1
        found[key] = [have[0], *laid_into(have[1:], lines[1:])] if both else lines
    return [line for lines in found.values() for line in lines]


def stand_in_order(shown, lines):
    """Says whether the lines shown stand among others in the same order."""
    others = iter(lines)
    return all(line in others for line in shown)


def transcript(lines, shell, where):
    """Returns the lines of a console block with its outputs as they are now."""
    commands = list(commands_of(lines))
    if not commands or commands[0][0] != 0:
        raise ValueError(f"{where}: a console block begins with `$ merit ...`; what is not run stands in ```sh")
    out = []
    for (begin, behind, command), following in zip(commands, [*commands[1:], (len(lines), 0, "")]):
        if command.split()[0] not in RUN:
            raise ValueError(f"{where}: `{command}` is not run here; it may be one of {', '.join(RUN)}, or stand in ```sh")
        text, _, status = shell.run(command, together=True)
        old = lines[behind : following[0]]
        shows_status = bool(old) and re.fullmatch(r"\[exit \d+\]", old[-1])
        out += lines[begin:behind] + lines_of(text) + ([f"[exit {status}]"] if shows_status else [])
    return out


class Page(unittest.TestCase):
    def replayed(self, path):
        """Runs a page; returns its text with the outputs as they are now."""
        lines = path.read_text(encoding="utf-8").split("\n")
        shell = Shell(PROGRAM)
        self.addCleanup(shell.close)
        out, kept = [], 0
        for block in blocks_of(lines):
            body = lines[block.first : block.behind]
            where = f"{path.name}:{block.first}"
            if name := block.named("file") or block.named("into"):
                target = shell.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                if block.named("into"):
                    body = laid_into(target.read_text(encoding="utf-8").splitlines(), body)
                target.write_text("".join(line + "\n" for line in body), encoding="utf-8")
            elif name := block.named("from"):
                self.bring(shell, ROOT / name, body, where)
            elif block.words[1:] == ["plan"]:
                self.check_plan(shell, body, where)
            elif block.kind == "console":
                out += lines[kept : block.first] + transcript(body, shell, where)
                kept = block.behind
        return "\n".join(out + lines[kept:])

    def bring(self, shell, source, body, where):
        shown = stand_in_order(body, source.read_text(encoding="utf-8").splitlines())
        self.assertTrue(shown, f"{where}: these lines do not stand in {source.relative_to(ROOT)}, or in another order")
        shutil.copytree(source.parent, shell.folder / source.parent.name, dirs_exist_ok=True)

    def check_plan(self, shell, body, where):
        plan = shell.folder / ".plan-of-the-page.yaml"
        plan.write_text("".join(line + "\n" for line in body), encoding="utf-8")
        text, _, status = shell.run(f"merit check {plan.name}", together=True)
        plan.unlink()
        self.assertEqual(status, 0, f"{where}: this plan is not good\n{text}")


def page_test(path):
    def test(self):
        compare(self, path, self.replayed(path))

    return test


PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *(page for page in [ROOT / "README.md"] if page.exists())]
for page in PAGES:
    setattr(Page, "test_" + re.sub(r"\W", "_", str(page.relative_to(ROOT))), page_test(page))


class Reader(unittest.TestCase):
    """The reader of pages itself."""

    def test_blocks_are_found_by_their_fences(self):
        text = "a\n```yaml file=p.yaml\nx: 1\n```\n````text\n```\nnot a fence\n````\n```\nplain\n```"
        found = [(block.words, block.first, block.behind) for block in blocks_of(text.split("\n"))]
        self.assertEqual(found, [(["yaml", "file=p.yaml"], 2, 3), (["text"], 5, 7), ([], 9, 10)])

    def test_a_block_that_is_not_closed_is_refused(self):
        with self.assertRaisesRegex(ValueError, "^line 1: this block is not closed$"):
            list(blocks_of(["```yaml", "x: 1"]))

    def test_lines_are_laid_into_the_file_before(self):
        old = "a：1\nb:\n  c: {x: 1}\n  d:\n    - 1\n    - 2\ne: 3"
        new = "a: 1\nb:\n  c: {x: 2}\n  f:\n    g: 4\ne:\n  h: 5\ni: 6"
        found = "a: 1\nb:\n  c: {x: 2}\n  d:\n    - 1\n    - 2\n  f:\n    g: 4\ne:\n  h: 5\ni: 6"
        self.assertEqual(laid_into(old.split("\n"), new.split("\n")), found.split("\n"))
        with self.assertRaisesRegex(ValueError, "^`a` stands there twice$"):
            laid_into(["a: 1"], ["a: 2", "a: 3"])

    def test_shown_lines_may_leave_out_others_but_not_change_or_swap_them(self):
        found = [stand_in_order(shown, ["a", " b", "c"]) for shown in (["a", "c"], ["a", "b"], ["c", "a"], ["a", "a"])]
        self.assertEqual(found, [True, False, False, False])

    def test_outputs_take_the_place_of_old_ones_and_a_shown_status_stays_shown(self):
        shell = Shell(PROGRAM)
        self.addCleanup(shell.close)
        old = ["$ printf 'a\\nb\\n'", "old", "[exit 7]", "$ printf 'c\\n'; false", "$ printf d \\", ">   e"]
        new = ["$ printf 'a\\nb\\n'", "a", "b", "[exit 0]", "$ printf 'c\\n'; false", "c", "$ printf d \\", ">   e", "d"]
        self.assertEqual(transcript(old, shell, "here:1"), [*new, "[no line break at the end]"])

    def test_only_harmless_commands_are_run(self):
        with self.assertRaisesRegex(ValueError, "is not run here"):
            transcript(["$ rm -rf build"], None, "here:1")


if __name__ == "__main__":
    unittest.main()
