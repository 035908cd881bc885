# SPDX-License-Identifier: Apache-2.0
"""A store, or another file of the run, in the folder that is read or watched. To read the own store
closes it, which drops its locks; to move an open one away loses what is stored from then on."""

import contextlib
import shutil
import sqlite3
import unittest

import program
import watching


class ReadFolder(program.ProgramTest):
    """`causa assess` of a folder in which the store will be made."""

    def setUp(self):
        super().setUp()
        (self.home / "in").mkdir()
        shutil.copy(program.patient("child"), self.home / "in/child.json")

    def assert_refused(self, run):
        self.assert_code(run, 2)
        self.assertIn("belongs to the store, which can't be an input too", run.err)
        self.assertIn("keep the store in another folder", run.err)
        self.assertEqual(run.out, "")
        self.assertEqual([path.name for path in (self.home / "in").iterdir()
                          if not path.is_symlink()], ["child.json"])

    def test_a_store_that_would_be_read_is_not_made(self):
        (self.home / "other").symlink_to("in")
        for store in ("in/000.json", "in/./x.NDJSON", "other/a.csv", self.home / "in/b.yaml.gz"):
            with self.subTest(store):
                self.assert_refused(self.assess("in", store=store))
        self.assert_refused(self.assess("in/child.json", "in/new.db", store="in/new.db"))

    def test_by_a_link(self):
        (self.home / "in/link.json").symlink_to("../s.db")
        self.assert_refused(self.assess("in", store="s.db"))
        self.assertFalse((self.home / "s.db").exists())

    def test_what_is_no_name_of_an_input_is_not_read(self):
        for _ in range(2):
            self.assert_code(self.assess("in", store="in/s.db"), 0)
        self.assertEqual(len(self.stored("in/s.db")), 2)


class WatchedFolder(watching.WatchTest):
    def assert_refused(self, run, *words):
        self.assert_code(run, 2)
        for word in ("lies in the folder that is watched", "keep it in another folder", *words):
            self.assertIn(word, run.err)

    def test_the_own_store(self):
        (self.home / "link").symlink_to("in/linked.db")
        for store in ("in/causa.db", "in/store", "link", "in/s.tmp"):
            run = self.once("--store", store, replaces_store=True)
            self.assert_refused(run, store, "the store of this run")
        self.assertEqual(list(self.inbox.iterdir()), [])
        self.assert_code(self.once("--store", "in/.s.db", replaces_store=True), 0)

    def test_other_files_of_the_run(self):
        self.drop("m.yaml", "decimal: point\n")
        self.drop("causa.toml", "[assess]\nto = \"json\"\n")
        self.drop("module.yaml", "id: x\n")
        before = self.names(".")
        for option, name in (("--mapping", "m.yaml"), ("--config", "causa.toml"),
                             ("--plugin", "module.yaml"), ("--summary", "new.json")):
            with self.subTest(option):
                self.assert_refused(self.once(option, f"in/{name}"), name)
                self.assertEqual(self.names("."), before)
        run = self.once("--plugin-path", "in")
        self.assert_code(run, 2)
        self.assertIn("names the folder that is watched", run.err)

    def arguments(self, *options, replaces_store=False, **settings):
        arguments = super().arguments(*options, **settings)
        if replaces_store:
            at = arguments.index("--store")
            del arguments[at:at + 2]
        return arguments

    def test_a_store_of_somebody_else(self):
        names = ("other.db", "other.db-wal", "other.db-shm", "other.db.audit")
        self.assert_code(self.assess(program.patient("child"), store="in/other.db"), 0)
        with contextlib.closing(sqlite3.connect(self.inbox / "other.db")) as held:
            held.execute("SELECT count(*) FROM assessment").fetchone()
            (self.inbox / "other.db.audit").touch()
            self.drop("a.json")
            run = self.once()
            self.assert_code(run, 1)
            self.assertEqual(run.err.count("is a store or belongs to one"), 1)
            for name in names:
                self.assertTrue((self.inbox / name).exists(), name)
            self.assertEqual(self.files_of("done"), ["a.json"])
            self.assertEqual(self.files_of("failed"), [])
            self.assertNotIn("other.db", run.err)
        self.assertEqual(len(self.stored("in/other.db")), 1)

    def test_another_name_of_the_own_store(self):
        self.drop("a.json")
        self.assert_code(self.once(), 0)
        (self.inbox / "again").hardlink_to(self.home / "s.db")
        (self.inbox / "again-wal").write_bytes(b"")
        self.drop("b.json")
        run = self.once()
        self.assert_code(run, 1)
        self.assertEqual(self.files_of("done"), ["a.json", "b.json"])
        self.assertTrue((self.inbox / "again").exists() and (self.inbox / "again-wal").exists())
        self.assertEqual(len(self.stored("s.db")), 2)

    def test_a_log_without_its_store_is_an_input_like_others(self):
        self.drop("x.db-wal", "no store")
        self.assert_code(self.once(), 1)
        self.assertIn("x.db-wal", self.files_of("failed"))


if __name__ == "__main__":
    unittest.main()
