# SPDX-License-Identifier: Apache-2.0
"""However many threads assess: the same output, errors, counts and exit code, in the order of the
input; memory and what is under way stay bounded; a signal ends the run while it waits for input."""

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

import program

PATIENTS = 60 if program.SANITIZED else 300
FORMS = ("json", "text", "csv", "html", "fhir", "hl7v2", "cards", "none")
# An id is random, and times are those of the run.
CHANGING = re.compile(
    r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{20}\b|'
    r'"microseconds": ?\d+|\d{14}(\.\d+)?([+-]\d{4})?|'
    r'20\d\d-\d\d-\d\d[T ][0-9:.]+(Z| UTC)?')


def without_chance(text):
    return CHANGING.sub("*", text)


class Jobs(program.ProgramTest):
    def summary_of(self, *arguments, **options):
        run = self.assess(*arguments, "--summary", "summary.json", **options)
        return run, json.loads((self.home / "summary.json").read_text(encoding="utf-8"))

    def compare(self, *arguments, **options):
        """Runs with one thread and with several; returns the first run."""
        first = None
        for jobs in (1, 2, 8):
            run, summary = self.summary_of(*arguments, "--jobs", jobs, **options)
            found = (run.code, without_chance(run.out), run.told, summary)
            if first is None:
                first, whole = found, run
                continue
            for expected, got in zip(first, found):
                self.assertEqual(expected, got)
        return whole

    def test_every_form(self):
        self.write("p.ndjson", program.many_patients(PATIENTS))
        for form in FORMS:
            with self.subTest(form):
                self.assert_code(self.compare("p.ndjson", "--batch", 7, to=form), 0)

    def test_one_broken_patient_among_many(self):
        count = 800 if program.SANITIZED else 1000
        lines = program.many_patients(count).splitlines()
        lines[617] = lines[617][:-20]
        self.write("p.ndjson", "\n".join(lines) + "\n")
        run = self.compare("p.ndjson", "--batch", 16)
        self.assert_code(run, 1)
        self.assertIn("p.ndjson:618", run.err)
        self.assertEqual(run.told.count("\n"), 1, run.told)
        ids = [assessment["patient"]["id"] for assessment in run.json_lines()]
        self.assertEqual(ids, [f"p-{80000 + number}" for number in range(count) if number != 617])

    def test_mixed_inputs(self):
        """Files, lines of bundles, lone resources, messages and broken things side by side."""
        lone = [json.dumps({"resourceType": "Patient", "id": f"p-{81000 + i}"}) for i in range(30)]
        organization = json.dumps({"resourceType": "Organization", "id": "o"})
        bundles = program.many_patients(40).splitlines()
        mixed = []
        for number, bundle in enumerate(bundles):
            mixed.append(bundle)
            mixed += lone[number:number + 1]
            if number % 9 == 0:
                mixed += [organization, "{", bundle[:100]]
        self.write("in/a.ndjson", "\n".join(mixed) + "\n")
        self.write("in/b.json", "{}")
        self.write("in/c.csv", "patient,age,sex,potassium mmol/L\np-82001,70,female,2.4\n")
        message = "MSH|^~\\&|LAB|H|||20260101||{}|{}|P|2.5.1\rPID|1||p-8300{}^^^H\r"
        self.write("in/d.hl7", "".join(
            message.format("ORU^R01" if n % 3 else "XXX", n, n % 5) for n in range(12)))
        for path in sorted(program.PATIENTS.glob("*.json")):
            self.write(f"in/{path.name}", path.read_bytes())
        for more in ((), ("--strict",)):
            with self.subTest(more):
                run = self.compare("in", "--batch", 5, "--fail-on", "emergency", *more)
                self.assertIn("a.ndjson", run.err)
                self.assertGreater(len(run.json_lines()), 40)

    def test_the_store_holds_what_was_printed_in_its_order(self):
        self.write("p.ndjson", program.many_patients(PATIENTS))
        run = self.assess("p.ndjson", "--jobs", 4, "--batch", 8, store="s.db")
        self.assert_code(run, 0)
        printed = [assessment["id"] for assessment in run.json_lines()]
        self.assertEqual(printed, self.stored("s.db")[::-1])

    def test_a_long_record_ends_its_batch(self):
        """Else a batch of whole histories would take more memory the more patients it may have."""
        def line(patient, values):
            subject = {"reference": f"Patient/{patient}"}
            pressure = {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]}
            observation = {"resourceType": "Observation", "status": "final", "subject": subject,
                           "code": pressure, "effectiveDateTime": "2026-11-01",
                           "valueQuantity": {"value": 120, "unit": "mmHg"}}
            entries = [{"resource": {"resourceType": "Patient", "id": patient}}]
            entries += [{"resource": observation}] * values
            return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})

        def batches(values):
            self.write("p.ndjson", "\n".join([line("a", values), line("b", 1), line("c", 1)]) + "\n")
            (self.home / "s.db").unlink(missing_ok=True)
            self.assert_code(self.assess("p.ndjson", "--jobs", 1, store="s.db", to="none"), 0)
            with contextlib.closing(sqlite3.connect(self.home / "s.db")) as store:
                created = store.execute("SELECT created_ms FROM assessment ORDER BY id").fetchall()
            return [created.count(moment) for moment in dict.fromkeys(created)]

        self.assertEqual(batches(1), [3])
        self.assertEqual(batches(70_000), [1, 2])

    def test_who_reads_slowly_is_waited_for(self):
        """What the program has taken of its input and not given out is bounded."""
        lines = program.many_patients(200)
        process = subprocess.Popen(
            self.command("assess", "-", *program.AS_OF, "--to", "json", "--store", "none",
                         "--jobs", 2, "--batch", 4),
            cwd=self.home, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        fed = 0

        def feed():
            nonlocal fed
            for _ in range(40):
                for line in lines.encode().splitlines(keepends=True):
                    process.stdin.write(line)
                    fed += len(line)
            process.stdin.close()

        feeder = threading.Thread(target=feed)
        feeder.start()
        before = -1
        while before != fed:  # until it takes no more
            before = fed
            time.sleep(1)
        self.assertTrue(feeder.is_alive())
        self.assertLess(fed, 4 << 20)
        self.assertEqual(sum(1 for _ in process.stdout), 200 * 40)
        feeder.join()
        self.assertEqual(process.wait(timeout=60), 0)

    def test_a_signal_while_it_waits_for_input(self):
        for jobs in (1, 3):
            for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
                with self.subTest(jobs=jobs, signal=number.name):
                    self.signal_while_waiting(jobs, number, code)

    def waiting_for_input(self, *arguments, **options):
        """A process that has read several batches and waits for more."""
        process = subprocess.Popen(
            self.command("assess", "-", *program.AS_OF, "--to", "json", "--store", "none",
                         "--batch", 1, *arguments),
            cwd=self.home, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, **options)
        printed = 0

        def drain():
            nonlocal printed
            while block := process.stdout.read1(1 << 20):
                printed += len(block)

        drainer = threading.Thread(target=drain)
        drainer.start()

        def end():
            process.kill()
            process.wait()
            drainer.join()
            for stream in (process.stdin, process.stdout, process.stderr):
                stream.close()

        self.addCleanup(end)
        # Blocks of the input are read whole: what comes out shows that it waits for the next.
        process.stdin.write(program.many_patients(400).encode())
        process.stdin.flush()
        before = 0
        while printed == 0 or before != printed:
            before = printed
            time.sleep(1)
        return process

    def signal_while_waiting(self, jobs, number, code):
        process = self.waiting_for_input("--jobs", jobs)
        process.send_signal(number)
        self.assertEqual(process.wait(timeout=60), code)
        error = process.stderr.read().decode()
        self.assertIn("stopped by a signal", error)
        self.assertNotIn("error", error)

    def threads_with(self, processors):
        process = self.waiting_for_input(
            preexec_fn=lambda: os.sched_setaffinity(0, processors))
        return len(os.listdir(f"/proc/{process.pid}/task"))

    def test_as_many_threads_as_processors_that_it_may_use(self):
        processors = sorted(os.sched_getaffinity(0))
        self.assertEqual(self.threads_with(processors[:1]), 2)  # one stores
        if len(processors) > 1:
            self.assertEqual(self.threads_with(processors[:2]), 2 + 1)  # one stores

    def test_a_store_that_fails_ends_all_threads(self):
        self.write("p.ndjson", program.many_patients(PATIENTS))
        self.assert_code(self.assess(program.patient("child"), store="s.db"), 0)
        (self.home / "s.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
        self.assert_code(self.assess("p.ndjson", "--jobs", 3, store="s.db"), 4)

    def test_a_number_of_threads(self):
        for wrong in ("-1", "257", "many"):
            run = self.assess(program.patient("child"), "--jobs", wrong)
            self.assert_code(run, 2)
            self.assertIn("write a number from 0 to 256", run.err)


if __name__ == "__main__":
    unittest.main()
