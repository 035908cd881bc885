# SPDX-License-Identifier: Apache-2.0
"""Whoever reads standard output goes away, or a file may not grow any more: the signal that the
system sends then doesn't kill the program. It ends as on a full disk, and says what is stored."""

import json
import os
import re
import resource
import subprocess
import unittest

import program
import watching

ENDED = "causa: error: standard output: whoever read it has gone; what was assessed so far is in " \
        "the store\n"


class OutputGone(program.ProgramTest):
    def run_to_nobody(self, *arguments):
        """As `causa ... | head`, with a reader who is gone before anything is printed."""
        reader, writer = os.pipe()
        os.close(reader)
        try:
            done = subprocess.run(self.command(*arguments), cwd=self.home, env=self.environment,
                                  stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE,
                                  timeout=120, check=False)
        finally:
            os.close(writer)
        run = program.Run(done.returncode, "", done.stderr.decode())
        self.assert_anonymous(run.err)
        return run

    def test_what_is_stored_is_acknowledged(self):
        self.write("in.hl7", "".join(watching.message(f"M{number}").replace("70401", f"{number:05}")
                                     for number in range(100)))
        run = self.run_to_nobody("assess", "in.hl7", *program.AS_OF, "--store", "s.db", "--to",
                                 "text", "--ack", "ack", "--summary", "summary.json")
        self.assert_code(run, 2)
        self.assertEqual(run.told, ENDED)
        stored = len(self.stored("s.db"))
        self.assertGreater(stored, 0)
        acknowledged = (self.home / "ack").read_text(encoding="utf-8")
        self.assertEqual(len(re.findall(r"MSA\|AA\|", acknowledged)), stored)
        summary = json.loads((self.home / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual((summary["exit"], summary["assessed"]), (2, stored))

    def test_without_a_store_those_that_follow_are_told_of(self):
        self.write("p.ndjson", program.many_patients(300))
        run = self.run_to_nobody("assess", "p.ndjson", *program.AS_OF, "--store", "none")
        self.assert_code(run, 2)
        self.assertEqual(run.told, "causa: error: standard output: whoever read it has gone; those "
                                   "that follow aren't assessed\n")

    def test_nothing_hangs_on_who_watches(self):
        self.assert_code(self.assess(program.patient("thiazide"), store="s.db", to="none"), 0)
        reader, writer = os.pipe()
        os.close(reader)
        try:
            done = subprocess.run(
                self.command("list", "--patient", "nobody", "--store", "s.db"), cwd=self.home,
                env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=writer, timeout=120, check=False)
        finally:
            os.close(writer)
        self.assertEqual(done.returncode, 0)

    def test_who_has_seen_enough_is_told_nothing(self):
        self.write("p.ndjson", program.many_patients(300))
        self.assert_code(self.assess("p.ndjson", store="s.db", to="none"), 0)
        for words in (("list", "--store", "s.db", "--limit", "0"), ("help",), ("--version",),
                      ("knowledge", "list"), ("store", "stats", "--store", "s.db")):
            with self.subTest(words):
                run = self.run_to_nobody(*words)
                self.assert_code(run, 2)
                self.assert_silent(run)


class NoLargerFile(program.ProgramTest):
    def run_limited(self, size, *arguments):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        done = subprocess.run(self.command(*arguments), cwd=self.home, env=self.environment,
                              capture_output=True, timeout=120, check=False, preexec_fn=limit)
        run = program.Run(done.returncode, done.stdout.decode(), done.stderr.decode())
        self.assert_anonymous(run.err)
        return run

    def setUp(self):
        super().setUp()
        self.write("p.ndjson", program.many_patients(1500))

    def test_of_the_store(self):
        run = self.run_limited(1_500_000, "assess", "p.ndjson", *program.AS_OF, "--store", "s.db",
                               "--to", "json", "--summary", "summary.json", "--batch", "50")
        self.assert_code(run, 4)
        self.assertIn("s.db: can't be written: files may grow only so large here (ulimit -f); "
                      "raise that limit, then run the same command again", run.err)
        self.assertIn("--resume", run.err)
        stored = self.stored("s.db")
        self.assertGreater(len(stored), 0)
        self.assertEqual({row["id"] for row in run.json_lines()}, set(stored))
        summary = json.loads((self.home / "summary.json").read_text(encoding="utf-8"))
        self.assertEqual(summary["exit"], 4)

    def test_a_write_that_is_cut_short_is_no_full_disk(self):
        run = self.run_limited(200 * 1024, "assess", "p.ndjson", *program.AS_OF, "--store", "s.db",
                               "--to", "none", "--without", "medication")
        self.assert_code(run, 4)
        self.assertNotIn("the disk is full", run.err)

    def test_the_other_verbs_speak_of_themselves(self):
        self.assert_code(self.assess("p.ndjson", store="s.db", to="none"), 0)
        for words in (("merge", "s.db", "--store", "all.db"),
                      ("forget", "--older-than", program.tomorrow(), "--store", "s.db")):
            with self.subTest(words):
                run = self.run_limited(500_000, "store", *words)
                self.assert_code(run, 4)
                self.assertIn("(ulimit -f); raise that limit, then run the same command again",
                              run.err)
                self.assertNotIn("--resume", run.err)


if __name__ == "__main__":
    unittest.main()
