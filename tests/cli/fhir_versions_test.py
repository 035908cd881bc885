# SPDX-License-Identifier: Apache-2.0
"""FHIR that says a thing twice, takes it back, or says whose it is and how it stands in a way of its
own: what is dangerous is neither lost by it nor kept without a word."""

import json
import unittest

import program


def patient(identifier="p", **more):
    return {"resourceType": "Patient", "id": identifier, "gender": "female",
            "birthDate": "1959-03-14", **more}


def potassium(value=2.3, identifier="k", subject="Patient/p", **more):
    return {"resourceType": "Observation", "id": identifier, "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
            "subject": {"reference": subject}, "effectiveDateTime": "2026-11-20T09:00:00Z",
            "valueQuantity": {"value": value, "unit": "mmol/L"}, **more}


def night_cramps(**more):
    return {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"},
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "verificationStatus": {"coding": [{"code": "confirmed"}]},
            "code": {"coding": [{"system": "http://snomed.info/sct", "code": "90392009"}]},
            "onsetDateTime": "2026-10-30", **more}


def lines(*resources):
    return "".join(json.dumps(resource) + "\n" for resource in resources)


class Case(program.ProgramTest):
    def of_bundle(self, *entries, kind="collection"):
        entries = [it if {"resource", "request"} & it.keys() else {"resource": it}
                   for it in (patient(), *entries)]
        run = self.assess("-", text=json.dumps({"resourceType": "Bundle", "type": kind,
                                                "entry": entries}))
        self.assert_code(run, 0)
        return run.json()

    def of_lines(self, *resources):
        self.write("in.ndjson", lines(*resources))
        return self.assess("in.ndjson")

    def told(self, result, place, words, rule="record.held_back"):
        found = [it for it in result["findings"] if it["safety"] and it["id"] == rule and
                 it["place"] == place and words in it["message"]]
        self.assertEqual(len(found), 1, result["findings"])

    def assert_nothing_told(self, result):
        self.assertEqual([it for it in result["findings"] if it["safety"]], [])


class History(Case):
    @staticmethod
    def version(value, number=None, updated=None, identifier="k"):
        meta = {key: text for key, text in (("versionId", number), ("lastUpdated", updated)) if text}
        return {"fullUrl": f"http://h/fhir/Observation/{identifier}",
                "resource": potassium(value, identifier, meta=meta),
                "request": {"method": "PUT", "url": f"Observation/{identifier}"}}

    @staticmethod
    def deletion(method="DELETE", url="Observation/k", **more):
        return {"fullUrl": "http://h/fhir/Observation/k", "request": {"method": method, "url": url},
                **more}

    def values(self, *entries):
        result = self.of_bundle(*entries, kind="history")
        return [it["value"] for it in result["facts"] if it["source"] == "Observation/k"], result

    def test_the_newest_counts_wherever_it_stands(self):
        for old, new in ((("1", None), ("2", None)),
                         ((None, "2026-11-20T09:10:00Z"), (None, "2026-11-20T09:20:00Z")),
                         (("9", "2026-11-20T09:10:00Z"), ("10", "2026-11-20T09:20:00Z"))):
            with self.subTest(new):
                first, last = self.version(4.2, *old), self.version(2.3, *new)
                values, result = self.values(last, first)
                self.assertEqual(values, [2.3])
                self.assert_nothing_told(result)
                values, result = self.values(first, last)
                self.assertEqual(values, [2.3])
                self.told(result, "Observation/k", "in another order than its versionId")

    def test_without_meta_the_place_counts(self):
        self.assertEqual(self.values(self.version(2.3), self.version(4.2))[0], [2.3])

    def test_a_deletion_is_understood_as_servers_write_it(self):
        for change in ({"url": "Observation/k/_history/2"}, {"url": "/Observation/k"},
                       {"url": "http://h/fhir/Observation/k"}, {"method": "delete"},
                       {"url": "Observation?_id=k"}, {"url": ""},
                       {"url": "Observation/k?_cascade=delete"}):
            with self.subTest(change):
                values, result = self.values(self.deletion(**change), self.version(2.3, "1"))
                self.assertEqual(values, [])
                self.assert_nothing_told(result)

    def test_a_later_deletion_counts_behind_what_it_deletes(self):
        for deletion in (self.deletion(url="Observation/k/_history/2"),
                         self.deletion(response={"status": "200", "etag": "W/\"2\""})):
            values, result = self.values(self.version(2.3, "1"), deletion)
            self.assertEqual(values, [])
            self.told(result, "Observation/k", "in another order than its versionId")
        # It has no number, but others show that the oldest stands first.
        self.assertEqual(self.values(self.version(4.2, "1"), self.version(2.3, "2"),
                                     self.deletion())[0], [])

    def test_what_was_given_again_counts(self):
        values, result = self.values(self.version(2.3, "3"),
                                     self.deletion(url="Observation/k/_history/2"),
                                     self.version(4.2, "1"))
        self.assertEqual(values, [2.3])
        self.assert_nothing_told(result)
        values, result = self.values(self.version(2.3), self.deletion())
        self.assertEqual(values, [2.3])
        self.told(result, "Observation/k", "only their places say which came last")

    def test_a_deletion_that_names_nothing_is_told(self):
        deletion = self.deletion(url="Observation?code=1")
        del deletion["fullUrl"]
        values, result = self.values(deletion, self.version(2.3, "1"))
        self.assertEqual(values, [2.3])
        self.told(result, "Bundle.entry[1].request", "a deletion that names no resource")

    def test_a_deletion_in_another_bundle_is_told(self):
        result = self.of_bundle(self.deletion(), self.version(2.3), kind="transaction")
        self.assertEqual(len(result["alerts"]), 1)
        self.told(result, "Bundle.entry[1].request", "a Bundle that isn't a history")


