# SPDX-License-Identifier: Apache-2.0
"""A library that crashes in the program's own process ends it, and is named."""

import signal
import unittest

import program
from wild import ID, library, with_calcium


class Crash(program.ProgramTest):
    @unittest.skipIf(program.SANITIZED, "sanitizers tell of a crash in their own way")
    def test_the_module_and_the_cure_are_named(self):
        self.write("p.ndjson", with_calcium(2.5) + "\n")
        for fault, number in (("crash", signal.SIGSEGV), ("abort", signal.SIGABRT),
                              ("overflow", signal.SIGSEGV), ("load_crash", signal.SIGSEGV),
                              ("create_abort", signal.SIGABRT)):
            run = self.assess("p.ndjson", "--plugin", library(fault))
            self.assert_code(run, -number)
            self.assertIn(f"causa: error: {ID}: its library crashed", run.err)
            self.assertIn("--isolation worker", run.err)

    @unittest.skipIf(program.SANITIZED, "sanitizers tell of a crash in their own way")
    def test_a_thread_whose_stack_is_used_up_names_the_module(self):
        self.write("p.ndjson", "".join(with_calcium(2.5 if number == 99 else 2.2, number) + "\n"
                                       for number in range(100)))
        run = self.assess("p.ndjson", "--plugin", library("overflow"), "--batch", "2",
                          "--jobs", "3")
        self.assert_code(run, -signal.SIGSEGV)
        self.assertIn(f"causa: error: {ID}: its library crashed", run.err)

    def test_a_library_that_calls_exit_ends_nothing_well(self):
        self.write("p.ndjson", "\n".join(with_calcium(value, number) for number, value in
                                         enumerate((2.2, 2.5, 2.3))) + "\n")
        run = self.assess("p.ndjson", "--plugin", library("exit"), "--batch", "1", "--jobs", "1",
                          store="s.db")
        self.assert_code(run, 3)
        self.assertIn(f"causa: error: {ID}: its library ended the program before it was done", run.err)
        self.assertIn("--isolation worker", run.err)
        self.assertEqual(len(run.json_lines()), len(self.stored("s.db")))


if __name__ == "__main__":
    unittest.main()
