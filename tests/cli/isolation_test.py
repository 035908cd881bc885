# SPDX-License-Identifier: Apache-2.0
"""Modules in worker processes: what a library does there costs nobody else anything. The libraries
are tests/contract/isolation/wild.c, one fault each, at the patient whose calcium is 2.5 mmol/L."""

import copy
import ctypes
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import struct
import subprocess
import time
import unittest

import program
from wild import ID, READER, library, with_calcium

WORKER = ("--isolation", "worker")

# What the reason must say, by fault. A worker that crashes under a sanitizer may be stopped while
# that tries to tell about it.
REASONS = {
    "crash": "crashed in step 0: Segmentation fault (SIGSEGV)",
    "hang": "took more than 1.001 s in step 0 and was stopped",
    "sleep": "took more than 1.001 s in step 0 and was stopped",
    "memory": "crashed in step 0: Aborted (SIGABRT)",
    "beyond": "wrote beyond its outputs in step 0; none of them is used",
    "far": "crashed in step 0: Segmentation fault (SIGSEGV)",
    "inputs": "crashed in step 0: Segmentation fault (SIGSEGV)",
    "fork": "tried to start a process or a thread (clone) in step 0 and was stopped",
    "exec": "tried to start another program (execve) in step 0 and was stopped",
    "socket": "tried to open a network connection (socket) in step 0 and was stopped",
    "open": "tried to open a file (openat) in step 0 and was stopped",
    "kill": "tried to disturb another process (kill) in step 0 and was stopped",
    "exit": "ended its process by itself in step 0, with code 0",
    "abort": "crashed in step 0: Aborted (SIGABRT)",
    "reply": "gave an answer that can't be right in step 0 and was stopped",
    "close": "closed its connection to causa in step 0 and was stopped",
    "load_crash": "crashed while it was loaded: Segmentation fault (SIGSEGV)",
    "load_socket": "tried to open a network connection (socket) while it was loaded and was stopped",
    "load_write": "tried to open a file (openat) while it was loaded and was stopped",
    "create_abort": "crashed while it was loaded: Aborted (SIGABRT)",
    "create_refuse": "create failed: there is no table of calcium",
}
AT_LOAD = ("load_crash", "load_socket", "load_write", "create_abort", "create_refuse")


