# SPDX-License-Identifier: Apache-2.0
"""What `store merge`, `export` and `check` make of stores that somebody changed, or changes."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import time
import unittest

import program
from store_audit_test import hash_of

FORGOTTEN = 12
FIELDS = ("number", "time_ms", "actor", "what", "subject", "content", "form", "about", "detail",
          "before", "hash")


class MergeFaults(program.ProgramTest):
    def change(self, *statements, store="s.db"):
        """As somebody who first takes away what keeps rows as they are, and puts it back."""
        with self.changing(store) as there:
            for statement in statements:
                self.assertGreater(there.execute(statement).rowcount, 0, statement)

    @contextlib.contextmanager
    def changing(self, store="s.db"):
        with contextlib.closing(sqlite3.connect(self.home / store)) as there, there:
            there.row_factory = sqlite3.Row
            triggers = there.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
                                     ).fetchall()
            for trigger in triggers:
                there.execute(f"DROP TRIGGER {trigger['name']}")
            yield there
            for trigger in triggers:
                there.execute(trigger["sql"])

    def record(self, there, number):
        row = there.execute("SELECT u.*, a.host, a.system_user, a.user, a.program, a.version "
                            "FROM audit u JOIN actor a ON a.id = u.actor WHERE number = ?",
                            (number,)).fetchone()
        return dict(row)

    def write_record(self, there, row):
        """With the hash that it must have."""
        row["hash"] = hash_of(row)
        there.execute(f"INSERT OR REPLACE INTO audit ({', '.join(FIELDS)}) "
                      f"VALUES ({', '.join('?' * len(FIELDS))})", [row[name] for name in FIELDS])

    def append(self, there, **fields):
        last, = there.execute("SELECT max(number) FROM audit").fetchone()
        row = self.record(there, last)
        row.update(number=last + 1, before=row["hash"], subject=None, content=None, form=None,
                   about=None, detail="")
        row.update(fields)
        self.write_record(there, row)

    def keep_two(self, store="s.db"):
        """The first of them is assessment 1."""
        self.assess(program.patient("thiazide"), program.patient("child"), store=store)
        with contextlib.closing(sqlite3.connect(self.home / store)) as there:
            return [one for one, in there.execute("SELECT uuid FROM assessment ORDER BY id")]

    def refused_by_merge_and_export(self, tampered, why):
        merged = self.run_program("store", "merge", "s.db", "--store", "new.db")
        self.assert_code(merged, 4)
        self.assertIn(f"s.db: assessment {tampered} version 1: {why}", merged.err)
        self.assertIn("1 refused", merged.out)
        self.assertEqual(len(self.stored("new.db")), 1)
        self.assertNotIn(tampered, self.stored("new.db"))
        self.assert_code(self.run_program("store", "check", "--store", "new.db"), 0)
        exported = self.run_program("store", "export", "tables", "--store", "s.db")
        self.assert_code(exported, 4)
        self.assertIn(f"s.db: assessment {tampered} version 1: {why}", exported.err)
        self.assertNotIn("TAMPERED", (self.home / "tables/assessments.csv").read_text())

    tampering = "UPDATE assessment SET complaint_text = 'TAMPERED' WHERE id = 1"

    def test_no_link_to_the_audit_proves_nothing(self):
        first, _ = self.keep_two()
        self.change(self.tampering, "UPDATE assessment SET audit = NULL WHERE id = 1")
        self.refused_by_merge_and_export(first, "is not in its store's audit")

    def test_a_link_that_leads_nowhere_proves_nothing(self):
        first, _ = self.keep_two()
        self.change(self.tampering, "UPDATE assessment SET audit = 99999 WHERE id = 1")
        self.refused_by_merge_and_export(first, "is not in its store's audit")

    def test_the_record_of_another_one_proves_nothing(self):
        first, _ = self.keep_two()
        self.change(self.tampering, "UPDATE assessment SET audit = (SELECT audit FROM assessment "
                                   "WHERE id = 2) WHERE id = 1")
        self.refused_by_merge_and_export(first, "is not in its store's audit")

    def test_a_record_without_content_proves_nothing(self):
        first, _ = self.keep_two()
        self.change(self.tampering, "UPDATE audit SET content = NULL WHERE number = "
                                   "(SELECT audit FROM assessment WHERE id = 1)")
        self.refused_by_merge_and_export(first, "is not in its store's audit")

    def test_a_record_that_poses_as_one_of_before_the_audit_proves_nothing(self):
        first, _ = self.keep_two()
        self.change(self.tampering, "UPDATE audit SET content = NULL, form = NULL, what = 3 "
                                   "WHERE number = (SELECT audit FROM assessment WHERE id = 1)")
        self.refused_by_merge_and_export(first, "audit record")

    def test_a_record_with_a_new_hash_is_not_the_one_that_the_next_follows(self):
        first, _ = self.keep_two()
        with self.changing() as there:
            there.execute(self.tampering)
            number, = there.execute("SELECT audit FROM assessment WHERE id = 1").fetchone()
            row = self.record(there, number)
            row.update(what=3, content=None, form=None)
            self.write_record(there, row)
        self.refused_by_merge_and_export(
            first, f"audit record {number}, which speaks of it, isn't the one that the next "
                   "record follows")

    def test_a_broken_chain_is_warned_of_and_keeps_nobody_back(self):
        self.keep_two()
        self.change("DELETE FROM audit WHERE number = 3")  # of a module
        merged = self.run_program("store", "merge", "s.db", "--store", "new.db")
        self.assert_code(merged, 0)
        self.assertEqual(len(self.stored("new.db")), 2)
        exported = self.run_program("store", "export", "tables", "--store", "s.db")
        self.assert_code(exported, 0)
        for run in (merged, exported):
            self.assertIn("s.db: audit record 3: removed; so its audit does not prove all that it "
                          "says; `causa store check --store ", run.err)

    def test_who_is_forgotten_while_a_merge_runs_stays_forgotten(self):
        """The last patient of the other store, who is here already."""
        *many, last = program.many_patients(1001).splitlines(keepends=True)
        self.write("one.ndjson", last)
        self.write("many.ndjson", "".join(many))
        self.assess("one.ndjson", store="one.db", to="none")
        self.assess("many.ndjson", store="many.db", to="none")
        for into, source in (("from.db", "many.db"), ("from.db", "one.db"), ("s.db", "one.db")):
            self.assert_code(self.run_program("store", "merge", source, "--store", into), 0)
        gone, = self.stored("s.db")
        merge = subprocess.Popen(self.command("store", "merge", "from.db", "--store", "s.db"),
                                 cwd=self.home, env=self.environment, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        self.addCleanup(merge.communicate)
        self.addCleanup(merge.kill)
        with contextlib.closing(sqlite3.connect(self.home / "s.db", isolation_level=None,
                                                timeout=0)) as lock:
            if not self.step_between(lock, merge):
                self.skipTest("the merge was done before it could be stopped")
            # It has nothing open when it waits for the right to write.
            time.sleep(0.3)
            os.kill(merge.pid, signal.SIGSTOP)
            lock.execute("ROLLBACK")
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as there:
            patient, = there.execute("SELECT p.patient_id FROM patient p JOIN assessment a ON "
                                     "a.patient = p.id WHERE a.uuid = ?", (gone,)).fetchone()
        forgot = self.run_program("store", "forget", "--patient", patient, "--store", "s.db")
        os.kill(merge.pid, signal.SIGCONT)
        out, _ = merge.communicate(timeout=120)
        self.assertIn("1 assessment forgotten", forgot.out)
        self.assertFalse(gone in self.stored("s.db"))
        self.assertIn("1 left out that were forgotten here", out.decode())

    def step_between(self, lock, merge):
        """Takes the right to write between two transactions of a merge; False: it has ended."""
        while merge.poll() is None:
            with contextlib.suppress(sqlite3.OperationalError):
                lock.execute("BEGIN IMMEDIATE")
                count, = lock.execute("SELECT count(*) FROM assessment").fetchone()
                if 256 <= count < 1000:
                    return True
                lock.execute("ROLLBACK")
            time.sleep(0.0002)
        return False

    def test_what_is_noted_as_forgotten_and_is_here_is_told(self):
        first, _ = self.keep_two()
        with self.changing() as there:
            number, = there.execute("SELECT audit FROM assessment WHERE id = 1").fetchone()
            self.append(there, what=FORGOTTEN, about=number,
                        subject=self.record(there, number)["subject"])
        check = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(check, 5)
        self.assertRegex(check.out, f"assessment {first} version 1: is here, though it was "
                                    r"forgotten \(audit record \d+\)")

    def test_what_came_back_by_a_merge_is_noted(self):
        first, _ = self.keep_two()
        self.run_program("store", "merge", "s.db", "--store", "new.db")
        with self.changing("new.db") as there:
            number, = there.execute("SELECT audit FROM assessment WHERE uuid = ?",
                                    (first,)).fetchone()
            merged = self.record(there, number)
            after = [self.record(there, later) for later, in there.execute(
                "SELECT number FROM audit WHERE number > ? ORDER BY 1", (number,)).fetchall()]
            there.execute("DELETE FROM audit WHERE number >= ?", (number,))
            self.append(there, what=FORGOTTEN, about=number - 1, subject=merged["subject"])
            for row in (merged, *after):
                row["before"] = self.record(there, row["number"])["hash"]
                row["number"] += 1
                self.write_record(there, row)
            there.execute("UPDATE assessment SET audit = audit + 1 WHERE audit >= ?", (number,))
        (self.home / "new.db.audit").unlink()
        check = self.run_program("store", "check", "--store", "new.db")
        self.assert_code(check, 0)
        self.assertIn("versions of assessments that were forgotten and came back by a merge: 1, "
                      f"first audit record {number + 1}; ", check.out + check.err)

    def test_a_record_that_does_not_say_what_was_forgotten_excuses_nothing(self):
        first, _ = self.keep_two()
        forgotten = self.run_program("list", "--to", "json", "--store", "s.db").json_lines()
        patient = [row["patient"] for row in forgotten if row["id"] == first][0]
        self.run_program("store", "forget", "--patient", patient, "--store", "s.db")
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)
        with self.changing() as there:
            number, about = there.execute("SELECT number, about FROM audit WHERE what = ?",
                                          (FORGOTTEN,)).fetchone()
            row = self.record(there, number)
            row["subject"] = None
            self.write_record(there, row)
        (self.home / "s.db.audit").unlink()
        check = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(check, 5)
        self.assertIn(f"audit record {about}: its assessment was removed from the store, and not "
                      "by `store forget`", check.out)

    def test_a_bad_page_of_the_index_of_times_costs_an_export_nobody(self):
        self.keep_two()
        path = self.home / "s.db"
        with contextlib.closing(sqlite3.connect(path)) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            page, = store.execute("SELECT pageno FROM dbstat WHERE name = 'assessment_created' "
                                  "AND pagetype = 'leaf'").fetchone()
        content = bytearray(path.read_bytes())
        content[(page - 1) * 4096:page * 4096] = b"\xff" * 4096
        path.write_bytes(content)
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 5)
        exported = self.run_program("store", "export", "tables", "--store", "s.db")
        self.assert_code(exported, 0)
        self.assertIn("tables holds 2 assessments", exported.out)


if __name__ == "__main__":
    unittest.main()
