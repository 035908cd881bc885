# SPDX-License-Identifier: Apache-2.0
"""A module that comes may change how a record is read, and what others compute from it: whoever's is
read otherwise is told the same as if the module had been there at once."""

import unittest

from coming import HEAD, ComingTest, alert, case

TERMINATION = """terminology:
  - id: history.termination
    name: Encounter for termination of pregnancy
    codes: [{system: ICD10CM, code: "Z33.2", display: "Encounter for elective termination of pregnancy", verified: true, seen: a test}]
"""
MULTIGRAVIDA = """terminology:
  - {id: history.multigravida, name: Multigravida status, text: [multigravida status]}
"""
RESIDUAL = """terminology:
  - {id: vital.post_void_residual, name: Post-void residual urine, kind: number, unit: mL, plausible: [0, 3000], window: P2D}
"""
CREATININE = """terminology:
  - id: lab.creatinine
    name: Creatinine
    kind: number
    unit: umol/L
    codes: [{system: LOINC, code: "99999-7", display: "Creatinine ours", verified: true, seen: a test}]
"""
SIGN = """terminology:
  - {id: sign.comes_sign, name: A sign that comes, text: [a sign that comes]}
"""
ILIAC = HEAD.replace("example.comes", "example.earlier") + """terminology:
  - {id: condition.dvt_iliac, name: Iliac vein thrombosis, is_a: [condition.dvt], text: [iliac vein thrombosis]}
""" + alert("condition.dvt_iliac")
LEANING = HEAD.replace("example.comes", "example.leaning") + alert(
    "condition.tetanus or sign.comes_sign", urgency="emergency")

#: Of a patient whose kidneys fail, so that much rests on what is computed of creatinine.
KIDNEYS = ("labs:", "  creatinine: 700 umol/L", "  phosphate: 2.1 mmol/L")
#: A library's step fails of these.
FAILING = ("symptoms: [thirst, vomiting]", "signs: [dry mouth]", "labs:",
           "  LOINC 22664-7: {value: 0.4 mmol/L}")


def about(*resources):
    patient = {"resourceType": "Patient", "id": "p1", "gender": "female", "birthDate": "1989-03-01"}
    return {"resourceType": "Bundle", "type": "collection",
            "entry": [{"resource": one} for one in (patient, *resources)]}


def coded(kind, system, code, **more):
    return {"resourceType": kind, "id": kind.lower(), "subject": {"reference": "Patient/p1"},
            "patient": {"reference": "Patient/p1"}, "recordedDate": "2026-11-01",
            "code": {"coding": [{"system": system, "code": code}]}, **more}


