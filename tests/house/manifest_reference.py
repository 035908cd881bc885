# SPDX-License-Identifier: Apache-2.0
"""docs/manifest-reference.md is what the JSON Schema of manifests says. CAUSA_REWRITE_GOLDEN=1 writes
it. As long as there is no page, this is skipped, loudly."""

import json
import os
import sys

import generated
import tree

SCHEMA = "configs/schemas/manifest.schema.json"
PAGE = "docs/manifest-reference.md"

HEAD = """# Every key of a manifest

Made from the JSON Schema that editors use (`share/causa/schemas/manifest.schema.json`) by `tests/house/manifest_reference.py`; change it there. [The manifest](manifest.md) explains what the parts mean, with examples; this page is for looking a key up.
"""


class Page:
    """The sections, each a place in the manifest; a place within another comes after it."""

    def __init__(self, schema):
        self.named = schema.get("$defs", {})
        self.sections = []
        self.add_object("The file", schema)
        for name in sorted(self.named):
            self.add_named(name)

    def text(self):
        return "\n\n".join([HEAD.strip(), *self.sections]) + "\n"

    def add_object(self, title, schema):
        place = len(self.sections)
        self.sections.append("")
        lines = [f"## {title}", ""]
        if schema.get("description"):
            lines += [sentence(schema["description"]), ""]
        lines += ["| key | needed | holds | |", "|---|---|---|---|"]
        required = schema.get("required", [])
        prefix = "" if title == "The file" else f"{title}."
        for key, part in schema.get("properties", {}).items():
            lines.append(f"| `{key}` | {'yes' if key in required else ''} "
                         f"| {self.kind(part, prefix + key)} | {cell(part.get('description', ''))} |")
        self.sections[place] = "\n".join(lines)

    def add_named(self, name):
        schema = self.named[name]
        if "properties" in schema:
            return self.add_object(name, schema)
        lines = [f"## {name}", "", f"{self.kind(schema, name)}."]
        if schema.get("description"):
            lines.append(sentence(schema["description"]))
        return self.sections.append("\n".join([lines[0], "", " ".join(lines[2:])]))

    def kind(self, schema, place):
        """What a value may be, in words; an object that stands here gets a section of its own."""
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/$defs/")
            return f"[{name}](#{name})"
        for several in ("oneOf", "anyOf"):
            if several in schema:
                kinds = [self.kind(one, place) for one in schema[several]]
                return " or ".join(dict.fromkeys(kind for kind in kinds if kind))
        if "const" in schema:
            return f"`{schema['const']}`"
        if "enum" in schema:
            return ", ".join("nothing" if word is None else f"`{word}`" for word in schema["enum"])
        types = schema.get("type", [])
        types = types if isinstance(types, list) else [types]
        return " or ".join(self.kind_of_type(one, schema, place) for one in types)

    def kind_of_type(self, one, schema, place):
        if one == "array":
            items = schema.get("items")
            return f"a list of {self.kind(items, place)}" if items else "a list"
        if one == "object" and "properties" in schema:
            if not any(section.startswith(f"## {place}\n") for section in self.sections):
                self.add_object(place, schema)
            return f"[keys](#{place.replace('.', '').lower()})"
        if one == "object":
            values = schema.get("additionalProperties")
            return f"names, each with {self.kind(values, place)}" if isinstance(values, dict) \
                and values else "names with values"
        return {"string": "a text", "number": "a number", "integer": "a whole number",
                "boolean": "`true` or `false`", "null": "nothing"}[one]


def sentence(text):
    text = text.strip()
    return text[0].upper() + text[1:] + ("" if text.endswith((".", ")")) else ".")


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def faults_of(root):
    schema = root / SCHEMA
    if not schema.exists():
        return [f"{PAGE}: is made from {SCHEMA}, which isn't there"]
    page = Page(json.loads(schema.read_text(encoding="utf-8")))
    return generated.faults(root / PAGE, page.text(), PAGE)


if __name__ == "__main__":
    top = tree.root_of(sys.argv)
    if not (top / PAGE).exists() and os.environ.get("CAUSA_REWRITE_GOLDEN") != "1":
        print(f"SKIPPED: {PAGE} isn't made yet; CAUSA_REWRITE_GOLDEN=1 makes it from {SCHEMA}")
        sys.exit(77)
    tree.end(faults_of(top))
