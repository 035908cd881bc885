# SPDX-License-Identifier: Apache-2.0
"""Help and messages: every verb has help, lines fit 100 columns, the log holds no patient."""

import re
import subprocess
import unittest

import program

VERBS = ("assess", "show", "list", "explain", "plugins", "knowledge", "doctor", "watch", "validate")


class Help(program.ProgramTest):
    def assert_fits(self, text):
        self.assertEqual([line for line in text.splitlines() if len(line) > 100], [])

    def test_help_of_the_program(self):
        for arguments in (["help"], ["--help"], ["-h"], []):
            run = self.run_program(*arguments)
            self.assert_code(run, 0)
            self.assert_fits(run.out)
            for verb in VERBS:
                self.assertRegex(run.out, rf"(?m)^  {verb}\b")

    def test_help_of_each_verb(self):
        for verb in VERBS:
            with self.subTest(verb):
                run = self.run_program("help", verb)
                self.assert_code(run, 0)
                self.assert_fits(run.out)
                self.assertTrue(run.out.startswith(f"usage: causa {verb} "))
                self.assertNotIn("  [OPTIONS]", run.out)
                self.assertIn(f"example: causa {verb}", run.out)
                self.assertEqual(self.run_program(verb, "--help").out, run.out)

    def test_examples_of_the_help_are_understood(self):
        for verb in VERBS:
            text = self.run_program("help", verb).out
            for option in re.findall(r"--[a-z-]+", text.split("example: ")[1]):
                self.assertIn(f"  {option} ", text)

    def test_version(self):
        for word in ("--version", "version"):
            self.assertRegex(self.run_program(word).out, r"^causa \d+\.\d+\.\d+\n$")


class Text(program.ProgramTest):
    def test_explanations_fit(self):
        self.assess(*sorted(program.PATIENTS.glob("*.json")), program.EXAMPLE, store="s.db")
        texts = [self.run_program("plugins", "list").out]
        texts += [self.run_program("explain", one, "--store", "s.db").out
                  for one in self.stored("s.db")]
        long = {line for text in texts for line in text.splitlines() if len(line) > 100}
        self.assertEqual(long, set())

    def on_a_terminal(self, **environment):
        """Standard output of an assessment on a pseudo-terminal."""
        done = subprocess.run(
            ["script", "--quiet", "--return", "--command",
             " ".join(map(str, self.command("assess", program.patient("child"), *program.AS_OF,
                                            "--store", "none"))), "/dev/null"],
            env={**self.environment, "TERM": "xterm", **environment}, cwd=self.home,
            stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.assertIn(b"EMERGENCY", done.stdout)
        return done.stdout

    def test_color_on_a_terminal_unless_no_color(self):
        self.assertIn(b"\x1b[31m", self.on_a_terminal())
        self.assertNotIn(b"\x1b[3", self.on_a_terminal(NO_COLOR="1"))

    def test_other_letters_are_kept_and_counted_as_one(self):
        text = program.patient("potassium_critical").read_text()
        self.write("p.json", text.replace("mmol/L", "mm\u00f6l " * 40))
        run = self.assess("p.json", to="text")
        self.assertEqual([line for line in run.out.splitlines() if len(line) > 100], [])
        self.assertIn("mm\u00f6l mm\u00f6l mm\u00f6l", run.out)
        self.assertGreater(max(len(line.encode()) for line in run.out.splitlines()), 100)


class Log(program.ProgramTest):
    """Each run of these tests is searched for what identifies a patient; here it is the topic."""

    def test_all_patients_at_the_most_talkative_level(self):
        self.write("broken.json", '{"resourceType": "Bundle"')
        run = self.assess(*sorted(program.PATIENTS.glob("*.json")), program.EXAMPLE, "broken.json",
                          "--log-level", "debug", "--fail-on", "urgent", store="s.db")
        self.assert_code(run, 10)
        self.assertIn("assessed", run.err)

    def test_the_search_finds_what_it_looks_for(self):
        for words in ("Patient/p-70101", "MRN-70101", "Tamarisk", "born 1977-01-10"):
            with self.assertRaises(AssertionError):
                self.assert_anonymous(words)


class Readme(program.ProgramTest):
    def test_shows_what_the_program_says(self):
        shown = (program.SOURCE / "README.md").read_text().split("```text\n")[1].split("```")[0]
        said = self.assess(program.EXAMPLE, to="text").out
        self.assertIn(shown, said)


if __name__ == "__main__":
    unittest.main()
