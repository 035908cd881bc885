# SPDX-License-Identifier: Apache-2.0
"""One idea a file: no source of more than 400 lines without a reason. A listed file that has become
small, or is gone, must leave the list."""

import sys

import tree

MOST_LINES = 400

REASONS = {
    "core/store/schema/newest.sql":
        "written by a test from the numbered files, which are small",
    "tests/rules/property_test.cpp":
        "one generator of conditions with the interpreter of each kind beside it; apart they would drift",
}


def is_judged(path):
    return path.suffix in tree.SOURCE_SUFFIXES or path.suffix in {".py", ".sql", ".cmake"}


def faults_of(root, reasons=None):
    reasons = REASONS if reasons is None else reasons
    faults = []
    large = set()
    for path in tree.files(root):
        if not is_judged(path) or tree.is_data(path):
            continue
        count = len(tree.lines(root, path))
        if count <= MOST_LINES:
            continue
        large.add(str(path))
        if str(path) not in reasons:
            faults.append(f"{path}: {count} lines; split it, or give a reason in tests/house/files_are_small.py")
    for name in sorted(set(reasons) - large):
        faults.append(f"{name}: is listed as large and is not; take it off the list")
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
