# SPDX-License-Identifier: Apache-2.0
"""Alerts, texts of modules and lists say the value that they go by, and what is to be known of it."""

import csv
import io
import re
import unittest

import program

CASE = """patient: p-10001
date: 2026-11-20
age: 67
sex: female
complaint: leg cramps
"""

MODULE = """schema: causa.manifest/1
id: org.example.texts
version: 1.0.0
title: Texts with slots
intended_use: Tests of slots; not for patients.
attributes:
  developer: causa project
  license: Apache-2.0
  released: 2026-11-27
  reviewed: {by: null, on: null, until: null}
  funding: none
  population: nobody
  uses: []
sources:
  - {id: judgement, citation: "Judgement of the module's authors; no published source",
     verified: false}
rules:
%s
advice:
  - {id: told, kind: medical, for: any, basis: expert, sources: [judgement],
     text: "diabetes {condition.diabetes}; failure {condition.heart_failure};
       pressure {condition.hypertension}; thiazide {drug.thiazide}; potassium {lab.potassium};
       statin {drug.statin}; magnesium {lab.magnesium}"}
"""

RULE = """  - {id: %s, cause: electrolytes.hypokalemia, about: explains, when: "%s",
     strength: {holds: weak for}, basis: expert, sources: [judgement], text: "%s"}
"""


class SaidValues(program.ProgramTest):
    def case(self, text, *arguments, **options):
        self.write("case.yaml", CASE + text)
        run = self.assess("case.yaml", *arguments, **options)
        self.assert_code(run, 0)
        return run

    def alert(self, text, name):
        alerts = self.case(text).json()["alerts"]
        found = [alert for alert in alerts if alert["id"] == name]
        self.assertEqual(len(found), 1, alerts)
        return found[0]


class Alerts(SaidValues):
    def test_of_two_values_of_one_time_the_one_that_raises_it_leads(self):
        for order in ("[{value: 6.6 mmol/L}, {value: 4.2 mmol/L}]",
                      "[{value: 4.2 mmol/L}, {value: 6.6 mmol/L}]"):
            alert = self.alert(f"labs: {{time: 2026-11-20 08:00, potassium: {order}}}\n",
                               "potassium_critical_high")
            self.assertEqual(alert["value"], "Potassium 6.6 mmol/L "
                             "(another value of the same time: 4.2 mmol/L)")
            self.assertEqual(alert["urgency"], "emergency")
            self.assertEqual(len(alert["facts"]), 2)

    def test_of_a_day_and_an_hour_of_it_either_may_be_the_later(self):
        alert = self.alert("labs:\n  potassium:\n    - {value: 6.6 mmol/L, time: 2026-11-20}\n"
                           "    - {value: 4.2 mmol/L, time: 2026-11-20 08:00}\n",
                           "potassium_critical_high")
        self.assertEqual(alert["value"], "Potassium 6.6 mmol/L "
                         "(another value of that day: 4.2 mmol/L)")

    def test_the_low_one_leads_an_alert_on_low_values(self):
        alert = self.alert("labs: {time: 2026-11-20 08:00, "
                           "sodium: [{value: 140 mmol/L}, {value: 118 mmol/L}]}\n",
                           "sodium_critical_low")
        self.assertEqual(alert["value"],
                         "Sodium 118 mmol/L (another value of the same time: 140 mmol/L)")

    def test_a_hemolyzed_sample_is_said(self):
        run = self.case("labs: {potassium: {value: 6.9 mmol/L, hemolyzed: yes}}\n")
        [alert] = run.json()["alerts"]
        self.assertEqual(alert["urgency"], "emergency")
        self.assertEqual(alert["value"], "Potassium 6.9 mmol/L "
                         "(hemolyzed sample: the true value may be lower)")
        self.assertIn("the true value is not higher; alerts take it as it stands, all else as a "
                      "bound at most", run.out)

    def test_a_stopped_medicine_is_not_called_absent(self):
        alerts = self.case("drugs: [prednisolone: {start: 2020, stop: 2026-11-10}]\n"
                           "symptoms: [fatigue: 1 week ago, vomiting: yesterday]\n"
                           "vitals: {blood pressure: 92/60 mmHg, heart rate: 96 /min}\n"
                           ).json()["alerts"]
        said = " ".join(alert["value"] for alert in alerts)
        self.assertIn("prednisolone (stopped)", said)
        self.assertNotIn("(stopped): absent", said)

    def test_of_a_bound_only_what_is_known_is_claimed(self):
        for value, name, added in ((">6.0", "potassium_high", "at least"),
                                   ("<125", "sodium_low", "or lower")):
            analyte = name.split("_", maxsplit=1)[0]
            alerts = self.case(f"labs: {{{analyte}: {{value: \"{value}\", unit: mmol/L}}}}\n")
            [alert] = alerts.json()["alerts"]
            self.assertTrue(alert["title"].endswith(f" ({added}: only a bound is known)"),
                            alert["title"])
        alert = self.alert("labs: {potassium: {value: \">7.0\", unit: mmol/L}}\n",
                           "potassium_critical_high")
        self.assertNotIn("bound", alert["title"])


