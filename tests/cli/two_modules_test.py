# SPDX-License-Identifier: Apache-2.0
"""Two modules of one short name, and two that derive one fact: nobody is taken for the other, and it
is said who stands back for whom."""

import shutil
import unittest

import program
from wild import ID, library, with_calcium

NAMESAKE = (program.SOURCE / "docs/examples/rules-module/alcohol.yaml").read_text(encoding="utf-8")


class Namesakes(program.ProgramTest):
    """[modules.NAME] is of one module, as options that name one are."""

    def with_namesake(self, name, settings, *arguments):
        [line] = [line for line in NAMESAKE.splitlines() if line.startswith("id: ")]
        module = self.write("namesake.yaml", NAMESAKE.replace(line, f"id: org.other.{name}"))
        module.chmod(0o644)
        self.write("causa.toml", settings)
        return self.assess(program.EXAMPLE, "--config", "causa.toml", "--plugin", module,
                           *arguments)

    def assert_refused(self, run, name, first):
        self.assert_code(run, 2)
        self.assertIn(f'[modules.{name}]: "{name}" is the short name of 2 modules; name one by its '
                      f"whole id: {first}, org.other.{name}", run.err)

    def adjusted_calcium(self, run):
        self.assert_code(run, 0)
        return [fact["value"] for fact in run.json()["facts"]
                if fact["concept"] == "lab.calcium.adjusted"]

    def test_a_setting_is_of_one(self):
        setting = "reference_albumin_g_l = 42\n"
        run = self.with_namesake("electrolytes", "[modules.electrolytes]\n" + setting)
        self.assert_refused(run, "electrolytes", "org.causa.electrolytes")
        by_id = '[modules."org.causa.electrolytes"]\n' + setting
        usual = self.adjusted_calcium(self.with_namesake("electrolytes", ""))[0]
        changed = self.adjusted_calcium(self.with_namesake("electrolytes", by_id))[0]
        self.assertAlmostEqual(changed - usual, 0.04)
        self.assert_code(self.with_namesake("electrolytes", "[modules.electrolytes]\n" + setting,
                                            "--without", "org.other.electrolytes"), 0)

    def test_one_has_one_section(self):
        run = self.with_namesake("alcohol", "[modules.electrolytes]\nreference_albumin_g_l = 42\n"
                                 '[modules."org.causa.electrolytes"]\nreference_albumin_g_l = 41\n')
        self.assert_code(run, 2)
        self.assertIn('[modules."org.causa.electrolytes"]: org.causa.electrolytes has a section '
                      "[modules.electrolytes] as well; write all of its settings into one", run.err)

    def test_a_misspelled_section_is_told(self):
        run = self.with_namesake("alcohol", '[modules.strian]\nisolation = "worker"\n'
                                 "[modules.thyroid]\nlimit = 3\n")
        self.assert_code(run, 0)
        self.assertIn("[modules.strian] is of no module that is there; did you mean "
                      "[modules.strain]?", run.err)
        self.assertNotIn("thyroid", run.err)

    def test_an_id_without_quotes(self):
        run = self.with_namesake("alcohol", "[modules.org.causa.strain]\nisolation = 'worker'\n")
        self.assert_code(run, 2)
        self.assertIn('in quotes: [modules."org.example.thyroid"]', run.err)

    def test_where_one_runs_is_known_before_any_runs(self):
        """The code of a library that should run apart must not run here."""
        worker = 'isolation = "worker"\n'
        crash = ("--plugin", library("load_crash"))
        run = self.with_namesake("wild", "[modules.wild]\n" + worker, *crash)
        self.assert_refused(run, "wild", ID)
        run = self.with_namesake("wild", f'[modules."{ID}"]\n' + worker, *crash)
        self.assert_code(run, 3)
        self.assertEqual([one["status"] for one in run.json()["plugins"] if one["id"] == ID],
                         ["failed"])

    def test_what_is_allowed_is_known_before_any_runs(self):
        folder = self.home / "modules"
        folder.mkdir(mode=0o755)
        shutil.copy(library("load_crash"), folder)
        run = self.with_namesake("wild", "", "--plugin-path", folder, "--policy", "locked",
                                 "--allow-unapproved", "wild")
        self.assert_code(run, 2)
        self.assertIn(f'"wild" is the short name of 2 modules; name one by its whole id: {ID}, '
                      "org.other.wild", run.err)


class OneFact(program.ProgramTest):
    """A fact has one provider; the other would have given it, so that a site may choose."""

    TWIN = "org.third.wild"

    def test_who_was_refused_for_a_module_that_failed_is_named(self):
        self.write("p.ndjson", with_calcium(2.5) + "\n")
        run = self.assess("p.ndjson", "--plugin", library("crash"), "--plugin", library("twin"),
                          "--isolation", "worker")
        self.assert_code(run, 3)
        modules = {module["id"]: module for module in run.json()["plugins"]}
        self.assertEqual(modules[self.TWIN]["status"], "refused")
        self.assertIn(f"which {ID} derives already", modules[self.TWIN]["why"])
        self.assertEqual(modules[ID]["status"], "failed")
        self.assertIn(f"; {self.TWIN} would have derived it as well, and was refused: leave out "
                      f"{ID} to have it instead", modules[ID]["why"])
        run = self.assess("p.ndjson", "--plugin", library("crash"), "--plugin", library("twin"),
                          "--without", ID)
        self.assert_code(run, 0)
        self.assertIn("wild.copied", [fact["concept"] for fact in run.json()["facts"]])

    def test_the_list_says_for_whose_sake_one_is_refused(self):
        run = self.run_program("plugins", "list", "--plugin", library("none"), "--plugin",
                               library("twin"))
        self.assert_code(run, 3)
        self.assertRegex(" ".join(run.out.split()),
                         rf"{self.TWIN} 1\.0\.0 refused [^,]* {self.TWIN} derives wild\.copied, "
                         rf"which {ID} derives already")


if __name__ == "__main__":
    unittest.main()
