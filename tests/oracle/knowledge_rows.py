#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every row of the evidence files that the project was given stands in a carried.yaml, and nothing
else does: a finding, band, red flag, formula, piece of advice or trap can't get lost unnoticed.

usage: knowledge_rows.py SOURCE_FOLDER SHARED_FOLDER; exits with 77 if the latter isn't there.
"""
import collections
import json
import pathlib
import sys

FILES = {"a": "hydration_electrolytes_medication.json",
         "b": "circulation_neurologic_chronic_strain.json"}
KINDS = {"findings": "finding", "causes": "cause", "formulas": "formula", "red_flags": "red_flag",
         "workup": "workup", "advice": "advice", "advice_conflicts": "conflict",
         "severity_bands": "band", "interactions": "interaction", "drugs": "drug",
         "attribution_expert": "attribution", "labs": "lab", "traps": "trap",
         "unverified_recall": "recall"}


def rows_of(letter, document):
    """A row is named by its id, or by its place in its list, from 0."""
    for key, kind in KINDS.items():
        for place, row in enumerate(document.get(key, [])):
            name = row.get("id", place) if isinstance(row, dict) else place
            yield f"{letter}.{kind}.{name}"


def main(source, shared):
    folder = shared / "knowledge"
    if not folder.exists():
        print(f"skipped: no {folder}")
        return 77
    sys.path.insert(0, str(source / "tests/house"))
    import manifests  # pylint: disable=import-outside-toplevel

    given = set()
    for letter, name in FILES.items():
        given |= set(rows_of(letter, json.loads((folder / name).read_text("utf-8"))))
    carried = {}
    for place in manifests.folders(source).values():
        carried |= {row["row"]: row for row in manifests.read(place / "carried.yaml")["rows"]}
    for row in sorted(given - set(carried)):
        print(f"{row}: stands in no carried.yaml")
    for row in sorted(set(carried) - given):
        print(f"{row}: is no row of the evidence")
    count = collections.Counter((row.split(".")[1], "as" in entry)
                                for row, entry in carried.items())
    for kind in KINDS.values():
        print(f"{kind}: {count[kind, True]} carried, {count[kind, False]} left out")
    return 1 if given ^ set(carried) else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
