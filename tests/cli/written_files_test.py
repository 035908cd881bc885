# SPDX-License-Identifier: Apache-2.0
"""What --ack and --summary write: to files, links, pipes and devices, in the order in which a caller
can rely on it, and also if another output fails."""

import json
import os
import stat
import subprocess
import threading
import unittest

import program

GOOD = program.patient("potassium_critical")
MESSAGE = ("MSH|^~\\&|LAB|HOSP|CAUSA|CLINIC|20261119||ORU^R01|1|P|2.5.1\r"
           "PID|1||MRN-70401^^^HOSP||Tamarisk||19500213|F\rOBR|1||F1|x|||20261119\r"
           "OBX|1|NM|2823-3^Potassium^LN||2.3|mmol/L|||||F\r")


class Written(program.ProgramTest):
    def summary(self, name="summary.json"):
        return json.loads((self.home / name).read_text(encoding="utf-8"))

    def verdicts(self, name="ack.hl7"):
        return [line.split("|")[1] for line in (self.home / name).read_bytes().decode().split("\r")
                if line.startswith("MSA|")]


class Places(Written):
    def test_a_pipe_stays_a_pipe(self):
        pipe = self.home / "pipe"
        os.mkfifo(pipe)
        read = []
        reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")),
                                  daemon=True)
        reader.start()
        self.assert_code(self.assess(GOOD, "--summary", "pipe"), 0)
        reader.join(30)
        self.assertEqual(json.loads(read[0])["assessed"], 1)
        self.assertTrue(stat.S_ISFIFO(pipe.stat().st_mode))

    def test_a_reader_that_has_gone_is_an_error_and_not_the_end(self):
        self.write("m.hl7", MESSAGE * 1000)
        pipe = self.home / "pipe"
        os.mkfifo(pipe)
        reader = threading.Thread(target=lambda: os.close(os.open(pipe, os.O_RDONLY)), daemon=True)
        reader.start()
        run = self.assess("m.hl7", "--ack", "pipe", "--summary", "summary.json", to="none")
        self.assert_code(run, 2)
        self.assertIn("pipe: can't write: Broken pipe", run.told)
        self.assertEqual(self.summary()["exit"], 2)

    def test_a_device_stays_a_device(self):
        reader, terminal = os.openpty()
        self.addCleanup(os.close, reader)
        self.addCleanup(os.close, terminal)
        name = os.ttyname(terminal)
        self.assert_code(self.assess(GOOD, "--summary", name), 0)
        self.assertIn(b'"causa.summary/1"', os.read(reader, 10_000))
        self.assertTrue(stat.S_ISCHR(os.stat(name).st_mode))

    def test_a_descriptor_of_the_program_is_written_behind_what_stands_there(self):
        kept = self.write("both.txt", "before\n")
        with kept.open("ab") as file:
            number = file.fileno()
            done = subprocess.run(
                self.command("assess", GOOD, *program.AS_OF, "--store", "none", "--to", "none",
                             "--summary", f"/dev/fd/{number}"),
                cwd=self.home, env=self.environment, pass_fds=(number,), capture_output=True,
                timeout=120, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        first, summary = kept.read_text(encoding="utf-8").splitlines()
        self.assertEqual(first, "before")
        self.assertEqual(json.loads(summary)["assessed"], 1)

    def test_of_a_link_the_target_is_replaced(self):
        (self.home / "real").mkdir()
        for before in ("old", None):
            if before is None:
                (self.home / "real/summary.json").unlink()
            else:
                self.write("real/summary.json", before)
                (self.home / "link.json").symlink_to("real/summary.json")
            self.assert_code(self.assess(GOOD, "--summary", "link.json"), 0)
            self.assertTrue((self.home / "link.json").is_symlink())
            self.assertEqual(self.summary("real/summary.json")["assessed"], 1)

    def test_what_cannot_be_written_is_told_before_anything_is_read(self):
        (self.home / "folder").mkdir()
        for option in ("--ack", "--summary"):
            for name in ("no/such.json", "folder", "/dev/fd/77"):
                with self.subTest(option=option, name=name):
                    run = self.assess(GOOD, option, name, store="s.db")
                    self.assert_code(run, 2)
                    self.assertIn(f"{name}: can't write: ", run.told)
                    self.assertEqual(run.out, "")
                    self.assertFalse((self.home / "s.db").exists())
        self.assertEqual(sorted(path.name for path in self.home.iterdir()), ["folder"])


class Order(Written):
    def setUp(self):
        super().setUp()
        self.write("m.hl7", MESSAGE)

    def check_gone_on_with(self):
        """The run whose answers didn't arrive has not ended."""
        run = self.assess("m.hl7", "--ack", "ack.hl7", "--resume", store="s.db")
        self.assert_code(run, 0)
        self.assertIn("went on with an earlier run: 1 patients were stored already", run.told)
        self.assertEqual(self.verdicts(), ["AA"])
        self.assertEqual(self.stored("s.db"), [run.json()["id"]])

    def test_a_run_ends_once_its_acknowledgments_are_written(self):
        run = self.assess("m.hl7", "--ack", "/dev/full", "--summary", "summary.json", to="none",
                          store="s.db")
        self.assert_code(run, 2)
        self.assertIn("/dev/full: can't write: No space left", run.told)
        self.assertEqual((self.summary()["exit"], self.summary()["assessed"]), (2, 1))
        self.check_gone_on_with()

    def assess_onto_a_full_disk(self, *arguments):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                self.command("assess", "m.hl7", *program.AS_OF, *arguments,
                             "--summary", "summary.json"),
                cwd=self.home, env=self.environment, stdout=full, stderr=subprocess.PIPE,
                timeout=120, check=False)
        run = program.Run(done.returncode, "", done.stderr.decode())
        self.assert_anonymous(run.err)
        self.assert_code(run, 2)
        self.assertEqual(run.told.count("standard output: No space left"), 1, run.told)
        self.assertEqual((self.summary()["exit"], self.summary()["assessed"]), (2, 1))

    def test_also_where_they_go_to_standard_output(self):
        self.assess_onto_a_full_disk("--ack", "-", "--to", "none", "--store", "s.db")
        self.check_gone_on_with()

    def test_what_is_stored_is_acknowledged_though_it_cannot_be_printed(self):
        self.assess_onto_a_full_disk("--ack", "ack.hl7", "--to", "json", "--store", "s.db")
        self.assertEqual(self.verdicts(), ["AA"])
        self.check_gone_on_with()

    def test_what_is_neither_stored_nor_printed_is_not_accepted(self):
        self.assess_onto_a_full_disk("--ack", "ack.hl7", "--to", "json", "--store", "none")
        self.assertEqual(self.verdicts(), ["AE"])


if __name__ == "__main__":
    unittest.main()
