# SPDX-License-Identifier: Apache-2.0
"""Validation on labeled cases: made-up modules, so that no change of knowledge changes these tests."""

import json
import re
import unittest
import xml.etree.ElementTree

import golden
import program

FOLDER = program.DATA / "validate"
CASES = FOLDER / "cases.json"
MODULES = ("--plugin", FOLDER / "bites.yaml", "--plugin", FOLDER / "moods.yaml",
           "--plugins", "bites,moods")
CHECK, INPUT, USAGE = 5, 1, 2


class ValidateTest(program.ProgramTest):
    def validate(self, *arguments, to="text"):
        return self.run_program("validate", *arguments, *MODULES, "--to", to)

    def of(self, cases, *arguments):
        """The JSON of cases that a test made."""
        run = self.validate(self.put(cases), *arguments, to="json")
        return run, json.loads(run.out)

    def put(self, cases):
        for one in cases:
            if isinstance(one, dict) and isinstance(one.get("case"), str):
                one["case"] = str(FOLDER / one["case"])
        return self.write("cases.json", json.dumps({"cases": cases}))

    def case(self, name, **changes):
        one = {case["id"]: case for case in json.loads(CASES.read_text())["cases"]}[name]
        return {**one, **changes}

class Whole(ValidateTest):
    def test_all_kinds_of_cases(self):
        run = self.validate(CASES, "--ablations")
        self.assert_code(run, CHECK)
        self.assertEqual([line for line in run.out.splitlines() if len(line) > 100], [])
        golden.check(self, "validate.txt", re.sub(r"core [0-9.]+,", "core VERSION,", run.out))

    def test_json(self):
        run = self.validate(CASES, "--ablations", to="json")
        self.assert_code(run, CHECK)
        golden.check_json(self, "validate.json", run.out)

    def test_each_case_is_matched_as_its_label_says(self):
        """What each case is there for; the golden files could be rewritten with a fault."""
        misses = {"hit": [], "same-day-for-an-emergency": [], "hit-by-a-second-family": [],
                  "wrong-drug": ["cause"], "wrong-family": ["family", "cause"],
                  "missed-emergency": ["missed emergency", "alert"],
                  "false-emergency": ["false emergency"], "raised-and-accepted": [], "mimic": [],
                  "no-mimic": ["family"], "none": [], "none-but-ranked": ["family"],
                  "state-without-complaint": [], "other": [], "other-but-ranked": ["family"],
                  "unknown-cause": ["cause"]}
        result = self.validate(CASES, to="json").json()
        self.assertEqual({case["id"]: case["misses"] for case in result["cases"]}, misses)
        for case in result["cases"]:
            self.assertEqual(case["reason"] is None, not misses[case["id"]])

    def test_the_counts_are_those_of_the_cases(self):
        result = self.validate(CASES, to="json").json()
        cases = result["cases"]
        everything = result["accuracy"]["all"]
        for key in ("family_first", "family_three"):
            self.assertEqual(everything[key]["some"], sum(case[key] for case in cases))
            self.assertEqual(everything[key]["all"], len(cases))
        named = [case for case in cases if case["expected_causes"]]
        self.assertEqual(everything["cause_first"]["some"],
                         sum(case["cause_first"] for case in named))
        self.assertEqual(everything["cause_first"]["all"], len(named))
        certain = [case for case in cases if case["certainty"] == "stated"]
        self.assertEqual(result["accuracy"]["certain"]["family_first"]["all"], len(certain))
        self.assertLess(len(certain), len(cases))
        alerts = result["alerts"]
        emergencies = [case for case in cases if case["expected_level"] == "emergency"]
        self.assertEqual(alerts["emergencies_missed"]["all"], len(emergencies))
        self.assertEqual(alerts["emergencies_missed"]["some"], 1)
        self.assertEqual(alerts["raised_to_emergency"]["some"], 2)
        self.assertEqual(alerts["falsely_raised_to_emergency"]["some"], 1)
        self.assertEqual(sum(sum(row.values()) for row in result["confusion"].values()), len(cases))
        self.assertEqual(sum(sum(row.values()) for row in alerts["top_by_expected"].values()),
                         len(cases))

    def test_all_as_labeled_is_no_fault(self):
        run, result = self.of([self.case("hit"), self.case("mimic"), self.case("none")])
        self.assert_code(run, 0)
        self.assertEqual(result["accuracy"]["all"]["family_first"],
                         {"some": 3, "all": 3, "share": {"p": 1, "low": 0.4385, "high": 1}})

    def test_a_plain_list_is_a_file_of_cases(self):
        one = self.case("hit", case=str(FOLDER / "bitten.case.yaml"))
        path = self.write("list.json", json.dumps([one]))
        self.assert_code(self.validate(path), 0)

    def test_an_assessment_is_as_of_the_day_of_its_case(self):
        """A day before the record was written nothing of it is known yet."""
        run, result = self.of([self.case("hit"), self.case("hit", id="early",
                                                           encounter_date="2024-11-20", age=42)])
        self.assert_code(run, CHECK)
        self.assertEqual([case["answer"] for case in result["cases"]], ["circulation", "none"])

    def test_without_a_module_its_cases_are_missed(self):
        result = self.validate(CASES, "--ablations", to="json").json()
        by_id = {entry["id"]: entry for entry in result["ablations"]}
        self.assertEqual(sorted(by_id), ["expert:double", "expert:half", "expert:none",
                                         "without:org.example.bites", "without:org.example.moods"])
        whole = result["accuracy"]["all"]["family_first"]["some"]
        for one in by_id.values():
            self.assertEqual(one["accuracy"]["family_first"]["all"], len(result["cases"]))
        self.assertEqual(by_id["without:org.example.bites"]["emergencies_missed"]["some"], 3)
        # The fidget and the salt are its cases.
        self.assertEqual(by_id["without:org.example.moods"]["accuracy"]["family_first"]["some"],
                         whole - 2)

    def test_a_module_that_is_left_out_is_named(self):
        run = self.run_program("validate", CASES, *MODULES[:4], "--plugins", "bites")
        self.assertIn("Without: org.example.moods", run.out)

    def test_labels_by_id(self):
        labels = self.write("labels.json", json.dumps({"cases": [
            {"id": "missed-emergency", "expected_causes": ["medication.trial_tonic"]},
            {"id": "hit", "expected_causes": ["medication.trial_tonic"]},
            {"id": "of-another-set", "expected_causes": ["medication.trial_tonic"]}]}))
        result = self.validate(CASES, "--labels", labels, to="json").json()
        causes = {case["id"]: case["expected_causes"] for case in result["cases"]}
        self.assertEqual(causes["missed-emergency"], ["medication.trial_tonic"])
        self.assertEqual(causes["hit"], ["circulation.trial_bite"])  # its own label stays

    def test_the_diagram(self):
        run = self.validate(CASES, "--svg", "diagram.svg")
        self.assert_code(run, CHECK)
        root = xml.etree.ElementTree.parse(self.home / "diagram.svg").getroot()
        space = "{http://www.w3.org/2000/svg}"
        description = root.find(f"{space}desc").text
        bins = [one for one in self.validate(CASES, to="json").json()["calibration"]["bins"]
                if one["labeled"]["all"]]
        for one in bins:
            self.assertIn(f"{one['labeled']['some']} of {one['labeled']['all']}", description)
        self.assertEqual(len(root.findall(f"{space}circle")), len(bins))
        self.assertIn("So few can't show", description)

    def test_a_diagram_that_cannot_be_written_is_told(self):
        run = self.validate(CASES, "--svg", "no/such/folder/diagram.svg")
        self.assert_code(run, USAGE)
        self.assertIn("no/such/folder/diagram.svg", run.err)

    def test_names_of_a_case_are_told_in_lines_that_fit(self):
        name = "a class of complaint with a name that is longer than its column"
        run = self.validate(self.put([self.case("no-mimic", cramp_class=name, id="x" * 60,
                                                expected_cause="Words \x1b[31m that go on " * 9)]))
        self.assertIn(name, run.out)
        self.assertNotIn("\x1b", run.out)
        self.assertEqual([line for line in run.out.splitlines() if len(line) > 100], [])

    def test_nothing_is_stored(self):
        self.validate(CASES)
        self.assertEqual([path for path in self.home.rglob("*") if path.suffix == ".db"], [])


