# SPDX-License-Identifier: Apache-2.0
"""The audit: who did what, chained so that others than causa can follow it, and its side file."""

import contextlib
import hashlib
import json
import pathlib
import shutil
import sqlite3
import unittest

import program


def netstring(value):
    text = value if isinstance(value, bytes) else str("" if value is None else value).encode()
    return b"%d:%s," % (len(text), text)


def hash_of(row):
    """As core/store/schema/005_audit.sql says, and nothing else."""
    fields = ["causa.audit/1", row["before"].hex(), row["number"], row["time_ms"], row["host"],
              row["system_user"], row["user"], row["program"], row["version"], row["what"],
              (row["subject"] or b"").hex(), (row["content"] or b"").hex(), row["form"],
              row["about"], row["detail"]]
    return hashlib.blake2b(b"".join(map(netstring, fields)), digest_size=32).digest()


def subject_of(assessment, version):
    fields = ["causa.assessment/1", assessment, version]
    return hashlib.blake2b(b"".join(map(netstring, fields)), digest_size=32).digest()


def as_far_as(expected, shown):
    """What is shown, without keys that programs of then didn't know."""
    if isinstance(expected, dict) and isinstance(shown, dict):
        return {key: as_far_as(value, shown.get(key, "not there"))
                for key, value in expected.items()}
    if isinstance(expected, list) and isinstance(shown, list) and len(expected) == len(shown):
        return [as_far_as(*pair) for pair in zip(expected, shown)]
    return shown


