# SPDX-License-Identifier: Apache-2.0
"""The interview: what it asks and when it stops, what it does with bad answers, and that its answers
saved as a case file give the same assessment."""

import json
import unittest

import golden
import interviewing
import program
from interviewing import WOMAN

THIAZIDE = {**WOMAN, "Which medicines": "hydrochlorothiazide 25 mg, 3 weeks ago"}


def ranking(assessment):
    return [(cause["id"], cause["rank"], cause["explains"]) for cause in assessment["causes"]]


class Questions(interviewing.InterviewTest):
    def test_of_a_patient_on_a_thiazide_potassium_is_asked_first(self):
        run = self.interview(THIAZIDE)
        self.assert_code(run, 0)
        self.assertEqual(run.questions()[0], "Potassium?")
        self.assertIn("It could raise an alert (emergency)", run.err)

    def test_nothing_is_asked_twice(self):
        asked = self.interview(THIAZIDE).questions()
        self.assertEqual(len(asked), len(set(asked)))

    def test_a_swollen_calf_is_told_the_moment_it_is_known(self):
        run = self.interview({**WOMAN, "come with": "calf pain", "Swelling of one leg": "yes"},
                             "--fail-on", "same-day")
        self.assert_code(run, 10)
        alert = run.err.index("SAME-DAY: ")
        self.assertIn("What to do: ", run.err[alert:])
        self.assertIn("q writes the assessment", run.err[alert:])
        at = [number for number, text in enumerate(run.asked) if "Swelling of one leg" in text]
        self.assertEqual(len(at), 1)
        self.assertLess(at[0], len(run.asked) - 1, "nothing was asked afterwards")
        self.assertLess(alert, run.err.index(run.asked[at[0] + 1]))
        self.assertIn("circulation.dvt", [cause["id"] for cause in run.json()["causes"]])

    def test_a_limit_of_questions_is_kept(self):
        run = self.interview(THIAZIDE, "--questions", "2")
        self.assertEqual(len(run.questions()), 2)
        self.assertIn("As many questions were asked as --questions allows.", run.err)

    def test_least_bits_of_one_leaves_only_what_could_raise_an_alert(self):
        run = self.interview(THIAZIDE, "--least-bits", "1")
        self.assertEqual(run.err.count("It could raise an alert"), len(run.questions()))
        self.assertGreater(len(self.interview(THIAZIDE).questions()), len(run.questions()))

    def test_both_limits_are_settings(self):
        self.write("causa.toml", "[interview]\nleast_bits = 1.0\nquestions = 3\n")
        given = self.interview(THIAZIDE, "--least-bits", "1", "--questions", "3")
        self.assertEqual(self.interview(THIAZIDE, "--config", "causa.toml").asked, given.asked)
        self.write("causa.toml", "[interview]\nleast_bits = 1.5\n")
        self.assert_code(self.run_program("interview", "--config", "causa.toml"), 2)

    def test_without_a_module_its_questions_are_gone(self):
        run = self.interview(THIAZIDE, "--plugins", "medication")
        self.assertNotIn("Swelling of one leg", run.err)

    def test_who_has_no_complaint_is_asked_little_and_nothing_is_ranked(self):
        run = self.interview({**WOMAN, "come with": "0"})
        self.assert_code(run, 0)
        self.assertFalse(run.json()["complaint"]["present"])
        self.assertEqual(run.json()["causes"], [])


class NotKnown(interviewing.InterviewTest):
    def test_everything_unknown_ends_calmly(self):
        run = self.interview({}, to="text")
        self.assert_code(run, 0)
        self.assertIn("No leg complaint is recorded.", run.out)
        self.assertIn("Not ranked: ", run.out)
        self.assertNotIn("ALERTS", run.out)

    def test_a_complaint_with_nothing_else_known_is_not_ranked_with_confidence(self):
        answer = self.interview({"come with": "1"}).json()
        self.assertNotEqual(answer["ranking"], "sufficient")
        self.assertEqual(answer["alerts"], [])

    def test_the_end_of_input_leaves_the_rest_unknown(self):
        for count in range(6):
            text = "".join(f"{line}\n" for line in ("67", "f", "1", "", "", "")[:count])
            run = self.run_program("interview", *program.AS_OF, "--store", "none", text=text)
            self.assert_code(run, 0)
            self.assertIn("The answers end here; what wasn't answered is not known.", run.err)
            self.assertIn("Assessed as of 2026-11-20", run.out)

    def test_an_open_question_is_no_finding(self):
        facts = self.interview(THIAZIDE).json()["facts"]
        self.assertEqual([fact["concept"] for fact in facts if fact["state"] == "absent"], [])


