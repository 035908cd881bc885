#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the program over case bundles and example data that others made, where they are present.

Every input must end in an assessment or in a named error, and the published cases must not become
worse than the floor below. Prints accuracy by first place and among the first three families.
usage: shared_data.py PROGRAM FOLDER; exits with 77 if the folder isn't there.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

# What this version reached when the test was written; a drop is a fault, a rise is to be noted here.
FIRST_PLACE_FLOOR = 21
# Error places look like "file.json: message; cure".
PLACE = ".json"


def assess(program, home, inputs, *options):
    environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home}
    return subprocess.run([program, "assess", *map(str, inputs), "--store", "none", "--to", "json",
                           *options], capture_output=True, text=True, env=environment, check=False)


def leading_families(assessment):
    families = []
    for cause in assessment["causes"]:
        if cause["shown_with"] is None and cause["family"] not in families:
            families.append(cause["family"])
    return families


def check_cases(program, home, folder):
    first = three = ranked = 0
    faults = []
    for case in json.loads((folder / "cases.json").read_text())["cases"]:
        result = assess(program, home, [folder / case["fhir_bundle"]], "--as-of",
                        case["encounter_date"])
        if not result.stdout.strip():
            faults.append(f"{case['id']}: no assessment: {result.stderr.strip()[:200]}")
            continue
        families = leading_families(json.loads(result.stdout))
        if case["expected_family"] in ("none", "mimic"):
            continue
        ranked += 1
        accepted = case["acceptable_families"]
        first += bool(families) and families[0] in accepted
        three += any(family in accepted for family in families[:3])
    print(f"cases: first place {first} of {ranked}, first three {three} of {ranked}")
    if first < FIRST_PLACE_FLOOR:
        faults.append(f"first place fell to {first}, it was {FIRST_PLACE_FLOOR}")
    return faults


def check_folder(program, home, folder):
    files = sorted(folder.glob("*.json"))
    result = assess(program, home, [folder])
    assessed = len(result.stdout.splitlines())
    errors = [line for line in result.stderr.splitlines() if ": error: " in line]
    print(f"{folder.name}: {len(files)} files, {assessed} assessments, {len(errors)} errors")
    faults = [f"{folder.name}: no place in: {line}" for line in errors if PLACE not in line]
    if result.returncode not in (0, 1):
        faults.append(f"{folder.name}: exit {result.returncode}: {result.stderr[-300:]}")
    if assessed + len(errors) < len(files):
        faults.append(f"{folder.name}: some files gave neither an assessment nor an error")
    for line in result.stdout.splitlines():
        assessment = json.loads(line)
        whole = [entry for entry in assessment["ignored"] if "." not in entry["source"]]
        total = assessment["resources"]["used"] + sum(entry["count"] for entry in whole)
        if total != assessment["resources"]["read"]:
            faults.append(f"{folder.name}: counts of an assessment don't add up")
    return faults


def main():
    program, shared = sys.argv[1], pathlib.Path(sys.argv[2])
    if not (shared / "cases" / "cases.json").exists():
        print(f"SKIPPED: the data of others isn't here ({shared.name}/cases)")
        return 77
    faults = []
    with tempfile.TemporaryDirectory() as home:
        faults += check_cases(program, home, shared / "cases")
        for name in ("synthea", "hl7-examples"):
            if (shared / "data/fhir" / name).is_dir():
                faults += check_folder(program, home, shared / "data/fhir" / name)
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
