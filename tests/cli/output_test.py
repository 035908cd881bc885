# SPDX-License-Identifier: Apache-2.0
"""What other systems take: `--to fhir`, `--to cards` and the questionnaire, of the real program."""

import json
import unittest

import golden
import program


def walk(value):
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from walk(one)


def inputs():
    return [*sorted(program.PATIENTS.glob("*.json")), program.EXAMPLE]


class Output(program.ProgramTest):
    def assert_nothing_empty(self, value):
        for one in walk(value):
            self.assertNotIn(one, (None, "", [], {}))


class Fhir(Output):
    def resources(self, bundle, kind):
        return [entry["resource"] for entry in bundle["entry"]
                if entry["resource"]["resourceType"] == kind]

    def test_golden(self):
        for path in inputs():
            with self.subTest(path.stem):
                run = self.assess(path, to="fhir")
                self.assert_code(run, 0)
                golden.check_json(self, f"{path.stem}.fhir.json", self.short(run.json()))

    def short(self, bundle):
        """Of what is requested only the concepts: their codes are those of the terminology."""
        guidance, = self.resources(bundle, "GuidanceResponse")
        for wanted in guidance.get("dataRequirement", []):
            for one in wanted.get("codeFilter", []):
                *_, own = one["code"]
                one["code"] = [own["code"]]
        return json.dumps(bundle)

    def test_what_to_ask_next_is_requested_in_that_order_with_every_code(self):
        for name in ("thiazide", "dialysis", "bulbar_signs"):
            questions = self.assess(program.patient(name)).json()["ask_next"]
            bundle = self.assess(program.patient(name), to="fhir").json()
            guidance, = self.resources(bundle, "GuidanceResponse")
            codes = [[(one["system"], one["code"]) for one in wanted["codeFilter"][0]["code"]]
                     for wanted in guidance["dataRequirement"]]
            self.assertEqual([own for *_, own in codes],
                             [("urn:causa:concept", one["concept"]) for one in questions])
            self.assertIn("http://loinc.org", {system for one in codes for system, _ in one})

    def test_no_alert_is_lost_and_no_cause_is_added(self):
        for path in inputs():
            with self.subTest(path.stem):
                whole = self.assess(path).json()
                bundle = self.assess(path, to="fhir").json()
                self.assert_nothing_empty(bundle)
                risk, = self.resources(bundle, "RiskAssessment")
                notes = " ".join(note["text"] for note in risk["note"])
                issues = [issue["detail"] for issue in self.resources(bundle, "DetectedIssue")]
                for alert in whole["alerts"]:
                    start = f"{alert['urgency'].upper()}: {alert['title']}"
                    self.assertTrue(any(one.startswith(start) for one in issues), start)
                    self.assertIn(alert["urgency"].upper(), notes)
                self.assertEqual(
                    [one["outcome"]["text"] for one in risk.get("prediction", [])],
                    [cause["name"] for cause in whole["causes"]])

    def test_references_within_the_bundle_resolve(self):
        for path in inputs():
            bundle = self.assess(path, to="fhir").json()
            urls = {entry["fullUrl"] for entry in bundle["entry"]}
            self.assertEqual(len(urls), len(bundle["entry"]))
            for one in walk(bundle):
                if isinstance(one, dict) and str(one.get("reference", "")).startswith("urn:"):
                    self.assertIn(one["reference"], urls)

    def test_a_second_export_is_the_same(self):
        self.assess(program.patient("thiazide"), store="s.db")
        stored = self.stored("s.db")[0]
        runs = [self.run_program("show", stored, "--store", "s.db", "--to", "fhir").out
                for _ in range(2)]
        self.assertEqual(runs[0], runs[1])
        self.assertIn("MedicationStatement/thiazide", runs[0])

    def test_a_child_is_not_ranked(self):
        risk, = self.resources(self.assess(program.patient("child"), to="fhir").json(),
                               "RiskAssessment")
        self.assertNotIn("prediction", risk)
        self.assertTrue(any("Not ranked: under 18" in note["text"] for note in risk["note"]))


