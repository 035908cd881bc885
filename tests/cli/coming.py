# SPDX-License-Identifier: Apache-2.0
"""A small module that comes to one patient: as extended with it, and as assessed with it at once."""

import json

from extending import StoredTest, in_one_order

HEAD = """schema: causa.manifest/1
id: org.example.comes
version: 1.0.0
title: What comes later
intended_use: Tests of causa extend; not for patients.
attributes:
  developer: causa project
  license: Apache-2.0
  released: 2026-11-28
  reviewed: {by: null, on: null, until: null}
  funding: none
  population: nobody
  uses: []
sources:
  - {id: judgement, citation: "Judgement of the module's authors; no published source", verified: false}
  - {id: paper, citation: "Somebody. Some journal 2010;1:1-2", year: 2010, verified: false}
"""


def alert(when, urgency="same-day"):
    return f"""alerts:
  - id: told
    when: "{when}"
    urgency: {urgency}
    title: what comes tells it
    action: look at it
    basis: expert
    sources: [judgement]
"""


def case(*lines, complaint="leg cramps"):
    about = ["date: 2026-11-20", "age: 67", "sex: female"]
    return "\n".join([*about, *([f"complaint: {complaint}"] if complaint else []), *lines]) + "\n"


class ComingTest(StoredTest):
    def versions(self, module, record, *earlier, code=0):
        """As extended, and as assessed with the module at once; `code`: of assessing without it."""
        self.write("comes.yaml", HEAD + module)
        self.write("p.case.yaml" if isinstance(record, str) else "p.json",
                   record if isinstance(record, str) else json.dumps(record))
        name = "p.case.yaml" if isinstance(record, str) else "p.json"
        for path in self.home.glob("s.db*"):
            path.unlink()
        before = self.assess(name, *earlier, store="s.db")
        self.assert_code(before, code)
        extended = self.extend("--all", "--plugin", "comes.yaml", plugins="comes")
        self.assertIn(extended.code, (0, 10), extended.told)
        now = self.show(before.json()["id"])
        self.assertEqual(now["version"], 2)
        at_once = self.assess(name, *earlier, "--plugin", "comes.yaml").json()
        return in_one_order(now), in_one_order(at_once)

    def check(self, module, record, *earlier):
        now, at_once = self.versions(module, record, *earlier)
        self.assertEqual(now, at_once)
        return now
