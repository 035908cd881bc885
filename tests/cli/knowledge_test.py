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


class Check(program.ProgramTest):
    """The made-up module has one of each fault; the bundled ones have none."""

    def check(self, *arguments):
        return self.run_program("knowledge", "check", *arguments)

    def faulty(self, **changes):
        text = program.SOURCE.joinpath("tests/data/cli/knowledge/faulty.yaml").read_text()
        for old, new in changes.items():
            self.assertIn(old, text)
            text = text.replace(old, new)
        run = self.check("--plugins", "faulty", "--plugin", self.write("faulty.yaml", text),
                         "--to", "json")
        self.assert_code(run, 5)
        return run.json()

    HEAD = ("schema: causa.manifest/1\nid: org.example.slip\nversion: 1.0.0\ntitle: A slip\n"
            "intended_use: Tests of the check\nattributes: {developer: causa tests, license: "
            "Apache-2.0, released: 2026-11-23, reviewed: {by: null, on: null, until: null}, "
            "funding: none, population: nobody}\nsources:\n"
            "  - {id: judgement, citation: Nobody, verified: false}\n")

    def slip(self, text, *arguments):
        """A small module beside the bundled ones."""
        path = self.write("slip.yaml", self.HEAD + text)
        return self.check("--plugin", path, *arguments, "--to", "json")

    def assert_said(self, remarks, place, *words):
        said = [one["words"] for one in remarks if one["place"] == f"faulty/{place}"]
        self.assertTrue(any(all(word in text for word in words) for text in said),
                        f"{place}: {words} is not in {said}")

    def test_the_bundled_modules_have_no_fault(self):
        run = self.check("--to", "json")
        self.assertEqual(run.json()["faults"], [])
        self.assert_code(run, 0)

    def test_conditions_that_never_or_always_hold(self):
        faults = self.faulty()["faults"]
        self.assert_said(faults, "never", "can never hold")
        self.assert_said(faults, "always", "holds whenever it is known")

    def test_entries_and_values_that_are_never_reached(self):
        faults = self.faulty()["faults"]
        self.assert_said(faults, "strain.faulty", "entry 2 of accounts_for leg_weakness")
        self.assert_said(faults, "strain.faulty", "accounts_for leg_cramp",
                         "from 3 to 3.5 mmol/L lies in no band")

    def test_bands_of_alerts(self):
        faults = self.faulty()["faults"]
        self.assert_said(faults, "very_low", "from 2 to 2.5 mmol/L", "faulty/low", "not normal")
        self.assert_said(faults, "high", "from 15 mmol/L alerts twice", "faulty/very_high")
        self.assertFalse([one for one in faults if "from 4 to 10" in one["words"]],
                         "normal values lie in no alert, and that is right")

    def test_rules_that_repeat_or_contradict_each_other(self):
        faults = self.faulty()["faults"]
        self.assert_said(faults, "night", "faulty/night_again", "counts twice")
        self.assert_said(faults, "thirst_for", "contradicts faulty/thirst_against")

    def test_sources_and_reviews(self):
        found = self.faulty()
        self.assert_said(found["faults"], "unseen_rule", "nobody has seen its source (unseen)")
        self.assert_said(found["notes"], "idle", "nothing names")
        self.assert_said(found["notes"], "orphan", "strain.nowhere")
        self.assertIn({"place": "faulty", "words": "the review by Nobody was good until "
                                                   "2021-01-01"}, found["notes"])

    def test_nothing_else_is_a_fault(self):
        """Each of them is stated above; one more would be a false alarm."""
        self.assertEqual(len(self.faulty()["faults"]), 9, self.faulty()["faults"])

    def test_what_shares_a_group_counts_once_and_is_no_fault(self):
        found = self.faulty(**{"text: at night}": "group: a, text: at night}",
                               "text: at night again}": "group: a, text: at night again}"})
        self.assertEqual(len(found["faults"]), 8)
        self.assert_said(found["notes"], "night", "the stronger counts")

    def test_an_alert_whose_fact_nobody_gives(self):
        alert = ("facts:\n  - {id: days.made_up, type: number, unit: d}\n"
                 "alerts:\n  - {id: early, when: \"WHEN\", urgency: emergency, title: T, "
                 "action: Look., basis: expert, sources: [judgement]}\n")
        dead = self.slip(alert.replace("WHEN", "days.made_up < 30 d and condition.dialysis"))
        self.assert_code(dead, 5)
        self.assertEqual(dead.json()["faults"], [
            {"place": "slip/early", "words": "can never hold: no loaded module gives days.made_up, "
             "for which it asks; load the module that gives it, or ask for a fact that there is"}])
        doctor = self.run_program("doctor", "--plugin", self.home / "slip.yaml", "--store", "none")
        self.assert_code(doctor, 5)
        self.assertIn("! slip/early: can never hold", doctor.out)
        misspelled = self.slip("facts:\n  - {id: condition.dialisis}\n" +
                               alert[alert.index("alerts"):].replace("WHEN", "condition.dialisis"))
        self.assert_code(misspelled, 5)
        self.assertIn("did you mean condition.dialysis?", misspelled.json()["faults"][0]["words"])
        alive = self.slip(alert.replace("WHEN", "days.made_up < 30 d or condition.dialysis"))
        self.assert_code(alive, 0)
        self.assertIn({"place": "slip/days.made_up", "words": "no loaded module gives it, so it is "
                       "always unknown; load the module that derives it"}, alive.json()["notes"])

    def test_a_fact_of_a_module_that_is_left_out(self):
        text = ("facts:\n  - {id: lab.calcium.adjusted, type: number, unit: mmol/L}\n"
                "alerts:\n  - {id: low, when: \"lab.calcium.adjusted < 1.5 mmol/L\", "
                "urgency: emergency, title: T, action: Look., basis: expert, "
                "sources: [judgement]}\n")
        self.assert_code(self.slip(text), 0)
        self.assert_code(self.slip(text, "--without", "electrolytes"), 5)

    def test_a_module_that_the_site_leaves_out_is_no_fault_of_the_others(self):
        """What it costs is said; but for the module that somebody looks at (above)."""
        run = self.check("--without", "hydration", "--to", "json")
        self.assert_code(run, 0)
        self.assertIn({"place": "electrolytes/acidosis_osmolal_gap", "words": "can never hold: no "
                       "loaded module gives lab.osmolality.gap, for which it asks; "
                       "org.causa.hydration would answer it, and is left out by choice"},
                      run.json()["notes"])
        doctor = self.run_program("doctor", "--without", "hydration", "--store", "none")
        self.assert_code(doctor, 0)
        self.assertIn("note: electrolytes/acidosis_osmolal_gap: can never hold", doctor.out)

    def test_tags_and_causes_that_nobody_has(self):
        run = self.slip(
            "withholds:\n"
            "  - {id: one, tags: [streching, leeches], when: condition.pregnancy, reason: not now, "
            "basis: expert, sources: [judgement]}\n"
            "advice:\n  - {id: two, kind: self-care, for: chronic_disease.dialisis, text: T, "
            "basis: expert, sources: [judgement]}\n")
        self.assert_code(run, 5)
        found = run.json()
        self.assertEqual(found["faults"], [
            {"place": "slip/one", "words": "no advice has the tag streching, so nothing is "
             "withheld by it; did you mean stretching?"}])
        for place, words in (("one", "no advice has the tag leeches, so nothing is withheld by it"),
                             ("two", "no loaded module owns its cause, chronic_disease.dialisis; "
                                     "did you mean chronic_disease.dialysis?")):
            self.assertIn({"place": f"slip/{place}", "words": words}, found["notes"])

    def test_causes_that_lead_round_over_two_modules(self):
        run = self.slip(
            "causes:\n  - id: strain.made_up\n    name: Made up\n    role: state\n"
            "    prior: [{p: 0.1, low: 0.05, high: 0.2, population: nobody, basis: expert, "
            "sources: [judgement]}]\n"
            "    leads_to: [{cause: CAUSE, ratio: 2, basis: expert, sources: [judgement]}]\n"
            .replace("CAUSE", "strain.other"),
            "--plugin", self.write("other.yaml", self.HEAD.replace("slip", "other") +
            "causes:\n  - id: strain.other\n    name: Other\n    role: state\n"
            "    prior: [{p: 0.1, low: 0.05, high: 0.2, population: nobody, basis: expert, "
            "sources: [judgement]}]\n"
            "    leads_to: [{cause: strain.made_up, ratio: 2, basis: expert, "
            "sources: [judgement]}]\n"))
        self.assert_code(run, 5)
        self.assertIn({"place": "slip/strain.made_up", "words": "leads back to itself: "
                       "strain.made_up, strain.other, strain.made_up; leave out the way that is "
                       "the weaker one"}, run.json()["faults"])

    def test_a_rule_within_the_reach_of_another(self):
        rules = ("rules:\n  - {id: high, cause: chronic_disease.dialysis, about: present, when: "
                 "\"lab.potassium > 6 mmol/L\", strength: {holds: weak for}, basis: expert, "
                 "sources: [judgement], text: T}\n"
                 "  - {id: higher, cause: chronic_disease.dialysis, about: present, when: "
                 "\"lab.potassium > 7 mmol/L\", strength: {holds: weak for}, GROUPbasis: expert, "
                 "sources: [judgement], text: T}\n")
        note = {"place": "slip/higher", "words": "holds only where slip/high holds too, and they "
                "share no group, so both count"}
        self.assertIn(note, self.slip(rules.replace("GROUP", "")).json()["notes"])
        grouped = rules.replace("GROUP", "group: k, ").replace("id: high,", "id: high, group: k,")
        self.assertNotIn("slip/higher", self.slip(grouped).out)

    def test_a_module_that_is_refused_is_a_fault(self):
        broken = self.write("broken.yaml", "schema: causa.manifest/1\nid: org.example.broken\n")
        run = self.check("--plugin", broken, "--to", "json")
        self.assertEqual(len(run.json()["faults"]), 1)
        self.assertNotEqual(run.code, 0)

    def test_what_is_counted(self):
        found = self.faulty()
        [module] = [one for one in found["modules"] if one["module"] == "faulty"]
        self.assertEqual([module[key] for key in ("causes", "rules_measured", "rules_expert",
                                                  "alerts", "sources_seen", "sources_not_seen")],
                         [1, 1, 7, 4, 2, 1])
        self.assertGreaterEqual(found["codes"]["LOINC"]["unverified"], 1)

    def test_the_evidence_that_was_carried(self):
        one = self.write("one.yaml", "rows:\n  - {row: a.finding.x, as: [r]}\n"
                                     "  - {row: a.trap.1, left_out: not of this world}\n")
        run = self.check("--carried", one)
        self.assert_code(run, 0)
        for words in ("finding                  1          0", "trap                     0",
                      "a.trap.1 (one): not of this world"):
            self.assertIn(words, run.out)
        self.assertLessEqual(max(map(len, run.out.splitlines())), 100)
        two = self.write("two.yaml", "rows:\n  - {row: a.finding.x, as: [r]}\n"
                                     "  - {row: a.finding.y}\n")
        run = self.check("--carried", one, "--carried", two, "--to", "json")
        self.assert_code(run, 5)
        self.assertEqual([fault["place"].split("/")[-1] for fault in run.json()["faults"]],
                         ["two.yaml:2", "two.yaml:3"])

    def test_evidence_that_cannot_be_read_is_named(self):
        for text in ("rows: 3", "a: [", "rows:\n  - 7\n"):
            run = self.check("--carried", self.write("bad.yaml", text))
            self.assert_code(run, 2)
            self.assertIn("bad.yaml:", run.err)
        self.assert_code(self.check("--carried", "nowhere.yaml"), 2)

    def test_the_evidence_of_the_bundled_modules_is_installed(self):
        evidence = self.check("--to", "json").json()["evidence"]
        self.assertGreater(evidence["kinds"]["finding"]["carried"], 300)
        self.assertTrue(all(row["why"] for row in evidence["left_out"]))


if __name__ == "__main__":
    unittest.main()
