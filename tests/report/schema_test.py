#!/usr/bin/env python3
"""What the JSON Schema of plan files accepts and refuses, and that Merit agrees.

Usage: schema_test.py [SCHEMA]. Without a file the schema is asked of the program named by the environment variable
MERIT; without either there is nothing to test.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
import yaml

ROOT = Path(__file__).resolve().parents[2]
MERIT = os.environ.get("MERIT")
PASSES = Path(__file__).with_name("schema_passes.txt")

# What stands before a score of one's own.
SCORE = "merit: 1\nplan: p\neach: id\nrounding: {item: 2 half_up, score: 2 half_up}\ninputs: {a: points}\nscore: "

# (what it is, a text of the example plan, what stands there instead)
GOOD = [
    ("the example as it is", "", ""),
    ("a title in one language", "title: {en: Group account manager appraisal, zh: 集团客户经理考核}", "title: Appraisal"),
    ("an input in short", "{type: money, digits: 2, min: 0}", "money"),
    ("a Chinese name", "  branch: text", "  分公司: text"),
    ("to a multiple, none", "{item: 2 half_up, score: 2 half_up,", "{item: none, score: to 0.5 half_even,"),
    ("a formula as a field", "bonus: bonus_base * coefficient(grade)", "bonus: {formula: bonus_base, at_most: 100}"),
    ("gates", "  at_most: 3 * bonus_base", "  gate: [{if: complaints > 3, times: 0, because: {en: many, zh: 多}}, {if: score < 60, at_most: 0}]"),
    ("a word in short", "line: {of: satisfaction, knots: {80%: 0, 95%: 30}}", "ratio: satisfaction"),
    ("the long form of a short word", "line: {of: satisfaction, knots: {80%: 0, 95%: 30}}", "ratio: {formula: satisfaction}"),
    ("a jump", "knots: {80%: 0, 95%: 30}", "knots: {80%: {below: 0, at: 12}, 95%: 30}"),
    ("defaults of something else", "values:\n  grade:", "defaults: {completion: {cap: none}}\nvalues:\n  grade:"),
    ("an open side of an extra", "extra: [-20, 20]", "extra: [-20, none]"),
    ("a keyed parameter with marks", "params: {coefficient: {by: [grade],", "params: {more: {value: 3, type: money, illustrative: true}, coefficient: {illustrative: false, by: [grade],"),
    ("a definition", "values:\n  grade:", 'define: {half(x): x / 2, "of(a, b)": "if(b == 0, 0, a / b)"}\nvalues:\n  grade:'),
    ("checks and outputs", "  at_most: 3 * bonus_base", "checks: {few complaints: {must: complaints < 9, breach: warning}}\noutputs: [score, pay.bonus]"),
    ("no score and no rounding", None, "merit: 1\nplan: p\neach: id\ninputs: {a: count}\nvalues: {b: a * 2}\noutputs: [b]\n"),
    ("names that begin like words of formulas", "  branch: text", "  branch: text\n  order: text\n  inside: text\n  minimum: count"),
    ("a definition that begins like a function", "values:\n  grade:", "define: {minimum(x): x / 2}\nvalues:\n  grade:"),
    ("a list that is called like no type", "lists: {grade", "lists: {ref: [a, b], grade"),
    ("many digits", "bonus_base: money", "bonus_base: {type: money, digits: 28}"),
    ("extras alone", None, SCORE + "{items: {x: {extra: [0, 5], points: a}}}\n"),
    ("an item of weight 0 with a condition", None, SCORE + "{out_of: 9, items: {x: {weight: 9, points: a}, y: {weight: 0, applies: a > 3, points: a}}}\n"),
    ("an item that is shown in a section of extras", None, SCORE + "{items: {x: {extra: [0, 5], items: {y: {weight: none, points: a}, z: {extra: [0, 1], points: a}}}}}\n"),
    ("a section of weight 0 with extras alone", None, SCORE + "{out_of: 9, items: {x: {weight: 9, points: a}, y: {weight: 0, items: {z: {extra: [0, 1], points: a}}}}}\n"),
    ("a quoted version", "merit: 1", 'merit: "1"'),
]

BAD = [
    ("an unknown key", "period: month", "periode: month"),
    ("no `merit`", "merit: 1\n", ""),
    ("another version", "merit: 1", "merit: 2"),
    ("no `plan`", "plan: group-account-manager\n", ""),
    ("no `each`", "each: manager\n", ""),
    ("a key that is no name", "each: manager", "each: 2nd"),
    ("a wrong choice", "period: month", "period: fortnight"),
    ("a language that is not known", "title: {en: Group", "title: {de: Group"),
    ("a list as title", "title: {en: Group account manager appraisal, zh: 集团客户经理考核}", "title: [a, b]"),
    ("score without roundings", "rounding: {item: 2 half_up, score: 2 half_up, pay: 2 half_up}\n", ""),
    ("score without the rounding of items", "{item: 2 half_up, score", "{score"),
    ("pay without its rounding", ", pay: 2 half_up}", "}"),
    ("a rounding without a mode", "{item: 2 half_up,", "{item: 2,"),
    ("an unknown mode", "{item: 2 half_up,", "{item: 2 halfup,"),
    ("pay that does not round", "pay: 2 half_up", "pay: none"),
    ("a list without members", "lists: {grade: [D, C, B, A]}", "lists: {grade: []}"),
    ("a name that is none", "  branch: text", "  my-branch: text"),
    ("an input without a type", "bonus_base: money", "bonus_base: {min: 0}"),
    ("an empty input", "bonus_base: money", "bonus_base:"),
    ("an unknown field of an input", "better: higher, label", "best: higher, label"),
    ("a wrong choice of an input", "better: higher, label", "better: more, label"),
    ("digits that are no number", "digits: 2, min: 0, max", "digits: two, min: 0, max"),
    ("a keyed parameter without values", "{by: [grade], values: {A: 1.2, B: 1, C: 0.8, D: 0}}", "{by: [grade]}"),
    ("a parameter without anything", "{by: [grade], values: {A: 1.2, B: 1, C: 0.8, D: 0}}", "{type: money}"),
    ("an axis that is no list", "by: [grade]", "by: grade"),
    ("a definition without brackets", "values:\n  grade:", "define: {half: x / 2}\nvalues:\n  grade:"),
    ("defaults of an unknown word", "values:\n  grade:", "defaults: {completed: {cap: none}}\nvalues:\n  grade:"),
    ("defaults with an unknown field", "values:\n  grade:", "defaults: {completion: {top: none}}\nvalues:\n  grade:"),
    ("an unknown word", "step: {of: score", "steps: {of: score"),
    ("two words", "step: {of: score", "met: score > 3, step: {of: score"),
    ("a word and a formula", "grade: {step:", "grade: {formula: 3, step:"),
    ("no word", "grade: {step: {of: score, at_or_above: {else: D, 60: C, 80: B, 90: A}}}", "grade: {note: none}"),
    ("a list for a node", "grade: {step: {of: score, at_or_above: {else: D, 60: C, 80: B, 90: A}}}", "grade: [1, 2]"),
    ("an unknown field of a word", "target: revenue_target, cap", "goal: revenue_target, cap"),
    ("a wrong choice of a word", "zero_target: full", "zero_target: half"),
    ("a scalar for a word without a short form", "per_unit: {of: complaints, above: -2}", "per_unit: complaints"),
    ("bands without else", "at_or_above: {else: D, 60: C,", "at_or_above: {60: C,"),
    ("bands of two sides", "at_or_above: {else: D, 60: C,", "above: {else: D, 70: C}, at_or_above: {else: D, 60: C,"),
    ("a cell that is a list", "{else: D, 60: C,", "{else: D, 60: [C],"),
    ("no knots", "knots: {80%: 0, 95%: 30}", "knots: {}"),
    ("half a jump", "knots: {80%: 0,", "knots: {80%: {at: 0},"),
    ("score without items", "  out_of: 100\n  items:", "  out_of: 100\n  parts:"),
    ("empty items", "service: {weight: 30, items: {satisfaction: {weight: 30, line: {of: satisfaction, knots: {80%: 0, 95%: 30}}}}}", "service: {weight: 30, items: {}}"),
    ("an item without weight or extra", "satisfaction: {weight: 30, line", "satisfaction: {line"),
    ("an item with both", "{extra: [-10, 0], per_unit", "{weight: 5, extra: [-10, 0], per_unit"),
    ("a section with a word", "service: {weight: 30, items", "service: {weight: 30, points: 3, items"),
    ("a section with a formula", "service: {weight: 30, items", "service: {weight: 30, formula: 3, items"),
    ("a section with an unknown key", "service: {weight: 30, items", "service: {weight: 30, lable: Service, items"),
    ("an item with a formula", "line: {of: satisfaction, knots: {80%: 0, 95%: 30}}", "formula: satisfaction"),
    ("an item that is a scalar", "{weight: 30, line: {of: satisfaction, knots: {80%: 0, 95%: 30}}}", "30"),
    ("an extra with one bound", "extra: [-20, 20]", "extra: [-20]"),
    ("an extra that is no list", "extra: [-20, 20]", "extra: 20"),
    ("a wrong skip", "{weight: 30, line", "{weight: 30, skip: never, line"),
    ("a weight in pay", "bonus: bonus_base * coefficient(grade)", "bonus: {weight: 3, formula: bonus_base}"),
    ("an applies of the whole", "  out_of: 100", "  out_of: 100\n  applies: complaints > 3"),
    ("a gate that is no list", "  at_most: 3 * bonus_base", "  gate: {if: complaints > 3, times: 0}"),
    ("a gate without a condition", "  at_most: 3 * bonus_base", "  gate: [{times: 0}]"),
    ("a gate that does nothing", "  at_most: 3 * bonus_base", "  gate: [{if: complaints > 3}]"),
    ("a gate that does two things", "  at_most: 3 * bonus_base", "  gate: [{if: complaints > 3, times: 0, to: 1}]"),
    ("a check without breach", "  at_most: 3 * bonus_base", "checks: {few: {must: complaints < 9}}"),
    ("a check in short", "  at_most: 3 * bonus_base", "checks: {few: complaints < 9}"),
    ("outputs that are no list", "  at_most: 3 * bonus_base", "outputs: score"),
    ("an empty formula", "bonus: bonus_base * coefficient(grade)", 'bonus: " "'),
    ("nothing for a formula", "bonus: bonus_base * coefficient(grade)", "bonus:"),
]


class TextKeys(yaml.SafeLoader):
    """Types scalars as YAML readers do, but keeps keys as they are written: JSON has no others."""

    def construct_mapping(self, node, deep=False):
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


TextKeys.add_constructor("tag:yaml.org,2002:map", TextKeys.construct_mapping)
TextKeys.add_constructor("tag:yaml.org,2002:timestamp", TextKeys.construct_yaml_str)  # JSON has no dates
LOADERS = {"as text": yaml.BaseLoader, "typed": TextKeys}


def the_schema(arguments):
    if arguments:
        return json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    return json.loads(subprocess.run([MERIT, "schema"], capture_output=True, check=True).stdout)


def faults_of(validator, text, is_good):
    """Yields what is wrong with the answers to this plan."""
    for how, loader in LOADERS.items():
        plan = yaml.load(text, Loader=loader)
        error = jsonschema.exceptions.best_match(validator.iter_errors(plan))
        if (error is None) == is_good:
            continue
        yield f"read {how}, " + (f"refused: {error.json_path}: {error.message}" if error else "accepted")


def merit_refuses(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.yaml"
        path.write_text(text, encoding="utf-8")
        return subprocess.run([MERIT, "check", str(path)], capture_output=True).returncode != 0


def blocks_of(page, mark):
    return re.findall(rf"^```{mark}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def fragment(text):
    """A part of a plan, made whole by what every plan must say."""
    head = {"merit": "merit: 1", "plan": "plan: part", "each": "each: id",
            "period": "period: month", "rounding": "rounding: {item: 2 half_up, score: 2 half_up, pay: 2 half_up}"}
    written = yaml.load(text, Loader=yaml.BaseLoader)
    return "\n".join(line for key, line in head.items() if key not in written) + "\n" + text


def changed(example, old, new):
    if old is None:
        return new
    assert old in example, f"the example has no {old!r}"
    return example.replace(old, new, 1)


def is_accepted(validator, text):
    """Whether the schema accepts the plan under one of the readers; None when they cannot read it at all."""
    try:
        return any(validator.is_valid(yaml.load(text, Loader=loader)) for loader in LOADERS.values())
    except (yaml.YAMLError, AttributeError, ValueError):
        return None


def bad_plans():
    """Yields (name, text) of every plan of the tests that Merit refuses."""
    for path in sorted(ROOT.glob("tests/*/bad/*.yaml")):
        yield path.stem, path.read_bytes()


def faults_of_bad_plans(validator):
    """The bad plans that pass are those of PASSES, which names for each group what a schema cannot see."""
    lines = [line for line in PASSES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    listed = {word for line in lines for word in line.split() if not word.endswith(":")}
    passing = {name for name, text in bad_plans() if is_accepted(validator, text)}
    for name in sorted(passing - listed):
        yield f"{name}: the schema accepts this bad plan; if it has to, name it in {PASSES.name}"
    for name in sorted(listed - passing):
        yield f"{name}: the schema refuses this plan, or there is none; strike it from {PASSES.name}"


def main(arguments):
    if not arguments and not MERIT:
        print("no schema and no program: nothing to test")
        return 0
    schema = the_schema(arguments)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    example = blocks_of(page, "yaml file=plan.yaml")[0]

    cases = [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"), True)
             for path in [*sorted(ROOT.glob("rules/*/plan.yaml")), *sorted(ROOT.glob("tests/*/good/*.yaml"))]]
    cases += [(what, changed(example, old, new), True) for what, old, new in GOOD]
    cases += [(what, changed(example, old, new), False) for what, old, new in BAD]
    faults = [f"{what}: {fault}" for what, text, is_good in cases for fault in faults_of(validator, text, is_good)]
    if MERIT:
        faults += [f"{what}: Merit says otherwise" for what, text, is_good in cases if merit_refuses(text) == is_good]
    for number, text in enumerate(blocks_of(page, "yaml"), 1):
        faults += [f"language.md, part {number}: {fault}" for fault in faults_of(validator, fragment(text), True)]
    faults += faults_of_bad_plans(validator)
    for fault in faults:
        print(fault)
    print(f"{len(cases)} plans, findings: {len(faults)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
