# SPDX-License-Identifier: Apache-2.0
"""carried.yaml beside a manifest says of each row of the evidence that the project was given what
became of it. What it names is in a manifest or in the terminology, a row stands once, and what was
left out has a reason."""

import json
import sys

import manifests
import tree

KINDS = ("rules", "alerts", "advice", "withholds", "derives", "terminology")


def ids_of(manifest):
    """Ids by which a row may say what became of it; decisions and the like as CAUSE#PART."""
    found = {entry["id"] for kind in KINDS for entry in manifest.get(kind) or []}
    for step in manifest.get("derives") or []:
        found |= {fact["id"] for fact in step["provides"]}
    for cause in manifest.get("causes") or []:
        found.add(cause["id"])
        for part in ("prior", "accounts_for", "leads_to", "action", "requires", "codes"):
            if part in cause:
                found.add(f"{cause['id']}#{part}")
        found |= {f"{cause['id']}#{decision['id']}" for decision in cause.get("decided_by") or []}
    return found


def concepts(root):
    found = set()
    for path in sorted((root / "configs/terminology").glob("*.json")):
        found |= {entry["id"] for entry in json.loads(path.read_text("utf-8")).get("concepts", [])}
    return found


def row_faults(place, row, known):
    if set(row) - {"row", "as", "left_out", "test"} or "row" not in row:
        return [f"{place}: a row has row, as or left_out, and perhaps test"]
    if bool(row.get("as")) == bool(row.get("left_out")):
        return [f"{place}: {row['row']} says what became of it (as) or why it was left out, "
                "and not both"]
    return [f"{place}: {row['row']} is carried as {name}, which is nowhere"
            for name in row.get("as") or [] if name not in known]


def faults_of(root):
    known, faults, seen = concepts(root), [], {}
    folders = manifests.folders(root)
    for folder in folders.values():
        known |= ids_of(manifests.manifest(folder))
    for folder in folders.values():
        path = folder / "carried.yaml"
        place = manifests.name_of(root, path)
        if not path.exists():
            faults.append(f"{place}: is missing")
            continue
        for row in manifests.read(path)["rows"]:
            faults += row_faults(place, row, known)
            if row.get("row") in seen:
                faults.append(f"{place}: {row['row']} stands in {seen[row['row']]} already")
            seen[row.get("row")] = place
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
