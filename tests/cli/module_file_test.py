# SPDX-License-Identifier: Apache-2.0
"""Module files with one fault each: refused with a sentence that names place and cure, and nothing
else is disturbed. The first line of each file is what is said of it."""

import shutil
import subprocess
import sys
import unittest

import program

MODULES = program.SOURCE / "tests/data/knowledge/module"
BAD = sorted((MODULES / "bad").glob("*.yaml"))
DOUBTFUL = sorted((MODULES / "doubtful").glob("*.yaml"))
MANIFEST_TOOL = program.PREFIX / "bin/causa-manifest"


def said_of(path):
    """What the tool says, without the path."""
    run = subprocess.run([MANIFEST_TOOL, "check", path], capture_output=True, text=True,
                         timeout=60, check=False)
    lines = [line.replace(f"{path}:", "") for line in run.stderr.splitlines()]
    return run.returncode, lines


def expected_of(path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    return first.removeprefix("# expect: ")


class BadModules(program.ProgramTest):
    def test_there_are_enough(self):
        self.assertGreaterEqual(len(BAD), 15)

    def test_each_is_refused_with_place_and_cure(self):
        for path in BAD:
            with self.subTest(path.stem):
                code, lines = said_of(path)
                self.assertEqual(code, 1)
                self.assertIn(expected_of(path), lines)
                self.assertRegex(lines[0], r"^\d+:\d+: ")

    def test_the_good_one_has_no_fault(self):
        self.assertEqual(said_of(MODULES / "whole.yaml"), (0, []))

    def test_a_byte_order_mark_is_read(self):
        path = self.write("marked.yaml", "\ufeff" + (MODULES / "whole.yaml").read_text("utf-8"))
        self.assertEqual(said_of(path), (0, []))
        run = self.run_program("plugins", "check", path)
        self.assert_code(run, 0)

    def test_nothing_else_is_disturbed(self):
        patient = program.patient("swollen_calf")
        before = self.assess(patient)
        self.assert_code(before, 0)
        folder = self.home / "data/causa/plugins"
        folder.mkdir(parents=True)
        for path in [*BAD, MODULES / "whole.yaml"]:
            shutil.copy(path, folder)
        after = self.assess(patient)
        statuses = {one["id"].split(".")[-1]: one for one in after.json()["plugins"]}
        for path in BAD:
            with self.subTest(path.stem):
                # A file whose id is the fault has no name to be known by.
                one = statuses.get(path.stem, {"status": "refused"})
                self.assertEqual(one["status"], "refused")
        self.assertEqual(statuses["whole"]["status"], "ok")
        for key in ("alerts", "complaint"):
            self.assertEqual(after.json().get(key), before.json().get(key))
        shipped = [one["id"] for one in before.json()["plugins"] if one["status"] == "ok"]
        self.assertEqual([one["id"] for one in after.json()["plugins"]
                          if one["status"] == "ok" and one["id"] in shipped], shipped)


class DoubtfulModules(program.ProgramTest):
    """Well formed, and one slip each: told with its place, as a note if it may be meant."""

    def test_there_are_enough(self):
        self.assertGreaterEqual(len(DOUBTFUL), 12)

    def test_each_is_told(self):
        for path in DOUBTFUL:
            with self.subTest(path.stem):
                code, lines = said_of(path)
                self.assertEqual("\n".join(lines), expected_of(path))
                self.assertEqual(code, 0 if ": note: " in lines[0] else 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
