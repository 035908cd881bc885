# SPDX-License-Identifier: Apache-2.0
"""What the figures were taken on, when, and which parts of the page are of which run."""

import datetime
import os
import pathlib
import platform
import re


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def run_of(given):
    """One run: day, command, machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = "an unknown system"
    for line in pathlib.Path("/etc/os-release").read_text().splitlines():
        if line.startswith("PRETTY_NAME="):
            release = line.split("=", 1)[1].strip('"')
    busy = "; other work kept the machine busy" if os.getloadavg()[1] > 1.5 else ""
    pipe = f" --pipe {given.pipe:g}" if given.pipe else ""
    return (f"{datetime.date.today():%d %B %Y}, `scripts/bench --size {given.size} --rounds "
            f"{given.rounds}{pipe}`: {os.cpu_count()} cores of {processor()}, {memory:.0f} GiB, "
            f"{release}, g++ 12, the preset `bench`{busy}")


def described(run, measured, replaced, before):
    """The lines of all runs that the page has tables of: this one, then what is left of those that
    `before` tells of. Names of parts: `measured` in this run; `replaced` on the page by it, be it
    by the word that they couldn't be measured."""
    runs = [(run, list(measured))]
    for line in before.splitlines():
        found = re.fullmatch(r"- (.*)\. Parts: (.*)\.", line)
        left = [name for name in found[2].split(", ") if name not in replaced] if found else []
        if left:
            runs.append((found[1], left))
    return "".join(f"- {told}. Parts: {', '.join(names)}.\n" for told, names in runs if names)
