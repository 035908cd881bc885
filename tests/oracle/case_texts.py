#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads the running text of every published case alone, without its codes, and compares what is
found present and absent with case_texts.json, which holds ids of concepts only. Nothing that a text
denies, doubts or tells of other people may be read as present.

usage: case_texts.py CAUSA SHARED [--rewrite]. Exits with 77, saying why, if SHARED is not there."""

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
SECONDS = 60


def texts_of(bundle):
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if "valueString" in resource:
            yield resource


def text_only(bundle):
    """The patient and the texts; nothing that has a code of its own."""
    patient = next(e["resource"] for e in bundle["entry"]
                   if e["resource"]["resourceType"] == "Patient")
    resources = [patient, *texts_of(bundle)]
    return {"resourceType": "Bundle", "type": "collection",
            "entry": [{"resource": resource} for resource in resources]}


def read(causa, bundle, date):
    run = subprocess.run([causa, "assess", "-", "--to", "json", "--store", "none", "--as-of", date],
                         input=json.dumps(bundle), capture_output=True, text=True,
                         timeout=SECONDS, check=False)
    found = {("+" if fact["state"] == "present" else "-") + fact["concept"]
             for fact in json.loads(run.stdout)["facts"] if fact.get("matched_text")}
    return sorted(found)


def main():
    causa, shared = sys.argv[1], pathlib.Path(sys.argv[2])
    listing = shared / "cases/cases.json"
    if not listing.exists():
        print(f"SKIPPED: {listing} is not there")
        sys.exit(77)
    found = {}
    for case in json.loads(listing.read_text("utf-8"))["cases"]:
        bundle = json.loads((shared / "cases" / case["fhir_bundle"]).read_text("utf-8"))
        found[case["id"]] = read(causa, text_only(bundle), case["encounter_date"])
    expected_file = HERE / "case_texts.json"
    if "--rewrite" in sys.argv:
        lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}"
                           for key, value in found.items())
        expected_file.write_text("{\n" + lines + "\n}\n", "utf-8")
    expected = json.loads(expected_file.read_text("utf-8"))
    faults = 0
    for name, facts in found.items():
        for fact in sorted(set(facts) ^ set(expected.get(name, []))):
            print(f"{name}: {fact} is {'new' if fact in facts else 'no longer read'}")
            faults += 1
    print(f"{len(found)} cases, {faults} differences")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
