# SPDX-License-Identifier: Apache-2.0
"""Case files and CSV through the real program: the examples of their pages work, a broken case or
line is told with its place, and the others are assessed. same_patient_test.py compares formats."""

import unittest

import program

def indented_blocks(page):
    """The examples of a page of docs/, as they would be copied."""
    blocks, block = [], []
    for line in (program.SOURCE / "docs" / page).read_text(encoding="utf-8").splitlines() + ["x"]:
        if line.startswith("    ") or (block and not line):
            block.append(line[4:])
        elif block:
            blocks.append("\n".join(block).strip() + "\n")
            block = []
    return blocks


class Pages(program.ProgramTest):
    def test_the_first_example_of_case_files_works(self):
        text = indented_blocks("case-files.md")[0]
        self.write("case.yaml", text)
        run = self.assess("case.yaml")
        self.assert_code(run, 0)
        self.assertIn("lab.potassium", [fact["concept"] for fact in run.json()["facts"]])
        self.assert_code(self.assess("-", "--from", "case", text=text), 0)

    def test_sections_of_case_files_can_be_copied(self):
        for block in indented_blocks("case-files.md")[2:]:
            if block.startswith("causa"):
                continue
            with self.subTest(block):
                cases = block.split("\n\n")
                for text in cases:
                    self.write("case.yaml", "date: 2026-11-20\n" + text)
                    self.assert_code(self.assess("case.yaml"), 0)

    def test_both_forms_of_csv_work_without_a_mapping(self):
        for text in indented_blocks("csv.md")[0].split("\n\n"):
            with self.subTest(text):
                self.write("x.csv", text.replace("p1", "7"))
                run = self.assess("x.csv")
                self.assert_code(run, 0)
                self.assertIn("symptom.cramp.leg",
                              [fact["concept"] for fact in run.json()["facts"]])


class Broken(program.ProgramTest):
    def test_a_broken_case_among_others(self):
        self.write("three.yaml", "sex: f\n---\nlabs:\n  potasium: 2.9\n---\nsex: m\n")
        run = self.assess("three.yaml", store="s.db")
        self.assert_code(run, 1)
        self.assertEqual([one["patient"]["sex"] for one in run.json_lines()], ["female", "male"])
        self.assertEqual(run.told, "causa: error: three.yaml:4:3: nobody knows \"potasium\"; did you "
                                  "mean \"potassium\"? To keep it as it is: text: ...\n")
        self.assertEqual(len(self.stored("s.db")), 2)

    def test_a_broken_line_among_others(self):
        self.write("x.csv", "id,time,K [mmol/L]\n1,2026-11-20,2.9\n2,2026-11-20\n"
                            "3,2026-11-20,4.1\n")
        run = self.assess("x.csv")
        self.assert_code(run, 1)
        self.assertEqual(len(run.json_lines()), 2)
        self.assertEqual(run.told, "causa: error: x.csv:3: 2 cells, but 3 columns; put a cell that "
                                  "holds the delimiter in quotes\n")

    def test_a_column_that_the_mapping_leaves_out_says_nothing_of_who_the_patient_is(self):
        """Two lines with one comment are two patients."""
        self.write("x.csv", "Comment,K\nnone,2.3\nnone,4.1\n")
        self.write("m.yaml", "date: 2026-11-20\ncolumns:\n"
                             "  K: {concept: lab.potassium, unit: mmol/L}\n")
        run = self.assess("x.csv", "--mapping", "m.yaml")
        self.assert_code(run, 0)
        self.assertEqual([(one["patient"]["id"], len(one["alerts"])) for one in run.json_lines()],
                         [("", 1), ("", 0)])
        self.assertIn("not used", run.json_lines()[0]["ignored"][0]["reason"])

    def test_a_broken_mapping_is_a_fault_of_usage(self):
        self.write("x.csv", "id,K\n1,2\n")
        self.write("m.yaml", "form: tall\n")
        run = self.assess("x.csv", "--mapping", "m.yaml")
        self.assert_code(run, 2)
        self.assertIn("m.yaml:1:7: a form that isn't known", run.err)
        self.assert_code(self.assess("x.csv", "--mapping", "missing.yaml"), 2)

    def test_what_may_be_either_asks_for_from(self):
        self.write("x.txt", "age: 67, sex: f\nage: 68, sex: m\n")
        run = self.assess("x.txt")
        self.assert_code(run, 1)
        self.assertIn("x.txt: may be a case file or a CSV file; say which: --from case or "
                      "--from csv", run.err)

    def test_hostile_cases_end_in_an_error(self):
        for name, text in {"deep": "notes: " + "[" * 100000, "bomb": "a: &a [x]\nb: &b [*a, *a]\n",
                           "long": "notes: [" + "x, " * 300000 + "]\n",
                           "key": "? [a, b]\n: c\nage: 1\n", "huge": "notes: " + "x" * (9 << 20),
                           "nul": "age: 6\x007\n", "quotes": "id,K\n" + "\"\n" * 20001}.items():
            with self.subTest(name):
                self.write("x", text)
                run = self.assess("x")
                self.assert_code(run, 1)
                self.assertEqual(run.out, "")
                self.assertIn("causa: error: x", run.err)


