# SPDX-License-Identifier: Apache-2.0
"""No setting lowers an alert: neither how strictly input is linted nor any constant of the model.
Tried on all clinical cases of our own. A strict refusal is none: it gives no assessment, by name."""

import json
import unittest

import program

FOLDER = program.SOURCE / "tests/clinical"
URGENCY = {"routine": 1, "urgent": 2, "same-day": 3, "emergency": 4}

# As far from the defaults as each setting allows, so that as little as possible is made of anything.
LITTLE = """[model]
expert_lr_strong = 1.01
expert_lr_moderate = 1.01
expert_lr_weak = 1.01
expert_lr_minimal = 1.01
shift_cap_millibans = 1
judgement_only_cap = 0.01
accounts_for_cap = 0.01
sufficient_explanation = 0.99
must_not_miss = 0.99
leading_causes = 1
advice_threshold = 0.99
"""


class AlertsStay(program.ProgramTest):
    def alerts(self, *options):
        """By patient: the alerts with their urgency. What was refused isn't in it."""
        run = self.run_program("assess", FOLDER / "patients", FOLDER / "bundles", "--as-of",
                               "2026-11-26", "--store", "none", "--to", "json", *options)
        self.assertIn(run.code, (0, 1), run.err)
        found = {}
        for answer in run.json_lines():
            patient = json.dumps(answer["patient"])
            self.assertNotIn(patient, found)
            found[patient] = {f"{alert['plugin']}/{alert['id']}": URGENCY[alert["urgency"]]
                              for alert in answer["alerts"]}
        return found

    def assert_none_lowered(self, usual, other):
        lowered = [(place, alert) for place, alerts in usual.items() if place in other
                   for alert, urgency in alerts.items()
                   if other[place].get(alert, 0) < urgency]
        self.assertEqual(lowered, [])

    def test_by_how_strictly_input_is_linted(self):
        usual = self.alerts()
        self.assertGreater(sum(map(len, usual.values())), 50)
        for mode in ("strict", "minimal"):
            with self.subTest(mode):
                other = self.alerts("--lint", mode)
                self.assertGreater(len(other), len(usual) / 2)
                self.assert_none_lowered(usual, other)

    def test_by_the_constants_of_the_model(self):
        settings = self.write("little.toml", LITTLE)
        self.assert_none_lowered(self.alerts(), self.alerts("--config", settings))


if __name__ == "__main__":
    unittest.main()
