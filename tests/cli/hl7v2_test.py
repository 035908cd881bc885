# SPDX-License-Identifier: Apache-2.0
"""HL7 v2 in, acknowledgments, and HL7 v2 out."""

import json
import re
import unittest

import program

MESSAGES = program.SOURCE / "tests/data/intake/hl7v2"
THIAZIDE = MESSAGES / "thiazide.hl7"


def segments(text):
    return [segment.split("|") for segment in text.split("\r") if segment]


def of_kind(text, kind):
    return [fields for fields in segments(text) if fields[0] == kind]


def message(value, control="1", status="F", patient="MRN-70401^^^HOSP"):
    return (f"MSH|^~\\&|LAB|HOSP|CAUSA|CLINIC|20261119||ORU^R01|{control}|P|2.5.1\r"
            f"PID|1||{patient}||Tamarisk||19500213|F\rOBR|1||F{control}|x|||20261119\r"
            f"OBX|1|NM|2823-3^Potassium^LN||{value}|mmol/L|||||{status}\r")


class In(program.ProgramTest):
    def test_the_same_patient_as_messages_and_as_fhir_is_assessed_alike(self):
        mine = self.assess(THIAZIDE).json()
        fhir = self.assess(program.patient("thiazide")).json()
        for part in ("alerts", "causes", "advice", "states", "complaint", "must_not_miss"):
            self.assertEqual(re.sub(r'"facts": \[[^]]*\]', "", json.dumps(mine[part])),
                             re.sub(r'"facts": \[[^]]*\]', "", json.dumps(fhir[part])), part)
        self.assertEqual(mine["patient"]["id"], "MRN-70102^^^CLINIC")

    def test_a_critical_value_alerts_and_counts_add_up(self):
        result = self.assess("-", text=message("2.3")).json()
        self.assertTrue(result["alerts"])
        whole = [entry for entry in result["ignored"] if "." not in entry["source"]]
        self.assertEqual(result["resources"]["read"], result["resources"]["used"]
                         + sum(entry["count"] for entry in whole))

    def test_a_result_of_the_wrong_patient_is_no_alert_and_is_shown(self):
        run = self.assess("-", text=message("2.3") + message("", "2", "W").replace("F2", "F1"))
        result = run.json()
        self.assertEqual(result["alerts"], [])
        self.assertIn("wrong patient", json.dumps(result["ignored"]))

    def test_a_result_of_the_wrong_patient_is_known_by_any_of_its_codes(self):
        first = message("2.4").replace("2823-3^Potassium^LN", "2823-3^Potassium^LN^K^Kalium^L")
        wrong = message("2.4", "2", "W").replace("F2", "F1").replace(
            "2823-3^Potassium^LN", "K^Kalium^L^2823-3^Potassium^LN")
        self.assertTrue(self.assess("-", text=first).json()["alerts"])
        self.assertEqual(self.assess("-", text=first + wrong).json()["alerts"], [])

    def test_a_message_that_was_cut_off_is_not_used(self):
        cut = "\x0b" + message("2.9")
        cut = cut[:cut.index("|2.9|") + 2]
        other = "\x0b" + message("4.1", "2", patient="MRN-70402^^^HOSP") + "\x1c\r"
        for text in (cut + other, other + cut):
            run = self.assess("-", "--ack", "ack.hl7", text=text)
            self.assert_code(run, 1)
            self.assertIn("was cut off: its frame (MLLP) has no end (byte 1C); send it again whole",
                          run.told)
            self.assertEqual([one["alerts"] for one in run.json_lines()], [[]])
            answers = of_kind((self.home / "ack.hl7").read_bytes().decode(), "MSA")
            self.assertEqual(sorted(fields[1:3] for fields in answers), [["AA", "2"], ["AR", "1"]])

    def test_two_messages_without_a_line_end_between_are_two(self):
        other = message("7.1", "2", patient="MRN-70402^^^HOSP")
        run = self.assess("-", "--ack", "ack.hl7", text=message("2.3")[:-1] + other)
        self.assert_code(run, 0)
        self.assertEqual([one["alerts"][0]["id"] for one in run.json_lines()],
                         ["potassium_critical_low", "potassium_critical_high"])
        answers = of_kind((self.home / "ack.hl7").read_bytes().decode(), "MSA")
        self.assertEqual([fields[1:3] for fields in answers], [["AA", "1"], ["AA", "2"]])

    def test_what_cannot_be_read_is_a_finding_of_safety_and_no_acceptance(self):
        for text, alerts in ((message("2.3") + "@@@broken\r", 1), (message("2.3", status="Z"), 0),
                             (message("2.3").replace("OBX", "obx"), 0),
                             (message("2.3").replace("OBX", " OBX") + "OB|x\r", 1)):
            with self.subTest(text=text):
                run = self.assess("-", "--ack", "ack.hl7", text=text)
                self.assert_code(run, 0)
                result = run.json()
                self.assertEqual(len(result["alerts"]), alerts)
                self.assertIn(("record.unreadable", "error", True),
                              [(f["id"], f["severity"], f["safety"]) for f in result["findings"]])
                answer = (self.home / "ack.hl7").read_bytes().decode()
                self.assertEqual(of_kind(answer, "MSA")[0][1], "AE")
                self.assertIn("can't be read", of_kind(answer, "ERR")[0][8])
                strict = self.assess("-", "--strict", text=text)
                self.assert_code(strict, 1)
                self.assertIn("record.unreadable", strict.told)

    def test_a_correction_of_an_older_sample_leaves_the_alert(self):
        first = message("2.3").replace("F1", "").replace("x|||20261119", "x|||202611190700")
        old = message("4.3", "2", "C").replace("F2", "").replace("x|||20261119", "x|||202611120900")
        result = self.assess("-", text=first + old.replace("20261119||", "2026111909||")).json()
        self.assertIn("potassium_critical_low", [alert["id"] for alert in result["alerts"]])

    def test_a_number_with_something_behind_it_is_refused_by_name(self):
        components = self.assess("-", text=message("7.1^H")).json()
        self.assertEqual([f["message"] for f in components["findings"]
                          if f["id"] == "value.not_a_number"], ['Potassium "7.1^H" is not a number'])
        result = self.assess("-", text=message("7.1 H")).json()
        found = [f for f in result["findings"] if f["id"] == "value.not_a_number"]
        self.assertEqual([(f["severity"], f["safety"]) for f in found], [("error", True)])
        self.assertEqual(found[0]["message"], 'Potassium "7.1 H" is not a number')
        self.assertEqual(found, self.assess("-", text=message("7.1 H").replace("|NM|", "|ST|"))
                         .json()["findings"])

    def test_a_preliminary_result_never_silences_the_alert_of_a_final_one(self):
        for status in ("P", "R", "S", "I", ""):
            for collected in ("20261119", ""):
                with self.subTest(status=status, collected=collected):
                    text = (message("7.1") + message("4.1", "2", status).replace("F2", "F1")
                            .replace("20261119||ORU", "2026111909||ORU"))
                    text = text.replace("x|||20261119", f"x|||{collected}")
                    result = self.assess("-", text=text).json()
                    self.assertIn("potassium_critical_high",
                                  [alert["id"] for alert in result["alerts"]])

    def test_a_named_error_and_the_rest_goes_on(self):
        broken = message("2.3", "9", patient="")
        run = self.assess("-", text=broken + message("4.1"))
        self.assert_code(run, 1)
        self.assertEqual(run.told, "causa: error: standard input: message 1: PID[1]-3: the patient "
                         "has no identifier; give PID-3 an identifier with its authority\n")
        self.assertEqual(len(run.json_lines()), 1)

    def test_all_own_messages_are_read(self):
        for path in sorted(MESSAGES.glob("*.hl7")):
            with self.subTest(path.name):
                run = self.assess(path)
                self.assertIn(run.code, (0, 1), run.err)
                self.assertTrue(run.json_lines())

    def test_from_forces_the_format(self):
        run = self.assess("-", "--from", "hl7v2", text="hello")
        self.assert_code(run, 1)
        self.assertIn("text that belongs to no message", run.err)


