#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which sources of a target can be compiled together (cmake/unity.cmake): those that don't have a private name (one in
an unnamed namespace) in common, nor one that is public in a header beside them. What stands in a
test suite, which is a namespace, is in nobody's way but that of others in a suite of that name.

usage: unity_groups.py FILE...; prints GROUP and FILE by turns, with semicolons between; a source
that must stay alone is left out. Told by the layout that clang-format gives: a definition begins in
the first column. What this overlooks, the compiler tells as a redefinition."""
import collections
import pathlib
import re
import sys

LARGEST_GROUP = 24
OPENED = re.compile(r"namespace (?P<name>[\w:]+) \{$")
SUITE = re.compile(r"BOOST_AUTO_TEST_SUITE\((?P<name>\w+)")
SAID_AGAIN = re.compile(r"(?:struct|class) \w+;|template |}|using namespace ")
ALIAS = re.compile(r"(?:using|namespace) (?:[\w:]+::)?(?P<name>\w+)(?: = [^;]+)?;")
TYPE = re.compile(r"(?:struct|class|enum class|enum) (?P<name>\w+)")
CALLABLE = re.compile(r"[\w:<>,&*\[\] ]*?(?<!::)\b(?P<name>\w+)\(")
OPENED_WHOLE = re.compile(r"^using namespace .+;$", re.MULTILINE)
CALL = re.compile(r"(?<![.:>\w])(\w+)\(")
VALUE = re.compile(r"[^=({]*?\b(?P<name>\w+)(?:\[[^\]]*\])?(?: = | =$|\{|;)")


def names(path, private):
    """What is defined in unnamed namespaces of a file, or outside of them: (namespace, name) and
    what it means; aliases may say the same in two files."""
    namespace, unnamed = "", False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line == "namespace {":
            unnamed = True
        elif line.startswith("}  // namespace"):
            unnamed = False
        elif opened := OPENED.match(line) or SUITE.match(line):
            namespace = opened["name"]
        elif line[:1].isalpha() and not SAID_AGAIN.match(line):
            if alias := ALIAS.match(line):
                if private:
                    yield (namespace, alias["name"]), line
            elif unnamed == private:
                for pattern in (TYPE, CALLABLE, VALUE):
                    if found := pattern.match(line):
                        yield (namespace, found["name"]), path
                        break


class Source:
    def __init__(self, path):
        self.path = path
        self.own = dict(names(path, private=True))
        text = path.read_text(encoding="utf-8")
        self.suites = set(SUITE.findall(text))
        self.means = {name: meaning for (namespace, name), meaning in self.own.items()
                      if namespace not in self.suites}
        # Functions that it may mean; one in an unnamed namespace would hide others.
        self.called = set(CALL.findall(text)) - {name for _, name in self.own}
        self.opened = set(OPENED_WHOLE.findall(SUITE.split(text)[0]))

    def disturbs(self, other):
        return self.opened != other.opened or self.suites & other.suites or any(
            name in other.called or other.means.get(name, meaning) != meaning
            for name, meaning in self.means.items())


class Group:
    def __init__(self):
        self.sources = []

    def fits(self, source):
        return len(self.sources) < LARGEST_GROUP and not any(
            one.disturbs(source) or source.disturbs(one) for one in self.sources)

    def likes(self, source):
        """Neighbors include the same headers; an empty group is better than strangers."""
        return (any(one.path.parent == source.path.parent for one in self.sources),
                -len(self.sources))


def main():
    sources = [Source(pathlib.Path(name)) for name in sys.argv[1:]]
    public = {name for folder in {source.path.parent for source in sources}
              for header in folder.glob("*.hpp") for name, _ in names(header, private=False)}
    sharers = collections.Counter(name for source in sources for name in source.own)
    groups = [Group() for _ in range(-(-len(sources) // LARGEST_GROUP))]
    # Those that fit to few others first: the rest goes between them.
    for source in sorted(sources, key=lambda one: (-max(map(sharers.get, one.own), default=0),
                                                   one.path.parent)):
        if source.own.keys() & public:
            continue
        fitting = [group for group in groups if group.fits(source)]
        if not fitting:
            groups.append(Group())
            fitting = groups[-1:]
        max(fitting, key=lambda one: one.likes(source)).sources.append(source)
    print(";".join(f"{number};{source.path}" for number, group in enumerate(groups)
                   for source in group.sources), end="")


if __name__ == "__main__":
    main()
