#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the program over HL7 v2 messages that others made, where they are present.

Each message must end in an assessment or in a named error, and each of its segments must be used or
counted as ignored. Prints the counts by kind of message.
usage: hl7v2_data.py PROGRAM FOLDER; exits with 77 if the folder isn't there.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SEGMENT = re.compile(rb"[A-Z][A-Z0-9]{2}(?:[^A-Za-z0-9 ]|$)")
ENVELOPES = (b"MSH", b"FHS", b"BHS", b"BTS", b"FTS")


def lines_of(content):
    """The segments of a file, split here in another way than the program does it."""
    content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\r")
    if b"\r" not in content:
        content = content.replace(b"\n", b"\r")
    return [line for line in content.split(b"\r") if line.strip()]


def messages_of(path):
    """The messages of a file, each as its lines."""
    messages = []
    for line in lines_of(path.read_bytes()):
        if line.startswith(b"MSH"):
            messages.append([line])
        elif messages and line[:3] not in ENVELOPES:
            messages[-1].append(line)
    return messages


def kind_of(message):
    fields = message[0].split(message[0][3:4])
    return (fields[8] if len(fields) > 8 else b"").decode(errors="replace").rsplit("^", 1)[0]


def assess(program, home, *inputs):
    environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home}
    return subprocess.run([program, "assess", *map(str, inputs), "--store", "none", "--to", "json"],
                          capture_output=True, text=True, env=environment, check=False)


def sum_faults(assessment):
    whole = [entry for entry in assessment["ignored"] if "." not in entry["source"]]
    total = assessment["resources"]["used"] + sum(entry["count"] for entry in whole)
    return total != assessment["resources"]["read"]


def check_message(program, home, place, message, outcomes):
    """Faults of one message alone."""
    file = pathlib.Path(home) / "message.hl7"
    file.write_bytes(b"\r".join(message) + b"\r")
    result = assess(program, home, file)
    assessments = [json.loads(line) for line in result.stdout.splitlines()]
    errors = [line for line in result.stderr.splitlines() if ": error: " in line]
    kind = kind_of(message)
    if result.returncode not in (0, 1):
        return [f"{place}: exit {result.returncode}: {result.stderr[-300:]}"]
    if bool(assessments) == bool(errors):
        return [f"{place}: neither an assessment nor an error, or both"]
    if errors:
        outcomes[kind, re.sub(r'"[^"]*"', '"..."', errors[0].split(": ", 3)[-1].split(";")[0])] += 1
        return [] if "message.hl7" in errors[0] else [f"{place}: no place in: {errors[0]}"]
    outcomes[kind, "assessed"] += 1
    faults = [f"{place}: counts don't add up" for one in assessments if sum_faults(one)]
    segments = sum(SEGMENT.match(line) is not None for line in message[1:])
    read = sum(one["resources"]["read"] for one in assessments)
    if segments != read:
        faults.append(f"{place}: {segments} segments, but {read} were used or counted")
    return faults


def check_all(program, home, files, count):
    """All files in one call: nothing gets lost between messages."""
    result = assess(program, home, *files)
    errors = sum(": error: " in line for line in result.stderr.splitlines())
    assessments = [json.loads(line) for line in result.stdout.splitlines()]
    print(f"in one call: {count} messages, {len(assessments)} patients, {errors} errors")
    faults = [] if result.returncode in (0, 1) else [f"exit {result.returncode}"]
    faults += ["in one call: counts don't add up" for one in assessments if sum_faults(one)]
    return faults


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2]) / "data/hl7v2"
    files = sorted(folder.glob("*/*.hl7"))
    if not files:
        print("SKIPPED: the messages of others aren't here (data/hl7v2)")
        return 77
    faults, outcomes, count = [], collections.Counter(), 0
    with tempfile.TemporaryDirectory() as home:
        for path in files:
            for number, message in enumerate(messages_of(path), 1):
                count += 1
                place = f"{path.parent.name}/{path.name} message {number}"
                faults += check_message(program, home, place, message, outcomes)
        faults += check_all(program, home, files, count)
    for (kind, outcome), times in sorted(outcomes.items()):
        print(f"{times:4} {kind or '(no type)'}: {outcome}")
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
