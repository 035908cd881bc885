# SPDX-License-Identifier: Apache-2.0
"""Runs the real program, each test in an empty home of its own.

The paths come from CMake through the environment. After each run its standard error is searched for
what identifies a patient: the log must never hold that, whatever the test is about."""

import contextlib
import datetime
import json
import os
import pathlib
import re
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

PROGRAM = pathlib.Path(os.environ["CAUSA_PROGRAM"])
SOURCE = pathlib.Path(os.environ["CAUSA_SOURCE"])
PREFIX = pathlib.Path(os.environ["CAUSA_PREFIX"])  # an installed copy; copied before it is changed
DATA = SOURCE / "tests/data/cli"
PATIENTS = DATA / "patients"
EXAMPLE = SOURCE / "docs/examples/leg-cramps.json"
AS_OF = ("--as-of", "2026-11-20")
# Then everything takes some ten times as long.
SANITIZED = "ASAN_OPTIONS" in os.environ or bool(os.environ.get("CAUSA_SANITIZE"))

# All patients of these tests have ids p-NNNNN, record numbers MRN-NNNNN and one invented name.
IDENTIFYING = re.compile(r"p-\d{5}|MRN-|Tamarisk|leg-cramps-example|EXAMPLE-0001|"
                         r"19\d\d-\d\d-\d\d|1990\d\d\d\d")


def quick_folder():
    """Where homes are made: in memory, where it holds enough and lets programs run; else where
    Python makes them. On a disk a store waits at each commit, which is the same to every test: none
    takes the power away, and what is killed leaves the same in memory."""
    memory = pathlib.Path("/dev/shm")
    if "TMPDIR" in os.environ or not os.access(memory, os.W_OK):
        return None
    there = os.statvfs(memory)
    enough = there.f_bavail * there.f_frsize >= 4 << 30
    return memory if enough and not there.f_flag & os.ST_NOEXEC else None


class Run:
    """One run that has ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def told(self):
        """Standard error but for the line that a build tree's modules aren't approved."""
        return "".join(line for line in self.err.splitlines(keepends=True)
                       if "loaded without approval" not in line)

    def json(self):
        """The one assessment that was printed."""
        return json.loads(self.out)

    def json_lines(self):
        return [json.loads(line) for line in self.out.splitlines()]


class ProgramTest(unittest.TestCase):
    """A test with an empty home, which is also the current folder: messages name relative paths."""

    program = PROGRAM
    memory_bytes = None  # no limit
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="causa-test-", dir=quick_folder())
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        self.environment = {
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
        }
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def limit_memory(self):
        resource.setrlimit(resource.RLIMIT_AS, (self.memory_bytes, self.memory_bytes))

    @property
    def limits(self):
        """What a process does before it becomes the program; nothing, if it can: then it starts
        faster. The sanitizers map far more than they use, so they aren't limited."""
        return self.limit_memory if self.memory_bytes and not SANITIZED else None

    def install(self):
        """From here on the test runs a copy of the installed program; returns its plugin folder."""
        prefix = self.home / "prefix"
        shutil.copytree(PREFIX, prefix)
        self.program = prefix / "bin/causa"
        return prefix / "lib/causa/plugins"

    def command(self, *arguments):
        return [str(self.program), *map(str, arguments)]

    def run_program(self, *arguments, text="", stdin=None, **environment):
        source = {"stdin": stdin} if stdin else {"input": text.encode()}
        done = subprocess.run(self.command(*arguments), cwd=self.home, **source,
                              env={**self.environment, **environment}, capture_output=True,
                              timeout=120, check=False, preexec_fn=self.limits)
        run = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
        self.assert_anonymous(run.err)
        return run

    def assess(self, *arguments, store="none", to="json", **options):
        return self.run_program("assess", *arguments, *AS_OF, "--store", store, "--to", to,
                                **options)

    def stored(self, store):
        """Ids of all assessments in a store, newest first."""
        run = self.run_program("list", "--limit", "0", "--to", "json", "--store", store)
        return [row["id"] for row in run.json_lines()]

    def damage(self, assessment, store="s.db"):
        """Takes a fact out of it, as no causa does."""
        with contextlib.closing(sqlite3.connect(self.home / store)) as there, there:
            (name, trigger), = there.execute(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'fact' "
                "AND sql LIKE '%BEFORE DELETE%'")
            there.execute(f"DROP TRIGGER {name}")
            there.execute("DELETE FROM fact WHERE position = 1 AND assessment = "
                          "(SELECT id FROM assessment WHERE uuid = ?)", (assessment,))
            there.execute(trigger)

    def write(self, name, content):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def assert_anonymous(self, error_text):
        found = IDENTIFYING.search(error_text)
        self.assertIsNone(found, f"the log identifies a patient: {error_text}")

    def assert_silent(self, run):
        """Nothing on standard error but that the modules of a build tree aren't approved."""
        self.assertEqual(run.told, "")

    def assert_code(self, run, code):
        self.assertEqual(run.code, code, run.err)


def tomorrow():
    """The last date before which something can be forgotten: by it, all that is stored."""
    now = datetime.datetime.now(datetime.timezone.utc)
    return str((now + datetime.timedelta(days=1)).date())


def patient(name):
    return PATIENTS / f"{name}.json"


def bundle(name):
    return json.loads(patient(name).read_text(encoding="utf-8"))


def many_patients(count):
    """NDJSON: the patients of the data folder again and again, each under an id of its own."""
    templates = [json.dumps(json.loads(path.read_text(encoding="utf-8")))
                 for path in sorted(PATIENTS.glob("*.json"))]
    lines = []
    for number in range(count):
        template = templates[number % len(templates)]
        lines.append(re.sub(r"p-\d{5}", f"p-{80000 + number}", template))
    return "\n".join(lines) + "\n"
