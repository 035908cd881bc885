# SPDX-License-Identifier: Apache-2.0
"""What the first place hangs on: each set that the program names is tried here by taking those facts
out of the patient, and no smaller set may do it."""

import json
import unittest

import program

PATIENTS = ("thiazide", "bulbar_signs", "dialysis", "swollen_calf", "night_cramps")


def first_of(answer):
    return answer["causes"][0]["id"] if answer["causes"] else None


class WouldChange(program.ProgramTest):
    def without(self, name, answer, concepts):
        """The first place of a patient whose record says nothing of some concepts."""
        sources = {fact["source"] for fact in answer["facts"] if fact["concept"] in concepts}
        self.assertTrue(sources)
        bundle = json.loads(program.patient(name).read_text())
        bundle["entry"] = [
            entry for entry in bundle["entry"]
            if f"{entry['resource']['resourceType']}/{entry['resource'].get('id')}" not in sources]
        return first_of(self.assess(self.write("less.json", json.dumps(bundle))).json())

    def test_the_first_place_changes_without_what_is_named(self):
        named = 0
        for name in PATIENTS:
            answer = self.assess(program.patient(name)).json()
            for change in answer["would_change_to"]:
                named += 1
                self.assertNotEqual(change["first"], first_of(answer))
                self.assertEqual(self.without(name, answer, change["without"]), change["first"],
                                 (name, change))
        self.assertGreaterEqual(named, 3)

    def test_no_smaller_set_changes_it(self):
        for name in PATIENTS:
            answer = self.assess(program.patient(name)).json()
            sizes = {len(change["without"]) for change in answer["would_change_to"]}
            self.assertLessEqual(len(sizes), 1, name)
            if sizes == {1}:
                continue
            complaint = set(answer["complaint"]["text"].split("; "))
            for fact in answer["facts"]:
                if fact["derived_from"] or fact["name"] in complaint:
                    continue
                left = self.without(name, answer, {fact["concept"]})
                self.assertIn(left, (first_of(answer), None), (name, fact["concept"]))

    def test_would_change_is_the_first_set(self):
        answer = self.assess(program.patient("dialysis")).json()
        self.assertEqual(answer["would_change"], answer["would_change_to"][0]["without"])

    def test_nothing_is_named_where_nothing_is_ranked(self):
        for name in ("child", "no_complaint"):
            self.assertEqual(self.assess(program.patient(name)).json()["would_change"], [])

    def test_a_stored_assessment_says_the_same_while_its_modules_are_there(self):
        fresh = self.assess(program.patient("dialysis"), store="s.db").json()
        shown = self.run_program("show", fresh["id"], "--to", "json", "--store", "s.db")
        self.assertEqual(shown.json(), fresh)
        other = self.run_program("show", fresh["id"], "--to", "json", "--store", "s.db",
                                 "--without", "strain")
        self.assert_code(other, 0)
        self.assertIsNone(other.json()["would_change"])

    def test_explain_names_it(self):
        fresh = self.assess(program.patient("dialysis"), store="s.db").json()
        told = self.run_program("explain", fresh["id"], "--store", "s.db").out
        self.assertIn("What would change the first place\n   Without Dialysis", told)


if __name__ == "__main__":
    unittest.main()
