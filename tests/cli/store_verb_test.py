# SPDX-License-Identifier: Apache-2.0
"""`causa store`: check, migrate, backup; and what a damaged page costs."""

import collections
import contextlib
import json
import random
import shutil
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

    def test_help_shows_what_is_done_most(self):
        examples = self.run_program("help", "store").out.split("example: ")[1]
        for action in ("check", "backup", "merge", "export", "forget"):
            self.assertIn(f"causa store {action}", examples)
        told = self.run_program("help", "extend").out.replace("\n", " ")
        self.assertIn("the same call goes on where it stopped", told)
        self.assertIn("causa extend 2f1c… --plugins", told)

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


class DamagedPages(program.ProgramTest):
    """One page of every table and index in turn holds something else, as after a fault of the disk:
    what is still given is what was stored, and all else is told."""

    PAGE = 4096
    FEW = ("--plugins", "hydration,electrolytes")  # more take longer and store nothing else

    def setUp(self):
        super().setUp()
        three = [program.patient(name) for name in ("thiazide", "potassium_critical", "child")]
        self.assess(*three, *self.FEW, store="s.db", to="cards")
        self.ids = self.stored("s.db")
        alert = self.show(self.ids[1]).json()["alerts"][0]["id"]
        for arguments in (["feedback", alert, "accepted", "--assessment", self.ids[1]],
                          ["extend", "--all", "--plugins", "strain"]):
            self.assert_code(self.run_program(*arguments, "--store", "s.db"), 0)
        self.shown = {one: self.show(one).out for one in self.ids}
        self.history = self.call("history", "--patient", "p-70102", "--to", "json").out
        self.assert_code(self.call("store", "export", "before", "--to", "json"), 0)
        self.rows = self.rows_of("before")
        self.assertEqual(len(self.rows), 6)
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.pages = store.execute(
                "SELECT name, min(pageno) FROM dbstat GROUP BY name, pagetype ORDER BY 2"
            ).fetchall()
            self.tables = {name for (name,) in store.execute(
                "SELECT name FROM sqlite_schema WHERE rootpage > 0")}
        self.whole = {name: (self.home / name).read_bytes() for name in ("s.db", "s.db.audit")}

    def call(self, *arguments, store="s.db"):
        run = self.run_program(*arguments, "--store", store)
        self.assertIn(run.code, (0, 4, 5), (arguments, run.err))  # no signal
        if run.code == 4:
            self.assertRegex(run.err, r"causa: error: s\.db\b.*damaged|causa: error: s\.db: assess"
                                      r"|causa: error: s\.db: is not a causa store")
        return run

    def show(self, one, store="s.db"):
        return self.call("show", one, "--to", "json", *self.FEW[:1], self.FEW[1] + ",strain",
                        store=store)

    def rows_of(self, folder):
        """Rows of each version, but for the number of its audit record, which is the store's."""
        rows = collections.defaultdict(list)
        for path in sorted((self.home / folder).glob("*.ndjson")):
            for line in path.read_text().splitlines() if path.stem != "audit" else ():
                row = json.loads(line)
                row.pop("audit_number", None)
                rows[row["assessment_id"], row["version"]].append((path.stem, row))
        return rows

    def assert_given_or_told(self, rows, run):
        """Each version is whole, or named, or the whole store is said to be damaged."""
        for version, its_rows in rows.items():
            self.assertEqual(its_rows, self.rows[version])
        for one, version in set(self.rows) - set(rows):
            self.assertEqual(run.code, 4)
            if f"assessment {one} version {version}" not in run.err:
                self.assertRegex(run.err, r"error: s\.db: .*(damaged|not a causa store)")

    def damage(self, page):
        for left in [*self.home.glob("*.db*"), self.home / "out", self.home / "merged"]:
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
        for name, content in self.whole.items():
            (self.home / name).write_bytes(content)
        with open(self.home / "s.db", "r+b") as file:
            file.seek((page - 1) * self.PAGE)
            file.write(random.Random(page).randbytes(self.PAGE))

    def test_of_every_table_and_index(self):
        self.assertEqual(self.tables - {name for name, _ in self.pages}, set())
        for name, page in self.pages[::7 if program.SANITIZED else 1]:
            with self.subTest(name, page=page):
                self.damage(page)
                check = self.call("store", "check")
                self.assertEqual(check.code, 5)
                self.assertRegex(check.out, "s.db: .*(last good backup|was changed|missing)")
                listed = self.call("list", "--limit", "0", "--to", "json")
                if listed.code == 0:
                    self.assertEqual([row["id"] for row in listed.json_lines()], self.ids)
                history = self.call("history", "--patient", "p-70102", "--to", "json")
                if history.code == 0:
                    self.assertEqual(history.out, self.history)
                for one in self.ids:
                    shown = self.show(one)
                    expected = json.loads(self.shown[one])
                    if name == "record" and expected["causes"]:
                        # From it is told what would change the ranking; null: it wasn't tried.
                        expected.update(would_change=None, would_change_to=None)
                        self.assertEqual(shown.json(), expected)
                    elif shown.code == 0:
                        self.assertEqual(shown.out, self.shown[one])
                exported = self.call("store", "export", "out", "--to", "json")
                self.assert_given_or_told(self.rows_of("out"), exported)
                merged = self.call("store", "merge", "s.db", store="all.db")
                if (self.home / "all.db").exists():
                    self.call("store", "export", "merged", "--to", "json", store="all.db")
                self.assert_given_or_told(self.rows_of("merged"), merged)


if __name__ == "__main__":
    unittest.main()
