# SPDX-License-Identifier: Apache-2.0
"""HL7 v2: what can't be read of a message is told by the name of what it is of, and answered; two
people under one number are not one patient."""

import resource
import unittest

import program
from hl7v2_test import message, of_kind

CRITICAL = "potassium_critical_low"


class Unread(program.ProgramTest):
    def found(self, text, **options):
        """The assessment, what it found by id, and MSA-1 with ERR-2 and ERR-3 of the answer."""
        run = self.assess("-", "--ack", "ack.hl7", text=text, **options)
        self.assert_code(run, 0)
        result = run.json()
        answer = (self.home / "ack.hl7").read_bytes().decode()
        said = [of_kind(answer, "MSA")[0][1]]
        said += [f"{error[2]} {error[3].split('^')[0]}" for error in of_kind(answer, "ERR")]
        return result, {it["id"]: it for it in result["findings"]}, said

    def test_a_value_in_a_form_that_is_not_read_is_told_by_name(self):
        for kind, value, why in (
                ("SN", "2.2^-^2.4", "Potassium is not used: value is a range"),
                ("SN", "^2.2^-^2.4", "Potassium is not used: value is a range"),
                ("SN", "^1^:^128", "Potassium is not used: value is a ratio"),
                ("SN", "<<^2.3",
                 "Potassium 2.3 mmol/L is not used: a comparator that isn't understood"),
                ("CQ", "2.3^mg/dL", "Potassium is not used: its unit isn't that of OBX-6"),
                ("MO", "2.3^USD", "Potassium is not used: a value of a type that isn't read")):
            with self.subTest(kind=kind, value=value):
                result, found, said = self.found(message(value).replace("|NM|", f"|{kind}|"))
                self.assertEqual(result["alerts"], [])
                self.assertEqual(found["value.unread"]["message"], why)
                self.assertEqual([found["value.unread"][key] for key in ("severity", "safety")],
                                 ["error", True])
                self.assertEqual(said, ["AA"])

    def test_a_structured_number_with_something_behind_it_is_told_as_it_was_written(self):
        _, found, _ = self.found(message("^2.3 L").replace("|NM|", "|SN|"))
        self.assertEqual(found["value.not_a_number"]["message"],
                         'Potassium "2.3 L" is not a number')

    def test_a_quantity_with_its_unit_is_a_number(self):
        for text in (message("2.3^mmol/L"), message("2.3^mmol/L").replace("|mmol/L|", "||")):
            result, _, said = self.found(text.replace("|NM|", "|CQ|"))
            self.assertEqual([alert["id"] for alert in result["alerts"]], [CRITICAL])
            self.assertEqual(said, ["AA"])

    def test_a_type_that_hl7_does_not_know_is_told_and_not_accepted(self):
        for kind in ("nm", "N M", "2823-3^Potassium^LN"):
            with self.subTest(kind):
                result, found, said = self.found(message("2.3").replace("|NM|", f"|{kind}|"))
                self.assertEqual(found["value.unread"]["message"],
                                 "Potassium is not used: its type (OBX-2) isn't one of HL7")
                self.assertEqual(said, ["AE", "OBX^1^2 103"])

    def test_fields_that_are_shifted_are_told_and_not_accepted(self):
        text = message("2.3").replace("OBX|1|NM|", "OBX|NM|")
        _, found, said = self.found(text)
        self.assertEqual(found["record.unreadable"]["message"],
                         "can't be read: a result without a code (OBX-3)")
        self.assertEqual(said, ["AE", "OBX^1^3 101"])

    def test_a_number_beside_a_status_that_says_there_is_none_is_told(self):
        for status in ("N", "X", "I"):
            with self.subTest(status):
                result, found, said = self.found(message("2.3", status=status))
                self.assertEqual(result["alerts"], [])
                self.assertTrue(found["value.unread"]["message"].startswith(
                    f"Potassium 2.3 mmol/L is not used: status {status}: "))
                self.assertEqual(said, ["AA"])
                _, found, _ = self.found(message("", status=status))
                self.assertNotIn("value.unread", found)

    def test_a_result_that_cannot_be_read_hides_no_earlier_one(self):
        second = message("2.2^-^2.4", "2").replace("F2", "F1").replace("|NM|", "|SN|")
        result, found, _ = self.found(message("2.3") + second)
        self.assertEqual([alert["id"] for alert in result["alerts"]], [CRITICAL])
        self.assertIn("value.unread", found)

    def test_an_order_whose_code_is_not_known_is_told_by_the_name_of_its_drug(self):
        for control in ("nw", "ZZ"):
            with self.subTest(control):
                text = (message("2.9").split("OBR")[0].replace("ORU^R01", "RDE^O11")
                        + f"ORC|{control}|P1^EHR\rRXE||5487^Hydrochlorothiazide^RXNORM|1\r")
                _, found, said = self.found(text)
                self.assertEqual(found["record.unreadable"]["message"],
                                 'can\'t be read: the order of "Hydrochlorothiazide": what its '
                                 "ORC-1 says isn't known")
                self.assertEqual(said, ["AE", "ORC^1^1 103"])


