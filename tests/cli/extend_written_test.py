# SPDX-License-Identifier: Apache-2.0
"""What was read from words, and a module that brings words: whoever would have been read otherwise
is not extended and told to be so, all others are told the same as if it had been there at once."""

import unittest

import program
from coming import HEAD, ComingTest, alert, case

DRUG = "  - {id: drug.zorkpril, name: Zorkpril, text: [zorkpril], codes: [{system: ATC, " \
    "code: C99ZZ01, display: Zorkpril, verified: true, seen: a test}]}\n"
SIGN = "  - {id: sign.zork, name: Zork sign, text: [zork sign]}\n"
DISEASE = "  - {id: condition.blorp, name: Blorp disease, text: [blorp disease]}\n"
DENIED = "  - {id: condition.zorkitis, name: Zorkitis, text: [zorkitis]}\n"
ANALYTE = "  - {id: lab.quux, name: Quux, kind: number, unit: mmol/L, plausible: [0, 1000], text: " \
    "[quux], codes: [{system: LOINC, code: 99999-1, display: Quux, verified: true, seen: a test}]}\n"
TABLETS = "  - {id: drug.hctz_tablets, name: HCTZ tablets, is_a: [drug.hydrochlorothiazide], " \
    "text: [hydrochlorothiazide tablets]}\n"
OWN_NAME = """adjusts:
  concepts:
    - {concept: lab.potassium, name: Kalium of the house}
"""

#: Of a CSV: the term that comes, what is alerted of, a line, and a mapping if it has one.
LOST = {
    "a new drug as a part of a combination":
        (DRUG, "drug.zorkpril", "hydrochlorothiazide/zorkpril 25/10 mg,,,,2026-11-01,", ""),
    "a drug without a value":
        (DRUG, "drug.zorkpril started within 30 days", "zorkpril,,,,2026-11-10,", ""),
    "a status that only what is known has":
        (DISEASE, "condition.blorp", "blorp disease,,present,,,suspected", ""),
    "a mapping's own yes":
        (SIGN, "sign.zork", "zork sign,,ja,,,", "yes: [ja]\n"),
    "a code that nobody knew beside a name that was known":
        (ANALYTE, "lab.quux > 5 mmol/L", "CK,LOINC 99999-1,7,mmol/L,,", ""),
    "words that a mapping gave it":
        (TABLETS, "drug.hctz_tablets", "water pill,,,,2026-11-10,",
         "names:\n  water pill: {concept: hydrochlorothiazide tablets}\n"),
}

#: Sections of a case file that mean the same, whether they are read when the module has come.
ALIKE = {
    "a drug by its words": (DRUG, "drug.zorkpril", "drugs: [zorkpril 10 mg: 3 weeks ago]"),
    "a drug by its code": (DRUG, "drug.zorkpril stopped within 30 days",
                           "drugs: [ATC C99ZZ01: {start: 2026-09-01, stop: 2026-11-12}]"),
    "a value": (ANALYTE, "lab.quux > 5 mmol/L", "labs: {quux: 7 mmol/L}"),
    "a value by its code": (ANALYTE, "lab.quux > 5 mmol/L", "labs: {LOINC 99999-1: 7 mmol/L}"),
    "words that are kept": (SIGN, "sign.zork", "signs: [text: zork sign]"),
    "words of a note": (SIGN, "sign.zork", "notes: Zork sign."),
}
#: Sections of which something would have been read otherwise, or refused.
OTHERWISE = {
    "a narrower drug": (TABLETS, "drug.hctz_tablets", "drugs: [hydrochlorothiazide tablets]"),
    "what is denied": (DENIED, "condition.zorkitis is absent", "conditions: [no zorkitis]"),
    "what is nearly written so": (DRUG, "drug.zorkpril", "drugs: [zorkprill]"),
    "a unit that doesn't fit": (ANALYTE, "lab.quux > 5 mmol/L", "labs: {LOINC 99999-1: 7 mg}"),
    "a value that is no value": (SIGN.replace("text: [zork sign]", "codes: [{system: LOINC, code: "
                                              "99999-1, display: Zork, verified: true, seen: t}]"),
                                 "sign.zork", "labs: {LOINC 99999-1: 7}"),
}
WHY = ("was read from CSV or a case file with the words of then; org.example.comes brings words of "
       "its own: assess the patient again from the source")


def brings(terms, when):
    return "terminology:\n" + terms + alert(when)


