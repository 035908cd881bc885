#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `assess` and `lint` over all data that others made, where it is present, and makes the
tables of docs/tried-on.md from what it counts.

Each document is given in by itself and must end in an assessment or in an error with place and
cure. What it holds (resources of FHIR, segments of HL7 v2) is counted here in another way than the
program does it: all of it must be used, counted as ignored, of no patient, or in a document that
was refused. Both verbs must refuse the same.

usage: all_data.py PROGRAM FOLDER PAGE; exits with 77 if the folder isn't there. With
CAUSA_REWRITE_GOLDEN=1 in the environment the page is written anew, else its first table is
compared.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import hl7v2_data

AS_OF = "2026-11-20"
BEGIN, END = "<!-- tables: begin -->", "<!-- tables: end -->"
TABLE_END = "\n\n## Why"


class Tally:
    """What came of one set of data."""

    def __init__(self, name, unit):
        self.name, self.unit = name, unit
        self.files = self.documents = self.held = self.assessed = 0
        self.used = self.ignored = self.of_no_patient = self.not_read = 0
        self.refused = collections.Counter()
        self.findings = collections.Counter()
        self.reasons = collections.Counter()
        self.faults = []

    def fault(self, place, text):
        self.faults.append(f"{self.name}: {place}: {text}")


class Runner:
    def __init__(self, program, home):
        self.program, self.home = program, pathlib.Path(home)
        self.environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home}

    def run(self, verb, inputs, as_of, *options):
        done = subprocess.run([self.program, verb, *map(str, inputs), "--to", "json", "--as-of",
                               as_of, *options], capture_output=True, text=True,
                              env=self.environment, check=False)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        # A build tree's modules are approved by nobody, which is no word about the input.
        errors = [line for line in done.stderr.splitlines() if "loaded without approval" not in line]
        return done, lines, errors

    def assess(self, inputs, as_of):
        summary = self.home / "summary.json"
        done, lines, errors = self.run("assess", inputs, as_of, "--store", "none", "--summary",
                                       str(summary))
        left = json.loads(summary.read_text())["of_no_patient"]
        return done, lines, errors, sum(entry["count"] for entry in left)


def reason_of(line):
    """An error without its place and its cure, and without what one document alone has."""
    text = re.split(r"; ", line.removeprefix("causa: error: "), maxsplit=1)[0]
    text = re.sub(r"^\S+?\.(?:json|ndjson|hl7)(?::\d+)?: ", "", text)
    text = re.sub(r"^message \d+: ", "", text)
    text = re.sub(r"^(?:Bundle\.)?(?:entry\[\d+\]\.)?(?:resource\.)?", "", text)
    return re.sub(r"\[\d+\]", "", re.sub(r'"[^"]*"', '"..."', text))


def weigh(tally, runner, place, inputs, held, as_of=AS_OF, errors_hold=None):
    """One document, or what is one input; `held` is what it holds by our own count, `errors_hold`
    says how much of it an error stands for (all of it, if nothing is given)."""
    tally.documents += 1
    tally.held += held
    done, assessments, errors, left = runner.assess(inputs, as_of)
    if done.returncode not in (0, 1):
        return tally.fault(place, f"assess ends with {done.returncode}: {done.stderr[-300:]}")
    if not assessments and not errors and not left:
        tally.fault(place, "neither an assessment nor an error")
    lost = 0
    for line in errors:
        name = pathlib.Path(inputs[0]).name
        if not line.startswith("causa: error: ") or name not in line.split(": ")[2]:
            tally.fault(place, f"an error without a place: {line}")
        if "; " not in line:
            tally.fault(place, f"an error without a cure: {line}")
        tally.refused[reason_of(line)] += 1
        lost += errors_hold(line) if errors_hold else held
    read = used = ignored = 0
    for one in assessments:
        read += one["resources"]["read"]
        used += one["resources"]["used"]
        for entry in one["ignored"]:
            if "." in entry["source"]:
                continue
            ignored += entry["count"]
            if not entry["reason"]:
                tally.fault(place, f"{entry['source']} is ignored without a reason")
            tally.reasons[entry["source"], re.sub(r'"[^"]*"', '"..."', entry["reason"])] += \
                entry["count"]
    if read != used + ignored:
        tally.fault(place, f"{read} read, but {used} used and {ignored} ignored")
    if held != read + left + lost:
        tally.fault(place, f"holds {held}, but {read} read, {left} of no patient, {lost} refused")
    tally.assessed += len(assessments)
    tally.used += used
    tally.ignored += ignored
    tally.of_no_patient += left
    tally.not_read += lost
    check_lint(tally, runner, place, inputs, as_of, errors, len(assessments))
    return None


def check_lint(tally, runner, place, inputs, as_of, errors, patients):
    done, linted, lint_errors = runner.run("lint", inputs, as_of)
    if done.returncode not in (0, 1, 5):
        tally.fault(place, f"lint ends with {done.returncode}: {done.stderr[-300:]}")
    if lint_errors != errors:
        tally.fault(place, "lint and assess refuse different things")
    if len(linted) != patients:
        tally.fault(place, f"lint speaks of {len(linted)} patients, assess of {patients}")
    for one in linted:
        for finding in one["findings"]:
            tally.findings[finding["id"]] += 1
            if not finding["message"]:
                tally.fault(place, f"{finding['id']} without words")


def held_in(resource):
    """Resources of a FHIR document: an entry each, and those of Bundles within."""
    if resource.get("resourceType") != "Bundle":
        return 1
    return sum(held_in(entry["resource"]) for entry in resource.get("entry", [])
               if "resource" in entry)


