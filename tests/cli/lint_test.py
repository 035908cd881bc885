# SPDX-License-Identifier: Apache-2.0
"""`causa lint`, and the modes of `assess`: what is found is said with place and cure, strict refuses
the patient and nobody else, and no mode changes a rank or an alert."""

import copy
import json
import unittest

import program
from program import AS_OF, PATIENTS, ProgramTest


def spoiled():
    """A patient with a critical potassium, an impossible magnesium and a missing sex."""
    made = program.bundle("potassium_critical")
    for entry in made["entry"]:
        if entry["resource"]["resourceType"] == "Patient":
            entry["resource"].pop("gender", None)
            subject = {"reference": f"Patient/{entry['resource']['id']}"}
    made["entry"].append({"resource": {
        "resourceType": "Observation", "id": "mg1", "status": "final", "subject": subject,
        "code": {"coding": [{"system": "http://loinc.org", "code": "2601-3"}]},
        "effectiveDateTime": "2026-11-19T08:00:00Z",
        "valueQuantity": {"value": 19, "unit": "mmol/L"}}})
    return made


class Lint(ProgramTest):
    def lint(self, *arguments, text=""):
        return self.run_program("lint", *arguments, *AS_OF, text=text)

    def test_clean_input_says_so(self):
        run = self.lint(program.patient("night_cramps"), "--minimal")
        self.assert_code(run, 0)
        self.assertIn("1 patient: 0 errors", run.out)
        self.assert_silent(run)

    def test_error_has_place_and_cure_and_exit_5(self):
        self.write("spoiled.json", json.dumps(spoiled()))
        run = self.lint("spoiled.json")
        self.assert_code(run, 5)
        for part in ("spoiled.json", "error value.implausible, patient safety", "Observation/mg1: ",
                     "What to do: ", "warning patient.no_sex"):
            self.assertIn(part, run.out)
        self.assertLessEqual(max(map(len, run.out.splitlines())), 100)
        self.assertNotIn("p-", run.out)

    def test_json_is_one_object_a_patient(self):
        run = self.lint(PATIENTS, "--to", "json")
        rows = run.json_lines()
        self.assertEqual(len(rows), len(list(PATIENTS.glob("*.json"))))
        for row in rows:
            self.assertEqual(row["schema"], "causa.lint/1")
            self.assertEqual(row["errors"], sum(f["severity"] == "error" for f in row["findings"]))
            for finding in row["findings"]:
                self.assertEqual(set(finding),
                                 {"id", "severity", "safety", "place", "message", "cure"})

    def test_minimal_keeps_what_concerns_safety(self):
        self.write("spoiled.json", json.dumps(spoiled()))
        lenient = self.lint("spoiled.json", "--to", "json").json()["findings"]
        minimal = self.lint("spoiled.json", "--to", "json", "--minimal").json()["findings"]
        self.assertEqual(minimal, [f for f in lenient if f["safety"]])
        self.assertLess(len(minimal), len(lenient))

    def test_unreadable_input_is_exit_1_and_the_rest_is_linted(self):
        self.write("in/a.json", "{")
        self.write("in/b.json", json.dumps(spoiled()))
        run = self.lint("in")
        self.assert_code(run, 1)
        self.assertIn("b.json", run.out)
        self.assertIn("1 input could not be read", run.out)
        self.assertIn("a.json", run.err)

    def test_needs_no_store(self):
        self.lint(program.patient("thiazide"))
        self.assertFalse((self.home / "data/causa").exists())

    def test_standard_input(self):
        run = self.lint("-", text=json.dumps(spoiled()))
        self.assert_code(run, 5)

    def test_wrong_use(self):
        self.assert_code(self.lint("x.json", "--strict", "--minimal"), 2)
        self.assert_code(self.lint("x.json", "--lint", "loose"), 2)
        self.assert_code(self.lint("nowhere.json"), 2)


def overdue_pregnancy():
    """The same patient, pregnant for years."""
    made = spoiled()
    added = copy.deepcopy(made["entry"][-1])
    added["resource"] = {
        "resourceType": "Condition", "id": "pr1", "subject": added["resource"]["subject"],
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": {"coding": [{"system": "urn:causa:concept", "code": "condition.pregnancy"}]},
        "onsetDateTime": "2020-01-01", "recordedDate": "2020-01-01"}
    made["entry"].append(added)
    return made


