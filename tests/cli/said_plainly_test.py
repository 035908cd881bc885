# SPDX-License-Identifier: Apache-2.0
"""What a verb says that can't do, or didn't do, all that was asked: in words that fit the verb and
its cause."""

import contextlib
import sqlite3
import subprocess
import unittest

import program


class SaidPlainly(program.ProgramTest):
    def test_that_more_are_stored_than_are_listed(self):
        self.write("p.ndjson", program.many_patients(51))
        self.assert_code(self.assess("p.ndjson", store="s.db", to="none"), 0)
        for form, lines in (("text", 51), ("json", 50), ("csv", 51)):
            run = self.run_program("list", "--store", "s.db", "--to", form)
            self.assertEqual(len(run.out.splitlines()), lines)
            self.assertEqual(run.told, "causa: the newest 50 are listed; there are more: --limit 0 "
                                       "lists all\n")
        for words in (("--limit", "0"), ("--limit", "10"), ("--patient", "p-80000")):
            self.assert_silent(self.run_program("list", "--store", "s.db", *words))

    def test_that_nothing_is_stored_yet_where_a_run_has_just_made_the_store(self):
        self.assert_code(self.assess(program.patient("child"), store="s.db"), 0)
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store:
            (mark,), = store.execute("PRAGMA application_id")
        for left in self.home.glob("s.db*"):
            left.unlink()
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store, store:
            store.execute(f"PRAGMA application_id={mark}")
            store.execute("CREATE TABLE audit (id)")
            store.execute("CREATE TABLE assessment (id)")
        for words in (("list",), ("show", "x"), ("extend", "--all", "--plugins", "strain"),
                      ("store", "stats"), ("replay", "--all")):
            with self.subTest(words):
                run = self.run_program(*words, "--store", "s.db")
                self.assert_code(run, 4)
                self.assertIn("s.db: nothing is stored yet; assess somebody first", run.err)
                self.assertNotIn("empty", run.err)
        with contextlib.closing(sqlite3.connect(self.home / "o.db")) as store:
            store.execute("VACUUM")
        self.assertIn("is empty; name another file",
                      self.run_program("list", "--store", "o.db").err)

    def test_since_after_until(self):
        self.assert_code(self.assess(program.patient("child"), store="s.db"), 0)
        for words in (("list",), ("store", "stats"), ("store", "export", "tables")):
            span = ("--since", "2026-12-01", "--until", "2026-11-30", "--store", "s.db")
            run = self.run_program(*words, *span)
            self.assert_code(run, 2)
            self.assertIn("--since 2026-12-01 is after --until 2026-11-30", run.err)
        self.assert_code(self.run_program("list", "--since", "2026-12-01", "--until", "2026-12-01",
                                          "--store", "s.db"), 0)

    def test_that_a_version_is_of_one(self):
        run = self.run_program("replay", "--all", "--version", "1", "--store", "s.db")
        self.assert_code(run, 2)
        self.assertIn("--version goes with one ID, not with --all", run.err)

    def test_a_link_to_itself(self):
        (self.home / "s.db").symlink_to("s.db")
        for run in (self.assess(program.patient("child"), store="s.db"),
                    self.run_program("list", "--store", "s.db")):
            self.assert_code(run, 4)
            self.assertIn("s.db: is a link that leads to no file but back to itself; name the file "
                          "itself with --store", run.err)

    def test_a_home_that_is_no_whole_path(self):
        run = self.run_program("list", HOME="here", XDG_DATA_HOME="")
        self.assert_code(run, 4)
        self.assertIn("neither it nor HOME is an absolute path; name a file with --store", run.err)

    def test_a_full_disk_of_another_verb_than_assess(self):
        self.write("p.ndjson", program.many_patients(300))
        self.assert_code(self.assess("p.ndjson", store="s.db", to="none"), 0)
        disk = self.home / "disk"
        disk.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk],
                              capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest("no small disk can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=True)
        run = self.run_program("store", "merge", "s.db", "--store", "disk/all.db")
        self.assert_code(run, 4)
        self.assertIn("the disk is full; make room, then run the same command again", run.err)
        self.assertNotIn("assess", run.err)


if __name__ == "__main__":
    unittest.main()