class Bounds(program.ProgramTest):
    """A value that is only a bound stays one in whatever is read."""

    def setUp(self):
        super().setUp()
        made = program.bundle("potassium_critical")
        for entry in made["entry"]:
            value = entry["resource"].get("valueQuantity")
            if value and "2823-3" in json.dumps(entry["resource"]["code"]):
                value.update({"value": 2.5, "comparator": "<"})
        self.write("bound.json", json.dumps(made))

    def test_every_form_shows_the_sign_beside_the_number(self):
        signs = {"text": "Potassium < 2.5 mmol/L", "html": "Potassium &lt; 2.5 mmol/L",
                 "json": "Potassium < 2.5 mmol/L", "csv": "Potassium < 2.5 mmol/L",
                 "hl7v2": "Potassium < 2.5 mmol/L", "fhir": "Potassium < 2.5 mmol/L",
                 "cards": "Potassium &lt; 2.5 mmol/L"}
        for form, words in signs.items():
            with self.subTest(form):
                run = self.assess("bound.json", to=form)
                self.assertIn(words, run.out)
                self.assertNotIn("Potassium 2.5", run.out)

    def test_an_explanation_shows_it_as_measured_and_as_written(self):
        text = (self.home / "bound.json").read_text().replace('"mmol/L"', '"mEq/L"')
        self.write("bound.json", text)
        stored = self.assess("bound.json", store="s.db").json()["id"]
        out = self.run_program("explain", stored, "--store", "s.db").out
        self.assertIn("Potassium < 2.5 mmol/L (written < 2.5 mEq/L)", " ".join(out.split()))
        page = self.run_program("show", stored, "--store", "s.db", "--to", "html").out
        self.assertIn("&lt; 2.5 mmol/L (written &lt; 2.5 mEq/L)", page)


class Cards(Output):
    def test_golden(self):
        for path in inputs():
            with self.subTest(path.stem):
                run = self.assess(path, to="cards")
                self.assert_code(run, 0)
                golden.check_json(self, f"{path.stem}.cards.json", run.out)

    def test_each_alert_is_a_card_and_the_rules_are_kept(self):
        for path in inputs():
            with self.subTest(path.stem):
                whole = self.assess(path).json()
                cards = self.assess(path, to="cards").json()["cards"]
                for card in cards:
                    self.assert_nothing_empty(card)
                for alert in whole["alerts"]:
                    pressing = alert["urgency"] in ("emergency", "same-day")
                    self.assertIn("critical" if pressing else "warning",
                                  [card["indicator"] for card in cards
                                   if card["detail"].startswith("**What to do:**")])
                self.assertEqual(len(cards), len(whole["alerts"]) + whole["complaint"]["present"])
                for card in cards:
                    self.assertLess(len(card["summary"]), 140)
                    self.assertNotIn("<", card["detail"])

    def test_nothing_to_say(self):
        bundle = program.bundle("no_complaint")
        bundle["entry"] = bundle["entry"][:1]
        run = self.assess("-", to="cards", text=json.dumps(bundle))
        self.assertEqual(run.json(), {"cards": []})


class Questionnaire(Output):
    def questions(self, item):
        for one in item.get("item", []):
            yield one
            yield from self.questions(one)

    def test_it_asks_only_what_the_loaded_modules_use(self):
        run = self.run_program("questionnaire", "--plugins", "electrolytes")
        self.assert_code(run, 0)
        some = {one["linkId"] for one in self.questions(run.json())}
        everything = {one["linkId"] for one in self.questions(self.run_program("questionnaire").json())}
        self.assertLess(some, everything)
        self.assertIn("lab.potassium", some)
        self.assertNotIn("vital.abi", some)
        self.assertIn("vital.abi", everything)

    def test_unknown_can_be_answered_and_nothing_must_be(self):
        made = self.run_program("questionnaire").json()
        self.assert_nothing_empty(made)
        for one in self.questions(made):
            self.assertNotIn("required", one)
            if one["type"] == "choice":
                self.assertEqual([option["valueCoding"]["code"] for option in one["answerOption"]],
                                 ["yes", "no", "unknown"])


if __name__ == "__main__":
    unittest.main()
