# SPDX-License-Identifier: Apache-2.0
"""What an input is, told by its beginning: also where that is broken, endless or somebody else's,
so that what it begins with costs none of the patients behind it."""

import contextlib
import gzip
import json
import os
import subprocess
import unittest

import program

LIMIT = 256 << 20  # of a document


def record(number):
    """A record in one line, of a patient of its own."""
    bundle = program.bundle("thiazide")
    patient = bundle["entry"][0]["resource"]
    text = json.dumps(bundle).replace(patient["id"], f"p-{number:05}")
    assert "\n" not in text
    return text


def message(number):
    return (f"MSH|^~\\&|LAB|HOSP|CAUSA|CLINIC|20261119||ORU^R01|{number}|P|2.5.1\r"
            f"PID|1||MRN-{number:05}^^^HOSP||Tamarisk||19500213|F\rOBR|1||F1|x|||20261119\r"
            "OBX|1|NM|2823-3^Potassium^LN||2.3|mmol/L|||||F\r")


class Recognition(program.ProgramTest):
    def patients(self, run):
        return [one["patient"]["id"] for one in run.json_lines()]


class Lines(Recognition):
    GOOD = ["p-00001", "p-00002", "p-00003"]

    def good(self):
        return "".join(record(number) + "\n" for number in (1, 2, 3))

    def broken(self, count):
        """A record with so many line ends in a text."""
        return record(9).replace("Tamarisk", "Tama" + "x\n" * count + "risk", 1)

    def test_line_ends_in_the_first_record_cost_no_other(self):
        for count in (1, 3, 50):
            text = self.broken(count) + "\n" + self.good()
            for options in ([], ["--from", "ndjson"], ["--from", "fhir"]):
                with self.subTest(count=count, options=options):
                    run = self.assess("-", *options, text=text)
                    self.assert_code(run, 1)
                    self.assertEqual(self.patients(run), self.GOOD)
                    self.assertEqual(len(run.told.splitlines()), count + 1)
                    for number, line in enumerate(run.told.splitlines()):
                        self.assertTrue(line.startswith(
                            f"causa: error: standard input:{number + 1}: "), line)

    def test_a_document_with_a_line_end_in_a_text_stays_one(self):
        for text in (self.broken(1), self.broken(3) + "\n",
                     json.dumps(json.loads(record(9)), indent=1).replace("Tama", "Ta\nma", 1)):
            run = self.assess("-", text=text)
            self.assert_code(run, 1)
            line, = run.told.splitlines()
            self.assertTrue(line.startswith("causa: error: standard input: byte "), line)

    def feed(self, options, *pieces):
        process = subprocess.Popen(
            self.command("assess", "-", *options, *program.AS_OF, "--to", "json",
                         "--store", "none"),
            cwd=self.home, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        with process:
            with contextlib.suppress(BrokenPipeError):  # it has read enough
                for piece in pieces:
                    process.stdin.write(piece)
            out, err = process.communicate()
        return program.Run(process.returncode, out.decode(), err.decode())

    def test_a_first_line_beyond_the_limit_costs_no_other(self):
        start = record(9).encode()[:-1] + b', "x": "'
        chunk = b"x" * (1 << 20)
        run = self.feed([], start, *[chunk] * ((LIMIT >> 20) + 5), b'"}\n', self.good().encode())
        self.assert_code(run, 1)
        self.assertEqual(self.patients(run), self.GOOD)
        line, = run.told.splitlines()
        self.assertTrue(line.startswith("causa: error: standard input:1: larger than "), line)


class Messages(Recognition):
    def assess_messages(self, text, *options):
        run = self.assess("-", "--ack", "ack.hl7", *options, text=text)
        answers = (self.home / "ack.hl7").read_text() if (self.home / "ack.hl7").exists() else ""
        return run, [line.split("|")[1:3] for line in answers.replace("\r", "\n").split("\n")
                     if line.startswith("MSA")]

    def test_what_stands_before_the_first_message_costs_no_message(self):
        # The last looks like names of columns, the others like nothing.
        for junk in ("garbage line", message(9)[70:].rstrip("\r"), "ACK",
                     "ORU^R01|9|P|2.5.1\rPID|1|x"):
            for end in ("\r", "\r\n", "\n"):
                text = (junk + "\r" + message(1) + message(2)).replace("\r", end)
                with self.subTest(junk=junk, end=end):
                    said, answered = self.assess_messages(text, "--from", "hl7v2")
                    run, answers = self.assess_messages(text)
                    self.assert_code(run, 1)
                    self.assertEqual(self.patients(run), self.patients(said))
                    self.assertEqual((run.told, answers), (said.told, answered))
                    self.assertEqual(answers, [["AA", "1"], ["AA", "2"]])
                    self.assertIn("text that belongs to no message; ", run.told)
        # A line that ends otherwise than segments do hides no header behind it.
        for lead, code in (("a line\n", 1), ("BHS|^~\\&|LAB\n", 1), ("BHS|^~\\&|LAB\r\n", 1)):
            run, answers = self.assess_messages(lead + message(1) + message(2))
            self.assertEqual(answers, [["AA", "1"], ["AA", "2"]], lead)
            self.assert_code(run, code)
        self.assert_code(self.assess("-", text="\0\0" + message(1)), 0)
        for other in ("a line\nMSHA|^~\\&|x\n", "a line\nMSH, and more\n"):
            self.assertIn("neither FHIR JSON, HL7 v2", self.assess("-", text=other).told)

    def test_a_message_with_json_in_a_text_is_one(self):
        text = message(1).replace("OBX", 'NTE|1||line\n{"resourceType":"Patient"}\n\rOBX')
        run, answers = self.assess_messages(text)
        self.assertEqual(answers, [["AA", "1"]])
        self.assertEqual(len(run.json_lines()), 1, run.told)

    def test_two_files_of_batches_without_a_beginning(self):
        """A BTS counts the messages of its own batch."""
        header = "FHS|^~\\&|LAB\r"
        ends = "BTS|1\rFTS|1\r"
        run, _ = self.assess_messages(header + message(1) + ends + header + message(2) + ends)
        self.assert_code(run, 0)
        run, _ = self.assess_messages(header + message(1) + "BTS|1\r" + message(2)
                                      + "BTS|1\rFTS|2\r")
        self.assert_code(run, 0)
        run, _ = self.assess_messages(header + message(1) + "BTS|2\rFTS|1\r")
        self.assertIn("BTS-1: not as many messages", run.told)

    def test_messages_are_not_held_for_a_line_end_that_never_comes(self):
        """Refused ones, of which nothing is kept; their segments end with CR."""
        refused = b"MSH|^~\\&|LAB|HOSP|||20261119||ORU^R01|1|P|2.5.1\rNTE|1||" + b"x" * (1 << 20)
        with open(self.home / "m.hl7", "wb") as file:
            file.write(b"FHS|^~\\&|LAB\n\r")
            for _ in range(100):
                file.write(refused + b"\r")
        child = os.posix_spawn(
            str(self.program), self.command("assess", str(self.home / "m.hl7"), "--to", "none",
                                            "--store", "none"), self.environment,
            file_actions=[(os.POSIX_SPAWN_OPEN, 2, str(self.home / "err"),
                           os.O_WRONLY | os.O_CREAT, 0o600)])
        _, status, used = os.wait4(child, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), 1)
        self.assertIn("PID", (self.home / "err").read_text())
        if not program.SANITIZED:
            self.assertLess(used.ru_maxrss, 80_000)


class Rows(Recognition):
    def test_the_names_of_the_columns_once_more_are_no_patient(self):
        header = "patient,code,name,value,unit,time\n"
        first = header + "p-1,2823-3,Potassium,2.9,mmol/L,2026-11-20\n"
        second = header + "p-2,2823-3,Potassium,2.9,mmol/L,2026-11-20\n"
        for text in (first + second, "\ufeff" + first + "\ufeff" + second):
            run = self.assess("-", text=text)
            self.assert_code(run, 1)
            self.assertEqual(self.patients(run), ["p-1", "p-2"])
            line, = run.told.splitlines()
            self.assertIn("standard input:3: the names of the columns stand here once more; ", line)


class Unreadable(Recognition):
    def test_what_breaks_before_it_is_recognized_is_told_as_broken(self):
        for text, size in ((message(1), 2), ("id,time,age\np-1,2026-11-20,70\n", 12), ("x: 1", 3)):
            # Not packed, only wrapped: 15 bytes stand before the text.
            self.write("x.gz", gzip.compress(text.encode(), 0)[:15 + size])
            run = self.assess("x.gz")
            self.assert_code(run, 1)
            self.assertIn("x.gz: the gzip data end too early; ", run.told)


if __name__ == "__main__":
    unittest.main()