class Suspicions(SaidValues):
    def alerts(self, text):
        return {alert["id"]: alert["urgency"] for alert in self.case(text).json()["alerts"]}

    def test_a_dangerous_diagnosis_that_somebody_suspects_is_told(self):
        for text, alert, urgency in (
                ("conditions: [deep vein thrombosis: suspected]", "dvt_suspicion_open", "same-day"),
                ("conditions: [rhabdomyolysis: suspected]", "rhabdomyolysis_suspicion_open", "same-day"),
                ("conditions: [cauda equina syndrome: suspected]", "cauda_equina_suspicion_open", "emergency"),
                ("notes: \"Left calf sore, ?DVT\"", "dvt_suspicion_open", "same-day"),
                ("notes: \"Query cauda equina.\"", "cauda_equina_suspicion_open", "emergency"),
                ("notes: \"Sent in with suspected PE.\"", "pulmonary_embolism_suspicion_open", "emergency")):
            with self.subTest(text):
                self.assertEqual(self.alerts(text + "\n").get(alert), urgency)

    def test_it_must_not_be_missed_and_weighs_nothing(self):
        plain = self.case("").json()
        result = self.case("conditions: [rhabdomyolysis: suspected]\n").json()
        self.assertIn("strain.rhabdomyolysis", [cause["id"] for cause in result["must_not_miss"]])
        present = {cause["id"]: cause["present"] for cause in plain["causes"]}
        for cause in result["causes"]:
            if cause["id"] in present:
                self.assertEqual(cause["present"], present[cause["id"]])

    def test_what_nobody_suspects_raises_nothing(self):
        for text in ("PE: lungs clear.", "Low suspicion for PE.", "Suspected PE ruled out.",
                     "Risk of DVT.", "Mother had a suspected DVT."):
            with self.subTest(text):
                found = self.alerts(f"notes: \"{text}\"\n")
                self.assertEqual([name for name in found if name.endswith("suspicion_open")], [])


class Advice(SaidValues):
    def test_what_was_measured_stands_beside_what_is_to_be_checked(self):
        result = self.case("drugs: [hydrochlorothiazide]\n"
                           "labs: {potassium: 3.1 mmol/L, egfr: 75 mL/min/1.73m2}\n").json()
        [advice] = [entry for entry in result["advice"] if "Oral potassium" in entry["text"]]
        self.assertIn("kidney function", " ".join(advice["only_after_checking"]))
        self.assertRegex(advice["text"], r"On record: .*75 mL/min")

    def test_common_medicines_are_known_by_their_names(self):
        result = self.case("drugs: [Advil 200 mg, telmisartan 40 mg, Entresto, indapamide, "
                           "cilostazol, mexiletine]\n"
                           "conditions: [heart failure]\n").json()
        self.assertEqual(result["not_understood"], [])
        [advice] = [one["text"] for one in result["advice"] if one["id"] == "nsaid_taken_with_care"]
        self.assertIn("On ibuprofen", advice)
        self.assertIn("cilostazol_in_heart_failure", [one["id"] for one in result["alerts"]])

    def test_low_calcium_goes_by_the_adjusted_value(self):
        def told(albumin):
            result = self.case("symptoms: [tetany]\nlabs: {calcium: 2.0 mmol/L, "
                               f"albumin: {albumin} g/L}}\n").json()
            return [one["id"] for one in result["advice"] if one["id"].startswith("hypocalcemia")]

        self.assertGreater(len(told(40)), len(told(25)))

    def test_a_hemolyzed_value_is_said_beside_its_cause(self):
        run = self.case("labs: {potassium: {value: 2.9 mmol/L, hemolyzed: yes}}\n", to="text")
        self.assertRegex(run.out, r"Low potassium: explains[^%]*%(.|\n)*?"
                         r"Goes by Potassium 2.9 mmol/L \(hemolyzed sample")

    def test_programs_are_told_of_it_as_people_are(self):
        text = "labs: {potassium: {value: 2.9 mmol/L, hemolyzed: yes}}\n"
        words = "Goes by Potassium 2.9 mmol/L (hemolyzed sample"
        result = self.case(text).json()
        [low] = [one for one in result["causes"] if one["id"] == "electrolytes.hypokalemia"]
        self.assertEqual([result["facts"][one]["concept"] for one in low["hemolyzed_facts"]],
                         ["lab.potassium"])
        self.assertFalse([one["id"] for one in result["causes"] if one["family"] == "strain" and
                          "hemolyzed_facts" in one])
        [risk] = [one["resource"] for one in self.case(text, to="fhir").json()["entry"]
                  if one["resource"]["resourceType"] == "RiskAssessment"]
        self.assertTrue([one for one in risk["prediction"] if words in one["rationale"]])
        message = self.case(text, to="hl7v2").out
        self.assertRegex(message, rf"\|CAUSE-HEMOLYZED\^[^|]*\|C\d+\|{re.escape(words)}")
        rows = list(csv.DictReader(io.StringIO(self.case(text, to="csv").out)))
        self.assertTrue([one for one in rows if words in one["for"]])

    def test_creatine_kinase_is_compared_with_the_limit_that_was_sent(self):
        def present(reference):
            value = f"{{value: 900 U/L{reference}}}"
            result = self.case("symptoms: [muscle pain]\ndrugs: [simvastatin]\n"
                               f"labs: {{creatine kinase: {value}}}\n").json()
            [cause] = [one for one in result["causes"]
                       if one["id"] == "medication.statin_myopathy"]
            return cause["present"]["p"]

        self.assertGreater(present(""), 0.5)
        self.assertLess(present(', reference range: "0-400 U/L"'), 0.1)


