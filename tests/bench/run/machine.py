# SPDX-License-Identifier: Apache-2.0
"""What the figures were taken on."""

import datetime
import os
import pathlib
import platform


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def described(given):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    release = "an unknown system"
    for line in pathlib.Path("/etc/os-release").read_text().splitlines():
        if line.startswith("PRETTY_NAME="):
            release = line.split("=", 1)[1].strip('"')
    load = os.getloadavg()[1]
    busy = "; other work kept the machine busy" if load > 1.5 else ""
    return (f"Measured on {datetime.date.today():%d %B %Y} with `scripts/bench --size {given.size} "
            f"--rounds {given.rounds}`: {os.cpu_count()} cores of {processor()}, "
            f"{memory:.0f} GiB, {release}, g++ 12, the preset `bench`{busy}.\n")