class Moved(Case):
    OLD = {"meta": {"versionId": "1"}}
    NEW = {"meta": {"versionId": "2"}}

    def test_a_version_that_moved_to_another_patient_is_told(self):
        gone = potassium(status="entered-in-error", **self.NEW)
        nobodys = dict(gone)
        del nobodys["subject"]
        for newer in (potassium(subject="Patient/q", **self.NEW), gone | {
                "subject": {"reference": "Patient/q"}}, nobodys):
            with self.subTest(newer):
                run = self.of_lines(patient(), patient("q"), potassium(**self.OLD), newer)
                self.told(run.json_lines()[0], "Observation/k", "a newer version of it names")
                self.assert_nothing_told(run.json_lines()[1])

    def test_ids_of_two_servers_are_two(self):
        run = self.of_lines(potassium(subject="http://a/Patient/p", **self.OLD),
                            potassium(subject="http://b/Patient/q", **self.NEW))
        for result in run.json_lines():
            self.assertNotIn("a newer version", json.dumps(result["findings"]))


class Medications(Case):
    @staticmethod
    def drug(code="5487", number=None, name="thiazide"):
        return {"resourceType": "Medication", "id": "m", "code": {"coding": [
            {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": code,
             "display": name}]}, **({"meta": {"versionId": number}} if number else {})}

    STATEMENT = {"resourceType": "MedicationStatement", "id": "s", "status": "active",
                 "subject": {"reference": "Patient/p"}, "effectivePeriod": {"start": "2026-10-26"},
                 "medicationReference": {"reference": "Medication/m"}}

    def taken(self, *drugs, kind="collection"):
        result = self.of_bundle(*drugs, self.STATEMENT, kind=kind)
        return {it["concept"] for it in result["facts"] if it["source"] == "MedicationStatement/s"
                }, result

    def test_equal_ones_are_one(self):
        once, _ = self.taken(self.drug())
        self.assertTrue(once)
        twice, result = self.taken(self.drug(), self.drug(name="another name of it"))
        self.assertEqual(twice, once)
        self.assert_nothing_told(result)
        read = result["resources"]
        self.assertEqual((read["read"], read["used"]), (4, 3))
        run = self.of_lines(patient(), self.drug(), self.drug(), self.STATEMENT)
        self.assertEqual(len([it for it in run.json()["facts"]
                              if it["source"] == "MedicationStatement/s"]), len(once))

    def test_of_versions_the_newest_counts(self):
        now, _ = self.taken(self.drug("6809"))
        for drugs in ((self.drug("5487", "1"), self.drug("6809", "2")),
                      (self.drug("6809", "2"), self.drug("5487", "1"))):
            self.assertEqual(self.taken(*drugs)[0], now)
        self.assertEqual(self.taken(self.drug("6809"), self.drug("5487"), kind="history")[0], now)

    def test_where_nothing_tells_that_is_told(self):
        taken, result = self.taken(self.drug("5487"), self.drug("6809"))
        self.assertEqual(taken, set())
        self.told(result, "MedicationStatement/s", "several Medications of the id")


