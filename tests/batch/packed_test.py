#!/usr/bin/env python3
"""The kernels as machine code: packed at the level of their instruction set, and nobody else's function among them.

MERIT_KERNEL_OBJECTS names the compiled fast_<level>.cpp files; without it (another machine than x86-64) nothing is
looked at. A kernel that the compiler no longer packs is ten times slower and still right, so no other test sees it.
"""

import os
import re
import shutil
import subprocess
import unittest

OBJECTS = [path for path in os.environ.get("MERIT_KERNEL_OBJECTS", "").split(":") if path]
REGISTER = {"v2": "xmm", "v3": "ymm", "v4": "zmm"}
PACKED = re.compile(r"v?(add|sub|mul|div|max|min|round|rndscale|fn?madd\d+|cmp\w*|blend\w*|and|or|mov\w*)pd\b|v?cvttpd2dq")

# A loop over as many breaks as there happen to be, and cells looked up one by one, are no packed loops; what moves
# bytes beside the numbers is not measured.
NOT_PACKED = re.compile(
    r"curve<double, 0ul|step_quotient<double, 0ul>|pair_pieces<0ul>|lookup<|load_nothing|load_state|store_absent|store_failed|"
    r"store_fast<(signed char|short|__int128)>|load_fast<(signed char|short)>|load_last<|_set\(|kernels_v"
)
# At v2 GCC packs neither two choices in one nor mixed widths, and there is no multiplication and addition in one.
NOT_PACKED_V2 = re.compile(r"chosen_state|corrected|store_fast<long>|load_fast<int>")


def functions(path):
    """Yields (name, lines) of an object's functions."""
    code = subprocess.run(["objdump", "-dC", "--no-show-raw-insn", path], capture_output=True, check=True).stdout.decode()
    name, lines = None, []
    for line in code.splitlines():
        head = re.match(r"^[0-9a-f]+ <(.*)>:$", line)
        if head:
            if name:
                yield name, lines
            name, lines = head[1], []
        elif name:
            lines.append(line)
    if name:
        yield name, lines


@unittest.skipUnless(OBJECTS and shutil.which("objdump"), "no kernels of several instruction sets, or no objdump")
class Kernels(unittest.TestCase):
    def level_of(self, path):
        return re.search(r"fast_(\w+)\.cpp", path)[1]

    def test_every_kernel_uses_packed_arithmetic_of_its_level(self):
        for path in OBJECTS:
            level = self.level_of(path)
            if level not in REGISTER:
                continue
            seen, scalar = 0, []
            for name, lines in functions(path):
                if NOT_PACKED.search(name) or (level == "v2" and NOT_PACKED_V2.search(name)):
                    continue
                seen += 1
                wide = (f"%{REGISTER[level]}", "cvttpd2dq")  # the second halves what it reads
                packed = [line for line in lines if PACKED.search(line) and any(w in line for w in wide)]
                if not packed:
                    scalar.append(re.sub(r"merit::eval::|\(merit.*", "", name))
            self.assertEqual(scalar, [], f"not packed at {level}")
            self.assertGreater(seen, 40, level)

    def test_no_shared_inline_function_is_compiled_for_one_instruction_set(self):
        for path in OBJECTS:
            level = self.level_of(path)
            symbols = subprocess.run(["nm", "-C", path], capture_output=True, check=True).stdout.decode()
            for line in symbols.splitlines():
                match = re.match(r"^[0-9a-f]* +[WVu] (.*)$", line)
                if match:
                    self.assertIn(f"merit::eval::at_{level}::", match[1])


if __name__ == "__main__":
    unittest.main()
