#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the program over case bundles and example data that others made, where they are present.

Every input must end in an assessment or in a named error. How good the assessments of the cases are
is clinical_cases.py's question.
usage: shared_data.py PROGRAM FOLDER; exits with 77 if the folder isn't there.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

# Error places look like "file.json: message; cure".
PLACE = ".json"


def assess(program, home, inputs, *options):
    environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home}
    return subprocess.run([program, "assess", *map(str, inputs), "--store", "none", "--to", "json",
                           *options], capture_output=True, text=True, env=environment, check=False)


def check_cases(program, home, folder):
    faults = []
    for case in json.loads((folder / "cases.json").read_text())["cases"]:
        result = assess(program, home, [folder / case["fhir_bundle"]], "--as-of",
                        case["encounter_date"])
        if not result.stdout.strip():
            faults.append(f"{case['id']}: no assessment: {result.stderr.strip()[:200]}")
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
