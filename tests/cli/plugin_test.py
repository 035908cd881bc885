# SPDX-License-Identifier: Apache-2.0
"""Modules: listed, shown, locked, left out, refused; and one that is nothing but YAML."""

import copy
import hashlib
import json
import pathlib
import shutil
import sys
import unittest

import program

SHIPPED = ("chronic_disease", "circulation", "electrolytes", "hydration", "medication",
           "neurologic", "strain")
FOLK = program.DATA / "modules/cold_floor.yaml"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Plugins(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.plugins = self.install()
        (self.plugins / "plugins.lock").unlink()

    def lock(self, folder, *lines):
        (folder / "plugins.lock").write_text("".join(
            f"org.causa.{name} 1.0.0 sha256:{sha} abi:1.0 {state} approved:2026-11-20:j.smith "
            f"{name}.so\n" for name, sha, state in lines))

    def locked(self, name, state="enabled"):
        return name, digest(self.plugins / f"{name}.so"), state

    def modules(self, *arguments, code=0, **environment):
        """Modules of an assessment by short name."""
        run = self.assess(program.patient("swollen_calf"), *arguments, **environment)
        self.assert_code(run, code)
        self.result = run.json()
        return {module["id"].split(".")[-1]: module for module in self.result["plugins"]}

    def status(self, *arguments, **settings):
        return {name: module["status"]
                for name, module in self.modules(*arguments, **settings).items()}


class Lists(Plugins):
    def test_list(self):
        run = self.run_program("plugins", "list")
        self.assert_code(run, 0)
        rows = [line.split() for line in run.out.splitlines()[1:]]
        self.assertEqual([row[0] for row in rows],
                         ["org.causa.core", *(f"org.causa.{name}" for name in SHIPPED)])
        self.assertEqual({row[2] for row in rows[1:]}, {"loaded"})
        for row in rows[1:]:  # at least eight rules, an alert and three pieces of advice each
            self.assertGreaterEqual(int(row[4]), 8, row)
            self.assertGreaterEqual(int(row[5]), 1, row)
            self.assertGreaterEqual(int(row[6]), 3, row)
            self.assertEqual(row[7], "library")

    def test_show(self):
        for name in ("circulation", "org.causa.circulation"):
            run = self.run_program("plugins", "show", name)
            self.assert_code(run, 0)
            for words in ("intended use", digest(self.plugins / "circulation.so"),
                          "approved: no", "by no clinician yet", "cause circulation.dvt"):
                self.assertIn(words, run.out)

    def test_scan_tells_of_every_file_and_a_foreign_library_is_left_alone(self):
        foreign = self.plugins / "foreign.so"
        shutil.copy(self.foreign_library(), foreign)
        foreign.chmod(0o644)
        run = self.run_program("plugins", "scan")
        self.assert_code(run, 0)
        for name in SHIPPED:
            self.assertIn(f"{name}.so\n", run.out)
        self.assertIn("foreign.so\n  not a causa module", run.out)
        self.assertNotIn("foreign", self.status())

    def test_a_foreign_library_that_is_named_is_refused(self):
        run = self.assess(program.patient("child"), "--plugin", self.foreign_library())
        self.assert_code(run, 3)
        self.assertIn("no causa note", run.err)

    def foreign_library(self):
        """One of Python's own: any shared library that isn't ours."""
        found = [path for folder in sys.path for path in sorted(pathlib.Path(folder).glob("*.so"))]
        self.assertTrue(found, "Python has no extension modules here")
        return found[0]

    def test_why(self):
        said = " ".join(self.run_program("plugins", "why", "strain").out.split())
        self.assertIn(f"org.causa.strain 1.0.0 is loaded from {self.plugins / 'strain.so'}.", said)
        (self.plugins / "strain.so").write_bytes(b"")
        run = self.run_program("plugins", "why", "strain")
        self.assert_code(run, 3)
        self.assertIn("strain.so is empty", run.out)


class Choice(Plugins):
    def test_without(self):
        for name in ("strain", "org.causa.strain"):
            status = self.status("--without", f"{name},medication")
            self.assertEqual({name for name, word in status.items() if word == "absent"},
                             {"strain", "medication"})

    def test_only(self):
        status = self.status("--plugins", "circulation")
        self.assertEqual({name for name, word in status.items() if word == "ok"},
                         {"core", "circulation"})
        self.assertEqual(self.result["causes"][0]["id"], "circulation.dvt")

    def test_an_unknown_name_has_a_hint(self):
        for option in ("--plugins", "--without"):
            run = self.assess(program.patient("child"), option, "circulatoin")
            self.assert_code(run, 2)
            self.assertIn('did you mean "circulation"?', run.err)
            run = self.assess(program.patient("child"), option, "org.other.circulation")
            self.assert_code(run, 2)
            self.assertIn('no module "org.other.circulation"', run.err)

    def test_a_short_name_of_two_modules_is_refused(self):
        other = (program.SOURCE / "docs/examples/rules-module/alcohol.yaml").read_text()
        name = [line for line in other.splitlines() if line.startswith("id: ")][0][4:].strip()
        path = self.write("strain.yaml", other.replace(f"id: {name}", "id: org.other.strain"))
        ids = {"org.causa.strain", "org.other.strain"}
        for option in ("--plugins", "--without", "--allow-unapproved"):
            run = self.assess(program.patient("child"), "--plugin", path, option, "strain")
            self.assert_code(run, 2)
            self.assertIn('"strain" is the short name of 2 modules; name one by its whole id: '
                          "org.causa.strain, org.other.strain", run.err)
        run = self.assess(program.patient("child"), "--plugin", path, "--without",
                          "org.other.strain")
        self.assertEqual({one["id"]: one["status"] for one in run.json()["plugins"]
                          if one["id"] in ids},
                         {"org.causa.strain": "ok", "org.other.strain": "absent"})

    def test_a_wrong_name_is_told_of_where_it_stands(self):
        for key, option, variable in (("only", "--plugins", "CAUSA_PLUGINS"),
                                      ("without", "--without", "CAUSA_WITHOUT"),
                                      ("allow_unapproved", "--allow-unapproved",
                                       "CAUSA_ALLOW_UNAPPROVED")):
            for place, arguments, environment in ((option, [option, "strian"], {}),
                                                  (variable, [], {variable: "strian"}),
                                                  (f"plugins.{key}", [], {})):
                file = self.write("causa.toml", f'[plugins]\n{key} = ["strian"]\n'
                                  if place.startswith("plugins.") else "")
                run = self.assess(program.patient("child"), "--config", file, *arguments,
                                  **environment)
                self.assert_code(run, 2)
                self.assertIn(f'{place}: there is no module "strian"', run.err)
        self.write("causa.toml", '[plugins]\nwithout = ["strain"]\n')
        self.assertIn("org.causa.strain is left out by plugins.without",
                      self.run_program("plugins", "why", "strain", "--config", "causa.toml").out)

    def test_settings_by_file_and_environment(self):
        self.write("config/causa/causa.toml", '[plugins]\nonly = ["strain", "circulation"]\n')
        self.assertEqual(self.status()["medication"], "absent")
        self.assertEqual(self.status(CAUSA_PLUGINS="medication")["strain"], "absent")
        doctor = self.run_program("doctor", CAUSA_WITHOUT="strain").out
        self.assertRegex(doctor, r"plugins = strain,circulation \(.*causa\.toml:2:8\)")
        self.assertIn("without = strain (CAUSA_WITHOUT)", doctor)

    def test_folders_by_file(self):
        for name in ("one", "two"):
            (self.home / name).mkdir()
        shutil.move(self.plugins / "strain.so", self.home / "one")
        shutil.move(self.plugins / "hydration.so", self.home / "two")
        for path in ('["one", "two"]', '"one:two"'):
            self.write("config/causa/causa.toml", f"[plugins]\npath = {path}\n")
            self.assertEqual(set(self.status().values()), {"ok"})
            self.assertEqual(len(self.result["plugins"]), 8)


class Lock(Plugins):
    def test_without_a_lock_nothing_is_approved(self):
        approved = {name for name, module in self.modules().items() if module["approved"]}
        self.assertEqual(approved, {"core"})
        text = self.assess(program.patient("child"), to="text").out
        self.assertIn("Not approved by an administrator: chronic_disease", text)

    def test_only_what_is_locked_and_enabled_is_loaded(self):
        self.lock(self.plugins, self.locked("circulation"), self.locked("strain", "disabled"))
        modules = self.modules(code=3)
        self.assertEqual({name for name, module in modules.items() if module["status"] == "ok"},
                         {"core", "circulation"})
        self.assertTrue(modules["circulation"]["approved"])
        self.assertEqual(modules["strain"]["status"], "absent")
        self.assertIn("disabled", modules["strain"]["why"])
        self.assertEqual(modules["medication"]["status"], "refused")
        self.assertIn("doesn't name it", modules["medication"]["why"])
        self.assertIn("Approved by j.smith on 2026-11-20",
                      self.run_program("plugins", "why", "circulation").out)

    def test_a_file_that_was_changed_is_refused(self):
        self.lock(self.plugins, *(self.locked(name) for name in SHIPPED))
        self.assertEqual(set(self.status().values()), {"ok"})
        with open(self.plugins / "circulation.so", "ab") as library:
            library.write(b"x")
        modules = self.modules(code=3)
        self.assertEqual(modules["circulation"]["status"], "refused")
        self.assertIn("isn't the file that was approved", modules["circulation"]["why"])
        self.assertNotIn("circulation.dvt", {one["id"] for one in self.result["causes"]})

    def test_policy_locked(self):
        self.write("config/causa/causa.toml", '[plugins]\npolicy = "locked"\n')
        by_file = self.status(code=3)
        (self.home / "config/causa/causa.toml").unlink()
        self.assertEqual(by_file, self.status(code=3, CAUSA_POLICY="locked"))
        self.assertEqual(by_file, self.status("--policy", "locked", code=3))
        self.assertEqual({name for name, word in by_file.items() if word == "ok"}, {"core"})
        self.assertEqual({by_file[name] for name in SHIPPED}, {"refused"})
        self.lock(self.plugins, *(self.locked(name) for name in SHIPPED))
        self.assertEqual(set(self.status(CAUSA_POLICY="locked").values()), {"ok"})


class RulesOnly(Plugins):
    """A module that is a YAML file: no build, dropped into the user's folder."""

    def setUp(self):
        super().setUp()
        self.folder = self.home / "data/causa/plugins"
        self.folder.mkdir(parents=True)
        shutil.copy(FOLK, self.folder)
        (self.folder / FOLK.name).chmod(0o644)

    def test_it_takes_part(self):
        run = self.assess(program.patient("night_cramps"))
        self.assert_code(run, 0)
        result = run.json()
        [module] = [one for one in result["plugins"] if one["id"] == "org.example.cold_floor"]
        self.assertEqual((module["status"], module["approved"]), ("ok", False))
        self.assertEqual(module["sha256"], digest(self.folder / FOLK.name))
        [cause] = [one for one in result["causes"] if one["id"] == "strain.cold_floor"]
        self.assertEqual(cause["plugin"], "org.example.cold_floor")
        self.assertEqual([one["rule"] for one in cause["evidence"] if one["counted"] == "yes"],
                         ["at_night"])
        self.assertIn("cold_floor", [one["id"] for one in result["alerts"]])
        self.assertIn("Slippers.", [one["text"] for one in result["advice"]])

    def test_a_data_folder_that_is_not_absolute_does_not_count(self):
        run = self.run_program("plugins", "list", XDG_DATA_HOME="data")
        self.assert_code(run, 0)
        self.assertNotIn("cold_floor", run.out)

    def test_it_is_shown(self):
        row = [line for line in self.run_program("plugins", "list").out.splitlines()
               if "cold_floor" in line]
        self.assertTrue(row and row[0].endswith("rules"), row)
        self.assertIn("cause strain.cold_floor",
                      self.run_program("plugins", "show", "cold_floor").out)
        rules = self.run_program("knowledge", "list", "--plugins", "cold_floor").out
        self.assertIn("cold_floor/at_night", rules)

    def test_what_is_kept_elsewhere_is_never_read_in_its_place(self):
        self.assess(program.patient("night_cramps"))
        self.assertEqual(list((self.home / "cache").rglob("*")), [])

    def broken(self, old, new):
        path = self.folder / FOLK.name
        path.write_text(path.read_text().replace(old, new))
        run = self.assess(program.patient("night_cramps"))
        self.assert_code(run, 3)
        self.assertTrue(run.json()["causes"], "the rest goes on")
        [module] = [one for one in run.json()["plugins"] if "cold_floor" in f"{one}"]
        self.assertEqual(module["status"], "refused")
        return run.err

    def test_a_fault_of_the_manifest_has_line_and_column(self):
        error = self.broken("intended_use", "intented_use")
        self.assertRegex(error, r"cold_floor\.yaml .*line \d+, column \d+: .*intended_use")

    def test_an_unknown_concept_has_its_place_and_a_hint(self):
        error = self.broken("symptom.cramp.nocturnal", "symptom.cramp.nocturnl")
        for words in ("org.example.cold_floor", "/rules/0/when", "column 1",
                      "did you mean symptom.cramp.nocturnal?"):
            self.assertIn(words, error)

    def test_of_two_files_with_one_id_the_first_is_loaded(self):
        other = self.home / "other"
        other.mkdir()
        shutil.copy(FOLK, other / "another.yaml")
        run = self.assess(program.patient("night_cramps"), "--plugin-path", "other")
        self.assert_code(run, 3)
        self.assertIn("another.yaml", run.err)
        self.assertIn("cold_floor.yaml", run.err)

    def test_a_rule_for_the_idiopathic_cause_with_nothing_else_to_rank(self):
        module = program.DATA / "modules/night.yaml"
        run = self.assess(program.patient("night_cramps"), "--plugin", module, "--plugins", "night")
        self.assert_code(run, 0)
        result = run.json()
        self.assertEqual([cause["id"] for cause in result["causes"]],
                         ["idiopathic.nocturnal_leg_cramps"])
        self.assertEqual((result["ranking"], result["ranking_why"]),
                         ("weak", "no cause explains the complaint well"))

    def test_a_text_shows_the_value_that_the_rule_was_judged_by(self):
        path = self.folder / FOLK.name
        path.write_text(path.read_text().replace('when: "symptom.cramp.nocturnal"\n',
                                                 'when: "lab.potassium < 3.5 mmol/L"\n')
                        .replace("text: cramps at night", 'text: "potassium {lab.potassium}"'))
        record = program.bundle("potassium_implausible")
        [implausible] = [one for one in record["entry"] if one["resource"]["id"] == "potassium"]
        earlier = copy.deepcopy(implausible)
        earlier["resource"].update(id="later", effectiveDateTime="2026-11-20T11:00:00Z")
        earlier["resource"]["valueQuantity"]["value"] = 3.0
        record["entry"].insert(1, earlier)
        run = self.assess(self.write("two.json", json.dumps(record)))
        self.assert_code(run, 0)
        [cause] = [one for one in run.json()["causes"] if one["id"] == "strain.cold_floor"]
        self.assertEqual([one["text"] for one in cause["evidence"]], ["potassium 3 mmol/L"])

    def test_an_unknown_broader_concept_costs_only_the_module_that_names_it(self):
        path = self.folder / FOLK.name
        path.write_text(path.read_text() + "\nterminology:\n"
                        "  - {id: symptom.toe, name: Toe cramp, is_a: [symptom.cramp.legs]}\n")
        run = self.assess(program.patient("night_cramps"))
        self.assert_code(run, 3)
        self.assertIn("did you mean symptom.cramp.leg?", run.err)
        status = {one["id"]: one["status"] for one in run.json()["plugins"]}
        self.assertEqual([one for one in status.values() if one == "refused"], ["refused"])
        self.assertEqual(status["org.causa.core"], "ok")

    def test_a_file_that_others_may_write_is_refused(self):
        (self.folder / FOLK.name).chmod(0o666)
        run = self.assess(program.patient("night_cramps"))
        self.assert_code(run, 3)
        self.assertIn("cold_floor", run.err)


class Settings(program.ProgramTest):
    """[modules.NAME] of causa.toml reaches the library, checked against its manifest."""

    def with_settings(self, text):
        self.write("causa.toml", "[modules.electrolytes]\n" + text)
        return self.assess(program.EXAMPLE, "--config", "causa.toml")

    def adjusted_calcium(self, run):
        self.assert_code(run, 0)
        return [fact["value"] for fact in run.json_lines()[0]["facts"]
                if fact["concept"] == "lab.calcium.adjusted"]

    def test_a_setting_changes_the_derived_fact_and_the_digest(self):
        usual = self.assess(program.EXAMPLE)
        changed = self.with_settings("reference_albumin_g_l = 42")
        before, after = self.adjusted_calcium(usual)[0], self.adjusted_calcium(changed)[0]
        self.assertAlmostEqual(after - before, 0.04)  # 0.02 mmol/L for each g/L
        self.assertNotEqual(usual.json_lines()[0]["config_sha256"],
                            changed.json_lines()[0]["config_sha256"])

    def test_what_the_manifest_does_not_know_is_a_usage_error(self):
        run = self.with_settings("reference_albumin = 42")
        self.assert_code(run, 2)
        self.assertIn("did you mean reference_albumin_g_l?", run.err)
        self.assert_code(self.with_settings('reference_albumin_g_l = "much"'), 2)

    def test_what_the_library_refuses_makes_it_a_failed_module(self):
        run = self.with_settings("reference_albumin_g_l = 4")
        self.assert_code(run, 3)
        status = {one["id"]: one["status"] for one in run.json_lines()[0]["plugins"]}
        self.assertEqual(status["org.causa.electrolytes"], "failed")
        self.assertEqual(status["org.causa.hydration"], "ok")


if __name__ == "__main__":
    unittest.main()
