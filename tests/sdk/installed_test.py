# SPDX-License-Identifier: Apache-2.0
"""The installed program and SDK, away from the source tree: the program works with what is beside
it, and a module that is dropped into a plugin folder takes part in the next assessment."""

import shutil
import unittest

from installation import EXAMPLES, SOURCE, InstallationTest

BUNDLED = {"hydration", "electrolytes", "circulation", "neurologic", "medication",
           "chronic_disease", "strain"}

# Paths of an installation; <lib> is what this machine calls its folder of libraries.
PLACES = [
    "bin/causa", "bin/causa-manifest", "lib/causa/plugins/plugins.lock",
    *(f"lib/causa/plugins/{name}.so" for name in sorted(BUNDLED)),
    *(f"include/causa/{path.name}" for path in sorted((SOURCE / "sdk/include/causa").iterdir())),
    *(f"share/causa/rust/{path.name}" for path in sorted((SOURCE / "sdk/rust").iterdir())),
    *(f"<lib>/cmake/causa/{name}" for name in
      ("causaConfig.cmake", "causaConfigVersion.cmake", "causaTargets.cmake",
       "causa_add_plugin.cmake", "causa_test_plugin.cmake", "causa_plugin.map")),
    *(f"share/causa/terminology/{path.name}" for path in
      sorted((SOURCE / "configs/terminology").glob("*.json"))),
    "share/causa/causa.toml.example", "share/causa/plugins.lock.example",
    "share/man/man1/causa.1", "share/man/man1/causa-manifest.1",
    "share/bash-completion/completions/causa",
    "share/zsh/site-functions/_causa",
    *(f"share/doc/causa/{name}" for name in
      ("LICENSE", "CHANGELOG.md", "manifest.md", "writing-a-plugin.md",
       "writing-a-module-without-code.md", "examples/leg-cramps.json",
       "examples/plugin/CMakeLists.txt", "examples/plugin/potassium_loss.yaml",
       "examples/rules-module/alcohol.yaml")),
]

# A rule that cites what the sample in C derives, so that the fact is shown.
RULE_FOR_THE_SAMPLE = """
rules:
  - id: calcium_is_adjusted
    cause: electrolytes.hypocalcemia
    about: explains
    when: "sample_c.calcium_adjusted > 1 mmol/L"
    strength: {holds: minimal for}
    basis: expert
    sources: [judgement]
    text: "calcium {sample_c.calcium_adjusted}"
"""


class Installed(InstallationTest):
    def test_everything_is_in_its_usual_place(self):
        package = next(self.prefix.glob("lib*/**/cmake/causa"))
        library_folder = package.parent.parent.relative_to(self.prefix)
        missing = [place for place in PLACES
                   if not (self.prefix / place.replace("<lib>", str(library_folder))).is_file()]
        self.assertEqual(missing, [])

    def test_no_file_names_the_source_tree(self):
        told = [str(path) for path in self.prefix.rglob("*") if path.suffix in (".cmake", ".map", ".h", ".hpp")
                and (str(SOURCE) in path.read_text() or str(self.top) in path.read_text())]
        self.assertEqual(told, [])

    def test_program_works_with_what_is_beside_it(self):
        assessment = self.assess(EXAMPLES / "leg-cramps.json")
        self.assertEqual({one["id"].split(".")[-1] for one in assessment["plugins"]},
                         BUNDLED | {"core"})
        self.assertEqual({one["status"] for one in assessment["plugins"]}, {"ok"})
        self.assertEqual(assessment["causes"][0]["id"], "electrolytes.hypokalemia")
        self.assertIn(f"file: {self.prefix}/lib/causa/plugins/",
                      self.run_here("causa", "plugins", "show", "hydration"))

    def test_example_plugin_takes_part(self):
        example = self.work / "plugin"
        shutil.copytree(EXAMPLES / "plugin", example)
        patient = example / "patient.json"
        before = self.assess(patient)
        self.assertIsNone(self.fact(before, "lab.urine.potassium_creatinine"))

        self.run_here("causa-manifest", "check", example / "potassium_loss.yaml")
        self.build(example)
        self.run_here("ctest", "--test-dir", example / "build")
        self.drop(example / "build/potassium_loss.so")

        after = self.assess(patient)
        self.expect_status(after, "org.example.potassium_loss")
        fact = self.fact(after, "lab.urine.potassium_creatinine")
        self.assertAlmostEqual(fact["value"], 0.83, delta=0.005)
        self.assertEqual(fact["derived_from"], "org.example.potassium_loss/urine_ratio")
        self.assertEqual(self.evidence(after, "org.example.potassium_loss"),
                         {"kidney_keeps_potassium": ("hydration.gi_loss", "yes")})

    def test_module_without_code_takes_part(self):
        example = self.work / "rules-module"
        shutil.copytree(EXAMPLES / "rules-module", example)
        patient = example / "patient.json"
        before = self.assess(patient)
        self.assertNotIn("chronic_disease.alcohol", [cause["id"] for cause in before["causes"]])

        self.run_here("causa-manifest", "check", example / "alcohol.yaml")
        self.drop(example / "alcohol.yaml")

        after = self.assess(patient)
        self.expect_status(after, "org.example.alcohol")
        self.assertIn("chronic_disease.alcohol", [cause["id"] for cause in after["causes"]])
        self.assertEqual(self.evidence(after, "org.example.alcohol")["night_cramps_over_60"],
                         ("chronic_disease.alcohol", "yes"))
        self.assertEqual(("withdrawal_severe", "emergency"),
                         (after["alerts"][0]["id"], after["alerts"][0]["urgency"]))
        self.assertIn("minerals", [one["id"] for one in after["advice"]])

    def test_plugin_in_c_takes_part(self):
        folder = self.work / "c"
        folder.mkdir()
        sample = SOURCE / "tests/contract/sample"
        shutil.copy(sample / "sample_c.c", folder)
        manifest = (sample / "sample_c.yaml").read_text(encoding="utf-8")
        self.assertNotIn("\nrules:", manifest)
        (folder / "sample_c.yaml").write_text(manifest + RULE_FOR_THE_SAMPLE, encoding="utf-8")
        (folder / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\n"
            "project(sample_c LANGUAGES C)\n"
            "find_package(causa 0.1 REQUIRED)\n"
            "causa_add_plugin(sample_c SOURCES sample_c.c MANIFEST sample_c.yaml)\n")
        self.build(folder)
        self.drop(folder / "build/sample_c.so")
        after = self.assess(EXAMPLES / "leg-cramps.json")
        self.expect_status(after, "org.example.sample_c")
        # 9.1 mg/dL of calcium, and albumin of 40 g/L, at which nothing is adjusted.
        self.assertAlmostEqual(self.fact(after, "sample_c.calcium_adjusted")["value"], 2.27, delta=0.005)

    def test_a_fault_in_a_manifest_stops_the_build(self):
        example = self.work / "plugin"
        shutil.copytree(EXAMPLES / "plugin", example)
        manifest = example / "potassium_loss.yaml"
        manifest.write_text(manifest.read_text().replace("basis: expert", "basis: export"))
        with self.assertRaisesRegex(AssertionError, 'did you mean "expert"'):
            self.build(example)


if __name__ == "__main__":
    unittest.main()
