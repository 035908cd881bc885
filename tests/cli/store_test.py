# SPDX-License-Identifier: Apache-2.0
"""What is stored is what was printed, and stays so when the modules are gone."""

import csv
import io
import json
import re
import shutil
import sqlite3
import stat
import unittest

import golden
import program


class Store(program.ProgramTest):
    def test_show_gives_back_what_assess_printed(self):
        inputs = [*sorted(program.PATIENTS.glob("*.json")), program.EXAMPLE]
        printed = self.assess(*inputs, store="s.db").out.splitlines(keepends=True)
        self.assertEqual(len(printed), len(inputs))
        for line in printed:
            run = self.run_program("show", json.loads(line)["id"], "--to", "json", "--store",
                                   "s.db")
            self.assert_code(run, 0)
            self.assertEqual(run.out, line)

    def test_show_gives_back_the_text(self):
        run = self.assess(program.patient("thiazide"), store="s.db", to="text")
        [stored] = self.stored("s.db")
        self.assertEqual(self.run_program("show", stored, "--store", "s.db").out, run.out)

    def test_an_id_may_be_shortened(self):
        self.assess("-", store="s.db", text=program.many_patients(17))
        ids = sorted(self.stored("s.db"))
        first, second = next(pair for pair in zip(ids, ids[1:]) if pair[0][0] == pair[1][0])
        common = next(i for i in range(36) if first[i] != second[i])
        verbs = [["show"], ["explain"], ["replay"], ["diff", first],
                 ["extend", "--plugins", "neurologic"]]
        for verb in verbs:
            whole = self.run_program(*verb, second, "--store", "s.db")
            self.assert_code(whole, 0)
            run = self.run_program(*verb, second[:common + 3], "--store", "s.db")
            self.assertEqual((run.code, run.out), (0, whole.out))
            run = self.run_program(*verb, second[:common], "--store", "s.db")
            self.assert_code(run, 2)
            self.assertIn("several assessments begin like this: ", run.err)
            self.assertIn("write more of the id", run.err)
        run = self.run_program("show", second[:common] + "%", "--store", "s.db")
        self.assertIn("there is no assessment", run.err)

    def test_the_default_store_is_private(self):
        run = self.run_program("assess", program.patient("thiazide"), "--to", "json")
        self.assert_code(run, 0)
        path = self.home / "data/causa/causa.db"
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(path.parent.stat().st_mode), 0o700)
        self.assertIn(run.json()["id"], self.run_program("list").out)

    def test_no_store(self):
        self.assert_code(self.assess(program.patient("thiazide")), 0)
        self.assertEqual([path.name for path in self.home.rglob("*.db")], [])

    def test_list(self):
        for name in ("thiazide", "child", "thiazide"):
            self.assess(program.patient(name), store="s.db")
        rows = self.run_program("list", "--store", "s.db", "--to", "json").json_lines()
        self.assertEqual([row["patient"] for row in rows], ["p-70102", "p-70105", "p-70102"])
        self.assertEqual(rows[0]["top_cause"], "medication.thiazide")
        self.assertEqual(rows[1]["worst_alert"], "emergency")
        self.assertIsNone(rows[1]["top_cause"])
        one = self.run_program("list", "--store", "s.db", "--limit", "1")
        self.assertIn(rows[0]["id"], one.out)
        self.assertNotIn(rows[1]["id"], one.out)
        of_patient = self.run_program("list", "--store", "s.db", "--patient", "p-70105")
        self.assertIn(rows[1]["id"], of_patient.out)
        self.assertNotIn(rows[0]["id"], of_patient.out)
        nobody = self.run_program("list", "--store", "s.db", "--patient", "nobody")
        self.assert_code(nobody, 0)
        self.assertIn("nothing is stored", nobody.err)

    def test_list_as_a_table_and_as_csv(self):
        for name in ("thiazide", "child"):
            self.assess(program.patient(name), store="s.db")
        text = self.run_program("list", "--store", "s.db").out.splitlines()
        self.assertEqual(len(text), 3)
        self.assertLessEqual(max(map(len, text)), 100)
        run = self.run_program("list", "--store", "s.db", "--to", "csv")
        rows = list(csv.DictReader(io.StringIO(run.out, newline="")))
        self.assertEqual([(row["patient_id"], row["worst_alert"], row["top_cause"])
                          for row in rows],
                         [("p-70105", "emergency", ""),
                          ("p-70102", "same-day", "medication.thiazide")])
        self.assertEqual([row["assessment_id"] for row in rows], self.stored("s.db"))

    def test_a_form_that_a_verb_cannot_write_is_refused_before_anything_is_printed(self):
        self.assess(program.patient("thiazide"), store="s.db")
        [stored] = self.stored("s.db")
        for arguments in (["list", "--to", "html"], ["knowledge", "list", "--to", "fhir"],
                          ["lint", program.patient("thiazide"), "--to", "csv"],
                          ["store", "stats", "--to", "html"], ["store", "migrate", "--to", "json"],
                          ["explain", stored, "--to", "json"], ["doctor", "--to", "json"]):
            with self.subTest(" ".join(map(str, arguments))):
                has_store = arguments[0] not in ("knowledge", "lint")
                run = self.run_program(*arguments, *(["--store", "s.db"] if has_store else []))
                self.assert_code(run, 2)
                self.assertEqual(run.out, "")
                self.assertIn("--to", run.err)

    def test_a_form_set_for_good_is_that_of_assessments(self):
        self.assess(program.patient("thiazide"), store="s.db")
        usual = self.run_program("list", "--store", "s.db")
        run = self.run_program("list", "--store", "s.db", CAUSA_TO="html")
        self.assert_code(run, 0)
        self.assertEqual(run.out, usual.out)

    def test_knowledge_as_csv_has_a_row_for_each_rule(self):
        lines = self.run_program("knowledge", "list", "--to", "json").out.splitlines()
        run = self.run_program("knowledge", "list", "--to", "csv")
        self.assert_code(run, 0)
        rows = list(csv.DictReader(io.StringIO(run.out, newline="")))
        # A condition may begin like a formula of a spreadsheet.
        self.assertEqual([(row["plugin"], row["rule"], row["when"].removeprefix("'"))
                          for row in rows],
                         [(rule["plugin"], rule["rule"], rule["when"])
                          for rule in map(json.loads, lines)])

    def test_list_shows_ids_of_patients_whole(self):
        long_id = "p-70102-" + "x" * 40
        self.write("p.json", program.patient("thiazide").read_text().replace("p-70102", long_id))
        self.assess("p.json", store="s.db")
        self.assertIn(long_id, self.run_program("list", "--store", "s.db").out)

    def test_an_explanation_of_one_cause(self):
        self.assess(program.patient("thiazide_timed"), store="s.db")
        [stored] = self.stored("s.db")
        run = self.run_program("explain", stored, "--cause", "medication.thiazide", "--store",
                               "s.db")
        self.assertIn("medication/thiazide_onset_4_weeks", run.out)
        self.assertNotIn("electrolytes/", run.out)
        wrong = self.run_program("explain", stored, "--cause", "medication.thiazid", "--store",
                                 "s.db")
        self.assert_code(wrong, 2)
        self.assertIn("did you mean medication.thiazide?", wrong.err)

    def test_doctor_finds_a_damaged_store(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db")
        self.assertIn("whole", self.run_program("doctor", "--store", "s.db").out)
        path = self.home / "s.db"
        with sqlite3.connect(path) as store:
            store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = bytearray(path.read_bytes())
        middle = len(content) // 2 // 4096 * 4096
        content[middle:middle + 8192] = bytes(8192)
        path.write_bytes(content)
        run = self.run_program("doctor", "--store", "s.db")
        self.assertIn(run.code, (4, 5), run.out)
        self.assertNotIn("All is well", run.out)


class WithoutModules(program.ProgramTest):
    """The installed program, whose modules are taken away after the assessment."""

    def test_an_explanation_needs_no_module(self):
        plugins = self.install()
        inputs = [program.patient("thiazide_timed"), program.patient("swollen_calf")]
        printed = self.assess(*inputs, store="s.db").out
        before = [self.run_program("explain", stored, "--store", "s.db").out
                  for stored in self.stored("s.db")]
        self.assertIn("Garrison", "".join(before))
        shutil.rmtree(plugins)
        shutil.rmtree(self.home / "cache", ignore_errors=True)
        after = [self.run_program("explain", stored, "--store", "s.db").out
                 for stored in self.stored("s.db")]
        # What the first place hangs on is tried with the modules, and said to be untried without.
        why = r"module org\.causa\.\w+ [\d.]+ is no longer installed"
        for text in after:
            self.assertRegex(text, rf"What would change the first place\n   Not tried: {why}\n")
        shown = self.run_program("show", self.stored("s.db")[0], "--store", "s.db", "--to", "text")
        self.assertRegex(" ".join(shown.out.split()), f"hangs on was not tried: {why}")
        heading = r"(?s)What would change the first place\n.*?\n\n"
        self.assertEqual([re.sub(heading, "", text) for text in after],
                         [re.sub(heading, "", text) for text in before])
        for line in map(json.loads, printed.splitlines()):
            shown = self.run_program("show", line["id"], "--to", "json", "--store", "s.db").json()
            self.assertEqual(shown, line | {"would_change": None, "would_change_to": None})

    def test_core_alone(self):
        plugins = self.install()
        shutil.rmtree(plugins)
        run = self.assess(program.patient("swollen_calf"))
        self.assert_code(run, 0)
        self.assertEqual([module["id"] for module in run.json()["plugins"]], ["org.causa.core"])
        self.assertEqual((run.json()["ranking"], run.json()["causes"]), ("none", []))
        text = self.assess(program.patient("swollen_calf"), to="text").out
        self.assertIn("No module beside the core is installed", text)
        doctor = self.run_program("doctor")
        self.assert_code(doctor, 5)
        self.assertIn("only the built-in module", doctor.out)
        self.assertIn(str(plugins), doctor.out)

    def test_without_terminology_nothing_is_guessed(self):
        plugins = self.install()
        shutil.rmtree(plugins.parents[2] / "share/causa/terminology")
        run = self.assess(program.patient("swollen_calf"), store="s.db")
        self.assert_code(run, 2)
        self.assertEqual(run.out, "")
        self.assertIn("reinstall causa", run.err)
        self.assertFalse((self.home / "s.db").exists())


    def test_a_slip_of_the_pen_leaves_no_store(self):
        patient = program.patient("swollen_calf")
        broken = self.write("columns.toml", "patient = {")
        for wrong in (["--plugins", "nosuch"], ["--mapping", broken, "--from", "csv"],
                      [self.home / "nothing.json"]):
            with self.subTest(wrong):
                run = self.assess(patient, *wrong, store="s.db")
                self.assert_code(run, 2)
                self.assertEqual(sorted(self.home.glob("s.db*")), [])


class Manifests(program.ProgramTest):
    def test_each_module_is_kept_once(self):
        for _ in range(3):
            self.assess(program.patient("thiazide"), store="s.db")
        with sqlite3.connect(self.home / "s.db") as store:
            modules = store.execute("SELECT id, count(*) FROM module GROUP BY id").fetchall()
        self.assertEqual({count for _, count in modules}, {1})
        self.assertEqual(len(modules), 8)

    def test_the_same_input_gives_the_same_assessment(self):
        runs = [self.assess(program.EXAMPLE, store="s.db").out for _ in range(2)]
        self.assertEqual(golden.mask(runs[0]), golden.mask(runs[1]))


if __name__ == "__main__":
    unittest.main()