class Acknowledgment(program.ProgramTest):
    def test_written_once_everything_is_stored(self):
        run = self.assess("-", "--ack", "ack.hl7", store="s.db",
                          text=message("4.1") + message("4.2", "2", patient=""))
        self.assert_code(run, 1)
        text = (self.home / "ack.hl7").read_bytes().decode()
        self.assertEqual([fields[1:3] for fields in of_kind(text, "MSA")], [["AA", "1"], ["AE", "2"]])
        self.assertEqual(of_kind(text, "ERR")[0][2:4],
                         ["PID^1^3", "101^Required field missing^HL70357"])
        self.assertEqual(of_kind(text, "MSH")[0][2:6], ["CAUSA", "CLINIC", "LAB", "HOSP"])
        self.assertNotIn("\n", text)
        self.assertNotRegex(text, "Tamarisk|MRN|1950")
        self.assertEqual(len(self.stored("s.db")), 1)

    def test_what_strict_refused_is_not_accepted_and_its_value_is_not_sent_back(self):
        other = "MRN-70402^^^HOSP"
        text = message("410") + message("4.2", "2", patient=other) + message("410")
        run = self.assess("-", "--strict", "--ack", "ack.hl7", store="s.db", text=text)
        self.assert_code(run, 1)
        answer = (self.home / "ack.hl7").read_bytes().decode()
        self.assertEqual([fields[1:3] for fields in of_kind(answer, "MSA")],
                         [["AE", "1"], ["AA", "2"], ["AE", "1"]])
        self.assertIn("refused by --strict (value.implausible)", answer)
        errors = "".join(line for line in answer.splitlines() if line.startswith("ERR|"))
        self.assertTrue(errors)
        self.assertNotIn("410", errors)  # elsewhere it may stand in a time
        self.assertEqual(len(self.stored("s.db")), 1)

    def test_nothing_is_accepted_that_the_store_did_not_take(self):
        self.write("s.db", "not a database")
        run = self.assess("-", "--ack", "ack.hl7", store="s.db", text=message("4.1"))
        self.assert_code(run, 4)
        self.assertFalse((self.home / "ack.hl7").exists())

    def test_alone_on_standard_output(self):
        run = self.assess("-", "--ack", "-", to="none", text=message("4.1"))
        self.assert_code(run, 0)
        self.assertEqual([fields[0] for fields in segments(run.out)], ["MSH", "MSA"])

    def test_not_mixed_with_an_answer_for_people(self):
        run = self.assess("-", "--ack", "-", to="text", text=message("4.1"))
        self.assert_code(run, 2)
        self.assertEqual(run.out, "")
        self.assertIn("--to none", run.err)

    def test_a_file_that_cannot_be_written_is_told(self):
        run = self.assess("-", "--ack", "no/such/ack.hl7", text=message("4.1"))
        self.assert_code(run, 2)
        self.assertIn("no/such/ack.hl7", run.err)

    def test_no_message_gives_an_empty_file(self):
        self.assess(program.patient("thiazide"), "--ack", "ack.hl7")
        self.assertEqual((self.home / "ack.hl7").read_bytes(), b"")


