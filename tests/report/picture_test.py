#!/usr/bin/env python3
"""The SVG pictures of all shipped plans: well-formed, and nothing lies on anything else. MERIT names the program."""

import os
import re
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLANS = sorted([*ROOT.glob("rules/*/plan.yaml"), *ROOT.glob("bench/plans/*.yaml"), *ROOT.glob("tests/graph/good/*.yaml")])
SVG = "{http://www.w3.org/2000/svg}"


def picture_of(plan, language):
    done = subprocess.run(
        [os.environ.get("MERIT", "merit"), "graph", plan, "--format", "svg", "--lang", language],
        capture_output=True, check=True, timeout=60,
    )
    return ElementTree.fromstring(done.stdout)


def rectangles(picture, frames):
    """Yields (x, y, width, height) of the boxes, or of the frames around boxes."""
    for rect in picture.find(SVG + "g").iter(SVG + "rect"):
        if ("frame" in rect.get("class").split()) == frames:
            yield tuple(int(rect.get(name)) for name in ("x", "y", "width", "height"))


def overlap(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def holds(outer, inner):
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[0] + inner[2] <= outer[0] + outer[2]
        and inner[1] + inner[3] <= outer[1] + outer[3]
    )


class Pictures(unittest.TestCase):
    def test_every_plan(self):
        self.assertGreater(len(PLANS), 30)
        for plan in PLANS:
            with self.subTest(plan=plan.relative_to(ROOT)):
                self.look_at(picture_of(plan, "zh" if plan.parent.name < "p" else "en"))

    def look_at(self, picture):
        boxes, frames = list(rectangles(picture, False)), list(rectangles(picture, True))
        self.assertTrue(boxes)
        for a, b in combinations(boxes, 2):
            self.assertFalse(overlap(a, b), f"{a} lies on {b}")
        for frame in frames:
            for other in boxes + frames:
                self.assertTrue(not overlap(frame, other) or holds(frame, other) or holds(other, frame), f"{other} cuts {frame}")
        sides = {(x, y + height // 2) for x, y, _, height in boxes} | {(x + w, y + h // 2) for x, y, w, h in boxes}
        heads = {(x, y) for x, y, _, _ in frames} | {(x + width, y) for x, y, width, _ in frames}
        for path in picture.find(SVG + "g").iter(SVG + "path"):
            numbers = [int(n) for n in re.findall(r"-?\d+", path.get("d"))]
            for x, y in (tuple(numbers[:2]), tuple(numbers[-2:])):
                self.assertTrue((x, y) in sides or any(x == hx and 0 < y - hy < 28 for hx, hy in heads), f"{x} {y} is no side")


if __name__ == "__main__":
    unittest.main()
