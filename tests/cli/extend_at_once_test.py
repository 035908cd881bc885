# SPDX-License-Identifier: Apache-2.0
"""Several calls of `causa extend` on one store at once."""

import contextlib
import json
import sqlite3
import subprocess
import time
import unittest

import program
from extending import StoredTest


class AtOnce(StoredTest):
    def test_two_calls_at_once_leave_nobody_out(self):
        """Each tells of all, and what the other was first with gets its modules all the same."""
        self.write("p.ndjson", program.many_patients(1500))
        self.assess_few("p.ndjson")
        for first, second in (("strain", "strain"), ("medication", "neurologic")):
            with self.subTest(first=first, second=second):
                process = subprocess.Popen(
                    self.command("extend", "--all", "--plugins", first, "--store", "s.db", "--jobs",
                                 "1", "--batch", "10", "--to", "json"),
                    cwd=self.home, env=self.environment, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL)
                # Nobody reads what it prints, so it soon waits.
                before, now = None, 0
                while before != now or now == 0:
                    self.assertIsNone(process.poll())
                    time.sleep(0.5)
                    before, now = now, len(self.versions_of(first))
                self.assertLess(now, 1500)
                run = self.extend("--all", plugins=second)
                self.assert_code(run, 0)
                out, _ = process.communicate(timeout=120)
                self.assertEqual(process.returncode, 0)
                self.assertIn("another call is running, or an earlier call was cut off", run.err)
                counts = json.loads(out.splitlines()[-1])
                self.assertEqual(counts["extended"] + counts["there_already"], 1500)
                for plugin in (first, second):
                    self.assertEqual(len(set(self.versions_of(plugin))), 1500, plugin)
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def versions_of(self, plugin):
        """Ids of assessments in which it took part, once for each version."""
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store:
            return [one for (one,) in store.execute(
                "SELECT uuid FROM module_used_of_version u JOIN assessment a ON a.id = "
                "u.version_row JOIN module m ON m.id = u.module WHERE u.status = 1 AND "
                "m.module_id = ?",
                (f"org.causa.{plugin}",))]


if __name__ == "__main__":
    unittest.main()