class Sums(program.ProgramTest):
    def test_an_absence_that_no_module_reads_is_counted_as_used(self):
        """Hydrochlorothiazide isn't taken: no rule asks for it alone, and other thiazides may be."""
        self.write("x.csv", "patient,code,name,value,unit,time\np1,RxNorm 5487,,no,,2026-11-20\n"
                            "p1,,simvastatin,no,,2026-11-20\np1,,leg cramp,yes,,2026-11-20\n")
        self.write("x.yaml", "symptoms: [leg cramp]\ndrugs:\n  hydrochlorothiazide: no\n"
                             "  simvastatin: no\n")
        for name, entries in (("x.csv", 3), ("x.yaml", 4)):  # a case file counts as one, too
            with self.subTest(name):
                run = self.assess(name)
                self.assert_code(run, 0)
                answer = run.json()
                self.assertEqual(answer["resources"], {"read": entries, "used": entries})
                self.assertEqual(answer["ignored"], [])
                states = {fact["concept"]: fact["state"] for fact in answer["facts"]}
                self.assertEqual(states.get("drug.simvastatin"), "absent")
                self.assertFalse({"drug.hydrochlorothiazide", "drug.thiazide"} & set(states))


class Refuted(program.ProgramTest):
    def rise_of(self, *values):
        """As the library computes it, which is given all values of potassium."""
        entries = "".join(f'    - {{value: {value} mmol/L, time: "2026-11-20T{hour}:00"{more}}}\n'
                          for value, hour, more in values)
        self.write("case.yaml", "age: 67\nsex: female\ndate: 2026-11-20\nlabs:\n  potassium:\n"
                   + entries)
        run = self.run_program("assess", "case.yaml", "--store", "none", "--to", "json", "--as-of",
                               "2026-11-20T12:00Z")
        self.assert_code(run, 0)
        return [round(fact["value"], 1) for fact in run.json()["facts"]
                if fact["concept"] == "lab.potassium.rise"]

    def test_a_refuted_number_is_none_to_a_library_either(self):
        refuted = ", refuted: yes"
        self.assertEqual(self.rise_of((4.9, "02", ""), (5.6, "08", "")), [0.7])
        self.assertEqual(self.rise_of((4.9, "02", refuted), (5.6, "08", "")), [])
        later = (4.0, "09", refuted)
        self.assertEqual(self.rise_of((4.9, "02", ""), (5.6, "08", ""), later), [0.7])


class Folders(program.ProgramTest):
    def test_a_folder_of_all_sorts(self):
        self.write("in/a.yaml", "sex: f\nsymptoms: [leg cramp]\n")
        self.write("in/b.yml", "sex: m\n")
        self.write("in/c.json", '{"sex": "f", "symptoms": ["fever"]}')
        self.write("in/d.csv", "id,fever\n1,yes\n2,no\n")
        self.write("in/e.tsv", "id\tfever\n1\tyes\n")
        self.write("in/f.json", program.patient("thiazide").read_text(encoding="utf-8"))
        run = self.assess("in")
        self.assert_code(run, 0)
        self.assertEqual(len(run.json_lines()), 7)


if __name__ == "__main__":
    unittest.main()
