# SPDX-License-Identifier: Apache-2.0
"""A site profile changes names and thresholds of other modules, and can only raise an alert."""

import re
import unittest

import program

PROFILE = program.DATA / "modules/site.yaml"
ID = "org.example.site"

PATIENT = """\
patient: 17
date: 2026-11-20
age: 67
sex: female
complaint: leg cramps
labs:
  potassium: {potassium} mmol/L
drugs:
  - hydrochlorothiazide 25 mg: 3 weeks ago
"""


class SiteProfile(program.ProgramTest):
    def assessed(self, potassium, *arguments, code=0):
        case = self.write("case.yaml", PATIENT.format(potassium=potassium))
        run = self.assess(case, *arguments)
        self.assert_code(run, code)
        self.errors = run.err
        return run.json()

    def changed(self, old, new):
        """The profile with other text; it must be refused, and change nothing."""
        text = PROFILE.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path = self.write("changed.yaml", text.replace(old, new))
        result = self.assessed(2.8, "--plugin", path, code=3)
        plain = self.assessed(2.8)
        refused = [one for one in result["plugins"] if one["id"] == ID]
        self.assertEqual([one["status"] for one in refused], ["refused"])
        for part in ("alerts", "causes", "facts", "advice"):
            self.assertEqual(result[part], plain[part], part)
        return refused[0]["why"]

    def alert(self, result, name):
        found = [one for one in result["alerts"] if one["id"] == name]
        return found[0] if found else None

    def test_an_alert_is_raised_and_says_by_whom(self):
        plain = self.alert(self.assessed(2.8), "potassium_low_3")
        ours = self.alert(self.assessed(2.8, "--plugin", PROFILE), "potassium_low_3")
        self.assertNotEqual(plain["urgency"], "emergency")
        self.assertEqual(ours["urgency"], "emergency")
        self.assertEqual(ours["plugin"], plain["plugin"])
        self.assertTrue(ours["action"].startswith(plain["action"]))
        self.assertTrue(ours["action"].endswith("Bleep the made-up registrar."))
        self.assertIn(f"raised from {plain['urgency']} by {ID}", ours["threshold"])

    def test_a_condition_is_added_never_taken_away(self):
        self.assertIsNone(self.alert(self.assessed(3.1), "potassium_low_3"))
        ours = self.alert(self.assessed(3.1, "--plugin", PROFILE), "potassium_low_3")
        self.assertEqual(ours["urgency"], "emergency")
        for potassium in (2.4, 2.8, 2.99, 3.4, 6.7):
            plain = {one["id"] for one in self.assessed(potassium)["alerts"]}
            ours = {one["id"] for one in self.assessed(potassium, "--plugin", PROFILE)["alerts"]}
            self.assertLessEqual(plain, ours)

    def test_a_bound_between_the_bands_still_alerts(self):
        plain = {one["id"] for one in self.assessed("<3.0")["alerts"]}
        ours = {one["id"] for one in self.assessed("<3.0", "--plugin", PROFILE)["alerts"]}
        self.assertTrue(any(name.startswith("potassium") for name in plain), plain)
        self.assertLessEqual(plain, ours)

    def test_an_alert_of_its_own(self):
        alert = self.alert(self.assessed(3.3, "--plugin", PROFILE), "ward_rule")
        self.assertEqual((alert["urgency"], alert["plugin"]), ("urgent", ID))

    def test_the_sites_threshold_decides(self):
        def present(result):
            [cause] = [one for one in result["causes"] if one["id"] == "electrolytes.hypokalemia"]
            return cause["present"]["p"], cause["name"]

        plain, name = present(self.assessed(3.4))
        ours, own_name = present(self.assessed(3.4, "--plugin", PROFILE))
        self.assertGreater(plain, 0.5)
        self.assertLess(ours, 0.5)
        self.assertEqual((name, own_name), ("Low potassium", "Potassium too low"))

    def test_its_names_are_shown_and_texts_are_read_as_before(self):
        result = self.assessed(3.4, "--plugin", PROFILE)
        self.assertIn("electrolytes.hypokalemia", [one["id"] for one in result["causes"]])
        case = self.write("case.yaml", PATIENT.format(potassium=3.4))
        text = self.assess(case, "--plugin", PROFILE, to="text").out
        self.assertIn("Kalium", text)
        self.assertIn("lab.potassium", [one["concept"] for one in result["facts"]])

    def test_it_is_stamped_into_the_assessment_and_listed(self):
        result = self.assessed(3.4, "--plugin", PROFILE)
        [module] = [one for one in result["plugins"] if one["id"] == ID]
        self.assertEqual((module["status"], module["version"]), ("ok", "1.0.0"))
        listed = self.run_program("plugins", "list", "--plugin", PROFILE).out
        [row] = [line for line in listed.splitlines() if ID in line]
        self.assertTrue(row.endswith("site profile"), row)
        shown = self.run_program("plugins", "show", "site", "--plugin", PROFILE).out
        self.assertIn("adjusts alert electrolytes/potassium_low_3: The ward is far", shown)

    def test_it_cannot_lower_an_alert(self):
        why = self.changed("urgency: emergency", "urgency: routine")
        self.assertIn("may raise an alert, never lower it", why)

    def test_what_it_names_must_be_there(self):
        self.assertIn("did you mean potassium_low_3?",
                      self.changed("electrolytes/potassium_low_3", "electrolytes/potasium_low_3"))
        self.assertIn("did you mean electrolytes?",
                      self.changed("electrolytes/potassium_low_3", "electrolites/potassium_low_3"))
        self.assertIn("did you mean lab.potassium?",
                      self.changed("concept: lab.potassium", "concept: lab.potasium"))

    def test_a_short_name_of_two_modules_adjusts_neither(self):
        text = (program.SOURCE / "docs/examples/rules-module/alcohol.yaml").read_text()
        [name] = [line for line in text.splitlines() if line.startswith("id: ")]
        other = self.write("other.yaml", text.replace(name, "id: org.another.electrolytes"))
        result = self.assessed(2.8, "--plugin", f"{PROFILE},{other}", code=3)
        self.assertIn('"electrolytes" is the short name of 2 modules; name one by its whole id: '
                      "org.another.electrolytes, org.causa.electrolytes", self.errors)
        self.assertNotEqual(self.alert(result, "potassium_low_3")["urgency"], "emergency")

    def test_a_condition_that_is_not_understood_has_its_place(self):
        why = self.changed("lab.potassium < 3.2 mmol/L and", "lab.potassium < 3.2 furlong and")
        self.assertIn("/adjusts/alerts/0/also_when", why)
        self.assertRegex(why, r"column \d+")

    def test_what_is_too_deep_when_joined_costs_the_profile_only(self):
        test = "lab.potassium < 3.2 mmol/L and drug.thiazide"
        self.assertIn("/adjusts/alerts/0/also_when",
                      self.changed(test, "(" * 50 + test + ")" * 50))

    def test_a_threshold_is_a_number(self):
        for word in ("inf", "nan"):
            self.assertIn("must be a number", self.changed("below: 3.3 mmol/L",
                                                           f"below: {word} mmol/L"))

    def test_a_fault_of_its_own_part_takes_the_adjustments_back(self):
        why = self.changed('drug.thiazide and lab.potassium < 3.4', 'drug.thiazid and lab.potassium < 3.4')
        self.assertIn("did you mean drug.thiazide?", why)

    def test_a_dangerous_cause_keeps_its_thresholds(self):
        why = self.changed("cause: electrolytes.hypokalemia, decision: measured, below: 3.3 mmol/L",
                           "cause: circulation.dvt, decision: diagnosed, below: 3.3 mmol/L")
        self.assertTrue(re.search("no measurement|must not be missed", why), why)

    def test_two_profiles_may_not_change_the_same(self):
        text = PROFILE.read_text(encoding="utf-8").replace(ID, "org.example.ward")
        other = self.write("ward.yaml", text)
        result = self.assessed(2.8, "--plugin", PROFILE, "--plugin", other, code=3)
        status = {one["id"]: one["status"] for one in result["plugins"]}
        self.assertEqual((status[ID], status["org.example.ward"]), ("ok", "refused"))

    def test_it_is_a_fault_without_its_module(self):
        result = self.assessed(2.8, "--plugin", PROFILE, "--without", "electrolytes", code=3)
        [module] = [one for one in result["plugins"] if one["id"] == ID]
        self.assertIn("load it or take the line out", module["why"])


if __name__ == "__main__":
    unittest.main()
