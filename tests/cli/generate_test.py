# SPDX-License-Identifier: Apache-2.0
"""The generator of patients: what it makes is read without a word of complaint in all its forms,
and it makes the same for the same seed."""

import collections
import json
import os
import subprocess
import unittest

from program import ProgramTest

GENERATE = os.environ["CAUSA_GENERATE"]


def generate(*words):
    return subprocess.run([GENERATE, *words], check=True, capture_output=True).stdout


class Generate(ProgramTest):

    def assess(self, path, *words):
        run = super().assess(str(path), *words)
        self.assertEqual(run.told.replace("\n", ""), "", run.err)
        return run.json_lines()

    def test_a_seed_makes_the_same_patients_whoever_else_is_made(self):
        all_of_them = generate("--patients", "30", "--seed", "7").splitlines()
        later = generate("--patients", "10", "--first", "21", "--seed", "7").splitlines()
        self.assertEqual(all_of_them[20:], later)
        self.assertNotEqual(all_of_them, generate("--patients", "30", "--seed", "8").splitlines())
        self.assertEqual(len(set(all_of_them)), 30)

    def test_all_forms_are_read_and_say_the_same(self):
        for extent in ("history", "visit"):
            with self.subTest(extent):
                options = ("--patients", "60", "--extent", extent)
                bundles = self.home / f"{extent}.ndjson"
                bundles.write_bytes(generate(*options))
                bulk = self.home / f"{extent}-bulk"
                generate(*options, "--to", "bulk", "--folder", str(bulk))
                messages = self.home / f"{extent}.hl7"
                messages.write_bytes(generate(*options, "--to", "hl7v2"))
                by_bundle = self.assess(bundles)
                self.assertEqual(len(by_bundle), 60)
                by_id = {one["patient"]["id"]: one for one in by_bundle}
                for one in self.assess(bulk):
                    other = by_id[one["patient"]["id"]]
                    self.assertEqual([c["id"] for c in one["causes"]],
                                     [c["id"] for c in other["causes"]])
                self.assertEqual(len(self.assess(messages)), 60)

    def test_what_is_made_is_met_about_as_often_as_the_table_says(self):
        named = collections.Counter()
        patients = generate("--patients", "3000").splitlines()
        for line in patients:
            for entry in json.loads(line)["entry"]:
                resource = entry["resource"]
                if resource["resourceType"] == "Condition":
                    named[resource["code"]["text"]] += 1
        share = {name: count / len(patients) for name, count in named.items()}
        self.assertTrue(.28 < share["Leg cramps"] < .45, share)
        self.assertTrue(.25 < share["Hypertension"] < .5, share)
        self.assertTrue(share["Cirrhosis of liver"] < .01, share)

    def test_a_wrong_option_is_said(self):
        for words in (("--to", "csv"), ("--to", "bulk"), ("--extent", "long"), ("--patients", "x")):
            run = subprocess.run([GENERATE, *words], capture_output=True, text=True)
            self.assertEqual(run.returncode, 2, words)
            self.assertTrue(run.stderr.startswith("generate: "), run.stderr)


if __name__ == "__main__":
    unittest.main()
