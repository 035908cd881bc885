# SPDX-License-Identifier: Apache-2.0
"""The part that adds a module to what is stored, beside assessing all of it again."""

import shutil
import sys

from measure import interleaved, run
from parts import ONE_CORE, Absent, Result, table, unpacked

EXTENDED_BY = "neurologic"
NEW = "tsh"
MANY = 100_000  # visits; a run of more is one of --size large


def module_of_rules(bench):
    """A small module without code, as it is written for an author to begin with."""
    path = bench.folder / f"{NEW}.yaml"
    if not path.exists():
        run([bench.program("causa"), "plugins", "new", f"org.example.{NEW}", "--lang", "rules",
             "--into", bench.folder], environment=bench.environment)
    return path


def extended(bench, path, count, module, cores, rounds):
    """One module added to what was stored without it, beside assessing all of it again."""
    base = bench.folder / "base.db"
    named = ("--plugin", module_of_rules(bench)) if module == NEW else ()
    bench.assess(path, *(() if named else ("--without", module)), cores=cores)
    (bench.folder / "causa.db").replace(base)
    size = base.stat().st_size

    def extend():
        store = bench.new_store("extended")
        shutil.copyfile(base, store)
        return run([bench.program("causa"), "extend", "--all", "--plugins", module, *named,
                    "--store", store], environment=bench.environment, cores=cores)

    again, later = interleaved(rounds, lambda: bench.assess(path, *named, cores=cores), extend)
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

    def measure(name, path, number, module, cores, rounds):
        row, ratios = extended(bench, path, number, module, cores, rounds)
        words = "one" if cores else "all"
        what = "two rules, one advice" if module == NEW else module
        rows.append((name, what, words, *row))
        bench.note("extend", **{f"{number} {name}, {module}, {words}": ratios})

    for name, path, number in inputs:
        for module in (EXTENDED_BY, NEW):
            for cores in (ONE_CORE, None):
                measure(name, path, number, module, cores, bench.rounds)
    if bench.sizes[-1] > MANY:  # assessing so many again takes minutes: once, on all cores
        measure("visits", bench.patients(bench.sizes[-1]), bench.sizes[-1], NEW, None, 1)
    for name in ("base", "extended"):
        bench.new_store(name)  # gigabytes, if there were many patients
    return Result(table(["patients", "module that comes", "cores", "number", "assessing again",
                         "extending", "faster by", "less processor time by", "store of all",
                         "grows by"], rows))
