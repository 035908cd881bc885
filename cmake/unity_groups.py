#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which sources of a target can be compiled together (cmake/unity.cmake): those that don't have a private name (one in
an unnamed namespace) in common, nor one that is public in a header beside them.

usage: unity_groups.py FILE...; prints GROUP and FILE by turns, with semicolons between; a source
that must stay alone is left out. Told by the layout that clang-format gives: a definition begins in
the first column. What this overlooks, the compiler tells as a redefinition."""
import collections
import pathlib
import re
import sys

LARGEST_GROUP = 12
OPENED = re.compile(r"namespace (?P<name>[\w:]+) \{$")
SAME_EVERYWHERE = re.compile(r"using |namespace \w+ = |(?:struct|class) \w+;|template |}")
TYPE = re.compile(r"(?:struct|class|enum class|enum) (?P<name>\w+)")
CALLABLE = re.compile(r"[\w:<>,&*\[\] ]*?(?<!::)\b(?P<name>\w+)\((?P<parameters>[^)]*)")
VALUE = re.compile(r"[^=({]*?\b(?P<name>\w+)(?:\[[^\]]*\])?(?: = | =$|\{|;)")


def types(parameters):
    """Of parameters, without their names: functions of one name may differ in them."""
    return ",".join(re.sub(r"\w+$", "", one.split(" = ")[0].strip()).strip()
                    for one in re.sub(r"\w+::", "", parameters).split(","))


def names(path, private):
    """What is defined in unnamed namespaces of a file, or outside of them."""
    namespace, unnamed = "", False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line == "namespace {":
            unnamed = True
        elif line.startswith("}  // namespace"):
            unnamed = False
        elif opened := OPENED.match(line):
            namespace = opened["name"]
        elif unnamed == private and line[:1].isalpha() and not SAME_EVERYWHERE.match(line):
            for pattern in (TYPE, CALLABLE, VALUE):
                if found := pattern.match(line):
                    parameters = found.groupdict().get("parameters")
                    yield namespace, found["name"], parameters and types(parameters)
                    break


class Group:
    def __init__(self):
        self.sources, self.names = [], set()

    def fits(self, names_of_one):
        return len(self.sources) < LARGEST_GROUP and not self.names & names_of_one

    def likes(self, source):
        """Neighbors include the same headers; an empty group is better than strangers."""
        return any(one.parent == source.parent for one in self.sources), -len(self.sources)


def main():
    sources = [pathlib.Path(name) for name in sys.argv[1:]]
    public = {name for folder in {source.parent for source in sources}
              for header in folder.glob("*.hpp") for name in names(header, private=False)}
    own = {source: set(names(source, private=True)) for source in sources}
    sharers = collections.Counter(name for some in own.values() for name in some)
    groups = [Group() for _ in range(-(-len(sources) // LARGEST_GROUP))]
    # Those that fit to few others first: the rest goes between them.
    for source in sorted(sources, key=lambda one: (-max(map(sharers.get, own[one]), default=0),
                                                   one.parent)):
        if own[source] & public:
            continue
        fitting = [group for group in groups if group.fits(own[source])]
        if not fitting:
            groups.append(Group())
            fitting = groups[-1:]
        group = max(fitting, key=lambda one: one.likes(source))
        group.sources.append(source)
        group.names |= own[source]
    print(";".join(f"{number};{source}" for number, group in enumerate(groups)
                   for source in group.sources), end="")


if __name__ == "__main__":
    main()
