#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the resources of FHIR data that others made by itself, and compares with what the program
says it used and ignored: bulk data by resource type, and bundles a patient a line, packed. The same
patients as bundles and as bulk data must give the same assessments.

usage: fhir_counts.py PROGRAM FOLDER; exits with 77 if the folder isn't there.
"""
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

# Two runs of the same patients differ by nothing only if they assess the same moment.
AS_OF = "2026-11-20"


def run(program, home, inputs, stdin=None):
    """Assessments, lines of errors and the summary of one run."""
    summary = pathlib.Path(home) / "summary.json"
    environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home}
    done = subprocess.run([program, "assess", *map(str, inputs), "--store", "none", "--as-of", AS_OF,
                           "--to", "json", "--summary", str(summary)], stdin=stdin,
                          capture_output=True, text=True, env=environment, check=False)
    errors = [line for line in done.stderr.splitlines() if ": error: " in line]
    return ([json.loads(line) for line in done.stdout.splitlines()], errors,
            json.loads(summary.read_text()))


def is_part(entry):
    return "." in entry["source"]


def counted(assessments):
    """Resources read, and those used or ignored, which must be the same."""
    read = told = 0
    for assessment in assessments:
        read += assessment["resources"]["read"]
        told += assessment["resources"]["used"]
        told += sum(entry["count"] for entry in assessment["ignored"] if not is_part(entry))
    return read, told


def check(name, assessments, errors, summary, patients, resources):
    read, told = counted(assessments)
    left = sum(entry["count"] for entry in summary["of_no_patient"])
    print(f"{name}: {resources} resources of {patients} patients; {len(assessments)} assessments, "
          f"{len(errors)} errors, {read} resources read, {left} of no patient")
    faults = []
    if read != told:
        faults.append(f"{name}: {read} read, but {told} used or ignored")
    if read + left + len(errors) != resources:
        faults.append(f"{name}: {resources} resources, but {read} read, {left} of no patient and "
                      f"{len(errors)} errors")
    if len(assessments) != patients:
        faults.append(f"{name}: {patients} patients, but {len(assessments)} assessments")
    return faults


def check_bulk(program, home, folder):
    lines = [json.loads(line) for path in sorted(folder.glob("*.ndjson"))
             for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    patients = [line["id"] for line in lines if line["resourceType"] == "Patient"]
    assessments, errors, summary = run(program, home, [folder])
    faults = check("bulk", assessments, errors, summary, len(patients), len(lines))
    if [assessment["patient"]["id"] for assessment in assessments] != patients:
        faults.append("bulk: patients are not in the order of their lines")
    return faults


def check_split(program, home, kinds, whole, resources):
    """The same resources as an export by type."""
    folder = pathlib.Path(home) / "export"
    folder.mkdir()
    for kind, lines in kinds.items():
        (folder / f"{kind}.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    kinds.clear()
    assessments, errors, summary = run(program, home, [folder])
    shutil.rmtree(folder)
    faults = check("the same by type", assessments, errors, summary, len(whole), resources)
    joined = {assessment["patient"]["id"]: assessment for assessment in assessments}
    for assessment in whole:
        other = joined.get(assessment["patient"]["id"], {})
        if any(assessment[key] != other.get(key) for key in ("complaint", "alerts", "causes")):
            faults.append("an assessment of bulk data differs from that of the patient's bundle")
    return faults


def check_packed(program, home, path):
    unpack = shutil.which("zstd")
    if not unpack:
        print(f"SKIPPED {path.name}: no zstd to look into it with")
        return []
    kinds = collections.defaultdict(list)
    patients = 0
    with subprocess.Popen([unpack, "-dc", str(path)], stdout=subprocess.PIPE) as source:
        for line in source.stdout:
            patients += 1
            for entry in json.loads(line)["entry"]:
                resource = entry["resource"]
                kinds[resource["resourceType"]].append(json.dumps(resource))
    resources = sum(len(lines) for lines in kinds.values())
    assessments, errors, summary = run(program, home, [path])
    faults = check(path.name, assessments, errors, summary, patients, resources)
    faults += check_split(program, home, kinds, assessments, resources)
    with path.open("rb") as file:
        piped, _, _ = run(program, home, ["-"], stdin=file)
    if len(piped) != len(assessments):
        faults.append(f"{path.name}: {len(piped)} assessments on standard input")
    return faults


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2]) / "data/fhir"
    if not (folder / "bulk").is_dir():
        print("SKIPPED: the data of others isn't here (data/fhir/bulk)")
        return 77
    faults = []
    with tempfile.TemporaryDirectory() as home:
        faults += check_bulk(program, home, folder / "bulk")
        for path in sorted(folder.glob("*.ndjson.zst")):
            faults += check_packed(program, home, path)
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