class Broken(ValidateTest):
    """A broken case is told by its place, and the others run."""

    def broken(self, place, *words, **changes):
        run, result = self.of([self.case("hit", id="broken", **changes), self.case("mimic")])
        self.assert_code(run, INPUT)
        self.assertEqual([case["id"] for case in result["cases"]], ["mimic"])
        [error] = result["broken"]
        self.assertIn(f"cases.json: /cases/0{place}", error["place"])
        self.assertIn(error["place"], run.err)
        for word in words:
            self.assertIn(word, error["message"] + " " + error["cure"])
        self.assertTrue(error["cure"])

    def test_no_record(self):
        self.broken("", "no record", case=None)

    def test_two_records(self):
        self.broken("", "two records", fhir_bundle="other.json")

    def test_a_record_that_is_not_there(self):
        self.broken("", "no such file", case="nowhere.case.yaml")

    def test_a_record_that_cannot_be_read(self):
        path = self.write("torn.case.yaml", "patient: p-70999\nage: [")
        self.broken("", case=str(path))

    def test_a_record_of_several_patients(self):
        text = (FOLDER / "bitten.case.yaml").read_text()
        self.broken("", "several", case=str(self.write("two.yaml", text + "---\n" + text)))

    def test_a_family_that_is_none(self):
        self.broken("/expected_family", "did you mean circulation", expected_family="circulaton")
        self.broken("/expected_family", "mimic, neurologic, none, other", expected_family="x-rays")

    def test_an_urgency_that_is_none(self):
        self.broken("/expected_red_flag/level", "same-day", expected_red_flag={"level": "red"})

    def test_no_urgency(self):
        self.broken("", "expected_red_flag", expected_red_flag=None)

    def test_no_date(self):
        self.broken("", "encounter_date", encounter_date=None)

    def test_a_date_that_is_none(self):
        self.broken("/encounter_date", encounter_date="soon")

    def test_a_record_of_another_age(self):
        self.broken("/age", "another age", age=19)

    def test_a_record_of_another_sex(self):
        self.broken("/sex", "another sex", sex="male")

    def test_an_id_that_is_not_text(self):
        self.broken("", expected_causes=[7])

    def test_a_case_that_is_no_object(self):
        run, result = self.of(["a case", self.case("mimic")])
        self.assert_code(run, INPUT)
        self.assertEqual(len(result["cases"]), 1)

    def test_two_cases_of_one_id(self):
        run, result = self.of([self.case("hit"), self.case("hit")])
        self.assert_code(run, INPUT)
        self.assertEqual(len(result["cases"]), 1)
        self.assertIn("/cases/1/id", result["broken"][0]["place"])

    def test_files_without_cases(self):
        for text in ("", "{", "7", "{}", '{"cases": {}}', '{"cases": []} trailing'):
            with self.subTest(text):
                run = self.validate(self.write("cases.json", text))
                self.assert_code(run, USAGE)
                self.assertIn("cases.json", run.err)
        self.assert_code(self.validate("nowhere.json"), USAGE)

    def test_no_cases_at_all(self):
        run = self.validate(self.write("cases.json", "[]"))
        self.assert_code(run, 0)
        self.assertIn("0 cases", run.out)

    def test_usage(self):
        self.assert_code(self.run_program("validate"), USAGE)
        self.assert_code(self.run_program("validate", CASES, "--to", "fhir"), USAGE)

    def test_a_form_set_for_assessments_is_no_hindrance(self):
        self.environment["CAUSA_TO"] = "fhir"
        run = self.run_program("validate", self.write("cases.json", "[]"), *MODULES)
        self.assert_code(run, 0)
        self.assertIn("0 cases", run.out)


class Format(unittest.TestCase):
    """The schema for editors and the page for people have the fields that the program reads."""

    def setUp(self):
        code = (program.SOURCE / "core/cli/validate/case_file.cpp").read_text(encoding="utf-8")
        reader = code.split("class CaseReader", 1)[1].split("};", 1)[0]
        self.read = set(re.findall(r'object_\.(?:text|texts|number|find)\(\s*"([a-z_]+)"', reader))
        self.read |= set(re.findall(r'read_word\("([a-z_]+)"', reader))

    def test_the_schema(self):
        schema = json.loads((program.SOURCE / "configs/schemas/labeled_cases.schema.json")
                            .read_text(encoding="utf-8"))
        self.assertEqual(set(schema["$defs"]["case"]["properties"]), self.read)

    def test_the_page(self):
        page = (program.SOURCE / "docs/validation.md").read_text(encoding="utf-8")
        table = page.split("## The file", 1)[1].split("\n\n", 2)[2].split("\n\n", 1)[0]
        told = {name.split(".")[0] for row in table.splitlines()
                for name in re.findall(r"`([a-z_.]+)`", row.split("|")[1])}
        self.assertEqual(told, self.read)


if __name__ == "__main__":
    unittest.main()
