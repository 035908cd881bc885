# SPDX-License-Identifier: Apache-2.0
"""Who may run: locks made, changed and verified by the program, policies, rights, and what is loaded in
spite of them, which must be told and stamped."""

import json
import os
import pwd
import shutil
import subprocess
import unittest

import program
from trusting import ID, Trust


class Locking(Trust):
    def test_lock_approves_what_is_there_and_it_then_loads_approved(self):
        run = self.plugins("lock", "--by", "j.smith", "--on", "2026-11-20")
        self.assertIn(f"approved {ID} 1.0.0 (cold_floor.yaml, sha256 ", run.words)
        fields = self.line()
        self.assertEqual(fields[:2] + fields[3:],
                         [ID, "1.0.0", "abi:none", "enabled", "approved:2026-11-20:j.smith",
                          "cold_floor.yaml"])
        module = self.used()
        self.assertEqual((module["approved"], module["approved_by"], module["allowed_because"]),
                         (True, "j.smith on 2026-11-20", None))
        self.assertEqual(self.warned, "")

    def test_without_by_it_is_the_login_name(self):
        self.plugins("lock")
        self.assertTrue(self.line()[5].endswith(":" + pwd.getpwuid(os.getuid()).pw_name))
        self.lock.unlink()
        run = self.plugins("lock", "--by", "J. Smith", code=2)
        self.assertIn("as in --by j.smith", run.warned)
        self.assertFalse(self.lock.exists())

    def test_an_unchanged_line_keeps_its_approval(self):
        self.locked()
        before = self.lock.read_bytes()
        run = self.plugins("lock", "--by", "somebody.else")
        self.assertIn("unchanged", run.words)
        self.assertEqual(self.lock.read_bytes(), before)

    def test_nobody_approves_a_change_unknowingly(self):
        self.locked()
        self.add("cold_floor.yaml", "version: 1.0.0", "version: 1.0.1")
        before = self.lock.read_bytes()
        run = self.plugins("lock", "--by", "a.b", code=5)
        for words in ("CHANGED", "version 1.0.0 is now 1.0.1", "sha256 ", "--update " + ID):
            self.assertIn(words, run.words)
        self.assertEqual(self.lock.read_bytes(), before)
        self.assertEqual(self.used(code=3)["status"], "refused")
        run = self.plugins("lock", "--by", "a.b", "--on", "2026-11-21", "--update", "cold_floor")
        self.assertIn("updated", run.words)
        self.assertEqual(self.line()[1], "1.0.1")
        self.assertEqual(self.line()[5], "approved:2026-11-21:a.b")
        self.assertEqual(self.used()["approved_by"], "a.b on 2026-11-21")

    def test_an_update_of_a_disabled_module_leaves_it_disabled(self):
        self.locked()
        self.plugins("disable", "cold_floor")
        self.add("cold_floor.yaml", "version: 1.0.0", "version: 1.0.1")
        self.plugins("lock", "--by", "a.b", "--update", ID)
        self.assertEqual(self.line()[4], "disabled")

    def test_a_file_that_was_approved_as_another_module_needs_that_line_removed(self):
        other = self.add("warm_floor.yaml", "cold_floor", "warm_floor")
        self.locked()
        before = self.lock.read_bytes()
        other.replace(self.module)  # warm_floor, under the name of cold_floor's file
        run = self.plugins("lock", "--by", "a.b", "--update", "warm_floor", code=5)
        self.assertIn(f"its file was approved as {ID}: causa plugins lock --remove {ID} first",
                      run.words)
        self.assertEqual(self.lock.read_bytes(), before)
        self.plugins("lock", "--remove", ID, "--update", "warm_floor")
        self.plugins("verify", self.folder)

    def test_a_lock_can_be_read_by_all_whatever_the_umask(self):
        before = os.umask(0o077)
        try:
            self.locked()
        finally:
            os.umask(before)
        self.assertEqual(self.lock.stat().st_mode & 0o777, 0o644)

    def test_only_looks_at_no_other_module(self):
        self.add("warm_floor.yaml", "cold_floor", "warm_floor")
        self.plugins("lock", "--by", "a.b", "--only", "cold_floor")
        self.assertEqual(self.line()[0], ID)

    def test_a_line_without_a_file_is_told_and_goes_only_if_named(self):
        self.locked()
        self.module.unlink()
        self.assertIn("MISSING", self.plugins("lock", code=5).words)
        self.assertIn(ID, self.lock.read_text())
        self.plugins("lock", "--remove", ID)
        self.assertNotIn(ID, self.lock.read_text())
        self.assertIn('has no line for "x"', self.plugins("lock", "--remove", "x", code=2).warned)

    def test_what_can_not_load_can_not_be_approved(self):
        self.add("broken.yaml", "intended_use", "intented_use")
        run = self.plugins("lock", "--by", "a.b", code=3)
        self.assertIn("REFUSED broken.yaml has", run.words)
        self.assertEqual(self.line()[0], ID)

    def test_two_files_of_one_id_are_not_approved(self):
        self.add("again.yaml")
        run = self.plugins("lock", "--by", "a.b", code=3)
        self.assertIn("is there twice, as again.yaml and cold_floor.yaml", run.words)
        self.assertNotIn(ID, self.lock.read_text())

    def test_an_approved_module_is_loaded_though_another_of_its_id_is_found_first(self):
        self.locked()
        first = self.home / "first"
        first.mkdir()
        other = first / "cold_floor.yaml"
        other.write_text(self.module.read_text().replace("version: 1.0.0", "version: 0.0.1"))
        other.chmod(0o644)
        run = self.assess(program.patient("night_cramps"), "--plugin-path", f"{first}:{self.folder}")
        self.assert_code(run, 3)
        found = {(one["version"], one["status"]) for one in run.json()["plugins"]
                 if one["id"] == ID}
        self.assertEqual(found, {("1.0.0", "ok"), (None, "refused")})
        self.assertIn(f"{self.module} is loaded, {other} is refused", " ".join(run.err.split()))

    def test_comments_are_kept(self):
        self.locked()
        text = self.lock.read_text().replace(ID, "# asked for by the night ward\n" + ID)
        self.lock.write_text("# ours\n\n" + text + "# end\n")
        self.add("warm_floor.yaml", "cold_floor", "warm_floor")
        self.plugins("lock", "--by", "a.b")
        lines = self.lock.read_text().splitlines()
        self.assertEqual((lines[0], lines[-1]), ("# ours", "# end"))
        self.assertTrue(lines[lines.index("# asked for by the night ward") + 1].startswith(ID))

    def test_a_broken_lock_is_told_by_line_and_left_as_it_is(self):
        self.lock.write_text("# mine\norg.example.cold_floor 1.0.0\n")
        run = self.plugins("lock", code=3)
        self.assertIn("plugins.lock:2: has 2 fields instead of 7", run.warned)
        self.assertEqual(self.lock.read_text(), "# mine\norg.example.cold_floor 1.0.0\n")

    def test_many_at_once_lose_no_line(self):
        names = [f"floor_{number}" for number in range(12)]
        for name in names:
            self.add(f"{name}.yaml", "cold_floor", name)
        started = [subprocess.Popen(self.command("plugins", "lock", "--by", name, "--only", name),
                                    env=self.environment, cwd=self.home,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                   for name in names]
        for process in started:
            process.communicate(timeout=120)
            self.assertEqual(process.returncode, 0)
        text = self.lock.read_text()
        for name in names:
            self.assertRegex(text, rf"org\.example\.{name} .*:{name} {name}\.yaml\n")
        self.assertEqual([path.name for path in self.folder.iterdir() if "lock" in path.name],
                         ["plugins.lock"])

    def test_enable_and_disable_keep_the_line(self):
        self.locked()
        enabled = self.lock.read_text()
        self.plugins("disable", "cold_floor")
        self.assertEqual(self.lock.read_text(), enabled.replace(" enabled ", " disabled "))
        self.assertEqual(self.used()["status"], "absent")
        self.assertIn("causa plugins enable " + ID, self.plugins("why", "cold_floor").words)
        self.plugins("enable", ID)
        self.assertEqual(self.lock.read_text(), enabled)
        self.assertIn('no plugins.lock names "warm_floor"',
                      self.plugins("disable", "warm_floor", code=2).warned)


class Namesakes(Trust):
    """Two modules of one short name: an approval is of one module, and says of which."""

    OTHER = "org.third.cold_floor"
    CHOICE = ('"cold_floor" is the short name of 2 modules; name one by its whole id: '
              f"{ID}, {OTHER}")

    def setUp(self):
        super().setUp()
        text = (program.SOURCE / "docs/examples/rules-module/alcohol.yaml").read_text()
        [name] = [line for line in text.splitlines() if line.startswith("id: ")]
        self.second = self.folder / "third.yaml"
        self.second.write_text(text.replace(name, f"id: {self.OTHER}"))
        self.second.chmod(0o644)

    def refused(self, *arguments):
        before = self.lock.read_text()
        self.assertIn(self.CHOICE, self.plugins(*arguments, code=2).warned)
        self.assertEqual(self.lock.read_text(), before)

    def states(self):
        return {line.split()[0]: line.split()[4] for line in self.lock.read_text().splitlines()
                if line and not line.startswith("#")}

    def test_a_short_name_changes_neither_and_an_id_that_one(self):
        self.locked()
        for action in ("disable", "enable"):
            self.refused(action, "cold_floor")
        self.assertIn(f"{self.OTHER} is now disabled in ",
                      self.plugins("disable", self.OTHER).words)
        self.assertEqual(self.states(), {ID: "enabled", self.OTHER: "disabled"})
        self.refused("enable", "cold_floor")
        for option in ("--update", "--remove", "--only"):
            self.refused("lock", option, "cold_floor")
        self.plugins("lock", "--remove", self.OTHER)
        self.assertEqual(self.states(), {ID: "enabled"})

    def test_where_one_is_left_the_short_name_does_and_the_id_is_told(self):
        self.second.unlink()
        self.locked()
        self.assertIn(f"{ID} is now disabled in ", self.plugins("disable", "cold_floor").words)

    def test_only_the_change_that_is_named_is_approved(self):
        self.locked()
        for path in (self.module, self.second):
            path.write_text(path.read_text().replace("version: 1.0.0", "version: 1.0.1"))
        self.refused("lock", "--update", "cold_floor")
        changed = self.plugins("lock", "--update", ID, code=5).words
        self.assertIn(f"updated {ID} 1.0.1", changed)
        self.assertIn(f"CHANGED {self.OTHER}", changed)

    def test_a_line_and_a_file_without_one_are_two_as_well(self):
        self.plugins("lock", "--by", "a.b", "--only", ID)
        self.refused("lock", "--by", "a.b", "--only", "cold_floor")

    def test_what_is_shown_is_of_one(self):
        self.locked()
        for arguments in (["show", "cold_floor"], ["why", "cold_floor"], ["check", "cold_floor"]):
            self.refused(*arguments)
        knowledge = self.run_program("knowledge", "export", "cold_floor")
        self.assert_code(knowledge, 2)
        self.assertIn(self.CHOICE, " ".join(knowledge.err.split()))
        self.assertIn(f"{self.OTHER} 1.0.0", self.plugins("show", self.OTHER).out)
        self.assertIn(f"{self.OTHER} 1.0.0 is loaded", self.plugins("why", self.OTHER).words)
        self.plugins("disable", self.OTHER)
        self.assertIn(f"{ID} 1.0.0", self.plugins("show", "cold_floor").out)
        self.refused("why", "cold_floor")

    def test_a_disabled_one_is_not_asked_for(self):
        self.locked()
        self.assess_with("--plugins", "cold_floor", code=2)
        self.plugins("disable", self.OTHER)
        status = self.assess_with("--plugins", "cold_floor")
        self.assertEqual(status, {ID: "ok", self.OTHER: "absent"})
        # Nobody leaves out a module and means another one.
        self.assess_with("--without", "cold_floor", code=2)
        self.plugins("disable", ID)
        self.assess_with("--plugins", "cold_floor", code=2)

    def assess_with(self, *arguments, code=0):
        run = self.assess(program.patient("night_cramps"), *arguments)
        self.assert_code(run, code)
        if code != 0:
            return self.assertIn(self.CHOICE, " ".join(run.err.split()))
        return {one["id"]: one["status"] for one in run.json()["plugins"]
                if one["id"].endswith(".cold_floor")}


class Verifying(Trust):
    def verify(self, code=0, **environment):
        run = self.plugins("verify", self.folder, "--json", code=code, **environment)
        result = json.loads(run.out)
        self.assertEqual(result["schema"], "causa.verify/1")
        return result, {one["file"]: one for one in result["modules"]}

    def test_all_good(self):
        self.locked()
        result, modules = self.verify()
        self.assertEqual((result["faults"], result["fault"]), (0, None))
        self.assertEqual(modules["cold_floor.yaml"]["status"], "good")
        self.assertEqual(modules["cold_floor.yaml"]["approved_by"], "j.smith")
        self.assertIn("good", self.plugins("verify", self.folder).words)

    def test_every_fault_is_named_and_ends_in_5(self):
        self.add("gone.yaml", "cold_floor", "gone")
        self.add("off.yaml", "cold_floor", "off")
        self.add("writable.yaml", "cold_floor", "writable")
        self.locked()
        (self.folder / "gone.yaml").unlink()
        (self.folder / "writable.yaml").chmod(0o666)
        self.plugins("disable", "off")
        self.add("extra.yaml", "cold_floor", "extra")
        self.add("cold_floor.yaml", "version: 1.0.0", "version: 1.0.1")
        result, modules = self.verify(code=5)
        self.assertEqual({file: one["status"] for file, one in modules.items()},
                         {"cold_floor.yaml": "changed", "gone.yaml": "missing",
                          "off.yaml": "disabled", "extra.yaml": "unlocked",
                          "writable.yaml": "refused"})
        self.assertEqual(result["faults"], 4)
        words = self.plugins("verify", self.folder, code=5).words
        self.assertIn("version 1.0.0 is now 1.0.1", words)
        self.assertIn("5 modules, 4 faults", words)

    def test_no_lock_a_broken_lock_and_no_folder_are_faults(self):
        result, _ = self.verify(code=5)
        self.assertIn("has no plugins.lock", result["fault"])
        self.lock.write_text("x\n")
        result, _ = self.verify(code=5)
        self.assertIn("plugins.lock:1", result["fault"])
        self.assertIn("is no folder", self.plugins("verify", "nowhere", code=5).words)

    def test_the_installed_modules_are_approved_by_their_release(self):
        shutil.rmtree(self.folder)
        words = self.plugins("verify").words
        self.assertIn("7 modules, 0 faults", words)
        self.assertIn("approved by causa-", words)
        run = self.assess(program.patient("swollen_calf"))
        self.assertEqual(run.err, "")
        self.assertEqual({one["approved"] for one in run.json()["plugins"]}, {True})
        self.assertNotIn("pproved by an administrator",
                         self.assess(program.patient("child"), to="text").out)


class InSpite(Trust):
    """What is loaded although nobody approved it is told on standard error and stamped."""

    def expect(self, module, reason):
        self.assertEqual((module["status"], module["approved"]), ("ok", False))
        self.assertIn(reason, module["allowed_because"])
        self.assertIn("cold_floor", self.warned)
        self.assertIn(reason, self.warned)

    def test_a_folder_without_a_lock(self):
        self.expect(self.used(), "its folder has no plugins.lock")
        text = self.assess(program.patient("night_cramps"), to="text").out
        self.assertIn("Not approved by an administrator: cold_floor (its folder has no", text)
        html = self.assess(program.patient("night_cramps"), to="html").out
        self.assertIn("not approved by an administrator; its folder has no plugins.lock", html)

    def test_a_file_that_was_named(self):
        other = self.home / "elsewhere"
        other.mkdir()
        self.module.rename(other / "cold_floor.yaml")
        module = self.used("--plugin", other / "cold_floor.yaml")
        self.expect(module, "it was named by --plugin")

    def test_allow_unapproved_under_policy_locked(self):
        module = self.used("--policy", "locked", code=3)
        self.assertEqual(module["status"], "refused")
        self.assertIn("causa plugins lock", module["why"])
        for name in ("cold_floor", ID, "all"):
            self.expect(self.used("--policy", "locked", "--allow-unapproved", name),
                        "it was named by --allow-unapproved")

    def test_allow_unapproved_beside_a_lock_that_does_not_name_it(self):
        self.lock.write_text("# nothing\n")
        self.assertEqual(self.used(code=3)["status"], "refused")
        self.expect(self.used("--allow-unapproved", "cold_floor"), "doesn't name it")
        self.assertIn("loaded in spite of that",
                      self.plugins("why", "cold_floor", "--allow-unapproved", "all").words)

    def test_nothing_allows_a_changed_or_disabled_module(self):
        self.locked()
        self.plugins("disable", "cold_floor")
        self.assertEqual(self.used("--allow-unapproved", "all")["status"], "absent")
        self.plugins("enable", "cold_floor")
        self.add("cold_floor.yaml", "version: 1.0.0", "version: 1.0.1")
        self.assertEqual(self.used("--allow-unapproved", "all", code=3)["status"], "refused")

    def test_it_is_kept_in_the_store(self):
        store = self.home / "s.db"
        self.assess(program.patient("night_cramps"), store=store)
        [shown] = [one for one in self.run_program("show", self.stored(store)[0], "--store", store,
                                                   "--to", "json").json()["plugins"]
                   if one["id"] == ID]
        self.assertEqual(shown["allowed_because"], "its folder has no plugins.lock")

    def test_why_says_who_and_by_which_line_and_policy(self):
        self.locked()
        words = self.plugins("why", "cold_floor", CAUSA_POLICY="locked").words
        self.assertRegex(words, r"Approved by j\.smith on 2026-11-20: \S+/plugins\.lock:\d+\.")
        self.assertIn("Policy: locked (CAUSA_POLICY)", words)

    def test_a_plugin_path_that_is_not_there_is_a_warning(self):
        self.used("--plugin-path", "nowhere")
        self.assertIn("no module is loaded from nowhere: No such file or directory", self.warned)


class Rights(Trust):
    def test_a_folder_that_others_may_write_gives_nothing(self):
        self.locked()
        for mode in (0o775, 0o777, 0o1777):
            self.folder.chmod(mode)
            self.assertIn("may be written by group or others", self.used(code=3)["why"])
            self.assertIn("may be written by group or others",
                          self.plugins("lock", code=3).warned)
            self.assertIn("may be written", self.plugins("verify", self.folder, code=5).words)

    @unittest.skipUnless(os.geteuid() == 0, "only root can give a file away")
    def test_what_belongs_to_somebody_else_is_refused(self):
        os.chown(self.module, 12345, 12345)
        self.assertIn("belongs to user 12345", self.used(code=3)["why"])
        os.chown(self.module, 0, 0)
        os.chown(self.folder, 12345, 12345)
        self.assertIn("belongs to user 12345", self.used(code=3)["why"])


if __name__ == "__main__":
    unittest.main()
