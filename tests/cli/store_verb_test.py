# SPDX-License-Identifier: Apache-2.0
"""`causa store`: check, migrate, backup."""

import sqlite3
import stat
import unittest

import program

SCHEMA = program.SOURCE / "core/store/schema"


class StoreVerb(program.ProgramTest):
    def store(self, *arguments):
        return self.run_program("store", *arguments, "--store", "s.db")

    def old_store(self):
        """A store of schema 1, with what it has a place for of a store of today."""
        self.assess(program.patient("thiazide"), store="today.db")
        with sqlite3.connect(self.home / "s.db") as store:
            store.executescript((SCHEMA / "001_first.sql").read_text(encoding="utf-8"))
            store.execute("ATTACH 'file:%s' AS today" % (self.home / "today.db"))
            tables = [name for (name,) in store.execute(
                "SELECT name FROM main.sqlite_schema WHERE type = 'table'")]
            for table in tables:
                columns = ", ".join(f'"{row[1]}"' for row in store.execute(
                    f"PRAGMA main.table_info({table})"))
                store.execute(f"INSERT INTO main.{table} ({columns}) "
                              f"SELECT {columns} FROM today.{table}")
            store.commit()
            store.execute("PRAGMA main.application_id=1667331443")
            store.execute("PRAGMA main.user_version=1")

    def test_usage(self):
        for arguments, words in (([], "stats, check"), (["chek"], "did you mean check?"),
                                 (["backup"], "the file to write"), (["check", "x"], "takes no x"),
                                 (["check", "--since", "2026"], "store stats")):
            run = self.store(*arguments)
            self.assert_code(run, 2)
            self.assertIn(words, run.err)

    def test_check(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db")
        run = self.store("check")
        self.assert_code(run, 0)
        self.assertRegex(run.out, r"^s.db is whole: \d+ versions of assessments are as they were stored\n"
                                  r"The audit ends with record \d+, hash [0-9a-f]{64}\n$")
        with sqlite3.connect(self.home / "s.db") as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = bytearray((self.home / "s.db").read_bytes())
        middle = len(content) // 2 // 4096 * 4096
        content[middle:middle + 8192] = bytes(8192)
        (self.home / "s.db").write_bytes(content)
        damaged = self.store("check")
        self.assert_code(damaged, 5)
        self.assertIn("last good backup", damaged.out)
        self.assert_code(self.run_program("store", "check", "--store", "none.db"), 4)

    def test_a_broken_side_file_hides_no_row(self):
        self.assess(program.patient("thiazide"), store="s.db", to="cards")
        with sqlite3.connect(self.home / "s.db") as store:
            [trigger] = [name for (name,) in store.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'card' "
                "AND sql LIKE '%BEFORE DELETE%'")]
            store.execute(f"DROP TRIGGER {trigger}")
            store.execute("DELETE FROM card")
        self.assertIn("what was shown of assessment", self.store("check").out)
        (self.home / "s.db.audit").write_text("x")
        self.assertIn("what was shown of assessment", self.store("check").out)

    def test_an_export_may_be_named_with_a_slash(self):
        self.assess(program.patient("thiazide"), store="s.db")
        self.assert_code(self.store("export", "out/"), 0)
        self.assertTrue(list((self.home / "out").glob("*.csv")))

    def test_a_backup_is_the_store(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db")
        run = self.store("backup", "copy.db")
        self.assert_code(run, 0)
        copy = self.home / "copy.db"
        self.assertEqual(stat.S_IMODE(copy.stat().st_mode), 0o600)
        self.assertEqual(self.stored("copy.db"), self.stored("s.db"))
        for one in self.stored("s.db")[:3]:
            shown = [self.run_program("show", one, "--to", "json", "--store", name).out
                     for name in ("s.db", "copy.db")]
            self.assertEqual(shown[0], shown[1])
        self.assert_code(self.run_program("store", "check", "--store", "copy.db"), 0)
        self.assertEqual([path.name for path in self.home.glob("*unfinished*")], [])

    def test_a_backup_overwrites_nothing(self):
        self.assess(program.patient("thiazide"), store="s.db")
        for name in ("copy.db", "s.db"):
            (self.home / "copy.db").write_text("a letter")
            run = self.store("backup", name)
            self.assert_code(run, 4)
            self.assertIn("is there already", run.err)
        self.assertEqual((self.home / "copy.db").read_text(), "a letter")
        nowhere = self.store("backup", "no/such/folder/copy.db")
        self.assert_code(nowhere, 4)
        self.assertIn("No such file or directory", nowhere.err)

    def test_migrate(self):
        self.old_store()
        for arguments in (["list"], ["store", "stats"], ["store", "check"]):
            run = self.run_program(*arguments, "--store", "s.db")
            self.assert_code(run, 4)
            self.assertIn("causa store migrate", run.err)
        self.assert_code(self.store("backup", "before.db"), 0)
        run = self.store("migrate")
        self.assert_code(run, 0)
        self.assertEqual(run.out, "s.db was brought up to date\n")
        self.assertEqual(self.store("migrate").out, "s.db is up to date\n")
        self.assert_code(self.store("check"), 0)
        self.assertEqual(self.stored("s.db"), self.stored("today.db"))
        with sqlite3.connect(self.home / "before.db") as store:
            self.assertEqual(store.execute("PRAGMA user_version").fetchone(), (1,))

    def test_migrate_makes_nothing(self):
        run = self.store("migrate")
        self.assert_code(run, 4)
        self.assertIn("no store yet", run.err)
        self.assertFalse((self.home / "s.db").exists())


if __name__ == "__main__":
    unittest.main()
