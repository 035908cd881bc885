# SPDX-License-Identifier: Apache-2.0
"""`causa extend` with a module that is refused beside others, and with files that can't be read."""

import unittest

from coming import HEAD, ComingTest, alert, case
from extending import in_one_order

REFUSED = "org.example.refused"
FAULTY = HEAD.replace("org.example.comes", REFUSED) + alert("lab.no_such_thing > 3")
SOUND = FAULTY.replace("lab.no_such_thing > 3", "lab.calcium >= 2 mmol/L")
COMES = HEAD + alert("lab.potassium >= 6 mmol/L", urgency="emergency")
FILES = ("--plugin", "comes.yaml", "--plugin", "refused.yaml")
WHY = "no concept 'lab.no_such_thing'"


class RefusedBesideOthers(ComingTest):
    """Of two patients the other module alerts of one, and has nothing to say of the other."""

    def setUp(self):
        super().setUp()
        self.write("comes.yaml", COMES)
        self.write("refused.yaml", FAULTY)
        self.write("p.case.yaml", "---\n".join(
            f"patient: p-{number:05}\n" + case(f"labs: {{potassium: {value} mmol/L, calcium: 2.3 "
                                               "mmol/L}")
            for number, value in enumerate((6.5, 4.1))))
        self.ids = [one["id"] for one in self.assess_few("p.case.yaml", plugins="hydration")]

    def come(self, *arguments, plugins="comes,refused"):
        return self.extend("--all", *FILES, *arguments, plugins=plugins)

    def at_once(self, *plugins):
        run = self.assess("p.case.yaml", *FILES, "--plugins", ",".join(("hydration", *plugins)))
        return [in_one_order(one) for one in run.json_lines()]

    def shown(self):
        return [in_one_order(self.show(one)) for one in self.ids]

    def test_it_keeps_nobody_from_hearing_the_others(self):
        run = self.come("--fail-on", "emergency")
        self.assert_code(run, 10)
        self.assertIn("also 3: ", run.err)
        self.assertIn(f"{self.ids[0]} version 2: new alert, emergency", run.out)
        self.assertIn("2 extended, with 1 new alerts; 0 had the modules already; 0 not", run.out)
        self.assertIn(f"2 extended without {REFUSED}, which is refused (", run.err)
        self.assertIn(WHY, run.err)
        self.assertEqual(self.shown(), self.at_once("comes", "refused"))
        for one in self.ids:
            status, = [(it["status"], WHY in it["why"]) for it in self.show(one)["plugins"]
                       if it["id"] == REFUSED]
            self.assertEqual(status, ("refused", True))
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)
        self.assert_code(self.replay("--all", *FILES), 0)

    def test_programs_read_that_it_was(self):
        run = self.come("--to", "json")
        self.assert_code(run, 3)
        *extended, counts = run.json_lines()
        self.assertEqual([one["added"] for one in extended], [["org.example.comes"]] * 2)
        self.assertEqual([[it["id"] for it in one["refused"]] for one in extended], [[REFUSED]] * 2)
        self.assertIn(WHY, extended[0]["refused"][0]["why"])
        self.assertEqual((counts["extended"], counts["not_extended"]), (2, 0))

    def test_the_same_call_tries_it_again_until_it_is_mended(self):
        self.come()
        again = self.come()
        self.assert_code(again, 3)
        self.assertIn("0 extended, with 0 new alerts; 0 had the modules already; 2 not", again.out)
        self.assertIn(f"{REFUSED} would not take part: ", again.err)
        self.assertEqual({self.show(one)["version"] for one in self.ids}, {2})
        self.write("refused.yaml", SOUND)
        self.assert_code(self.come(), 0)
        self.assertEqual(self.shown(), self.at_once("comes", "refused"))

    def test_alone_it_changes_nothing(self):
        run = self.come(plugins="refused")
        self.assert_code(run, 3)
        self.assertIn(WHY, run.err)
        self.assertIn("0 extended, with 0 new alerts; 0 had the modules already; 2 not", run.out)
        self.assertEqual({self.show(one)["version"] for one in self.ids}, {1})


class Unread(ComingTest):
    """Files that --plugin names, and of which nobody knows which module they hold."""

    def setUp(self):
        super().setUp()
        self.write("comes.yaml", COMES)
        self.write("broken.yaml", "schema: causa.manifest/1\n  id: [org.example.broken\n")
        self.write("p.case.yaml", case("labs: {potassium: 6.5 mmol/L}"))
        self.assessed, = self.assess_few("p.case.yaml", plugins="hydration")

    def test_the_one_that_was_to_come(self):
        for name in ("broken", "org.example.broken"):
            run = self.extend("--all", "--plugin", "broken.yaml", plugins=name)
            self.assert_code(run, 3)
            self.assertIn("broken.yaml:2:5: is not YAML", run.err)
            self.assertNotIn("there is no module", run.err)

    def test_one_beside_a_module_that_comes(self):
        for name, why in (("broken.yaml", "broken.yaml:2:5: is not YAML"),
                          ("missing.yaml", "missing.yaml can't be opened")):
            run = self.extend("--all", "--plugin", "comes.yaml", "--plugin", name, plugins="comes")
            self.assert_code(run, 3)
            self.assertEqual(run.err.count(why), 1, run.err)
        self.assertEqual(self.show(self.assessed["id"])["version"], 2)

    def test_a_name_that_nothing_has(self):
        run = self.extend("--all", "--plugin", "broken.yaml", plugins="comes")
        self.assert_code(run, 2)
        self.assertIn("also 3: ", run.err)
        self.assertIn('there is no module "comes"', run.err)
        self.assertIn("broken.yaml:2:5: is not YAML", run.err)


if __name__ == "__main__":
    unittest.main()
