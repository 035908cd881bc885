# SPDX-License-Identifier: Apache-2.0
"""The manifests of the shipped modules and of the core, as the checks of this folder read them."""

import pathlib

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader)


def folders(root):
    """By name: the folder of a module's manifest, NAME/NAME.yaml, and that of the core's."""
    found = {path.parent.name: path.parent for path in sorted((root / "plugins").glob("*/*.yaml"))
             if path.stem == path.parent.name}
    if (root / "core/knowledge/core.yaml").exists():
        found["core"] = root / "core/knowledge"
    return found


def manifest(folder):
    return read(folder / ("core.yaml" if folder.name == "knowledge" else f"{folder.name}.yaml"))


def name_of(root, path):
    return str(pathlib.Path(path).relative_to(root))
