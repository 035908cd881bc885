# SPDX-License-Identifier: Apache-2.0
"""A run that was cut off is gone on with: nothing is lost, nothing is stored twice, and what comes
out is whole and in order; but only if the input is the same."""

import json
import random
import re
import signal
import sqlite3
import subprocess
import time
import unittest

import program

PATIENTS = 600


class Resume(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.text = program.many_patients(PATIENTS)
        self.write("p.ndjson", self.text)

    def assess(self, *arguments, store="s.db", **options):
        return super().assess(*arguments, store=store, **options)

    def stored_patients(self):
        """Patients of all assessments, in the order in which they were stored."""
        with sqlite3.connect(self.home / "s.db") as store:
            return [patient for (patient,) in store.execute(
                "SELECT patient_id FROM assessment JOIN patient ON patient.id = patient "
                "ORDER BY assessment.id")]

    def cut_off(self, number, *arguments, seconds=0.0, stdin=None, as_of=program.AS_OF):
        """Runs until something was printed, and a while longer; sends a signal. True: it hit."""
        with open(self.home / "cut.out", "wb") as out, open(self.home / "cut.err", "wb") as err:
            process = subprocess.Popen(
                self.command("assess", *arguments, *as_of, "--to", "json", "--store", "s.db"),
                cwd=self.home, env=self.environment, stdin=stdin, stdout=out, stderr=err)
            while (self.home / "cut.out").stat().st_size == 0 and process.poll() is None:
                time.sleep(0.002)
            time.sleep(seconds)
            process.send_signal(number)
            code = process.wait(timeout=60)
        self.told = (self.home / "cut.err").read_text(encoding="utf-8")
        self.assert_anonymous(self.told)
        return code != 0

    def check_whole(self, run, before):
        self.assert_code(run, 0)
        expected = [f"p-{80000 + number}" for number in range(PATIENTS)]
        self.assertEqual(self.stored_patients(), expected)
        printed = run.json_lines()
        self.assertEqual([one["patient"]["id"] for one in printed], expected)
        self.assertEqual([one["id"] for one in printed], self.stored("s.db")[::-1])
        # What was printed before the end is printed again as it was.
        early = [line for line in before.splitlines() if line.endswith("}")]
        self.assertEqual(early, run.out.splitlines()[:len(early)])
        with sqlite3.connect(self.home / "s.db") as store:
            self.assertEqual(store.execute("SELECT count(*) FROM run WHERE ended_ms IS NULL")
                             .fetchone(), (0,))

    def test_killed_again_and_again(self):
        for jobs in (1, 3):
            with self.subTest(jobs=jobs):
                for left in self.home.glob("s.db*"):
                    left.unlink()
                arguments = ("p.ndjson", "--jobs", jobs, "--batch", 5)
                times = sum(
                    self.cut_off(signal.SIGKILL, *arguments, *(("--resume",) if number else ()),
                                 seconds=random.uniform(0, 0.15))
                    for number in range(4))
                self.assertGreater(times, 0)
                before = (self.home / "cut.out").read_text(encoding="utf-8", errors="replace")
                stored = len(self.stored_patients())
                run = self.assess(*arguments, "--resume", "--summary", "summary.json")
                self.check_whole(run, before)
                summary = json.loads((self.home / "summary.json").read_text(encoding="utf-8"))
                self.assertEqual(summary["stored_before"], stored)
                self.assertIn(f"{stored} patients were stored already", run.err)

    def test_interrupted_says_how_to_go_on(self):
        self.assertTrue(self.cut_off(signal.SIGINT, "p.ndjson", "--batch", 5))
        self.assertIn("--resume", self.told)
        before = (self.home / "cut.out").read_text(encoding="utf-8")
        self.check_whole(self.assess("p.ndjson", "--resume"), before)

    def test_a_full_disk_says_how_to_go_on(self):
        disk = self.home / "disk"
        disk.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk],
                              capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest("no small disk can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=True)
        full = self.assess("p.ndjson", "--batch", 5, store="disk/s.db")
        self.assert_code(full, 4)
        self.assertRegex(full.err, "the disk is full; make room, then .*--resume")
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        run = self.assess("p.ndjson", "--resume", store="disk/s.db")
        self.assert_code(run, 0)
        self.assertEqual(run.out.splitlines()[:len(full.out.splitlines())], full.out.splitlines())
        self.assertEqual([one["patient"]["id"] for one in run.json_lines()],
                         [f"p-{80000 + number}" for number in range(PATIENTS)])
        self.assertEqual([one["id"] for one in run.json_lines()], self.stored("disk/s.db")[::-1])

    def test_the_same_pipe_again(self):
        with open(self.home / "p.ndjson", "rb") as file:
            self.assertTrue(self.cut_off(signal.SIGKILL, "-", "--batch", 5, stdin=file))
        before = (self.home / "cut.out").read_text(encoding="utf-8", errors="replace")
        self.check_whole(self.assess("-", "--resume", text=self.text), before)

    def test_errors_and_refusals_are_told_again(self):
        lines = self.text.splitlines()
        for number in range(3, PATIENTS, 7):
            lines[number] = lines[number][:-9]
        # A birth in the future is an error of the linter.
        for number in range(5, PATIENTS, 11):
            record = json.loads(lines[number]) if number % 7 != 3 else None
            for entry in record["entry"] if record else ():
                if entry["resource"]["resourceType"] == "Patient":
                    entry["resource"]["birthDate"] = "2090"
            lines[number] = json.dumps(record) if record else lines[number]
        self.write("p.ndjson", "\n".join(lines) + "\n")
        whole = super().assess("p.ndjson", "--strict")
        self.assert_code(whole, 1)
        self.assertIn("refused by --strict", whole.err)
        self.assertTrue(self.cut_off(signal.SIGKILL, "p.ndjson", "--strict", "--batch", 9))
        run = self.assess("p.ndjson", "--strict", "--resume", "--jobs", 2)
        self.assert_code(run, 1)
        told = [line for line in run.told.splitlines() if "already" not in line]
        self.assertEqual(told, whole.told.splitlines())
        self.assertEqual([one["patient"] for one in run.json_lines()],
                         [one["patient"] for one in whole.json_lines()])

    def test_nothing_was_cut_off(self):
        run = self.assess("p.ndjson", "--resume")
        self.assert_code(run, 0)
        self.assertIn("no run over this input was cut off", run.err)
        # The run has ended: killed just then, a caller can't know.
        again = self.assess("p.ndjson", "--resume")
        self.assert_code(again, 0)
        self.assertEqual(again.out, run.out)
        self.assertEqual(len(self.stored_patients()), PATIENTS)
        # Without --resume it is a new run.
        self.assert_code(self.assess("p.ndjson", to="none"), 0)
        self.assertEqual(len(self.stored_patients()), 2 * PATIENTS)

    def test_another_input_is_refused(self):
        with open(self.home / "p.ndjson", "rb") as file:
            self.assertTrue(self.cut_off(signal.SIGKILL, "-", "--batch", 5, stdin=file))
        stored = self.stored_patients()
        lines = self.text.splitlines()
        changed = lines[1].replace('"gender": "female"', '"gender": "male"', 1)
        self.assertNotEqual(changed, lines[1])
        for other in ("\n".join([lines[0], changed, *lines[2:]]), "\n".join(lines[1:]),
                      lines[0]):
            run = self.assess("-", "--resume", text=other + "\n")
            self.assert_code(run, 2)
            self.assertIn("without --resume", run.err)
            self.assertRegex(run.err, "standard input|the end of the input")
            self.assertEqual(self.stored_patients(), stored, "nothing more is stored")

    def test_another_way_is_refused(self):
        self.write("other.toml", "[model]\ngrade_strong = [0.81, 0.50, 0.95]\n")
        self.assertTrue(self.cut_off(signal.SIGKILL, "p.ndjson", "--batch", 5))
        stored = self.stored_patients()
        for other, words in ((["--as-of", "2026-11-19"], "assessed as of 2026-11-20"),
                             ([*program.AS_OF, "--without", "strain"],
                              "assessed with other modules"),
                             ([*program.AS_OF, "--lint", "minimal"],
                              "assessed with --lint lenient; go on with --lint lenient"),
                             ([*program.AS_OF, "--strict"],
                              "assessed with --lint lenient; go on with --lint lenient"),
                             ([*program.AS_OF, "--config", "other.toml"],
                              "assessed with other settings")):
            run = self.run_program("assess", "p.ndjson", "--resume", *other, "--to", "json",
                                   "--store", "s.db")
            self.assert_code(run, 2)
            self.assertIn(words, run.err)
            self.assertEqual(run.out, "")
            self.assertEqual(self.stored_patients(), stored, "nothing more is stored")
        self.check_whole(self.assess("p.ndjson", "--resume"), "")

    def test_a_strict_run_is_gone_on_with_strictly(self):
        self.assertTrue(self.cut_off(signal.SIGKILL, "p.ndjson", "--batch", 5, "--strict"))
        run = self.assess("p.ndjson", "--resume")
        self.assert_code(run, 2)
        self.assertIn("assessed with --lint strict; go on with --lint strict", run.err)
        self.assert_code(self.assess("p.ndjson", "--resume", "--strict"), 1)
        self.assert_code(self.run_program("replay", "--all", "--store", "s.db"), 0)

    def move_into_the_past(self, ms):
        """All that is stored, as if the run had been cut off so long ago."""
        with sqlite3.connect(self.home / "s.db") as store:
            triggers = store.execute("SELECT name, sql FROM sqlite_master "
                                     "WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                store.execute(f"DROP TRIGGER {name}")
            store.execute("UPDATE run SET started_ms = started_ms - ?", (ms,))
            store.execute("UPDATE assessment SET as_of_ms = as_of_ms - ?", (ms,))
            for _, sql in triggers:
                store.execute(sql)

    def test_another_day_is_refused_though_nobody_stated_one(self):
        self.assertTrue(self.cut_off(signal.SIGKILL, "p.ndjson", "--batch", 5, as_of=()))
        self.move_into_the_past(86_400_000)
        stored = self.stored_patients()
        again = ("assess", "p.ndjson", "--resume", "--to", "json", "--store", "s.db")
        run = self.run_program(*again)
        self.assert_code(run, 2)
        self.assertEqual(run.out, "")
        self.assertEqual(self.stored_patients(), stored, "nothing more is stored")
        as_of = re.search(r"go on with --as-of (\S+),", run.err)[1]
        self.check_whole(self.run_program(*again, "--as-of", as_of), "")
        with sqlite3.connect(self.home / "s.db") as store:
            self.assertEqual(store.execute("SELECT count(DISTINCT as_of_ms) FROM assessment")
                             .fetchone(), (1,))

    def test_what_was_forgotten_since_is_told(self):
        self.assertTrue(self.cut_off(signal.SIGKILL, "p.ndjson", "--batch", 5))
        self.assert_code(self.run_program("store", "forget", "--patient", self.stored_patients()[1],
                                          "--store", "s.db"), 0)
        stored = self.stored_patients()
        run = self.assess("p.ndjson", "--resume")
        self.assert_code(run, 2)
        self.assertIn("1 assessment was forgotten since", run.err)
        self.assertIn("p.ndjson", run.err)
        self.assertIn("take who was forgotten out of the input", run.err)
        self.assertEqual(self.stored_patients(), stored, "nobody comes back")

    def test_a_changed_file_is_another_input(self):
        self.assertTrue(self.cut_off(signal.SIGKILL, "p.ndjson", "--batch", 5))
        self.write("p.ndjson", self.text + program.many_patients(1).replace("p-80000", "p-99999"))
        run = self.assess("p.ndjson", "--resume")
        self.assert_code(run, 0)
        self.assertIn("no run over this input was cut off", run.err)

    def test_without_a_store(self):
        run = self.assess("p.ndjson", "--resume", store="none")
        self.assert_code(run, 2)
        self.assertIn("--resume", run.err)


if __name__ == "__main__":
    unittest.main()
