# SPDX-License-Identifier: Apache-2.0
"""`causa extend` with modules of which one fails, has the short name of another, or is there twice:
none of them costs a patient what the others say."""

import unittest

from coming import HEAD, ComingTest, alert, case
from extending import in_one_order
from wild import ID, library

COMES = HEAD + alert("lab.calcium >= 2 mmol/L", urgency="emergency")
CALCIUM = "\n".join(["---\n".join(["patient: p-00001\n" + case("labs: {calcium: 2.5 mmol/L}"),
                                   "patient: p-00002\n" + case("labs: {calcium: 2.3 mmol/L}")])])
#: Of these a step of hydration fails, and an alert of hydration is raised.
FAILING = case("symptoms: [vomiting, fainting]", "labs:", "  LOINC 22664-7: {value: 0.4 mmol/L}",
               "  creatinine: 3000 umol/L")
TWO = HEAD.replace("example.comes", "two.strain") \
    + 'facts: [{id: lab.ck.times_upper_limit, type: number, unit: "{ratio}"}]\n' \
    + alert("lab.ck.times_upper_limit > 3 {ratio}", urgency="emergency")
LIMIT = '[modules.%s]\nck_upper_limit_u_l = 60\n'


def alerts_of(assessment):
    return {(one["plugin"], one["id"]) for one in assessment["alerts"]}


class OneFails(ComingTest):
    def assess_calcium(self):
        self.write("comes.yaml", COMES)
        self.write("p.case.yaml", CALCIUM)
        ids = {one["patient"]["id"]: one["id"]
               for one in self.assess_few("p.case.yaml", plugins="hydration")}
        return ids["p-00001"], ids["p-00002"]

    def extend_both(self, fault, *arguments, **options):
        return self.extend("--all", "--plugin", "comes.yaml", "--plugin", library(fault),
                           *arguments, plugins="comes,wild", **options)

    def at_once(self, fault):
        run = self.assess("p.case.yaml", "--plugins", "hydration,comes,wild", "--plugin",
                          "comes.yaml", "--plugin", library(fault))
        return [in_one_order(one) for one in run.json_lines()]

    def test_it_keeps_nobody_from_hearing_the_others(self):
        """The next version says that it failed, as if all had been there at once."""
        failing, other = self.assess_calcium()
        run = self.extend_both("out_of_range", "--fail-on", "emergency")
        self.assert_code(run, 10)
        self.assertIn("also 3: ", run.err)
        self.assertIn("2 extended, with 2 new alerts; 0 had the modules already; 0 not", run.out)
        self.assertIn(f"1 extended though {ID} failed ({failing}): copied: the library gave", run.err)
        now = [self.show(failing), self.show(other)]
        self.assertEqual([one["status"] for one in now[0]["plugins"] if one["id"] == ID],
                         ["failed"])
        self.assertEqual([in_one_order(one) for one in now], self.at_once("out_of_range"))
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def test_that_it_failed_is_told_again_until_it_is_mended(self):
        failing, other = self.assess_calcium()
        self.extend_both("out_of_range")
        again = self.extend_both("out_of_range")
        self.assert_code(again, 3)
        self.assertIn("0 extended, with 0 new alerts; 1 had the modules already; 1 not", again.out)
        self.assertIn(f"1 not extended ({failing}): {ID} failed again", again.err)
        self.assertEqual(self.show(failing)["version"], 2)
        # Whom it said something of keeps that; what it said needs the file that said it.
        mended = self.extend(failing, "--plugin", library("none"), plugins="wild")
        self.assert_code(mended, 0)
        now = self.show(failing)
        self.assertEqual(now["version"], 3)
        self.assertEqual(in_one_order(now), self.at_once("none")[0])
        self.assertEqual(self.show(other)["version"], 2)

    def test_programs_read_who_failed_and_who_stayed_as_he_was(self):
        failing, other = self.assess_calcium()
        *extended, counts = self.extend_both("out_of_range", "--to", "json").json_lines()
        self.assertEqual({one["id"]: [module["id"] for module in one.get("failed", ())]
                          for one in extended}, {failing: [ID], other: []})
        self.assertEqual((counts["extended"], counts["not_extended"]), (2, 0))
        again = self.extend_both("out_of_range", "--to", "json").json_lines()
        refused, counts = again
        self.assertEqual({key: refused[key] for key in ("schema", "id", "version", "why")},
                         {"schema": "causa.extension.refused/1", "id": failing, "version": 2,
                          "why": f"{ID} failed again"})
        self.assertIn("the library gave", refused["failure"])
        self.assertEqual((counts["extended"], counts["not_extended"]), (0, 1))

    def test_alone_it_is_heard_if_it_raises_an_alert(self):
        self.write("p.case.yaml", FAILING)
        before, = self.assess_few("p.case.yaml", plugins="electrolytes")
        run = self.extend("--all", plugins="hydration")
        self.assert_code(run, 3)
        self.assertIn("new alert, emergency", run.out)
        now = self.show(before["id"])
        at_once = self.assess("p.case.yaml", "--plugins", "electrolytes,hydration").json()
        self.assertEqual(in_one_order(now), in_one_order(at_once))
        again = self.extend("--all", plugins="hydration")
        self.assert_code(again, 3)
        self.assertIn(f"({before['id']}): org.causa.hydration failed again", again.err)
        self.assertEqual(self.show(before["id"])["version"], 2)


