# SPDX-License-Identifier: Apache-2.0
"""configs/schemas/case.schema.json, which editors read, knows the keys and attributes that the
program reads (core/intake/cases/keys.cpp), and no others."""

import json
import re
import sys

import tree

SCHEMA = "configs/schemas/case.schema.json"
KEYS = "core/intake/cases/keys.cpp"


def spellings_of(text, table):
    """With spaces and with underscores, as people write them."""
    rows = text.split(f"{table}[] = {{", 1)[1].split("};", 1)[0]
    words = re.findall(r'\{"([a-z ]+)", \w+::\w+\}', rows)
    return {spelled for word in words for spelled in (word, word.replace(" ", "_"))}


def faults_of(root):
    text = (root / KEYS).read_text(encoding="utf-8")
    parts = json.loads((root / SCHEMA).read_text(encoding="utf-8"))["$defs"]
    faults = []
    for table, part in (("keys", "case"), ("attributes", "attributes")):
        known, shown = spellings_of(text, table), set(parts[part]["properties"])
        faults += [f"{SCHEMA}: {part} lacks \"{word}\"" for word in sorted(known - shown)]
        faults += [f"{SCHEMA}: {part} has \"{word}\", which the program doesn't know"
                   for word in sorted(shown - known)]
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
