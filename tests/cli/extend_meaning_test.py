# SPDX-License-Identifier: Apache-2.0
"""What a record means to a module that comes later, by ways that its own conditions don't name: a
suspicion and its answer, a limit sent with a value, words that are longer than others. Whoever it
concerns is told the same as if it had been there at once."""

import json
import unittest

import program
from coming import HEAD, ComingTest, alert, case
from extending import in_one_order

REFUTED = "lab.ck > 100 U/L and suspected.dvt is unknown"
SUSPECTED = ("labs: {LOINC 2157-6: 150 U/L}", "conditions:",
             "  - {text: VTE, suspected: yes, recorded: 2026-11-10}")

ALERTS = {
    "a suspected condition is an open suspicion":
        (alert("suspected.dvt recorded within 30 days or unknown"),
         case("conditions: [deep vein thrombosis: suspected]")),
    "words known only of the suspicion, undoubted, name the condition":
        (alert("condition.dvt"), case("conditions: [text: VTE]")),
    "a condition that is refuted answers the suspicion":
        (alert(REFUTED), case(*SUSPECTED, "  - {name: deep vein thrombosis, refuted: yes, "
                                          "recorded: 2026-11-15}")),
    "a note that refutes it answers the suspicion":
        (alert(REFUTED), case(*SUSPECTED, 'notes: "Venous thromboembolism was ruled out."')),
    "a suspicion that the module is the first to know":
        ("terminology:\n  - {id: suspected.hypothyroidism, name: Suspected hypothyroidism}\n"
         + alert("suspected.hypothyroidism"), case("conditions: [hypothyroidism: suspected]")),
    "the upper limit that is sent with a value":
        (alert("lab.ck.upper_limit < 250 U/L"),
         case("labs: {LOINC 2157-6: {value: 150 U/L, reference range: [30, 190]}}")),
}

WORDS = """terminology:
  - {id: sign.dvt_pattern, name: DVT pattern, text: [deep vein thrombosis pattern]}
""" + alert("sign.dvt_pattern")

PROFILE = """adjusts:
  alerts:
    - {alert: electrolytes/potassium_low_3, urgency: emergency, reason: far from the laboratory}
  decisions:
    - {cause: electrolytes.hypokalemia, decision: measured, below: 3.0 mmol/L, reason: our limit}
  causes:
    - {cause: electrolytes.hypokalemia, name: Potassium too low}
"""

THROMBOSIS = """rules:
  - id: embolism
    cause: circulation.dvt
    about: present
    when: condition.pulmonary_embolism
    strength: {holds: strong for}
    basis: expert
    sources: [judgement]
    text: an embolism comes from somewhere
"""

#: So that a rule of hydration for the same cause, with a text, is shown too.
DEPLETION = """rules:
  - id: depleted
    cause: hydration.volume_depletion
    about: present
    when: "lab.potassium <= 4.8 mmol/L"
    strength: {holds: moderate for}
    basis: expert
    sources: [judgement]
    text: potassium says it
"""

DISPLAY = """terminology:
  - id: lab.quux
    name: Quux
    kind: number
    unit: mmol/L
    codes: [{system: LOINC, code: "12345-5", display: "Quux [Moles/volume] in Serum", verified: true, seen: a test}]
""" + alert("lab.quux > 5 mmol/L")

# Not listed, since its pattern doesn't hold, and likely all the same.
EARLIER = HEAD.replace("example.comes", "example.earlier") + """causes:
  - id: idiopathic.example
    name: An example
    role: cause
    requires: symptom.fatigue
    pattern: symptom.cramp.nocturnal
    decided_by:
      - {id: d, when: symptom.fatigue, p: 0.9, low: 0.8, high: 0.95, basis: expert, sources: [judgement]}
    accounts_for: {leg_cramp: weak}
    leads_to:
      - {cause: strain.example, ratio: 4.0, ci: [3.0, 5.0], basis: measured, sources: [paper]}
    action: look at it
"""
LED_TO = """causes:
  - id: strain.example
    name: What it leads to
    role: cause
    prior: [{p: 0.2, low: 0.1, high: 0.3, population: adults, basis: expert, sources: [judgement]}]
    accounts_for: {leg_cramp: strong}
    action: look at it
"""