class Audit(program.ProgramTest):
    def records(self, name="s.db"):
        store = sqlite3.connect(self.home / name)
        store.row_factory = sqlite3.Row
        rows = store.execute("SELECT u.*, a.host, a.system_user, a.user, a.program, a.version "
                             "FROM audit u JOIN actor a ON a.id = u.actor "
                             "ORDER BY number").fetchall()
        store.close()
        return rows

    def test_anybody_can_follow_the_chain(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db",
                    CAUSA_AUDIT_USER="A. Nurse")
        before = bytes(32)
        for number, row in enumerate(self.records(), 1):
            self.assertEqual(row["number"], number)
            self.assertEqual(row["before"], before)
            self.assertEqual(row["hash"], hash_of(row))
            self.assertEqual((row["user"], row["program"]), ("A. Nurse", "causa"))
            before = row["hash"]
        reported = (self.home / "s.db.audit").read_text()
        self.assertEqual(reported, f"causa.audit/1 {number:020d} {before.hex()}\n")
        subjects = {row["subject"] for row in self.records() if row["what"] == 4}
        self.assertEqual(subjects, {subject_of(one, 1) for one in self.stored("s.db")})

    def test_no_record_names_a_patient(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db")
        for row in self.records():
            for value in tuple(row):
                self.assertIsNone(program.IDENTIFYING.search(str(value)), value)

    def test_modules_are_noted_once_and_so_is_what_runs_without_approval(self):
        for _ in range(2):
            self.assess(program.patient("thiazide"), store="s.db")
        rows = self.records()
        modules = [row["detail"].split()[0] for row in rows if row["what"] == 7]
        self.assertEqual(len(modules), 8)
        self.assertEqual(len(set(modules)), 8)
        self.assertTrue(any("org.causa.strain" in row["detail"] for row in rows
                            if row["what"] == 8))

    def test_a_module_that_takes_the_place_of_another_file_is_noted(self):
        """Also of one that was there before: which was in use when must be read from the audit."""
        module = self.home / "data/causa/plugins/whole.yaml"
        module.parent.mkdir(parents=True)
        first = (program.SOURCE / "tests/data/knowledge/module/whole.yaml").read_text()
        for text in (first, first + "\n# mended\n", first + "\n# mended\n", first, first):
            module.write_text(text)
            self.assess(program.patient("thiazide"), "--plugins", "whole", store="s.db")
            self.assess(program.patient("child"), "--plugins", "hydration", store="s.db")
        noted = [row["detail"].split() for row in self.records()
                 if row["what"] == 7 and "whole" in row["detail"]]
        digests = [digest for _, _, digest in noted]
        self.assertEqual(len(digests), 3)
        self.assertEqual(digests[0], digests[2])
        self.assertNotEqual(digests[0], digests[1])
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def test_a_damaged_manifest_is_named_and_hides_no_assessment(self):
        """The module that is installed is the same file, which stands for it."""
        self.assess(program.patient("thiazide"), program.patient("child"), store="s.db")
        before = [self.run_program("show", one, "--to", "json", "--store", "s.db").out
                  for one in self.stored("s.db")]
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            page_bytes, = store.execute("PRAGMA page_size").fetchone()
            manifest, = store.execute("SELECT manifest FROM module WHERE module_id = "
                                      "'org.causa.strain'").fetchone()
        content = bytearray((self.home / "s.db").read_bytes())
        # Of a long text most pages hold nothing else, behind the number of the next.
        page = content.index(manifest.encode()[9 * page_bytes:][:100]) // page_bytes * page_bytes
        content[page:page + 4] = b"\xff" * 4
        (self.home / "s.db").write_bytes(content)
        check = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(check, 5)
        self.assertRegex(check.out + check.err, "module org.causa.strain .*: its manifest can't be "
                         "read; it took part in 2 versions of assessments")
        for one, text in zip(self.stored("s.db"), before):
            shown = self.run_program("show", one, "--to", "json", "--store", "s.db")
            self.assert_code(shown, 0)
            self.assertEqual(shown.out, text)
            self.assertIn("stand for its modules", shown.err)
            alone = self.run_program("show", one, "--store", "s.db", "--plugins", "hydration")
            self.assert_code(alone, 4)

    def test_check_as_json(self):
        self.assess(program.patient("thiazide"), store="s.db")
        run = self.run_program("store", "check", "--store", "s.db", "--to", "json")
        self.assert_code(run, 0)
        found = run.json()
        last = self.records()[-1]
        self.assertEqual(found, {"schema": "causa.store_check/1", "whole": True, "faults": [],
                                 "more_faults": 0, "notes": [], "assessments": 1,
                                 "audit": {"records": last["number"], "hash": last["hash"].hex()}})

    def test_check_names_what_was_changed(self):
        self.assess(program.patient("thiazide"), program.patient("child"), store="s.db")
        with sqlite3.connect(self.home / "s.db") as store:
            [(one,)] = store.execute("SELECT uuid FROM assessment WHERE id = 1").fetchall()
            [(trigger,)] = store.execute("SELECT sql FROM sqlite_schema WHERE name = "
                                         "'alert_no_update'").fetchall()
            store.execute("DROP TRIGGER alert_no_update")
            store.execute("UPDATE alert SET urgency = 1 WHERE assessment = 1")
            store.execute(trigger)
        run = self.run_program("store", "check", "--store", "s.db", "--to", "json")
        self.assert_code(run, 5)
        [fault] = run.json()["faults"]
        self.assertEqual(fault["place"], f"assessment {one} version 1")
        self.assertIn("was changed after it was stored", fault["message"])
        self.assertIn("backup", fault["cure"])

    def test_a_lost_log_is_told_with_what_is_missing(self):
        """The newest commits are in s.db-wal until it is copied into s.db; without it they are
        lost, and only the side file knows that they were reported."""
        self.assess(program.patient("thiazide"), store="s.db")
        reader = sqlite3.connect(self.home / "s.db")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM assessment").fetchone()  # keeps the log in place
        known = len(self.records())
        self.write("many.ndjson", program.many_patients(10))
        self.assess("many.ndjson", store="s.db")
        reported = int((self.home / "s.db.audit").read_text().split()[1])
        self.assertGreaterEqual(reported - known, 10)
        for suffix in ("", ".audit"):
            shutil.copy(self.home / f"s.db{suffix}", self.home / f"lost.db{suffix}")
        reader.close()
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)
        run = self.run_program("store", "check", "--store", "lost.db")
        self.assert_code(run, 5)
        self.assertIn(f"{reported - known} records that were reported as stored are missing, "
                      f"number {known + 1} to {reported}", run.out)
        # Whoever writes next goes on, and the loss stays told until somebody accepts it.
        self.assert_code(self.assess(program.patient("child"), store="lost.db"), 0)
        later = self.run_program("store", "check", "--store", "lost.db")
        self.assert_code(later, 5)
        self.assertIn(f"{reported - known} records are lost", later.out)
        self.assert_code(self.run_program("store", "check", "--accept-loss", "--store", "lost.db"),
                         0)
        accepted = self.run_program("store", "check", "--store", "lost.db")
        self.assert_code(accepted, 0)
        self.assertIn("noted in the audit and were accepted: 1", accepted.out)

    def test_where_a_module_ran(self):
        run = self.assess(program.patient("thiazide"), store="s.db",
                          CAUSA_ISOLATION="worker")
        where = {module["id"]: module["ran_in"] for module in run.json()["plugins"]}
        self.assertEqual(where["org.causa.core"], "in-process")
        self.assertIn("worker", where.values())
        shown = self.run_program("show", run.json()["id"], "--store", "s.db", "--to", "json")
        self.assertEqual(where, {module["id"]: module["ran_in"]
                                 for module in shown.json()["plugins"]})