class OneName(ComingTest):
    def assess_limited(self, name):
        self.write("two.yaml", TWO)
        self.write("p.case.yaml", case("labs: {CK: 300 U/L}"))
        self.write("then.toml", LIMIT % name)
        return self.assess_few("p.case.yaml", "--config", "then.toml",
                               plugins="hydration,strain")[0]["id"]

    def extend_two(self, *arguments):
        return self.extend("--all", "--plugin", "two.yaml", *arguments, plugins="org.two.strain")

    def test_an_earlier_module_keeps_its_settings(self):
        self.write("now.toml", LIMIT % '"org.causa.strain"')
        for name in ("strain", '"org.causa.strain"'):
            with self.subTest(name):
                [path.unlink() for path in self.home.glob("s.db*")]
                assessed = self.assess_limited(name)
                run = self.extend_two()
                self.assert_code(run, 0)
                self.assertIn(f"{assessed} version 2: new alert, emergency", run.out)
                at_once = self.assess("p.case.yaml", "--config", "now.toml", "--plugin",
                                      "two.yaml", "--plugins",
                                      "hydration,org.causa.strain,org.two.strain").json()
                self.assertEqual(in_one_order(self.show(assessed)), in_one_order(at_once))
                replayed = self.replay("--all", "--plugin", "two.yaml")
                self.assertIn("1 replayed: 1 the same", replayed.out)

    def test_a_section_that_may_be_of_either_is_refused(self):
        self.write("now.toml", LIMIT % "strain")
        assessed = self.assess_limited('"org.causa.strain"')
        run = self.extend_two("--config", "now.toml")
        self.assert_code(run, 2)
        self.assertIn('"strain" is the short name of 2 modules', run.err)
        self.assertIn("name one by its whole id: org.causa.strain, org.two.strain", run.err)
        self.assertEqual(self.show(assessed)["version"], 1)


class Twice(ComingTest):
    def test_of_two_files_of_a_module_none_comes(self):
        self.write("p.case.yaml", case("labs: {calcium: 2.3 mmol/L}"))
        assessed, = self.assess_few("p.case.yaml", plugins="hydration")
        self.write("first/comes.yaml", COMES)
        self.write("second/comes.yaml", COMES.replace("version: 1.0.0", "version: 1.1.0"))
        folders = ("--plugin-path", "first", "--plugin-path", "second")
        run = self.extend("--all", *folders, plugins="comes")
        self.assert_code(run, 3)
        self.assertIn("org.example.comes is there twice", run.err)
        self.assertEqual(self.show(assessed["id"])["version"], 1)
        self.assert_code(self.extend("--all", *folders[:2], plugins="comes"), 0)


if __name__ == "__main__":
    unittest.main()
