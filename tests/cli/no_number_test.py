# SPDX-License-Identifier: Apache-2.0
"""What a library gives as a number and is none is told: an alert may hang on it."""

import unittest

import program
import wild


def module(result):
    return next(one for one in result["plugins"] if one["id"] == wild.ID)


class NoNumber(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("p.ndjson",
                   wild.with_calcium(2.5) + "\n" + wild.with_calcium(2.3, 1) + "\n")

    def test_a_number_that_is_none_is_told_and_costs_nobody_else(self):
        reasons = {"not_finite": "copied: the library gave what is no number for wild.copied",
                   "infinite": "copied: the library gave what is no number for wild.copied",
                   "out_of_range": "copied: the library gave 1000000, outside of 0 to 10 for "
                                   "wild.copied"}
        for fault, reason in reasons.items():
            for where in ("worker", "in-process"):
                with self.subTest(f"{fault}, {where}"):
                    run = self.assess("p.ndjson", "--plugin", wild.library(fault),
                                      "--isolation", where)
                    self.assert_code(run, 3)
                    bad, good = sorted(run.json_lines(), key=lambda result:
                                       module(result)["status"] == "ok")
                    self.assertEqual(module(bad)["status"], "failed")
                    self.assertEqual(module(bad)["why"], reason)
                    known = [fact["concept"] for fact in bad["facts"]
                             if (fact["derived_from"] or "").startswith(wild.ID)]
                    self.assertEqual(known, ["wild.known"])
                    self.assertEqual(module(good)["status"], "ok")
                    self.assertTrue(any(fact["concept"] == "wild.copied" for fact in good["facts"]))


if __name__ == "__main__":
    unittest.main()