def documents(tally, runner, folder, as_of_of=lambda path: AS_OF):
    for path in sorted(folder.glob("*.json")):
        tally.files += 1
        held = held_in(json.loads(path.read_text(encoding="utf-8-sig")))
        weigh(tally, runner, path.name, [path], held, as_of_of(path))


def bulk(tally, runner, folder):
    """All files at once: they are joined by patient. Each line is one resource."""
    files = sorted(folder.glob("*.ndjson"))
    tally.files = len(files)
    lines = sum(1 for path in files for line in path.read_bytes().splitlines() if line.strip())
    weigh(tally, runner, folder.name, [folder], lines, errors_hold=lambda line: 1)


def packed(tally, runner, path):
    unpack = shutil.which("zstd")
    if not unpack:
        print(f"SKIPPED {path.name}: no zstd to look into it with")
        return
    tally.files = 1
    text = subprocess.run([unpack, "-dc", str(path)], capture_output=True, check=True).stdout
    held = [held_in(json.loads(line)) for line in text.splitlines() if line.strip()]
    weigh(tally, runner, path.name, [path], sum(held),
          errors_hold=lambda line: held[int(line.split(":")[3]) - 1])


def messages(tally, runner, folder):
    """Each message by itself, so that none hides behind another."""
    for path in sorted(folder.glob("*.hl7")):
        tally.files += 1
        for number, message in enumerate(hl7v2_data.messages_of(path), 1):
            file = runner.home / "message.hl7"
            file.write_bytes(b"\r".join(message) + b"\r")
            segments = sum(hl7v2_data.SEGMENT.match(line) is not None for line in message[1:])
            weigh(tally, runner, f"{path.name} message {number}", [file], segments)


def measure(program, shared, home):
    runner = Runner(program, home)
    dates = {pathlib.Path(case["fhir_bundle"]).name: case["encounter_date"]
             for case in json.loads((shared / "cases/cases.json").read_text())["cases"]}
    tallies = []

    def add(name, unit, measured, *rest):
        tallies.append(Tally(name, unit))
        measured(tallies[-1], runner, *rest)
    fhir, hl7v2 = shared / "data/fhir", shared / "data/hl7v2"
    add("Published cases as FHIR", "resources", documents, shared / "cases/bundles",
        lambda path: dates.get(path.name, AS_OF))
    add("Synthea, bundles", "resources", documents, fhir / "synthea")
    for path in sorted(fhir.glob("*.ndjson.zst")):
        add("Synthea, a bundle a line, zstd", "resources", packed, path)
    add("Bulk export by type", "resources", bulk, fhir / "bulk")
    add("HL7's examples of R4", "resources", documents, fhir / "hl7-examples")
    for name, folder in (("CDC ReportStream", "cdc-reportstream"),
                         ("Microsoft FHIR Converter", "ms-fhir-converter"),
                         ("LinuxForHealth", "linuxforhealth")):
        add(f"HL7 v2: {name}", "segments", messages, hl7v2 / folder)
    return tallies


def row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def tables(tallies):
    lines = [row(("data", "files", "documents", "assessments", "refused", "held", "used", "ignored",
                  "of no patient", "in what was refused")), "|---|" + "---:|" * 9]
    for tally in tallies:
        lines.append(row((tally.name, tally.files, tally.documents, tally.assessed,
                          sum(tally.refused.values()), f"{tally.held} {tally.unit}", tally.used,
                          tally.ignored, tally.of_no_patient, tally.not_read)))
    lines += ["", "## Why something was refused", "", "| data | times | why |", "|---|---:|---|"]
    for tally in tallies:
        for reason, count in sorted(tally.refused.items(), key=lambda one: (-one[1], one[0])):
            lines.append(row((tally.name, count, reason.replace("|", "\\|"))))
    lines += ["", "## Why something was ignored", "",
              "The five most frequent reasons of each set; an assessment has all of its own.", "",
              "| data | times | what | why |", "|---|---:|---|---|"]
    for tally in tallies:
        most = sorted(tally.reasons.items(), key=lambda one: (-one[1], one[0]))
        for (source, reason), count in most[:5]:
            lines.append(row((tally.name, count, source, reason.replace("|", "\\|"))))
    lines += ["", "## What the linter found", "", "| finding | "
              + " | ".join(tally.name for tally in tallies) + " |",
              "|---|" + "---:|" * len(tallies)]
    for rule in sorted({rule for tally in tallies for rule in tally.findings}):
        lines.append(row((f"`{rule}`", *(tally.findings[rule] or "" for tally in tallies))))
    return "\n".join(lines)


def lasting(text):
    """The first table without used and ignored, which change with what the modules know."""
    rows = [line.split(" | ") for line in text.strip().split(TABLE_END)[0].splitlines()]
    return [cells[:6] + cells[8:] for cells in rows]


def check_page(page, made):
    """Faults. Findings and reasons change with what the program knows, these counts don't."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    old, _, behind = rest.partition(END)
    if os.environ.get("CAUSA_REWRITE_GOLDEN") == "1":
        page.write_text(f"{before}{BEGIN}\n{made}\n{END}{behind}", encoding="utf-8")
        return []
    if lasting(old) != lasting(made):
        return [f"{page.name}: its first table isn't what was counted now; look at the difference "
                "and write it anew (CAUSA_REWRITE_GOLDEN=1)"]
    return []


def main():
    program, shared, page = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    if not (shared / "cases/cases.json").exists() or not (shared / "data").is_dir():
        print("SKIPPED: the data of others isn't here (data, cases)")
        return 77
    with tempfile.TemporaryDirectory() as home:
        tallies = measure(program, shared, home)
    made = tables(tallies)
    print(made)
    faults = [fault for tally in tallies for fault in tally.faults]
    faults += check_page(page, made)
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
