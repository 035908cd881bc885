# SPDX-License-Identifier: Apache-2.0
"""`causa extend` on a store in which one assessment is damaged: it is told of, and costs nobody
else what the modules that come have to say."""

import contextlib
import shutil
import sqlite3
import unittest

import program
from extending import StoredTest

HERE = "(SELECT id FROM assessment WHERE uuid = :it)"
DAMAGE = {
    "a row of its modules is gone": f"DELETE FROM module_used WHERE assessment = {HERE}",
    "what is said of its causes is gone": f"DELETE FROM evidence WHERE assessment = {HERE}",
    "its causes are gone": f"DELETE FROM cause_result WHERE assessment = {HERE}",
    "a fact points at nothing": f"UPDATE fact SET concept = 99999 WHERE assessment = {HERE}",
    "its settings point at nothing": f"UPDATE assessment SET config = 99999 WHERE id = {HERE}",
    "it is nobody's": "DELETE FROM patient WHERE id = "
                      "(SELECT patient FROM assessment WHERE uuid = :it)",
    "it is another patient's": "UPDATE patient SET patient_id = 'p-99999' WHERE id = "
                               "(SELECT patient FROM assessment WHERE uuid = :it)",
    "its sex is none": "UPDATE assessment SET sex = 99 WHERE uuid = :it",
    "whether there is a complaint isn't told":
        "UPDATE assessment SET complaint_present = 9 WHERE uuid = :it",
    "its record is gone": "DELETE FROM record WHERE id = "
                          "(SELECT record FROM assessment WHERE uuid = :it)",
    "it says that it has no record": "UPDATE assessment SET record = NULL WHERE uuid = :it",
    "its record is another text": "UPDATE record SET bytes = x'00' WHERE id = "
                                  "(SELECT record FROM assessment WHERE uuid = :it)",
}


class Damaged(StoredTest):
    def setUp(self):
        super().setUp()
        self.write("p.ndjson", program.many_patients(3 * len(list(program.PATIENTS.iterdir()))))
        self.assess_few("p.ndjson", plugins="hydration,medication")
        self.copy("s.db", "whole.db")
        whole = self.come("s.db")
        self.assert_code(whole, 0)
        self.alerts = [line for line in whole.out.splitlines() if "version 2: new alert" in line]
        self.count = len(self.stored("s.db"))
        # Somebody in the middle, of whom earlier modules have said something, too.
        self.victim = next(one for one in (line.split()[0] for line in self.alerts[2:])
                           if self.show(one, "--version", "1")["causes"])
        self.others = [line for line in self.alerts if not line.startswith(self.victim)]

    def copy(self, one, other):
        for suffix in ("", ".audit"):
            shutil.copy(self.home / (one + suffix), self.home / (other + suffix))

    def come(self, store, *arguments):
        return self.run_program("extend", *(arguments or ["--all"]), "--plugins",
                                "electrolytes,strain", "--store", store)

    def do_damage(self, statement, store):
        """As no causa does, which the triggers would refuse."""
        with contextlib.closing(sqlite3.connect(self.home / store)) as there, there:
            triggers = there.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                there.execute(f"DROP TRIGGER {name}")
            self.assertGreater(there.execute(statement, {"it": self.victim}).rowcount, 0)
            for _, sql in triggers:
                there.execute(sql)

    def damaged_store(self, statement):
        for left in self.home.glob("damaged.db*"):
            left.unlink()
        self.copy("whole.db", "damaged.db")
        self.do_damage(statement, "damaged.db")
        return "damaged.db"

    def test_all_others_are_extended(self):
        self.assertTrue(self.others)
        for name, statement in DAMAGE.items():
            for jobs in ("1", "3"):
                with self.subTest(name, jobs=jobs):
                    store = self.damaged_store(statement)
                    run = self.come(store, "--all", "--batch", "4", "--jobs", jobs)
                    self.assert_code(run, 4)
                    told = [line for line in run.out.splitlines() if "version 2: new alert" in line]
                    self.assertEqual(told, self.others)
                    self.assertIn(f"{self.count - 1} extended, with", run.out)
                    self.assertIn("; 1 not extended", run.out)
                    self.assertIn(f"1 not extended ({self.victim}): ", run.err)
                    self.assertIn("`causa store check --store damaged.db` says what is wrong",
                                  run.err)

    def test_the_same_call_goes_on_once_it_is_whole_again(self):
        store = self.damaged_store(DAMAGE["its settings point at nothing"])
        self.assert_code(self.come(store), 4)
        self.do_damage(f"UPDATE assessment SET config = (SELECT min(config) FROM assessment) "
                       f"WHERE id = {HERE}", store)
        run = self.come(store)
        self.assert_code(run, 0)
        self.assertIn("1 extended, with", run.out)
        self.assertIn(f"{self.count - 1} had the modules already", run.out)

    def test_one_alone_and_what_programs_read(self):
        store = self.damaged_store(DAMAGE["a row of its modules is gone"])
        run = self.come(store, self.victim, "--to", "json")
        self.assert_code(run, 4)
        refused, counts = run.json_lines()
        self.assertEqual((refused["schema"], refused["id"], refused["version"]),
                         ("causa.extension.refused/1", self.victim, 1))
        self.assertIn("it can't be read: ", refused["why"])
        self.assertEqual((counts["extended"], counts["not_extended"]), (0, 1))

    def test_many_are_told_together(self):
        store = self.damaged_store("UPDATE assessment SET parts = parts + 1 WHERE :it NOTNULL")
        run = self.come(store)
        self.assert_code(run, 4)
        line, = [line for line in run.err.splitlines() if " not extended (" in line]
        self.assertIn(f"{self.count} not extended (", line)
        self.assertIn("it can't be read: `causa store check --store damaged.db` says", line)
        self.assertIn(", for the first of them: assessment ", line)
        *refused, counts = self.come(store, "--all", "--to", "json").json_lines()
        self.assertEqual(counts["not_extended"], self.count)
        self.assertEqual(len({one["why"] for one in refused}), 1)
        for one in refused:
            self.assertIn(one["id"], one["failure"])


if __name__ == "__main__":
    unittest.main()
