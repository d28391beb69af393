"""Writes a plan kept as dicts, lists and texts as YAML, in flow or block style."""

import re

PLAIN = re.compile(r"[\w(][\w ().+*/<>=%‰-]*")


def scalar(text):
    """A text as a YAML scalar: plain where nothing in it could mislead YAML, else in double quotes."""
    if text == "":
        return ""
    if PLAIN.fullmatch(text) and not text.endswith(" "):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def flow(tree):
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{scalar(k)}: {flow(v)}" for k, v in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(map(flow, tree)) + "]"
    return scalar(tree)


def write(tree, depth=0, wide=100):
    """Return the lines of a map: values short enough stand in flow style."""
    lines, pad = [], "  " * depth
    for key, value in tree.items():
        short = flow(value)
        if isinstance(value, dict) and value and (depth == 0 or len(short) > wide):
            lines += [f"{pad}{scalar(key)}:", *write(value, depth + 1, wide)]
        else:
            lines.append(f"{pad}{scalar(key)}: {short}".rstrip())
    return lines


def plan_text(tree):
    return "\n".join(write(tree)) + "\n"
