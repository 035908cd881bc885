# SPDX-License-Identifier: Apache-2.0
"""Modules of past releases, run by today's program: their evidence is still what it was on the day they
were put into the museum, and nobody has changed what is in there. scripts/museum adds an entry; with
--golden FOLDER this prints the evidence of a new one."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
MUSEUM = HERE / "museum"
SOURCE = HERE.parent.parent
PATIENTS = MUSEUM / "patients.yaml"
MODULES = ("neutral_c", "neutral_cpp", "neutral_conditions")
LARGEST_BYTES = 20_000


def entries():
    return sorted(path for path in MUSEUM.iterdir() if path.is_dir())


def evidence_of(entry):
    """By patient: what each module of the entry says, and what it derives."""
    with tempfile.TemporaryDirectory(prefix="causa-museum-") as home:
        files = []
        for path in sorted(entry.iterdir()):
            if path.suffix in (".so", ".yaml"):
                # A checkout may let a group write, which the host refuses.
                copied = pathlib.Path(shutil.copy(path, home))
                copied.chmod(0o644)
                files += ["--plugin", str(copied)]
        done = subprocess.run(
            [os.environ["CAUSA_PROGRAM"], "assess", str(PATIENTS), "--as-of", "2026-11-20",
             "--store", "none", "--to", "json", "--plugins", ",".join(MODULES), *files],
            env={"HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, cwd=home,
            capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{entry.name}: exit code {done.returncode}\n{done.stderr}")
    found = {}
    for assessment in map(json.loads, done.stdout.splitlines()):
        used = {one["id"]: one["status"] for one in assessment["plugins"]}
        for name in MODULES:
            if used.get(f"org.example.{name}") != "ok":
                raise AssertionError(f"{entry.name}: {name} took no part: {used}")
        found[assessment["patient"]["id"]] = {
            # Weights are the host's model, which may change; what a rule says may not.
            "evidence": sorted(
                [one["plugin"].split(".")[-1], one["rule"], one["about"], one["holds"]]
                for cause in assessment["causes"] for one in cause["evidence"]
                if one["plugin"].startswith("org.example.")),
            "derived": sorted([fact["concept"], fact["state"], fact["value"], fact["time"]]
                              for fact in assessment["facts"] if fact["derived_from"])}
    return found


def written(found):
    """JSON with a line for each statement, so that a difference can be read."""
    patients = []
    for name, parts in found.items():
        lists = [f'  "{key}": [\n   ' + ",\n   ".join(map(json.dumps, part)) + "]"
                 if part else f'  "{key}": []' for key, part in parts.items()]
        patients.append(f' "{name}": {{\n' + ",\n".join(lists) + "}")
    return "{\n" + ",\n".join(patients) + "\n}"


class Museum(unittest.TestCase):
    maxDiff = None

    def test_there_is_an_entry(self):
        self.assertTrue(entries())

    def test_evidence_is_what_it_was(self):
        for entry in entries():
            golden = json.loads((entry / "evidence.json").read_text(encoding="utf-8"))
            self.assertEqual(evidence_of(entry), golden, entry.name)

    def test_evidence_says_something(self):
        for entry in entries():
            golden = json.loads((entry / "evidence.json").read_text(encoding="utf-8"))
            said = {(one[0], one[1], one[3]) for it in golden.values() for one in it["evidence"]}
            for module in MODULES:
                for rule in ("low", "recent", "two_of", "older_woman", "ever_low"):
                    for outcome in ("present", "absent"):
                        self.assertIn((module, rule, outcome), said, entry.name)

    def test_files_are_those_of_the_day(self):
        for entry in entries():
            sums = dict(reversed(line.split("  ", 1)) for line in
                        (entry / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
            there = {path.name for path in entry.iterdir()} - {"SHA256SUMS"}
            self.assertEqual(set(sums), there, entry.name)
            for name, expected in sums.items():
                bytes_of_file = (entry / name).read_bytes()
                self.assertEqual(hashlib.sha256(bytes_of_file).hexdigest(), expected,
                                 f"{entry.name}/{name} was changed; an entry never is")
                if name.endswith(".so"):
                    self.assertLess(len(bytes_of_file), LARGEST_BYTES, name)
            self.assertRegex((entry / "README.md").read_text(encoding="utf-8"),
                             r"commit [0-9a-f]{40}")

    def test_no_commit_changed_an_entry(self):
        """SHA256SUMS could be changed with the file; history could not."""
        def git(*words):
            return subprocess.run(["git", "-C", str(SOURCE), *words], capture_output=True, text=True,
                                  check=False)
        shallow = git("rev-parse", "--is-shallow-repository")
        if shallow.returncode != 0 or shallow.stdout.strip() != "false":
            self.skipTest("no whole history of git here")
        changed = git("log", "--diff-filter=MD", "--format=%h", "--no-renames", "--",
                      "tests/abi/museum/*/*", "tests/abi/museum/patients.yaml")
        self.assertEqual(changed.stdout, "", "commits that changed the museum")

    def test_layout_has_only_grown(self):
        today = (SOURCE / "sdk/abi/v1.layout").read_text(encoding="utf-8").splitlines()
        for entry in entries():
            then = (entry / "v1.layout").read_text(encoding="utf-8").splitlines()
            self.assertEqual(faults_of_layout(then, today), [], entry.name)

    def test_a_layout_that_did_not_only_grow_is_found(self):
        then = ["a size 16", "a.x offset 0 size 8", "a.y offset 8 size 8", "CODE 1"]
        grown = ["a size 24", "a.x offset 0 size 8", "a.y offset 8 size 8", "a.z offset 16 size 8",
                 "CODE 1", "NEW 2"]
        self.assertEqual(faults_of_layout(then, grown), [])
        moved = ["a size 24", "a.x offset 0 size 8", "a.z offset 8 size 8", "a.y offset 16 size 8",
                 "CODE 1"]
        self.assertIn("a.y offset 8 size 8", faults_of_layout(then, moved)[0])
        self.assertTrue(faults_of_layout(then, ["a size 8"] + then[1:]))
        self.assertTrue(faults_of_layout(then, grown[:4] + ["CODE 3"]))
        between = ["a size 16", "a.x offset 0 size 4", "a.w offset 4 size 4", *then[2:]]
        self.assertTrue(faults_of_layout(then, between))


def faults_of_layout(then, today):
    """Lines of an old layout that are no longer true; a struct's size may have grown."""
    now = set(today)
    sizes = {name: int(size) for name, size in
             (match.groups() for match in (re.fullmatch(r"(\w+) size (\d+)", line) for line in today)
              if match)}
    faults = []
    for line in then:
        whole = re.fullmatch(r"(\w+) size (\d+)", line)
        if whole and sizes.get(whole[1], 0) < int(whole[2]):
            faults.append(f"{line}: smaller now")
        if not whole and line not in now:
            faults.append(f"{line}: no longer so")
    return faults


if __name__ == "__main__":
    if sys.argv[1:2] == ["--golden"]:
        print(written(evidence_of(pathlib.Path(sys.argv[2]).resolve())))
    else:
        unittest.main()
