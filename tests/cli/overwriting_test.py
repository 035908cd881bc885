# SPDX-License-Identifier: Apache-2.0
"""No option that names a file to write replaces what the run reads: an input, by whatever name, the
store, a mapping; and an interview overwrites nothing."""

import json
import os
import subprocess
import unittest

import program

GOOD = program.patient("potassium_critical")


class Overwriting(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.input = self.write("in/pa.json", GOOD.read_bytes())

    def assert_refused(self, run, *words):
        self.assert_code(run, 2)
        self.assertEqual(run.out, "")
        for word in words:
            self.assertIn(word, run.err)
        self.assertEqual(self.input.read_bytes(), GOOD.read_bytes())

    def test_an_input(self):
        for option in ("--ack", "--summary"):
            self.assert_refused(self.assess("in/pa.json", option, "in/pa.json"), f"{option}: ",
                                "an input of this run", "name another file")

    def test_an_input_by_another_name(self):
        os.symlink(self.input, self.home / "soft.json")
        os.link(self.input, self.home / "hard.json")
        for name in ("soft.json", "hard.json", "in/../in/pa.json"):
            with self.subTest(name):
                self.assert_refused(self.assess("in/pa.json", "--summary", name), name)

    def test_an_input_of_a_folder_and_standard_input(self):
        self.assert_refused(self.assess("in", "--summary", "in/pa.json"))
        for words in ((), ("-",)):
            with self.input.open("rb") as opened:
                self.assert_refused(self.assess(*words, "--summary", "in/pa.json", stdin=opened))
        self.assert_refused(self.run_program("watch", "in", "--once", "--summary", "in/pa.json",
                                             "--store", "none"))

    def test_the_variable_is_no_other_way(self):
        self.assert_refused(self.assess("in/pa.json", CAUSA_SUMMARY="in/pa.json"))

    def test_the_store_and_a_mapping(self):
        self.assert_code(self.assess("in/pa.json", store="s.db"), 0)
        before = (self.home / "s.db").read_bytes()
        self.assert_refused(self.assess("in/pa.json", "--summary", "s.db", store="s.db"), "the store")
        self.assertEqual((self.home / "s.db").read_bytes(), before)
        for name in ("s.db-wal", "s.db-shm", "s.db-journal", "s.db.audit", "./new.db", "new.db-wal"):
            store = "new.db" if "new" in name else "s.db"
            for option in ("--summary", "--ack"):
                self.assert_refused(self.assess("in/pa.json", option, name, store=store), name,
                                    "the store")
        self.assertEqual(list(self.home.glob("new.db*")), [])
        (self.home / "link.db").symlink_to("s.db")
        self.assert_refused(self.assess("in/pa.json", "--ack", "s.db-wal", store="link.db"),
                            "the store")
        self.write("m.yaml", "date: 2026-11-20\n")
        self.assert_refused(self.assess("in/pa.json", "--mapping", "m.yaml", "--ack", "m.yaml"),
                            "the mapping")

    def test_one_file_for_two_outputs(self):
        (self.home / "link").symlink_to("x")
        for ack in ("./x", "link"):
            self.assert_refused(self.assess("in/pa.json", "--summary", "x", "--ack", ack),
                                "--summary: ", "--ack writes too")
            self.assertFalse((self.home / "x").exists())

    def test_two_pipes_of_the_shell_are_two(self):
        line = " ".join(self.command("assess", "in/pa.json", *program.AS_OF, "--store", "none",
                                     "--to", "none", "--summary", ">(cat >s)", "--ack", ">(cat >a)"))
        done = subprocess.run(["bash", "-c", line + "; wait"], cwd=self.home, env=self.environment,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.home / "s").read_text())

    def test_a_store_that_will_be_made_where_a_link_leads(self):
        for name in ("new.db", "new.db-wal", "new.db.audit"):
            (self.home / "link").symlink_to(name)
            for option in ("--summary", "--ack"):
                self.assert_refused(self.assess("in/pa.json", option, "link", store="new.db"),
                                    "the store")
                self.assertEqual(list(self.home.glob("new.db*")), [])
            (self.home / "link").unlink()

    def test_standard_output_into_what_is_read(self):
        self.write("cases.json", "{}")
        for words, name in (
                (("assess", "in/pa.json", "--summary", "summary.json"), "in/pa.json"),
                (("assess", "in", "--summary", "summary.json"), "in/out.json"),
                (("lint", "in"), "in/out.json"), (("validate", "cases.json"), "cases.json")):
            with self.subTest(words=words):
                with open(self.home / name, "ab") as out:
                    done = subprocess.run(self.command(*words), cwd=self.home,
                                          env=self.environment, stdout=out,
                                          stderr=subprocess.PIPE, timeout=120, check=False)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(f"standard output: goes into {name}", done.stderr.decode())
                self.assertEqual(self.input.read_bytes(), GOOD.read_bytes())
                self.assertFalse((self.home / "summary.json").exists())
                (self.home / "in/out.json").unlink(missing_ok=True)
        for name in ("out.json", "in/out.txt"):
            with open(self.home / name, "wb") as out:
                done = subprocess.run(self.command("assess", "in", "--store", "none"),
                                      cwd=self.home, env=self.environment, stdout=out,
                                      stderr=subprocess.PIPE, timeout=120, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

    def run_printing_to(self, name, *words):
        with open(self.home / name, "ab") as out:
            done = subprocess.run(self.command(*words), cwd=self.home, env=self.environment,
                                  stdout=out, stderr=subprocess.PIPE, timeout=120, check=False)
        return program.Run(done.returncode, "", done.stderr.decode())

    def test_standard_output_into_another_output(self):
        (self.home / "link").symlink_to("out.txt")
        for option in ("--ack", "--summary"):
            for name in ("out.txt", "link"):
                with self.subTest(option, name=name):
                    run = self.run_printing_to("out.txt", "assess", "in/pa.json", option, name,
                                               "--store", "s.db")
                    self.assert_refused(run, f"standard output: goes into {name}, which {option} ",
                                        "send it elsewhere")
                    self.assertEqual((self.home / "out.txt").read_bytes(), b"")
                    self.assertFalse((self.home / "s.db").exists())
        run = self.run_printing_to("out.txt", "assess", "in/pa.json", *program.AS_OF, "--to",
                                   "json", "--store", "none", "--summary", "/dev/stdout")
        self.assert_code(run, 0)
        printed = (self.home / "out.txt").read_text(encoding="utf-8").splitlines()
        self.assertEqual(["schema" in json.loads(line) for line in printed], [True, True])

    def test_standard_output_into_the_store(self):
        self.assert_code(self.assess("in/pa.json", store="s.db"), 0)
        (self.home / "link.db").symlink_to("s.db")
        self.write("summary.json", "old")
        for name in ("s.db", "s.db.audit", "s.db-wal"):
            self.write("s.db-wal", b"")
            before = (self.home / name).read_bytes()
            for words in (("assess", "in/pa.json", "--summary", "summary.json"), ("list",),
                          ("store", "check")):
                with self.subTest(name, words=words):
                    run = self.run_printing_to(name, *words, "--store", "link.db")
                    self.assert_refused(run, f"{name}, which belongs to the store", "store check")
                    self.assertEqual((self.home / name).read_bytes(), before)
        self.assertEqual((self.home / "summary.json").read_text(), "old")
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)
        # One that isn't there yet, but for the shell, which has made it empty.
        self.assert_refused(self.run_printing_to("new.db", "assess", "in/pa.json", "--store",
                                                 "new.db"), "belongs to the store")
        self.assertEqual((self.home / "new.db").read_bytes(), b"")

    def test_closed_descriptors_are_no_other_files(self):
        """Nothing that the program opens is read as its input or printed into in their place."""
        for closed, name, code, error in (
                ((0,), "in/pa.json", 0, ""), ((0,), "-", 1, "standard input: the input is empty"),
                ((1,), "in/pa.json", 2, "standard output: Bad file descriptor"),
                ((2,), "in/pa.json", 0, ""), ((0, 1, 2), "-", 1, ""),
                ((0, 1, 2), "in/pa.json", 2, "")):
            with self.subTest(closed=closed, name=name):
                def close(numbers=closed):
                    for number in numbers:
                        os.close(number)
                done = subprocess.run(
                    self.command("assess", name, *program.AS_OF, "--store", "s.db"),
                    cwd=self.home, env=self.environment, capture_output=True, timeout=20,
                    check=False, preexec_fn=close)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(error, done.stderr.decode())
                self.assertEqual(len(self.stored("s.db")), name != "-")
                self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)
                for left in self.home.glob("s.db*"):
                    left.unlink()

    def test_cases_that_are_validated(self):
        cases = self.write("cases.json", "{}")
        self.assert_refused(self.run_program("validate", "cases.json", "--svg", "cases.json"))
        self.assertEqual(cases.read_text(), "{}")

    def test_what_an_earlier_run_wrote_is_replaced(self):
        self.write("summary.json", "old")
        self.assert_code(self.assess("in/pa.json", "--summary", "summary.json"), 0)
        self.assertIn("causa.summary/1", (self.home / "summary.json").read_text())

    def test_an_interview_overwrites_no_case(self):
        kept = self.write("keep.yaml", "mine\n")
        run = self.run_program("interview", "--save", "keep.yaml", "--store", "none")
        self.assert_refused(run, "keep.yaml: is there already", "--save")
        self.assertEqual(kept.read_text(), "mine\n")
        self.assertNotIn("?", run.err)


if __name__ == "__main__":
    unittest.main()