class Slots(SaidValues):
    def assess_with(self, rules, text):
        self.write("texts.yaml", MODULE % "".join(RULE % rule for rule in rules))
        return self.case(text, "--plugin", "texts.yaml").json()

    def texts(self, rules, text):
        result = self.assess_with(rules, text)
        return {entry["rule"]: (entry["text"], [result["facts"][index]["value"]
                                                for index in entry["facts"]])
                for cause in result["causes"] for entry in cause["evidence"]
                if entry["plugin"] == "org.example.texts"}

    def test_a_rule_shows_the_value_that_it_went_by(self):
        said = self.texts(
            [("lowest", "lowest lab.potassium < 3 mmol/L within 30 days", "was {lab.potassium}"),
             ("first", "earliest lab.sodium < 130 mmol/L within 30 days", "was {lab.sodium}"),
             ("now", "lab.potassium > 3 mmol/L", "is {lab.potassium}, sodium {lab.sodium}")],
            "labs:\n"
            "  sodium: [{value: 128 mmol/L, time: 2026-11-12}, {value: 139 mmol/L, "
            "time: 2026-11-20}]\n"
            "  potassium: [{value: 2.8 mmol/L, time: 2026-11-12}, {value: 4.1 mmol/L, "
            "time: 2026-11-20}]\n")
        self.assertEqual(said["lowest"], ("was 2.8 mmol/L", [2.8]))
        self.assertEqual(said["first"], ("was 128 mmol/L", [128]))
        self.assertEqual(said["now"], ("is 4.1 mmol/L, sodium 139 mmol/L", [4.1, 139]))

    def test_a_finding_shows_what_is_recorded_of_it(self):
        result = self.assess_with(
            [("on_it", "drug.thiazide", "takes {drug.thiazide}")],
            "labs: {potassium: {value: 3.2 mmol/L, hemolyzed: yes}}\n"
            "drugs: [hydrochlorothiazide, {text: simvastatin, status: stopped}]\n"
            "conditions: [type 2 diabetes, heart failure: suspected, hypertension: unknown]\n")
        [advice] = [entry["text"] for entry in result["advice"] if entry["id"] == "told"]
        self.assertEqual(advice, (
            "diabetes type 2 diabetes; failure not recorded; pressure not recorded; "
            "thiazide hydrochlorothiazide; potassium 3.2 mmol/L (hemolyzed sample: the true value "
            "may be lower); statin simvastatin (stopped); magnesium not recorded"))


class Lists(SaidValues):
    def test_where_nothing_speaks_for_a_cause_none_is_first(self):
        run = self.case("labs: {potassium: 4.2 mmol/L}\n", store="s.db")
        self.assertEqual(run.json()["ranking"], "none")
        self.assertNotEqual(run.json()["causes"], [])
        listed = self.run_program("list", "--store", "s.db", "--to", "json").json()
        self.assertIsNone(listed["top_cause"])
        cause = run.json()["causes"][0]
        for form in ("text", "csv"):
            out = self.run_program("list", "--store", "s.db", "--to", form).out
            self.assertNotIn(cause["name"], out)
        of_patient = ("history", "--store", "s.db", "--patient", "p-10001")
        text = self.run_program(*of_patient).out
        self.assertIn("no cause is first: nothing speaks for any", text)
        self.assertNotIn(cause["name"], text)
        self.assertIsNone(self.run_program(*of_patient, "--to", "json")
                          .json()["assessments"][0]["top_cause"])
        cards = self.case("labs: {potassium: 4.2 mmol/L}\n", to="cards").json()["cards"]
        [ranking] = [card for card in cards if card["source"]["topic"]["code"] == "ranking"]
        self.assertEqual(ranking["summary"],
                         "Leg cramp: nothing is recorded that speaks for any cause")
        self.assertNotIn("| 1 |", ranking["detail"])


if __name__ == "__main__":
    unittest.main()
