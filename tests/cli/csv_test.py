# SPDX-License-Identifier: Apache-2.0
"""--to csv: one line a cause, no patient and no alert lost, nothing that a spreadsheet would run."""

import csv
import io
import json
import unittest

import program


def rows(run):
    """Read strictly, line ends as RFC 4180 has them."""
    return list(csv.DictReader(io.StringIO(run.out, newline=""), strict=True))


class CsvTest(program.ProgramTest):
    def lines(self, *arguments, **options):
        run = self.assess(*arguments, to="csv", **options)
        self.assertIn(run.code, (0, 3), run.err)
        self.assertEqual(run.out.count("\n"), run.out.count("\r\n"))
        return rows(run)


class Table(CsvTest):
    def test_one_line_a_cause_with_the_numbers_of_the_json(self):
        path = program.patient("thiazide_timed")
        answer = self.assess(path).json()
        lines = self.lines(path)
        self.assertEqual([line["cause"] for line in lines], [one["id"] for one in answer["causes"]])
        for line, cause in zip(lines, answer["causes"]):
            self.assertEqual(line["patient_id"], answer["patient"]["id"])
            self.assertEqual(int(line["rank"]), cause["rank"])
            for part, low, high in (("explains_p", "explains_low", "explains_high"),
                                    ("present_p", "present_low", "present_high"),
                                    ("accounts_for_p", "accounts_for_low", "accounts_for_high")):
                estimate = cause[part[:-2]]
                self.assertEqual([float(line[part]), float(line[low]), float(line[high])],
                                 [estimate["p"], estimate["low"], estimate["high"]])
            self.assertEqual(line["plugin"], cause["plugin"])
            self.assertEqual(line["chain"], (cause["chain"] or {"because_of": ""})["because_of"])
        self.assertIn("complaint began 16 d after the thiazide was started (+", lines[0]["for"])

    def test_one_header_and_every_patient(self):
        paths = sorted(program.PATIENTS.glob("*.json"))
        answers = self.assess(*paths).json_lines()
        lines = self.lines(*paths)
        for answer in answers:
            own = [line for line in lines if line["patient_id"] == answer["patient"]["id"]]
            self.assertEqual(len(own), max(1, len(answer["causes"])))
            for alert in answer["alerts"]:
                self.assertTrue(all(alert["title"] in line["alerts"] for line in own))
                self.assertTrue(all(alert["action"] in line["alerts"] for line in own))
            for ignored in answer["ignored"]:
                self.assertTrue(all(ignored["reason"] in line["not_used"] for line in own))

    def test_an_alert_says_how_old_its_value_is(self):
        (line, *_) = self.lines(program.patient("potassium_critical_old"))
        self.assertRegex(line["alerts"], r"because of: Potassium [0-9.]+ mmol/L \(\d+ days old\)")

    def test_a_patient_without_causes_keeps_a_line_and_the_alert(self):
        (line,) = self.lines(program.patient("child"))
        self.assertEqual(line["rank"], "")
        self.assertEqual(line["ranking"], "none")
        self.assertIn("EMERGENCY", line["alerts"])

    def test_a_refused_module_stands_on_each_line(self):
        self.write("broken.yaml", "schema: causa.manifest/1\n")
        for line in self.lines(program.EXAMPLE, "--plugin", "broken.yaml"):
            self.assertIn("broken.yaml refused", line["missing_plugins"])

    def test_top(self):
        self.assertEqual(len(self.lines(program.patient("thiazide"), "--top", "2")), 2)


class Hostile(CsvTest):
    def test_no_cell_begins_a_formula(self):
        for start in ("=", "+", "-", "@", "\t=", "\r@", " =", "\uff1d"):
            with self.subTest(start):
                bundle = program.bundle("potassium_critical")
                text = json.dumps(bundle)
                evil = json.dumps(start + "cmd|' C calc'!A0,\"x\"")[1:-1]
                text = text.replace(bundle["entry"][0]["resource"]["id"], evil)
                for line in self.lines("-", text=text):
                    for name, cell in line.items():
                        self.assertFalse(cell.lstrip(" ").startswith(
                            ("=", "+", "-", "@", "\t", "\r", "\uff1d")), (name, cell))
                    self.assertIn("cmd|' C calc'!A0,\"x\"", line["patient_id"])


if __name__ == "__main__":
    unittest.main()
