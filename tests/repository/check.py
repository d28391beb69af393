#!/usr/bin/env python3
"""Checks what the compiler does not: the floors of src/, who may know which library, and some habits of the house.

Usage: check.py [ROOT]. Prints each finding as `file:line: what is wrong` under the rule it breaks.
"""

import re
import subprocess
import sys
from pathlib import Path

import cpp_text

# The floors of docs/architecture.md: a file includes its own floor or lower ones.
FLOORS = {
    "base": 0,
    "table": 1,
    "formula": 1,
    "plan": 2,
    "graph": 3,
    "eval": 4,
    "assure": 4,
    "report": 5,
    "api": 6,
    "cli": 6,
}

# Who may include a library: files, or folders that end in a slash. Libraries not named here may be used anywhere in src/.
ONLY_IN = {
    "boost/spirit": ["src/formula/grammar.cpp"],
    "yaml-cpp/": ["src/plan/document.cpp"],
    "utf8proc": ["src/base/utf8.cpp"],
    "iconv.h": ["src/table/encoding.cpp"],
    "openssl/evp.h": ["src/base/digest.cpp"],
    "arrow/": ["src/base/parquet.cpp"],
    "parquet/": ["src/base/parquet.cpp"],
    "zlib.h": ["src/base/packed.cpp"],
    "zstd.h": ["src/base/packed.cpp"],
    "CLI/": ["src/cli/"],
}
THIRD_PARTY = ("arrow/", "parquet/", "boost/", "fmt/", "nlohmann/", "yaml-cpp/", "utf8proc", "CLI/", "catch2/")

BINARY_FLOATS_IN = "src/eval/batch/kernels/"
LINES_AT_MOST = 500
MACHINE_PATH = re.compile(r"(?<![\w.~-])/" + r"work/")  # in two pieces, so that this file passes its own check

RULES = []


def rule(title):
    def register(function):
        RULES.append((title, function))
        return function

    return register


class Repository:
    """The files under a root that belong to the project, read once."""

    def __init__(self, root):
        self.root = root
        self.paths = sorted(self._tracked())
        self.texts = {}
        for path in self.paths:
            data = (root / path).read_bytes()
            if b"\0" not in data:
                self.texts[path] = data.decode("utf-8", "replace")

    def _tracked(self):
        """What git tracks or would track; every file where there is no git."""
        command = ["git", "-c", "safe.directory=*", "-C", str(self.root), "ls-files", "-z", "-co", "--exclude-standard"]
        try:
            listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
            return [path for path in listed if path and (self.root / path).is_file()]
        except (OSError, subprocess.CalledProcessError):
            skipped = re.compile(r"(build[^/]*|\.git|\.cache)/|(.*/)?__pycache__/")
            paths = [str(p.relative_to(self.root)) for p in self.root.rglob("*") if p.is_file()]
            return [path for path in paths if not skipped.match(path)]

    def cpp(self, *folders):
        """Yields (path, text) of the C++ files in the folders."""
        for path, text in self.texts.items():
            if path.startswith(folders) and path.endswith((".cpp", ".hpp", ".h", ".def")):
                yield path, text


def floor_of(path):
    return FLOORS.get(path.split("/")[1])


def floor_name(path):
    return f"floor {floor_of(path)} ({path.split('/')[1]})"


def is_in(path, places):
    return any(path == place or (place.endswith("/") and path.startswith(place)) for place in places)


# Public headers that hold an enumeration and nothing else: they stand below every floor.
PLAIN_TYPES = {"merit/language.hpp"}


@rule("A file of src/ includes its own floor or lower ones, by its path from src/.")
def floors(repository):
    for path, text in repository.cpp("src/"):
        if floor_of(path) is None:
            yield path, 1, f"the folder has no floor; floors are {', '.join(FLOORS)}"
            continue
        for line, name, quoted in cpp_text.includes(text):
            target = "src/" + name
            if name.startswith("merit/"):
                if name not in PLAIN_TYPES and floor_of(path) < FLOORS["api"]:
                    yield path, line, f"includes {name}: public headers stand on top, {floor_name(path)} is below them"
            elif not quoted:
                continue
            elif target not in repository.texts:
                yield path, line, f'includes "{name}": there is no {target}'
            elif floor_of(target) is not None and floor_of(target) > floor_of(path):
                yield path, line, f'includes "{name}": {floor_name(path)} may not reach up to {floor_name(target)}'