class TwoPeople(program.ProgramTest):
    woman = message("2.3", "1", patient="UNKNOWN^^^H^MR")
    man = (message("4.5", "2", patient="UNKNOWN^^^H^MR").replace("19500213|F", "19901224|M")
           .replace("20261119||ORU", "2026111909||ORU"))

    def test_under_one_number_are_not_one_patient(self):
        run = self.assess("-", "--ack", "ack.hl7", text=self.woman + self.man)
        self.assert_code(run, 1)
        self.assertEqual(run.told, (
            "causa: error: standard input: message 2: PID-3: by sex and date of birth two people "
            "of this input have the identifier that the message names, and it isn't certainly of "
            "the first; find out whose it is, and send it with an identifier that is the "
            "patient's alone\n"))
        result = run.json()
        self.assertEqual([alert["id"] for alert in result["alerts"]], [CRITICAL])
        self.assertEqual(result["patient"]["sex"], "female")
        self.assertEqual([fact["value"] for fact in result["facts"]
                          if fact["concept"] == "lab.potassium"], [2.3])
        self.assertIn(("record.unreadable", True),
                      [(it["id"], it["safety"]) for it in result["findings"]])
        answer = (self.home / "ack.hl7").read_bytes().decode()
        self.assertEqual([fields[1:3] for fields in of_kind(answer, "MSA")],
                         [["AA", "1"], ["AE", "2"]])
        self.assertEqual(of_kind(answer, "ERR")[0][2:4],
                         ["PID^1^3", "204^Unknown key identifier^HL70357"])

    def test_one_of_sex_and_birth_date_may_be_corrected(self):
        for one in (self.man.replace("19901224", "19500213"), self.man.replace("|M\r", "|F\r")):
            run = self.assess("-", text=self.woman + one)
            self.assert_code(run, 0)
            self.assertEqual([fact["value"] for fact in run.json()["facts"]
                              if fact["concept"] == "lab.potassium"], [2.3, 4.5])


class Many(program.ProgramTest):
    def test_a_result_that_is_sent_again_and_again_costs_no_more_than_others(self):
        count = 4_000 if program.SANITIZED else 40_000
        each = [message("2.9", str(i)).replace("x|||20261119", "x|||202611190700")
                for i in range(count)]

        def seconds(texts):
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            self.assert_code(self.assess("-", text="".join(texts)), 0)
            return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

        others = seconds(each)
        again = seconds(text.replace(f"OBR|1||F{i}|", "OBR|1||F|") for i, text in enumerate(each))
        self.assertLess(again, 1.3 * others + 0.2)


if __name__ == "__main__":
    unittest.main()
