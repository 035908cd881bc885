# SPDX-License-Identifier: Apache-2.0
"""No file or folder is called by a word that could hold anything, and sources are in snake_case."""

import re
import sys

import tree

EMPTY_WORDS = {
    "util", "utils", "utility", "utilities", "common", "manager", "helper", "helpers", "misc",
    "stuff",
}


def words_of(part):
    return re.split(r"[^a-z]+", part.lower())


def faults_of(root):
    faults = []
    for path in tree.files(root):
        for part in path.parts:
            for word in EMPTY_WORDS.intersection(words_of(part)):
                faults.append(f"{path}: \"{word}\" says nothing about what is in it")
        if path.suffix in tree.SOURCE_SUFFIXES and not re.fullmatch(r"[a-z0-9_.]+", path.name):
            faults.append(f"{path}: source files are in snake_case")
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
