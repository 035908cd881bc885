# SPDX-License-Identifier: Apache-2.0
"""`causa cds-hooks` as a server runs it: one request on standard input, one response out."""

import copy
import json
import unittest

import golden
import program

KINDS = {"conditions": {"Condition"}, "medications": {"MedicationRequest"},
         "labs": {"Observation"}, "statements": {"MedicationStatement"}}


def request_of(name, **changes):
    """A request whose prefetch holds the resources of a patient of the data folder."""
    resources = [entry["resource"] for entry in program.bundle(name)["entry"]]
    patient = next(one for one in resources if one["resourceType"] == "Patient")
    prefetch = {"patient": patient}
    for key, kinds in KINDS.items():
        found = [{"resource": one} for one in resources if one["resourceType"] in kinds]
        prefetch[key] = ({"resourceType": "Bundle", "type": "searchset", "entry": found}
                         if found else None)
    made = {"hook": "patient-view", "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
            "context": {"userId": "Practitioner/1", "patientId": patient["id"]},
            "prefetch": prefetch}
    made.update(changes)
    return made


class CdsHooks(program.ProgramTest):
    def call(self, request, *arguments, store="none"):
        text = request if isinstance(request, str) else json.dumps(request)
        return self.run_program("cds-hooks", *program.AS_OF, "--store", store, *arguments,
                                text=text)

    def test_the_cards_are_those_of_assess(self):
        for name in ("thiazide", "potassium_critical", "child", "no_complaint"):
            with self.subTest(name):
                run = self.call(request_of(name))
                self.assert_code(run, 0)
                self.assertEqual(golden.mask(run.out),
                                 golden.mask(self.assess(program.patient(name), to="cards").out))

    def test_a_byte_order_mark_is_no_fault(self):
        plain = self.call(request_of("thiazide"))
        marked = self.call("\ufeff" + json.dumps(request_of("thiazide")))
        self.assert_code(marked, 0)
        self.assertEqual(golden.mask(marked.out), golden.mask(plain.out))

    def test_discovery(self):
        run = self.run_program("cds-hooks", "--discovery")
        self.assert_code(run, 0)
        service, = run.json()["services"]
        self.assertEqual((service["hook"], service["id"]), ("patient-view", "leg-cramps"))
        self.assertEqual(service["prefetch"]["patient"], "Patient/{{context.patientId}}")
        self.assertTrue(service["usageRequirements"])

    def test_missing_prefetch_is_412(self):
        request = request_of("thiazide")
        del request["prefetch"]["labs"], request["prefetch"]["medications"]
        run = self.call(request)
        self.assert_code(run, 1)
        self.assertEqual(run.json()["status"], 412)
        self.assertEqual(run.json()["missing"], ["medications", "labs"])
        self.assertTrue(run.json()["cure"])

    def test_what_is_no_request_is_400_and_has_a_place(self):
        for text in ("", "[]", "{", '{"hook": "order-sign", "hookInstance": "1"}'):
            run = self.call(text)
            self.assert_code(run, 1)
            self.assertEqual(run.json()["status"], 400)
            self.assertTrue(run.json()["place"].startswith("standard input"))

    def test_another_patient_is_refused(self):
        request = request_of("thiazide")
        request["context"]["patientId"] = "somebody"
        run = self.call(request)
        self.assert_code(run, 1)
        self.assertEqual(run.json()["status"], 400)
        self.assertIn("another patient", run.json()["message"])

    def test_strict_answers_with_an_error_and_nothing_is_kept(self):
        request = request_of("potassium_implausible")
        run = self.call(request, "--lint", "strict", store="s.db")
        self.assert_code(run, 1)
        self.assertEqual(run.json()["status"], 422)
        self.assertIn("value.implausible", run.json()["message"])
        self.assertEqual(self.stored("s.db"), [])
        self.assert_code(self.call(request, "--lint", "lenient"), 0)

    def test_a_failed_search_and_further_pages_are_said_in_the_card(self):
        request = request_of("thiazide")
        request["prefetch"]["labs"] = {"resourceType": "OperationOutcome", "issue": [
            {"severity": "error", "code": "timeout"}]}
        request["prefetch"]["conditions"]["link"] = [{"relation": "next", "url": "http://x/2"}]
        detail = self.call(request).json()["cards"][-1]["detail"]
        self.assertIn("prefetch.labs: the search failed", detail)
        self.assertIn("more pages follow", detail)

    def test_a_medication_that_is_contained_or_only_named_is_read(self):
        code = {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm",
                            "code": "5487", "display": "hydrochlorothiazide"}]}
        request = request_of("night_cramps")
        subject = {"reference": f"Patient/{request['context']['patientId']}"}
        order = {"resourceType": "MedicationRequest", "status": "active", "intent": "order",
                 "subject": subject, "authoredOn": "2025-01-01"}
        request["prefetch"]["medications"] = {"resourceType": "Bundle", "type": "searchset", "entry": [
            {"resource": {**order, "id": "m1",
                          "contained": [{"resourceType": "Medication", "id": "med", "code": code}],
                          "medicationReference": {"reference": "#med"}}},
            {"resource": {**order, "id": "m2", "medicationReference": {
                "reference": "Medication/9", "display": "Amlodipine 5 MG Oral Tablet"}}}]}
        cards = self.call(request).json()["cards"]
        self.assertIn("Thiazide", cards[-1]["detail"])
        self.assertIn("Dihydropyridine", cards[-1]["detail"])

    def test_text_of_the_record_is_no_html(self):
        request = request_of("thiazide")
        request["prefetch"]["conditions"]["entry"].append({"resource": {
            "resourceType": "Condition", "id": "x", "subject": {
                "reference": f"Patient/{request['context']['patientId']}"},
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "code": {"text": "<img src=x onerror=alert(1)> | `a` https://bad.example"}}})
        run = self.call(request)
        self.assertNotIn("<img", run.out)
        self.assertNotIn("https://bad", run.out)
        self.assertIn("&lt;img", run.out)

    def test_what_stands_already_is_left_out_and_pressing_alerts_are_not(self):
        first = self.call(request_of("thiazide"), store="s.db").json()["cards"]
        self.assertEqual([card["indicator"] for card in first], ["critical", "info"])
        second = self.call(request_of("thiazide"), store="s.db").json()["cards"]
        self.assertEqual([card["summary"] for card in second], [first[0]["summary"]])
        whole = self.call(request_of("thiazide"), "--cards", "all", store="s.db").json()["cards"]
        self.assertEqual(len(whole), 2)
        self.assertEqual(self.call(request_of("night_cramps"), store="s.db").json()["cards"][-1]
                         ["indicator"], "info")

    def test_a_change_is_shown(self):
        request = request_of("thiazide")
        self.call(request, store="s.db")
        changed = copy.deepcopy(request)
        changed["prefetch"]["statements"]["entry"] = [
            entry for entry in changed["prefetch"]["statements"]["entry"]
            if entry["resource"]["id"] != "calcium-blocker"]
        cards = self.call(changed, store="s.db").json()["cards"]
        self.assertEqual([card["indicator"] for card in cards], ["critical", "info"])

    def test_an_answered_emergency_comes_again(self):
        card = self.call(request_of("potassium_critical"), store="s.db").json()["cards"][0]
        self.assertEqual(card["indicator"], "critical")
        feedback = {"feedback": [{"card": card["uuid"], "outcome": "overridden",
                                  "overrideReason": {"reason": card["overrideReasons"][0]},
                                  "outcomeTimestamp": "2026-11-20T12:00:00Z"}]}
        run = self.run_program("feedback", "-", "--store", "s.db", text=json.dumps(feedback))
        self.assert_code(run, 0)
        again = self.call(request_of("potassium_critical"), store="s.db").json()["cards"]
        self.assertEqual(again[0]["summary"], card["summary"])

    def test_a_store_that_fails_withholds_no_alert(self):
        self.write("s.db", "this is no database")
        run = self.call(request_of("potassium_critical"), store="s.db")
        self.assert_code(run, 4)
        self.assertEqual(run.json()["cards"][0]["indicator"], "critical")

    def test_fail_on(self):
        self.assert_code(self.call(request_of("potassium_critical"), "--fail-on", "emergency"), 10)

    def test_assess_leaves_out_what_stands_too(self):
        first = self.assess(program.patient("night_cramps"), to="cards", store="s.db").json()
        self.assertTrue(first["cards"])
        second = self.assess(program.patient("night_cramps"), to="cards", store="s.db").json()
        self.assertEqual(second, {"cards": []})


if __name__ == "__main__":
    unittest.main()
