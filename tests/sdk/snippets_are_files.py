# SPDX-License-Identifier: Apache-2.0
"""A fenced block of docs/*.md that names a file is that file. All blocks of one name on one page, with
an empty line between them, are the whole file; each file of an example that is not data stands on a
page."""

import pathlib
import re
import sys

EXAMPLES = {"writing-a-plugin.md": "examples/plugin",
            "writing-a-module-without-code.md": "examples/rules-module"}
NOT_SHOWN = {"README.md", "patient.json"}


def blocks_of(text):
    """File name -> text of all its blocks, in order."""
    blocks = {}
    for name, body in re.findall(r"^```\w+ (\S+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        blocks.setdefault(name, []).append(body)
    return {name: "\n".join(parts) for name, parts in blocks.items()}


def faults_of(docs):
    faults = []
    for page, folder in EXAMPLES.items():
        blocks = blocks_of((docs / page).read_text(encoding="utf-8"))
        files = {f"{folder}/{path.name}": path for path in (docs / folder).iterdir()
                 if path.is_file() and path.name not in NOT_SHOWN}
        for name in sorted(files.keys() | blocks.keys()):
            if name not in blocks:
                faults.append(f"docs/{page}: doesn't show {name}")
            elif name not in files:
                faults.append(f"docs/{page}: shows {name}, which isn't there")
            elif blocks[name] != files[name].read_text(encoding="utf-8"):
                faults.append(f"docs/{page}: {name} isn't the file docs/{name}")
    return faults


if __name__ == "__main__":
    found = faults_of(pathlib.Path(sys.argv[1]) / "docs")
    print("\n".join(found))
    sys.exit(1 if found else 0)
