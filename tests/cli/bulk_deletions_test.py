# SPDX-License-Identifier: Apache-2.0
"""Deletions beside an export: Bundles of nothing else, as Bulk Data has them. What was deleted must
not hide what stands, and what isn't taken away must not look as if it were."""

import json
import unittest

import program


def patient(**more):
    return {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1959-03-14",
            **more}


def potassium(value, identifier, day, **more):
    return {"resourceType": "Observation", "id": identifier, "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
            "subject": {"reference": "Patient/p"}, "effectiveDateTime": f"2026-11-{day}T08:00:00Z",
            "valueQuantity": {"value": value, "unit": "mmol/L"}, **more}


def updated(time):
    return {"lastUpdated": time}


LOW = potassium(2.2, "k1", 18)
NORMAL = potassium(4.0, "k2", 19)


def deletions(*urls, kind="transaction", **more):
    return {"resourceType": "Bundle", "type": kind, **more,
            "entry": [{"request": {"method": "DELETE", "url": url}} for url in urls]}


def whole(*resources):
    return {"resourceType": "Bundle", "type": "collection",
            "entry": [{"resource": it} for it in resources]}


def lines(*resources):
    return "".join(json.dumps(resource) + "\n" for resource in resources)


class Deletions(program.ProgramTest):
    def export(self, deleted, *observations, people=(patient(),)):
        """Read in the order of their names: deletions are known before the others, or after."""
        self.write("export/a_deleted.ndjson", lines(*deleted))
        self.write("export/Observation.ndjson", lines(*observations))
        self.write("export/Patient.ndjson", lines(*people))
        run = self.assess("export")
        (self.home / "export/z_deleted.ndjson").write_text(lines(*deleted))
        (self.home / "export/a_deleted.ndjson").unlink()
        again = self.assess("export")
        (self.home / "export/z_deleted.ndjson").unlink()
        self.assertEqual(run.code, again.code, run.err + again.err)
        for one, other in zip(run.json_lines(), again.json_lines(), strict=True):
            for key in ("patient", "alerts", "facts", "findings", "ignored", "resources"):
                self.assertEqual(one[key], other[key], key)
        return run

    def result(self, *arguments, **options):
        run = self.export(*arguments, **options)
        self.assert_code(run, 0)
        self.assert_silent(run)
        return run.json()

    @staticmethod
    def values(result):
        return sorted(it["value"] for it in result["facts"] if it["concept"] == "lab.potassium")

    @staticmethod
    def held_back(result):
        return [(it["place"], it["message"]) for it in result["findings"]
                if it["safety"] and it["id"] == "record.held_back"]

    def test_a_deleted_value_hides_no_alert(self):
        kept = self.result([deletions("Observation/k2")], LOW)
        result = self.result([deletions("Observation/k2")], LOW, NORMAL)
        self.assertTrue(result["alerts"])
        self.assertEqual([it["id"] for it in result["alerts"]], [it["id"] for it in kept["alerts"]])
        self.assertEqual(self.values(result), [2.2])

    def test_where_nothing_says_which_came_last_it_is_told(self):
        (place, message), = self.held_back(self.result([deletions("Observation/k2")], LOW, NORMAL))
        self.assertEqual(place, "Observation/k2")
        self.assertIn("deleted by a Bundle of deletions", message)

    def test_the_newer_of_both_counts(self):
        told = deletions("Observation/k2", meta=updated("2026-11-19T12:00:00Z"))
        older = {**NORMAL, "meta": updated("2026-11-19T11:00:00Z")}
        newer = {**NORMAL, "meta": updated("2026-11-19T13:00:00Z")}
        result = self.result([told], LOW, older)
        self.assertEqual((self.values(result), self.held_back(result)), ([2.2], []))
        self.assertEqual([(it["source"], it["examples"]) for it in result["ignored"]
                          if "deleted" in it["reason"]], [("Observation", ["Observation/k2"])])
        result = self.result([told], LOW, newer)
        self.assertEqual((self.values(result), self.held_back(result)), ([4.0], []))

    def test_all_forms_and_types_of_bundles(self):
        for url in ("/Observation/k2", "http://a.example/fhir/Observation/k2"):
            for kind in ("transaction", "batch", "history"):
                with self.subTest(url=url, kind=kind):
                    result = self.result([deletions("Observation/x", kind=kind),
                                          deletions("Claim/1", url, kind=kind)], LOW, NORMAL)
                    self.assertEqual(self.values(result), [2.2])

    def test_on_standard_input(self):
        run = self.assess("-", text=lines(deletions("Observation/k2"), patient(), LOW, NORMAL))
        self.assert_code(run, 0)
        self.assertEqual(self.values(run.json()), [2.2])

    def test_what_is_not_there_needs_no_deletion(self):
        result = self.result([deletions("Observation/gone", "Patient/gone")], LOW, NORMAL)
        self.assertEqual((self.values(result), self.held_back(result)), ([4.0], []))

    def test_of_a_deleted_patient_others_may_still_speak(self):
        result = self.result([deletions("Patient/p")], LOW)
        self.assertEqual(self.values(result), [2.2])
        self.assertTrue(result["alerts"])
        self.assertIsNone(result["patient"]["age_years"])
        (_, message), = self.held_back(result)
        self.assertIn("the Patient was deleted", message)

    def test_a_deleted_patient_alone_is_no_patient(self):
        other = {**patient(), "id": "q"}
        result = self.result([deletions("Patient/q")], LOW, people=(patient(), other))
        self.assertEqual(result["patient"]["id"], "p")

    def test_a_patient_who_came_back_counts(self):
        told = deletions("Patient/p", meta=updated("2026-11-19T12:00:00Z"))
        result = self.result([told], LOW,
                             people=(patient(meta=updated("2026-11-19T13:00:00Z")),))
        self.assertEqual((result["patient"]["sex"], self.held_back(result)), ("female", []))

    def test_what_names_nothing_is_an_error_with_its_place(self):
        run = self.export([deletions("Observation/k2", "Observation?code=1", "Xyz/1")], LOW, NORMAL)
        self.assert_code(run, 1)
        self.assertIn("_deleted.ndjson:1: Bundle.entry[1].request.url: a deletion that names no "
                      "resource, which isn't carried out (2 of the kind)", run.told)
        self.assertEqual(self.values(run.json()), [2.2])

    def test_of_a_bundle_nothing_is_taken_and_that_is_told(self):
        run = self.assess("-", text=lines(deletions("Observation/k1"),
                                          whole(patient(), {**LOW, "id": "k1"})))
        self.assert_code(run, 1)
        self.assertIn("standard input:1: deletions that take nothing away (1)", run.told)
        self.assertEqual(self.values(run.json()), [2.2])

    def test_deletions_alone(self):
        self.write("deleted.ndjson", lines(deletions("Observation/k1")))
        run = self.assess("deleted.ndjson")
        self.assert_code(run, 1)
        self.assertIn("deleted.ndjson:1: deletions that take nothing away (1)", run.told)
        self.assertEqual(len(run.told.splitlines()), 1, run.told)

    def test_as_a_document_they_are_not_carried_out(self):
        self.write("deleted.json", json.dumps(deletions("Observation/k2"), indent=1))
        self.write("in.ndjson", lines(patient(), LOW, NORMAL))
        run = self.assess("in.ndjson", "deleted.json")
        self.assert_code(run, 1)
        self.assertIn("deleted.json: no patient, and a deletion, which isn't carried out", run.told)
        self.assertEqual(self.values(run.json()), [4.0])

    def test_what_stands_beside_them_is_not_lost(self):
        mixed = deletions("Observation/k2")
        mixed["entry"].append({"resource": {"resourceType": "Organization", "id": "o"}})
        self.write("in.ndjson", lines(patient(), LOW, NORMAL, mixed))
        run = self.assess("in.ndjson")
        self.assert_code(run, 1)
        self.assertIn("in.ndjson:4: no patient, and a deletion", run.told)

    def summary_of(self, *resources):
        run = self.assess("-", "--summary", "summary.json", text=lines(*resources))
        return run, json.loads((self.home / "summary.json").read_text())

    def test_of_whom_a_resource_contains_the_finding_is_told(self):
        inner = {**LOW, "contained": [patient()], "subject": {"reference": "#p"}}
        run = self.assess("-", text=lines(inner, deletions("Observation/k1")))
        self.assert_code(run, 0)
        result = run.json()
        self.assertEqual([place for place, _ in self.held_back(result)], ["Observation/k1"])
        self.assertEqual((result["patient"]["sex"], self.values(result)), ("female", []))

    def test_who_is_contained_in_what_was_deleted_is_counted(self):
        inner = {**LOW, "contained": [patient()], "subject": {"reference": "#p"},
                 "meta": updated("2026-11-18T09:00:00Z")}
        run, summary = self.summary_of(
            deletions("Observation/k1", meta=updated("2026-11-19T09:00:00Z")), inner,
            patient(id="q"))
        self.assert_code(run, 0)
        self.assertEqual(run.json()["patient"]["id"], "q")
        self.assertEqual([(it["source"], it["count"]) for it in summary["of_no_patient"]],
                         [("Observation", 1)])

    def test_no_stamp_is_made_of_two(self):
        both = [deletions("Observation/k2/_history/5"),
                deletions("Observation/k2", meta=updated("2026-11-19T20:00:00Z"))]
        stamped = {**NORMAL, "meta": {"versionId": "6", **updated("2026-11-19T10:00:00Z")}}
        for told in (both, both[::-1]):
            result = self.result(told, LOW, stamped)
            self.assertEqual((self.values(result), self.held_back(result)), ([2.2], []))
        later = {"versionId": "6", **updated("2026-11-19T21:00:00Z")}
        result = self.result(both, LOW, {**NORMAL, "meta": later})
        self.assertEqual((self.values(result), self.held_back(result)), ([4.0], []))
        result = self.result([*both, deletions("Observation/k2")], LOW, {**NORMAL, "meta": later})
        self.assertEqual(self.values(result), [2.2])
        self.assertEqual([place for place, _ in self.held_back(result)], ["Observation/k2"])

    def test_another_servers_deletion_takes_nothing(self):
        late = updated("2026-11-19T20:00:00Z")
        here = {**LOW, "subject": {"reference": "http://a.example/fhir/Patient/p"},
                "meta": updated("2026-11-18T09:00:00Z")}
        for name in ("Observation/k1", "Patient/p"):
            result = self.result([deletions("http://b.example/fhir/" + name, meta=late)], here)
            self.assertEqual((self.values(result), self.held_back(result)), ([2.2], []))
            self.assertEqual(result["patient"]["sex"], "female")
        result = self.result([deletions("https://a.example/fhir/Observation/k1", meta=late)], here)
        self.assertEqual((self.values(result), self.held_back(result)), ([], []))

    def test_of_a_server_that_is_not_known_it_is_told(self):
        late = updated("2026-11-19T20:00:00Z")
        stamped = {**LOW, "meta": updated("2026-11-18T09:00:00Z")}
        there = {**stamped, "subject": {"reference": "http://a.example/fhir/Patient/p"}}
        for url, given in (("http://b.example/fhir/Observation/k1", stamped),
                           ("Observation/k1", there)):
            result = self.result([deletions(url, meta=late)], given)
            (place, message), = self.held_back(result)
            self.assertEqual((place, self.values(result)), ("Observation/k1", []))
            self.assertIn("of one server", message)

    def test_a_time_of_a_month_or_a_day_may_be_earlier(self):
        stamped = {**LOW, "meta": updated("2026-11-19T10:00:00Z")}
        for time in ("2026-11", "2026-11-19"):
            result = self.result([deletions("Observation/k1", meta=updated(time))], stamped)
            self.assertEqual([place for place, _ in self.held_back(result)], ["Observation/k1"])
        for time, values in (("2026-10", [2.2]), ("2026-12", [])):
            result = self.result([deletions("Observation/k1", meta=updated(time))], stamped)
            self.assertEqual((self.values(result), self.held_back(result)), (values, []))

    def test_ids_that_fhir_does_not_have_name_no_resource(self):
        for identifier in ("k2 ", "k2%20", "k2#", "k2\0", "k" * 65):
            run = self.export([deletions("Observation/" + identifier)], LOW, NORMAL)
            self.assert_code(run, 1)
            self.assertIn("a deletion that names no resource", run.told)

    def test_what_never_counts_is_not_missed_beside_a_bundle(self):
        run = self.assess("-", text=lines(
            deletions("Claim/c1", "Medication/m1"), patient(), LOW,
            whole(patient(id="q"), {**NORMAL, "subject": {"reference": "Patient/q"}})))
        self.assert_code(run, 0)
        self.assert_silent(run)

    def test_who_is_found_by_an_identifier_was_deleted_too(self):
        known = {"system": "urn:s", "value": "7"}
        result = self.result([deletions("Patient/p")], {**LOW, "subject": {"identifier": known}},
                             people=(patient(identifier=[known]),))
        (_, message), = self.held_back(result)
        self.assertIn("the Patient was deleted", message)

    def test_a_deletion_that_failed_has_a_cure_of_its_own(self):
        told = deletions("Observation/k2")
        told["entry"][0]["response"] = {"status": "403"}
        run = self.assess("-", text=lines(patient(), LOW, NORMAL, told))
        self.assert_code(run, 1)
        self.assertIn("standard input:4: no patient, and a deletion that failed", run.told)
        self.assertNotIn("Bundle of nothing else", run.told)


if __name__ == "__main__":
    unittest.main()
