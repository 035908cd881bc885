# SPDX-License-Identifier: Apache-2.0
"""Writes tables into docs/performance.md, between <!-- bench NAME --> and <!-- end NAME -->, and
plots beside it. What stands outside these marks is written by people."""

import re


def table_of(docs, name):
    """What stands in the page in a place that is written by programs."""
    text = (docs / "performance.md").read_text()
    found = re.search(rf"<!-- bench {name} -->\n(.*?)<!-- end {name} -->", text, re.S)
    return found[1] if found else ""


def write(docs, tables, plots):
    path = docs / "performance.md"
    text = path.read_text()
    for name, table in tables.items():
        mark = re.compile(rf"(<!-- bench {name} -->\n).*?(<!-- end {name} -->)", re.S)
        if not mark.search(text):
            raise SystemExit(f"bench: {path.name} has no place for {name}")
        text = mark.sub(lambda found: found[1] + table + found[2], text)
    folder = docs / "performance"
    folder.mkdir(exist_ok=True)
    for name, plot in plots.items():
        (folder / f"{name}.svg").write_text(plot)
    path.write_text(text)
