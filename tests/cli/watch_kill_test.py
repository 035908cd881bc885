# SPDX-License-Identifier: Apache-2.0
"""`causa watch`, killed at any point: no file is lost, none is answered or stored twice.

CAUSA_KILLS=200 kills so often at random times, CAUSA_SEED chooses them; CAUSA_EVERY_CALL=1 kills at
each system call that changes a file, and leaves out none of those that come often."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import time
import unittest

import program
import watching

KILLS = int(os.environ.get("CAUSA_KILLS", "30"))
# Of each so many calls one is tried; those that move and remove files are all tried.
CALLS = {"renameat2": 1, "rename": 1, "unlink": 1, "mkdir": 1, "fsync": 2, "fdatasync": 3, "write": 5,
         "openat": 9, "pwrite64": 13}
if os.environ.get("CAUSA_EVERY_CALL"):
    CALLS = dict.fromkeys(CALLS, 1)
OPTIONS = ("--batch", "2", "--lint", "strict", "--acks", "acks")
SEED = int(os.environ.get("CAUSA_SEED", "2"))


class Kill(watching.WatchTest):
    """Killed at any point. At the end each patient was assessed once, is stored once and answered
    once, and each file is in done or failed once."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.next_patient = 10000
        self.sent = {"done": {}, "failed": {}}
        self.expected = set()

    def send(self, name, broken_line=False):
        numbers = range(self.next_patient, self.next_patient + 6)
        self.next_patient += 6
        lines = watching.patients(numbers).splitlines(keepends=True)
        self.expected.update(f"p-{number}" for number in numbers)
        if broken_line:
            lines[2] = lines[2][:300] + "\n"
            lines[3] = watching.refused(numbers[3])
            self.expected -= {f"p-{numbers[2]}", f"p-{numbers[3]}"}
        content = "".join(lines)
        self.sent["failed" if broken_line else "done"][name] = content
        self.drop(name, content)

    def check_all(self):
        self.assert_settled()
        self.assertEqual(self.files_of("."), [])
        for name in self.sent["failed"]:
            reason = (self.inbox / "failed" / f"{name}.reason.txt").read_text()
            self.assertIn("Assessed: 4. Not assessed: 2.", reason)
        for folder, sent in self.sent.items():
            found = {path.name: path.read_text() for path in (self.inbox / folder).iterdir()
                     if not path.name.endswith(".reason.txt")}
            self.assertEqual(sorted(found), sorted(sent))
            self.assertTrue(found == sent, "a file has another content than was sent")
        self.assertEqual(sorted(self.files_of("failed")), sorted(
            name + ending for name in self.sent["failed"] for ending in ("", ".reason.txt")))
        answered = [each for answer in self.answers().values() for each in answer]
        self.assertEqual(sorted(each["patient"]["id"] for each in answered), sorted(self.expected))
        self.assertEqual(len(self.answers()), len(self.sent["done"]) + len(self.sent["failed"]))
        self.assertEqual(sorted(self.stored("s.db")), sorted(each["id"] for each in answered))
        with sqlite3.connect(self.home / "s.db") as store:
            self.assertEqual(store.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(store.execute("SELECT count(*) FROM run WHERE ended_ms IS NULL")
                             .fetchall(), [(0,)])

    def test_at_random_times(self):
        self.send("first.ndjson")
        start = time.monotonic()
        self.assert_code(self.once(*OPTIONS), 0)
        whole = time.monotonic() - start
        in_the_middle = 0
        for kill in range(KILLS):
            self.send(f"{kill}.ndjson", broken_line=kill % 3 == 0)
            process = subprocess.Popen(
                self.command(*self.arguments("--once", *OPTIONS)), cwd=self.home,
                env=self.environment, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(whole / 3, whole))
            process.kill()
            process.wait()
            in_the_middle += self.names(".causa/claimed") != []
        self.once(*OPTIONS)
        self.check_all()
        print(f"{KILLS} kills, {in_the_middle} with a file in work; seed {SEED}")

    def kill_at(self, call, number):
        """False if the program makes fewer such calls, and ends."""
        self.send(f"{call}{number}.ndjson", broken_line=number % 2 == 0)
        done = subprocess.run(
            ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e",
             f"inject={call}:signal=KILL:when={number}",
             *self.command(*self.arguments("--once", *OPTIONS))],
            cwd=self.home, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
            check=False)
        return done.returncode not in (0, 1)

    @unittest.skipIf(program.SANITIZED, "leaks can't be looked for under strace")
    def test_at_each_system_call(self):
        """Killed at the first, second, third ... call of each kind that changes a file."""
        if shutil.which("strace") is None:
            self.skipTest("strace is not on this machine")
        probe = subprocess.run(["strace", "-o", "/dev/null", "-e", "inject=close:signal=KILL:when=1",
                                "true"], stderr=subprocess.DEVNULL, check=False)
        if probe.returncode != -9:
            self.skipTest("strace may not trace here")
        self.once()  # makes the folders and the store
        killed = {}
        for call, step in CALLS.items():
            number = self.random.randrange(1, step + 1)
            killed[call] = 0
            while self.kill_at(call, number):
                killed[call] += 1
                number += step
        self.once(*OPTIONS)
        self.check_all()
        print("killed at " + ", ".join(f"{count} {call}" for call, count in killed.items()))
        self.assertGreaterEqual(killed["renameat2"], 5)


if __name__ == "__main__":
    unittest.main()
