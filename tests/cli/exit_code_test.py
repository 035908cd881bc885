# SPDX-License-Identifier: Apache-2.0
"""Exit codes: each alone, their precedence, the last line and --summary."""

import json
import subprocess
import unittest

import program

GOOD = program.patient("potassium_critical")


class ExitCodes(program.ProgramTest):
    def assert_told(self, run, code, *words):
        """This code, nothing on standard output, and an error that has these words."""
        self.assert_code(run, code)
        self.assertEqual(run.out, "")
        for word in words:
            self.assertIn(word, run.err)

    def config(self, text):
        self.write("causa.toml", text)
        return self.assess(GOOD, "--config", "causa.toml")

    def test_0_done(self):
        run = self.assess(GOOD)
        self.assert_code(run, 0)
        self.assert_silent(run)

    def test_1_one_of_several_is_broken_and_the_others_are_assessed_and_stored(self):
        self.write("broken.json", '{"resourceType": "Bundle"')
        run = self.assess(program.patient("thiazide"), "broken.json", GOOD, store="s.db")
        self.assert_code(run, 1)
        self.assertIn("broken.json: ", run.err)
        printed = [one["id"] for one in run.json_lines()]
        self.assertEqual(len(printed), 2)
        self.assertEqual(sorted(self.stored("s.db")), sorted(printed))

    def test_1_a_broken_line_between_good_ones(self):
        lines = program.many_patients(3).splitlines()
        lines.insert(1, '{"resourceType": "Patient"}')
        self.write("p.ndjson", "\n".join(lines))
        run = self.assess("p.ndjson")
        self.assert_code(run, 1)
        self.assertEqual(len(run.json_lines()), 3)
        self.assertIn("p.ndjson:2", run.err)

    def test_2_usage(self):
        for arguments, words in (
                (["asses"], ("asses", "did you mean assess?")),
                (["assess", GOOD, "--bogus"], ("--bogus", "causa help assess")),
                (["assess", GOOD, "--store", "none", "--store", "y.db"],
                 ("causa assess: --store is given more than once",)),
                (["assess", GOOD, "--to", "xml"], ("--to", "xml", "text, json")),
                (["assess", GOOD, "--from", "pdf"], ("--from", "pdf", "fhir")),
                (["assess", GOOD, "--fail-on", "red"], ("--fail-on", "red", "same-day")),
                (["assess", GOOD, "--batch", "many"], ("--batch", "many")),
                (["assess", GOOD, "--batch", "0"], ("--batch", "0")),
                (["assess", GOOD, "--top", "-1"], ("--top", "-1")),
                (["assess", GOOD, "--as-of", "2026-13-01"], ("--as-of", "2026-13-01")),
                (["assess", GOOD, "--policy", "lax"], ("lax", "folder, locked")),
                (["assess", GOOD, "--color", "sometimes"], ("--color", "sometimes", "never")),
                (["assess", GOOD, "--log-level", "loud"], ("loud", "warning")),
                (["assess", GOOD, "--plugins", "electrolite"], ("electrolite", "electrolytes")),
                (["assess", GOOD, "--without", "strian"], ("strian", "strain")),
                (["assess", GOOD, "--config", "no.toml"], ("no.toml",)),
                (["assess", "missing.json"], ("missing.json",)),
                (["list", "--limit", "few"], ("few", "causa help list")),
                (["list", "--to", "xml"], ("--to", "xml")),
                (["list", "everything"], ("everything", "causa help list")),
                (["doctor", "now"], ("now", "causa help doctor")),
                (["plugins", "bless"], ("bless", "causa help plugins")),
                (["plugins", "show"], ("plugins show",)),
                (["plugins", "show", "electrolite"], ("electrolytes",)),
                (["plugins", "why", "nobody"], ("nobody", "plugins scan")),
                (["knowledge", "burn"], ("burn",)),
                (["show"], ("ID",)),
                (["help", "asses"], ("did you mean assess?",)),
                (["asses", "--help"], ("did you mean assess?",))):
            with self.subTest(" ".join(map(str, arguments))):
                self.assert_told(self.run_program(*arguments), 2, *words)

    def test_2_configuration_with_line_and_column(self):
        for text, words in (
                ('[store]\npath = "s.db"\n[plugins]\npolicee = "locked"\n', ("4:", "policy")),
                ("[store\n", ("1:", "causa.toml")),
                ('store = "s.db"\n', ("1:", "section")),
                ("[model]\nshrinkage_t = 0\n", ("2:", "0.01 to 10")),
                ("[model]\nshrinkage_tt = 1\n", ("2:", "shrinkage_t")),
                ("[model]\nexpert_lr_strong = nan\n", ("2:", "out of range")),
                ("[model]\ngrade_weak = [0.15, 0.35, 0.05]\n", ("2:", "grade")),
                ('[plugins]\npolicy = "lax"\n', ("2:", "lax", "folder, locked")),
                ('[assess]\nto = "xml"\n', ("2:", "xml")),
                ('[assess]\n\nbatch = "many"\n', ("3:", "many")),
                ("[assess]\nbatch = 3.5\n", ("2:", "assess.batch")),
                ("[store]\npath = {}\n", ("2:", "store.path"))):
            with self.subTest(text):
                self.assert_told(self.config(text), 2, "causa.toml:", *words)

    def test_2_a_wrong_word_in_the_environment_names_the_variable(self):
        self.assert_told(self.run_program("assess", GOOD, CAUSA_TO="xml"), 2, "CAUSA_TO", "xml")

    def test_3_a_refused_plugin_and_the_rest_goes_on(self):
        self.write("broken.so", b"\x7fELF" + bytes(100))
        self.write("broken.yaml", "schema: causa.manifest/1\nid: [")
        for name in ("broken.so", "broken.yaml", "no.so", "README"):
            with self.subTest(name):
                run = self.assess(GOOD, "--plugin", name)
                self.assert_code(run, 3)
                self.assertIn(name, run.err)
                refused = [one for one in run.json()["plugins"] if one["status"] == "refused"]
                self.assertEqual(len(refused), 1)
                self.assertIn(name, refused[0]["why"])
                self.assertTrue(run.json()["alerts"])

    def test_4_store(self):
        self.write("text.db", "this is no database, and long enough to be sure of that\n" * 20)
        (self.home / "folder").mkdir()
        self.write("file", "no folder")
        for store in ("folder", "file/s.db", "text.db", "/proc/causa.db"):
            with self.subTest(store):
                self.assert_told(self.assess(GOOD, store=store), 4, store.split("/s.db")[0], "; ")
        for verb in (["show", "x"], ["list"], ["explain", "x"]):
            with self.subTest(verb[0]):
                self.assert_told(self.run_program(*verb), 4, "there is no store yet")
        self.assertFalse((self.home / "data").exists(), "reading must not make a store")

    def test_4_an_unknown_assessment(self):
        self.assess(GOOD, store="s.db")
        self.assert_told(self.run_program("show", "0000", "--store", "s.db"), 4, "0000")

    def test_10_an_alert_at_or_above_the_level(self):
        for name, level, code in (("potassium_critical", "emergency", 10),
                                  ("potassium_critical_old", "emergency", 0),
                                  ("potassium_critical_old", "same-day", 10),
                                  ("bulbar_signs", "same-day", 0),
                                  ("bulbar_signs", "urgent", 10),
                                  ("child", "emergency", 10),
                                  ("night_cramps", "urgent", 0)):
            with self.subTest(f"{name} {level}"):
                run = self.assess(program.patient(name), "--fail-on", level)
                self.assert_code(run, code)
                self.assertTrue(run.out)
                self.assertEqual("exit 10" in run.err, code == 10)

    def test_10_although_nobody_reads_standard_error(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                self.command("assess", program.patient("potassium_critical"), "--store", "none",
                             "--fail-on", "emergency"),
                cwd=self.home, env=self.environment, stdout=subprocess.DEVNULL, stderr=full,
                check=False)
        self.assertEqual(done.returncode, 10)

    def test_a_summary_of_an_earlier_run_says_nothing_of_this_one(self):
        summary = self.home / "s.json"
        self.assert_code(self.assess(GOOD, "--summary", summary), 0)
        with open("/dev/full", "wb") as full:
            subprocess.run(self.command("assess", GOOD, "--store", "none", "--summary", summary),
                           cwd=self.home, env=self.environment, stdout=full,
                           stderr=subprocess.DEVNULL, check=False)
        self.assertEqual(json.loads(summary.read_text(encoding="utf-8"))["exit"], 2)
        self.assert_code(self.assess("missing.json", "--summary", summary), 2)
        self.assertEqual(json.loads(summary.read_text(encoding="utf-8"))["assessed"], 0)

    def test_output_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "wb") as full:
            for verb, is_kept in ((["help"], False), (["assess", str(GOOD)], True),
                                  (["assess", str(GOOD), "--store", "none"], False),
                                  (["list"], False), (["doctor"], False),
                                  (["questionnaire"], False)):
                done = subprocess.run(self.command(*verb), cwd=self.home, env=self.environment,
                                      stdout=full, stderr=subprocess.PIPE, check=False)
                self.assertEqual(done.returncode, 2, verb)
                self.assertIn("standard output: ", done.stderr.decode())
                self.assertEqual("is in the store" in done.stderr.decode(), is_kept, verb)


