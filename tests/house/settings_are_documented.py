# SPDX-License-Identifier: Apache-2.0
"""Every setting of core/cli/settings.cpp stands in docs/operations.md with its option, variable and
key, and its key in configs/causa.toml; neither file has a setting that the program doesn't know."""

import re
import sys

import tree


def definitions_of(text):
    """Name and key of each row of definitions[]."""
    table = text.split("definitions[] = {", 1)[1].split("};", 1)[0]
    return re.findall(r'\{"([a-z-]+)",\s*"([a-z_.]*)",', table)


def keys_of_toml(text):
    """Keys of all sections but [model], commented out or not."""
    keys, section = set(), ""
    for line in text.splitlines():
        head = re.match(r"#?\s*\[([a-z_]+)\]\s*$", line)
        if head:
            section = head.group(1)
            continue
        entry = re.match(r"#\s?([a-z_]+) = |([a-z_]+) = ", line)
        if entry and section != "model":
            keys.add(f"{section}.{entry.group(1) or entry.group(2)}")
    return keys


def faults_of(root):
    settings = definitions_of((root / "core/cli/settings.cpp").read_text(encoding="utf-8"))
    page = (root / "docs/operations.md").read_text(encoding="utf-8")
    keys = keys_of_toml((root / "configs/causa.toml").read_text(encoding="utf-8"))
    faults = []
    if not settings:
        faults.append("core/cli/settings.cpp: no definitions found; this check has to be mended")
    for name, key in settings:
        variable = "CAUSA_" + name.upper().replace("-", "_")
        key_text = f"`{key}`" if key else "-"
        row = re.compile(
            rf"^\| `--{name}[ `](?:\\\||[^|])*\| `{variable}` \| {re.escape(key_text)} \|", re.MULTILINE)
        if not row.search(page):
            faults.append(f"docs/operations.md: has no row for --{name}, {variable}, {key or '-'}")
        if key and key not in keys:
            faults.append(f"configs/causa.toml: doesn't show {key}")
    for key in sorted(keys - {key for _, key in settings}):
        faults.append(f"configs/causa.toml: shows {key}, which the program doesn't know")
    for option in re.findall(r"^\| `--([a-z-]+)", page, re.MULTILINE):
        if option not in {name for name, _ in settings}:
            faults.append(f"docs/operations.md: shows --{option}, which is no setting")
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
