# SPDX-License-Identifier: Apache-2.0
"""FHIR as clinics send it: bulk exports in files of one type, answered questionnaires."""

import gzip
import json
import unittest

import program


def lone_resources():
    """The resources of a bundle, each by itself."""
    return [entry["resource"] for entry in program.bundle("thiazide")["entry"]]


def lines(resources):
    return "".join(json.dumps(resource) + "\n" for resource in resources)


def response(*items):
    """A bundle of a patient and one QuestionnaireResponse."""
    patient = lone_resources()[0]
    answers = {"resourceType": "QuestionnaireResponse", "id": "q", "status": "completed",
               "authored": "2026-11-19", "subject": {"reference": f"Patient/{patient['id']}"},
               "item": list(items)}
    return json.dumps({"resourceType": "Bundle", "type": "collection",
                       "entry": [{"resource": patient}, {"resource": answers}]})



class Bulk(program.ProgramTest):
    def put_export(self):
        """The bundle as an export: one file a type, the patient last by name, some packed."""
        by_type = {}
        for resource in lone_resources():
            by_type.setdefault(resource["resourceType"], []).append(resource)
        for kind, resources in by_type.items():
            text = lines(resources)
            if kind == "Patient":
                self.write("export/zz.Patient.ndjson", text)
            else:
                self.write(f"export/{kind}.ndjson.gz", gzip.compress(text.encode()))
        return self.home / "export"

    def test_is_assessed_as_the_bundle_is(self):
        whole = self.assess(program.patient("thiazide")).json()
        joined = self.assess(self.put_export()).json()
        for key in ("patient", "complaint", "alerts", "causes", "facts", "ignored", "resources"):
            self.assertEqual(joined[key], whole[key], key)

    def test_what_is_nobodys_is_in_the_summary(self):
        folder = self.put_export()
        self.write("export/Organization.ndjson",
                   lines([{"resourceType": "Organization", "id": str(n)} for n in range(3)]))
        run = self.assess(folder, "--summary", "summary.json", "--log-level", "info")
        self.assert_code(run, 0)
        summary = json.loads((self.home / "summary.json").read_text())
        self.assertEqual(summary["of_no_patient"],
                         [{"source": "Organization", "count": 3,
                           "reason": "resources of this type are not used"}])
        self.assertIn("of no patient: 3 Organization: ", run.err)

    def test_a_broken_line_is_one_error(self):
        folder = self.put_export()
        self.write("export/Observation.001.ndjson", '{"resourceType": "Observation"\n')
        run = self.assess(folder)
        self.assert_code(run, 1)
        self.assertEqual(len(run.json_lines()), 1)
        self.assertEqual(len(run.told.splitlines()), 1, run.told)
        self.assertIn("Observation.001.ndjson:1: ", run.err)


class HeldBack(program.ProgramTest):
    """What must not look as if all were well is a finding of patient safety."""

    def held_back(self, entries, kind="batch-response"):
        run = self.assess("-", text=json.dumps({"resourceType": "Bundle", "type": kind,
                                                "entry": entries}))
        self.assert_code(run, 0)
        result = run.json()
        return result["alerts"], [finding["message"] for finding in result["findings"]
                                  if finding["id"] == "record.held_back" and finding["safety"]]

    PATIENT = {"resource": {"resourceType": "Patient", "id": "p", "gender": "female",
                            "birthDate": "1950-02-13"}}

    def test_a_search_that_failed(self):
        _, found = self.held_back([self.PATIENT, {"response": {
            "status": "500 Internal Server Error",
            "outcome": {"resourceType": "OperationOutcome", "issue": []}}}])
        self.assertEqual(len(found), 1)
        self.assertIn("a part of the answer failed (status 500)", found[0])

    def test_two_people_of_one_id(self):
        other = {"resource": {**self.PATIENT["resource"], "gender": "male",
                              "birthDate": "1981-07-02"}}
        _, found = self.held_back([self.PATIENT, other], "searchset")
        self.assertEqual(len(found), 2)
        self.assertNotRegex("".join(found), "1950|1981")

    def test_a_value_of_a_device_raises_no_alert(self):
        value = {"resourceType": "Observation", "id": "k", "status": "final",
                 "effectiveDateTime": program.bundle("thiazide").get("timestamp", "2026-11-19"),
                 "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
                 "valueQuantity": {"value": 2.4, "unit": "mmol/L"}}
        for subject, alerts in (({"reference": "Patient/p"}, True),
                                ({"type": "Device", "display": "analyzer QC"}, False)):
            found, _ = self.held_back([self.PATIENT, {"resource": {**value, "subject": subject}}])
            self.assertEqual(bool(found), alerts, subject)


class Questionnaires(program.ProgramTest):
    ITEM = {"linkId": "symptom.paresthesia",
            "answer": [{"valueCoding": {"system": "urn:causa:answer", "code": "yes"}}]}
    MAPPING = '[questionnaire.link_ids]\n"7.2" = "symptom.paresthesia"\n"7.3" = "lab.potassium"\n'

    def facts(self, *items, config=""):
        self.write("p.json", response(*items))
        arguments = ("--config", self.write("causa.toml", config)) if config else ()
        run = self.assess("p.json", *arguments)
        self.assert_code(run, 0)
        return run.json()

    def test_own_questions(self):
        assessment = self.facts(self.ITEM)
        self.assertEqual(assessment["resources"]["used"], 2)
        self.assertEqual(assessment["ignored"], [])

    def test_potassium_in_a_questionnaire_raises_the_alert(self):
        low = {"linkId": "lab.potassium",
               "answer": [{"valueQuantity": {"value": 2.2, "unit": "mmol/L"}}]}
        self.assertNotEqual(self.facts(low)["alerts"], [])
        low["answer"] = [{"valueDecimal": 2.2}]
        assessment = self.facts(low)
        self.assertEqual(assessment["alerts"], [])
        self.assertIn("unit", assessment["ignored"][0]["reason"])

    def test_questions_of_others_are_mapped(self):
        item = {"linkId": "7.3", "answer": [{"valueQuantity": {"value": 2.2, "unit": "mmol/L"}}]}
        self.assertEqual(self.facts(item)["alerts"], [])
        self.assertNotEqual(self.facts(item, config=self.MAPPING)["alerts"], [])

    def test_a_mapping_to_nothing_is_refused(self):
        config = self.write("causa.toml", self.MAPPING.replace("paresthesia", "paresthesa"))
        self.write("p.json", response(self.ITEM))
        run = self.assess("p.json", "--config", config)
        self.assert_code(run, 2)
        self.assertIn('"7.2": no concept is called symptom.paresthesa; did you mean '
                      "symptom.paresthesia?", run.err)
        config = self.write("causa.toml", '[questionnaire]\nlink_id = 1\n')
        run = self.assess("p.json", "--config", config)
        self.assert_code(run, 2)
        self.assertIn("causa.toml:2:", run.err)


if __name__ == "__main__":
    unittest.main()
