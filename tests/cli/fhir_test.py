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
                self.write("export/zz.Patient.jsonl", text)
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

    def test_what_may_hide_a_patient_is_an_error_of_every_verb_that_reads(self):
        folder = self.put_export()
        self.write("export/other.ndjson",
                   lines([{**program.bundle("child"), "resourceType": "bundle"},
                          {"resourceType": "Parameters"}]))
        self.write("export/errors.ndjson",
                   lines([{"resourceType": "OperationOutcome",
                           "issue": [{"severity": "error", "diagnostics": "Patient/p-70101"}]}]))
        for run in (self.assess(folder), self.run_program("lint", folder, *program.AS_OF)):
            self.assertIn(run.code, (1, 5))
            for place in ("other.ndjson:1: bundle: no resource type of FHIR",
                          "other.ndjson:2: Parameters: ",
                          "errors.ndjson:1: OperationOutcome.issue: the sender says"):
                self.assertIn(place, run.told + run.out)
        self.assertEqual(len(self.assess(folder).json_lines()), 1)


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


class Unread(program.ProgramTest):
    """What may be an emergency and can't be read is told, and nothing else is lost with it."""

    def run_with(self, *resources, kind="collection", more=()):
        entries = [HeldBack.PATIENT, *({"resource": resource} for resource in resources)]
        return self.assess("-", *more, text=json.dumps(
            {"resourceType": "Bundle", "type": kind, "entry": entries}))

    @staticmethod
    def potassium(value, identifier="k", **more):
        return {"resourceType": "Observation", "id": identifier, "status": "final",
                "effectiveDateTime": "2026-11-19T07:00:00Z",
                "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
                "subject": {"reference": "Patient/p"}, **value, **more}

    QUANTITY = {"value": 2.3, "unit": "mmol/L"}

    def test_a_known_analyte_whose_value_is_not_used(self):
        quantity = {"valueQuantity": self.QUANTITY}
        for told, resource in {
                "value is a Range": self.potassium({"valueRange": {
                    "low": {"value": 2.0, "unit": "mmol/L"},
                    "high": {"value": 2.4, "unit": "mmol/L"}}}),
                "a reason for its absence": self.potassium(
                    quantity, dataAbsentReason={"coding": [{"code": "error"}]}),
                "comparator less": self.potassium(
                    {"valueQuantity": {**self.QUANTITY, "comparator": "less"}}),
                "status Final": self.potassium(quantity, status="Final"),
                "is not a number": self.potassium(
                    {"valueCodeableConcept": {"coding": [{"code": "L", "display": "low"}]}}),
        }.items():
            with self.subTest(told):
                run = self.run_with(resource)
                self.assert_code(run, 0)
                result = run.json()
                self.assertEqual(result["alerts"], [])
                found = [it for it in result["findings"] if it["safety"] and
                         it["place"] == "Observation/k" and told in it["message"]]
                self.assertEqual(len(found), 1, result["findings"])
                self.assertTrue(found[0]["message"].startswith("Potassium"))
                self.assertEqual(result["resources"]["read"], result["resources"]["used"] + 1)
                self.assert_code(self.run_with(resource, more=("--strict",)), 1)
        # Of what no module asks for nothing is told.
        other = self.potassium(quantity, status="Final")
        other["code"]["coding"][0]["code"] = "0000-0"
        self.assertEqual(self.run_with(other).json()["findings"], [])

    def test_a_number_in_words_alerts(self):
        for value in ({"valueString": "<2.4"}, {"valueString": "2.3 mmol/L"},
                      {"valueCodeableConcept": {"text": "<2.5"}}):
            with self.subTest(value):
                alerts = self.run_with(self.potassium(value)).json()["alerts"]
                self.assertEqual([it["id"] for it in alerts], ["potassium_critical_low"])

    def test_what_was_entered_in_error_alerts_no_more(self):
        versions = [self.potassium({"valueQuantity": self.QUANTITY}, status=status,
                                   meta={"versionId": number})
                    for status, number in (("final", "1"), ("entered-in-error", "2"))]
        self.assertEqual(self.run_with(*versions, kind="searchset").json()["alerts"], [])

    def test_one_bad_field_takes_no_alert_away(self):
        bad = self.potassium({"valueQuantity": self.QUANTITY}, "bad")
        bad["effectiveDateTime"] = "19.11.2026"
        good = self.potassium({"valueQuantity": {**self.QUANTITY, "value": 6.9}})
        for resources in ((bad, good), (good, bad)):
            result = self.run_with(*resources).json()
            self.assertEqual(len(result["alerts"]), 1)
            self.assertEqual([(it["place"], it["safety"]) for it in result["findings"]
                              if it["id"] == "record.unreadable"], [("Observation/bad", True)])
        self.assert_code(self.run_with(good, bad, more=("--strict",)), 1)

    def test_drugs_of_other_versions(self):
        cramps = {"resourceType": "Condition", "id": "c", "onsetDateTime": "2026-11-15",
                  "code": {"coding": [{"system": "http://snomed.info/sct", "code": "449917004"}]},
                  "subject": {"reference": "Patient/p"}}
        coded = {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                             "code": "5487"}]}

        def takes(**more):
            drug = {"resourceType": "MedicationStatement", "id": "m", "status": "active",
                    "subject": {"reference": "Patient/p"}, "effectiveDateTime": "2026-11-01",
                    **more}
            result = self.run_with(cramps, drug).json()
            return json.dumps(result["causes"])

        taken = takes(medicationCodeableConcept=coded)
        denied = takes(medicationCodeableConcept=coded, status="not-taken")
        self.assertNotEqual(taken, denied)
        for more in ({"taken": "n"}, {"wasNotTaken": True}):
            self.assertEqual(takes(medicationCodeableConcept=coded, **more), denied)
        self.assertEqual(takes(medication={"concept": coded}), taken)

    def test_two_contained_patients_of_one_local_id(self):
        def of(name, value, identifiers):
            resource = self.potassium({"valueQuantity": {**self.QUANTITY, "value": value}})
            patient = {"resourceType": "Patient", "id": "p", "gender": "female",
                       "birthDate": "1959-01-01", "identifier": identifiers}
            return self.write(name, json.dumps(
                {**resource, "subject": {"reference": "#p"}, "contained": [patient]}))

        one = of("1.json", 2.3, [{"system": "http://mrn", "value": "A1"}])
        two = of("2.json", 6.9, [{"system": "http://mrn", "value": "B2"}])
        run = self.assess(one, two)
        self.assert_code(run, 0)
        self.assertEqual([it["patient"]["id"] for it in run.json_lines()],
                         ["http://mrn|A1", "http://mrn|B2"])
        self.assertNotIn("Patient/p", self.assess(one, to="fhir").out)


