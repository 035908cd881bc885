# SPDX-License-Identifier: Apache-2.0
"""What a source uses of the standard library, of fmt and of Boost.JSON is included by it, or by a
header of the project that it includes. A build that reads common headers beforehand
(CAUSA_PRECOMPILE) would not notice what is missing."""

import functools
import os
import pathlib
import re
import sys

import tree

SUFFIXES = {".cpp", ".hpp"}

# Where a header of the project may be looked for, beside the folder of who includes it.
ROOTS = ["core", "core/cli", "sdk/include", "sdk", "tests", "tests/contract", "tests/bench",
         "plugins"]


def std(*names):
    return r"\bstd::(ranges::)?(" + "|".join(names) + r")\b"


def call(*names):
    return r"\bstd::(ranges::)?(" + "|".join(names) + r")\("


# What a header gives. Names that several headers must give (std::move, std::begin) are left out.
GIVEN_BY = {
    ("algorithm",): call(
        "sort", "stable_sort", "find", "find_if", "find_if_not", "find_first_of", "any_of",
        "all_of", "none_of", "min", "max", "minmax", "clamp", "copy", "copy_if", "count",
        "count_if", "remove_if", "lower_bound", "upper_bound", "equal_range", "transform",
        "replace", "reverse", "equal", "unique", "stable_partition", "partition", "max_element",
        "min_element", "binary_search", "nth_element", "fill", "rotate", "mismatch", "includes",
        "set_difference", "is_sorted", "adjacent_find", "search"),
    ("array",): std("array"),
    ("atomic",): std("atomic", "atomic_flag", "memory_order_relaxed"),
    ("charconv",): std("from_chars", "to_chars"),
    ("chrono",): std("chrono"),
    ("cmath",): std("isfinite", "isnan", "isinf", "sqrt", "log", "log10", "exp", "pow", "round",
                    "floor", "ceil", "lround", "llround", "erfc"),
    ("condition_variable",): std("condition_variable"),
    ("cstdint",): std(r"u?int(8|16|32|64)_t"),
    ("cstring", "string.h"): std("memcpy", "strlen", "strerror", "memcmp", "memset", "memchr"),
    ("deque",): std("deque"),
    ("filesystem",): std("filesystem"),
    ("fstream",): std("[io]?fstream"),
    ("functional",): std("function", "reference_wrapper"),
    ("iostream",): std("cout", "cerr", "cin"),
    ("limits",): std("numeric_limits"),
    ("map",): std("map", "multimap"),
    ("memory",): std("unique_ptr", "shared_ptr", "weak_ptr", "make_unique", "make_shared"),
    ("mutex",): std("mutex", "lock_guard", "unique_lock", "scoped_lock", "once_flag",
                    "call_once"),
    ("numeric",): std("accumulate", "iota"),
    ("optional",): std("optional", "nullopt"),
    ("set",): std("set", "multiset"),
    ("span",): std("span"),
    ("sstream",): std("[io]?stringstream"),
    ("string",): std("string", "to_string", "getline"),
    ("string_view", "string"): std("string_view"),
    ("thread",): std("thread", "jthread", "this_thread"),
    ("tuple",): std("tuple", "tie"),
    ("unordered_map",): std("unordered_map"),
    ("unordered_set",): std("unordered_set"),
    ("variant",): std("variant", "visit", "monostate", "holds_alternative", "get_if"),
    ("vector",): std("vector"),
    ("fmt/core.h", "fmt/format.h", "fmt/ranges.h"): r"\bfmt::(format|print)\(",
    # clang calls what format_to needs by another name than the library, which g++ built.
    ("fmt/format.h", "fmt/ranges.h"): r"\bfmt::(join|format_to)\(",
    ("boost/json",): r"\bboost::json::",
}
GIVEN_BY = {headers: re.compile(pattern) for headers, pattern in GIVEN_BY.items()}

# A comment, or a text in quotes or as it stands.
NO_CODE = re.compile(r'//[^\n]*|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"', re.S)


class Includes:
    def __init__(self, root):
        self.root = root
        self.files = set(tree.sources(root))
        self.from_outside = functools.cache(self.from_outside)

    def find(self, path, included):
        for folder in [path.parent, *map(pathlib.Path, ROOTS)]:
            found = pathlib.Path(os.path.normpath(folder / included))
            if found in self.files:
                return found
        return None

    def from_outside(self, path):
        """All headers that are not the project's and that the file includes, or a header of the
        project that it includes."""
        outside = set()
        for _, included in tree.includes(self.root, path):
            found = self.find(path, included)
            if found:
                outside |= self.from_outside(found)
            else:
                outside.add("boost/json" if included.startswith("boost/json") else included)
        return outside


def faults_of(root):
    faults = []
    includes = Includes(root)
    for path in tree.sources(root):
        if path.suffix not in SUFFIXES or tree.is_data(path):
            continue
        code = NO_CODE.sub('""', (root / path).read_text(encoding="utf-8"))
        outside = includes.from_outside(path)
        for headers, pattern in GIVEN_BY.items():
            used = pattern.search(code)
            if used and outside.isdisjoint(headers):
                line = code.count("\n", 0, used.start()) + 1
                faults.append(f"{path}: uses {used.group(0).rstrip('(')} (near line {line}), so it "
                              f"should include <{headers[0]}>")
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