class Modes(ProgramTest):
    def test_strict_refuses_the_patient_and_nobody_else(self):
        good = program.bundle("thiazide")
        self.write("in.ndjson", "\n".join(json.dumps(b) for b in (spoiled(), good)) + "\n")
        run = self.assess("in.ndjson", "--strict", store="s.db")
        self.assert_code(run, 1)
        self.assertEqual(len(run.json_lines()), 1)
        self.assertIn("in.ndjson:1: Observation/mg1: refused by --strict: ", run.err)
        self.assertIn("value.implausible", run.err)
        self.assertEqual(len(self.stored("s.db")), 1)

    def test_all_refused_is_an_empty_answer(self):
        self.write("in.json", json.dumps(spoiled()))
        run = self.assess("in.json", "--strict", store="s.db")
        self.assert_code(run, 1)
        self.assertEqual(run.out, "")

    def test_what_would_change_is_shown_in_whichever_mode_it_was_assessed(self):
        for mode in ("--lenient", "--minimal", "--strict"):
            assessed = self.assess(program.EXAMPLE, mode, store="s.db").json()
            self.assertTrue(assessed["would_change"])
            run = self.run_program("show", assessed["id"], "--to", "json", "--store", "s.db")
            self.assertEqual(run.json()["would_change"], assessed["would_change"], mode)

    def test_no_mode_changes_a_rank_or_an_alert(self):
        self.write("spoiled.json", json.dumps(spoiled()))
        for path in [*sorted(PATIENTS.glob("*.json")), "spoiled.json"]:
            answers = [self.assess(path, mode).json() for mode in ("--lenient", "--minimal")]
            strict = self.assess(path, "--strict")
            if strict.out:
                answers.append(strict.json())
            for answer in answers:
                for key in ("id", "created", "config_sha256", "findings"):
                    answer.pop(key)
                for module in answer["plugins"]:
                    module.pop("microseconds")
            for answer in answers[1:]:
                self.assertEqual(answer, answers[0], path)

    def test_findings_are_stored_and_shown_again(self):
        self.write("spoiled.json", json.dumps(spoiled()))
        first = self.assess("spoiled.json", store="s.db").json()
        self.assertTrue(first["findings"])
        again = self.run_program("show", first["id"], "--store", "s.db", "--to", "json").json()
        self.assertEqual(again["findings"], first["findings"])

    def test_text_shows_what_a_person_must_look_at_once(self):
        self.write("in.json", json.dumps(overdue_pregnancy()))
        out = self.assess("in.json", to="text").out
        check = out.index("CHECK THE INPUT")
        self.assertIn("Condition/pr1: a pregnancy of", out[check:])
        page = self.assess("in.json", to="html").out
        self.assertIn("Check the input", page)
        self.assertIn("a pregnancy of", page)
        self.assertEqual(out.count("outside the plausible range"), 1)
        self.assertLessEqual(max(map(len, out.splitlines())), 100)

    def test_every_form_tells_it_and_none_raises_an_alert_for_it(self):
        self.write("plain.json", json.dumps(program.bundle("potassium_critical")))
        self.write("in.json", json.dumps(overdue_pregnancy()))
        for form in ("text", "json", "html", "csv", "fhir", "cards", "hl7v2"):
            run = self.assess("in.json", to=form)
            self.assertIn("a pregnancy of", run.out, form)
        usual, doubted = (json.loads(self.assess(name, to="cards").out)["cards"]
                          for name in ("plain.json", "in.json"))
        self.assertEqual([card["indicator"] for card in doubted],
                         [card["indicator"] for card in usual])
        self.assertIn("**Check the input**", doubted[-1]["detail"])
        bundle = json.loads(self.assess("in.json", to="fhir").out)
        (guidance,) = (e["resource"] for e in bundle["entry"]
                       if e["resource"]["resourceType"] == "GuidanceResponse")
        issues = guidance["contained"][0]["issue"]
        found = self.assess("in.json").json()["findings"]
        self.assertEqual([issue["details"]["coding"][0]["code"] for issue in issues],
                         [finding["id"] for finding in found])

    def test_setting_in_the_file(self):
        self.write("causa.toml", '[assess]\nlint = "strict"\n')
        self.write("in.json", json.dumps(spoiled()))
        self.assert_code(self.assess("in.json", "--config", "causa.toml"), 1)
        self.assert_code(self.assess("in.json", "--config", "causa.toml", "--lenient"), 0)


class Units(ProgramTest):
    """A reference range that fits another unit: no rule counts the value, every alert does."""

    def assess_potassium(self, low, high):
        made = program.bundle("potassium_critical")
        for entry in made["entry"]:
            for value in [entry["resource"]]:
                if value.get("valueQuantity") and "2823-3" in json.dumps(value["code"]):
                    value["referenceRange"] = [{"low": {"value": low}, "high": {"value": high}}]
        self.write("in.json", json.dumps(made))
        return self.assess("in.json").json()

    def test_doubtful_unit_alerts_and_says_so(self):
        usual, doubted = self.assess_potassium(3.5, 5.1), self.assess_potassium(13.7, 19.9)
        self.assertEqual([a["id"] for a in doubted["alerts"]], [a["id"] for a in usual["alerts"]])
        self.assertTrue(any("(unit in doubt)" in a["value"] for a in doubted["alerts"]))
        self.assertIn("unit.in_doubt", [f["id"] for f in doubted["findings"]])
        self.assertNotIn("unit.in_doubt", [f["id"] for f in usual["findings"]])


if __name__ == "__main__":
    unittest.main()
