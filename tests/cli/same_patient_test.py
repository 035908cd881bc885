# SPDX-License-Identifier: Apache-2.0
"""One patient in every format that is read: a woman with night cramps, a low potassium, a new
thiazide, four drugs, five diagnoses (one refuted, one resolved), results in many spellings of their
units and one result to be left out. The facts, the ranking with its numbers, the alerts and the
advice are the same. What a format has no place for is named here, by its test."""

import json
import unittest

import program

EXAMPLES = program.EXAMPLE.parent
SAME = program.DATA / "same"
CASE = EXAMPLES / "leg-cramps.case.yaml"
LONG = EXAMPLES / "leg-cramps.long.csv"
SHORT_WIDE = EXAMPLES / "leg-cramps.wide.csv"
WIDE = SAME / "leg-cramps.wide.csv"
MESSAGES = SAME / "leg-cramps.hl7"

# What an assessment says of a cause, an alert, an advice; not where in the input it was found.
CAUSE = ("id", "rank", "family", "explains", "present", "accounts_for", "prior", "decided_by",
         "chain", "judgement_only", "about_equal_to")
EVIDENCE = ("rule", "holds", "counted", "weight_millibans", "lr", "text")
ALERT = ("id", "urgency", "plugin", "cause", "title", "action", "repeat_now", "value", "threshold",
         "age_hours", "sources")
ADVICE = ("kind", "id", "plugin", "text", "withheld", "only_after_checking", "sources")


def mapping_of(path):
    return ("--mapping", path.with_suffix(".mapping.yaml"))


def chosen(keys, item):
    return {key: item[key] for key in keys}


def rounded(value):
    """A unit that had to be converted may differ in the last bit."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return value


def facts(assessment, leave_out=()):
    """What each fact says; derived ones, too."""
    keys = [key for key in ("concept", "state", "comparator", "value", "unit", "time", "start",
                            "age_days", "reference_range", "laterality", "derived_from")
            if key not in leave_out]
    return sorted((json.dumps({key: rounded(fact[key]) for key in keys})
                   for fact in assessment["facts"]))


def causes(assessment):
    return [{**chosen(CAUSE, cause),
             "evidence": sorted((json.dumps(chosen(EVIDENCE, one)) for one in cause["evidence"]))}
            for cause in assessment["causes"]]


def without_onset(bundle):
    """A diagnosis of HL7 v2 (DG1) has a date of its own, and none of its onset or of its end."""
    for entry in bundle["entry"]:
        entry["resource"].pop("onsetDateTime", None)
    return bundle


class SamePatient(program.ProgramTest):
    def check_same(self, run, expected, leave_out=()):
        self.assert_code(run, 0)
        self.assert_silent(run)
        same = run.json()
        self.assertEqual(facts(same, leave_out), facts(expected, leave_out))
        self.assertEqual(causes(same), causes(expected))
        self.assertEqual([chosen(ALERT, one) for one in same["alerts"]],
                         [chosen(ALERT, one) for one in expected["alerts"]])
        self.assertEqual([chosen(ADVICE, one) for one in same["advice"]],
                         [chosen(ADVICE, one) for one in expected["advice"]])
        for key in ("complaint", "ranking", "states", "must_not_miss", "unexplained", "ask_next"):
            self.assertEqual(same[key], expected[key], key)
        for key in ("age_years", "sex"):
            self.assertEqual(same["patient"][key], expected["patient"][key])
        self.assert_counted(same)
        return same

    def assert_counted(self, assessment):
        ignored = sum(entry["count"] for entry in assessment["ignored"]
                      if "." not in entry["source"])
        self.assertEqual(assessment["resources"]["used"] + ignored,
                         assessment["resources"]["read"])

    def fhir(self, change=None):
        if change is None:
            return self.assess(program.EXAMPLE).json()
        bundle = change(json.loads(program.EXAMPLE.read_text(encoding="utf-8")))
        return self.assess("-", text=json.dumps(bundle)).json()

    def test_there_is_much_to_compare(self):
        whole = self.fhir()
        given = [fact for fact in whole["facts"] if not fact["derived_from"]]
        self.assertGreater(len(given), 25)
        self.assertGreater(len(whole["causes"]), 3)
        self.assertTrue(whole["alerts"] and whole["advice"])
        self.assertEqual({fact["state"] for fact in given}, {"present", "absent"})
        self.assertNotIn(6.8, [fact["value"] for fact in given])
        self.assert_counted(whole)

    def test_as_lines_of_resources(self):
        """Bulk data, in no order; all is as in the bundle."""
        bundle = json.loads(program.EXAMPLE.read_text(encoding="utf-8"))
        lines = [json.dumps(entry["resource"]) for entry in reversed(bundle["entry"])]
        self.write("lines.ndjson", "\n".join(lines))
        self.check_same(self.assess("lines.ndjson"), self.fhir())

    def test_as_a_case_file(self):
        same = self.check_same(self.assess(CASE), self.fhir())
        self.assertEqual(same["patient"], self.fhir()["patient"])

    def test_as_long_csv(self):
        same = self.check_same(self.assess(LONG, *mapping_of(LONG)), self.fhir())
        self.assertEqual(same["patient"], self.fhir()["patient"])

    def test_as_wide_csv(self):
        """The wide form has no place for reference ranges."""
        same = self.check_same(self.assess(WIDE, *mapping_of(WIDE)), self.fhir(),
                               ("reference_range",))
        self.assertEqual({str(fact["reference_range"]) for fact in same["facts"]}, {"None"})

    def test_as_messages(self):
        """HL7 v2 has no place for the onset of a diagnosis: all is as in FHIR without it. The
        patient's id is PID-3."""
        same = self.check_same(self.assess(MESSAGES), self.fhir(without_onset))
        self.assertEqual(same["patient"]["id"], "EXAMPLE-0001^^^EHR")
        self.assertNotEqual(facts(same), facts(self.fhir()))

    def test_the_result_to_be_left_out_is_told(self):
        for arguments in ((program.EXAMPLE,), (LONG, *mapping_of(LONG)), (MESSAGES,)):
            told = json.dumps(self.assess(*arguments).json()["ignored"])
            self.assertRegex(told, "entered-in-error|its status says|wrong patient")

    def test_the_linter_finds_the_same(self):
        """By rule; places are those of each format."""
        def rules(*arguments):
            run = self.run_program("lint", *arguments, *program.AS_OF, "--to", "json")
            return sorted({finding["id"] for finding in run.json()["findings"]})
        self.assertEqual(rules(CASE), rules(program.EXAMPLE))
        self.assertEqual(rules(LONG, *mapping_of(LONG)), rules(program.EXAMPLE))

    def test_the_short_wide_example(self):
        woman, man = self.assess(SHORT_WIDE, *mapping_of(SHORT_WIDE)).json_lines()
        potassium = [fact for fact in woman["facts"] if fact["concept"] == "lab.potassium"]
        self.assertEqual([fact["value"] for fact in potassium], [2.9])
        self.assertEqual(woman["causes"][0]["id"], self.fhir()["causes"][0]["id"])
        self.assertIn("cell/Creat (line 4)", [example for entry in man["ignored"]
                                              for example in entry["examples"]])
        self.assert_counted(woman)
        self.assert_counted(man)


if __name__ == "__main__":
    unittest.main()
