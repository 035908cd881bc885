# SPDX-License-Identifier: Apache-2.0
"""The first line of each source names the license (the second, if the first is for the shell)."""

import sys

import tree

LINE = "SPDX-License-Identifier: Apache-2.0"
SUFFIXES = tree.SOURCE_SUFFIXES | {".py", ".sql"}
SCRIPTS = ("scripts/", ".ci/")


def faults_of(root):
    faults = []
    for path in tree.files(root):
        if tree.is_data(path):
            continue
        if path.suffix not in SUFFIXES and not str(path).startswith(SCRIPTS):
            continue
        first = tree.lines(root, path)[:2]
        if first and first[0].startswith("#!"):
            first = first[1:]
        if not first or LINE not in first[0]:
            faults.append(f"{path}: begins without \"{LINE}\"")
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
