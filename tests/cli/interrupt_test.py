# SPDX-License-Identifier: Apache-2.0
"""Runs that are ended in the middle: killed, interrupted, or by a reader that goes away."""

import json
import random
import signal
import sqlite3
import subprocess
import time
import unittest

import program

PATIENTS = 1000
SAMPLE = 12  # assessments that are shown and compared; each show is a run of the program


class Interrupt(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("p.ndjson", program.many_patients(PATIENTS))

    def start_and_signal(self, number, batch):
        """In a new store; sends the signal when some patients have been printed. Returns the code
        and the whole lines that were printed."""
        for left in self.home.glob("s.db*"):
            left.unlink()
        with open(self.home / "out", "wb") as out, open(self.home / "err", "wb") as err:
            process = subprocess.Popen(
                self.command("assess", "p.ndjson", *program.AS_OF, "--to", "json", "--store",
                             "s.db", "--batch", batch),
                cwd=self.home, env=self.environment, stdout=out, stderr=err)
            while (self.home / "out").stat().st_size == 0 and process.poll() is None:
                time.sleep(0.002)
            time.sleep(random.uniform(0, 0.1))
            process.send_signal(number)
            code = process.wait(timeout=60)
        self.errors = (self.home / "err").read_text()
        self.assert_anonymous(self.errors)
        text = (self.home / "out").read_text(encoding="utf-8", errors="replace")
        return code, [line for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def check_store(self, lines):
        """Whole, and all that was printed is in it as it was printed. Returns the ids in it."""
        with sqlite3.connect(self.home / "s.db") as store:
            self.assertEqual(store.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(store.execute("PRAGMA foreign_key_check").fetchall(), [])
        stored = self.stored("s.db")
        printed = {json.loads(line)["id"]: line for line in lines}
        self.assertLessEqual(set(printed), set(stored))
        ends = [stored[0], stored[-1]]
        for one in {*ends, *random.sample(stored, min(SAMPLE, len(stored)))}:
            run = self.run_program("show", one, "--to", "json", "--store", "s.db")
            self.assert_code(run, 0)
            self.assertEqual(run.json()["id"], one)
            if one in printed:
                self.assertEqual(run.out, printed[one])
        return stored

    def test_killed(self):
        for batch in (1, 16):
            with self.subTest(batch=batch):
                code, lines = self.start_and_signal(signal.SIGKILL, batch)
                self.assertEqual(code, -signal.SIGKILL)
                stored = self.check_store(lines)
                self.assertLess(len(stored), PATIENTS, "it was killed too late to prove anything")
                self.assertGreater(len(stored), 0)
                self.assertEqual(len(stored) % batch, 0, "a batch is one transaction")
                doctor = self.run_program("doctor", "--store", "s.db")
                self.assertIn("whole", doctor.out)
                # The next run goes on with the same store.
                again = self.assess(program.patient("child"), store="s.db")
                self.assertEqual(self.stored("s.db")[0], again.json()["id"])

    def test_interrupted_and_terminated_after_a_whole_batch(self):
        for number, expected in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number.name):
                code, lines = self.start_and_signal(number, 16)
                self.assertEqual(code, expected, self.errors)
                self.assertIn("stopped by a signal", self.errors)
                stored = self.check_store(lines)
                self.assertEqual(len(stored), len(lines), "printed and stored are the same")
                self.assertLess(len(stored), PATIENTS)

    def test_a_reader_that_goes_away(self):
        process = subprocess.Popen(
            self.command("assess", "p.ndjson", *program.AS_OF, "--to", "json", "--store", "s.db"),
            cwd=self.home, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        first = process.stdout.readline().decode()
        process.stdout.close()
        process.wait(timeout=60)
        process.stderr.close()
        self.assertNotEqual(process.returncode, 0)
        self.check_store([first])


if __name__ == "__main__":
    unittest.main()
