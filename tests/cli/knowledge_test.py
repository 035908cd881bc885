# SPDX-License-Identifier: Apache-2.0
"""The knowledge as reviewers see it: one statement in full, all of them as a table, and the pages
in docs/knowledge. After a change of knowledge CAUSA_REWRITE_GOLDEN=1 writes the pages anew."""

import csv
import io
import json
import os
import unittest

import program

MODULES = ("hydration", "electrolytes", "circulation", "neurologic", "medication",
           "chronic_disease", "strain", "core")
PAGES = program.SOURCE / "docs/knowledge"


class Pages(program.ProgramTest):
    def test_the_pages_are_what_the_modules_state(self):
        for name in MODULES:
            run = self.run_program("knowledge", "export", name, "--to", "md")
            self.assert_code(run, 0)
            path = PAGES / f"{name}.md"
            if os.environ.get("CAUSA_REWRITE_GOLDEN"):
                path.write_text(run.out, encoding="utf-8")
            if run.out != path.read_text(encoding="utf-8"):
                self.fail(f"docs/knowledge/{name}.md is not what the module states; write it anew: "
                          "CAUSA_REWRITE_GOLDEN=1 ctest --preset release -R cli.knowledge")

    def test_no_page_is_of_a_module_that_is_gone(self):
        self.assertEqual({path.stem for path in PAGES.glob("*.md")}, {*MODULES})


class Export(program.ProgramTest):
    def exported(self):
        run = self.run_program("knowledge", "export", "--to", "json")
        self.assert_code(run, 0)
        return run.json_lines()

    def test_every_statement_stands_once_in_each_form(self):
        entries = self.exported()
        keys = [(one["plugin"], one["kind"], one["id"]) for one in entries]
        self.assertEqual(len(keys), len(set(keys)))
        self.assertEqual({kind for _, kind, _ in keys},
                         {"cause", "rule", "alert", "advice", "withhold", "derive"})
        table = self.run_program("knowledge", "export", "--to", "csv").out
        rows = list(csv.DictReader(io.StringIO(table, newline="")))
        self.assertEqual([(row["plugin"], row["kind"], row["id"]) for row in rows], keys)
        document = self.run_program("knowledge", "export").out
        for _, _, name in keys:
            self.assertIn(f"`{name}`", document)

    def test_every_statement_names_its_sources_in_full(self):
        for one in self.exported():
            parts = one["prior"] + one["decided_by"] if one["kind"] == "cause" else [one]
            for part in parts:
                self.assertTrue(part["sources"], one["id"])
            if one["kind"] != "cause":
                self.assertTrue(all(source["words"] for source in one["sources"]))

    def test_what_a_module_states_cannot_leave_its_cell(self):
        text = program.SOURCE.joinpath("tests/data/cli/knowledge/hostile.yaml").read_text()
        page = self.run_program("knowledge", "export", "hostile", "--plugin",
                                self.write("hostile.yaml", text)).out
        self.assertNotIn("<script", page)
        self.assertNotIn("javascript:x>", page)
        [row] = [line for line in page.splitlines() if line.startswith("| `night`")]
        self.assertEqual(row.replace("\\|", "").count("|"), 7)


class Show(program.ProgramTest):
    def test_a_rule_in_full(self):
        run = self.run_program("knowledge", "show", "circulation/pulse_abnormal")
        self.assert_code(run, 0)
        for words in ("rule pulse_abnormal", "circulation.pad", "LR 4.7 (2.2 to 9.9)", "counts as",
                      "sign.pulse.reduced", "khan2006", "JAMA", "measured"):
            self.assertIn(words, run.out)
        self.assertLessEqual(max(map(len, run.out.splitlines())), 100)

    def test_the_weight_is_the_one_that_counts(self):
        """A likelihood ratio of 4.7 (2.2 to 9.9), shrunk by its precision, as the model says."""
        rule = json.loads(self.run_program("knowledge", "show", "pulse_abnormal", "--to",
                                           "json").out)
        self.assertEqual(rule["holds"]["weight_millibans"], 605)
        self.assertLess(rule["holds"]["lr"], 4.7)
        self.assertLess(rule["fails"]["weight_millibans"], 0)

    def test_each_kind_is_found(self):
        for name, kind in (("electrolytes.hypokalemia", "cause"), ("heat_stroke", "alert"),
                           ("core/vitamin_k_with_warfarin", "withhold")):
            with self.subTest(name):
                shown = json.loads(self.run_program("knowledge", "show", name, "--to", "json").out)
                self.assertEqual(shown["kind"], kind)

    def test_a_slip_of_the_pen_has_a_hint(self):
        for wrong, right in (("pulse_abnormel", "pulse_abnormal"),
                             ("circulation/pulse_abnormel", "circulation/pulse_abnormal"),
                             ("electrolytes.hypokalaemia", "electrolytes.hypokalemia")):
            run = self.run_program("knowledge", "show", wrong)
            self.assert_code(run, 2)
            self.assertEqual(run.out, "")
            self.assertIn(f"did you mean {right}?", run.err)

    def test_misuse(self):
        for arguments in (["show"], ["show", "a", "b"], ["list", "a"], ["export", "circulatoin"],
                          ["show", "heat_stroke", "--to", "csv"], ["list", "--to", "md"]):
            with self.subTest(arguments):
                run = self.run_program("knowledge", *arguments)
                self.assert_code(run, 2)
                self.assertEqual(run.out, "")

    def test_markdown_is_no_form_of_an_assessment(self):
        run = self.assess(program.patient("thiazide"), to="md")
        self.assert_code(run, 2)
        self.assertEqual(run.out, "")
        self.assert_code(self.run_program("list", CAUSA_TO="md"), 2)


if __name__ == "__main__":
    unittest.main()
