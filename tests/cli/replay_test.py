# SPDX-License-Identifier: Apache-2.0
"""`causa replay`: the same modules and settings give the same answer, or it says what differs."""

import json
import shutil
import sqlite3
import unittest

import program
from extending import StoredTest

PATIENTS = sorted(program.PATIENTS.glob("*.json"))
MODULE = program.SOURCE / "tests/data/knowledge/module/whole.yaml"


class Replay(StoredTest):
    def change(self, sql):
        """As somebody would who wants it to look otherwise: the triggers go first."""
        with sqlite3.connect(self.home / "s.db") as store:
            for (name,) in store.execute(
                    "SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                store.execute(f"DROP TRIGGER {name}")
            self.assertGreater(store.execute(sql).rowcount, 0)

    def test_usage(self):
        for arguments, words in (([], "one assessment ID"), (["x", "y"], "one assessment ID"),
                                 (["x", "--all"], "or --all"), (["--all", "--version", "1"], "ID"),
                                 (["x", "--version", "-1"], "no version")):
            run = self.replay(*arguments)
            self.assert_code(run, 2)
            self.assertIn(words, run.err)
        self.assert_code(self.replay("x"), 4)
        self.assess(PATIENTS[0], store="s.db")
        self.assert_code(self.replay("x"), 4)

    def test_each_patient_gives_the_same(self):
        self.assess(*PATIENTS, store="s.db")
        run = self.replay("--all")
        self.assert_code(run, 0)
        self.assertEqual(run.out, f"{len(PATIENTS)} replayed: {len(PATIENTS)} the same, 0 differ; "
                                  "0 could not be replayed\n")
        one = self.stored("s.db")[0]
        run = self.replay(one)
        self.assert_code(run, 0)
        self.assertIn("the same, with 8 modules as of 2026-11-20", run.out)
        run = self.replay(one, "--to", "json")
        self.assertEqual((run.json()["same"], run.json()["differences"]), (True, []))

    def test_an_alert_that_stayed_is_no_difference(self):
        """Words that the module that comes reads as another finding."""
        conditions = [{"resource": {"resourceType": "Condition", "id": f"c{number}",
                                    "subject": {"reference": "Patient/a"},
                                    "code": {"text": text}}}
                      for number, text in enumerate(("Missed dialysis session", "Chest pain"))]
        self.write("p.json", json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [
            {"resource": {"resourceType": "Patient", "id": "a", "birthDate": "1960-01-01"}},
            *conditions]}))
        assessed, = self.assess_few("p.json")
        self.assertIn("dialysis_unstable", [one["id"] for one in assessed["alerts"]])
        self.assert_code(self.extend("--all", plugins="chronic_disease"), 0)
        self.assertIn("dialysis_unstable",
                      [one["id"] for one in self.show(assessed["id"])["alerts"]])
        run = self.replay(assessed["id"])
        self.assert_code(run, 0)
        self.assertIn("org.causa.hydration/dialysis_unstable stayed when modules came", run.out)
        run = self.replay(assessed["id"], "--to", "json")
        self.assertEqual(run.json()["kept_alerts"], ["org.causa.hydration/dialysis_unstable"])
        self.change("UPDATE alert SET urgency = urgency - 1 WHERE assessment = 2")
        self.assert_code(self.replay(assessed["id"]), 5)

    def test_settings_of_then_count(self):
        self.write("then.toml", "[model]\njudgement_only_cap = 0.5\n")
        self.assess(*PATIENTS, "--minimal", store="s.db",
                    CAUSA_CONFIG=str(self.home / "then.toml"))
        self.assert_code(self.replay("--all"), 0)

    def test_a_changed_number_is_found(self):
        assessed = self.assess(program.patient("thiazide"), store="s.db").json()
        first = assessed["causes"][0]
        self.change("UPDATE cause_result SET explains_p = 0.99 WHERE position = 0")
        run = self.replay(assessed["id"])
        self.assert_code(run, 5)
        self.assertIn(f"cause {first['id']}: explains", run.out)
        self.assertIn("then: 0.99 (", run.out)
        self.assertIn(f"now:  {first['explains']['p']}", run.out)
        run = self.replay("--all", "--to", "json")
        self.assert_code(run, 5)
        found, counts = run.json_lines()
        self.assertEqual([one["what"] for one in found["differences"]],
                         [f"cause {first['id']}: explains"])
        self.assertEqual(counts["different"], 1)

    def test_changed_evidence_and_facts_are_found(self):
        assessed = self.assess(program.patient("thiazide"), store="s.db").json()
        self.change("UPDATE evidence SET weight_millibans = weight_millibans + 1")
        self.change("UPDATE fact SET laterality = 'left'")
        run = self.replay(assessed["id"])
        self.assert_code(run, 5)
        evidence = next(one for cause in assessed["causes"] for one in cause["evidence"])
        self.assertIn(f"evidence {evidence['plugin']}/{evidence['rule']}: weight", run.out)
        self.assertIn("  fact\n    then: ", run.out)

    def test_a_module_that_is_gone_is_named(self):
        plugins = self.install()
        one = self.assess(program.patient("thiazide"), store="s.db").json()
        kept = self.home / "kept"
        kept.mkdir()
        shutil.move(plugins / "electrolytes.so", kept)
        digest = next(each["sha256"] for each in one["plugins"]
                      if each["id"] == "org.causa.electrolytes")
        run = self.replay(one["id"])
        self.assert_code(run, 5)
        self.assertIn("can't be replayed", run.out)
        self.assertIn("org.causa.electrolytes", run.out)
        self.assertIn(digest, run.out)
        run = self.replay("--all", "--to", "json")
        self.assertEqual(run.json_lines()[0]["same"], None)
        self.assert_code(self.replay(one["id"], "--plugin-path", "kept"), 0)

    def test_another_file_of_a_module_is_named(self):
        """The file of then is found among others by its digest."""
        folder = self.home / "data/causa/plugins"
        folder.mkdir(parents=True)
        shutil.copy(MODULE, folder)
        one = self.assess(program.patient("thiazide"), store="s.db").json()
        (folder / "whole.yaml").write_text(MODULE.read_text() + "\n# mended\n")
        run = self.replay(one["id"])
        self.assert_code(run, 5)
        self.assertIn("whole.yaml is version", run.out)
        kept = self.home / "kept"
        kept.mkdir()
        shutil.copy(MODULE, kept)
        self.assert_code(self.replay(one["id"], "--plugin-path", "kept"), 0)

    def test_what_is_shown_later_is_what_was_printed(self):
        """Questions, ranges and texts too, from the store alone."""
        printed = self.assess(*PATIENTS, store="s.db").out.splitlines()
        self.assertTrue(any(json.loads(line)["ask_next"] for line in printed))
        for line in printed:
            shown = self.run_program("show", json.loads(line)["id"], "--to", "json", "--store",
                                     "s.db")
            self.assertEqual(shown.out, line + "\n")


if __name__ == "__main__":
    unittest.main()
