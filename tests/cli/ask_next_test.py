# SPDX-License-Identifier: Apache-2.0
"""What to ask next, as the program says it: the same for a stored assessment as on the day, whatever
is configured by then, and nothing that is known."""

import re
import unittest

import program


class AskNext(program.ProgramTest):
    def questions(self, name, *arguments):
        return self.assess(program.patient(name), *arguments).json()["ask_next"]

    def test_an_unmeasured_potassium_on_a_thiazide_is_asked_first(self):
        for name in ("thiazide", "thiazide_timed"):
            first = self.questions(name)[0]
            self.assertEqual(first["concept"], "lab.potassium")
            self.assertEqual(first["kind"], "lab")
            self.assertTrue(first["could_alert"])
            self.assertGreater(first["bits"], 0.1)

    def test_an_old_value_is_asked_again(self):
        first = self.questions("potassium_critical_old")[0]
        self.assertEqual(first["concept"], "lab.potassium")
        self.assertIn("again", first["text"])

    def test_alerts_first_then_bits(self):
        for path in sorted(program.PATIENTS.glob("*.json")):
            questions = self.questions(path.stem)
            # A value that was refused may have been anything: it comes before all others.
            if path.stem == "potassium_implausible":
                self.assertEqual(questions.pop(0)["concept"], "lab.potassium")
            order = [(not one["could_alert"], -one["bits"]) for one in questions]
            self.assertEqual(order, sorted(order), path.stem)

    def test_what_is_known_is_not_asked(self):
        for path in sorted(program.PATIENTS.glob("*.json")):
            answer = self.assess(path).json()
            known = {fact["concept"] for fact in answer["facts"] if fact["value"] is None}
            asked = {one["concept"] for one in answer["ask_next"]
                     if not one["text"].startswith("Ask when it began")}
            self.assertEqual(known & asked, set(), path.stem)

    def test_what_nobody_uses_is_not_asked(self):
        used = "".join(path.read_text() for path in program.SOURCE.glob("plugins/*/*.yaml"))
        used += (program.SOURCE / "core/knowledge/core.yaml").read_text()
        for path in sorted(program.PATIENTS.glob("*.json")):
            for one in self.questions(path.stem):
                self.assertIn(one["concept"], used)

    def test_top_does_not_change_the_questions(self):
        self.assertEqual(self.questions("thiazide"), self.questions("thiazide", "--top", "1"))

    def test_a_stored_assessment_says_the_same_later(self):
        fresh = self.assess(*sorted(program.PATIENTS.glob("*.json")), store="s.db").json_lines()
        by_id = {one["id"]: one for one in fresh}
        self.write("config/causa/causa.toml",
                   "[model]\nask_false_positive_other = 0.4\nleading_causes = 1\ngrade_strong = "
                   "[0.3, 0.2, 0.4]\n")
        for one in self.stored("s.db"):
            shown = self.run_program("show", one, "--to", "json", "--store", "s.db")
            self.assert_code(shown, 0)
            # What the first place hangs on is tried with today's settings, or not at all.
            tried_again = {"would_change": None, "would_change_to": None}
            ranked = bool(by_id[one]["causes"])
            self.assertEqual(shown.json(), by_id[one] | (tried_again if ranked else {}))

    def test_the_text_asks_at_most_five(self):
        text = self.assess(program.patient("thiazide"), to="text").out
        part = text.split("ASK OR TEST NEXT")[1].split("\nADVICE")[0]
        self.assertEqual(len(re.findall(r"^  - ", part, re.M)), 5)
        self.assertIn("  - Measure: Potassium. It could raise an alert.", part)

    def test_nothing_is_asked_of_who_has_no_complaint(self):
        self.assertNotIn("ASK OR TEST", self.assess(program.patient("no_complaint"), to="text").out)


if __name__ == "__main__":
    unittest.main()
