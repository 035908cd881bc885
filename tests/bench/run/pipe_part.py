# SPDX-License-Identifier: Apache-2.0
"""The part that sends many gigabytes through a pipe: made while they are read, memory bounded."""

import shutil
import subprocess

from measure import Failed
from parts import Absent, Result, rate, table

SAMPLE = 10_000  # histories whose mean size tells how many make a gigabyte
GIGABYTES = {"small": .1, "usual": 1, "large": 20}  # by --size
# Storing all of 20 GB takes twice the time and 18 GB of disk, so that it must be asked for: --pipe.
STORED_PART = .1
STORED_BYTES_A_BYTE = 1.1  # what a store of histories takes, with room to spare


def through(bench, gigabytes, store):
    """One run over about so many gigabytes of made histories; (Took, patients)."""
    sample = bench.patients(SAMPLE, extent="history")
    patients = max(1, round(gigabytes * 1e9 / sample.stat().st_size * SAMPLE))
    needed = gigabytes * 1e9 * STORED_BYTES_A_BYTE
    if store and shutil.disk_usage(bench.folder).free < needed:
        raise Absent(f"{needed / 1e9:.0f} GB of disk aren't free for its store")
    maker = subprocess.Popen([str(word) for word in (
        bench.program("generate"), "--patients", patients, "--extent", "history")],
        stdout=subprocess.PIPE)
    try:
        took = bench.assess("-", store=store, stdin=maker.stdout.fileno())
    finally:
        maker.stdout.close()
        ended = maker.wait()
        bench.new_store()  # as large as the disk allows
    if ended != 0:
        raise Failed(f"generate ended with {ended}")
    return took, patients


def pipe(bench):
    """`generate | causa assess -`, without a store and with one."""
    whole = bench.pipe_gb or GIGABYTES[bench.size]
    sizes = [(whole, False), (whole if bench.pipe_gb else whole * STORED_PART, True)]
    rows, notes = [], ""
    for gigabytes, store in sizes:
        what = "stored" if store else "not stored"
        try:
            took, patients = through(bench, gigabytes, store)
        except Absent as fault:
            notes += f"\nNot measured, {what}: {fault}.\n"
            continue
        bench.note("pipe", **{what: [gigabytes, patients, took.wall_s, took.peak_mib]})
        rows.append((what, f"{gigabytes:g} GB", f"{patients:,}", f"{took.wall_s:,.0f} s",
                     f"{gigabytes * 1e3 / took.wall_s:,.0f}", rate(patients / took.wall_s),
                     f"{took.peak_mib:.0f}"))
    return Result(table(["assessed, printed as CSV", "through the pipe, some", "histories of 6 KB",
                         "from start to end", "MB a second", "patients a second", "MiB at most"],
                        rows) + notes)
