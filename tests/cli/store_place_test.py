# SPDX-License-Identifier: Apache-2.0
"""Another file, or less of it, where a store was: `store check` says what that costs."""

import os
import shutil
import sqlite3
import unittest

import program


class Place(program.ProgramTest):
    def fill(self, patients=10):
        self.write("many.ndjson", program.many_patients(patients))
        self.assert_code(self.assess("many.ndjson", store="s.db"), 0)
        return int((self.home / "s.db.audit").read_text().split()[1])

    def check(self, code=5):
        run = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(run, code)
        return run.out

    def without_log(self):
        for suffix in ("-wal", "-shm"):
            (self.home / f"s.db{suffix}").unlink(missing_ok=True)

    def assert_missing(self, reported):
        self.assertIn(f"{reported} records that were reported as stored are missing, number 1 to "
                      f"{reported}", self.check())

    def test_a_log_with_all_that_was_stored_is_lost(self):
        reported = self.fill()
        self.without_log()
        # A new store is this until its log is copied into it.
        with sqlite3.connect(self.home / "s.db") as store:
            tables = [sql for [sql] in store.execute("SELECT sql FROM sqlite_schema WHERE sql "
                                                     "NOTNULL AND name NOT LIKE 'sqlite%'")]
        (self.home / "s.db").unlink()
        self.without_log()
        with sqlite3.connect(self.home / "s.db") as store:
            for sql in tables:
                store.execute(sql)
            store.execute("INSERT INTO forgotten VALUES (1, 0)")
            store.execute(f"PRAGMA application_id={0x63617573}")
        self.assert_missing(reported)
        listed = self.run_program("list", "--store", "s.db")
        self.assert_code(listed, 4)
        self.assertIn(f"{reported} records were reported as stored here", listed.err)
        # Who writes next goes on, and the loss stays told.
        self.assert_code(self.assess(program.patient("child"), store="s.db"), 0)
        self.assertIn(f"{reported} records are lost", self.check())
        doctor = self.run_program("doctor", "--store", "s.db")
        self.assertIn("records are lost", doctor.out)

    def test_a_file_that_is_cut_short_or_damaged_at_its_head(self):
        reported = self.fill()
        self.without_log()
        whole = (self.home / "s.db").read_bytes()
        for content in (whole[:5000], b"", whole[:100] + os.urandom(3996) + whole[4096:],
                        os.urandom(4096) + whole[4096:], b"some text\n"):
            (self.home / "s.db").write_bytes(content)
            told = self.check()
            self.assertIn("backup", told)
            self.assertIn(str(reported), told)
            shown = self.run_program("list", "--store", "s.db")
            self.assert_code(shown, 4)

    def test_a_database_of_another_program(self):
        reported = self.fill()
        self.without_log()
        (self.home / "s.db").unlink()
        with sqlite3.connect(self.home / "s.db") as other:
            other.execute("CREATE TABLE other (x)")
        self.assert_missing(reported)
        (self.home / "s.db.audit").unlink()
        run = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(run, 4)
        self.assertIn("name another file with --store", run.err)

    def test_a_file_that_is_gone(self):
        reported = self.fill()
        self.without_log()
        (self.home / "s.db").unlink()
        self.assert_missing(reported)
        doctor = self.run_program("doctor", "--store", "s.db")
        self.assertIn(f"{reported} records that were reported as stored are missing", doctor.out)

    def test_a_loss_is_seen_through_every_name_of_a_store(self):
        self.fill()
        shutil.copy(self.home / "s.db", self.home / "before.db")
        (self.home / "l.db").symlink_to("s.db")
        self.assert_code(self.assess(program.patient("child"), store="l.db"), 0)
        self.assertFalse((self.home / "l.db.audit").exists())
        self.without_log()
        shutil.copy(self.home / "before.db", self.home / "s.db")
        self.assertIn("records that were reported as stored are missing", self.check())

    def test_what_is_no_store_is_named_as_it_was_given(self):
        self.fill(1)
        run = self.run_program("store", "merge", "many.ndjson", "--store", "s.db")
        self.assert_code(run, 4)
        self.assertIn("many.ndjson: is not a causa store; name another file", run.err)
        self.assertNotIn("--store", run.err)

    def test_a_loss_is_accepted_only_where_there_is_one(self):
        reported = self.fill()
        run = self.run_program("store", "check", "--accept-loss", "--store", "s.db")
        self.assert_code(run, 0)
        self.assertIn("there is no loss", run.out)
        self.assertEqual(int((self.home / "s.db.audit").read_text().split()[1]), reported)

    def lose(self):
        """A store that lacks what was reported of its last patient; returns how many records."""
        self.write("many.ndjson", program.many_patients(5))
        self.assert_code(self.assess("many.ndjson", "--without", "strain", store="s.db"), 0)
        shutil.copy(self.home / "s.db", self.home / "before.db")
        known = int((self.home / "s.db.audit").read_text().split()[1])
        self.assert_code(self.assess(program.patient("child"), store="s.db"), 0)
        self.without_log()
        shutil.move(self.home / "before.db", self.home / "s.db")
        return int((self.home / "s.db.audit").read_text().split()[1]) - known

    def copied(self, name):
        for suffix in ("", ".audit"):
            shutil.copy(self.home / f"s.db{suffix}", self.home / f"{name}{suffix}")
        return name

    def test_whoever_writes_to_a_store_with_a_loss_is_told(self):
        self.assertGreater(self.lose(), 1)
        words = "records that were reported as stored are missing, number "
        for arguments in (["assess", program.patient("thiazide"), *program.AS_OF],
                          ["extend", "--all", "--plugins", "strain"],
                          ["store", "forget", "--patient", "p-80001"]):
            with self.subTest(arguments[0]):
                store = self.copied(f"{arguments[0]}.db")
                run = self.run_program(*arguments, "--store", store)
                self.assertIn(run.code, (0, 10))
                self.assertEqual(run.err.count(words), 1, run.err)
                self.assertIn(f"`causa store check --store {store} --accept-loss`", run.err)
        # It is noted, and told once.
        again = self.assess(program.patient("child"), store="assess.db")
        self.assertNotIn("missing", again.told)

    def test_whoever_gives_on_a_store_with_a_loss_is_told(self):
        self.lose()
        for number, words in enumerate(("records that were reported as stored are missing, number ",
                                        "its audit notes that, and not yet")):
            store = self.copied(f"{number}.db")
            if number == 1:  # a writer has noted it
                self.assert_code(self.assess(program.patient("thiazide"), store=store), 0)
            merge = self.run_program("store", "merge", store, "--store", f"all{number}.db")
            self.assert_code(merge, 0)
            self.assertIn(words, merge.err)
            self.assertIn("keep that store until then: what is missing in it is not in "
                          f"all{number}.db either", merge.err)
            for action in ("backup", "export"):
                name = self.copied(f"{action}{number}.db") if number == 0 else store
                run = self.run_program("store", action, f"{action}{number}", "--store", name)
                self.assert_code(run, 0)
                self.assertEqual(run.err.count(words), 1, run.err)
                self.assertNotIn("whole", run.out)
        self.assert_code(self.run_program("store", "check", "--accept-loss", "--store", "1.db"), 0)
        run = self.run_program("store", "backup", "known", "--store", "1.db")
        self.assert_silent(run)
        self.assertIn("is a whole copy of", run.out)

    def test_a_side_file_that_cannot_be_read_is_no_loss(self):
        self.assert_code(self.assess(program.patient("thiazide"), store="s.db"), 0)
        self.write("s.db.audit", "no side file")
        run = self.run_program("store", "backup", "copy.db", "--store", "s.db")
        self.assert_code(run, 0)
        self.assertIn("is a whole copy of", run.out)
        self.assertIn("whether anything is missing", run.err)
        merge = self.run_program("store", "merge", "s.db", "--store", "all.db")
        self.assert_code(merge, 0)
        self.assertNotIn("missing", merge.err)


if __name__ == "__main__":
    unittest.main()
