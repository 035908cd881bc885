# SPDX-License-Identifier: Apache-2.0
"""`causa plugins check` on modules with one fault each: it names that fault by the test that is
there for it, in the words of faulty/faults.py, and nothing else."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent / "faulty"))
from faults import FAULTS  # noqa: E402

PROGRAM = os.environ["CAUSA_PROGRAM"]
SOURCE = pathlib.Path(os.environ["CAUSA_SOURCE"])
FAULTY = pathlib.Path(os.environ["CAUSA_FAULTY"])
SAMPLES = pathlib.Path(os.environ["CAUSA_SAMPLES"])
CASES = SOURCE / "tests/contract/faulty/cases.yaml"
TROUBLE = ("warn", "fail", "crash")

RULES = """schema: causa.manifest/1
id: org.example.rules
version: 1.0.0
title: Rules alone
intended_use: Tests of causa plugins check; not for patients.
attributes:
  developer: causa project
  license: Apache-2.0
  released: 2026-11-25
  reviewed: {by: null, on: null, until: null}
  funding: none
  population: nobody
  uses: []
sources:
  - {id: judgement, citation: "Judgement of the module's authors; no published source", verified: false}
  - {id: unseen, citation: "A paper that nobody has looked up", year: 2020, verified: false}
rules:
  - id: potassium_low
    cause: electrolytes.hypokalemia
    about: explains
    when: "lab.potassium < 3 mmol/L"
    strength: {holds: weak for}
    basis: expert
    sources: [judgement]
    text: "potassium {lab.potassium} is low"
"""

RULES_CASES = """- name: low potassium
  given: {symptom.cramp: present, lab.potassium: 2.8 mmol/L}
  expect: {rules: [potassium_low], alerts: []}
