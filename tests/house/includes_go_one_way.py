# SPDX-License-Identifier: Apache-2.0
"""Nothing flows back: a room of core/ includes only itself and rooms before it on the way of the
data; the SDK includes nothing of core; a plugin includes only the SDK and itself; an outside library
is used only in the room that stands for it."""

import sys

import tree

WAY = [
    "base", "record", "terminology", "knowledge", "intake", "facts", "lint", "rules", "plugin",
    "assess", "check", "store", "report", "cli",
]

# Rooms before it on the way that a room still must not know.
STRANGERS = {
    "facts": {"intake"},
    "lint": {"knowledge", "intake"},
    "rules": {"intake", "lint"},
    "plugin": {"intake", "facts", "lint", "rules"},
    "assess": {"intake"},
    "check": {"intake", "lint"},
    "store": {"intake", "check"},
    "report": {"intake", "check", "store"},
}

# How an include of the library begins, and where it may stand.
LIBRARIES = {
    "boost/dll": ["core/plugin/library.cpp"],
    # On demand where records are read; as whole documents in one source, for all that is read at the
    # start.
    "simdjson": ["core/intake/", "core/base/json.cpp", "tests/"],
    "zlib.h": ["core/intake/", "tests/intake/"],
    "zstd": ["core/intake/", "tests/intake/"],
    "sqlite3": ["core/store/", "tests/"],
    # Manifests become JSON, which needs a whole document; what people write by hand (case files,
    # mappings) is read as a stream of events, so that an alias or a deep nest is refused before it
    # grows, and so that scalars stay as written (`no`, `010`).
    "yaml-cpp/": ["core/knowledge/yaml.cpp", "core/intake/written/yaml_nodes.cpp", "tests/"],
    "toml++/": ["core/cli/", "tests/cli/"],
    "spdlog/": ["core/cli/"],
    # SHA-256 with the processor's own instructions, which libsodium doesn't use.
    "nettle/": ["core/base/hash.cpp"],
    "sodium": ["core/base/hash.cpp", "core/base/signature.cpp"],
    # A worker's walls: what the kernel refuses a library is said in one place.
    "seccomp.h": ["core/plugin/worker/filter.cpp"],
    "boost/program_options": ["core/cli/", "sdk/manifest/", "tests/bench/generate/"],
    "benchmark/": ["tests/bench/"],
}


def room_faults(path, number, included):
    room = path.parts[1]
    other = included.split("/")[0]
    if room not in WAY or other not in WAY or room == other or "/" not in included:
        return []
    if WAY.index(other) > WAY.index(room):
        return [f"{path}:{number}: {room} includes {included}, which lies behind it on the way"]
    if other in STRANGERS.get(room, set()):
        return [f"{path}:{number}: {room} includes {included}, but must not know {other}"]
    return []


def sdk_faults(path, number, included):
    if included.split("/")[0] in WAY:
        return [f"{path}:{number}: {path.parts[0]} includes {included}, which is the core's own"]
    return []


def library_faults(path, number, included):
    for begin, places in LIBRARIES.items():
        if included.startswith(begin) and not any(str(path).startswith(place) for place in places):
            return [f"{path}:{number}: {included} belongs only in {', '.join(places)}"]
    return []


def faults_of(root):
    faults = []
    for path in tree.sources(root):
        for number, included in tree.includes(root, path):
            if path.parts[0] == "core":
                faults += room_faults(path, number, included)
            if path.parts[0] == "plugins" or path.parts[:2] == ("sdk", "include"):
                faults += sdk_faults(path, number, included)
            faults += library_faults(path, number, included)
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