class Ended(Case):
    """Whether a condition has ended (FHIR, con-4)."""

    def stands(self, **more):
        result = self.of_bundle(night_cramps(**more))
        found = [it for it in result["facts"] if it["source"] == "Condition/c"]
        return json.dumps([(it["concept"], it["state"]) for it in found]), result

    def test_an_empty_abatement_says_nothing(self):
        active, _ = self.stands()
        past, _ = self.stands(clinicalStatus={"coding": [{"code": "resolved"}]})
        self.assertNotEqual(active, past)
        for more in ({"abatementDateTime": ""}, {"abatementPeriod": {}}, {"abatementString": ""},
                     {"abatementString": " "}, {"abatementString": "-"}, {"abatementAge": {}},
                     {"abatementRange": {}},
                     {"abatementRange": {"low": {}}}, {"abatementAge": {"value": None}},
                     {"abatementPeriod": {"end": ""}}, {"abatementPeriod": {"start": None}}):
            with self.subTest(more):
                stands, result = self.stands(**more)
                self.assertEqual(stands, active)
                self.assert_nothing_told(result)

    def test_what_is_active_beside_an_abatement_of_no_time_stays_so(self):
        active, _ = self.stands()
        for more in ({"abatementString": "ongoing"},
                     {"abatementPeriod": {"start": "2026-11-01"}},
                     {"abatementAge": {"value": 60, "unit": "a"}}):
            with self.subTest(more):
                stands, result = self.stands(**more)
                self.assertEqual(stands, active)
                self.told(result, "Condition/c", "its abatement is no time")

    def test_a_time_outweighs_the_status_and_is_told(self):
        past, _ = self.stands(clinicalStatus={"coding": [{"code": "resolved"}]})
        stands, result = self.stands(abatementDateTime="2026-11-10")
        self.assertEqual(stands, past)
        self.told(result, "Condition/c", "the time of the abatement counts")

    def test_codes_count_in_any_case(self):
        active, _ = self.stands()
        self.assertEqual(self.stands(clinicalStatus={"coding": [{"code": "Active"}]},
                                     verificationStatus={"coding": [{"code": "Confirmed"}]})[0],
                         active)
        self.assertEqual(self.stands(verificationStatus={"coding": [{"code": "Entered-In-Error"}]})[0],
                         "[]")

    def test_a_code_that_nobody_knows_is_told(self):
        _, result = self.stands(clinicalStatus={"coding": [{"code": "current"}]})
        self.told(result, "Condition/c", "its clinicalStatus is none of FHIR R4's", "value.unread")


class Whose(Case):
    def test_a_subject_that_is_no_reference_is_an_error(self):
        for subject in ("PATIENT/p", "Patients/p", "http://h/fhir/Patients/p", "Xyz/p", "patient/p",
                        "http://h/fhir/patient/p", "p"):
            with self.subTest(subject):
                run = self.of_lines(patient(), potassium(subject=subject), potassium(3.9, "other"))
                self.assert_code(run, 1)
                self.assertEqual(len(run.json_lines()), 1)
                self.assertIn("in.ndjson:2: Observation.subject: its subject is neither an address "
                              "nor of a resource type of FHIR", run.told)
                self.assertIn("write it as Patient/ID", run.told)
                result = self.of_bundle(potassium(subject=subject), potassium(3.9, "other"))
                self.assertEqual(len([it for it in result["facts"]
                                      if it["source"] == "Observation/other"]), 1)
                self.told(result, "Observation/k", "subject: its subject is neither",
                          "record.unreadable")

    def test_what_fhir_has_is_not_a_patient(self):
        for subject in ("Device/p", "Group/p", "NutritionProduct/p", "http://h/fhir/Location/p"):
            self.assert_code(self.of_lines(patient(), potassium(subject=subject)), 0)

    def test_a_focus_that_says_no_more_than_the_subject_is_none(self):
        for focus in ([], [{}], [None], [{"reference": "Patient/p"}],
                      [{"reference": "http://h/fhir/Patient/p/_history/2"}]):
            with self.subTest(focus):
                self.assertEqual(len(self.of_bundle(potassium(focus=focus))["alerts"]), 1)

    def test_a_result_of_something_else_is_told(self):
        for focus in ([{"reference": "Patient/child"}], [{"display": "the child"}],
                      [{"reference": "Patient/p"}, {"reference": "Device/d"}]):
            with self.subTest(focus):
                result = self.of_bundle(potassium(focus=focus))
                self.assertEqual(result["alerts"], [])
                self.told(result, "Observation/k", "something else than the patient (focus)",
                          "value.unread")


class Misspelled(Case):
    def test_a_value_under_another_name_is_told(self):
        for name in ("value", "valueDecimal", "valuequantity", "ValueQuantity"):
            with self.subTest(name):
                resource = potassium()
                resource[name] = resource.pop("valueQuantity")
                result = self.of_bundle(resource)
                self.assertEqual(result["alerts"], [])
                self.told(result, "Observation/k", "a name that FHIR R4 doesn't have",
                          "value.unread")
        self.assertEqual(len(self.of_bundle(potassium(valueNote="by hand"))["alerts"]), 1)

    def test_two_types_are_refused(self):
        for kind in ("Observation", "Claim", "Patient", "Bundle"):
            text = lines({**potassium(), "resourceType": kind}).replace(
                "{", '{"resourceType": "Observation", ' if kind != "Observation" else
                '{"resourceType": "Claim", ', 1)
            self.write("in.ndjson", lines(patient()) + text)
            run = self.assess("in.ndjson")
            self.assert_code(run, 1)
            self.assertIn("in.ndjson:2: ", run.told)
            self.assertIn("resourceType: given twice", run.told)


if __name__ == "__main__":
    unittest.main()
