# SPDX-License-Identifier: Apache-2.0
"""A page that is made from something else, compared with it; CAUSA_REWRITE_GOLDEN=1 writes it."""

import os


def faults(path, expected, name):
    if os.environ.get("CAUSA_REWRITE_GOLDEN") == "1":
        path.write_text(expected, encoding="utf-8")
    there = path.read_text(encoding="utf-8") if path.exists() else ""
    if there == expected:
        return []
    pairs = zip(there.splitlines() + [""], expected.splitlines() + [""])
    line = next((number for number, (a, b) in enumerate(pairs, 1) if a != b), 1)
    return [f"{name}:{line}: isn't what it is made from; run this with CAUSA_REWRITE_GOLDEN=1 and "
            "look at the difference"]