class Hiding(program.ProgramTest):
    """In a Bundle as in a line: who may be there and can't be seen is told, and costs no other."""

    OTHER = {"resourceType": "Patient", "id": "p-70102", "gender": "male",
             "birthDate": "1981-07-02"}
    PLACE = "in.ndjson:1: Bundle.entry[1]"

    def told_of(self, entry):
        bundle = {"resourceType": "Bundle", "type": "searchset",
                  "entry": [HeldBack.PATIENT, entry, {"resource": {**self.OTHER, "id": "q"}}]}
        self.write("in.ndjson", lines([bundle, program.bundle("child")]))
        run = self.assess("in.ndjson")
        self.assertEqual([it["patient"]["id"] for it in run.json_lines()][:2], ["p", "q"])
        self.assertEqual(len(run.json_lines()), 3)
        self.assertNotIn(self.OTHER["id"], run.err)
        return run

    def test_a_patient_may_hide_in_an_entry(self):
        inner = {"type": "collection", "entry": [{"resource": self.OTHER}]}
        for told, entry in {
                ".resource: no resource type of FHIR, so it isn't known whether a patient is in "
                "it; write the resourceType as Patient":
                    {"resource": {**self.OTHER, "resourceType": "patient"}},
                ".resource: no resource type of FHIR, so it isn't known whether a patient is in "
                "it; write the resourceType as Bundle":
                    {"resource": {**inner, "resourceType": "bundle"}},
                ".resource.parameter[0].resource: holds other resources":
                    {"resource": {"resourceType": "Parameters", "parameter": [
                        {"name": "r", "resource": self.OTHER}]}},
                ".resource.entry[0].resource: holds other resources":
                    {"resource": {**inner, "resourceType": "List"}},
                ": neither a resource nor a request or response": {"Resource": self.OTHER},
        }.items():
            with self.subTest(told):
                run = self.told_of(entry)
                self.assert_code(run, 1)
                self.assertIn(f"{self.PLACE}{told}", run.told)
                self.assertEqual(len(run.told.splitlines()), 1, run.told)

    def test_an_entry_may_hold_no_resource(self):
        for entry in ({"request": {"method": "DELETE", "url": "Patient/9"}},
                      {"response": {"status": "304"}}, {"fullUrl": "http://a.example/Patient/9"},
                      {"resource": {"resourceType": "Parameters", "parameter": [
                          {"name": "name", "valueString": "LOINC"}]}}):
            with self.subTest(entry):
                self.assert_code(self.told_of(entry), 0)

    def test_a_search_that_says_that_something_failed(self):
        for severity in ("error", "Fatal", "warning"):
            with self.subTest(severity):
                run = self.told_of({"search": {"mode": "outcome"}, "resource": {
                    "resourceType": "OperationOutcome", "issue": [
                        {"severity": severity, "diagnostics": "Patient/p-70102"}]}})
                self.assert_code(run, 0)
                found = [finding for it in run.json_lines() for finding in it["findings"]
                         if "the sender says that something failed" in finding["message"]]
                self.assertEqual(len(found), 0 if severity == "warning" else 2)
                self.assertTrue(all(finding["safety"] for finding in found))

    def test_lone_lines_are_judged_alike(self):
        for told, line in {
                "List.entry[0].resource: holds other resources":
                    {"resourceType": "List", "entry": [{"resource": self.OTHER}]},
                "OperationOutcome.issue: the sender says":
                    {"resourceType": "OperationOutcome", "issue": [{"severity": "Error"}]},
        }.items():
            with self.subTest(told):
                self.write("in.ndjson", lines([line, program.bundle("child")]))
                run = self.assess("in.ndjson")
                self.assert_code(run, 1)
                self.assertIn(f"in.ndjson:1: {told}", run.told)
                self.assertEqual(len(run.json_lines()), 1)


