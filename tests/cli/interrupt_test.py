# SPDX-License-Identifier: Apache-2.0
"""Runs that are ended in the middle: killed, interrupted, or by a reader that goes away."""

import contextlib
import json
import os
import pathlib
import platform
import pty
import random
import re
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

    def test_while_a_pipe_has_no_writer_yet(self):
        os.mkfifo(self.home / "pipe")
        for number, expected in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
            with self.subTest(number.name):
                process = subprocess.Popen(
                    self.command("assess", "pipe", "--store", "none"), cwd=self.home,
                    env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                end = time.monotonic() + 10  # it has opened the pipe long before
                while not self.has_opened(process, "pipe") and time.monotonic() < end:
                    self.assertIsNone(process.poll(), "it ended without waiting for its input")
                    time.sleep(0.005)
                process.send_signal(number)
                try:
                    _, err = process.communicate(timeout=20)
                finally:
                    process.kill()
                self.assertEqual(process.returncode, expected, err.decode())
                self.assertIn("stopped by a signal after 0 patients; those that follow are not "
                              "assessed, and nothing is stored (--store none)", err.decode())

    @staticmethod
    def has_opened(process, name):
        for one in pathlib.Path(f"/proc/{process.pid}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):  # closed since
                if os.readlink(one).endswith(f"/{name}"):
                    return True
        return False

    def test_a_pipe_whose_writer_comes_late_is_read_to_its_end(self):
        os.mkfifo(self.home / "pipe")
        process = subprocess.Popen(
            self.command("assess", "pipe", *program.AS_OF, "--store", "none", "--to", "json"),
            cwd=self.home, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.3)
        with open(self.home / "pipe", "w", encoding="utf-8") as pipe:
            for part in program.many_patients(3).splitlines(keepends=True):
                pipe.write(part)
                pipe.flush()
                time.sleep(0.1)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, len(out.splitlines())), (0, 3), err.decode())

    def check_waits_to_write(self, *arguments):
        """Ended while it waits for a reader: what it writes arrives, and the code says why it ends."""
        process = subprocess.Popen(self.command(*arguments), cwd=self.home, env=self.environment,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        waiting = f"/proc/{process.pid}/syscall"
        number = {"x86_64": "1", "aarch64": "64"}[platform.machine()]
        while not pathlib.Path(waiting).read_text().startswith(f"{number} 0x1 "):
            self.assertIsNone(process.poll(), "it ended without waiting for its reader")
            time.sleep(0.005)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 143, err.decode())
        self.assertTrue(out.endswith(b"\n"))

    @unittest.skipUnless(platform.machine() in ("x86_64", "aarch64"), "needs the number of write")
    def test_terminated_while_its_reader_does_not_read(self):
        self.assess("p.ndjson", "--plugins", "hydration", store="s.db", to="none")
        for arguments in (("extend", "--all", "--plugins", "electrolytes", "--store", "s.db"),
                          ("replay", "--all", "--store", "s.db"), ("lint", "p.ndjson")):
            with self.subTest(arguments[0]):
                self.check_waits_to_write(*arguments, "--to", "json")

    def end_early(self, *arguments):
        """Ends it when it has said how far it is: it says nothing else before its end."""
        terminal, end = pty.openpty()
        with open(self.home / "early.out", "wb") as out:
            process = subprocess.Popen(self.command(*arguments), cwd=self.home,
                                       env=self.environment, stdout=out, stderr=end)
        os.close(end)
        told = os.read(terminal, 100)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        try:
            while more := os.read(terminal, 4096):
                told += more
        except OSError:  # the other end is closed
            pass
        os.close(terminal)
        out = (self.home / "early.out").read_text(encoding="utf-8")
        return process.returncode, out, told.decode()

    def test_a_merge_that_is_ended_says_how_far_it_came(self):
        self.write("more.ndjson", program.many_patients(10 * PATIENTS))
        self.assess("more.ndjson", store="from.db", to="none")
        merge = ("store", "merge", "from.db", "--store", "s.db")
        code, out, told = self.end_early(*merge)
        self.assertEqual(code, 143, told)
        added = int(re.match(r"from.db: (\d+) assessments added, 0 known already", out)[1])
        self.assertRegex(told, r"stopped by a signal after \d+ of 10000 in from.db; the same")
        self.assertEqual(len(self.stored("s.db")), added)
        again = self.run_program(*merge)
        self.assert_code(again, 0)
        self.assertIn(f"{10 * PATIENTS - added} assessments added, {added} known", again.out)

    def test_a_replay_that_is_ended_proves_nothing_of_the_others(self):
        self.write("more.ndjson", program.many_patients(10 * PATIENTS))
        self.assess("more.ndjson", store="s.db", to="none")
        code, out, told = self.end_early("replay", "--all", "--store", "s.db")
        self.assertEqual(code, 143, told)
        self.assertIn("stopped by a signal: the assessments after these were not replayed", out)
        code, out, told = self.end_early("replay", "--all", "--to", "json", "--store", "s.db")
        self.assertEqual(code, 143, told)
        counts = json.loads(out.splitlines()[-1])
        self.assertTrue(counts["stopped"])
        self.assertLess(counts["same"], 10 * PATIENTS)
        self.assertIn("not all were replayed", told)
        self.assess(program.patient("child"), store="one.db", to="none")
        whole = self.run_program("replay", "--all", "--to", "json", "--store", "one.db")
        self.assertFalse(json.loads(whole.out.splitlines()[-1])["stopped"])

    def test_a_copy_of_the_store_that_is_ended_leaves_nothing(self):
        self.write("more.ndjson", program.many_patients(3 * PATIENTS))
        self.assess("more.ndjson", store="s.db", to="none")
        for action in ("backup", "export"):
            for number, expected in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
                with self.subTest(action, signal=number.name):
                    code, err = self.end_copy(action, number)
                    self.assertEqual(code, expected, err)
                    self.assertIn("stopped by a signal; nothing was written", err)
        check = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(check, 0)

    def test_a_terminal_that_goes_away_ends_a_copy_of_the_store_in_order(self):
        """The terminal and its shell each send SIGHUP."""
        self.write("more.ndjson", program.many_patients(3 * PATIENTS))
        self.assess("more.ndjson", store="s.db", to="none")
        for action in ("backup", "export"):
            with self.subTest(action):
                terminal, end = pty.openpty()
                code, _ = self.end_copy(action, signal.SIGHUP, signal.SIGHUP, stderr=end)
                os.close(end)
                os.close(terminal)
                self.assertEqual(code, 143)

    def end_copy(self, action, *numbers, stderr=subprocess.PIPE):
        process = subprocess.Popen(self.command("store", action, "copy", "--store", "s.db"),
                                   cwd=self.home, env=self.environment, stdout=subprocess.PIPE,
                                   stderr=stderr)
        unfinished = self.home / f"copy.unfinished-{process.pid}"
        while not unfinished.exists() and process.poll() is None:
            time.sleep(0.001)
        for number in numbers:
            process.send_signal(number)
        err = (process.communicate(timeout=60)[1] or b"").decode()
        self.assertEqual(sorted(path.name for path in self.home.glob("copy*")), [], err)
        return process.returncode, err

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
