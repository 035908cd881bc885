# SPDX-License-Identifier: Apache-2.0
"""Our own clinical cases: labels are whole and have a source, records read without an error, and the
answers are at least as good as they have been.

The shares asserted are what issue and model ask for where that is reached; a change that makes them
worse must say why it is right."""

import json
import unittest

import program

FOLDER = program.SOURCE / "tests/clinical"
CASES = FOLDER / "cases.json"

MOST_FALSE_EMERGENCIES = 0.10
LEAST_FIRST = 0.80
LEAST_THREE = 0.95
LEAST_URGENCY_ACCEPTED = 0.95

# What isn't understood yet. What is mended leaves the list.
TOLD_TOO_LATE = set()
NOT_RAISED = {"dvt-postpartum-27f"}
NOT_READ_AS_EMERGENCY = set()
MISREAD = set()

# What a set of leg complaints must not lack: an id of a cause that some label expects.
SUBJECTS = {
    "hydration.dialysis_ultrafiltration", "chronic_disease.cirrhosis", "medication.laba",
    "electrolytes.hyperkalemia", "electrolytes.hypophosphatemia",
    "circulation.venous_insufficiency", "hydration.exertional_heat", "chronic_disease.pregnancy",
    "idiopathic.nocturnal_leg_cramps", "electrolytes.hyponatremia", "electrolytes.hypomagnesemia",
    "electrolytes.hypocalcemia", "medication.statin_myopathy", "strain.rhabdomyolysis",
    "circulation.dvt", "circulation.acute_limb_ischemia", "circulation.pad",
    "neurologic.lumbar_stenosis", "neurologic.cauda_equina", "neurologic.motor_neuron_disease",
    "neurologic.restless_legs", "neurologic.polyneuropathy", "neurologic.lumbar_radiculopathy",
    "strain.compartment_syndrome", "strain.achilles_rupture", "strain.calf_strain",
    "strain.exercise_cramp", "chronic_disease.hypothyroidism", "hydration.gi_loss",
    "electrolytes.hypokalemia", "chronic_disease.adrenal_insufficiency",
    "medication.statin_interaction",
}


def record_of(case):
    return FOLDER / (case.get("case") or case["fhir_bundle"])


def is_within(concept, other):
    return concept == other or concept.startswith(other + ".")


class Labels(unittest.TestCase):
    cases = json.loads(CASES.read_text(encoding="utf-8"))["cases"]

    def test_there_are_enough_and_each_once(self):
        self.assertGreaterEqual(len(self.cases), 40)
        self.assertEqual(len({case["id"] for case in self.cases}), len(self.cases))

    def test_each_has_a_source(self):
        for case in self.cases:
            with self.subTest(case["id"]):
                self.assertGreater(len(case["source"]["citation"].strip()), 20)

    def test_each_has_one_record_and_each_record_a_label(self):
        for case in self.cases:
            self.assertNotEqual("case" in case, "fhir_bundle" in case, case["id"])
        there = {path for folder in ("patients", "bundles") for path in (FOLDER / folder).iterdir()}
        self.assertEqual({record_of(case) for case in self.cases}, there)

    def test_what_must_not_be_read_as_present_is_told_of_each_story(self):
        told = " ".join(path.read_text(encoding="utf-8")
                        for folder in ("configs/terminology", "plugins", "core/knowledge")
                        for path in sorted((program.SOURCE / folder).rglob("*.[jy]*")))
        for case in self.cases:
            if "fhir_bundle" not in case:
                continue
            with self.subTest(case["id"]):
                self.assertTrue(case["not_present"])
                self.assertEqual([name for name in case["not_present"] if name not in told], [])

    def test_many_need_nobody_at_once(self):
        calm = [case for case in self.cases if case["expected_red_flag"]["level"] == "none"]
        self.assertGreaterEqual(len(calm), len(self.cases) / 3)

    def test_no_subject_is_lacking(self):
        expected = {cause for case in self.cases for cause in case["expected_causes"]}
        self.assertEqual(SUBJECTS - expected, set())


class Answers(program.ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.report = None

    def setUp(self):
        super().setUp()
        if type(self).report is None:
            run = self.run_program("validate", CASES, "--to", "json")
            self.assertIn(run.code, (0, 5), run.err)  # 5: not all are as labeled
            type(self).report = run.json()

    def missed(self, word):
        return [f"{case['id']}: {case['reason']}" for case in self.report["cases"]
                if word in case["misses"]]

    def assert_share(self, count, least, word):
        self.assertGreaterEqual(count["some"] / count["all"], least, "\n".join(self.missed(word)))

    def test_all_cases_are_judged(self):
        self.assertEqual(self.report["broken"], [])
        self.assertEqual(len(self.report["cases"]), len(Labels.cases))
        self.assertEqual(self.report["labels_unmet"], [])

    def test_no_emergency_is_missed(self):
        told = self.missed("missed emergency")
        self.assertEqual({line.split(":")[0] for line in told} - NOT_READ_AS_EMERGENCY, set(), told)

    def test_few_others_are_raised_to_emergency(self):
        for which in ("raised_to_emergency", "falsely_raised_to_emergency"):
            raised = self.report["alerts"][which]
            self.assertLessEqual(raised["some"] / raised["all"], MOST_FALSE_EMERGENCIES,
                                 "\n".join(self.missed("false emergency")))

    def test_urgency_is_one_that_the_label_accepts(self):
        self.assert_share(self.report["alerts"]["urgency_accepted"], LEAST_URGENCY_ACCEPTED,
                          "urgency")

    def test_what_must_be_seen_the_same_day_is_told_so(self):
        urgent = {case["id"]: case["top_alert"] for case in self.report["cases"]}
        late = [case["id"] for case in Labels.cases
                if case["expected_red_flag"]["level"] == "same-day"
                and urgent[case["id"]] not in ("same-day", "emergency")]
        self.assertEqual(set(late) - TOLD_TOO_LATE, set())

    def test_alerts_are_raised_for_the_reason_that_the_label_names(self):
        told = self.missed("alert")
        self.assertEqual({line.split(":")[0] for line in told} - NOT_RAISED, set(), told)

    def test_first_place(self):
        self.assert_share(self.report["accuracy"]["all"]["family_first"], LEAST_FIRST, "family")

    def test_first_three_places(self):
        self.assert_share(self.report["accuracy"]["all"]["family_three"], LEAST_THREE, "family")

    def test_what_is_denied_or_another_persons_is_never_present(self):
        found = []
        for case in Labels.cases:
            if "not_present" not in case:
                continue
            run = self.run_program("assess", record_of(case), "--as-of", case["encounter_date"],
                                   "--store", "none", "--to", "json")
            found += [f"{case['id']}: {fact['concept']} from \"{fact['matched_text']}\""
                      for fact in run.json()["facts"]
                      if fact["state"] == "present" and fact["matched_text"]
                      and (case["id"], fact["concept"]) not in MISREAD
                      and any(is_within(fact["concept"], denied) for denied in case["not_present"])]
        self.assertEqual(found, [])

    def test_records_read_without_an_error(self):
        run = self.run_program("lint", FOLDER / "patients", FOLDER / "bundles", "--to", "json")
        faults = [f"{found['input']}: {finding['place']}: {finding['message']}"
                  for found in run.json_lines() for finding in found["findings"]
                  if finding["severity"] == "error"]
        self.assertEqual(faults, [])
        self.assertEqual(len(run.json_lines()), len(Labels.cases))
        self.assert_code(run, 0)


if __name__ == "__main__":
    unittest.main()
