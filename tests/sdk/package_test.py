# SPDX-License-Identifier: Apache-2.0
"""The Debian packages causa and causa-sdk: made by cpack from the build as it is, unpacked together
into a clean folder, and used from there."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import unittest

from installation import BUILD, EXAMPLES, InstallationTest

CPACK = os.environ["CAUSA_TEST_CPACK"]
TOOLS = ("dpkg", "dpkg-deb", "dpkg-shlibdeps", "gzip", "strip")


class Package(InstallationTest):
    @classmethod
    def install(cls):
        packages, root = cls.top / "packages", cls.top / "root"
        cls.run_program([CPACK, "--config", f"{BUILD}/CPackConfig.cmake", "-B", packages],
                        os.environ, cls.top)
        cls.packages = {path.name.split("_")[0]: path for path in packages.glob("*.deb")}
        for path in cls.packages.values():
            cls.run_program(["dpkg", "-x", path, root], os.environ)
        return root / "usr"

    def field(self, package, name):
        return self.run_here("dpkg-deb", "-f", self.packages[package], name).strip()

    def test_there_are_two_and_they_say_what_they_need(self):
        self.assertEqual(set(self.packages), {"causa", "causa-sdk"})
        version = self.field("causa", "Version")
        self.assertRegex(version, r"^\d+\.\d+\.\d+-1$")
        depends = self.field("causa", "Depends")
        for library in ("libc6", "libstdc++6", "libsqlite3-0", "libsodium23", "libboost-json1.81.0"):
            self.assertRegex(depends, rf"(^|, ){re.escape(library)}\b")
        self.assertIn(f"causa (= {version})", self.field("causa-sdk", "Depends"))

    def test_the_papers_that_debian_asks_for_are_there(self):
        docs = self.prefix / "share/doc"
        self.assertIn("Apache-2.0", (docs / "causa/copyright").read_text())
        for name in ("changelog.gz", "changelog.Debian.gz"):
            self.assertTrue(gzip.open(docs / "causa" / name).read())
        self.assertTrue((docs / "causa-sdk/copyright").is_file())
        for page in ("causa", "causa-manifest"):
            self.assertTrue(gzip.open(self.prefix / f"share/man/man1/{page}.1.gz").read())
        unit = (self.prefix / "lib/systemd/system/causa-watch.service").read_text()
        self.assertIn("ExecStart=/usr/bin/causa watch", unit)

    def test_the_lock_is_of_the_packaged_files(self):
        library = self.prefix / "lib/causa/plugins/strain.so"
        self.assertNotIn(".symtab", self.run_here("readelf", "-S", "--wide", library))
        words = self.run_here("causa", "plugins", "verify")
        self.assertIn("7 modules, 0 faults", words)
        self.assertIn("approved by causa-", words)
        with open(library, "ab") as file:
            file.write(b"x")
        try:
            with self.assertRaisesRegex(AssertionError, "isn't the file that was approved"):
                self.run_here("causa", "plugins", "verify")
        finally:
            with open(library, "rb+") as file:
                file.truncate(library.stat().st_size - 1)

    def test_it_assesses_with_what_is_beside_it(self):
        assessment = self.assess(EXAMPLES / "leg-cramps.json", "--policy", "locked")
        self.assertEqual(len(assessment["plugins"]), 8)
        self.assertEqual({(one["status"], one["approved"]) for one in assessment["plugins"]},
                         {("ok", True)})
        self.assertEqual(assessment["causes"][0]["id"], "electrolytes.hypokalemia")

    def test_an_outside_module_is_built_with_the_sdk_approved_and_run(self):
        example = self.work / "plugin"
        shutil.copytree(EXAMPLES / "plugin", example)
        self.build(example)
        self.drop(example / "build/potassium_loss.so")
        self.run_here("causa", "plugins", "lock", "--by", "j.smith")
        self.run_here("causa", "plugins", "verify")
        after = self.assess(example / "patient.json", "--policy", "locked")
        self.expect_status(after, "org.example.potassium_loss")
        self.assertEqual(self.evidence(after, "org.example.potassium_loss"),
                         {"kidney_keeps_potassium": ("hydration.gi_loss", "yes")})

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not on this machine")
    def test_lintian_finds_no_error(self):
        done = subprocess.run(["lintian", "--fail-on", "none", *map(str, self.packages.values())],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env={**self.environment, "LC_ALL": "C.UTF-8"}, check=False)
        errors = [line for line in done.stdout.splitlines() if line.startswith("E:")]
        self.assertEqual(errors, [], done.stdout)


if __name__ == "__main__":
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        print(f"SKIPPED: no Debian package was made or tried, {', '.join(missing)} not found")
        sys.exit(77)
    unittest.main()
