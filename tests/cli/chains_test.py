# SPDX-License-Identifier: Apache-2.0
"""How causes that lead to each other share a place, and what evidence may not do to a probability."""

import json
import unittest

import program

HEAD = {"schema": "causa.manifest/1", "id": "org.example.chain", "version": "1.0.0",
        "title": "Chains", "intended_use": "A test; not for patients.",
        "attributes": {"developer": "causa project", "license": "Apache-2.0",
                       "released": "2026-11-25", "funding": "none", "population": "nobody",
                       "reviewed": {"by": None, "on": None, "until": None}, "uses": []},
        "sources": [{"id": "judgement", "citation": "Made up for a test", "verified": False},
                    {"id": "study", "citation": "Made up for a test", "verified": False}]}
JUDGED = {"basis": "expert", "sources": ["judgement"]}


def cause(name, prior, accounts, decided=None, leads_to=None):
    p, low, high = prior
    made = {"id": f"strain.{name}", "name": name, "role": "state",
            "prior": [{"p": p, "low": low, "high": high, "population": "nobody"} | JUDGED],
            "accounts_for": {"leg_cramp": accounts | {"sources": ["judgement"]}}}
    if decided:
        when, p, low, high = decided
        made["decided_by"] = [{"id": "d", "when": when, "p": p, "low": low, "high": high} | JUDGED]
    if leads_to:
        made["leads_to"] = [{"cause": f"strain.{leads_to}", "ratio": 6} | JUDGED]
    return made


def rule(name, about, when, of, strength, basis="expert", source="judgement"):
    return {"id": name, "cause": f"strain.{of}", "about": about, "when": when, "basis": basis,
            "strength": {"holds": strength}, "sources": [source], "text": name}


class Chains(program.ProgramTest):
    def causes(self, module, symptoms):
        path = self.write("chain.yaml", "".join(f"{key}: {json.dumps(value)}\n"
                                                for key, value in (HEAD | module).items()))
        path.chmod(0o644)
        case = self.write("case.yaml", "date: 2026-11-20\nage: 66 years\nsex: female\n"
                          f"symptoms: [leg cramps, {symptoms}]\n")
        run = self.assess(case, "--plugin", path, "--plugins", "core,chain")
        self.assert_code(run, 0)
        return {one["id"]: one for one in run.json()["causes"]}

    def test_the_order_of_causes_in_a_manifest_changes_nothing(self):
        causes = [cause("aaa", (0.1, 0.05, 0.2), {"grade": "minimal"},
                        ("symptom.fever", 0.9, 0.8, 0.95), "bbb"),
                  cause("bbb", (0.1, 0.05, 0.2), {"grade": "minimal"},
                        ("symptom.vomiting", 0.7, 0.6, 0.75), "ccc"),
                  cause("ccc", (0.4, 0.3, 0.5), {"grade": "weak"})]
        rules = [rule("r", "present", "symptom.diarrhea", "ccc", "weak for")]
        there, back = (self.causes({"causes": some, "rules": rules}, "fever, vomiting, diarrhea")
                       for some in (causes, causes[::-1]))
        for name in there:
            for key in ("rank", "explains", "chain_head", "chain"):
                self.assertEqual(there[name].get(key), back[name].get(key), (name, key))
        self.assertEqual({one["rank"] for one in there.values()}, {1})
        self.assertGreater(there["strain.aaa"]["explains"]["p"],
                           0.9 * 0.8 * 0.7 * 0.8 * there["strain.ccc"]["explains"]["p"] * 0.9)

    def test_measured_evidence_against_makes_judgement_no_surer(self):
        module = {"causes": [cause("aaa", (0.5, 0.4, 0.6), {"grade": "strong"})],
                  "rules": [rule("one", "present", "symptom.fever", "aaa", "strong for"),
                            rule("two", "present", "symptom.diarrhea", "aaa", "strong for"),
                            rule("against", "present", "symptom.vomiting", "aaa",
                                 {"lr": 0.9, "ci": [0.8, 1.0]}, "measured", "study")]}
        self.assertEqual(self.causes(module, "fever, diarrhea")["strain.aaa"]["present"]["p"], 0.8)
        more = self.causes(module, "fever, diarrhea, vomiting")["strain.aaa"]["present"]["p"]
        self.assertLessEqual(more, 0.8)

    def test_evidence_for_it_makes_a_cause_explain_no_less(self):
        module = {"causes": [cause("bbb", (0.1, 0.05, 0.2), {"p": 0.98, "low": 0.9, "high": 0.99},
                                   ("symptom.fever", 0.9, 0.8, 0.95))],
                  "rules": [rule("more", "explains", "symptom.vomiting", "bbb", "weak for")]}
        less = self.causes(module, "fever")["strain.bbb"]["accounts_for"]["p"]
        more = self.causes(module, "fever, vomiting")["strain.bbb"]["accounts_for"]["p"]
        self.assertEqual((less, more), (0.98, 0.98))


class Urgency(program.ProgramTest):
    def test_a_state_hides_no_cause_with_the_more_urgent_alert(self):
        case = self.write("case.yaml", "date: 2026-11-20\nage: 67 years\nsex: male\n"
                          "complaint: leg cramps\nsymptoms: [dark urine, weakness]\n"
                          "conditions: [acute kidney injury]\nlabs:\n"
                          "  CK: {value: 60000 U/L, time: 2026-11-20}\n"
                          "  potassium: {value: 6.3 mmol/L, time: 2026-11-20}\n")
        first = self.assess(case).json()["causes"][0]
        self.assertEqual((first["id"], first.get("chain_head")), ("strain.rhabdomyolysis", None))


if __name__ == "__main__":
    unittest.main()
