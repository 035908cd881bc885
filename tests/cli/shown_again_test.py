# SPDX-License-Identifier: Apache-2.0
"""A stored assessment says in every form what was said of it when it was made: with the names and
thresholds of a site profile, and with the same questions, in whatever order its modules stand."""

import unittest

import program
from coming import HEAD, ComingTest, alert, case

PROFILE = program.DATA / "modules/site.yaml"
FORMS = ("json", "text", "html", "fhir", "cards", "hl7v2", "csv")
FACTS = ("labs: {potassium: 3.1 mmol/L}",)

WISH = """facts:
  - {id: lab.quux, type: number, unit: mmol/L}
""" + alert("symptom.fatigue and lab.quux > 5 mmol/L", "emergency")
DEFINITION = """terminology:
  - {id: lab.quux, name: %s, kind: number, unit: mmol/L, text: [quux]}
""" + alert("symptom.fatigue and lab.quux > 50 mmol/L", "emergency")


def module(name, text):
    return HEAD.replace("example.comes", f"example.{name}") + text


class ShownAgain(ComingTest):
    def printed_and_shown(self, form, record, *modules):
        """In full, but for what says how it was called."""
        path = self.write("p.case.yaml", record)
        chosen = [word for one in modules for word in ("--plugin", one)]
        for old in self.home.glob("s.db*"):
            old.unlink()
        printed = self.assess(path, *chosen, store="s.db", to=form)
        [one] = self.stored("s.db")
        shown = self.run_program("show", one, "--to", form, "--store", "s.db", *chosen)
        self.assert_code(shown, 0)
        return printed.out, shown.out

    def questions(self, assessment):
        return [(one["concept"], one["text"], one["could_alert"]) for one in assessment["ask_next"]]

    def test_with_a_site_profile(self):
        for form in FORMS:
            with self.subTest(form):
                printed, shown = self.printed_and_shown(form, case(*FACTS), PROFILE)
                self.assertEqual(printed, shown)

    def test_a_site_profile_still_asks_for_what_it_looks_at(self):
        _, shown = self.printed_and_shown("text", case(*FACTS), PROFILE)
        self.assertRegex(shown, r"(?i)Ask: .*thiazide.* It could raise an alert\.")

    def test_a_site_profile_of_before_stays(self):
        """Though the modules of today come without it."""
        self.printed_and_shown("json", case(*FACTS), PROFILE)
        [one] = self.stored("s.db")
        text = self.run_program("show", one, "--to", "text", "--store", "s.db").out
        self.assertIn("Kalium", text)

    def test_what_decides_by_a_site_profile_is_explained_so(self):
        self.printed_and_shown("json", case("labs: {potassium: 3.2 mmol/L}"), PROFILE)
        [one] = self.stored("s.db")
        explained = self.run_program("explain", one, "--store", "s.db", "--plugin", PROFILE).out
        self.assertIn("(threshold of org.example.site)", explained)

    def test_a_module_that_wishes_for_what_a_later_one_defines(self):
        for wishing, defining in (("a", "b"), ("b", "a")):
            paths = [self.write("wishing.yaml", module(wishing, WISH)),
                     self.write("defining.yaml", module(defining, DEFINITION % "Quux"))]
            for form in FORMS:
                with self.subTest(f"{form} {wishing}"):
                    printed, shown = self.printed_and_shown(form, case("symptoms: [fatigue]"),
                                                            *paths)
                    self.assertEqual(printed, shown)
                    if form == "text":
                        self.assertIn("Measure: Quux. It could raise an alert.", shown)

    def test_the_first_module_by_its_id_names_what_two_define(self):
        earlier = self.write("earlier.yaml", module("z", DEFINITION % "Zuux"))
        now, at_once = self.versions(DEFINITION % "Quux", case("symptoms: [fatigue]"),
                                     "--plugin", earlier)
        self.assertEqual(self.questions(now), self.questions(at_once))
        self.assertIn(("lab.quux", "Measure: Quux.", True), self.questions(now))

    def test_a_module_that_defines_what_an_earlier_one_wished_for(self):
        earlier = self.write("earlier.yaml", module("earlier", WISH))
        now, at_once = self.versions(DEFINITION % "Quux", case("symptoms: [fatigue]"),
                                     "--plugin", earlier)
        self.assertEqual(self.questions(now), self.questions(at_once))
        self.assertIn("lab.quux", [one["concept"] for one in now["ask_next"]])

    def test_a_doubted_value_among_those_that_may_be_the_latest(self):
        """The facts of an extended assessment keep the places that they had."""
        now, at_once = self.versions(
            alert("at least 1 value of lab.urea < 7.4 mmol/L within 2 days and symptom.fatigue"),
            case("labs:", "  - urea: {value: 14.4 mmol/L, time: 2026-11}",
                 "  - urea: {value: 0.6 mmol/L, time: 2026-11-20, reference range: [0.3, 0.54]}"))
        self.assertEqual(self.questions(now), self.questions(at_once))
        self.assertIn(("lab.urea", "Measure again: Urea (BUN family).", False),
                      self.questions(now))


if __name__ == "__main__":
    unittest.main()
