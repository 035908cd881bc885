# SPDX-License-Identifier: Apache-2.0
"""docs/abi-reference.md is what the comments of causa/abi.h say, with the places of fields as
sdk/abi/v1.layout has them. CAUSA_REWRITE_GOLDEN=1 writes it."""

import re
import sys

import generated
import tree

HEADER = "sdk/include/causa/abi.h"
LAYOUT = "sdk/abi/v1.layout"
PAGE = "docs/abi-reference.md"

HEAD = """# The interface, field by field

Made from the comments of `causa/abi.h` by `tests/house/abi_reference.py`; change them there. [The binary interface](abi.md) says how a library carries its manifest and how it is loaded, [compatibility](compatibility.md) what may change.
"""


def plain(comment):
    """The text of a comment, line by line."""
    inner = comment.strip().removeprefix("/*").removesuffix("*/")
    lines = [re.sub(r"^\s*\*(?: |$)", "", line).strip() for line in inner.splitlines()]
    return "\n".join(lines).strip()


def paragraphs(text):
    """Lines of a paragraph joined; a numbered list stays a list."""
    joined = re.sub(r"(?<!\n)\n(?!\n|\d+\. )", " ", text)
    return re.sub(r" {2,}", " ", joined).strip()


def cell(text):
    return paragraphs(text).replace("\n", " ").replace("|", "\\|")


def first_comment(text):
    """Of a file: purpose, then conventions."""
    comment = re.match(r"/\*.*?\*/", text, re.DOTALL)[0]
    return plain(comment).split("\n", 1)[1].strip()


def fields_of(body):
    """(declaration, comment) of each field, whose comment stands before or behind it."""
    fields, before = [], ""
    token = re.compile(r"/\*.*?\*/|[^;/]+;", re.DOTALL)
    for match in token.finditer(body):
        text = match[0]
        if not text.startswith("/*"):
            fields.append([re.sub(r"\s+", " ", text).strip(" ;"), before])
            before = ""
            continue
        same_line = fields and "\n" not in body[:match.start()].rsplit(";", 1)[-1]
        if same_line:
            fields[-1][1] = plain(text)
        else:
            before = plain(text)
    return fields


def name_of(declaration):
    pointer = re.search(r"\(\*(\w+)\)", declaration)
    return pointer[1] if pointer else re.search(r"(\w+)$", declaration)[1]


def type_of(declaration, name):
    return re.sub(rf"\(\*{name}\)", "(*)", declaration) if f"(*{name})" in declaration \
        else declaration[:-len(name)].strip()


def struct_section(name, comment, body, places):
    lines = [f"## {name}", "", paragraphs(comment), "", f"{places[name]} bytes in version 1.0.", "",
             "| offset | field | type | |", "|---|---|---|---|"]
    for declaration, about in fields_of(body):
        field = name_of(declaration)
        lines.append(f"| {places[f'{name}.{field}']} | `{field}` | `{type_of(declaration, field)}` "
                     f"| {cell(about)} |")
    return "\n".join(lines)


def define_rows(text):
    """(name, value, comment), which stands behind it, or else before."""
    found = re.findall(r"(?:^/\*((?:(?!\*/).)*)\*/\n)?^#define (CAUSA_[A-Z_]+) ([^\\\n/]+?)[ \t]*"
                       r"(?:/\*(.*?)\*/)?$", text, re.MULTILINE)
    return [(name, value, behind or before) for before, name, value, behind in found]


def codes_section(text):
    lines = ["## Codes", "", "| name | value | |", "|---|---|---|"]
    lines += [f"| `{name}` | `{value.strip()}` | {cell(about.strip())} |"
              for name, value, about in define_rows(text)
              if not name.startswith(("CAUSA_ABI_H", "CAUSA_EXPORT", "CAUSA_HAS"))]
    return "\n".join(lines)


def places_of(layout):
    """Size of each struct, offset of each field."""
    lines = [line.split() for line in layout.splitlines()]
    return {words[0]: words[2] for words in lines if words[1] in ("size", "offset")}


def page_of(text, layout):
    places = places_of(layout)
    purpose, _, conventions = first_comment(text).partition("Conventions")
    sections = [HEAD.strip(), paragraphs(purpose),
                "## Conventions", paragraphs(conventions.split("\n", 1)[1])]
    for match in re.finditer(r"(/\*(?:(?!\*/).)*\*/\n)?typedef struct (\w+) \{\n(.*?)\n\} \2;", text,
                             re.DOTALL):
        comment, name, body = match.groups()
        sections.append(struct_section(name, plain(comment) if comment else "", body, places))
    entry = re.search(r"(/\*(?:(?!\*/).)*\*/)\nCAUSA_EXPORT ([^;]+;)", text, re.DOTALL)
    sections += ["## The entry", f"`{entry[2]}`", paragraphs(plain(entry[1])), codes_section(text)]
    return "\n\n".join(re.sub(r"\n{3,}", "\n\n", section) for section in sections) + "\n"


def faults_of(root):
    def read(name):
        return (root / name).read_text(encoding="utf-8")
    return generated.faults(root / PAGE, page_of(read(HEADER), read(LAYOUT)), PAGE)


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
