# SPDX-License-Identifier: Apache-2.0
"""Options that a verb can't use, that are given twice or that have no value end the run before it
begins: whoever wrote one relies on it."""

import re
import unittest

import program

GOOD = program.patient("potassium_critical")


class Options(program.ProgramTest):
    def assert_refused(self, arguments, *words, **environment):
        with self.subTest(" ".join(map(str, arguments))):
            run = self.run_program(*arguments, **environment)
            self.assert_code(run, 2)
            self.assertEqual(run.out, "")
            for word in words:
                self.assertIn(word, run.err)

    def test_of_another_verb(self):
        for arguments, words in (
                (["watch", "w", "--once", "--ack", "f.hl7"], ("--ack", "did you mean --acks?")),
                (["lint", GOOD, "--fail-on", "emergency"], ("--fail-on", "causa help lint")),
                (["lint", GOOD, "--summary", "s.json"], ("--summary",)),
                (["replay", "--all", "--as-of", "2020"], ("--as-of",)),
                (["replay", "--all", "--without", "electrolytes"], ("--without",)),
                (["show", "1", "--fail-on", "urgent"], ("--fail-on",)),
                (["completion", "bash", "--store", "none"], ("--store",)),
                (["feedback", "a", "accepted", "--from", "csv"], ("--from",))):
            self.assert_refused(arguments, f"causa {arguments[0]}: it takes no {words[0]};", *words)

    def test_variables_and_the_file_hold_for_all_verbs(self):
        self.write("causa.toml", '[assess]\nfail_on = "urgent"\n[watch]\nquiet = 1\n')
        for arguments in (["lint", GOOD], ["completion", "bash"], ["questionnaire"]):
            run = self.run_program(*arguments, "--config", "causa.toml", CAUSA_AS_OF="2026-11-20",
                                   CAUSA_ACK="a.hl7", CAUSA_ACKS="acks", CAUSA_STORE="none")
            self.assertIn(run.code, (0, 5), run.err)
            self.assertNotIn("takes no", run.err)

    def test_help_lists_what_loading_modules_takes(self):
        for verb, takes in (("assess", True), ("show", True), ("list", False), ("diff", False)):
            told = self.run_program("help", verb).out
            self.assertIn("  --config FILE", told)
            for option in ("--allow-unapproved", "--trusted-keys", "--worker-memory"):
                self.assertEqual(f"  {option}" in told, takes, (verb, option))

    def test_help_names_the_forms_that_a_verb_writes(self):
        """Each of them is taken, and no other one."""
        every = ("text", "json", "html", "csv", "fhir", "cards", "hl7v2")
        for verb, arguments in (("list", []), ("history", ["--patient", "1"]), ("diff", ["a", "b"]),
                                ("lint", [GOOD]), ("replay", ["--all"]),
                                ("extend", ["--all", "--plugins", "strain"])):
            [line] = [line for line in self.run_program("help", verb).out.splitlines()
                      if line.startswith("  --to ")]
            for form in every:
                run = self.run_program(verb, *arguments, "--to", form)
                self.assertEqual("it can't write" in run.err, form not in line, (verb, form))

    def test_help_says_what_else_a_variable_can_set(self):
        """The settings that it lists are those; no other option is one."""
        defined = (program.SOURCE / "core/cli/settings.cpp").read_text(encoding="utf-8")
        self.assertIn('{"store", "', defined)
        for verb in ("assess", "list", "store", "extend"):
            own, settings = self.run_program("help", verb).out.split("settings, which can also")
            self.assertIn("  --store ", settings)
            names = re.findall(r"^  --([a-z-]+)", own, re.MULTILINE)
            self.assertTrue(names)
            self.assertEqual([name for name in names if f'{{"{name}", "' in defined], [])

    def test_names_that_nothing_stored_has_are_told(self):
        self.assess(GOOD, store="s.db")
        for option in ("--cause", "--family", "--module"):
            run = self.run_program("list", option, "nix", "--store", "s.db")
            self.assert_code(run, 0)
            self.assertIn(f"{option} nix: no stored assessment has", run.err)
        run = self.run_program("list", "--module", "electrolytes", "--until", "2020", "--store",
                               "s.db")
        self.assertNotIn("no stored assessment has", run.err)
        run = self.run_program("list", "--since", "2026-11-27 21:58", "--store", "s.db")
        self.assert_code(run, 2)
        self.assertIn("write YYYY", run.err)
        run = self.run_program("diff", self.stored("s.db")[0], "", "--store", "s.db")
        self.assert_code(run, 2)
        self.assertIn("the second ID: is empty", run.err)
        run = self.run_program("store", "backup", "no/such.db", "--store", "s.db")
        self.assert_code(run, 4)
        self.assertIn("no/such.db: ", run.err)

    def test_given_twice(self):
        self.assert_refused(["assess", GOOD, "--store", "none", "--store", "y.db"],
                            "causa assess: --store is given more than once")
        self.assertEqual(list(self.home.glob("*.db*")), [])
        self.assert_refused(["list", "--limit", "1", "--limit", "1"], "--limit")

    def test_lists_may_be_repeated(self):
        run = self.assess(GOOD, "--without", "strain", "--without", "medication")
        self.assert_code(run, 0)
        absent = {one["id"] for one in run.json()["plugins"] if one["status"] == "absent"}
        self.assertTrue({"strain", "medication"} <= {name.split(".")[-1] for name in absent}, absent)

    def test_no_value(self):
        for arguments in (["assess", GOOD, "--fail-on", ""], ["assess", GOOD, "--as-of", ""],
                          ["assess", GOOD, "--store", ""], ["assess", GOOD, "--plugins", ""],
                          ["assess", GOOD, "--without", "strain", "--without", ""],
                          ["list", "--patient", ""], ["store", "forget", "--patient", ""],
                          ["interview", "--save", ""]):
            name = [word for word in arguments if str(word).startswith("--")][-1]
            self.assert_refused(arguments, f"causa {arguments[0]}: {name} has no value", "shell")

    def test_an_empty_variable_is_not_set(self):
        run = self.assess(GOOD, CAUSA_FAIL_ON="", CAUSA_TOP="", CAUSA_PLUGINS="")
        self.assert_code(run, 0)
        self.assertGreater(len(run.json()["plugins"]), 3)


if __name__ == "__main__":
    unittest.main()
