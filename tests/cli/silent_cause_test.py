# SPDX-License-Identifier: Apache-2.0
"""A cause of which nothing is known is told of where that matters, and nowhere else."""

import unittest

import program


def cause(name, accounts="strong", low=0.005, p=0.01, high=0.02, more=""):
    """Has no rule, and a prior that holds for everybody."""
    return f"""  - id: {name}
    name: Trial {name}
    prior: [{{p: {p}, low: {low}, high: {high}, population: nobody, basis: expert, sources: [judgement]}}]
    accounts_for: {{leg_cramp: {{grade: {accounts}, sources: [judgement]}}}}
{more}"""


IDIOPATHIC = "    role: cause\n    pattern: symptom.cramp.leg\n"
DANGEROUS = "    role: dangerous\n    action: A test.\n"
LEADS = """    role: state
    decided_by: [{id: stated, when: condition.diabetes, p: 0.97, low: 0.9, high: 0.99, basis: expert,
                  sources: [judgement]}]
    leads_to: [{cause: strain.downstream, ratio: 3, ci: [1, 9], basis: expert, sources: [judgement]}]
"""
UNMEASURED = """    role: cause
    decided_by:
      - {id: unmeasured, when: lab.tsh is unknown, p: 0.9, low: 0.8, high: 0.97, basis: expert,
         sources: [judgement]}
      - {id: old, when: age >= 60 years, p: 0.8, low: 0.7, high: 0.9, basis: expert,
         sources: [judgement]}
"""

MODULE = f"""
schema: causa.manifest/1
id: org.example.silent
version: 1.0.0
title: Causes without a word
intended_use: A test; not for patients.
attributes:
  {{developer: causa project, license: Apache-2.0, released: 2026-11-27, funding: none,
   reviewed: {{by: null, on: null, until: null}}, population: nobody, uses: []}}
sources: [{{id: judgement, citation: "Made up for a test", verified: false}}]
causes:
{cause("strain.silent", more="    role: cause")}
{cause("strain.downstream", more="    role: state")}
{cause("strain.named", more="    role: cause")}
{cause("strain.upstream", accounts="none", more=LEADS)}
{cause("idiopathic.trial", more=IDIOPATHIC)}
{cause("strain.frequent", low=0.05, p=0.1, high=0.2, more=DANGEROUS)}
{cause("strain.rare", low=0.0005, p=0.001, high=0.002, more=DANGEROUS)}
alerts:
  - {{id: fever, when: symptom.fever, urgency: urgent, cause: strain.named, title: Fever, action: A test.,
     basis: expert, sources: [judgement]}}
"""


class SilentCause(program.ProgramTest):
    def answer(self, symptoms="leg cramps", conditions=""):
        module = self.write("silent.yaml", MODULE)
        module.chmod(0o644)
        case = self.write("case.yaml", "date: 2026-11-20\nage: 66 years\nsex: female\n"
                          f"symptoms: [{symptoms}]\nconditions: [{conditions}]\n")
        run = self.assess(case, "--plugin", module, "--plugins", "core,silent")
        self.assert_code(run, 0)
        return run.json()

    def listed(self, **given):
        return {one["id"] for one in self.answer(**given)["causes"]} - {
            "idiopathic.nocturnal_leg_cramps"}

    def test_only_the_idiopathic_one_is_listed(self):
        self.assertEqual(self.listed(), {"idiopathic.trial"})

    def test_a_dangerous_one_must_not_be_missed_if_it_is_frequent(self):
        self.assertEqual([one["id"] for one in self.answer()["must_not_miss"]], ["strain.frequent"])

    def test_what_is_there_brings_what_it_leads_to(self):
        found = self.answer(conditions="type 2 diabetes")
        chained = [one for one in found["causes"] if one["id"] == "strain.downstream"]
        self.assertEqual(len(chained), 1, found["causes"])
        self.assertEqual(chained[0]["chain"]["because_of"], "strain.upstream")

    def test_one_that_an_alert_names_is_listed(self):
        self.assertIn("strain.named", self.listed(symptoms="leg cramps, fever"))

    def test_what_is_missing_decides_nothing(self):
        module = self.write("silent.yaml", MODULE.replace("alerts:", cause(
            "strain.unmeasured", more=UNMEASURED) + "alerts:"))
        module.chmod(0o644)
        for age in ("67 years", "20 years"):
            case = self.write("case.yaml", f"date: 2026-11-20\nage: {age}\nsymptoms: [leg cramps]\n")
            run = self.assess(case, "--plugin", module, "--plugins", "core,silent")
            self.assert_code(run, 0)
            self.assertNotIn("strain.unmeasured", [one["id"] for one in run.json()["causes"]])
            self.assertNotIn("strain.unmeasured", [one["id"] for one in run.json()["states"]])

    def test_who_is_not_ranked_is_told_what_is_decided(self):
        found = self.answer(symptoms="fever", conditions="type 2 diabetes")
        self.assertEqual(found["causes"], [])
        self.assertEqual([one["id"] for one in found["states"]], ["strain.upstream"])


if __name__ == "__main__":
    unittest.main()
