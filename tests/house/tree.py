# SPDX-License-Identifier: Apache-2.0
"""The files of the project that the checks of this folder look at, and how a check ends."""

import os
import pathlib
import re
import sys

SOURCE_SUFFIXES = {".cpp", ".hpp", ".h", ".c", ".rs"}
LEFT_OUT = {".git", ".cache", "build", "__pycache__"}

# Folders whose files are made of data, not written line by line.
DATA_FOLDERS = ("tests/data/",)


def files(root):
    """Paths relative to root, sorted, without what is built or belongs to git."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in LEFT_OUT)
        for name in names:
            found.append((pathlib.Path(folder) / name).relative_to(root))
    return sorted(found)


def sources(root):
    return [path for path in files(root) if path.suffix in SOURCE_SUFFIXES]


def is_data(path):
    return str(path).startswith(DATA_FOLDERS)


def lines(root, path):
    return (root / path).read_text(encoding="utf-8").splitlines()


def includes(root, path):
    """Pairs of line number and what is included, with its quotes or brackets taken off."""
    found = []
    for number, line in enumerate(lines(root, path), 1):
        match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if match:
            found.append((number, match.group(1)))
    return found


def end(faults):
    """Prints the faults, one a line, and leaves with 1 if there are any."""
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


def root_of(arguments):
    return pathlib.Path(arguments[1]).resolve()
