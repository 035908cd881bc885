# SPDX-License-Identifier: Apache-2.0
"""A folder that is watched by the real program, for the tests of `causa watch`."""

import json
import os
import re
import signal
import subprocess
import time

import program

GOOD = program.patient("thiazide").read_text(encoding="utf-8")
BROKEN = '{"resourceType": "Bundle", '


def patients(numbers):
    """NDJSON of these patients, p-NNNNN."""
    line = json.dumps(json.loads(GOOD))
    return "".join(re.sub(r"p-\d{5}", f"p-{number}", line) + "\n" for number in numbers)


def refused(number):
    """A line of NDJSON with a patient whom --lint strict refuses: an impossible magnesium."""
    bundle = json.loads(re.sub(r"p-\d{5}", f"p-{number}", GOOD))
    bundle["entry"].append({"resource": {
        "resourceType": "Observation", "id": "mg1", "status": "final",
        "subject": {"reference": f"Patient/p-{number}"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "2601-3"}]},
        "effectiveDateTime": "2026-11-19T08:00:00Z",
        "valueQuantity": {"value": 19, "unit": "mmol/L"}}})
    return json.dumps(bundle) + "\n"


def message(control, kind="ORU^R01"):
    """An HL7 v2 message with a critical potassium."""
    return (f"MSH|^~\\&|LAB|HOSP|CAUSA|CLINIC|20261119||{kind}|{control}|P|2.5.1\r"
            f"PID|1||MRN-70401^^^HOSP||Tamarisk||19500213|F\rOBR|1||F{control}|x|||20261119\r"
            "OBX|1|NM|2823-3^Potassium^LN||2.3|mmol/L|||||F\r")


class WatchTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.inbox = self.home / "in"
        self.inbox.mkdir()
        self.started = []
        self.addCleanup(self.kill_started)

    def kill_started(self):
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.wait()

    def drop(self, name, content=GOOD):
        """By a rename, as a careful sender does."""
        if isinstance(name, str):
            name = name.encode()
        beside = self.inbox / ".sending"
        beside.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.rename(beside, os.path.join(os.fsencode(self.inbox), name))

    def arguments(self, *options, quiet=0, to="json"):
        given = [] if "--quiet" in options else ["--quiet", quiet]
        return ["watch", self.inbox, *given, "--to", to, "--store", "s.db", *program.AS_OF, *options]

    def once(self, *options, **settings):
        return self.run_program(*self.arguments("--once", *options, **settings))

    def start(self, *options, user=None, **settings):
        with open(self.home / "log", "wb") as log:
            process = subprocess.Popen(
                self.command(*self.arguments("--log-level", "info", *options, **settings)),
                cwd=self.home, env=self.environment, stdin=subprocess.DEVNULL, stderr=log,
                stdout=log, user=user)
        self.started.append(process)
        self.wait_for(lambda: "watching" in self.log() or process.poll() is not None)
        return process

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), 143, self.log())
        self.assert_anonymous(self.log())

    def log(self):
        return (self.home / "log").read_text()

    def wait_for(self, condition, seconds=180 if program.SANITIZED else 60):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, "it doesn't happen")
            time.sleep(0.02)

    def names(self, folder):
        return sorted(os.listdir(os.fsencode(self.inbox / folder)))

    def files_of(self, folder):
        return sorted(path.name for path in (self.inbox / folder).iterdir() if path.is_file())

    def answers(self, folder="out"):
        """All assessments that were written, by the answer's name."""
        return {path.name: [json.loads(line) for line in path.read_text().splitlines()]
                for path in (self.inbox / folder).iterdir()}

    def assert_settled(self):
        """Nothing waits, nothing is half done."""
        self.assertEqual(self.names(".causa/claimed"), [])
        self.assertEqual(self.names(".causa"), [b"claimed", b"id", b"lock"])
        for folder in ("out", "done", "failed"):
            self.assertEqual([name for name in self.names(folder) if name.startswith(b".")], [])
