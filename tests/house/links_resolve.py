# SPDX-License-Identifier: Apache-2.0
"""Every relative link of a Markdown file leads to a file or folder of the project, and a fragment to
a heading of it."""

import re
import sys
import urllib.parse

import tree


def without_code(text):
    text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def links_of(text):
    text = without_code(text)
    found = re.findall(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)", text)
    return found + re.findall(r"^\[[^\]]+\]:\s+(\S+)", text, flags=re.MULTILINE)


def anchors_of(text):
    """As GitHub makes them: lower case, spaces to hyphens, punctuation gone."""
    anchors = set()
    for heading in re.findall(r"^#+\s+(.*?)\s*#*$", text, flags=re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").lower()
        anchors.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return anchors


def fault_of(root, path, link):
    if re.match(r"[a-z][a-z0-9+.-]*:", link):
        return None
    target, _, fragment = urllib.parse.unquote(link).partition("#")
    place = (root / path.parent / target).resolve() if target else root / path
    if root not in place.parents and place != root:
        return f"{path}: {link} leads out of the project"
    if not place.exists():
        return f"{path}: {link} leads nowhere"
    if fragment and place.suffix == ".md":
        if fragment not in anchors_of(place.read_text(encoding="utf-8")):
            return f"{path}: {link}: {target or path} has no such heading"
    return None


def faults_of(root):
    faults = []
    for path in tree.files(root):
        if path.suffix != ".md" or tree.is_data(path):
            continue
        for link in links_of((root / path).read_text(encoding="utf-8")):
            fault = fault_of(root, path, link)
            if fault:
                faults.append(fault)
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
