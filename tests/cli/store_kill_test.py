# SPDX-License-Identifier: Apache-2.0
"""Programs that share a store, killed at any point: what was printed is stored, nothing is stored
twice, and what was begun can be gone on with.

CAUSA_KILLS=200 kills so often, CAUSA_SEED chooses when. A kill before anything is stored, or after
all is, shows nothing: tests go on until one has hit."""

import itertools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

import program

KILLS = int(os.environ.get("CAUSA_KILLS", "20"))
SEED = int(os.environ.get("CAUSA_SEED", "3"))
MOST_IN_VAIN = 50  # kills more than asked for, until one hits
FEW = ("--plugins", "hydration,electrolytes")


class Kill(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)

    def start(self, *arguments, stdin=subprocess.DEVNULL, out=subprocess.DEVNULL):
        return subprocess.Popen(self.command(*arguments, "--store", "s.db"), cwd=self.home,
                                env=self.environment, stdin=stdin, stdout=out,
                                stderr=subprocess.DEVNULL)

    def start_assess(self, name, *arguments, **streams):
        return self.start("assess", name, *program.AS_OF, "--to", "json", *arguments, **streams)

    def query(self, sql):
        with sqlite3.connect(f"file:{self.home / 's.db'}?mode=ro", uri=True) as store:
            return store.execute(sql).fetchall()

    def kill_at_random(self, process, longest):
        """True if it was in the middle of its work."""
        try:
            process.wait(self.random.uniform(0, longest))
            return False
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return True

    def until_one_hits(self, least, kill):
        """Calls it so often, and on until it said how often it hit. Returns how often it did."""
        hits = 0
        for turn in itertools.count():
            if turn >= least and hits:
                return hits
            self.assertLess(turn, least + MOST_IN_VAIN, "no kill hit")
            hits += kill(turn)

    def stored_so_far(self):
        """Ids of what is stored; it may have come no further than to an empty file."""
        begun = (self.home / "s.db").exists() and self.query(
            "SELECT 1 FROM sqlite_schema WHERE name = 'assessment'")
        return {one for (one,) in self.query("SELECT uuid FROM assessment")} if begun else set()

    def time_of(self, run):
        start = time.monotonic()
        self.assertIn(run().wait(), (0, 10))
        return time.monotonic() - start

    def assert_whole(self):
        run = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(run, 0)

    def patients(self):
        """How often each patient is stored, and in how many versions the worst."""
        return self.query("SELECT p.patient_id, count(DISTINCT a.uuid) FROM assessment a "
                          "JOIN patient p ON p.id = a.patient GROUP BY 1")

    def printed(self, path):
        """Whole lines; the last one may have been cut off by the kill."""
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def test_what_was_printed_is_stored(self):
        """Killed anywhere, also before the store is there and after the last batch."""
        self.write("p.ndjson", program.many_patients(120))
        out = self.home / "out"
        whole = self.time_of(lambda: self.start_assess("p.ndjson", "--batch", "4"))
        for left in self.home.glob("s.db*"):
            left.unlink()

        def kill(_):
            before = self.stored_so_far()
            with open(out, "wb") as file:
                process = self.start_assess("p.ndjson", "--batch", "4", out=file)
                killed = self.kill_at_random(process, whole)
            stored = self.stored_so_far()
            self.assertLessEqual({one["id"] for one in self.printed(out)}, stored)
            return killed and 0 < len(stored - before) < 120

        in_the_middle = self.until_one_hits(KILLS, kill)
        self.assert_whole()
        batches = self.query("SELECT count(*) FROM assessment WHERE run IN "
                             "(SELECT id FROM run WHERE ended_ms IS NULL) GROUP BY run")
        self.assertTrue(all(count % 4 == 0 for (count,) in batches), batches)
        print(f"{KILLS} kills of assess or more, {in_the_middle} in the middle; seed {SEED}")

    def test_resumed_until_the_end(self):
        """One input, killed again and again: each patient is stored once."""
        if "--resume" not in self.run_program("help", "assess").out:
            self.skipTest("assess has no --resume")

        def kill(number):
            in_the_middle = 0
            name = f"{number}.ndjson"
            content = program.many_patients(60).replace("p-80", f"p-{10 + number % 80}")
            self.write(name, content)
            for left in self.home.glob("s.db*"):
                left.unlink()
            whole = self.time_of(lambda: self.start_assess(name, "--batch", "4"))
            for left in self.home.glob("s.db*"):
                left.unlink()
            out = self.home / "out"
            out.unlink(missing_ok=True)
            seen, cut_off = set(), True
            for turn in range(4):
                with open(out, "wb") as file:
                    process = self.start_assess(name, "--batch", "4",
                                                *(["--resume"] if turn else []), out=file)
                    cut_off = self.kill_at_random(process, whole)
                seen |= {one["id"] for one in self.printed(out)}
                in_the_middle += cut_off and 0 < len(self.stored_so_far()) < 60
                if not cut_off:
                    break
            if cut_off:
                run = self.run_program("assess", name, *program.AS_OF, "--to", "json", "--store",
                                       "s.db", "--batch", "4", "--resume")
                self.assert_code(run, 0)
            self.assertEqual({count for _, count in self.patients()}, {1})
            self.assertEqual(len(self.patients()), 60)
            self.assertLessEqual(seen, set(self.stored("s.db")))
            return in_the_middle

        in_the_middle = self.until_one_hits(max(1, KILLS // 4), kill)
        self.assert_whole()
        print(f"{in_the_middle} kills of assess --resume in the middle; seed {SEED}")

    def test_extended_until_the_end(self):
        """Killed again and again: each assessment gets one next version, and the first stays."""
        self.write("p.ndjson", program.many_patients(400))
        self.assertIn(self.start_assess("p.ndjson", *FEW).wait(), (0, 10))
        first = self.query("SELECT uuid FROM assessment ORDER BY uuid")
        shutil.copy(self.home / "s.db", self.home / "before.db")
        extend = ("extend", "--all", "--batch", "8", "--plugins")
        # A later call also tells what those that were killed had stored.
        whole = 3 * self.time_of(lambda: self.start(*extend, "strain"))
        in_the_middle = 0
        while in_the_middle < KILLS:
            for left in self.home.glob("s.db*"):
                left.unlink()
            shutil.copy(self.home / "before.db", self.home / "s.db")
            versions = 1
            for module in ("strain", "circulation", "neurologic"):
                while self.kill_at_random(self.start(*extend, module), whole):
                    in_the_middle += 1
                versions += 1
                self.assertEqual(self.start(*extend, module).wait(), 0)
                self.assertEqual(self.query("SELECT uuid FROM assessment WHERE version = 1 "
                                            "ORDER BY uuid"), first)
                self.assertEqual(self.query("SELECT count(*), max(version) FROM assessment"),
                                 [(400 * versions, versions)])
            self.assert_whole()
        print(f"{in_the_middle} kills of extend in the middle; seed {SEED}")

    def test_a_signal_ends_between_patients(self):
        """The input never ends, so that only the signal can end the program."""
        lines = program.many_patients(64).encode()
        for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            for left in self.home.glob("s.db*"):
                left.unlink()
            out = self.home / "out"
            with open(out, "wb") as file:
                process = self.start_assess("-", "--batch", "16", stdin=subprocess.PIPE, out=file)
                while out.stat().st_size == 0 and process.poll() is None:
                    process.stdin.write(lines)
                process.send_signal(number)
                self.assertEqual(process.wait(timeout=60), code)
                try:
                    process.stdin.close()
                except BrokenPipeError:
                    pass
            stored = self.stored("s.db")
            self.assertEqual({one["id"] for one in self.printed(out)}, set(stored))
            self.assertGreater(len(stored), 0)
            self.assertEqual(self.query("SELECT position, ended_ms FROM run"),
                             [(len(stored), None)])

    def test_many_programs_write_at_once(self):
        """Two that assess and one that extends: nothing is lost. What the two stored before the
        third made its list is extended as well, so that is told by no count."""
        self.write("before.ndjson", program.many_patients(300).replace("p-80", "p-70"))
        self.assertIn(self.start_assess("before.ndjson", *FEW).wait(), (0, 10))
        before = self.stored("s.db")
        processes = [self.start("extend", "--all", "--plugins", "strain", "--batch", "8")]
        for number in (1, 2):
            name = f"{number}.ndjson"
            self.write(name, program.many_patients(300).replace("p-80", f"p-6{number}"))
            with open(self.home / f"out{number}", "wb") as file:
                processes.append(self.start_assess(name, "--batch", "4", *FEW, out=file))
        self.assertTrue(all(process.wait(timeout=120) in (0, 10) for process in processes))
        for number in (1, 2):
            printed = {one["id"] for one in self.printed(self.home / f"out{number}")}
            self.assertEqual(len(printed), 300)
            self.assertLessEqual(printed, set(self.stored("s.db")))
        self.assertEqual({count for _, count in self.patients()}, {1})
        self.assertEqual(len(self.patients()), 900)
        extended = self.query("SELECT uuid FROM assessment WHERE version = 2")
        self.assertEqual(set(before) - {uuid for (uuid,) in extended}, set())
        self.assert_whole()

    def test_two_that_extend_at_once(self):
        self.write("p.ndjson", program.many_patients(300))
        self.assertIn(self.start_assess("p.ndjson", *FEW).wait(), (0, 10))
        processes = [self.start("extend", "--all", "--plugins", "strain", "--batch", "8")
                     for _ in range(3)]
        self.assertEqual([process.wait(timeout=120) for process in processes], [0, 0, 0])
        self.assertEqual(self.query("SELECT version, count(*) FROM assessment GROUP BY 1"),
                         [(1, 300), (2, 300)])
        self.assert_whole()


if __name__ == "__main__":
    unittest.main()
