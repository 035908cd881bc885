# SPDX-License-Identifier: Apache-2.0
"""CSV in: what can't be read of something that is known is told by name, and a file without the
names of its columns puts no patient into the log."""

import unittest

import program
from watching import WatchTest


class Unread(program.ProgramTest):
    def findings(self, text, *arguments):
        self.write("x.csv", text)
        run = self.assess("x.csv", *arguments)
        self.assert_code(run, 0)
        result = run.json()
        return result, [(it["id"], it["safety"], it["place"]) for it in result["findings"]
                        if it["id"].startswith("record.")]

    def test_a_number_with_a_status_that_no_number_has_is_told(self):
        for status in ("N", "no", "negative", "absent", "never", "unknown", "not done", "resolved",
                       "stopped"):
            with self.subTest(status):
                result, found = self.findings(
                    "patient,code,name,value,unit,time,status\n"
                    f"7,2823-3,Potassium,2.3,mmol/L,2026-11-20,{status}\n")
                self.assertEqual(found, [("record.unreadable", True, "line/Potassium (line 2)")])
                self.assertEqual(result["facts"], [])
                self.assertEqual(result["resources"], {"read": 1, "used": 0})

    def test_a_number_that_is_completed_is_no_past_one(self):
        result, found = self.findings("patient,code,value,unit,time,status\n"
                                      "7,2823-3,2.3,mmol/L,2026-11-20,completed\n")
        self.assertEqual(found, [])
        self.assertEqual([alert["id"] for alert in result["alerts"]], ["potassium_critical_low"])
        self.assertEqual([fact["state"] for fact in result["facts"]
                          if fact["concept"] == "lab.potassium"], ["present"])

    def test_a_cell_of_the_wide_form_that_cannot_be_read_is_told(self):
        mapping = self.write("m.yaml", (
            "date: 2026-11-20\ncolumns:\n  id: patient\n  HCT: drug.hydrochlorothiazide\n"
            "  since: {concept: drug.hydrochlorothiazide, is: start}\n"))
        for cells, place in (("12.5 mg daily,", "cell/HCT (line 2)"), ("1,", "cell/HCT (line 2)"),
                             (",26.10.26", "cell/since (line 2)")):
            with self.subTest(cells):
                _, found = self.findings(f"id,HCT,since\n7,{cells}\n", "--mapping", mapping)
                self.assertEqual(found, [("record.held_back", True, place)])

    def test_a_dose_in_the_long_form_is_told(self):
        _, found = self.findings("patient,code,value,time\n"
                                 "7,RxNorm 5487,12.5 mg daily,2026-11-20\n")
        self.assertEqual(found, [("record.held_back", True, "line/RxNorm 5487 (line 2)")])


class NoNames(WatchTest):
    """The first line is a patient's."""

    files = ("MRN-70401,leg cramp,yes\nMRN-70402,leg cramp,no\n",
             "Tamarisk John,potassium,M\nTamarisk Jane,potassium,F\n",
             "Tamarisk-1959-John;Potassium;2.9 mmol/L\nTamarisk-1961-Jane;Potassium;3.9 mmol/L\n")

    def test_its_cells_are_not_repeated(self):
        for text in self.files:
            with self.subTest(text):
                self.write("x.csv", text)
                run = self.assess("x.csv")
                self.assert_code(run, 1)
                self.assertIn("x.csv:1: column 1 means nothing to causa", run.told)
                self.assertIn("the first line must hold the names of the columns", run.told)

    def test_nor_beside_a_file_that_watch_could_not_read(self):
        self.drop("x.csv", self.files[0])
        run = self.once()
        reason = (self.inbox / "failed/x.csv.reason.txt").read_text()
        self.assertIn("column 1 means nothing to causa", reason)
        self.assert_anonymous(reason + run.err)

    def test_the_names_of_columns_are(self):
        self.write("x.csv", "id,time,potasium\n7,2026-11-20,2.9 mmol/L\n")
        self.assertIn('column 3 ("potasium") means nothing to causa; did you mean "potassium"?',
                      self.assess("x.csv").told)


if __name__ == "__main__":
    unittest.main()