class Written(ComingTest):
    def csv(self, line):
        self.write("p.csv", "patient,time,name,code,value,unit,start,status\n"
                            f"p1,2026-11-20,age,,67,,,\np1,2026-11-20,{line}\n")

    def store(self, name, *arguments, code=0):
        for path in self.home.glob("s.db*"):
            path.unlink()
        run = self.assess(name, *arguments, store="s.db")
        self.assert_code(run, code)
        return run.json()["id"]

    def extend_with(self, module):
        self.write("comes.yaml", HEAD + module)
        return self.extend("--all", "--plugin", "comes.yaml", plugins="comes")

    def assert_not_extended(self, one, module):
        run = self.extend_with(module)
        self.assert_code(run, 1)
        self.assertIn(WHY, " ".join(run.told.split()))
        self.assertIn("0 extended, with 0 new alerts", run.out)
        self.assertEqual(self.show(one)["version"], 1)

    def test_a_csv_is_not_read_with_words_that_come(self):
        for name, (terms, when, line, mapping) in LOST.items():
            with self.subTest(name):
                self.csv(line)
                arguments = ["--mapping", "m.yaml"] if mapping else []
                self.write("m.yaml", mapping or "yes: [ja]\n")
                self.assert_not_extended(self.store("p.csv", *arguments), brings(terms, when))

    def test_a_sites_own_name_is_a_word_that_comes(self):
        self.csv("Kalium of the house,,7,mmol/L,,")
        self.assert_not_extended(self.store("p.csv"), OWN_NAME)

    def test_nothing_that_can_be_written_comes(self):
        wish = "facts:\n  - {id: suspected.zork, type: truth}\n"
        for module in (alert("lab.potassium > 6 mmol/L"),
                       wish + alert("lab.potassium > 6 mmol/L or suspected.zork")):
            with self.subTest(module):
                self.csv("potassium,,7,mmol/L,,")
                one = self.store("p.csv")
                self.assert_code(self.extend_with(module), 0)
                self.assertIn("what comes tells it", [a["title"] for a in self.show(one)["alerts"]])

    def test_a_case_that_means_the_same_is_extended(self):
        for name, (terms, when, section) in ALIKE.items():
            with self.subTest(name):
                now, at_once = self.versions(brings(terms, when), case(section))
                told = [[(one["plugin"], one["id"], one["urgency"]) for one in it["alerts"]]
                        for it in (now, at_once)]
                self.assertEqual(*told)
                self.assertIn("org.example.comes", [one[0] for one in told[0]])

    def test_what_is_known_and_means_what_it_meant_is_extended(self):
        """The module brings another quantity of the same name, as creatinine of the urine is."""
        self.write("p.case.yaml", case("labs: {creatinine: 106 umol/L, magnesium: 0.45 mmol/L}"))
        for base, comes in (("strain", "electrolytes"), ("strain", "hydration"),
                            ("hydration", "electrolytes")):
            with self.subTest(base + " " + comes):
                one = self.store("p.case.yaml", "--plugins", base)
                run = self.extend("--all", plugins=comes)
                self.assertIn(run.code, (0, 10), run.told)
                alerts = [[(it["plugin"], it["id"]) for it in found["alerts"]] for found in
                          (self.show(one),
                           self.assess("p.case.yaml", "--plugins", f"{base},{comes}").json())]
                self.assertEqual(*alerts)
                self.assertEqual(any("electrolytes" in plugin for plugin, _ in alerts[0]),
                                 comes == "electrolytes")

    def test_a_case_that_would_have_been_read_otherwise_is_not(self):
        for name, (terms, when, section) in OTHERWISE.items():
            with self.subTest(name):
                self.write("p.case.yaml", case(section))
                self.assert_not_extended(self.store("p.case.yaml"), brings(terms, when))

    def test_who_was_not_written_is_extended_beside_them(self):
        self.csv("zorkpril,,,,2026-11-10,")
        self.write("p.case.yaml", case("drugs: [hydrochlorothiazide: 3 weeks ago]"))
        self.store("p.csv")
        for name in ("p.case.yaml", program.patient("swollen_calf")):
            self.assert_code(self.assess(name, store="s.db"), 0)
        run = self.extend_with(brings(DRUG, "drug.zorkpril"))
        self.assert_code(run, 1)
        self.assertIn("2 extended, with 0 new alerts; 0 had the modules already; 1 not extended",
                      run.out)

    def test_a_nearer_name_for_one_that_nobody_knows_is_no_difference(self):
        """A module that is refused then and now, with other words about what may be meant."""
        self.write("earlier.yaml", HEAD.replace("example.comes", "example.earlier")
                   + alert("condition.zork_t0"))
        self.write("p.case.yaml", case("symptoms: [fatigue]"))
        both = ("--plugin", "comes.yaml", "--plugin", "earlier.yaml")
        one = self.store("p.case.yaml", "--plugin", "earlier.yaml", code=3)
        self.assertEqual(["refused"], [it["status"] for it in self.show(one)["plugins"]
                                       if it["id"] == "org.example.earlier"])
        self.assert_code(self.extend_with(
            "terminology:\n  - {id: condition.zork_t1, name: Dvxy, text: [dvxy thing]}\n"
            + alert("condition.zork_t1")), 0)
        run = self.replay("--all", *both)
        self.assertIn("1 the same, 0 differ", run.out)
        self.assert_code(run, 0)


if __name__ == "__main__":
    unittest.main()