class BadAnswers(interviewing.InterviewTest):
    def assert_asked_again(self, question, bad, good, said):
        run = self.interview({**THIAZIDE, question: [bad, good]})
        self.assert_code(run, 0)
        self.assertIn("Not understood: ", run.err)
        self.assertIn(said, " ".join(run.err.split()))
        at = next(number for number, text in enumerate(run.asked) if question in text)
        self.assertIn(question, run.asked[at + 1])
        return run

    def test_numbers(self):
        self.assert_asked_again("Potassium", "2,9 mmol/L", "2.9 mmol/L", "write 2.9 with a point")
        self.assert_asked_again("Potassium", "low", "2.9 mmol/L", "not a number")
        self.assert_asked_again("How old", "sixty seven", "67", "write completed years")

    def test_units(self):
        self.assert_asked_again("Potassium", "2.9", "2.9 mmol/L", "without a unit")
        self.assert_asked_again("Potassium", "2.9 kg", "2.9 mmol/L", "mmol/L")

    def test_what_no_patient_has(self):
        run = self.assert_asked_again("Potassium", "290 mmol/L", "2.9 mmol/L", "can't be 290 mmol/L")
        values = [fact["value"] for fact in run.json()["facts"] if fact["concept"] == "lab.potassium"]
        self.assertEqual(values, [2.9])

    def test_dates(self):
        self.assert_asked_again("Since when?", "lately", "2 weeks ago", "is not a date or time")
        self.assert_asked_again("Since when?", "2027-01-01", "2 weeks ago", "still to come")

    def test_words(self):
        run = self.interview({**WOMAN, "Which medicines": ["hydroclorothiazide 25 mg", "yes"]})
        self.assertIn('did you mean "hydrochlorothiazide"?', " ".join(run.err.split()))
        self.assertEqual(run.questions()[0], "Potassium?")

    def test_bytes_that_are_no_text_and_long_lines(self):
        for text in (b"\xff\xfe\n67\n", b"9" * 100_000 + b"\n67\n", b"\x1b[2J\n67\n", b"\0\n67\n"):
            path = self.write("answers", text)
            with path.open("rb") as stdin:
                run = self.run_program("interview", *program.AS_OF, "--store", "none", "--to",
                                       "json", stdin=stdin)
            self.assert_code(run, 0)
            self.assertEqual(run.json()["patient"]["age_years"], 67)
            self.assertNotIn("\x1b", run.err)


class Back(interviewing.InterviewTest):
    def test_an_answer_is_taken_back(self):
        run = self.interview({**WOMAN, "How old": ["76", "67"], "Sex": ["b", "female"]})
        self.assertEqual(run.json()["patient"]["age_years"], 67)

    def test_an_alert_that_an_answer_taken_back_had_raised_is_gone(self):
        run = self.interview({**THIAZIDE, "Potassium": ["2.1 mmol/L", "4.1 mmol/L"],
                              "Magnesium": ["b"]})
        self.assertIn("EMERGENCY: Dangerously low potassium", run.err)
        self.assertIn("No longer raised: Dangerously low potassium.", run.err)
        self.assertEqual(run.json()["alerts"], [])

    def test_before_the_first_question_there_is_nothing(self):
        run = self.interview({**WOMAN, "How old": ["b", "67"]})
        self.assertIn("This is the first question.", run.err)
        self.assertEqual(run.json()["patient"]["age_years"], 67)


class Kept(interviewing.InterviewTest):
    def test_saved_answers_are_assessed_to_the_same(self):
        run = self.interview(
            {**THIAZIDE, "Since when?": "2 weeks ago", "Another medicine": "simvastatin, 2020",
             "Which illnesses": "type 2 diabetes, 2018", "Another illness": 'gout: "x" # {y}',
             "Potassium": "2.9 mmol/L, yesterday", "Magnesium": "1.4 mg/dL", "Seizure": "no",
             "Swelling of one leg": "3 days ago"}, "--save", "case.yaml")
        self.assert_code(run, 0)
        again = self.assess("case.yaml")
        self.assert_code(again, 0)
        mine, theirs = run.json(), again.json()
        for part in ("alerts", "causes", "ranking", "unexplained", "must_not_miss", "advice",
                     "complaint", "patient"):
            self.assertEqual(theirs[part], mine[part], part)
        self.assertTrue(ranking(mine))

    def test_the_end_alone_is_stored_and_printed(self):
        run = self.interview(THIAZIDE, store="s.db")
        self.assert_code(run, 0)
        self.assertEqual(self.stored("s.db"), [run.json()["id"]])
        shown = self.run_program("show", run.json()["id"], "--store", "s.db", "--to", "json")
        self.assertEqual(ranking(json.loads(shown.out)), ranking(run.json()))

    def test_a_store_that_cannot_be_written_is_told_before_the_first_question(self):
        run = self.interview(THIAZIDE, store="/dev/null/s.db")
        self.assert_code(run, 4)
        self.assertEqual(run.asked, [])

    def test_a_case_that_cannot_be_written_is_told_and_the_answer_is_given(self):
        run = self.interview(THIAZIDE, "--save", "no/such/folder/case.yaml")
        self.assert_code(run, 2)
        self.assertTrue(run.json()["causes"])

    def test_misuse(self):
        for arguments in (["case.yaml"], ["--questions", "-1"], ["--least-bits", "two"]):
            self.assert_code(self.run_program("interview", *arguments), 2)


class Transcript(program.ProgramTest):
    ANSWERS = ("67", "f", "1, 8", "1", "two weeks", "hydroclorothiazide 25 mg, 3 weeks ago", "yes",
               "", "type 2 diabetes, 2018", "", "2,4 mmol/L", "2.4", "2.4 mmol/L", "q")

    def test_as_it_looks_in_a_pipe(self):
        run = self.run_program("interview", *program.AS_OF, "--store", "none", "--to", "none",
                               text="".join(f"{answer}\n" for answer in self.ANSWERS))
        self.assert_code(run, 0)
        self.assertEqual(run.out, "")
        self.assertLessEqual(max(map(len, run.told.splitlines())), 80)
        self.assertNotIn("\x1b", run.err)
        golden.check(self, "interview.txt", run.told)


if __name__ == "__main__":
    unittest.main()