@rule("Includes in src/ form no circle.")
def circles(repository):
    edges = {}
    for path, text in repository.cpp("src/"):
        targets = [("src/" + name, line) for line, name, quoted in cpp_text.includes(text) if quoted]
        edges[path] = [(target, line) for target, line in targets if target in repository.texts]

    done = set()

    def visit(path, trail):
        if path in done:
            return None
        if path in trail:
            return trail[trail.index(path) :] + [path]
        for target, _ in edges.get(path, []):
            circle = visit(target, trail + [path])
            if circle:
                return circle
        done.add(path)
        return None

    for path in edges:
        circle = visit(path, [])
        if circle:
            line = dict(edges[circle[0]])[circle[1]]
            yield circle[0], line, "circle: " + " -> ".join(circle)
            done.update(circle)


@rule("A library is known to one file.")
def libraries(repository):
    for path, text in repository.cpp("src/"):
        for line, name, _ in cpp_text.includes(text):
            for library, places in ONLY_IN.items():
                if name.startswith(library) and not is_in(path, places):
                    yield path, line, f"includes {name}: only {', '.join(places)} may"


@rule("src/cli includes public headers, itself and CLI11 only; so the program proves the public face complete.")
def program(repository):
    for path, text in repository.cpp("src/cli/"):
        for line, name, quoted in cpp_text.includes(text):
            if quoted and not name.startswith(("merit/", "cli/")):
                yield path, line, f'includes "{name}"'
            elif name.startswith(THIRD_PARTY) and not name.startswith("CLI/"):
                yield path, line, f"includes {name}"


@rule("Public headers include the standard library and each other only.")
def public_headers(repository):
    for path, text in repository.cpp("include/"):
        for line, name, quoted in cpp_text.includes(text):
            standard = not quoted and "/" not in name and not name.startswith(THIRD_PARTY)
            if not standard and not name.startswith("merit/"):
                yield path, line, f"includes {name}"


@rule(f"No binary floating point in src/ outside {BINARY_FLOATS_IN}: it would decide a digit one day.")
def binary_floats(repository):
    for path, text in repository.cpp("src/"):
        if path.startswith(BINARY_FLOATS_IN):
            continue
        code = cpp_text.code_only(text)
        for match in re.finditer(r"\b(double|float)\b", code):
            yield path, cpp_text.line_of(code, match.start()), f"says `{match[0]}`"


@rule("No promises in the code: do it, or write an issue.")
def promises(repository):
    for path, text in repository.cpp("src/", "include/", "tests/", "bench/", "examples/"):
        for match in re.finditer(r"\b(TODO|FIXME)\b", text):
            yield path, cpp_text.line_of(text, match.start()), f"says {match[0]}"


@rule(f"A file of src/ or include/ has at most {LINES_AT_MOST} lines: split it by idea.")
def lengths(repository):
    for path, text in repository.cpp("src/", "include/"):
        lines = text.count("\n")
        if lines > LINES_AT_MOST and not path.endswith(".def"):
            yield path, lines, f"has {lines} lines"


@rule("CHANGELOG.md says what changes, amounts first.")
def changelog(repository):
    text = repository.texts.get("CHANGELOG.md")
    if text is None:
        yield "CHANGELOG.md", 1, "is missing"
    elif "## Unreleased" not in text or "Amounts change" not in text:
        yield "CHANGELOG.md", 1, "has no heading `Unreleased` or no `Amounts change`"


@rule("No file names a path of the machine it was written on.")
def machine_paths(repository):
    for path, text in repository.texts.items():
        for match in MACHINE_PATH.finditer(text):
            yield path, cpp_text.line_of(text, match.start()), f"says {match[0]}"


@rule("Every Python file compiles.")
def python_compiles(repository):
    for path, text in repository.texts.items():
        if path.endswith(".py"):
            try:
                compile(text, path, "exec")
            except SyntaxError as error:
                yield path, error.lineno or 1, error.msg


def main(arguments):
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2]
    repository = Repository(root)
    findings = 0
    for title, check in RULES:
        found = sorted(check(repository))
        findings += len(found)
        if found:
            print(title)
        for path, line, message in found:
            print(f"  {path}:{line}: {message}")
    print(f"{len(RULES)} rules over {len(repository.paths)} files, findings: {findings}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
