# SPDX-License-Identifier: Apache-2.0
"""`causa plugins new` in each language, away from the source tree: what it writes builds against the
installed SDK as its README says, passes its own test, loads, and does what its manifest says."""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from installation import CMAKE, InstallationTest

RUSTC = "/usr/bin/rustc"
COMMON = {"README.md", "cases.yaml", "patient.yaml", "thyroid.yaml"}
FILES = {
    "cpp": COMMON | {"CMakeLists.txt", "thyroid.cpp", "thyroid.hpp", "thyroid_test.cpp"},
    "c": COMMON | {"CMakeLists.txt", "thyroid.c", "thyroid.h", "thyroid_test.c"},
    "rust": COMMON | {"Makefile", "thyroid.rs"},
}


class Generated(InstallationTest):
    def new(self, *arguments):
        """Standard output, with the files of the folder that was made."""
        return self.run_here("causa", "plugins", "new", *arguments)

    def refused(self, *arguments):
        """What is said about a request that is refused, with exit code 2."""
        done = subprocess.run(["causa", "plugins", "new", *arguments], env=self.environment,
                              cwd=self.work, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def project(self, language):
        said = self.new("org.clinic.thyroid", "--lang", language)
        self.assertIn("thyroid", said)
        folder = self.work / "thyroid"
        self.assertEqual({path.name for path in folder.iterdir()}, FILES[language])
        for path in folder.iterdir():
            self.assertEqual(path.stat().st_mode & 0o022, 0, path)
            text = path.read_text(encoding="utf-8")
            for left in ("template_name", "TemplateName", "TEMPLATE_", "1970-01-01"):
                self.assertNotIn(left, text, path)
        self.run_here("causa-manifest", "check", folder / "thyroid.yaml")
        return folder

    def check(self, *arguments):
        """`causa plugins check` finds no fault and warns of nothing."""
        if "\n  check " not in self.run_here("causa", "help", "plugins"):
            print("SKIPPED: this causa has no plugins check", file=sys.stderr)
            return
        told = self.run_here("causa", "plugins", "check", *arguments)
        self.assertNotIn("warn", told.lower())

    def expect_to_work(self, folder, library):
        """The module passes its check, loads, and says of its patient what the manifest says."""
        self.check(library, "--cases", folder / "cases.yaml")
        patient = folder / "patient.yaml"
        assessment = self.assess(patient, "--plugin", library)
        self.expect_status(assessment, "org.clinic.thyroid")
        self.assertEqual(self.evidence(assessment, "org.clinic.thyroid"),
                         {"early_after_start": ("chronic_disease.hypothyroidism", "yes")})
        # From the begin of the day on which it was started to nine o'clock three weeks later.
        self.assertAlmostEqual(self.fact(assessment, "thyroid.tsh_after_start")["value"], 21.375,
                               delta=0.001)
        self.assertIn("repeat_tsh", [one["id"] for one in assessment["advice"]])

    def cmake_project(self, language):
        folder = self.project(language)
        self.build(folder)
        self.run_here("ctest", "--test-dir", folder / "build", "--no-tests=error")
        self.expect_to_work(folder, folder / "build/thyroid.so")

    def test_cpp(self):
        self.cmake_project("cpp")

    def test_c_needs_no_cpp_compiler(self):
        self.environment["CXX"] = "/nowhere/c++"
        self.cmake_project("c")

    def test_rust_needs_no_cargo(self):
        if not os.access(RUSTC, os.X_OK):
            print(f"SKIPPED: {RUSTC} isn't installed, so no Rust module was built", file=sys.stderr)
            self.skipTest("no rustc")
        folder = self.project("rust")
        self.run_here("make", "-C", folder, f"RUSTC={RUSTC}")
        told = self.run_here("make", "-C", folder, "test", f"RUSTC={RUSTC}")
        self.assertIn("1 passed", told)
        self.expect_to_work(folder, folder / "build/thyroid.so")

    def test_rules_are_one_file(self):
        self.new("org.clinic.thyroid", "--lang", "rules")
        self.assertEqual([path.name for path in self.work.iterdir()], ["thyroid.yaml"])
        module = self.work / "thyroid.yaml"
        self.assertIn("# yaml-language-server: $schema=", module.read_text().splitlines()[0])
        self.run_here("causa-manifest", "check", module)
        self.check(module)
        self.new("org.clinic.other", "--lang", "c")  # for its patient
        assessment = self.assess(self.work / "other/patient.yaml", "--plugin", module)
        self.expect_status(assessment, "org.clinic.thyroid")
        counted = {rule: where for rule, where in
                   self.evidence(assessment, "org.clinic.thyroid").items() if where[1] == "yes"}
        self.assertEqual(counted,
                         {"early_after_start": ("chronic_disease.hypothyroidism", "yes")})

    def test_into_a_folder(self):
        self.new("org.clinic.thyroid", "--lang", "c", "--into", "a/b")
        self.assertTrue((self.work / "a/b/thyroid.c").is_file())
        self.new("org.clinic.thyroid", "--lang", "rules", "--into", "modules")
        self.assertTrue((self.work / "modules/thyroid.yaml").is_file())

    def test_names_of_several_words(self):
        self.new("org.clinic.thyroid_dose2", "--lang", "cpp")
        text = (self.work / "thyroid_dose2/thyroid_dose2.cpp").read_text()
        self.assertIn("CAUSA_PLUGIN(ThyroidDose2)", text)

    def test_umask_that_lets_a_group_write(self):
        subprocess.run(["sh", "-c", "umask 002; causa plugins new org.clinic.thyroid --lang rules"],
                       env=self.environment, cwd=self.work, check=True, capture_output=True)
        self.assertEqual((self.work / "thyroid.yaml").stat().st_mode & 0o777, 0o644)

    def test_nothing_is_overwritten(self):
        self.new("org.clinic.thyroid", "--lang", "cpp")
        mine = self.work / "thyroid/thyroid.cpp"
        mine.write_text("// mine\n")
        before = sorted(self.work.rglob("*"))
        self.assertIn("is there already; nothing was written",
                      self.refused("org.clinic.thyroid", "--lang", "cpp"))
        self.assertEqual(mine.read_text(), "// mine\n")
        self.assertIn("is there already", self.refused("org.clinic.thyroid", "--lang", "rules",
                                                       "--into", "thyroid"))
        # A folder with nothing of these names may be written into, but not in part.
        self.assertIn("cases.yaml: is there already", self.refused(
            "org.clinic.iron", "--lang", "c", "--into", "thyroid"))
        self.assertEqual(sorted(self.work.rglob("*")), before)

    def test_a_folder_that_cannot_be_made(self):
        (self.work / "file").write_text("")
        self.assertIn("file", self.refused("org.clinic.thyroid", "--lang", "c", "--into", "file/x"))
        self.assertEqual([path.name for path in self.work.iterdir()], ["file"])

    def test_ids_that_cannot_be(self):
        for wrong, why in (
                ("thyroid", "needs two parts or more"),
                ("org.clinic.", "needs two parts or more"),
                ("org..thyroid", "doesn't begin with a letter"),
                ("org.clinic.3d", "doesn't begin with a letter"),
                ("Org.Clinic.Thyroid", "lower-case letters"),
                ("org.clinic.thyroid-dose", "lower-case letters"),
                ("org.clinic/../../etc", "lower-case letters"),
                ("org.clinic.test", "means something else"),
                ("org.causa.thyroid", "a name of causa's own modules"),
                ("org." + "a" * 100, "too long")):
            self.assertIn(why, self.refused(wrong, "--lang", "c"), wrong)
        self.assertEqual(list(self.work.iterdir()), [])

    def test_languages(self):
        self.assertIn("--lang cpp, c, rust or rules, not nothing", self.refused("org.clinic.thyroid"))
        self.assertIn("not python", self.refused("org.clinic.thyroid", "--lang", "python"))


if __name__ == "__main__":
    unittest.main()
