# SPDX-License-Identifier: Apache-2.0
"""Compares what the program wrote with a file of tests/data/cli/golden.

What differs from run to run is masked: ids, the time of creation, digests, durations; versions too.
CAUSA_REWRITE_GOLDEN=1 writes the files anew; look at the difference before you keep it. The numbers
that matter to a patient are stated in the tests themselves, so that a rewritten file hides nothing."""

import json
import os
import re

import program

FOLDER = program.DATA / "golden"
MASKS = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "SHA256"),
    (re.compile(r'"(created|timestamp|recorded)": "[^"]*"'), r'"\1": "TIME"'),
    (re.compile(r'"microseconds": \d+'), '"microseconds": 0'),
    (re.compile(r'"version": "[^"]*"'), '"version": "VERSION"'),
)
WIDTH = 140


def mask(text):
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return text


def lay_out(value, margin=""):
    """JSON in which whatever fits stands on one line, so that a difference can be read."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + len(margin) <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return line
    inner = margin + " "
    if isinstance(value, list):
        parts = [inner + lay_out(entry, inner) for entry in value]
        return "[\n" + ",\n".join(parts) + f"\n{margin}]"
    parts = [f"{inner}{json.dumps(key)}: {lay_out(entry, inner)}" for key, entry in value.items()]
    return "{\n" + ",\n".join(parts) + f"\n{margin}}}"


def check(test, name, text):
    """Text, masked, against the golden file of this name."""
    text = mask(text)
    path = FOLDER / name
    if os.environ.get("CAUSA_REWRITE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    test.assertTrue(path.exists(), f"{path} is missing; CAUSA_REWRITE_GOLDEN=1 writes it")
    test.assertEqual(path.read_text(encoding="utf-8"), text,
                     f"differs from {path}; if that is meant: CAUSA_REWRITE_GOLDEN=1")


def check_json(test, name, text):
    check(test, name, lay_out(json.loads(text)) + "\n")