def children(pid):
    """Workers of a program that runs, whichever thread started them."""
    try:
        texts = [path.read_text() for path in pathlib.Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []  # a thread has just ended
    return [int(word) for text in texts for word in text.split()]


def runs(pid):
    """Neither gone nor a zombie."""
    try:
        status = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


class Isolation(program.ProgramTest):
    def with_wild(self, fault, *arguments, isolation="worker", **options):
        return self.assess("p.ndjson", "--plugin", library(fault), "--isolation", isolation,
                           "--worker-seconds", "1", "--worker-memory", "64", *arguments, **options)

    def module(self, result):
        return next(module for module in result["plugins"] if module["id"] == ID)

    def copied(self, result):
        """Whether what the library derives is in the assessment."""
        return any((fact["derived_from"] or "").startswith(ID) for fact in result["facts"])

    def evidence(self, result):
        return [entry for cause in result["causes"] for entry in cause["evidence"]
                if entry["plugin"] == ID]

    def without_wild(self, result):
        """What others say: the same whether the module was there and failed, or wasn't."""
        it = copy.deepcopy(result)
        for key in ("id", "created", "plugins", "facts", "ask_next", "would_change",
                    "would_change_to"):
            it.pop(key, None)
        for cause in it["causes"]:
            cause["evidence"] = [
                {key: value for key, value in entry.items() if key != "facts"}
                for entry in cause["evidence"] if entry["plugin"] != ID]
        return it


class Contained(Isolation):
    """Each fault costs the module's own evidence of one patient, is named, and is exit code 3."""

    def setUp(self):
        super().setUp()
        self.write("p.ndjson", with_calcium(2.5) + "\n")
        self.alone = self.assess("p.ndjson").json()

    def check(self, fault):
        run = self.with_wild(fault)
        self.assert_code(run, 3)
        result = run.json()
        module = self.module(result)
        self.assertEqual(module["status"], "failed")
        if not program.SANITIZED:
            self.assertIn(REASONS[fault], module["why"])
        self.assertFalse(self.copied(result), "a value of a module that failed")
        self.assertEqual({entry["outcome"] for entry in self.evidence(result)} - {"unknown"}, set())
        self.assertEqual(self.without_wild(result), self.without_wild(self.alone))
        self.assertEqual({module["status"] for module in result["plugins"] if module["id"] != ID},
                         {"ok"})

    def test_who_reads_what_a_failed_module_derives_is_named(self):
        reader = self.write("reader.yaml", READER)
        reader.chmod(0o644)
        run = self.with_wild("crash", "--plugin", reader)
        self.assert_code(run, 3)
        result = run.json()
        self.assertTrue(self.module(result)["why"].endswith(
            "; what it derives is missing in org.example.reader, too"), self.module(result)["why"])
        self.assertEqual([module["status"] for module in result["plugins"]
                          if module["id"] == "org.example.reader"], ["ok"])
        # What needs nothing of the other module is said all the same.
        self.assertIn("own", [alert["id"] for alert in result["alerts"]])


def add_fault(fault):
    def test(self):
        self.check(fault)
    if fault == "memory":
        test = unittest.skipIf(program.SANITIZED, "sanitizers map too much for a limit")(test)
    setattr(Contained, f"test_{fault}", test)


for each in REASONS:
    add_fault(each)


class Sound(Isolation):
    def setUp(self):
        super().setUp()
        self.write("p.ndjson", with_calcium(2.5) + "\n" + with_calcium(2.3, 1) + "\n")

    def test_a_good_library_says_in_a_worker_what_it_says_in_process(self):
        apart = self.with_wild("none")
        inside = self.with_wild("none", isolation="in-process")
        self.assert_code(apart, 0)
        for one, other in zip(apart.json_lines(), inside.json_lines(), strict=True):
            self.assertTrue(self.copied(one))
            self.assertEqual(self.without_wild(one), self.without_wild(other))
            self.assertEqual(self.evidence(one), self.evidence(other))
            self.assertEqual(one["facts"], other["facts"])

    def test_what_it_prints_goes_nowhere(self):
        run = self.with_wild("print")
        self.assert_code(run, 0)
        self.assertEqual(len(run.json_lines()), 2)
        self.assertTrue(all(self.copied(result) for result in run.json_lines()))

    def test_a_truth_that_is_neither_is_unknown_and_told(self):
        for where in ("worker", "in-process"):
            run = self.with_wild("truth", isolation=where)
            self.assert_code(run, 3)
            for result in run.json_lines():
                self.assertEqual(self.module(result)["status"], "failed")
                self.assertEqual(self.module(result)["why"],
                                 "copied: the library gave neither present nor absent for "
                                 "wild.known")
            known = [fact["concept"] for result in run.json_lines() for fact in result["facts"]
                     if (fact["derived_from"] or "").startswith(ID)]
            self.assertEqual(known.count("wild.copied"), 2)
            self.assertEqual(known.count("wild.known"), 0, where)


class Batches(Isolation):
    def test_a_crash_on_one_of_two_hundred_costs_one(self):
        self.write("p.ndjson", "".join(
            with_calcium(2.5 if number == 77 else 2.3, number) + "\n" for number in range(200)))
        run = self.with_wild("crash")
        self.assert_code(run, 3)
        results = run.json_lines()
        self.assertEqual(len(results), 200)
        for number, result in enumerate(results):
            bad = number == 77
            self.assertEqual(self.module(result)["status"], "failed" if bad else "ok")
            self.assertEqual(self.copied(result), not bad)

    def test_after_three_strikes_it_is_left_out_with_the_reason(self):
        wild = {3, 20, 21, 60}
        self.write("p.ndjson", "".join(
            with_calcium(2.5 if number in wild else 2.3, number) + "\n" for number in range(80)))
        run = self.with_wild("crash", "--batch", "8", "--jobs", "1")
        self.assert_code(run, 3)
        for number, result in enumerate(run.json_lines()):
            module = self.module(result)
            failed = number in wild or number > 21
            self.assertEqual(module["status"], "failed" if failed else "ok", number)
            self.assertEqual(self.copied(result), not failed, number)
            if number > 23:
                self.assertIn("is left out for the rest of this run, since its worker process "
                              "failed 3 times; the last time it crashed in step 0", module["why"])

    def test_the_strikes_of_all_threads_count_together(self):
        self.write("p.ndjson", "".join(with_calcium(2.5, number) + "\n" for number in range(60)))
        run = self.with_wild("crash", "--batch", "2", "--jobs", "3")
        self.assert_code(run, 3)
        modules = [self.module(result) for result in run.json_lines()]
        self.assertEqual([module["status"] for module in modules], 60 * ["failed"])
        # Each thread may be in a call when the third strike is counted.
        self.assertLessEqual(sum("is left out" not in it["why"] for it in modules), 2 + 3)

    def test_text_tells_that_its_knowledge_is_missing(self):
        self.write("p.ndjson", with_calcium(2.5) + "\n")
        run = self.with_wild("socket", to="text")
        self.assert_code(run, 3)
        words = " ".join(run.out.split())
        self.assertIn(f"{ID} failed: tried to open a network connection (socket) in step 0", words)
        self.assertIn("What it knows is missing here.", words)

    def test_killed_from_outside_nothing_is_lost(self):
        self.write("p.ndjson", "".join(with_calcium(2.3, number) + "\n" for number in range(1500)))
        with open(self.home / "out", "wb") as out:
            process = subprocess.Popen(
                self.command("assess", "p.ndjson", *program.AS_OF, "--to", "json", "--store",
                             "none", "--plugin", library("none"), *WORKER),
                cwd=self.home, env=self.environment, stdout=out, stderr=subprocess.PIPE)
            while (self.home / "out").stat().st_size == 0 and process.poll() is None:
                time.sleep(0.002)
            killed = children(process.pid)
            for worker in killed:
                os.kill(worker, signal.SIGKILL)
            process.communicate(timeout=120)
        self.assertTrue(killed, "it had ended before")
        self.assertEqual(process.returncode, 0)
        lines = (self.home / "out").read_text(encoding="utf-8").splitlines()
        self.assertEqual(len(lines), 1500)
        for line in lines:
            self.assertTrue(self.copied(json.loads(line)))
        self.assertFalse([worker for worker in killed if runs(worker)])

    def test_no_worker_outlives_the_program(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            process = subprocess.Popen(
                self.command("assess", "-", *program.AS_OF, "--store", "none", *WORKER),
                cwd=self.home, env=self.environment, stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            deadline = time.monotonic() + 20
            while len(children(process.pid)) < 7 and time.monotonic() < deadline:
                time.sleep(0.01)
            workers = children(process.pid)
            self.assertEqual(len(workers), 7, number)
            process.send_signal(number)
            process.stdin.close()
            process.wait(timeout=20)
            while any(map(runs, workers)) and time.monotonic() < deadline:
                time.sleep(0.01)
            self.assertFalse([worker for worker in workers if runs(worker)], number)


class Settings(Isolation):
    def setUp(self):
        super().setUp()
        self.plugins = self.install()

    def kinds(self, *arguments):
        run = self.run_program("plugins", "list", *arguments)
        self.assert_code(run, 0)
        return {line.split()[0].split(".")[-1]: re.split(r"\s{2,}", line)[-1].strip()
                for line in run.out.splitlines()[1:]}

    def test_one_module_or_all_by_the_file(self):
        self.write("causa.toml", '[modules.strain]\nisolation = "worker"\n')
        kinds = self.kinds("--config", "causa.toml")
        self.assertEqual([name for name, kind in kinds.items() if kind.endswith("in a worker")],
                         ["strain"])
        self.write("causa.toml", '[plugins]\nisolation = "worker"\n'
                                 '[modules.strain]\nisolation = "in-process"\n')
        kinds = self.kinds("--config", "causa.toml")
        self.assertEqual([name for name, kind in kinds.items() if kind == "library"], ["strain"])

    def test_a_word_that_is_none_is_refused_with_its_place(self):
        self.write("causa.toml", '[modules.strain]\nisolation = "far away"\n')
        run = self.run_program("plugins", "list", "--config", "causa.toml")
        self.assert_code(run, 2)
        self.assertIn("causa.toml:2:13", run.err)
        self.assertIn('"worker-unless-approved"', run.err)

    def test_show_and_why_tell_where_it_runs(self):
        run = self.run_program("plugins", "show", "strain", *WORKER)
        self.assertIn("isolation: worker", run.out)
        run = self.run_program("plugins", "why", "strain", *WORKER)
        self.assertIn("runs in a worker process", run.out)

    def test_unless_approved(self):
        self.assertEqual(self.kinds("--isolation", "worker-unless-approved")["strain"], "library")
        (self.plugins / "plugins.lock").unlink()
        self.assertEqual(self.kinds("--isolation", "worker-unless-approved")["strain"],
                         "library, in a worker")

    def test_the_settings_reach_a_module_that_runs_apart(self):
        """The isolation of a module is no setting of its own, and changes no digest."""
        self.write("a.toml", '[modules.strain]\nisolation = "worker"\n')
        one = self.assess(program.EXAMPLE, "--config", "a.toml").json()
        other = self.assess(program.EXAMPLE).json()
        self.assertEqual(one["config_sha256"], other["config_sha256"])

    def test_the_hidden_verb_alone_explains_itself(self):
        run = self.run_program("plugin-worker")
        self.assert_code(run, 2)
        self.assertIn("causa starts this itself", run.err)
        self.assertNotIn("plugin-worker", self.run_program("help").out)


def forbid(call, first_argument=None):
    """From here on the system call fails as on a system that lacks it (ENOSYS, EINVAL)."""
    load, equal, give = 0x20, 0x15, 0x06
    error, allow = 0x00050000 | (38 if first_argument is None else 22), 0x7FFF0000
    argument = [(load, 0, 0, 16), (equal, 0, 1, first_argument)] if first_argument else []
    steps = [(load, 0, 0, 0), (equal, 0, 1 + len(argument), call), *argument,
             (give, 0, 0, error), (give, 0, 0, allow)]
    steps_text = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *it) for it in steps))
    filter_text = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(steps_text))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, filter_text) != 0:
        raise OSError(ctypes.get_errno(), "no filter could be set")


