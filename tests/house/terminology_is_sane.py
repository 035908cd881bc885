# SPDX-License-Identifier: Apache-2.0
"""The tables of configs/terminology: ids are unique and broader concepts exist, a code means one
thing, codes have the form (and the check digit) of their system, units convert, and the mix-ups of
code and name that circulate in public tables are not in ours."""

import json
import re
import sys

import tree

TABLES = ("observations", "findings", "drugs")

FORMS = {
    "LOINC": r"\d{1,5}-\d",
    "SNOMED": r"\d{6,18}",
    "ICD10CM": r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?",
    "ICD10": r"[A-Z]\d\d(\.\d)?",
    "RxNorm": r"\d{1,7}",
    "ATC": r"[A-Z]\d\d[A-Z]([A-Z](\d\d)?)?",
}
PREFIXES = {"ICD10CM", "ICD10", "ATC"}

# Codes that public tables give to the wrong drug, and what they are.
CODE_IS = {
    ("RxNorm", "9997"): "spironolactone",
    ("RxNorm", "4337"): "fentanyl",
    ("RxNorm", "10689"): "tramadol",
    ("RxNorm", "42463"): "pravastatin",
    ("RxNorm", "38413"): "torsemide",
    ("RxNorm", "1808"): "bumetanide",
    ("RxNorm", "10763"): "triamterene",
}
# Codes that public tables swap, and where they belong; None: nowhere in our tables.
CODE_BELONGS = {
    ("LOINC", "1994-3"): "lab.calcium.ionized",
    ("LOINC", "1995-0"): "lab.calcium.ionized",
    ("LOINC", "2000-8"): "lab.calcium",
    ("LOINC", "77195-6"): None,  # cardio-ankle vascular index, not the ankle-brachial index
    ("SNOMED", "609558009"): None,  # not essential tremor
}
UNIT_OF_CODE = {"14879-1": "mmol/L", "2777-1": "mg/dL", "2000-8": "mmol/L", "14635-7": "nmol/L"}
# concept, unit, factor to the canonical unit, offset
CONVERSIONS = [
    ("lab.phosphate", "mg/dL", 0.32285, 0),  # as phosphorus, 30.974 g/mol
    ("lab.magnesium", "meq/L", 0.5, 0),  # divalent
    ("lab.calcium", "meq/L", 0.5, 0),  # divalent
    ("lab.vitamin_d", "ng/mL", 2.496, 0),
    ("lab.hba1c", "mmol/mol", 0.09148, 2.152),  # IFCC to NGSP is affine
]
# A public table of normal ranges has these two in other units; a message's own range goes first.
TYPICAL_IS_NOT = {"lab.calcium.ionized": [[0.25, 0.3], [2.28, 2.64]]}
NOT_A = [("drug.spironolactone", "drug.thiazide"), ("drug.spironolactone", "drug.thiazide_like")]

VERHOEFF = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
]
VERHOEFF_TURN = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]


def snomed_digit_fits(code):
    check = 0
    for place, digit in enumerate(reversed(code)):
        value = int(digit)
        for _ in range(place % 8):
            value = VERHOEFF_TURN[value]
        check = VERHOEFF[check][value]
    return check == 0


def loinc_digit_fits(code):
    number, check = code.split("-")
    doubled = str(int(number[::-1][::2]) * 2)
    total = sum(map(int, doubled)) + sum(map(int, number[::-1][1::2]))
    return (10 - total % 10) % 10 == int(check)


def ancestors_of(concepts, name, seen=()):
    """All broader concepts; a circle is reported by circle_faults()."""
    found = set()
    for broader in concepts.get(name, {}).get("is_a", []):
        if broader in seen:
            continue
        found |= {broader} | ancestors_of(concepts, broader, (*seen, broader))
    return found


def are_related(concepts, one, other):
    return one in ancestors_of(concepts, other) or other in ancestors_of(concepts, one)


def concept_faults(concepts, name, concept):
    faults = []
    for broader in concept.get("is_a", []):
        if broader not in concepts:
            faults.append(f"{name}: is_a {broader}, which is nowhere")
    if name in ancestors_of(concepts, name):
        faults.append(f"{name}: is broader than itself")
    if concept["kind"] not in ("truth", "number"):
        faults.append(f"{name}: kind {concept['kind']} is unknown")
    if concept["kind"] == "number":
        faults += number_faults(name, concept)
    for code in concept.get("codes", []):
        faults += code_faults(name, concept, code)
    return faults


def number_faults(name, concept):
    faults = []
    own = [c for c in concept.get("conversions", []) if c["unit"] == concept.get("unit")]
    if not concept.get("unit") or len(own) != 1 or own[0]["factor"] != 1 or own[0].get("offset"):
        faults.append(f"{name}: its unit must convert to itself with factor 1")
    low, high = concept.get("plausible", (1, 0))
    if low >= high:
        faults.append(f"{name}: needs a plausible range")
    typical = concept.get("typical")
    if typical and not low <= typical[0] < typical[1] <= high:
        faults.append(f"{name}: its typical range is not within the plausible one")
    if not re.fullmatch(r"P\d+[DWMY]", concept.get("window", "")):
        faults.append(f"{name}: needs a window, such as P14D")
    return faults


