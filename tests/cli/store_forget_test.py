# SPDX-License-Identifier: Apache-2.0
"""`causa store forget`, `merge` and `export`, by the real program."""

import contextlib
import csv
import io
import json
import re
import signal
import sqlite3
import stat
import subprocess
import time
import unittest

import program
from store_faults_test import clock_moved

class Forget(program.ProgramTest):
    def forget(self, *arguments):
        return self.run_program("store", "forget", *arguments, "--store", "s.db")

    def test_a_forgotten_patient_is_in_no_file(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db")
        alert = self.run_program("list", "--patient", "p-70105", "--store", "s.db", "--to",
                                 "json").json()
        dry = self.forget("--patient", "p-70105", "--dry-run")
        self.assertEqual(dry.out, "1 assessment would be forgotten\n")
        run = self.forget("--patient", "p-70105")
        self.assert_code(run, 0)
        self.assertNotIn("70105", run.out + run.err)
        for path in self.home.glob("s.db*"):
            self.assertNotIn(b"p-70105", path.read_bytes(), path.name)
            self.assertNotIn(alert["id"].encode(), path.read_bytes(), path.name)
        self.assert_code(self.run_program("show", alert["id"], "--store", "s.db"), 4)
        check = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(check, 0)
        self.assertEqual(self.run_program("list", "--patient", "p-70105", "--store", "s.db").out,
                         "")

    def test_a_signal_does_not_leave_traces(self):
        one = json.dumps(json.loads(program.patient("thiazide").read_text(encoding="utf-8")))
        self.assess("-", text=(one + "\n") * 2000, store="s.db", to="none")
        identifier = json.loads(one)["entry"][0]["resource"]["id"]
        self.assertIn(identifier.encode(), (self.home / "s.db").read_bytes())
        process = subprocess.Popen(
            self.command("store", "forget", "--patient", identifier, "--store", "s.db"),
            cwd=self.home, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        log = self.home / "s.db-wal"
        while process.poll() is None and not (log.exists() and log.stat().st_size > 0):
            time.sleep(0.001)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate()
        self.assertEqual(process.returncode, 0, err)
        self.assertIn(b"2000 assessments forgotten", out)
        for path in self.home.glob("s.db*"):
            self.assertNotIn(identifier.encode(), path.read_bytes(), path.name)

    def test_traces_are_told_of(self):
        """As a call that was killed leaves them."""
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db")
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store, store:
            store.execute("CREATE TABLE grows (x)")
            store.executemany("INSERT INTO grows VALUES (?)", [("x" * 4000,)] * 20)
            store.execute("DROP TABLE grows")
        check = self.run_program("store", "check", "--store", "s.db")
        self.assertNotIn("traces", check.out)  # pages are free, but nobody was forgotten
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store, store:
            store.execute("UPDATE forgotten SET times = 1")  # as an earlier causa left it
        check = self.run_program("store", "check", "--store", "s.db")
        self.assertIn("traces of what was forgotten may be left in the file", check.out)
        self.assert_code(self.forget("--patient", "p-99999"), 0)
        check = self.run_program("store", "check", "--store", "s.db")
        self.assertNotIn("traces", check.out)

    def test_a_log_that_is_held_by_a_reader_is_a_trace_until_it_is_cut(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db")
        reader = sqlite3.connect(self.home / "s.db")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM assessment").fetchone()
        run = self.forget("--patient", "p-70105")
        self.assert_code(run, 4)
        reader.close()
        check = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(check, 0)
        self.assertIn("traces of what was forgotten may be left in the file", check.out)
        self.assert_code(self.forget("--patient", "p-70105"), 0)
        check = self.run_program("store", "check", "--store", "s.db")
        self.assert_code(check, 0)
        self.assertNotIn("traces", check.out)

    def test_nobody_and_misuse(self):
        self.assess(program.patient("thiazide"), store="s.db")
        nobody = self.forget("--patient", "p-99999")
        self.assert_code(nobody, 0)
        self.assertIn("nothing is stored that fits; an identifier must be whole", nobody.err)
        for arguments, words in (([], "--patient ID or --older-than"),
                                 (["--patient", "p-70102", "--older-than", "3"], "takes --patient"),
                                 (["--older-than", "soon"], "--older-than"),
                                 (["--older-than", "0"], "1 to"),
                                 (["--older-than", "2024"], "may be a year or days"),
                                 (["--older-than", "2061-01-01"], "is still to come by the clock"),
                                 (["x"], "takes no x")):
            run = self.forget(*arguments)
            self.assert_code(run, 2)
            self.assertIn(words, run.err)
        self.assertEqual(len(self.stored("s.db")), 1)

    def test_what_is_old_goes(self):
        self.assess(program.patient("thiazide"), store="s.db")
        for age in ("3650", "2026-01-01"):
            self.assertIn("nothing is stored", self.forget("--older-than", age).err)
        run = self.forget("--older-than", program.tomorrow())
        self.assert_code(run, 0)
        self.assertIn(f"1 assessment forgotten, older than {program.tomorrow()}T00:00:00", run.out)
        self.assertEqual(self.stored("s.db"), [])

    def test_days_do_not_count_from_a_clock_that_jumped_ahead(self):
        ahead = clock_moved(self, 20 * 365)
        self.assess(program.patient("thiazide"), store="s.db")
        for more in ((), ("--dry-run",)):
            run = self.run_program("store", "forget", "--older-than", "3650", *more, "--store",
                                   "s.db", **ahead)
            self.assert_code(run, 2)
            self.assertEqual(run.out, "")
            today, last, until, date = re.search(
                r"--older-than 3650: today is (20\S+) by the clock, and nothing was stored in s.db "
                r"from (20\S+) to (20\S+): the clock may have jumped ahead, .*; set the clock; "
                r"if it is right, say the date: --older-than (20\S+)\n", run.err).groups()
            self.assertEqual(today, until)
            self.assertEqual(int(today[:4]) - int(last[:4]), 20)
            self.assertEqual(int(today[:4]) - int(date[:4]), 10)
        # What was stored since the jump doesn't make it a smaller one.
        self.assess(program.patient("child"), store="s.db", **ahead)
        run = self.run_program("store", "forget", "--older-than", "3650", "--store", "s.db",
                               **ahead)
        self.assert_code(run, 2)
        self.assertEqual(len(self.stored("s.db")), 2)
        # Now the clock is right again: no longer ahead of anything.
        self.assertIn("nothing is stored that fits", self.forget("--older-than", "3650").err)
        # Who knows that the clock is right says the date.
        run = self.run_program("store", "forget", "--older-than", date, "--store", "s.db", **ahead)
        self.assert_code(run, 0)
        self.assertIn("1 assessment forgotten", run.out)

    def test_days_count_from_a_clock_that_is_some_months_later(self):
        months_later = clock_moved(self, 200)
        self.assess(program.patient("thiazide"), store="s.db")
        run = self.run_program("store", "forget", "--older-than", "100", "--store", "s.db",
                               **months_later)
        self.assert_code(run, 0)
        self.assertIn("1 assessment forgotten", run.out)

    def test_who_takes_out_is_told_of_what_may_keep_it(self):
        self.assess(program.patient("thiazide"), store="s.db")
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store:
            store.executescript("CREATE TABLE kept (id); CREATE TRIGGER keep AFTER INSERT ON "
                                "forgetting BEGIN INSERT INTO kept VALUES (NEW.assessment); END")
        run = self.forget("--older-than", program.tomorrow())
        self.assertIn("may keep what was forgotten; causa store check names them", run.err)

    def test_a_watcher_may_have_the_store_open(self):
        self.assess(program.patient("thiazide"), program.patient("child"), store="s.db")
        reader = sqlite3.connect(self.home / "s.db")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM assessment").fetchone()
        run = self.run_program("store", "forget", "--patient", "p-70105", "--store", "s.db")
        self.assert_code(run, 4)
        self.assertIn("1 assessment forgotten", run.out)
        self.assertIn("traces may be left in the file", run.err)
        # Not read here before the end: that would drop the locks that this process holds.
        self.assert_code(self.forget("--patient", "p-70105"), 4)
        reader.execute("COMMIT")
        self.assert_code(self.forget("--patient", "p-70105"), 0)
        reader.close()
        for path in self.home.glob("s.db*"):
            self.assertNotIn(b"p-70105", path.read_bytes())


class Merge(program.ProgramTest):
    def test_stores_of_two_machines(self):
        self.assess(program.patient("thiazide"), program.patient("child"), store="a.db")
        self.assess(program.patient("swollen_calf"), store="b.db")
        shown = {one: self.run_program("show", one, "--store", name, "--to", "json").out
                 for name in ("a.db", "b.db") for one in self.stored(name)}
        for out in ("added, 0 known", "0 assessments added, 2 known"):
            run = self.run_program("store", "merge", "a.db", "--store", "all.db")
            self.assert_code(run, 0)
            self.assertIn(out, run.out)
        self.assert_code(self.run_program("store", "merge", "b.db", "--store", "all.db"), 0)
        self.assertEqual({one: self.run_program("show", one, "--store", "all.db", "--to",
                                                "json").out for one in self.stored("all.db")},
                         shown)
        self.assert_code(self.run_program("store", "check", "--store", "all.db"), 0)

    def test_later_versions_are_no_assessments(self):
        self.write("many.ndjson", program.many_patients(3))
        self.assess("many.ndjson", "--without", "strain", store="a.db")
        merge = ("store", "merge", "a.db", "--store", "all.db")
        self.assertEqual(self.run_program(*merge).out,
                         "a.db: 3 assessments added, 0 known already\n")
        self.run_program("extend", "--all", "--plugins", "strain", "--store", "a.db")
        self.assertEqual(self.run_program(*merge).out,
                         "a.db: 3 later versions added, 3 known already\n")
        self.assertEqual(self.run_program(*merge).out,
                         "a.db: 0 assessments added, 3 assessments and 3 later versions known "
                         "already\n")
        self.assertEqual(self.run_program("store", "merge", "a.db", "--store", "new.db").out,
                         "a.db: 3 assessments and 3 later versions added, 0 known already\n")

    def test_what_cannot_be_merged(self):
        self.assess(program.patient("thiazide"), store="s.db")
        self.write("letter.db", "a letter")
        for name in ("none.db", "letter.db"):
            run = self.run_program("store", "merge", name, "--store", "s.db")
            self.assert_code(run, 4)
            self.assertIn(name, run.err)
            self.assertNotIn("assess somebody", run.err)


class Export(program.ProgramTest):
    TABLES = {"assessments", "alerts", "causes", "evidence", "facts", "advice", "modules",
              "feedback", "audit"}

    def test_tables_hold_what_show_says(self):
        printed = [json.loads(line) for line in self.assess(
            *sorted(program.PATIENTS.glob("*.json")), store="s.db").out.splitlines()]
        run = self.run_program("store", "export", "out", "--store", "s.db", "--to", "csv")
        self.assert_code(run, 0)
        folder = self.home / "out"
        self.assertEqual({path.stem for path in folder.iterdir()}, self.TABLES)
        self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700)
        tables = {path.stem: list(csv.DictReader(io.StringIO(
            path.read_bytes().decode(), newline=""))) for path in folder.iterdir()}
        self.assertEqual(len(tables["assessments"]), len(printed))
        for one in printed:
            alerts = [row for row in tables["alerts"] if row["assessment_id"] == one["id"]]
            self.assertEqual([(row["module"], row["alert"], row["urgency"]) for row in alerts],
                             [(it["plugin"], it["id"], it["urgency"]) for it in one["alerts"]])
            causes = [row for row in tables["causes"] if row["assessment_id"] == one["id"]]
            # JSON rounds to what means something; tables hold what is stored.
            self.assertEqual([(row["cause"], row["role"]) for row in causes],
                             [(it["id"], it["role"]) for it in one["causes"]])
            for row, cause in zip(causes, one["causes"]):
                if cause["explains"]:  # null: nothing was to be explained
                    self.assertEqual(float(f"{float(row['explains']):.6g}"),
                                     cause["explains"]["p"])
            evidence = [row for row in tables["evidence"] if row["assessment_id"] == one["id"]]
            self.assertEqual([(row["rule"], row["holds"], row["counted"]) for row in evidence],
                             [(it["rule"], it["holds"], it["counted"]) for cause in one["causes"]
                              for it in cause["evidence"]])
        self.assertEqual(tables["audit"][0]["what"], "begun")

    def test_json_has_the_same_rows(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db")
        for form in ("csv", "json"):
            self.assert_code(self.run_program("store", "export", form, "--store", "s.db", "--to",
                                              form), 0)
        for name in self.TABLES - {"audit"}:
            rows = list(csv.DictReader(io.StringIO(
                (self.home / f"csv/{name}.csv").read_bytes().decode(), newline="")))
            objects = [json.loads(line) for line in
                       (self.home / f"json/{name}.ndjson").read_text().splitlines()]
            self.assertEqual(len(rows), len(objects), name)
            for row, one in zip(rows, objects):
                self.assertEqual(list(row), list(one))

    def test_a_damaged_one_is_named_and_left_out_of_every_table(self):
        self.write("many.ndjson", program.many_patients(5))
        self.assert_code(self.assess("many.ndjson", store="s.db"), 0)
        stored = self.stored("s.db")
        self.damage(stored[2])
        run = self.run_program("store", "export", "out", "--store", "s.db")
        self.assert_code(run, 4)
        self.assertRegex(run.err, f"s.db: assessment {stored[2]} version 1: can't be read: .* "
                                  r"has \d+ of its \d+ parts; restore the last backup")
        self.assertIn("out holds 4 assessments in 9 tables; 1 left out", run.out)
        for name in self.TABLES - {"audit", "feedback"}:
            there = {row["assessment_id"] for row in csv.DictReader(io.StringIO(
                (self.home / f"out/{name}.csv").read_bytes().decode(), newline=""))}
            self.assertLessEqual(there, set(stored) - {stored[2]}, name)
            if name in ("assessments", "facts", "modules"):
                self.assertEqual(len(there), 4, name)
        with sqlite3.connect(self.home / "s.db") as store:
            self.assertEqual(store.execute("SELECT detail FROM audit WHERE what = 9").fetchall(),
                             [("4 assessments as csv, 1 left out",)])
        # Of the others alone nothing is said.
        self.assert_code(self.run_program("store", "export", "none", "--until", "2000", "--store",
                                          "s.db"), 0)

    def test_a_form_that_no_export_has_is_told_with_those_that_it_has(self):
        self.assess(program.patient("thiazide"), store="s.db")
        for form, why in (("parquet", ", for which Debian 12 has no library"),
                          ("arrow", ", for which Debian 12 has no library"), ("html", ""),
                          ("jsn", "")):
            run = self.run_program("store", "export", "out", "--store", "s.db", "--to", form)
            self.assert_code(run, 2)
            self.assertEqual(run.told, f"causa: error: causa store: it can't write {form}{why}; "
                                       "use --to csv, or json\n")
        self.assertFalse((self.home / "out").exists())
        # Verbs that write assessments name all forms, others their own.
        run = self.run_program("show", "1", "--store", "s.db", "--to", "jsn")
        self.assert_code(run, 2)
        self.assertIn('--to: "jsn" is not understood; write one of: text, json, html', run.err)
        run = self.run_program("list", "--store", "s.db", "--to", "jsn")
        self.assert_code(run, 2)
        self.assertIn("causa list: it can't write jsn; use --to text, or json, or csv", run.err)
        run = self.run_program("list", "--store", "s.db", CAUSA_TO="jsn")
        self.assert_code(run, 2)
        self.assertIn('CAUSA_TO: "jsn" is not understood', run.err)

    def test_an_export_is_noted_and_overwrites_nothing(self):
        self.assess(program.patient("thiazide"), store="s.db")
        self.assert_code(self.run_program("store", "export", "out", "--store", "s.db"), 0)
        with sqlite3.connect(self.home / "s.db") as store:
            self.assertEqual(store.execute("SELECT detail FROM audit WHERE what = 9").fetchall(),
                             [("1 assessments as csv",)])
        run = self.run_program("store", "export", "out", "--store", "s.db")
        self.assert_code(run, 2)
        self.assertIn("File exists", run.err)
        self.assertEqual(list(self.home.glob("*unfinished*")), [])


if __name__ == "__main__":
    unittest.main()