"""


class Checked(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="causa-checker-")
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)

    def run_program(self, *arguments):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(("CAUSA_", "XDG_", "LC_", "LANG"))}
        environment |= {"HOME": str(self.home), "XDG_CACHE_HOME": str(self.home / "cache")}
        return subprocess.run([PROGRAM, "plugins", "check", *map(str, arguments)],
                              capture_output=True, text=True, env=environment, timeout=600,
                              cwd=self.home, check=False)

    def check(self, *arguments):
        done = self.run_program(*arguments, "--json", "--seed", "1")
        self.assertEqual(done.stderr, "")
        answer = json.loads(done.stdout)
        self.assertEqual(answer["schema"], "causa.plugins-check/1")
        return done.returncode, answer["modules"]

    @staticmethod
    def trouble(module):
        return {test["test"]: (test["status"], test["text"]) for test in module["tests"]
                if test["status"] in TROUBLE}

    def expect(self, module, expected, name):
        found = self.trouble(module)
        with self.subTest(fault=name):
            self.assertEqual({test: status for test, (status, _) in found.items()},
                             {test: status for test, (status, _) in expected.items()}, found)
            for test, (_, words) in expected.items():
                self.assertIn(words, found[test][1])


class Libraries(Checked):
    def test_each_fault_is_named_by_its_test_and_nothing_else_is(self):
        names = list(FAULTS)
        files = [FAULTY / f"faulty_{name}.so" for name in names]
        code, modules = self.check(*files, "--cases", CASES, "--fuzz", "0.2", "--time-limit",
                                   "10")
        self.assertEqual(code, 5)
        for name, module in zip(names, modules):
            self.expect(module, FAULTS[name], name)

    def test_a_sound_library_passes_everything(self):
        code, (module,) = self.check(FAULTY / "faulty_none.so", "--cases", CASES)
        self.assertEqual(code, 0)
        self.assertEqual(self.trouble(module), {})
        skipped = {test["test"] for test in module["tests"] if test["status"] == "skip"}
        self.assertEqual(skipped, set())
        self.assertGreater(module["counts"]["pass"], 35)

    def test_samples_in_c_and_cpp_pass(self):
        code, modules = self.check(SAMPLES / "sample.so", SAMPLES / "sample_c.so")
        self.assertEqual(code, 0)
        for module in modules:
            self.assertEqual(self.trouble(module), {}, module["file"])

    def test_a_file_that_is_no_library_is_named(self):
        for name, content, words in (("cut.so", (FAULTY / "faulty_none.so").read_bytes()[:5000],
                                      "is cut off"),
                                     ("text.so", b"INPUT(-lm)\n", "is no library"),
                                     ("empty.so", b"", "is empty")):
            (self.home / name).write_bytes(content)
            code, (module,) = self.check(name)
            self.assertEqual(code, 5)
            self.expect(module, {"image.note": ("fail", words)}, name)

    def test_a_file_that_others_may_write_is_named(self):
        copy = self.home / "open.so"
        copy.write_bytes((FAULTY / "faulty_none.so").read_bytes())
        copy.chmod(0o666)
        _, (module,) = self.check(copy)
        self.expect(module, {"image.file": ("fail", "chmod go-w")}, "mode")

    def test_missing_cases_are_a_warning(self):
        code, (module,) = self.check(FAULTY / "faulty_none.so", "--include", "content")
        self.assertEqual(code, 0)
        self.expect(module, {"content.tried": ("warn", "1 rule (calcium_low) and 1 alert")}, "")

    def test_a_fault_is_reproduced_by_its_seed(self):
        file = FAULTY / "faulty_neighbors.so"
        first = self.run_program(file, "--reproduce", "metamorphic.row_alone:7")
        again = self.run_program(file, "--reproduce", "metamorphic.row_alone:7")
        without_time = [line for line in first.stdout.splitlines() if " in " not in line[-12:]]
        self.assertEqual(first.returncode, 5)
        self.assertEqual(without_time,
                         [line for line in again.stdout.splitlines() if " in " not in line[-12:]])


class Documentation(Checked):
    def test_every_test_is_explained(self):
        text = (SOURCE / "docs/checking-a-plugin.md").read_text(encoding="utf-8")
        _, (module,) = self.check(FAULTY / "faulty_none.so", "--cases", CASES, "--fuzz", "0")
        for test in module["tests"]:
            self.assertIn(f"`{test['test']}`", text)


class Rules(Checked):
    def module(self, text, cases=RULES_CASES):
        folder = self.home / "module"
        folder.mkdir(exist_ok=True)
        (folder / "rules.yaml").write_text(text)
        (folder / "cases.yaml").write_text(cases)
        code, (module,) = self.check(folder / "rules.yaml")
        return code, module

    def test_a_sound_module_passes(self):
        code, module = self.module(RULES)
        self.assertEqual((code, self.trouble(module)), (0, {}))

    def test_each_fault_is_named(self):
        table = {
            "unreadable": (RULES + "alerts: [\n", RULES_CASES,
                           {"image.file": ("fail", "can't be read at line")}),
            "unknown key": (RULES + "rulse: []\n", RULES_CASES,
                            {"image.manifest": ("fail", "unknown key")}),
            "rule without source": (RULES.replace("    sources: [judgement]\n", ""), RULES_CASES,
                                    {"image.manifest": ("fail", "sources")}),
            "unknown concept": (RULES.replace("lab.potassium <", "lab.potasium <"), RULES_CASES,
                                {"image.knowledge": ("fail", "lab.potassium")}),
            "wrong unit": (RULES.replace("3 mmol/L", "3 kg"), RULES_CASES,
                           {"image.knowledge": ("fail", "kg")}),
            "manifest of a library": (RULES + "abi: {major: 1, needs_minor: 0}\n", RULES_CASES,
                                      {"image.manifest": ("fail", "the manifest of a library")}),
            "unknown slot": (RULES.replace("{lab.potassium}", "{lab.potasium}"), RULES_CASES,
                             {"content.texts": ("fail", "{lab.potasium}")}),
            "old review": (RULES.replace("{by: null, on: null, until: null}",
                                         '{by: "A. Reviewer", on: 2020-01-01, until: 2021-01-01}'),
                           RULES_CASES, {"content.review": ("warn", "good until 2021-01-01")}),
            "case that doesn't hold": (RULES, RULES_CASES.replace("2.8", "3.8"),
                                       {"content.cases": ("fail", "rule potassium_low does not")}),
            "rule without case": (RULES, RULES_CASES.replace("[potassium_low]", "[]")
                                  .replace("2.8", "3.8"),
                                  {"content.tried": ("warn", "1 rule (potassium_low)")}),
            "unreadable case": (RULES, RULES_CASES.replace("given:", "givn:"),
                                {"content.cases": ("fail", '"given" is missing')}),
        }
        for name, (text, cases, expected) in table.items():
            code, module = self.module(text, cases)
            self.expect(module, expected, name)
            worst = {status for status, _ in expected.values()}
            self.assertEqual(code, 5 if worst & {"fail", "crash"} else 0, name)


class Usage(Checked):
    def test_wrong_options_are_named(self):
        file = FAULTY / "faulty_none.so"
        for arguments, words in (
                ((), "takes FILE"),
                (("no_such_module",), "neither a file nor an installed module; causa plugins"),
                ((file, "--include", "memory.bouds"), "did you mean memory.bounds?"),
                ((file, "--seed", "x"), "no whole number"),
                ((file, "--fuzz", "-1"), "no number of seconds"),
                ((file, "--reproduce", "memory.bounds"), "TEST:SEED")):
            done = self.run_program(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(words, done.stderr)

    def test_an_installed_module_is_found_by_its_name(self):
        done = self.run_program("electrolytes", "--include", "image")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("org.causa.electrolytes", done.stdout)

    def test_lines_fit_a_terminal(self):
        done = self.run_program(FAULTY / "faulty_neighbors.so", FAULTY / "faulty_symbol.so")
        head = str(FAULTY)
        for line in done.stdout.splitlines():
            if not line.startswith(head):
                self.assertLessEqual(len(line), 100, line)


if __name__ == "__main__":
    unittest.main()