def code_faults(name, concept, code):
    system, text = code["system"], code["code"]
    place = f"{name}: {system} {text}"
    faults = []
    if system not in FORMS:
        return [f"{place}: no such code system"]
    if not re.fullmatch(FORMS[system], text):
        faults.append(f"{place}: has not the form of a code of {system}")
    elif system == "LOINC" and not loinc_digit_fits(text):
        faults.append(f"{place}: the check digit is wrong")
    elif system == "SNOMED" and not snomed_digit_fits(text):
        faults.append(f"{place}: the check digit is wrong")
    if code.get("match") not in (None, "prefix"):
        faults.append(f"{place}: match is \"prefix\" or left out")
    if code.get("match") and system not in PREFIXES:
        faults.append(f"{place}: codes of {system} have no families")
    if not isinstance(code.get("verified"), bool):
        faults.append(f"{place}: verified must be true or false")
    elif code["verified"] and not code.get("seen"):
        faults.append(f"{place}: is verified and doesn't say where it was seen")
    if system == "LOINC" and not code.get("display"):
        faults.append(f"{place}: a LOINC code needs its display name")
    units = [c["unit"] for c in concept.get("conversions", []) + code.get("conversions", [])]
    if code.get("unit") and code["unit"] not in units:
        faults.append(f"{place}: its unit {code['unit']} is not converted")
    return faults


def meaning_faults(concepts):
    """One code, one meaning; the same words, one meaning."""
    faults, seen, words = [], {}, {}
    for name, concept in concepts.items():
        for code in concept.get("codes", []):
            key = (code["system"], code["code"])
            other = seen.setdefault(key, name)
            if other == name or are_related(concepts, name, other):
                continue
            faults.append(f"{name}: {key[0]} {key[1]} means {other} already")
        for text in {text.lower() for text in concept.get("text", [])}:
            other = words.setdefault(text, name)
            if other != name and not are_related(concepts, name, other):
                faults.append(f"{name}: the words \"{text}\" mean {other} already")
    return faults


def trap_faults(concepts):
    faults = []
    for name, concept in concepts.items():
        for code in concept.get("codes", []):
            key = (code["system"], code["code"])
            said = f"{name} {concept['name']} {code.get('display', '')}".lower()
            if key in CODE_IS and CODE_IS[key] not in said:
                faults.append(f"{name}: {key[0]} {key[1]} is {CODE_IS[key]}")
            if key in CODE_BELONGS and CODE_BELONGS[key] != name:
                faults.append(f"{name}: {key[0]} {key[1]} belongs to {CODE_BELONGS[key]}")
            if code.get("unit", "") != UNIT_OF_CODE.get(code["code"], code.get("unit", "")):
                faults.append(f"{name}: {code['code']} is in {UNIT_OF_CODE[code['code']]}")
    for name, unit, factor, offset in CONVERSIONS:
        found = [c for c in concepts.get(name, {}).get("conversions", []) if c["unit"] == unit]
        if not found or (found[0]["factor"], found[0].get("offset", 0)) != (factor, offset):
            faults.append(f"{name}: {unit} must convert by x {factor} + {offset}")
    for name, wrong in TYPICAL_IS_NOT.items():
        if concepts.get(name, {}).get("typical") in wrong:
            faults.append(f"{name}: its typical range is of another unit")
    for name, not_a in NOT_A:
        if not_a in ancestors_of(concepts, name):
            faults.append(f"{name}: is no {not_a}")
    return faults


def factors_of(concepts):
    """By unit: what each concept or code makes of it."""
    factors = {}
    for name, concept in concepts.items():
        for owner in [concept, *concept.get("codes", [])]:
            for entry in owner.get("conversions", []):
                place = (name, owner.get("code"))
                factors.setdefault(entry["unit"], {})[place] = (
                    entry["factor"], entry.get("offset", 0))
    return factors


def unit_faults(aliases, concepts):
    factors = factors_of(concepts)
    faults, seen = [], {}
    for alias in aliases:
        written, unit = alias["written"], alias["unit"]
        if seen.setdefault(written, unit) != unit:
            faults.append(f"units: \"{written}\" means both {seen[written]} and {unit}")
        if written == unit:
            continue
        if unit not in factors:
            faults.append(f"units: \"{written}\" stands for {unit}, which nothing converts")
        for place, factor in factors.get(written, {}).items():
            if factors.get(unit, {}).get(place) != factor:
                faults.append(f"units: \"{written}\" is not {unit} for {place[0]}")
    return faults


def synonym_faults(root, concepts):
    """Words are of concepts that a table or a bundled module defines, each named once."""
    manifests = [*root.glob("plugins/*/*.yaml"), root / "core/knowledge/core.yaml"]
    known = set(re.findall(r"\bid: ([a-z0-9_.]+)", "".join(p.read_text("utf-8") for p in manifests)))
    text = (root / "configs/terminology/synonyms.json").read_text("utf-8")
    names = [entry["concept"] for entry in json.loads(text)["words"]]
    faults = [f"synonyms: {name}, which nobody defines" for name in names
              if name not in concepts and name not in known]
    return faults + [f"synonyms: {name} stands twice" for name in set(names)
                     if names.count(name) > 1]


def faults_of(root):
    concepts, faults = {}, []
    for table in TABLES:
        document = json.loads((root / f"configs/terminology/{table}.json").read_text("utf-8"))
        if document.get("schema") != "causa.terminology/1":
            faults.append(f"{table}: wrong schema {document.get('schema')}")
        for code in (c for concept in document["concepts"] for c in concept.get("codes", [])):
            for source in set(code.get("seen", [])) - set(document.get("sources", {})):
                faults.append(f"{table}: {code['code']} was seen in {source}, which is not listed")
        for concept in document["concepts"]:
            if concept["id"] in concepts:
                faults.append(f"{concept['id']}: stands twice")
            concepts[concept["id"]] = concept
    for name, concept in concepts.items():
        faults += concept_faults(concepts, name, concept)
    units = json.loads((root / "configs/terminology/units.json").read_text("utf-8"))
    return faults + synonym_faults(root, concepts) + meaning_faults(concepts) + trap_faults(concepts) + unit_faults(
        units["aliases"], concepts)


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
