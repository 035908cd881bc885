# SPDX-License-Identifier: Apache-2.0
"""What lies beside a store, or where one is to be: the log of another file, and inputs that are the
store itself. Nothing of it may be changed or lost by who is refused."""

import os
import shutil
import sqlite3
import unittest

import program


class Beside(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.assess(program.patient("thiazide"), store="s.db")

    def keep_log(self, store, patient):
        """Assesses one patient more, and leaves the log that held him, as a crash would."""
        reader = self.open_for_reading(store)
        self.assess(program.patient(patient), store=store)
        shutil.copy(self.home / f"{store}-wal", self.home / "log")
        reader.close()

    def open_for_reading(self, store):
        reader = sqlite3.connect(self.home / store, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM assessment").fetchone()
        return reader

    def content(self):
        return {path.name: path.read_bytes() for path in self.home.iterdir()
                if path.is_file() and not path.name.endswith("-shm")}

    def test_a_backup_beside_the_log_of_what_was_there(self):
        self.assert_code(self.run_program("store", "backup", "copy.db", "--store", "s.db"), 0)
        self.keep_log("s.db", "child")
        for left in self.home.glob("s.db*"):
            if not left.name.endswith(".audit"):
                left.unlink()
        shutil.move(self.home / "copy.db", self.home / "s.db")
        shutil.move(self.home / "log", self.home / "s.db-wal")
        before = self.content()
        for arguments in (["assess", program.patient("night_cramps"), *program.AS_OF],
                          ["store", "forget", "--patient", "p-00000"], ["store", "check"],
                          ["list"], ["extend", "--all", "--plugins", "strain"],
                          ["store", "export", "out"], ["store", "migrate"]):
            with self.subTest(arguments[:2]):
                run = self.run_program(*arguments, "--store", "s.db")
                self.assert_code(run, 4)
                self.assertIn("lies the log of another file, s.db-wal; move that", run.err)
                self.assertEqual(self.content(), before)
        for left in ("s.db-wal", "s.db-shm"):
            (self.home / left).unlink(missing_ok=True)
        self.assertEqual(len(self.stored("s.db")), 1)
        self.assess(program.patient("night_cramps"), store="s.db")
        self.assertEqual(len(self.stored("s.db")), 2)

    def test_a_place_where_a_log_lies(self):
        self.keep_log("s.db", "child")
        for name in ("copy.db", "new.db"):
            shutil.copy(self.home / "log", self.home / f"{name}-wal")
        for arguments in (["store", "backup", "copy.db", "--store", "s.db"],
                          ["assess", program.patient("child"), "--store", "new.db"]):
            with self.subTest(arguments[0]):
                run = self.run_program(*arguments)
                self.assert_code(run, 4)
                self.assertIn("-wal: is what a store that was here left", run.err)
        self.assertFalse((self.home / "copy.db").exists() or (self.home / "new.db").exists())
        for name in ("copy.db", "new.db"):
            self.assertEqual((self.home / f"{name}-wal").read_bytes(),
                             (self.home / "log").read_bytes())

    def test_an_input_that_is_the_store(self):
        """To read it would drop the locks that keep others from it."""
        reader = self.open_for_reading("s.db")
        self.addCleanup(reader.close)
        os.link(self.home / "s.db", self.home / "hard.json")
        (self.home / "in").mkdir()
        (self.home / "in/soft.json").symlink_to("../s.db-wal")
        self.assess(program.patient("child"), store="s.db")
        for name in ("s.db", "s.db-wal", "s.db-shm", "s.db.audit", "hard.json", "in"):
            with self.subTest(name):
                run = self.assess(program.patient("night_cramps"), name, store="s.db")
                self.assert_code(run, 2)
                self.assertEqual(run.out, "")
                self.assertIn("belongs to the store, which can't be an input too", run.err)
        self.assertEqual(len(self.stored("s.db")), 2)
        run = self.assess(program.patient("night_cramps"), "hard.json", store="other.db")
        self.assert_code(run, 1)


if __name__ == "__main__":
    unittest.main()