@unittest.skipUnless(platform.machine() == "x86_64", "the numbers of system calls are x86-64's")
class Lacking(Isolation):
    """Systems without sealed memory, or without a filter of system calls."""

    lacking = ()  # arguments of forbid()

    @property
    def limits(self):
        return lambda: [forbid(*one) for one in self.lacking]

    def setUp(self):
        super().setUp()
        self.write("p.ndjson", with_calcium(2.3) + "\n")

    def test_without_sealed_memory_nothing_runs_apart_and_it_is_said(self):
        self.lacking = ((319,),)  # memfd_create
        run = self.with_wild("none")
        self.assert_code(run, 3)
        self.assertIn("can't run in a worker process, since this system has no sealed memory",
                      run.err)
        module = self.module(run.json())
        self.assertEqual(module["status"], "refused")
        self.assertFalse(self.copied(run.json()))

    def test_without_a_filter_it_runs_apart_and_it_is_said(self):
        self.lacking = ((317,), (157, 22))  # seccomp; prctl(PR_SET_SECCOMP)
        run = self.with_wild("none")
        self.assert_code(run, 0)
        self.assertIn("this system filters no system calls", run.err)
        self.assertTrue(self.copied(run.json()))

    def test_without_a_filter_a_crash_costs_its_own_evidence_only(self):
        self.lacking = ((317,), (157, 22))
        self.write("p.ndjson", with_calcium(2.5) + "\n" + with_calcium(2.3, 1) + "\n")
        run = self.with_wild("crash")
        self.assert_code(run, 3)
        self.assertEqual([self.module(result)["status"] for result in run.json_lines()],
                         ["failed", "ok"])


class Same(Isolation):
    """The seven modules say in workers, word for word, what they say in process."""

    def test_patients(self):
        files = [program.EXAMPLE, *sorted(program.PATIENTS.glob("*.json")),
                 *sorted((program.SOURCE / "tests/clinical/bundles").glob("*.json"))]
        answers = []
        for where in ("in-process", "worker"):
            run = self.assess(*files, "--isolation", where)
            self.assert_code(run, 0)
            answers.append([self.timeless(result) for result in run.json_lines()])
        self.assertEqual(len(answers[0]), len(files))
        self.assertEqual(answers[0], answers[1])

    def timeless(self, result):
        for key in ("id", "created"):
            result.pop(key)
        for module in result["plugins"]:
            module.pop("microseconds")
            module.pop("ran_in")
        return result


if __name__ == "__main__":
    unittest.main()
