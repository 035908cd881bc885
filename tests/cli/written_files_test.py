# SPDX-License-Identifier: Apache-2.0
"""What --ack and --summary write: to files, links, pipes and devices, in the order in which a caller
can rely on it, and also if another output fails."""

import json
import os
import signal
import stat
import subprocess
import threading
import time
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
        self.assertIn("what is stored is not acknowledged yet; the same command with --resume",
                      run.told)
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

    def test_what_an_earlier_run_wrote_does_not_stay(self):
        earlier = self.write("ack.hl7", "old")
        process = subprocess.Popen(
            self.command("assess", "-", *program.AS_OF, "--ack", "ack.hl7", "--store", "none"),
            cwd=self.home, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        process.stdin.write((self.home / "m.hl7").read_bytes())
        process.stdin.flush()
        end = time.monotonic() + 60
        while earlier.exists() and time.monotonic() < end:
            time.sleep(0.05)
        process.kill()
        process.communicate()
        self.assertFalse(earlier.exists())

    def test_a_run_that_does_not_begin_leaves_what_an_earlier_one_wrote(self):
        self.write("broken.db", "no store " * 1000)
        self.write("ack.hl7", "old")
        for code, arguments, store in ((4, ["m.hl7"], "broken.db"),
                                       (4, ["m.hl7", "--resume"], "broken.db"),
                                       (2, ["m.hl7", "--plugins", "nosuch"], "none"),
                                       (2, ["nosuch.hl7"], "none")):
            with self.subTest(arguments=arguments):
                run = self.assess(*arguments, "--ack", "ack.hl7", store=store)
                self.assert_code(run, code)
                self.assertEqual((self.home / "ack.hl7").read_text(), "old")

    def test_a_pipe_that_nobody_reads_is_not_waited_for_after_a_signal(self):
        os.mkfifo(self.home / "pipe")
        for option in ("--ack", "--summary"):
            with self.subTest(option):
                process = subprocess.Popen(
                    self.command("assess", "m.hl7", *program.AS_OF, option, "pipe", "--to", "json",
                                 "--store", "s.db"),
                    cwd=self.home, env=self.environment, stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE)
                self.addCleanup(process.kill)
                os.read(process.stdout.fileno(), 1)  # it was printed: only the pipe is left
                time.sleep(0.3)
                process.send_signal(signal.SIGINT)
                _, err = process.communicate(timeout=20)
                told = err.decode()
                self.assertEqual(process.returncode, 130, told)
                self.assertIn("pipe: can't write: nobody reads this pipe", told)
                self.assertEqual("the same command with --resume" in told, option == "--ack", told)
        read = []
        reader = threading.Thread(target=lambda: read.append((self.home / "pipe").read_bytes()),
                                  daemon=True)
        reader.start()
        self.assert_code(self.assess("m.hl7", "--ack", "pipe", "--resume", store="s.db"), 0)
        reader.join(30)
        self.assertIn(b"\rMSA|AA|1", read[0])

    def test_what_is_neither_stored_nor_printed_is_not_accepted(self):
        self.assess_onto_a_full_disk("--ack", "ack.hl7", "--to", "json", "--store", "none")
        self.assertEqual(self.verdicts(), ["AE"])


class GoneOnWith(Written):
    """A run that ends before it has met all that the earlier part has stored acknowledges nothing:
    the answers would say of what is stored that it isn't, and it would be sent again."""

    COUNT = 2000

    def setUp(self):
        super().setUp()
        self.write("m.hl7", "".join(
            MESSAGE.replace("|1|P|", f"|{number}|P|").replace("70401", str(70000 + number))
            for number in range(self.COUNT)))
        run = self.assess("m.hl7", "--ack", "/dev/full", to="none", store="s.db")
        self.assert_code(run, 2)
        self.write("ack.hl7", "of before")

    def check_withheld(self, told, where="ack.hl7"):
        self.assertIn(f"--ack: nothing is written to {where}, since not all", told)
        self.assertEqual((self.home / "ack.hl7").read_text(encoding="utf-8"), "of before")

    def check_gets_through(self):
        run = self.assess("m.hl7", "--ack", "ack.hl7", "--resume", to="none", store="s.db")
        self.assert_code(run, 0)
        self.assertEqual(self.verdicts(), ["AA"] * self.COUNT)
        self.assertEqual(len(self.stored("s.db")), self.COUNT)

    def test_as_of_another_day(self):
        for ack, where in (("ack.hl7", "ack.hl7"), ("-", "standard output")):
            with self.subTest(ack):
                run = self.run_program("assess", "m.hl7", "--as-of", "2026-11-21", "--ack", ack,
                                       "--resume", "--to", "none", "--store", "s.db")
                self.assert_code(run, 2)
                self.assertIn("go on with --as-of 2026-11-20", run.told)
                self.assertIn("follow are not printed; what was stored before stays", run.told)
                self.assertEqual(run.out, "")
                self.check_withheld(run.told, where)
        self.check_gets_through()

    def test_where_standard_output_fails(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                self.command("assess", "m.hl7", *program.AS_OF, "--ack", "ack.hl7", "--resume",
                             "--to", "json", "--store", "s.db"),
                cwd=self.home, env=self.environment, stdout=full, stderr=subprocess.PIPE,
                timeout=120, check=False)
        self.assertEqual(done.returncode, 2)
        self.check_withheld(done.stderr.decode())
        self.check_gets_through()

    def test_that_is_interrupted(self):
        process = subprocess.Popen(
            self.command("assess", "m.hl7", *program.AS_OF, "--ack", "ack.hl7", "--resume",
                         "--to", "json", "--store", "s.db"),
            cwd=self.home, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        # It has begun to print again, and waits for its reader before it has come far.
        os.read(process.stdout.fileno(), 1)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertIn("to go on: the same command with --resume", err.decode())
        self.check_withheld(err.decode())
        self.check_gets_through()


if __name__ == "__main__":
    unittest.main()
