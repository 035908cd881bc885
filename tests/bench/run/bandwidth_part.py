# SPDX-License-Identifier: Apache-2.0
"""The part that measures how many bytes a second memory gives, and which share of it the parts that
were measured before in the same run take."""

import json
import os

from measure import run
from parts import ONE_CORE, Result, table

BUFFER_MIB = 1024  # no cache is as large


def measured(bench, cores):
    """Bytes a second that are read, and that a copy reads and writes."""
    took = run([bench.program("bandwidth"), BUFFER_MIB, len(cores)], keep_output=True, cores=cores)
    return json.loads(took.out)


def bandwidth(bench):
    """Memory bandwidth, and what reading histories and assessing in memory take of it."""
    every = os.sched_getaffinity(0)
    one, many = measured(bench, ONE_CORE), measured(bench, every)
    bench.note("bandwidth", one=one, all=many)
    limits = table(["memory gives, GB a second", "one core", f"all {len(every)} cores"],
                   [("reading", giga(one["read_bytes_s"]), giga(many["read_bytes_s"])),
                    ("copying, bytes read and written", giga(one["copy_bytes_s"]),
                     giga(many["copy_bytes_s"]))])
    rows = [(what, f"{size:,.0f}", f"{speed / 1e9:.2f}",
             f"{speed / one['read_bytes_s'] * 100:.1f} %")
            for what, size, speed in taken(bench)]
    if not rows:
        return Result(limits + "\nNothing that takes of it was measured in this run.\n")
    return Result(limits + "\n" + table(
        ["on one core", "bytes a patient", "GB a second", "of what reading gives"], rows))


def giga(bytes_s):
    return f"{bytes_s / 1e9:.1f}"


def taken(bench):
    """(what, bytes a patient, bytes a second), each byte counted once."""
    for name, what in (("small", "visits"), ("histories", "histories")):
        if figures := bench.figures.get(name):
            size = figures["bytes"] / figures["patients"]
            yield f"{what}: bare reading", size, figures["bytes"] / figures["parse_s"]
            yield f"{what}: causa, read to stored", size, figures["bytes"] / figures["ours_s"]
    if figures := bench.figures.get("memory", {}).get("256"):
        size = figures["between_bytes"]
        yield ("visits in memory at batch 256: facts to ranking, alerts, evidence", size,
               size / figures["assess_us"] * 1e6)
