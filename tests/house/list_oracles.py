# SPDX-License-Identifier: Apache-2.0
"""Lists the tests with the label "oracle" in a JUnit file of ctest: ran, FAILED or SKIPPED."""

import sys
import xml.etree.ElementTree as tree


def labels_of(case):
    return [
        label
        for entry in case.iter("property")
        if entry.get("name") == "cmake_labels"
        for label in entry.get("value", "").split(";")
    ]


def reason_of(case):
    skipped = case.find("skipped")
    output = (case.findtext("system-out") or "").strip().splitlines()
    if output:
        return output[-1]
    return skipped.get("message", "") if skipped is not None else ""


def main(path):
    for case in tree.parse(path).getroot().iter("testcase"):
        if "oracle" not in labels_of(case):
            continue
        name = case.get("name")
        if case.get("status") == "run":
            print(f"ran      {name}")
        elif case.find("skipped") is not None or case.get("status") == "notrun":
            print(f"SKIPPED  {name}: {reason_of(case)}")
        else:
            print(f"FAILED   {name}")


if __name__ == "__main__":
    main(sys.argv[1])
