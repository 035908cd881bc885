# SPDX-License-Identifier: Apache-2.0
"""Several programs write to one store: who comes later waits, says so, and can be ended; whoever
must answer doesn't wait for ever."""

import signal
import sqlite3
import subprocess
import time
import unittest

import hostile
import program

TOLD = "another program writes to the store"


class Waiting(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.assess(program.patient("thiazide"), "--plugins", "hydration", store="s.db")
        self.other = sqlite3.connect(self.home / "s.db", isolation_level=None)
        self.other.execute("BEGIN IMMEDIATE")
        self.addCleanup(self.other.close)

    def begin(self, name, *arguments, stdin=subprocess.DEVNULL):
        """Its standard output and error go to files: nobody reads them meanwhile."""
        with open(self.home / f"{name}.out", "wb") as out, \
             open(self.home / f"{name}.err", "wb") as err:
            return subprocess.Popen(self.command(*arguments, "--store", "s.db"),
                                    cwd=self.home, env=self.environment, stdin=stdin, stdout=out,
                                    stderr=err)

    def text(self, name):
        return (self.home / name).read_text(encoding="utf-8")

    def wait_until_told(self, name):
        end = time.monotonic() + 100
        while TOLD not in self.text(name):
            self.assertLess(time.monotonic(), end, "it never said that it waits")
            time.sleep(0.05)

    def test_who_writes_waits_until_it_is_done(self):
        request = self.write("request.json", hostile.REQUEST)
        with open(request, "rb") as text:
            answering = self.begin("hook", "cds-hooks", *program.AS_OF, stdin=text)
        waiting = self.begin("stays", "assess", program.patient("child"), *program.AS_OF)
        ended = self.begin("ends", "assess", program.patient("night_cramps"), *program.AS_OF)
        extending = self.begin("extends", "extend", "--all", "--plugins", "strain")
        for name in ("stays.err", "ends.err", "extends.err"):
            self.wait_until_told(name)
        self.assertEqual(len(self.stored("s.db")), 1)  # who reads is not kept waiting

        ended.send_signal(signal.SIGINT)
        self.assertIn(ended.wait(60), (4, 130))
        self.assertIn("nothing of this batch was stored", self.text("ends.err"))
        self.assertEqual(self.text("ends.out"), "")

        # An answer is given, and the exit code says that it isn't kept.
        self.assertEqual(answering.wait(60), 4)
        self.assertIn('"cards"', self.text("hook.out"))
        self.assertNotIn(TOLD, self.text("hook.err"))

        for process in (waiting, extending):
            self.assertIsNone(process.poll())
        self.other.execute("ROLLBACK")
        self.assertEqual(waiting.wait(60), 0, self.text("stays.err"))
        self.assertIn(extending.wait(60), (0, 10), self.text("extends.err"))
        self.assertEqual(self.text("stays.err").count(TOLD), 1)
        self.assertEqual(len(self.stored("s.db")), 2)
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def test_a_copy_that_somebody_reads(self):
        """A backup has no log yet, so that the first who writes needs it for himself. Until he has
        it, everybody can read."""
        self.other.execute("ROLLBACK")
        self.assert_code(self.run_program("store", "backup", "copy.db", "--store", "s.db"), 0)
        (self.home / "copy.db").replace(self.home / "s.db")
        for left in self.home.glob("s.db-*"):
            left.unlink()
        reader = sqlite3.connect(self.home / "s.db", isolation_level=None)
        self.addCleanup(reader.close)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM assessment").fetchone()
        waiting = self.begin("stays", "assess", program.patient("child"), *program.AS_OF)
        ended = self.begin("ends", "assess", program.patient("night_cramps"), *program.AS_OF)
        for name in ("stays.err", "ends.err"):
            self.wait_until_told(name)
        self.assertEqual(len(self.stored("s.db")), 1)
        self.assert_code(self.run_program("store", "stats", "--store", "s.db"), 0)
        # What can't be assessed waits for nobody.
        self.assertIn("nothere.json: no such file",
                      self.run_program("assess", "nothere.json", "--store", "s.db").err)
        ended.send_signal(signal.SIGTERM)
        self.assertIn(ended.wait(60), (4, 143))
        reader.execute("COMMIT")
        self.assertEqual(waiting.wait(60), 0, self.text("stays.err"))
        self.assertEqual(len(self.stored("s.db")), 2)


if __name__ == "__main__":
    unittest.main()