class Several(program.ProgramTest):
    """More than one code: the first of 2, 4, 10, 1, 3 wins, and all are told."""

    def setUp(self):
        super().setUp()
        self.write("broken.json", "{")
        self.write("broken.yaml", "nothing")

    def run_summed(self, *arguments, store="none"):
        run = self.assess(*arguments, "--summary", "sum.json", store=store)
        summary = json.loads((self.home / "sum.json").read_text())
        self.assertEqual(summary["schema"], "causa.summary/1")
        self.assertEqual(summary["exit"], run.code)
        if len(summary["exits"]) > 1:
            self.assertEqual(run.err.splitlines()[-1], f"causa: {summary['text']}")
        return run, summary

    def test_alert_before_input_before_plugin(self):
        run, summary = self.run_summed(GOOD, "broken.json", "--plugin", "broken.yaml",
                                       "--fail-on", "emergency")
        self.assert_code(run, 10)
        self.assertEqual(summary["exits"], [1, 3, 10])
        self.assertEqual((summary["assessed"], summary["not_assessed"]), (1, 1))
        self.assertEqual(summary["alerts_at_or_above_fail_on"], 1)
        self.assertTrue(summary["text"].startswith("exit 10: "))
        for word in ("also 1: ", "also 3: "):
            self.assertIn(word, summary["text"])

    def test_input_before_plugin(self):
        run, summary = self.run_summed(GOOD, "broken.json", "--plugin", "broken.yaml")
        self.assert_code(run, 1)
        self.assertEqual(summary["exits"], [1, 3])

    def test_store_before_plugin(self):
        (self.home / "folder").mkdir()
        run, summary = self.run_summed(GOOD, "--plugin", "broken.yaml", store="folder")
        self.assert_code(run, 4)
        self.assertEqual(summary["exits"], [3, 4])
        self.assertEqual(summary["assessed"], 0)

    def test_usage_before_plugin(self):
        run, summary = self.run_summed("missing.json", "--plugin", "broken.yaml")
        self.assert_code(run, 2)
        self.assertEqual(summary["exits"], [2, 3])

    def test_nothing_wrong(self):
        run, summary = self.run_summed(GOOD)
        self.assert_code(run, 0)
        self.assertEqual((summary["exits"], summary["assessed"]), ([], 1))

    def test_a_summary_that_cannot_be_written_is_told_before_anything_is_assessed(self):
        run = self.assess(GOOD, "--summary", "no/such/sum.json", store="s.db")
        self.assert_code(run, 2)
        self.assertIn("no/such/sum.json: can't write: ", run.told)
        self.assertEqual(run.out, "")
        self.assertFalse((self.home / "s.db").exists())


if __name__ == "__main__":
    unittest.main()
