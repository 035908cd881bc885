# SPDX-License-Identifier: Apache-2.0
"""A cause that is only frequent in such a patient is no answer, and gives way to a finding."""

import unittest

import program


class OnlyFrequent(program.ProgramTest):
    """A made-up module: one cause that a diagnosis makes frequent, and one finding that speaks for
    it."""

    MODULE = """
schema: causa.manifest/1
id: org.example.frequent
version: 1.0.0
title: A frequent cause
intended_use: A test; not for patients.
attributes:
  {developer: causa project, license: Apache-2.0, released: 2026-11-25, funding: none,
   reviewed: {by: null, on: null, until: null}, population: nobody, uses: []}
sources: [{id: judgement, citation: "Made up for a test", verified: false}]
causes:
  - id: strain.trial
    name: A trial cause
    role: cause
    prior:
      - {when: condition.diabetes, p: 0.5, low: 0.3, high: 0.7, population: nobody, basis: expert,
         sources: [judgement]}
      - {p: 0.01, low: 0.005, high: 0.02, population: nobody, basis: expert, sources: [judgement]}
    accounts_for:
      leg_cramp: {grade: strong, sources: [judgement]}
rules:
  - {id: thirsty, cause: strain.trial, about: present, when: symptom.thirst, basis: expert,
     strength: {holds: strong for}, sources: [judgement], text: thirst}
"""

    # A second cause that a finding speaks for; how likely it is stands in its prior.
    OTHER = """  - id: strain.other
    name: Another cause
    role: cause
    prior: [{p: PRIOR, low: LOW, high: HIGH, population: nobody, basis: expert, sources: [judgement]}]
    accounts_for:
      leg_cramp: {grade: strong, sources: [judgement]}
rules:
  - {id: feverish, cause: strain.other, about: present, when: symptom.fever, basis: expert,
     strength: {holds: weak for}, sources: [judgement], text: fever}
"""

    def ranked(self, symptoms):
        module = self.write("frequent.yaml", self.MODULE)
        module.chmod(0o644)
        case = self.write("case.yaml", "date: 2026-11-20\nage: 66 years\nsex: female\n"
                          f"symptoms: [{symptoms}]\nconditions: [type 2 diabetes]\n")
        answer = self.assess(case, "--plugin", module, "--plugins", "core,frequent").json()
        self.assertEqual(answer["causes"][0]["id"], "strain.trial")
        return answer["ranking"], answer["ranking_why"]

    def test_a_cause_that_is_only_frequent_makes_no_sufficient_ranking(self):
        ranking, why = self.ranked("leg cramps")
        self.assertEqual(ranking, "weak")
        self.assertIn("how frequent it is", why)

    def first_beside_another(self, prior, low, high):
        other = self.OTHER.replace("PRIOR", prior).replace("LOW", low).replace("HIGH", high)
        rarer = self.MODULE.replace("p: 0.5, low: 0.3, high: 0.7", "p: 0.15, low: 0.08, high: 0.3")
        module = self.write("frequent.yaml", rarer.replace("rules:\n", other))
        module.chmod(0o644)
        case = self.write("case.yaml", "date: 2026-11-20\nage: 66 years\nsex: female\n"
                          "symptoms: [leg cramps, fever]\nconditions: [type 2 diabetes]\n")
        answer = self.assess(case, "--plugin", module, "--plugins", "core,frequent").json()
        return answer["causes"][0]["id"], answer["ranking"], answer["ranking_why"]

    def test_what_a_finding_speaks_for_stands_before_what_is_only_as_likely(self):
        self.assertEqual(self.first_beside_another("0.1", "0.04", "0.2")[0], "strain.other")

    def test_a_dangerous_cause_does_not_give_way_to_a_harmless_one_that_is_less_likely(self):
        self.MODULE = self.MODULE.replace("role: cause", "role: dangerous\n    action: Look at it.")
        self.assertEqual(self.first_beside_another("0.1", "0.04", "0.2")[0], "strain.trial")

    def test_it_stands_first_if_it_is_far_likelier_and_the_ranking_says_so(self):
        first, ranking, why = self.first_beside_another("0.01", "0.008", "0.012")
        self.assertEqual((first, ranking), ("strain.trial", "weak"))
        self.assertIn("the first cause is only frequent in such a patient", why)

    def test_a_finding_makes_it_one(self):
        self.assertEqual(self.ranked("leg cramps, thirst")[0], "sufficient")


if __name__ == "__main__":
    unittest.main()