class Out(program.ProgramTest):
    def test_a_message_with_alerts_first_that_is_read_again(self):
        run = self.assess("-", to="hl7v2", text=message("2.3"))
        self.assert_code(run, 0)
        self.assertEqual([fields[0] for fields in segments(run.out)][:4], ["MSH", "PID", "OBR", "OBX"])
        self.assertEqual(of_kind(run.out, "PID")[0][3], "MRN-70401^^^HOSP")
        first = of_kind(run.out, "OBX")[0]
        self.assertEqual((first[3], first[8]), ("ALERT^Alert^99CAUSA", "AA"))
        again = self.assess("-", text=run.out).json()
        self.assertEqual(again["patient"]["id"], "MRN-70401^^^HOSP")
        self.assertEqual(again["alerts"], [])  # what causa says is no finding

    def test_causes_with_probability_and_range(self):
        run = self.assess(THIAZIDE, to="hl7v2")
        names = [fields[3].split("^")[0] for fields in of_kind(run.out, "OBX")]
        for name in ("CAUSE", "CAUSE-EXPLAINS", "CAUSE-EXPLAINS-RANGE", "MODULE"):
            self.assertIn(name, names)
        numbers = [int(fields[1]) for fields in of_kind(run.out, "OBX")]
        self.assertEqual(numbers, list(range(1, len(numbers) + 1)))

    def test_together_with_acknowledgments(self):
        run = self.assess("-", "--ack", "-", to="hl7v2", text=message("4.1"))
        kinds = [fields[8].split("^")[0] for fields in of_kind(run.out, "MSH")]
        self.assertEqual(kinds, ["ORU", "ACK"])

    def test_a_stored_assessment_can_be_shown_so(self):
        self.assess(THIAZIDE, store="s.db")
        run = self.run_program("show", self.stored("s.db")[0], "--store", "s.db", "--to", "hl7v2")
        self.assert_code(run, 0)
        self.assertTrue(run.out.startswith("MSH|^~\\&|causa|"))


if __name__ == "__main__":
    unittest.main()
