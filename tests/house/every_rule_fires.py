# SPDX-License-Identifier: Apache-2.0
"""Every rule and every alert of a shipped module, and of the core, is expected by at least one of
their cases (cases.yaml beside the manifest), which the tests run through the host: a rule that nothing ever tried may
not hold where its author meant it to."""

import sys

import manifests
import tree


def expected(root):
    """What the cases of all modules expect, by kind; ids are unique among all modules."""
    rules, alerts = set(), set()
    for path in [*sorted((root / "plugins").glob("*/cases.yaml")),
                 *(root / "core/knowledge").glob("cases.yaml")]:
        for case in manifests.read(path):
            rules.update(case["expect"].get("rules") or [])
            alerts.update(case["expect"].get("alerts") or [])
    return {"rule": rules, "alert": alerts}


def faults_of(root):
    tried, faults = expected(root), []
    for name, folder in manifests.folders(root).items():
        manifest = manifests.manifest(folder)
        for kind in ("rule", "alert"):
            for entry in manifest.get(f"{kind}s") or []:
                if entry["id"] not in tried[kind]:
                    faults.append(f"{name}: no case (cases.yaml) expects the {kind} "
                                  f"{entry['id']}")
    return faults


if __name__ == "__main__":
    tree.end(faults_of(tree.root_of(sys.argv)))
