#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares configs/terminology with the terminology that the project was given: each of its codes
is ours or is left out for a reason, none is called verified that is not, drug classes hold their
codes, and conversions agree.

usage: terminology.py SOURCE SHARED. Exits with 77, saying why, if SHARED is not there."""

import json
import pathlib
import sys

TABLES = ("observations", "findings", "drugs")
# Codes that we don't have, and why.
LEFT_OUT = {
    ("LOINC", "85354-9"): "a panel without a value of its own; its components are read",
    ("ICD10CM", "M62.6"): "no code of ICD-10-CM; ours as ICD-10",
}
TOLERANCE = 0.002


def ours_of(source):
    codes, concepts = {}, {}
    for table in TABLES:
        text = (source / f"configs/terminology/{table}.json").read_text("utf-8")
        for concept in json.loads(text)["concepts"]:
            concepts[concept["id"]] = concept
            for code in concept.get("codes", []):
                codes[code["system"], code["code"]] = (concept, code)
    return codes, concepts


def theirs_of(document):
    for part in ("observations", "conditions", "drug_classes"):
        for entry in document[part]:
            for system, codes in entry["codes"].items():
                for code in codes:
                    yield entry, system, code


def code_faults(document, codes):
    faults = []
    for entry, system, code in theirs_of(document):
        key = (system, code["code"])
        if key in LEFT_OUT:
            continue
        if key not in codes:
            faults.append(f"{entry['key']}: {key} is missing")
            continue
        own = codes[key][1]
        is_seen = code["verified"] and code.get("verified_as_icd10cm", True)
        if own["verified"] and not is_seen:
            faults.append(f"{entry['key']}: {key} is called verified and nobody saw it")
        if not own.get("seen") and code["sources"]:
            faults.append(f"{entry['key']}: {key} doesn't say where it was seen")
        if code.get("match") == "prefix" and own.get("match") != "prefix":
            faults.append(f"{entry['key']}: {key} is a prefix")
    return faults


def class_faults(document, codes, concepts):
    """Every ingredient of a class is of the concept that has the class's ATC codes."""
    def broader(name):
        parents = concepts[name].get("is_a", [])
        return {name}.union(*(broader(parent) for parent in parents)) if parents else {name}

    faults = []
    for entry in document["drug_classes"]:
        owners = {codes["ATC", code["code"]][0]["id"] for code in entry["codes"].get("ATC", [])
                  if ("ATC", code["code"]) in codes}
        for code in entry["codes"].get("RxNorm", []):
            concept = codes.get(("RxNorm", code["code"]), (None,))[0]
            if concept and owners and not owners & broader(concept["id"]):
                faults.append(f"{entry['key']}: {code['display']} is not of {sorted(owners)}")
    return faults


def conversion_faults(document, codes):
    faults = []
    for entry in document["observations"]:
        for code in entry["codes"].get("LOINC", []):
            if ("LOINC", code["code"]) not in codes or not isinstance(code["to_canonical"], (int, float)):
                continue
            concept, own = codes["LOINC", code["code"]]
            if concept["unit"] != entry["canonical_unit"]:
                continue
            both = own.get("conversions", []) + concept.get("conversions", [])
            factors = [c["factor"] for c in both if c["unit"] == code["ucum"]]
            if not factors:
                faults.append(f"{entry['key']}: {code['code']} in {code['ucum']} is not converted")
            elif abs(factors[0] - code["to_canonical"]) > TOLERANCE * code["to_canonical"]:
                faults.append(f"{entry['key']}: {code['code']} x {factors[0]}, "
                              f"theirs x {code['to_canonical']}")
    return faults


def alias_faults(document, source):
    text = (source / "configs/terminology/units.json").read_text("utf-8")
    own = {alias["written"]: alias["unit"] for alias in json.loads(text)["aliases"]}
    return [f"\"{alias['as_seen']}\" is {own.get(alias['as_seen'])}, theirs {alias['ucum']}"
            for alias in document["unit_aliases"]
            if own.get(alias["as_seen"], alias["as_seen"]) != alias["ucum"]]


def main():
    source, shared = map(pathlib.Path, sys.argv[1:3])
    given = shared / "knowledge/terminology.json"
    if not given.exists():
        print(f"SKIPPED: {given} is not there")
        sys.exit(77)
    document = json.loads(given.read_text("utf-8"))
    codes, concepts = ours_of(source)
    faults = (code_faults(document, codes) + class_faults(document, codes, concepts)
              + conversion_faults(document, codes) + alias_faults(document, source))
    for fault in faults:
        print(fault)
    total = sum(1 for _ in theirs_of(document))
    print(f"{total} codes, {len(document['drug_classes'])} drug classes, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
