# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a store: each ends in a clear word, and what was reported stays."""

import contextlib
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

import program

CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t id, struct timespec *at) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int done = real(id, at);
  if (id == CLOCK_REALTIME) at->tv_sec += atol(getenv("CLOCK_MOVED_SECONDS"));
  return done;
}
"""


def clock_moved(test, days):
    """The environment of a program whose clock is so many days ahead."""
    if program.SANITIZED or not shutil.which("cc"):
        test.skipTest("needs a compiler and no sanitizer")
    test.write("clock.c", CLOCK)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", test.home / "clock.so", test.home / "clock.c",
                    "-ldl"], check=True)
    return {"LD_PRELOAD": str(test.home / "clock.so"), "CLOCK_MOVED_SECONDS": str(days * 86400)}


class Faults(program.ProgramTest):
    def check(self, store="s.db", code=0):
        run = self.run_program("store", "check", "--store", store)
        self.assertEqual(run.code, code, run.out + run.err)
        return run.out

    def ids_of(self, output):
        """Of the lines that are whole."""
        return [json.loads(line)["id"] for line in output.splitlines(keepends=True)
                if line.endswith("\n")]

    def assert_all_stored(self, output, store="s.db"):
        """Nothing that was printed is missing."""
        missing = set(self.ids_of(output)) - set(self.stored(store))
        self.assertEqual(missing, set())

    def as_nobody(self, *arguments, **options):
        """As a user who isn't root, whom rights bind."""
        uid = 65534 if os.geteuid() == 0 else os.geteuid()

        def give_up_rights():
            if os.geteuid() == 0:
                os.setgid(uid)
                os.setuid(uid)

        done = subprocess.run(self.command(*arguments), cwd=self.home, env=self.environment,
                              capture_output=True, timeout=120, check=False,
                              preexec_fn=give_up_rights, **options)
        return program.Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    def test_a_store_that_may_only_be_read(self):
        self.assess(program.patient("thiazide"), store="s.db")
        [stored] = self.stored("s.db")
        self.home.chmod(0o555)
        for path in self.home.glob("s.db*"):
            path.chmod(0o444)
        self.addCleanup(self.home.chmod, 0o755)
        if self.as_nobody("--version").code != 0:
            self.skipTest("another user may not run the program here")
        for arguments in (["show", stored, "--to", "json"], ["list"], ["store", "check"],
                          ["store", "stats"], ["history", "--patient", "p-70102"]):
            run = self.as_nobody(*arguments, "--store", "s.db")
            self.assertEqual(run.code, 0, run.err)
        refused = self.as_nobody("assess", program.patient("child"), "--store", "s.db", "--to",
                                 "json")
        self.assert_code(refused, 4)
        self.assertEqual(refused.out, "")
        self.assertIn("can't be written", refused.err)
        self.assertIn("writable for you", refused.err)

    def test_a_log_without_its_index_where_nothing_may_be_written(self):
        self.assess(program.patient("thiazide"), store="s.db")
        there = self.home / "there"
        there.mkdir()
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM assessment").fetchone()  # keeps the log in place
            self.assess(program.patient("child"), store="s.db")
            for suffix in ("", "-wal"):
                shutil.copy(self.home / f"s.db{suffix}", there)
        for path in there.iterdir():
            path.chmod(0o444)
        self.home.chmod(0o755)
        there.chmod(0o555)
        self.addCleanup(there.chmod, 0o755)
        if self.as_nobody("--version").code != 0:
            self.skipTest("another user may not run the program here")
        for arguments in (["list"], ["store", "check"], ["store", "backup", "copy.db"]):
            run = self.as_nobody(*arguments, "--store", "there/s.db")
            self.assert_code(run, 4)
            self.assertIn("there/s.db: can't be read here: a part of it is in there/s.db-wal, "
                          "whose index (-shm) is missing", run.err)
            self.assertIn("copy the store and its -wal into a folder that you may write to",
                          run.err)
            self.assertNotIn("No such file", run.err)
        # A log that holds nothing is no part of it.
        there.chmod(0o755)
        (there / "s.db-wal").chmod(0o644)
        (there / "s.db-wal").write_bytes(b"")
        there.chmod(0o555)
        self.assert_code(self.as_nobody("list", "--store", "there/s.db"), 0)

    def test_a_folder_that_takes_files_but_shows_none_has_the_whole_copy(self):
        self.assess(program.patient("thiazide"), store="s.db")
        self.home.chmod(0o755)
        for path in self.home.glob("s.db*"):
            path.chmod(0o666)
        drop = self.home / "drop"
        drop.mkdir()
        if os.geteuid() == 0:
            os.chown(drop, 65534, 65534)
        drop.chmod(0o300)
        self.addCleanup(drop.chmod, 0o755)
        if self.as_nobody("--version").code != 0:
            self.skipTest("another user may not run the program here")
        self.home.chmod(0o777)
        for action in (["backup", "drop/x.db"], ["export", "drop/x"]):
            run = self.as_nobody("store", *action, "--store", "s.db")
            self.assertEqual(run.code, 0, run.err)
            self.assertIn("is whole, but its folder can't be left on the disk", run.err)
        drop.chmod(0o755)
        self.assertEqual(self.stored("drop/x.db"), self.stored("s.db"))
        self.assertTrue(list(drop.glob("x/*.csv")))

    def test_a_store_that_a_newer_causa_made(self):
        self.assess(program.patient("thiazide"), store="s.db")
        with sqlite3.connect(self.home / "s.db") as store:
            store.execute("PRAGMA user_version=99")
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = (self.home / "s.db").read_bytes()
        for arguments in (["assess", program.patient("child")], ["list"], ["store", "check"],
                          ["store", "migrate"], ["store", "forget", "--patient", "p-70102"],
                          ["store", "export", "out"], ["store", "backup", "copy.db"]):
            run = self.run_program(*arguments, "--store", "s.db")
            self.assert_code(run, 4)
            self.assertIn("was made by a newer version of causa (schema 99", run.err)
            self.assertIn("update causa", run.err)
        self.assertEqual((self.home / "s.db").read_bytes(), before)

    def test_whoever_stands_beside_a_damaged_one_is_extended(self):
        self.write("p.ndjson", program.many_patients(12))
        self.assess("p.ndjson", "--without", "strain", store="s.db")
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store, store:
            (trigger,), = store.execute("SELECT sql FROM sqlite_schema WHERE name = "
                                        "'assessment_no_update'")
            store.execute("DROP TRIGGER assessment_no_update")
            store.execute("UPDATE assessment SET complaint_present = 9 WHERE id = 7")
            (damaged,), = store.execute("SELECT uuid FROM assessment WHERE id = 7")
            store.execute(trigger)
        for name in ("s.db", "s.db.audit"):
            shutil.copy(self.home / name, self.home / name.replace("s", "two", 1))
        for store, jobs in (("s.db", "1"), ("two.db", "2")):
            run = self.run_program("extend", "--all", "--plugins", "strain", "--store", store,
                                   "--batch", "2", "--jobs", jobs)
            self.assert_code(run, 4)
            self.assertIn("holds a value that no version of causa writes", run.err)
            self.assertIn(f"1 not extended ({damaged}): ", run.err)
            with contextlib.closing(sqlite3.connect(self.home / store)) as there:
                extended = there.execute("SELECT uuid FROM assessment WHERE version = 2").fetchall()
            self.assertEqual(len(extended), 11)
            self.assertNotIn((damaged,), extended)

    def test_a_damaged_page_is_told_with_what_it_costs(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db")
        self.write("more.ndjson", program.many_patients(60))
        self.assess("more.ndjson", store="s.db")
        stored = self.stored("s.db")
        path = self.home / "s.db"
        with sqlite3.connect(path) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            # A leaf of the facts: of a few patients, while all others stay whole.
            [(page,)] = store.execute("SELECT pageno FROM dbstat WHERE name = 'fact' AND pagetype "
                                      "= 'leaf' ORDER BY pageno LIMIT 1 OFFSET 1").fetchall()
        content = bytearray(path.read_bytes())
        content[(page - 1) * 4096:page * 4096] = os.urandom(4096)
        path.write_bytes(content)
        told = self.check(code=5)
        self.assertIn("restore the last good backup", told)
        damaged = [one for one in stored if f"assessment {one}" in told]
        self.assertTrue(damaged, told)
        exported = self.run_program("store", "export", "out", "--to", "json", "--store", "s.db")
        self.assert_code(exported, 4)
        self.assertEqual([one for one in stored if one in exported.err], damaged)
        with open(self.home / "out/facts.ndjson", encoding="utf-8") as facts:
            self.assertEqual({json.loads(line)["assessment_id"] for line in facts},
                             set(stored) - set(damaged))
        self.assertLess(len(damaged), len(stored) / 2)
        for one in stored:
            run = self.run_program("show", one, "--store", "s.db", "--to", "json")
            self.assertEqual(run.code, 4 if one in damaged else 0, run.err)

    def test_a_clock_that_is_set_back_loses_no_order(self):
        month_behind = clock_moved(self, -30)
        self.assess(program.patient("thiazide"), store="s.db")
        self.assert_code(self.assess(program.patient("child"), store="s.db", **month_behind), 0)
        self.assess(program.patient("swollen_calf"), store="s.db")
        told = self.check()
        self.assertIn("the clock was set back once, before audit record", told)
        self.assertIn("3 versions of assessments are as they were stored", told)

    def test_a_clock_that_was_ahead_loses_no_order(self):
        ahead = clock_moved(self, 20 * 365)
        few = ("--without", "strain,neurologic")
        ids = [self.assess(program.patient("thiazide"), *few, store="s.db", **clock).json()["id"]
               for clock in ({}, ahead, {})]
        for version, (module, clock) in enumerate((("strain", ahead), ("neurologic", {})), 2):
            run = self.run_program("extend", "--all", "--plugins", module, "--store", "s.db",
                                   **clock)
            self.assert_code(run, 0)
            self.assertIn("3 extended", run.out)
            told = [self.run_program("show", one, "--to", "json", "--store", "s.db").json()
                    for one in ids]
            self.assertEqual([one["version"] for one in told], [version] * 3)
        about = ("--patient", told[0]["patient"]["id"], "--to", "json", "--store", "s.db")
        listed = [(row["id"], row["version"])
                  for row in self.run_program("list", *about).json_lines()]
        history = [(row["id"], row["version"])
                   for row in self.run_program("history", *about).json()["assessments"]]
        self.assertEqual(sorted(history), sorted((one, version) for one in ids
                                                 for version in (1, 2, 3)))
        self.assertEqual(listed, history[::-1])
        for one in ids:  # however the clock went, no version stands before an earlier one
            self.assertEqual([version for id, version in history if id == one], [1, 2, 3])
        told = self.check()
        self.assertIn("the clock was set back 2 times, first before audit record", told)
        self.assertIn("9 versions of assessments are as they were stored", told)
        self.assertIn("3 the same, 0 differ",
                      self.run_program("replay", "--all", "--store", "s.db").out)

    def test_a_full_disk(self):
        disk = self.home / "disk"
        disk.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk],
                              capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest("no small disk can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=True)
        self.write("many.ndjson", program.many_patients(2000))
        run = self.assess("many.ndjson", store="disk/s.db")
        self.assert_code(run, 4)
        self.assertIn("the disk is full", run.err)
        self.assertIn("make room", run.err)
        self.assertGreater(len(self.ids_of(run.out)), 0)
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        self.assert_all_stored(run.out, "disk/s.db")
        self.check("disk/s.db")
        self.assert_code(self.assess(program.patient("child"), store="disk/s.db"), 0)
        self.check("disk/s.db")

    def test_a_full_disk_says_how_many_were_merged(self):
        self.write("p.ndjson", program.many_patients(1500))
        self.assert_code(self.assess("p.ndjson", store="from.db", to="none"), 0)

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))

        done = subprocess.run(self.command("store", "merge", "from.db", "--store", "s.db"),
                              cwd=self.home, env=self.environment, capture_output=True,
                              timeout=120, check=False, preexec_fn=limit)
        self.assertEqual(done.returncode, 4, done.stderr.decode())
        [said] = re.findall(r"from.db: (\d+) assessments added", done.stdout.decode())
        self.assertGreater(int(said), 0)
        self.assertEqual(len(self.stored("s.db")), int(said))
        self.assertIn("what is counted above is stored", done.stderr.decode())

    def test_names_that_sqlite_reads_otherwise_are_files(self):
        for number, name in enumerate((":memory:", "file:x.db?mode=memory", "file::memory:",
                                       "a b%41#c.db")):
            with self.subTest(name):
                self.assert_code(self.assess(program.patient("thiazide"), store=name), 0)
                self.assertEqual(len(self.stored(name)), 1)
                self.assertEqual(len(self.stored(self.home / name)), 1)
                self.check(name)
                self.assert_code(self.run_program("store", "merge", name, "--store", "all.db"), 0)
                self.assertEqual(len(self.stored("all.db")), number + 1)

    def test_a_full_disk_of_a_backup_is_not_the_disk_of_the_store(self):
        disk = self.home / "disk"
        disk.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk],
                              capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest("no small disk can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=True)
        self.assess(program.patient("child"), store="s.db")
        run = self.run_program("store", "backup", "disk/b.db", "--store", "s.db")
        self.assert_code(run, 4)
        self.assertIn("disk/b.db: can't be written: No space left on device; ", run.err)
        self.assertNotIn("s.db: ", run.err)
        self.assertEqual(list(disk.iterdir()), [])

    def test_a_backup_beyond_a_quota_is_told_of_the_copy(self):
        self.assess(program.patient("child"), store="s.db")

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

        done = subprocess.run(self.command("store", "backup", "b.db", "--store", "s.db"),
                              cwd=self.home, env=self.environment, capture_output=True, check=False,
                              preexec_fn=limit, timeout=60)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn(b"b.db: can't be written: ", done.stderr)
        self.assertNotIn(b"s.db: ", done.stderr)
        self.assertFalse((self.home / "b.db").exists())

    def test_a_quota(self):
        self.write("many.ndjson", program.many_patients(2000))

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))

        done = subprocess.run(self.command("assess", "many.ndjson", *program.AS_OF, "--store",
                                           "s.db", "--to", "json"), cwd=self.home,
                              env=self.environment, capture_output=True, check=False,
                              preexec_fn=limit, timeout=300)
        self.assertEqual(done.returncode, 4, done.stderr)
        self.assertIn(b"nothing of this batch was stored", done.stderr)
        self.assert_all_stored(done.stdout.decode())
        self.check()

    def test_two_that_write_and_one_that_reads(self):
        self.write("many.ndjson", program.many_patients(400))
        self.assess(program.patient("thiazide"), store="s.db")
        writers = []
        for batch in ("1", "16"):
            with (self.home / f"{batch}.out").open("wb") as out:
                writers.append(subprocess.Popen(
                    self.command("assess", "many.ndjson", *program.AS_OF, "--store", "s.db",
                                 "--to", "json", "--batch", batch), cwd=self.home,
                    env=self.environment, stdout=out, stderr=subprocess.PIPE))
        reads = 0
        while any(writer.poll() is None for writer in writers):
            began = time.monotonic()
            run = self.run_program("list", "--store", "s.db", "--limit", "1")
            self.assert_code(run, 0)
            self.assertLess(time.monotonic() - began, 10)
            reads += 1
        for writer in writers:
            self.assertEqual(writer.returncode, 0, writer.stderr.read())
            writer.stderr.close()
        self.assertGreater(reads, 0)
        for batch in ("1", "16"):
            self.assert_all_stored((self.home / f"{batch}.out").read_text())
        self.assertIn("801 versions of assessments are as they were stored", self.check())

    def test_a_side_file_that_cannot_be_written_is_told(self):
        self.assess(program.patient("thiazide"), store="s.db")
        side = self.home / "s.db.audit"
        side.unlink()
        side.mkdir()
        run = self.assess(program.patient("child"), store="s.db")
        self.assert_code(run, 4)
        self.assertIn("s.db.audit", run.err)
        self.assertEqual(len(self.stored("s.db")), 1)
        side.rmdir()
        self.assert_code(self.assess(program.patient("child"), store="s.db"), 0)
        self.check()


if __name__ == "__main__":
    unittest.main()
