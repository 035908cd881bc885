# SPDX-License-Identifier: Apache-2.0
"""Inputs put together from several: of no patient in them nothing is told."""

import json
import unittest

import program

MARK = "\ufeff"


def message(*more):
    segments = ("MSH|^~\\&|LAB|HOSP|CAUSA|CLINIC|20261119||ORU^R01|M1|P|2.5.1",
                "PID|1||1234^^^HOSP||Tamarisk||19500213|F", "OBR|1||F1|x|||20261119",
                "OBX|1|NM|2823-3^Potassium^LN||2.9|mmol/L|||||F", *more)
    return "".join(segment + "\r" for segment in segments)


def bundle(identifier):
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [
        {"resource": {"resourceType": "Patient", "id": identifier, "gender": "female"}}]})


def lines(*identifiers, mark=""):
    return "".join(mark + bundle(identifier) + "\n" for identifier in identifiers)


class MessagesAndFhir(program.ProgramTest):
    def read(self, text):
        run = self.assess("-", "--summary", "summary.json", text=text)
        summary = json.loads((self.home / "summary.json").read_text())
        return run, summary, run.json_lines()

    def assert_told(self, text, *numbers):
        run, summary, results = self.read(text)
        self.assert_code(run, 1)
        self.assertEqual(summary["not_assessed"], len(numbers), run.told)
        for number in numbers:
            self.assertIn(f"standard input:{number}: a line of JSON behind a message of HL7 v2",
                          run.told)
        self.assertIn("give FHIR and HL7 v2 each as an input of its own", run.told)
        self.assertEqual(len(results), 1)
        values = [it["value"] for it in results[0]["facts"] if it["concept"] == "lab.potassium"]
        self.assertEqual(values, [2.9])
        return results[0]

    def test_lines_behind_a_message(self):
        result = self.assert_told(message() + lines("a", "b", "c", "d"), 5, 6, 7, 8)
        self.assertEqual([it["id"] for it in result["findings"] if it["safety"]],
                         ["record.unreadable"])

    def test_with_line_ends_of_each_kind(self):
        self.assert_told(message().replace("\r", "\n") + lines("a", "b"), 5, 6)
        self.assert_told(message().replace("\r", "\r\n") + lines("a", "b").replace("\n", "\r\n"),
                         5, 6)
        self.assert_told(message() + lines("a", "b", mark=MARK), 5, 6)

    def test_behind_a_text_that_could_go_on(self):
        self.assert_told(message("NTE|1||so far good") + lines("a", "b"), 6, 7)

    def test_documents_of_several_lines(self):
        for indent in (1, 2, "\t"):
            written = json.dumps(json.loads(bundle("a")), indent=indent) + "\n"
            for given in (written, written + written.replace('"a"', '"b"')):
                first = 6 + len(written.splitlines())
                numbers = (6,) if given == written else (6, first)
                self.assert_told(message("NTE|1||so far good") + given, *numbers)
        self.assert_told(message("NTE|1||so far good") + written + lines("b"), 6, first)

    def test_documents_with_a_separator_in_them(self):
        given = json.dumps({**json.loads(bundle("a")), "id": "a|b"}, indent=1) + "\n"
        self.assert_told(message("NTE|1||so far good") + given, 6)

    def test_lists(self):
        for more, number in (((), 5), (("NTE|1||so far good",), 6)):
            self.assert_told(message(*more) + f"[ {bundle('a')} ]\n", number)
        within = "[\n  " + bundle("a") + "\n]\n"
        self.assert_told(message() + within, 5, 6)
        self.assert_told(message("NTE|1||so far good") + within, 6)

    def test_in_the_order_of_their_lines(self):
        given = lines("a") + lines("b").replace('"gender"', '"x": "a|b", "gender"') + lines("c")
        run, _, _ = self.read(message("PV1|1|O") + given)
        self.assertEqual([line.split(": ")[2] for line in run.told.splitlines()],
                         [f"standard input:{number}" for number in (6, 7, 8)])

    def test_behind_a_message_that_is_refused(self):
        wrong = message().replace("ORU^R01", "XXX^R01")
        run, summary, results = self.read(message().replace("M1", "M2") + wrong + lines("a"))
        self.assert_code(run, 1)
        self.assertEqual((summary["not_assessed"], len(results)), (2, 1))
        self.assertIn("standard input:9: a line of JSON", run.told)

    def test_json_in_a_field_is_the_fields(self):
        quoted = 'OBX|2|TX|8251-1^Comment^LN||seen:\r{"a": 1}\r{"b": 2}|||||F'.split("\r")
        whole = "NTE|1||" + bundle("a")
        broken = ("NTE|1||as sent:", bundle("a"), "and so on")
        opened = "OBX|2|TX|8251-1^Comment^LN||seen:\r{\r  \"a\": [\r    1\r  ]\r}|||||F".split("\r")
        ended = ("NTE|1||as sent:", "{", '  "a": 1', "}", "and so on")
        within = ("NTE|1||as sent:", "[", "1", "]", "NTE|2||and so on")
        for more in ((*quoted,), (whole,), broken, (*opened,), ended, within):
            run, summary, results = self.read(message(*more))
            self.assertNotIn("JSON", run.told)
            self.assertEqual((run.code, summary["not_assessed"], len(results)), (0, 0, 1), run.err)


class ByteOrderMarks(program.ProgramTest):
    """As `cat` puts files together that begin with one each."""

    def patients(self, text, name="-"):
        if name != "-":
            self.write(name, text)
        run = self.assess(name, text=text)
        self.assert_code(run, 0)
        self.assert_silent(run)
        return [result["patient"]["id"] for result in run.json_lines()]

    def test_within_lines(self):
        for name in ("-", "in.ndjson", "in.json"):
            self.assertEqual(self.patients(lines("a") + lines("b", "c", mark=MARK), name),
                             ["a", "b", "c"])

    def test_before_the_first_line_and_alone(self):
        text = 2 * MARK + lines("a") + MARK + "\n" + 2 * MARK + lines("b") + MARK
        for name in ("-", "in.ndjson"):
            self.assertEqual(self.patients(text, name), ["a", "b"])

    def test_before_lone_resources(self):
        value = {"resourceType": "Observation", "id": "k", "status": "final",
                 "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}]},
                 "subject": {"reference": "Patient/a"}, "effectiveDateTime": "2026-11-19",
                 "valueQuantity": {"value": 2.9, "unit": "mmol/L"}}
        patient = {"resourceType": "Patient", "id": "a"}
        text = "".join(MARK + json.dumps(it) + "\n" for it in (patient, value))
        self.assertEqual(self.patients(text), ["a"])


if __name__ == "__main__":
    unittest.main()