class Reading(ComingTest):
    def titles(self, assessment):
        return [one["title"] for one in assessment["alerts"]]

    def test_a_note_with_a_date_of_these_days(self):
        for date in ("Seen 2026-11-19:", "18 Nov 2026:", "On 11/18/2026"):
            with self.subTest(date):
                now = self.check(alert("lab.potassium >= 6.5 mmol/L", urgency="emergency"),
                                 case(f'notes: "{date} K 6.9 mmol/L, repeat pending."'))
                self.assertIn("what comes tells it", self.titles(now))

    def test_an_allergy_that_is_a_code_alone(self):
        rxnorm = "http://www.nlm.nih.gov/research/umls/rxnorm"
        now = self.check(alert("history.statin_reaction"),
                         about(coded("AllergyIntolerance", rxnorm, "36567")))
        self.assertEqual(self.titles(now), ["what comes tells it"])

    def test_a_quantity_that_only_the_module_knows(self):
        module = RESIDUAL + alert("vital.post_void_residual > 300 mL")
        others = ("--without", "neurologic")  # which knows it too
        now = self.check(module, case('notes: "Residual urine: potassium 6.9 mmol/L."'), *others)
        self.assertIn("potassium_critical_high", [one["id"] for one in now["alerts"]])
        self.check(module, case('notes: "Potassium PVR 6.9 mmol/L."'), *others)

    def test_why_something_is_left_out(self):
        terms = """terminology:
  - id: history.quux
    name: Quux
    codes: [{system: LOINC, code: "99999-7", display: "Quux ours", verified: true, seen: a test}]
"""
        unclear = coded("Observation", "http://loinc.org", "99999-7", status="final",
                        effectiveDateTime="2026-11-19T08:00:00Z", valueString="sometimes")
        now = self.check(terms + alert("history.quux"), about(unclear))
        self.assertIn("neither yes nor no", [one["reason"] for one in now["ignored"]])

    def test_a_suspicion_that_the_module_wishes_to_know(self):
        self.write("earlier.yaml", ILIAC)
        wish = "facts:\n  - {id: suspected.%s, type: truth}\n"
        now = self.check(wish % "dvt_iliac" + alert("suspected.dvt_iliac"),
                         case("conditions:",
                              "  - {name: deep vein thrombosis, suspected: yes, recorded: 2026-11-10}",
                              "  - {name: iliac vein thrombosis, refuted: yes, recorded: 2026-11-15}"),
                         "--plugin", "earlier.yaml")
        self.assertIn("dvt_suspicion_open", [one["id"] for one in now["alerts"]])
        self.check(wish % "hypothyroidism" + alert("condition.tetanus"),
                   case("conditions: [hypothyroidism: suspected]"))

    def test_earlier_libraries_compute_from_what_is_read_otherwise(self):
        icd = "http://hl7.org/fhir/sid/icd-10-cm"
        creatinine = coded("Observation", "http://loinc.org", "14682-9", status="final",
                           effectiveDateTime="2026-11-19T08:00:00Z",
                           valueQuantity={"value": 700, "unit": "umol/L", "code": "umol/L",
                                          "system": "http://unitsofmeasure.org"})
        cramps = {"resourceType": "Condition", "id": "c0", "recordedDate": "2026-11-18",
                  "subject": {"reference": "Patient/p1"}, "code": {"text": "leg cramps"}}
        records = {
            "a code that divides a category": (TERMINATION, about(
                cramps, coded("Condition", icd, "Z33.2"), creatinine)),
            "words that are longer": (MULTIGRAVIDA, case(
                'conditions: [{text: "Multigravida status", recorded: 2026-11-10}]', *KIDNEYS)
                .replace("age: 67", "age: 37")),
        }
        for name, (terms, record) in records.items():
            with self.subTest(name):
                now = self.check(terms + alert("condition.tetanus"), record)
                self.assertTrue([one for one in now["facts"] if "egfr" in one])

    def test_a_library_that_fails_now_is_told(self):
        self.write("comes.yaml", HEAD + CREATININE + alert("condition.tetanus"))
        self.write("p.case.yaml", case(*FAILING, "  LOINC 99999-7: 3000 umol/L"))
        before = self.assess("p.case.yaml", store="s.db").json()
        run = self.extend("--all", "--plugin", "comes.yaml", plugins="comes")
        self.assert_code(run, 3)
        self.assertIn("org.causa.hydration failed", run.told)
        self.assertEqual(self.show(before["id"])["version"], 1)

    def test_a_library_that_fails_again_makes_no_version(self):
        self.write("p.case.yaml", case(*FAILING, "  creatinine: 3000 umol/L"))
        before = self.assess("p.case.yaml", store="s.db").json()
        for _ in range(2):
            run = self.extend("--all", plugins="hydration")
            self.assert_code(run, 3)
            self.assertIn("hydration failed again", run.told)
        self.assertEqual(self.show(before["id"])["version"], 1)

    def test_who_was_refused_for_want_of_the_module_must_come_with_it(self):
        self.write("leaning.yaml", LEANING)
        self.write("comes.yaml", HEAD + SIGN + alert("sign.comes_sign"))
        self.write("p.case.yaml", case("conditions: [tetanus]"))
        run = self.assess("p.case.yaml", "--plugin", "leaning.yaml", store="s.db")
        before = run.json()
        self.assertEqual([one["status"] for one in before["plugins"]
                          if one["id"] == "org.example.leaning"], ["refused"])
        both = ["--plugin", "comes.yaml", "--plugin", "leaning.yaml"]
        alone = self.extend("--all", *both, plugins="comes")
        self.assert_code(alone, 1)
        self.assertIn("org.example.leaning was refused", alone.told)
        self.assertIn("--plugins too", alone.told)
        self.assertEqual(self.show(before["id"])["version"], 1)
        together = self.extend("--all", *both, plugins="comes,leaning")
        self.assertIn(together.code, (0, 10), together.told)
        now = self.show(before["id"])
        self.assertIn("emergency", [one["urgency"] for one in now["alerts"]])


if __name__ == "__main__":
    unittest.main()
