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
        for fault, number in (("crash", signal.SIGSEGV), ("abort", signal.SIGABRT)):
            run = self.assess("p.ndjson", "--plugin", library(fault))
            self.assert_code(run, -number)
            self.assertIn(f"causa: error: {ID}: its library crashed", run.err)
            self.assertIn("--isolation worker", run.err)


if __name__ == "__main__":
    unittest.main()
