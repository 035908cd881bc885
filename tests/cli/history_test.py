# SPDX-License-Identifier: Apache-2.0
"""`causa history`, `causa diff` and the filters of `causa list`."""

import contextlib
import json
import sqlite3
import unittest

import program


def changed(name, change):
    bundle = program.bundle(name)
    change(bundle)
    return json.dumps(bundle)


def potassium(value):
    """Sets every potassium of a bundle."""
    def change(bundle):
        for entry in bundle["entry"]:
            resource = entry["resource"]
            codings = resource.get("code", {}).get("coding", [])
            if any(coding.get("code") in ("2823-3", "6298-4") for coding in codings):
                resource["valueQuantity"]["value"] = value
    return change


class History(program.ProgramTest):
    def two(self):
        """The same patient twice: a critical potassium, then a good one."""
        self.write("good.json", changed("potassium_critical", potassium(4.2)))
        first = self.assess(program.patient("potassium_critical"), store="s.db").json()
        second = self.assess("good.json", store="s.db")
        self.assert_silent(second)
        return first, second.json()

    def test_two_people_of_one_id_are_told(self):
        def other_sex(bundle):
            for entry in bundle["entry"]:
                if entry["resource"]["resourceType"] == "Patient":
                    entry["resource"]["gender"] = ("male" if entry["resource"]["gender"] == "female"
                                                   else "female")

        def other_age(bundle):
            for entry in bundle["entry"]:
                if entry["resource"]["resourceType"] == "Patient":
                    year = int(entry["resource"]["birthDate"][:4])
                    entry["resource"]["birthDate"] = f"{year + 3}-06-01"

        first, _ = self.two()
        history = ("history", "--patient", first["patient"]["id"], "--store", "s.db")
        self.assertNotIn("another person", self.run_program(*history).out)
        for number, change, field in ((2, other_sex, "sex"), (3, potassium(4.1), "sex"),
                                      (4, other_age, "age_years")):
            self.write("other.json", changed("potassium_critical", change))
            stored = self.assess("other.json", store="s.db")
            self.assertIn("1 assessments are of an id under which somebody of another sex or age "
                          f"is stored, first {stored.json()['id']};", stored.err)
            self.assert_anonymous(stored.err)
            self.assertEqual(self.run_program(*history).out.count("another person"), number - 1)
            if number == 2:
                self.assess("other.json", store="other.db")
            changes = self.run_program(*history, "--to", "json").json()["assessments"][number][
                "changes"]
            self.assertEqual([it["field"] for it in changes if it["section"] == "patient"], [field])

        merged = self.run_program("store", "merge", "other.db", "--store", "s.db")
        self.assert_code(merged, 0)
        self.assertIn("1 assessments are of an id under which", merged.err)

    def test_diff_says_what_differs(self):
        first, second = self.two()
        run = self.run_program("diff", first["id"], second["id"], "--store", "s.db", "--to",
                               "json")
        self.assert_code(run, 0)
        found = run.json()
        self.assertEqual((found["schema"], found["same"]), ("causa.diff/1", False))
        gone = [it for it in found["changes"] if it["section"] == "alert" and not it["field"]
                and it["after"] is None]
        self.assertEqual({it["id"] for it in gone},
                         {f"{it['plugin']}/{it['id']}" for it in first["alerts"]} -
                         {f"{it['plugin']}/{it['id']}" for it in second["alerts"]})
        self.assertTrue(gone)
        facts = [it for it in found["changes"] if it["section"] == "fact"
                 and it["id"].startswith("lab.potassium ") and it["field"] == "value"]
        self.assertTrue(facts)
        self.assertTrue(all("4.2" in it["after"] for it in facts))
        self.assertFalse([it for it in found["changes"] if it["section"] == "module"])
        text = self.run_program("diff", first["id"], second["id"], "--store", "s.db").out
        self.assertIn("Alerts\n  - org.causa.electrolytes/", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 100)

    def test_diff_of_the_same(self):
        first, _ = self.two()
        for other in (first["id"], first["id"] + "@1"):
            run = self.run_program("diff", first["id"], other, "--store", "s.db")
            self.assert_code(run, 0)
            self.assertEqual(run.out, "Both say the same.\n")

    def test_diff_of_other_modules(self):
        path = program.patient("thiazide")
        first = self.assess(path, store="s.db").json()
        second = self.assess(path, "--without", "medication", store="s.db").json()
        found = self.run_program("diff", first["id"], second["id"], "--store", "s.db", "--to",
                                 "json").json()
        self.assertIn(("org.causa.medication", "status", "ok", "absent"),
                      [(it["id"], it["field"], it["before"], it["after"])
                       for it in found["changes"] if it["section"] == "module"])

    def test_diff_of_a_version_that_is_not_there(self):
        first, second = self.two()
        for word, words in ((first["id"] + "@2", "with version 2"), (first["id"] + "@x",
                            "names no version"), ("nobody", "no assessment nobody")):
            run = self.run_program("diff", second["id"], word, "--store", "s.db")
            self.assertIn(run.code, (2, 4))
            self.assertIn(words, run.err)

    def test_history_is_in_order_and_says_what_changed(self):
        first, second = self.two()
        self.assess(program.patient("child"), store="s.db")
        patient = first["patient"]["id"]
        run = self.run_program("history", "--patient", patient, "--store", "s.db", "--to", "json")
        self.assert_code(run, 0)
        found = run.json()
        self.assertEqual(found["schema"], "causa.history/1")
        self.assertEqual([it["id"] for it in found["assessments"]], [first["id"], second["id"]])
        self.assertEqual(found["assessments"][0]["changes"], [])
        self.assertEqual(found["damaged"], [])
        self.assertTrue([it for it in found["assessments"][1]["changes"]
                         if it["section"] == "alert" and it["after"] is None])
        text = self.run_program("history", "--patient", patient, "--store", "s.db").out
        self.assertLess(text.index(first["id"]), text.index(second["id"]))
        self.assertIn("since the one before", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 100)
        nobody = self.run_program("history", "--patient", "nobody", "--store", "s.db")
        self.assert_code(nobody, 0)
        self.assertIn("nothing is stored", nobody.err)
        self.assert_code(self.run_program("history", "--store", "s.db"), 2)

    def test_a_damaged_one_hides_none_of_the_others(self):
        first, second = self.two()
        third = self.assess(program.patient("potassium_critical"), store="s.db").json()
        self.damage(second["id"])
        history = ("history", "--patient", first["patient"]["id"], "--store", "s.db")
        run = self.run_program(*history)
        self.assert_code(run, 4)
        self.assertRegex(run.err, f"s.db: assessment {second['id']} version 1: can't be read: .* "
                                  r"has \d+ of its \d+ parts; restore the last backup")
        places = [run.out.index(one["id"]) for one in (first, second, third)]
        self.assertEqual(places, sorted(places))
        self.assertIn("is damaged and can't be shown", run.out[places[1]:places[2]])
        self.assertNotIn("is damaged", run.out[:places[1]] + run.out[places[2]:])
        found = self.run_program(*history, "--to", "json")
        self.assert_code(found, 4)
        shown = found.json()
        self.assertEqual([it["id"] for it in shown["assessments"]], [first["id"], third["id"]])
        # Compared with the last whole one, which is of the same content.
        self.assertEqual(shown["assessments"][1]["changes"], [])
        [damaged] = shown["damaged"]
        self.assertEqual((damaged["id"], damaged["version"]), (second["id"], 1))

    def test_a_version_never_stands_before_an_earlier_one(self):
        run = self.assess(program.patient("potassium_critical"), "--without", "electrolytes",
                          store="s.db")
        one = run.json()
        with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store:
            (trigger,), = store.execute("SELECT sql FROM sqlite_schema WHERE name = "
                                        "'assessment_no_update'")
            store.executescript("DROP TRIGGER assessment_no_update; UPDATE assessment SET "
                                f"created_ms = created_ms + 3600000; {trigger}")
        self.run_program("extend", "--all", "--plugins", "electrolytes", "--store", "s.db")
        patient = one["patient"]["id"]
        history = self.run_program("history", "--patient", patient, "--store", "s.db", "--to",
                                   "json").json()
        self.assertEqual([it["version"] for it in history["assessments"]], [1, 2])
        listed = self.run_program("list", "--patient", patient, "--store", "s.db", "--to", "json")
        self.assertEqual([it["version"] for it in listed.json_lines()], [2, 1])

    def test_the_filters_of_list(self):
        printed = [json.loads(line) for line in self.assess(
            *sorted(program.PATIENTS.glob("*.json")), store="s.db").out.splitlines()]

        def listed(*arguments):
            run = self.run_program("list", *arguments, "--limit", "0", "--store", "s.db", "--to",
                                   "json")
            self.assert_code(run, 0)
            return {row["id"] for row in run.json_lines()}

        ranked = {one["id"]: [cause for cause in one["causes"] if cause["rank"]]
                  for one in printed}
        self.assertEqual(listed("--urgency", "emergency"),
                         {one["id"] for one in printed
                          if any(it["urgency"] == "emergency" for it in one["alerts"])})
        self.assertEqual(listed("--urgency", "routine"),
                         {one["id"] for one in printed if one["alerts"]})
        self.assertEqual(listed("--cause", "medication.thiazide"),
                         {one for one, causes in ranked.items()
                          if any(it["id"] == "medication.thiazide" for it in causes)})
        self.assertEqual(listed("--family", "circulation"),
                         {one for one, causes in ranked.items()
                          if any(it["family"] == "circulation" for it in causes)})
        everybody = {one["id"] for one in printed}
        self.assertEqual(listed("--module", "strain"), everybody)
        self.assertEqual(listed("--module", "org.causa.strain"), everybody)
        self.assertEqual(listed("--module", "train"), set())
        self.assertEqual(listed("--until", "2020"), set())
        self.assertEqual(listed("--since", "2020-01-01"), everybody)
        for arguments, words in ((["--urgency", "soon"], "none of emergency"),
                                 (["--since", "soon"], "--since")):
            run = self.run_program("list", *arguments, "--store", "s.db")
            self.assert_code(run, 2)
            self.assertIn(words, run.err)


if __name__ == "__main__":
    unittest.main()
