# SPDX-License-Identifier: Apache-2.0
"""What doesn't fit into memory goes to the temporary folder: packed or not, the answers are the
same; and a folder that is full ends the run with a clear word, and nothing half done."""

import gzip
import re
import shutil
import subprocess
import unittest

import program

PATIENTS = 1400
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOTE = "x" * 50_000  # 70 MB in all: more than is held in memory


def message(number, text):
    return (f"MSH|^~\\&|LAB|HOSP|CAUSA|CLINIC|20261119||ORU^R01|M{number}|P|2.5.1\r"
            f"PID|1||{number}^^^HOSP||Tamarisk||19500213|F\rOBR|1||F{number}|x|||20261119\r"
            f"OBX|1|NM|2823-3^Potassium^LN||{2 + number % 30 / 10}|mmol/L|||||F\r"
            f"NTE|1||{text}\r")


def messages(text):
    return "".join(message(number, text) for number in range(PATIENTS))


def rows(text):
    lines = ["patient,time,code,value,unit,note"]
    for day in (1, 2):
        for number in range(PATIENTS):
            lines.append(f"P{number},2026-11-0{day},2823-3,{2 + number % 30 / 10},mmol/L,"
                         f"{text[:len(text) // 2]}")
    return "\n".join(lines) + "\n"


def bulk(text):
    lines = []
    for number in range(PATIENTS):
        lines.append(f'{{"resourceType":"Observation","id":"{number}","status":"final","code":'
                     f'{{"coding":[{{"system":"http://loinc.org","code":"2823-3"}}]}},"subject":'
                     f'{{"reference":"Patient/{number}"}},"effectiveDateTime":"2026-11-19",'
                     f'"valueQuantity":{{"value":{2 + number % 30 / 10},"unit":"mmol/L"}},'
                     f'"note":[{{"text":"{text}"}}]}}')
    for number in range(PATIENTS):
        lines.append(f'{{"resourceType":"Patient","id":"{number}","gender":"female"}}')
    return "\n".join(lines) + "\n"


MAPPING = """columns:
  patient: patient
  time: time
  code: code
  value: value
  unit: unit
  note: ignore
"""


class Spooled(program.ProgramTest):
    def answers(self, name, *arguments):
        run = self.assess(name, *arguments, to="csv")
        self.assertIn(run.code, (0, 3), run.err[-500:])
        return run, UUID.sub("", run.out).splitlines()

    def packed(self, path):
        yield path.with_suffix(".gz"), lambda to: to.write_bytes(
            gzip.compress(path.read_bytes(), 1))
        if shutil.which("zstd"):
            yield path.with_suffix(".zst"), lambda to: subprocess.run(
                ["zstd", "-q", path, "-o", to], check=True)

    def check(self, name, make, *arguments):
        self.write("small_" + name, make("x"))
        _, held = self.answers("small_" + name, *arguments)
        self.assertGreater(len(held), PATIENTS // 2)
        self.write(name, make(NOTE))
        run, spooled = self.answers(name, *arguments)
        self.assertIn("doesn't fit into memory", run.err)
        self.assertTrue(sorted(spooled) == sorted(held))
        if not name.endswith("ndjson"):
            self.assertTrue(spooled == held)  # the order of the patients, too
        for to, pack in self.packed(self.home / name):
            with self.subTest(to.name):
                pack(to)
                run, packed = self.answers(to.name, *arguments)
                self.assertIn("doesn't fit into memory", run.err)
                self.assertTrue(packed == spooled)

    def test_messages(self):
        self.check("m.hl7", messages)

    def test_rows(self):
        self.write("m.yaml", MAPPING)
        self.check("r.csv", rows, "--mapping", "m.yaml")

    def test_an_export(self):
        self.check("b.ndjson", bulk)


class FullFolder(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.disk = self.home / "disk"
        self.disk.mkdir()
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", self.disk],
                              capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest("no small disk can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk], check=True)

    def refused(self, *arguments, **options):
        run = self.assess(*arguments, "--temporary-folder", self.disk, store="s.db", **options)
        self.assert_code(run, 2)
        self.assertIn(f"{self.disk}: ", run.told)
        self.assertIn("make room there, or name another folder with --temporary-folder", run.told)
        self.assertEqual(run.out, "")
        self.assertEqual(self.stored("s.db"), [])
        self.assertEqual(list(self.disk.iterdir()), [])
        return run

    def test_a_file_whose_size_is_known_is_refused_at_once(self):
        self.write("m.hl7", messages(NOTE))
        run = self.refused("m.hl7")
        self.assertRegex(run.told, "there is no room for [0-9]+ MiB")

    def test_a_pipe_stops_when_the_folder_is_full_and_no_message_is_accepted(self):
        run = self.refused("-", "--ack", "ack.hl7", text=messages(NOTE))
        self.assertIn("can't write a temporary file: No space left on device", run.told)
        answers = (self.home / "ack.hl7").read_text()
        self.assertIn("MSA|AE|M1", answers)
        self.assertNotIn("MSA|AA", answers)

    def test_rows_and_exports(self):
        self.write("m.yaml", MAPPING)
        self.refused("-", "--mapping", "m.yaml", text=rows(NOTE))
        self.refused("-", text=bulk(NOTE))

    def test_a_page_of_letters_is_printed_all_the_same(self):
        self.write("many.ndjson", program.many_patients(1500))
        plain = self.assess("many.ndjson", to="html")
        self.assert_code(plain, 3 if plain.code == 3 else 0)
        full = self.assess("many.ndjson", "--temporary-folder", self.disk, to="html")
        self.assertEqual(full.code, plain.code)
        self.assertEqual(full.out.count("<article"), plain.out.count("<article"))
        self.assertIn("is held in memory", full.err)


if __name__ == "__main__":
    unittest.main()
