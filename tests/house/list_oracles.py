# SPDX-License-Identifier: Apache-2.0
"""Lists the tests named oracle.* in a JUnit file of ctest: ran, FAILED or SKIPPED, and why."""

import sys
import xml.etree.ElementTree as tree


def last_line_of(case):
    said = (case.findtext("system-out") or "").strip().splitlines()
    return said[-1] if said else "it doesn't say why"


def lines_of(path):
    for case in tree.parse(path).getroot().iter("testcase"):
        name, status = case.get("name"), case.get("status")
        if not name.startswith("oracle."):
            continue
        if status == "run":
            yield f"ran      {name}"
        elif status == "fail":
            yield f"FAILED   {name}"
        else:
            yield f"SKIPPED  {name}: {last_line_of(case)}"


if __name__ == "__main__":
    for line in lines_of(sys.argv[1]):
        print(line)
