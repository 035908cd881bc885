# SPDX-License-Identifier: Apache-2.0
"""What tests of `causa extend` and `causa replay` share."""

import json

import program

FEW = "hydration,electrolytes"


def in_one_order(assessment):
    """Without what belongs to the run, and with facts and modules in an order of their own: those of
    an extended assessment keep the places that they had."""
    it = json.loads(json.dumps(assessment))
    for key in ("id", "created", "version", "would_change", "would_change_to"):
        it.pop(key, None)
    facts = it["facts"]

    def words(indexes):
        return sorted(json.dumps(facts[index], sort_keys=True) for index in indexes)

    for cause in it["causes"]:
        for evidence in cause["evidence"]:
            evidence["facts"] = words(evidence["facts"])
    for alert in it["alerts"]:
        alert["facts"] = words(alert["facts"])
    it["facts"] = words(range(len(facts)))
    it["plugins"] = sorted((one["id"], one["version"], one["sha256"], one["status"],
                            one["why"] if one["status"] == "failed" else "")
                           for one in it["plugins"] if one["sha256"])
    return it


class StoredTest(program.ProgramTest):
    """Everything in one store, s.db."""

    def assess_few(self, *arguments, plugins=FEW, **options):
        run = self.assess(*arguments, "--plugins", plugins, store="s.db", **options)
        self.assert_code(run, 0)
        return run.json_lines()

    def extend(self, *arguments, plugins, **options):
        return self.run_program("extend", *arguments, "--plugins", plugins, "--store", "s.db",
                                **options)

    def show(self, one, *arguments):
        run = self.run_program("show", one, "--to", "json", "--store", "s.db", *arguments)
        self.assert_code(run, 0)
        return run.json()

    def replay(self, *arguments):
        return self.run_program("replay", *arguments, "--store", "s.db")
