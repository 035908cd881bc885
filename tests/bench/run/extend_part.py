# SPDX-License-Identifier: Apache-2.0
"""The part that adds a module to what is stored, beside assessing all of it again."""

import shutil
import sys

from measure import interleaved, run
from parts import ONE_CORE, Absent, Result, table, unpacked

EXTENDED_BY = "neurologic"


def extended(bench, path, count, cores):
    """One module added to what was stored without it, beside assessing all of it again."""
    base = bench.folder / "base.db"
    bench.assess(path, "--without", EXTENDED_BY, cores=cores)
    shutil.copyfile(bench.folder / "causa.db", base)
    size = base.stat().st_size

    def extend():
        store = bench.new_store("extended")
        shutil.copyfile(base, store)
        return run([bench.program("causa"), "extend", "--all", "--plugins", EXTENDED_BY, "--store",
                    store], environment=bench.environment, cores=cores)

    again, later = interleaved(bench.rounds, lambda: bench.assess(path, cores=cores), extend)
    grown = (bench.folder / "extended.db").stat().st_size - size
    whole = (bench.folder / "causa.db").stat().st_size
    ratios = again.wall_s / later.wall_s, again.cpu_s / later.cpu_s
    return (f"{count:,}", f"{again.wall_s:.2f} s", f"{later.wall_s:.2f} s",
            f"{ratios[0]:.1f}", f"{ratios[1]:.1f}", f"{whole / 1e6:.1f} MB",
            f"{grown / 1e6:.1f} MB"), ratios


def extend(bench):
    """`extend --all` of one module against assessing again, histories and visits."""
    count = min(10_000, bench.sizes[-1])
    inputs = [("visits", bench.patients(count), count)]
    try:
        path = unpacked(bench)
        with open(path, "rb") as lines:
            inputs.insert(0, ("histories", path, sum(1 for _ in lines)))
    except Absent as fault:
        print(f"!! extend without histories: {fault}", file=sys.stderr)
    rows = []
    for name, path, number in inputs:
        for cores, words in ((ONE_CORE, "one"), (None, "all")):
            row, ratios = extended(bench, path, number, cores)
            rows.append((name, words, *row))
            bench.note("extend", **{f"{name}, {words}": ratios})
    return Result(table(["patients", "cores", "number", "assessing again", f"adding {EXTENDED_BY}",
                         "faster by", "less processor time by", "store of all", "grows by"], rows))
