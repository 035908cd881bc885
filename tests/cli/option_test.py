# SPDX-License-Identifier: Apache-2.0
"""Options that a verb can't use or that are given twice end the run before it
begins: whoever wrote one relies on it."""

import unittest

import program

GOOD = program.patient("potassium_critical")


class Options(program.ProgramTest):
    def assert_refused(self, arguments, *words, **environment):
        with self.subTest(" ".join(map(str, arguments))):
            run = self.run_program(*arguments, **environment)
            self.assert_code(run, 2)
            self.assertEqual(run.out, "")
            for word in words:
                self.assertIn(word, run.err)

    def test_given_twice(self):
        self.assert_refused(["assess", GOOD, "--store", "none", "--store", "y.db"],
                            "causa assess: --store is given more than once")
        self.assertEqual(list(self.home.glob("*.db*")), [])
        self.assert_refused(["list", "--limit", "1", "--limit", "1"], "--limit")

    def test_lists_may_be_repeated(self):
        run = self.assess(GOOD, "--without", "strain", "--without", "medication")
        self.assert_code(run, 0)
        absent = {one["id"] for one in run.json()["plugins"] if one["status"] == "absent"}
        self.assertTrue({"strain", "medication"} <= {name.split(".")[-1] for name in absent}, absent)


if __name__ == "__main__":
    unittest.main()
