# SPDX-License-Identifier: Apache-2.0
"""Numbers of hospitals as ids of FHIR, which have no slash: nothing that they name is lost."""

import json
import unittest

import program


def resources(identifier, reference):
    return ({"resourceType": "Patient", "id": identifier, "gender": "female",
             "birthDate": "1959-03-14"},
            {"resourceType": "Observation", "id": "k", "status": "final",
             "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
             "subject": {"reference": reference}, "effectiveDateTime": "2026-11-19T08:00:00Z",
             "valueQuantity": {"value": 2.2, "unit": "mmol/L"}})


class SlashInId(program.ProgramTest):
    def read(self, identifier, reference, kind):
        given = resources(identifier, reference)
        text = "".join(json.dumps(it) + "\n" for it in given)
        if kind == "other first":
            text = "".join(json.dumps(it) + "\n" for it in reversed(given))
        elif kind != "lines":
            others = ({"resourceType": "Patient", "id": "12345"},) if kind == "searchset" else ()
            text = json.dumps({"resourceType": "Bundle", "type": kind,
                               "entry": [{"resource": it} for it in (*given, *others)]})
        return self.assess("-", text=text)

    def test_an_exact_reference_counts(self):
        for identifier in ("2026/12345", "A/B/c", "v/_history/1"):
            for kind in ("collection", "searchset", "lines", "other first"):
                with self.subTest(identifier, kind=kind):
                    run = self.read(identifier, f"Patient/{identifier}", kind)
                    self.assert_code(run, 0)
                    self.assert_silent(run)
                    result = run.json_lines()[0]
                    self.assertEqual(result["patient"]["id"], identifier)
                    self.assertTrue(result["alerts"])
                    self.assertEqual([it for it in result["findings"] if it["safety"]], [])

    def test_any_other_is_told_with_what_is_wrong(self):
        for identifier, reference, words in (
                ("12345", "Patient/2026/12345", "with a slash in or behind the id"),
                ("ok", "Patient/ok/", "with a slash in or behind the id"),
                ("ok", " Patient/ok", "a blank before or behind it"),
                ("ok", "Patient/ok/ ", "a blank before or behind it")):
            with self.subTest(reference):
                run = self.read(identifier, reference, "lines")
                self.assert_code(run, 1)
                self.assertIn(words, run.told)
                self.assertIn("write it as Patient/ID", run.told)
                run = self.read(identifier, reference, "collection")
                self.assert_code(run, 0)
                found = [it["message"] for it in run.json()["findings"]
                         if it["safety"] and it["id"] == "record.unreadable"]
                self.assertEqual(len(found), 1)
                self.assertIn(words, found[0])


if __name__ == "__main__":
    unittest.main()