class TwoServers(program.ProgramTest):
    """One id on two servers is two people, of whom none gets what may be the other's."""

    PATIENT = {**HeldBack.PATIENT["resource"], "id": "s"}

    @staticmethod
    def potassium(value, subject):
        return {**Unread.potassium({"valueQuantity": {"value": value, "unit": "mmol/L"}},
                                   f"k{value}"), "subject": {"reference": subject}}

    def test_whatever_comes_first(self):
        values = [self.potassium(2.3, "http://A/fhir/Patient/s"),
                  self.potassium(6.9, "http://B/fhir/Patient/s")]
        for order in ([self.PATIENT, *values], [*values, self.PATIENT],
                      [values[1], self.PATIENT, values[0]], [self.PATIENT, self.PATIENT, *values]):
            self.write("in.ndjson", lines(order))
            run = self.assess("in.ndjson")
            self.assert_code(run, 1)
            self.assertEqual(run.told.count("its subject can mean several patients"), 2, run.told)
            self.assertEqual([it["alerts"] for it in run.json_lines()], [[]])

    def test_in_a_bundle(self):
        for resources in ([self.PATIENT], []):
            resources += [self.potassium(2.3, "Patient/s"),
                          self.potassium(2.4, "http://A/fhir/Patient/s"),
                          self.potassium(6.9, "http://B/fhir/Patient/s")]
            self.write("in.ndjson", lines([
                {"resourceType": "Bundle", "type": "searchset",
                 "entry": [{"resource": resource} for resource in resources]},
                program.bundle("child")]))
            run = self.assess("in.ndjson")
            self.assert_code(run, 1)
            self.assertEqual(len(run.told.splitlines()), 1, run.told)
            self.assertEqual(len(run.json_lines()), 1)

    def test_one_server_is_no_doubt(self):
        self.write("in.ndjson", lines([self.potassium(2.3, "http://A/fhir/Patient/s"),
                                       self.PATIENT, self.potassium(2.4, "Patient/s")]))
        run = self.assess("in.ndjson")
        self.assert_code(run, 0)
        self.assertEqual(run.json()["resources"]["used"], 3)


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
