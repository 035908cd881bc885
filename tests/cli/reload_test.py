# SPDX-License-Identifier: Apache-2.0
"""SIGHUP: modules that were added or replaced take part from the next batch on."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading
import time
import unittest

import program
import watching

FOLK = program.DATA / "modules/cold_floor.yaml"
ID = "org.example.cold_floor"


def modules_of(assessment):
    return {module["id"]: module for module in assessment["plugins"]}


class Watch(watching.WatchTest):
    def setUp(self):
        super().setUp()
        self.folder = self.home / "data/causa/plugins"
        self.folder.mkdir(parents=True)

    def answer(self, name):
        self.drop(f"{name}.ndjson", watching.patients([70000]))
        self.wait_for(lambda: f"{name}.json" in self.files_of("out"))
        text = (self.inbox / "out" / f"{name}.json").read_text(encoding="utf-8")
        return modules_of(json.loads(text))

    def ask(self, process, times):
        process.send_signal(signal.SIGHUP)
        self.wait_for(lambda: self.log().count("read again") >= times)

    def add(self, version="1.0.0", content=None):
        path = self.folder / FOLK.name
        text = content or FOLK.read_text(encoding="utf-8").replace("version: 1.0.0",
                                                                   f"version: {version}")
        beside = self.folder / ".new"
        beside.write_text(text, encoding="utf-8")
        beside.chmod(0o644)
        os.rename(beside, path)

    def test_added_replaced_broken_taken_away(self):
        process = self.start()
        before = self.answer("a")
        self.assertNotIn(ID, before)
        self.add()
        self.assertNotIn(ID, self.answer("b"), "not before it is asked for")
        self.ask(process, 1)
        self.assertEqual(self.answer("c")[ID]["version"], "1.0.0")
        self.add("1.1.0")
        self.ask(process, 2)
        self.assertEqual(self.answer("d")[ID]["version"], "1.1.0")
        self.add(content=FOLK.read_text(encoding="utf-8").replace("intended_use", "intented_use"))
        self.ask(process, 3)
        broken = self.answer("e")
        self.assertEqual([one["status"] for one in broken.values() if "cold_floor" in one["id"]],
                         ["refused"])
        (self.folder / FOLK.name).unlink()
        self.ask(process, 4)
        self.assertEqual(set(self.answer("f")), set(before))
        self.assertIsNone(process.poll())


def catches_hangup(process):
    """Whether SIGHUP has a handler, as the kernel tells it."""
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return int(caught.split()[1], 16) >> (signal.SIGHUP - 1) & 1


class Assess(program.ProgramTest):
    def test_while_modules_are_read(self):
        """A hangup then means the same: what was added meanwhile takes part."""
        folder = self.home / "data/causa/plugins"
        folder.mkdir(parents=True)
        large = (program.SOURCE / "plugins/medication/medication.yaml").read_bytes()
        for number in range(20):  # takes a second to read
            path = folder / f"{number}.yaml"
            path.write_bytes(large + b"# %d\n" % number)
            path.chmod(0o644)
        with open(self.home / "log", "wb") as log:
            process = subprocess.Popen(
                self.command("assess", "-", "--from", "ndjson", *program.AS_OF, "--to", "json",
                             "--store", "none", "--jobs", "1", "--log-level", "info"),
                cwd=self.home, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=log, text=True)
        while process.poll() is None and not catches_hangup(process):
            time.sleep(0.001)
        self.assertIsNone(process.poll(), "it has ended")
        self.assertEqual((self.home / "log").stat().st_size, 0, "the modules were read before")
        process.send_signal(signal.SIGHUP)
        out, _ = process.communicate(watching.patients([70000]), timeout=120)
        self.assertEqual(process.returncode, 3, "modules were refused")
        self.assertEqual(len(out.splitlines()), 1)
        self.assertIn("the modules were read again", (self.home / "log").read_text())

    def test_between_batches(self):
        folder = self.home / "data/causa/plugins"
        folder.mkdir(parents=True)
        process = subprocess.Popen(
            self.command("assess", "-", "--from", "ndjson", *program.AS_OF, "--to", "json",
                         "--store", "none", "--batch", "1"),
            cwd=self.home, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(process.stdout.close)
        lines = watching.patients(range(70000, 73000)).splitlines(keepends=True)
        process.stdin.write("".join(lines[:2]))
        process.stdin.flush()
        # Input is read in blocks: what comes out shows that the run is under way.
        rest = iter(lines[2:])
        def feed():
            for line in rest:
                try:
                    process.stdin.write(line)
                except (BrokenPipeError, ValueError):
                    return
            process.stdin.close()

        feeder = threading.Thread(target=feed)
        feeder.start()
        first = json.loads(process.stdout.readline())
        self.assertNotIn(ID, modules_of(first))
        shutil.copy(FOLK, folder)
        (folder / FOLK.name).chmod(0o644)
        process.send_signal(signal.SIGHUP)
        last = first
        for line in process.stdout:
            last = json.loads(line)
        feeder.join()
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertEqual(modules_of(last)[ID]["status"], "ok")


if __name__ == "__main__":
    unittest.main()
