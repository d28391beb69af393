#!/usr/bin/env python3
"""The repository check against a small tree that breaks every rule, and one that keeps them all."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK = Path(__file__).with_name("check.py")
CHANGELOG = "# Changelog\n## Unreleased\n### Amounts change\nNone yet.\n"

GOOD = {
    "CHANGELOG.md": CHANGELOG,
    "include/merit/merit.hpp": "#include <string>\n#include <merit/value.hpp>\n",
    "include/merit/value.hpp": "#include <cstdint>\n",
    "src/base/utf8.cpp": '#include "base/utf8.hpp"\n#include <utf8proc.h>\n// a double in a comment\n',
    "src/base/utf8.hpp": "/* a float\n   too */ const char* s = \"double quotes\"; int n = 1'000; char c = 'd';\n",
    "src/eval/batch/kernels/add.cpp": "double carrier;\n",
    "src/graph/order.cpp": '#include "base/utf8.hpp"\n// #include "report/table.hpp"\nauto r = R"(a " double)";\n',
    "src/api/api.cpp": "#include <merit/merit.hpp>\n",
    "src/cli/main.cpp": '#include <CLI/CLI.hpp>\n#include <merit/merit.hpp>\n#include "cli/args.hpp"\n',
    "src/cli/args.hpp": "#include <string>\n",
    "tests/a.py": "x = 1\n",
}

BAD = {
    "include/merit/merit.hpp": '#include <fmt/format.h>\n#include "base/a.hpp"\n',
    "src/base/a.hpp": '#include "base/b.hpp"\nint x; double y;\n',
    "src/base/b.hpp": '#include "base/a.hpp"\n#include <yaml-cpp/yaml.h>\n// TODO\n',
    "src/base/c.cpp": '#include "plan/p.hpp"\n#include "base/nowhere.hpp"\n#include <merit/merit.hpp>\n',
    "src/cli/main.cpp": '#include "base/a.hpp"\n#include <fmt/format.h>\n',
    "src/misc/m.cpp": "\n",
    "src/plan/p.hpp": "//\n" * 501,
    "tests/a.py": "path = '/" + "work/x'\ny = = 1\n",
}

BAD_OUTPUT = """\
A file of src/ includes its own floor or lower ones, by its path from src/.
  src/base/c.cpp:1: includes "plan/p.hpp": floor 0 (base) may not reach up to floor 2 (plan)
  src/base/c.cpp:2: includes "base/nowhere.hpp": there is no src/base/nowhere.hpp
  src/base/c.cpp:3: includes merit/merit.hpp: public headers stand on top, floor 0 (base) is below them
  src/misc/m.cpp:1: the folder has no floor; floors are base, table, formula, plan, graph, eval, assure, report, api, cli
Includes in src/ form no circle.
  src/base/a.hpp:1: circle: src/base/a.hpp -> src/base/b.hpp -> src/base/a.hpp
A library is known to one file.
  src/base/b.hpp:2: includes yaml-cpp/yaml.h: only src/plan/document.cpp may
src/cli includes public headers, itself and CLI11 only; so the program proves the public face complete.
  src/cli/main.cpp:1: includes "base/a.hpp"
  src/cli/main.cpp:2: includes fmt/format.h
Public headers include the standard library and each other only.
  include/merit/merit.hpp:1: includes fmt/format.h
  include/merit/merit.hpp:2: includes base/a.hpp
No binary floating point in src/ outside src/eval/batch/kernels/: it would decide a digit one day.
  src/base/a.hpp:2: says `double`
No promises in the code: do it, or write an issue.
  src/base/b.hpp:3: says TODO
A file of src/ or include/ has at most 500 lines: split it by idea.
  src/plan/p.hpp:501: has 501 lines
CHANGELOG.md says what changes, amounts first.
  CHANGELOG.md:1: is missing
No file names a path of the machine it was written on.
  tests/a.py:1: says /WORK
Every Python file compiles.
  tests/a.py:2: invalid syntax
11 rules over 8 files, findings: 16
""".replace("/WORK", "/" + "work/")


def run_check(files):
    with tempfile.TemporaryDirectory() as root:
        for path, text in files.items():
            Path(root, path).parent.mkdir(parents=True, exist_ok=True)
            Path(root, path).write_text(text)
        done = subprocess.run([sys.executable, CHECK, root], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


class Check(unittest.TestCase):
    maxDiff = None

    def test_a_tree_that_keeps_the_rules_passes(self):
        self.assertEqual(run_check(GOOD), (0, f"11 rules over {len(GOOD)} files, findings: 0\n"))

    def test_each_broken_rule_is_named_with_its_place(self):
        self.assertEqual(run_check(BAD), (1, BAD_OUTPUT))


if __name__ == "__main__":
    unittest.main()
