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
POTASSIUM = CREATININE.replace("creatinine", "potassium").replace("Creatinine", "Potassium") \
    .replace("umol", "mmol").replace("99999-7", "99998-9")
ADVISING = HEAD.replace("example.comes", "example.earlier") + """advice:
  - id: advised
    kind: medical
    for: any
    text: "Potassium {lab.potassium}; enlarged thyroid: {sign.thyroid_enlarged}."
    basis: expert
    sources: [judgement]
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

    def test_a_concept_of_an_earlier_module_that_gets_a_broader_one(self):
        self.write("earlier.yaml", ILIAC.replace(" is_a: [condition.dvt],", ""))
        broader = """terminology:
  - {id: condition.dvt_iliac, name: Iliac vein thrombosis, is_a: [condition.dvt]}
"""
        now = self.check(broader + alert("condition.dvt"),
                         case("conditions: [iliac vein thrombosis]"), "--plugin", "earlier.yaml")
        self.assertIn("what comes tells it", self.titles(now))

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

    def test_a_library_that_fails_no_longer_is_heard(self):
        failing = case(*FAILING[:-1], "  LOINC 22664-7: {value: 0.4 mmol/L, time: 2026-11-18}",
                       "  creatinine: {value: 3000 umol/L, time: 2026-11-18}",
                       "  LOINC 99999-7: {value: 80 umol/L, time: 2026-11-20}")
        now, at_once = self.versions(CREATININE + alert("condition.tetanus"), failing, code=3)
        # The alert of the older creatinine stays, and with it its fact and what it withholds.
        self.assertEqual(now["plugins"], at_once["plugins"])
        self.assertIn("sign.shock", [one["concept"] for one in now["ask_next"]])
        self.assertNotIn("failed", [one[3] for one in now["plugins"]])

    def test_what_lacks_because_a_library_failed_is_told_of_what_comes(self):
        wish = 'facts:\n  - {id: score.shock_index, type: number, unit: "{ratio}"}\n'
        now, at_once = self.versions(wish + alert("score.shock_index > 10"),
                                     case(*FAILING, "  creatinine: 3000 umol/L"), code=3)
        self.assertEqual(now, at_once)
        why, = [one[4] for one in now["plugins"] if one[3] == "failed"]
        self.assertIn("what it derives is missing in ", why)
        self.assertIn("org.example.comes", why)

    def test_advice_says_what_is_known_now(self):
        self.write("earlier.yaml", ADVISING)
        words = ('  - {id: sign.thyroid_status, name: Thyroid status, '
                 'text: [enlarged thyroid status]}\n')
        code = (POTASSIUM + words).replace("terminology:\n", "", 1)
        now = self.check("terminology:\n" + code + alert("condition.tetanus"),
                         case("labs:", "  potassium: {value: 4.3 mmol/L, time: 2026-11-10}",
                              "  LOINC 99998-9: {value: 6.1 mmol/L, time: 2026-11-20}",
                              "signs: [{text: enlarged thyroid status}]"),
                         "--plugin", "earlier.yaml")
        text, = [one["text"] for one in now["advice"] if one["id"] == "advised"]
        self.assertEqual(text, "Potassium 6.1 mmol/L; enlarged thyroid: not recorded.")

    def test_a_module_that_adds_words_to_anothers_concept_keeps_nobody_out(self):
        self.write("earlier.yaml", HEAD.replace("example.comes", "example.earlier") + """terminology:
  - {id: symptom.cramp.prolonged, name: Prolonged muscle cramp, text: [zork pain]}
""")
        self.check(alert("lab.potassium >= 6.5 mmol/L"),
                   case("symptoms: [zork pain]", "labs:", "  potassium: 6.9 mmol/L"),
                   "--plugin", "earlier.yaml")

    def test_each_patients_failure_has_its_own_reason(self):
        one = case(*FAILING, "  creatinine: 3000 umol/L")
        self.write("p.case.yaml", "---\n".join([
            "patient: p-00001\n" + one,
            "patient: p-00002\n" + one.replace("3000", "2500").replace("0.4", "0.5")]))
        run = self.assess("p.case.yaml", store="s.db")
        whys = [module["why"] for one in run.json_lines() for module in one["plugins"]
                if module["status"] == "failed"]
        self.assertEqual(len(set(whys)), 2, whys)
        self.assertEqual(self.replay("--all").code, 0)

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
