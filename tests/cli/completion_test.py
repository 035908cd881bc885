# SPDX-License-Identifier: Apache-2.0
"""What a shell proposes after `causa`: real bash with the script that the program writes, and that is
installed where bash and zsh look for it."""

import shutil
import subprocess
import sys
import unittest

from completing import tables
from program import PREFIX, ProgramTest

# Runs the completion on the words given, as bash does at the end of a line.
ASK = r'''
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_causa
printf '%s\n' "${COMPREPLY[@]}"
'''

# Stands in for zsh's own functions and tells what they are asked for.
ASK_ZSH = r'''
_describe() { local -a found; found=("${(@P)2}"); print -l -- "${found[@]%%:*}"; }
_arguments() { print -l -- "$@"; }
script=$1; shift
words=("$@"); CURRENT=$#
source $script
'''


class Completion(ProgramTest):
    def script(self, shell):
        run = self.run_program("completion", shell)
        self.assert_code(run, 0)
        self.assertEqual(run.err, "")
        return self.write(f"completion.{shell}", run.out)

    def proposed(self, *words):
        done = subprocess.run(["bash", "-c", ASK, "ask", str(self.script("bash")), "causa", *words],
                              cwd=self.home, env=self.environment, capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(done.stderr, "")
        return [word for word in done.stdout.splitlines() if word]

    def test_verbs(self):
        self.assertIn("assess", self.proposed(""))
        self.assertEqual(self.proposed("wa"), ["watch"])
        self.assertEqual(self.proposed("help", "doc"), ["doctor"])

    def test_every_verb_of_the_help_is_known(self):
        first, verbs = tables(self.script("bash").read_text())
        shown = [line.split()[0] for line in self.run_program("help").out.splitlines()
                 if line.startswith("  ") and line[2] != " "]
        self.assertGreater(len(shown), 10)
        for verb in shown:
            self.assertIn(verb, first)
            self.assertIn(verb, verbs)

    def test_every_option_proposed_is_one(self):
        _, verbs = tables(self.script("bash").read_text())
        for verb, (_, options) in verbs.items():
            if verb == "help":
                continue
            told = self.run_program("help", verb).out
            for option in options:
                if option != "--help":
                    self.assertIn(f"  {option}", told, verb)

    def test_actions(self):
        self.assertLessEqual({"list", "show", "scan", "why", "new"}, set(self.proposed("plugins", "")))
        self.assertEqual(self.proposed("store", "mi"), ["migrate"])

    def test_options_of_the_verb_alone(self):
        self.assertEqual(self.proposed("validate", "--sv"), ["--svg"])
        self.assertEqual(self.proposed("assess", "--sv"), [])
        self.assertEqual(self.proposed("--version", "--lic"), ["--licenses", "--licences"])
        self.assertIn("--as-of", self.proposed("assess", "--"))

    def test_values(self):
        self.assertEqual(self.proposed("assess", "x.json", "--to", "h"), ["html", "hl7v2"])
        self.assertEqual(self.proposed("assess", "--to", "=", "js"), ["json"])
        self.assertEqual(self.proposed("plugins", "new", "org.a.b", "--lang", "r"), ["rust", "rules"])
        self.assertEqual(self.proposed("assess", "--top", ""), [])

    def test_files_and_folders(self):
        self.write("patient one.json", "{}")
        self.write("folder/x.json", "{}")
        self.assertEqual(self.proposed("assess", "pat"), ["patient one.json"])
        self.assertEqual(self.proposed("assess", "--plugin", "pat"), ["patient one.json"])
        self.assertEqual(self.proposed("watch", "--out", ""), ["folder"])
        self.assertIn("none", self.proposed("assess", "--store", ""))

    def test_zsh(self):
        script = self.script("zsh")
        if not shutil.which("zsh"):
            print("SKIPPED: zsh isn't installed, so its script wasn't run", file=sys.stderr)
            self.skipTest("no zsh")

        def ask(*words):
            done = subprocess.run(["zsh", "-f", "-c", ASK_ZSH, "ask", str(script), "causa", *words],
                                  capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            return done.stdout.splitlines()

        self.assertIn("assess", ask(""))
        self.assertTrue([line for line in ask("assess", "") if line.startswith("*--to=[")
                         and line.endswith("(text json html csv fhir cards hl7v2 none)")])
        self.assertTrue([line for line in ask("plugins", "") if line.startswith("1:action:(list ")])

    def test_shells_that_it_does_not_know(self):
        run = self.run_program("completion", "fish")
        self.assert_code(run, 2)
        self.assertIn("it takes bash or zsh", run.err)

    def test_installed(self):
        for shell, place in (("bash", "share/bash-completion/completions/causa"),
                             ("zsh", "share/zsh/site-functions/_causa")):
            self.assertEqual((PREFIX / place).read_text(), self.script(shell).read_text())


if __name__ == "__main__":
    unittest.main()
