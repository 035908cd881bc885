# SPDX-License-Identifier: Apache-2.0
"""The libraries of tests/contract/isolation/wild.c, one fault each, at the patient whose calcium is
2.5 mmol/L."""

import json
import os
import pathlib

import program

WILD = pathlib.Path(os.environ["CAUSA_WILD"])
ID = "org.example.wild"

# A module without a library that reads what it derives.
READER = """
schema: causa.manifest/1
id: org.example.reader
version: 1.0.0
title: Reads what another module derives
intended_use: A test; not for patients.
attributes:
  {developer: causa project, license: Apache-2.0, released: 2026-11-27, funding: none,
   reviewed: {by: null, on: null, until: null}, population: nobody, uses: []}
sources: [{id: judgement, citation: "Made up for a test", verified: false}]
facts: [{id: wild.copied, unit: mmol/L}]
alerts:
  - {id: others, when: "wild.copied > 2 mmol/L", urgency: urgent, title: Read, action: A test.,
     basis: expert, sources: [judgement]}
  - {id: own, when: "lab.calcium > 2 mmol/L", urgency: urgent, title: Read, action: A test.,
     basis: expert, sources: [judgement]}
"""


def library(fault):
    return WILD / f"wild_{fault}.so"


def with_calcium(mmol_l, number=0):
    """The example, with another calcium and a name of its own."""
    bundle = json.loads(program.EXAMPLE.read_text(encoding="utf-8"))
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if resource.get("id") == "calcium":
            resource["code"]["coding"][0] = {"system": "http://loinc.org", "code": "2000-8"}
            resource["valueQuantity"] = {"value": mmol_l, "unit": "mmol/L", "code": "mmol/L",
                                         "system": "http://unitsofmeasure.org"}
    return json.dumps(bundle).replace("leg-cramps-example", f"p-{10000 + number}")