class Meaning(ComingTest):
    def test_alerts(self):
        for name, (module, record) in ALERTS.items():
            with self.subTest(name):
                now = self.check(module, record)
                self.assertIn("what comes tells it", [one["title"] for one in now["alerts"]])

    def test_longer_words_that_say_nothing_take_the_place_of_shorter(self):
        said = "Suspected deep vein thrombosis pattern"
        for record in (case(f"notes: Muscle cramps. {said} on duplex."),
                       case(f"conditions: [text: {said}]")):
            with self.subTest(record):
                now, at_once = self.versions(WORDS, record)
                self.assertEqual(now["ignored"], at_once["ignored"])
                self.assertEqual(at_once["alerts"], [])
                self.assertEqual([one["id"] for one in now["alerts"]], ["dvt_suspicion_open"],
                                 "an alert that was raised stays")

    def test_a_site_profile_concerns_everybody(self):
        now = self.check(PROFILE, case("labs: {potassium: 2.8 mmol/L}"))
        self.assertEqual(now["alerts"][0]["urgency"], "emergency")

    def test_a_cause_that_an_alert_names_is_weighed_though_nobody_ranks(self):
        now = self.check(THROMBOSIS, case("conditions: [pulmonary embolism]", complaint=None))
        self.assertGreater(now["must_not_miss"][0]["present"]["p"], 0.01)

    def test_the_linter_compares_displays(self):
        bundle = program.bundle("potassium_critical")
        for entry in bundle["entry"]:
            for coding in entry["resource"].get("code", {}).get("coding", []):
                if coding["code"] == "2823-3":
                    coding["display"] = "Quux [Moles/volume] in Serum"
        now = self.check(DISPLAY, bundle)
        self.assertIn("code.display_of_other", [one["id"] for one in now["findings"]])

    def test_a_likely_cause_that_is_not_listed_leads_on(self):
        self.write("earlier.yaml", EARLIER)
        now = self.check(LED_TO, case("symptoms: [fatigue]", "labs: {potassium: 2.8 mmol/L}"),
                         "--plugin", "earlier.yaml")
        self.assertIn("strain.example", [one["id"] for one in now["causes"]])

    def test_a_text_shown_for_the_first_time_names_what_no_condition_reads(self):
        self.write("comes.yaml", HEAD + DEPLETION)
        self.write("p.case.yaml", case("labs: {urea: 3 mmol/L, creatinine: 97 umol/L, "
                                       "potassium: 3.9 mmol/L}", complaint="leg pain"))
        assessed, = self.assess_few("p.case.yaml", plugins="hydration")
        self.assertNotIn("hydration.volume_depletion", [one["id"] for one in assessed["causes"]])
        self.assert_code(self.extend("--all", "--plugin", "comes.yaml", plugins="comes"), 0)
        now = self.show(assessed["id"])
        self.assertIn("urea to creatinine 30.93 mmol/mmol, 7.658 mg/mg", json.dumps(now))
        at_once = self.assess("p.case.yaml", "--plugins", "hydration,comes", "--plugin",
                              "comes.yaml").json()
        self.assertEqual(in_one_order(now), in_one_order(at_once))
        self.assert_code(self.replay("--all", "--plugin", "comes.yaml"), 0)

    def test_what_a_module_said_before_it_failed_is_not_said_by_its_next_version(self):
        record = case("symptoms: [thirst, vomiting]", "signs: [dry mouth]", "labs:",
                      "  creatinine: 3000 umol/L", "  LOINC 22664-7: {value: 0.4 mmol/L}")
        self.write("p.case.yaml", record)
        before = self.assess("p.case.yaml", store="s.db").json()
        self.assertEqual([one["status"] for one in before["plugins"]
                          if one["id"] == "org.causa.hydration"], ["failed"])
        self.write("next.yaml", HEAD.replace("org.example.comes", "org.causa.hydration")
                   .replace("version: 1.0.0", "version: 99.0.0") + alert("condition.tetanus"))
        self.assert_code(self.extend("--all", "--plugin", "next.yaml", plugins="hydration"), 0)
        now = self.show(before["id"])
        self.assertTrue(any(one["family"] == "hydration" for one in before["causes"]))
        self.assertFalse([one for one in (*now["causes"], *now["advice"])
                          if one["plugin"] == "org.causa.hydration"])


if __name__ == "__main__":
    unittest.main()
