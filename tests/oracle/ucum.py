#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares every unit and conversion of the terminology and of all modules with the UCUM library of
the US National Library of Medicine (npm @lhncbc/ucum-lhc), where node and the registry of npm are
there.

usage: ucum.py SOURCE BUILD MANIFEST_TOOL; the library is installed into BUILD, never into SOURCE.
Exits with 77, saying why, if node or the library can't be had.
"""
import json
import pathlib
import shutil
import subprocess
import sys

LIBRARY = "@lhncbc/ucum-lhc@7.1.9"
INSTALL_SECONDS = 120
RUN_SECONDS = 120
TOLERANCE = 0.002

# g/mol, of what the laboratory counts: phosphate as phosphorus, hemoglobin as its monomer. Sources:
# standard atomic weights; PubChem for the molecules; the rest as published with their factors.
MOLAR_MASS = {
    "lab.potassium": 39.098, "lab.sodium": 22.990, "lab.calcium": 40.078, "lab.magnesium": 24.305,
    "lab.calcium.corrected": 40.078, "lab.calcium.ionized": 40.078, "lab.phosphate": 30.974,
    "lab.creatinine": 113.12, "lab.glucose": 180.156, "lab.glucose.fasting": 180.156,
    "lab.glucose.two_hour": 180.156, "lab.lactate": 90.08, "lab.free_t4": 776.87,
    "lab.b12": 1355.4, "lab.vitamin_d": 400.64, "lab.pth": 9425, "lab.albumin": 66500,
    "lab.hemoglobin": 16114, "lab.urate": 168.11, "lab.urine.creatinine": 113.12,
    "lab.urine.magnesium": 24.305,
}
CODE_MOLAR_MASS = {"3094-0": 28.0134, "6299-2": 28.0134, "3095-7": 28.0134,  # urea nitrogen
                   "3091-6": 60.056}  # urea
CHARGE = {"lab.potassium": 1, "lab.sodium": 1, "lab.chloride": 1, "lab.bicarbonate": 1,
          "lab.anion_gap": 1, "lab.urine.potassium": 1, "lab.urine.sodium": 1, "lab.calcium": 2,
          "lab.urine.chloride": 1, "lab.calcium.ionized": 2, "lab.magnesium": 2,
          "lab.urine.magnesium": 2, "vital.dialysis.dialysate_magnesium": 2}

# What UCUM refuses or has no word for, and why we convert it all the same.
CONVENTIONS = {
    ("lab.ck", "[IU]/L"): "an international unit of activity is 1 umol/min; UCUM keeps [IU] arbitrary",
    ("lab.alp", "[IU]/L"): "as for lab.ck",
    ("lab.alt", "[IU]/L"): "as for lab.ck",
    ("lab.ast", "[IU]/L"): "as for lab.ck",
    ("lab.tsh", "u[IU]/mL"): "prefixes alone differ; the library converts no arbitrary unit",
    ("lab.ferritin", "pmol/L"): "by convention 445 kDa of apoferritin, 0.445 ug/L",
    ("lab.hba1c", "mmol/mol"): "IFCC to NGSP is a regression (master equation), no change of unit",
    ("lab.urine.albumin_creatinine_ratio", "mg/mmol"): "the mmol are of creatinine, the g too",
}


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(77)


def install(folder):
    if not shutil.which("node") or not shutil.which("npm"):
        skip("node and npm are not on this machine")
    if (folder / "node_modules/@lhncbc/ucum-lhc/package.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund",
               "--ignore-scripts", "--fetch-timeout=20000", "--fetch-retries=1", LIBRARY]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS,
                              stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired:
        skip(f"npm had not fetched {LIBRARY} after {INSTALL_SECONDS} seconds")
    if done.returncode != 0:
        skip(f"npm could not fetch {LIBRARY}: {done.stderr.strip().splitlines()[-1:]}")


def concepts_of(source, manifest_tool, build):
    concepts = json.loads(
        (source / "configs/terminology/observations.json").read_text("utf-8"))["concepts"]
    for path in sorted(source.glob("plugins/*/*.yaml")):
        if path.stem != path.parent.name:
            continue
        made = build / f"{path.stem}.json"
        subprocess.run([manifest_tool, "json", str(path), "-o", str(made)], check=True, timeout=60)
        concepts += json.loads(made.read_text("utf-8")).get("terminology", [])
    return concepts


def questions(concepts):
    """Each conversion once: what the library is asked, and what we make of it."""
    for concept in concepts:
        name, unit = concept["id"], concept.get("unit")
        owners = [(concept, MOLAR_MASS.get(name))]
        owners += [(c, CODE_MOLAR_MASS.get(c["code"])) for c in concept.get("codes", [])]
        for owner, mass in owners:
            for entry in owner.get("conversions", []):
                if entry["unit"] != unit:
                    yield {"concept": name, "from": entry["unit"], "to": unit, "mass": mass,
                           "charge": CHARGE.get(name), "factor": entry["factor"],
                           "offset": entry.get("offset", 0)}


def ask(folder, script, what):
    done = subprocess.run(["node", str(script), str(folder)], input=json.dumps(what),
                          capture_output=True, text=True, timeout=RUN_SECONDS, check=True)
    return json.loads(done.stdout)


def main():
    source, build, manifest_tool = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
    folder = build / "ucum"
    install(folder)
    concepts = concepts_of(source, manifest_tool, folder)
    asked = list(questions(concepts))
    units = sorted({entry["to"] for entry in asked} | {entry["from"] for entry in asked} |
                   {c["unit"] for c in concepts if c.get("unit")})
    aliases = json.loads((source / "configs/terminology/units.json").read_text("utf-8"))["aliases"]
    units = sorted(set(units) | {alias["unit"] for alias in aliases})
    answer = ask(folder, source / "tests/oracle/ucum.cjs", {"units": units, "conversions": asked})

    faults = [f"{unit} is no unit of UCUM" for unit in answer["invalid"]]
    agreed = 0
    conventions = set()
    for entry, values in zip(asked, answer["values"]):
        key = (entry["concept"], entry["from"])
        place = f"{entry['concept']}: {entry['from']} to {entry['to']}"
        if key in CONVENTIONS:
            conventions.add(key)
            continue
        for given, theirs in values:
            ours = given * entry["factor"] + entry["offset"]
            if theirs is None:
                faults.append(f"{place}: UCUM has no such conversion, and it is no stated convention")
                break
            if abs(ours - theirs) > TOLERANCE * abs(theirs):
                faults.append(f"{place}: {given} is {ours} here and {theirs} by UCUM")
                break
        else:
            agreed += 1
    for key in sorted(CONVENTIONS.keys() - conventions):
        faults.append(f"{key[0]}: {key[1]} is a stated convention, but nothing converts it")
    print(f"{LIBRARY}: {len(units)} units valid but {len(answer['invalid'])}, "
          f"{agreed} of {len(asked)} conversions agree within {100 * TOLERANCE} %")
    for key in sorted(conventions):
        print(f"convention: {key[0]} {key[1]}: {CONVENTIONS[key]}")
    for fault in faults:
        print("FAULT", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
