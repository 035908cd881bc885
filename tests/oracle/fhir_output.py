#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Validates --to fhir of every example patient, and the Questionnaire, with the npm packages fhir and
@medplum/core in the versions of fhir_output/package-lock.json. They are installed into the build
folder. usage: fhir_output.py PROGRAM SOURCE BUILD; exits with 77 if node 20 or the registry isn't
there.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

INSTALL_SECONDS = 240
VALIDATE_SECONDS = 240


def skip(reason):
    print(f"SKIPPED: {reason}; the FHIR output was not validated")
    sys.exit(77)


def node_version():
    try:
        text = subprocess.run(["node", "--version"], capture_output=True, text=True, timeout=60,
                              check=True).stdout
        return int(text.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def install(source, folder):
    """Again only if the versions have changed."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "installed.json"
    lock = (source / "package-lock.json").read_text(encoding="utf-8")
    if done.exists() and done.read_text(encoding="utf-8") == lock:
        return
    for name in ("package.json", "package-lock.json"):
        shutil.copy(source / name, folder / name)
    try:
        run = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                              "--fetch-timeout=20000", "--fetch-retries=1"], cwd=folder,
                             capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        skip(f"npm doesn't work: {error}")
    if run.returncode != 0:
        skip(f"npm can't install: {(run.stderr.strip().splitlines() or ['no reason'])[-1]}")
    done.write_text(lock, encoding="utf-8")


def outputs(program, source, home):
    environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home}
    inputs = [*sorted((source / "tests/data/cli/patients").glob("*.json")),
              source / "docs/examples/leg-cramps.json"]
    lines = []
    for arguments in (["assess", *map(str, inputs), "--store", "none", "--as-of", "2026-11-20",
                       "--to", "fhir"], ["questionnaire"]):
        run = subprocess.run([program, *arguments], capture_output=True, text=True,
                             env=environment, timeout=240, check=False)
        if run.returncode != 0:
            print(f"FAULT {arguments[0]} ended with {run.returncode}: {run.stderr.strip()}")
            sys.exit(1)
        lines += run.stdout.splitlines()
    if len(lines) != len(inputs) + 1:
        print(f"FAULT {len(lines)} resources of {len(inputs)} patients")
        sys.exit(1)
    return "\n".join(lines) + "\n"


def main():
    program, source, build = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    version = node_version()
    if version < 20:
        skip(f"node is {version or 'not there'}, 20 is needed")
    folder = build / "oracle/fhir_output"
    install(source / "tests/oracle/fhir_output", folder)
    with tempfile.TemporaryDirectory() as home:
        lines = outputs(program, source, home)
    script = source / "tests/oracle/fhir_output/validate.mjs"
    run = subprocess.run(["node", str(script)], cwd=folder, input=lines, text=True,
                         capture_output=True, timeout=VALIDATE_SECONDS, check=False)
    print(run.stdout + run.stderr, end="")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