class Migration(program.ProgramTest):
    """Stores that older programs wrote, kept as SQL (tests/data/store/README.md)."""

    folder = program.SOURCE / "tests/data/store"

    def old_store(self, schema):
        path = self.home / f"schema_{schema}.db"
        with sqlite3.connect(path) as store:
            store.executescript((self.folder / f"schema_{schema}.sql").read_text(encoding="utf-8"))
        return path

    def lines(self, name):
        return map(json.loads, (self.folder / name).read_text(encoding="utf-8").splitlines())

    def expected(self, schema):
        """What the program of schema 4 showed, without what an older schema had no place for, and
        what that of schema 6 showed of the versions that it made."""
        for assessment in self.lines("expected.ndjson"):
            for module in assessment["plugins"]:
                module["ran_in"] = None
                if schema < 4:
                    module["approved_by"] = module["allowed_because"] = None
            if schema < 3:
                assessment["findings"] = []
            yield assessment
        if schema >= 6:
            yield from self.lines("expected_6.ndjson")

    def test_every_earlier_schema_reads_the_same_afterwards(self):
        for schema in range(1, 7):
            with self.subTest(schema=schema):
                path = self.old_store(schema)
                self.assert_code(self.run_program("list", "--store", path), 4)
                run = self.run_program("store", "migrate", "--store", path)
                self.assert_code(run, 0)
                for expected in self.expected(schema):
                    shown = self.run_program("show", expected["id"], "--version",
                                             str(expected["version"]), "--store", path, "--to",
                                             "json").json()
                    self.assertEqual(as_far_as(expected, shown), expected)
                check = self.run_program("store", "check", "--store", path, "--to", "json")
                self.assert_code(check, 0)
                self.assertEqual(check.json()["assessments"], 6 if schema >= 6 else 3)
                stats = self.run_program("store", "stats", "--store", path, "--to", "json").json()
                self.assertEqual(sum(alert["overridden"] for alert in stats["alerts"]),
                                 1 if schema >= 2 else 0)

    def test_what_was_there_is_in_the_audit_from_then_on(self):
        path = self.old_store(4)
        self.run_program("store", "migrate", "--store", path)
        with sqlite3.connect(path) as store:
            store.execute("DROP TRIGGER fact_no_update")
            store.execute("UPDATE fact SET value = 1 WHERE assessment = 1")
        run = self.run_program("store", "check", "--store", path)
        self.assert_code(run, 5)
        self.assertIn("was changed after it was stored", run.out)

    def test_a_verb_that_writes_migrates(self):
        path = self.old_store(2)
        self.assert_code(self.assess(program.patient("thiazide"), store=path), 0)
        self.assertEqual(len(self.stored(path)), 4)
        self.assert_code(self.run_program("store", "check", "--store", path), 0)


if __name__ == "__main__":
    unittest.main()
