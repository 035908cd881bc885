# SPDX-License-Identifier: Apache-2.0
"""A test against the installed program and SDK: the build is installed into a folder of the test's
own, each test has an empty home, and the installed programs come first on its PATH."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ["CAUSA_TEST_SOURCE"])
BUILD = os.environ["CAUSA_TEST_BUILD"]
CMAKE = os.environ["CAUSA_TEST_CMAKE"]
EXAMPLES = SOURCE / "docs/examples"


class InstallationTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="causa-sdk-")
        cls.addClassCleanup(folder.cleanup)
        cls.top = pathlib.Path(folder.name).resolve()
        cls.prefix = cls.install()

    @classmethod
    def install(cls):
        """The prefix. Moved after it was installed: nothing may depend on the name of the folder."""
        cls.run_program([CMAKE, "--install", BUILD, "--prefix", cls.top / "staging"], os.environ)
        return (cls.top / "staging").rename(cls.top / "prefix")

    def setUp(self):
        self.work = self.top / self.id().split(".")[-1]
        self.work.mkdir()
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("CAUSA_", "XDG_", "CMAKE_"))}
        self.environment = kept | {
            "HOME": str(self.work), "XDG_DATA_HOME": str(self.work / "data"),
            "XDG_CONFIG_HOME": str(self.work / "config"), "XDG_CACHE_HOME": str(self.work / "cache"),
            "PATH": f"{self.prefix / 'bin'}:{os.environ['PATH']}"}

    @staticmethod
    def run_program(command, environment, folder=None):
        done = subprocess.run([str(part) for part in command], env=environment, cwd=folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=240)
        if done.returncode != 0:
            raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def run_here(self, *command):
        return self.run_program(command, self.environment, self.work)

    def assess(self, patient, *options):
        return json.loads(self.run_here("causa", "assess", patient, "--as-of", "2026-11-20",
                                        "--store", "none", "--to", "json", *options))

    def build(self, folder):
        self.run_here(CMAKE, "-S", folder, "-B", folder / "build",
                      f"-DCMAKE_PREFIX_PATH={self.prefix}")
        self.run_here(CMAKE, "--build", folder / "build")

    def drop(self, module):
        folder = self.work / "data/causa/plugins"
        folder.mkdir(parents=True, exist_ok=True)
        dropped = pathlib.Path(shutil.copy(module, folder))
        dropped.chmod(0o644)

    def expect_status(self, assessment, module, status="ok"):
        found = [(one["status"], one["why"]) for one in assessment["plugins"] if one["id"] == module]
        self.assertEqual(found, [(status, None)], module)

    @staticmethod
    def evidence(assessment, module):
        return {one["rule"]: (cause["id"], one["counted"]) for cause in assessment["causes"]
                for one in cause["evidence"] if one["plugin"] == module}

    @staticmethod
    def fact(assessment, concept):
        found = [one for one in assessment["facts"] if one["concept"] == concept]
        return found[0] if found else None
