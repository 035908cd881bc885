# SPDX-License-Identifier: Apache-2.0
"""`causa extend` where the library of an earlier module isn't there any more, or there are many sets
of settings: what a module that comes can't learn then is told, and keeps the patient's old version."""

import unittest

import program
from coming import HEAD, ComingTest, alert, case
from extending import in_one_order

RATIO = HEAD + """facts:
  - {id: %s, type: number, unit: "{ratio}"}
""" + alert("%s > 10", urgency="emergency")
#: One that no condition of an earlier module reads, so that it isn't kept; and one that some do.
UNREAD, READ = "score.bun_creatinine", "score.urea_creatinine"
KIDNEYS = case("labs: {urea: 10.7 mmol/L, creatinine: 106 umol/L}")
CREATININE = """terminology:
  - id: lab.creatinine
    name: Creatinine
    kind: number
    unit: umol/L
    codes: [{system: LOINC, code: "99999-7", display: "Creatinine ours", verified: true, seen: a test}]
"""


class WithoutLibrary(ComingTest):
    def assess_installed(self, record, plugins):
        self.plugins = self.install()
        self.write("p.case.yaml", record)
        return [one["id"] for one in self.assess_few("p.case.yaml", plugins=plugins)]

    def take_away(self, name):
        for lock in self.plugins.glob("plugins.lock"):
            lock.unlink()
        older = self.home / "older"
        older.mkdir()
        (self.plugins / f"{name}.so").rename(older / f"{name}.so")

    def come(self, module, *arguments):
        self.write("comes.yaml", module)
        return self.extend("--all", "--plugin", "comes.yaml", *arguments, plugins="comes")

    def test_what_it_would_compute_for_the_module_that_comes(self):
        assessed, = self.assess_installed(KIDNEYS, "hydration")
        self.take_away("hydration")
        run = self.come(RATIO % (UNREAD, UNREAD))
        self.assert_code(run, 1)
        self.assertIn(f"1 not extended ({assessed}): the library of org.causa.hydration 1.0.0 isn't "
                      "there as it was", run.err)
        self.assertIn(f"org.example.comes reads what it computes ({UNREAD})", run.err)
        self.assertIn("--plugin-path", run.err)
        self.assertEqual(self.show(assessed)["version"], 1)
        back = self.come(RATIO % (UNREAD, UNREAD), "--plugin-path", "older")
        self.assert_code(back, 0)
        self.assertIn(f"{assessed} version 2: new alert, emergency", back.out)
        at_once = self.assess("p.case.yaml", "--plugins", "hydration,comes", "--plugin",
                              "comes.yaml", "--plugin-path", "older").json()
        self.assertEqual(in_one_order(self.show(assessed)), in_one_order(at_once))

    def test_what_was_kept_is_known_all_the_same(self):
        assessed, = self.assess_installed(KIDNEYS, "hydration")
        self.take_away("hydration")
        run = self.come(RATIO % (READ, READ))
        self.assert_code(run, 0)
        self.assertIn(f"{assessed} version 2: new alert, emergency", run.out)
        self.assertIn("known only as far as it was kept", run.err)

    def test_whose_record_it_would_compute_from_is_read_otherwise(self):
        """Nobody else stays as he was."""
        code = "labs:\n  LOINC 99999-7: 700 umol/L"
        concerned, other = self.assess_installed(
            "---\n".join(["patient: p-00001\n" + case(code),
                          "patient: p-00002\n" + case("labs: {potassium: 4.1 mmol/L}")]),
            "chronic_disease")
        self.take_away("chronic_disease")
        module = CREATININE + alert("lab.potassium >= 4 mmol/L")
        run = self.come(HEAD + module)
        self.assert_code(run, 1)
        self.assertIn(f"1 not extended ({concerned}): the library of org.causa.chronic_disease",
                      run.err)
        self.assertIn(f"{other} version 2: new alert, same-day", run.out)
        self.assertEqual(self.show(concerned)["version"], 1)
        self.assert_code(self.come(HEAD + module, "--plugin-path", "older"), 0)
        self.assertTrue([one for one in self.show(concerned)["facts"]
                         if "egfr" in one["concept"]])


@unittest.skipIf(program.SANITIZED, "memory isn't limited there")
class ManySets(ComingTest):
    memory_bytes = 256 << 20  # each set takes some 7 million

    def test_many_sets_of_settings_take_the_memory_of_a_few(self):
        for number in range(40):
            self.write("model.toml", f"[model]\njudgement_only_cap = 0.{50 + number}\n")
            self.write("p.case.yaml", f"patient: p-{number:05}\n" + case(
                "labs: {potassium: 4.1 mmol/L}"))
            self.assert_code(self.assess("p.case.yaml", "--config", "model.toml", store="s.db"), 0)
        self.write("comes.yaml", HEAD + alert("lab.potassium >= 4 mmol/L"))
        run = self.extend("--all", "--plugin", "comes.yaml", "--jobs", "1", plugins="comes")
        self.assert_code(run, 0)
        self.assertIn("40 extended, with 40 new alerts", run.out)


if __name__ == "__main__":
    unittest.main()
