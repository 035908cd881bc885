# SPDX-License-Identifier: Apache-2.0
"""What `assess` prints for each patient of the data folder and for the example, as JSON and text."""

import unittest

import golden
import program


class Golden(program.ProgramTest):
    def inputs(self):
        return [*sorted(program.PATIENTS.glob("*.json")), program.EXAMPLE]

    def test_json(self):
        for path in self.inputs():
            with self.subTest(path.stem):
                run = self.assess(path)
                self.assert_code(run, 0)
                self.assert_silent(run)
                golden.check_json(self, f"{path.stem}.json", run.out)

    def test_text_fits_100_columns_and_is_plain_in_a_pipe(self):
        for path in self.inputs():
            with self.subTest(path.stem):
                run = self.assess(path, to="text")
                self.assert_code(run, 0)
                self.assert_silent(run)
                self.assertEqual([line for line in run.out.splitlines() if len(line) > 100], [])
                self.assertNotIn("\x1b", run.out)
                golden.check(self, f"{path.stem}.txt", run.out)

    def test_explanation(self):
        self.assess(program.patient("thiazide_timed"), store="s.db")
        run = self.run_program("explain", self.stored("s.db")[0], "--store", "s.db")
        self.assert_code(run, 0)
        golden.check(self, "thiazide_timed.explain.txt", run.out)

    def test_each_golden_file_belongs_to_an_input(self):
        expected = {f"{path.stem}.{kind}" for path in self.inputs()
                    for kind in ("json", "txt", "fhir.json", "cards.json")}
        expected |= {"thiazide_timed.explain.txt", "broken_input.txt", "stats.txt", "stats.csv",
                     "stats.json", "interview.txt", "validate.txt", "validate.json"}
        self.assertEqual({path.name for path in golden.FOLDER.iterdir()}, expected)


class Words(program.ProgramTest):
    def test_several_patients_are_one_object_a_line(self):
        run = self.assess("-", text=program.many_patients(5))
        self.assertEqual([one["patient"]["id"] for one in run.json_lines()],
                         [f"p-{80000 + number}" for number in range(5)])

    def test_top_leaves_out_causes_and_nothing_else(self):
        whole = self.assess(program.patient("thiazide")).json()
        short = self.assess(program.patient("thiazide"), "--top", "2").json()
        self.assertEqual(short["causes"], whole["causes"][:2])
        for part in ("alerts", "advice", "ignored", "unexplained", "must_not_miss"):
            self.assertEqual(short[part], whole[part])

    def test_color_only_where_it_is_wanted(self):
        path = program.patient("potassium_critical")
        colored = self.assess(path, "--color", "always", to="text")
        self.assertIn("\x1b[31m", colored.out)
        self.assertNotIn("\x1b", self.assess(path, "--color", "never", to="text").out)
        self.assertIn("EMERGENCY", colored.out)  # color is never the only sign

    def test_the_result_does_not_depend_on_batches(self):
        runs = [self.run_program("assess", "-", *program.AS_OF, "--store", "none", "--to", "json",
                                 "--batch", size, text=program.many_patients(30))
                for size in ("1", "7", "64")]
        self.assertEqual(len({golden.mask(run.out) for run in runs}), 1)


if __name__ == "__main__":
    unittest.main()
