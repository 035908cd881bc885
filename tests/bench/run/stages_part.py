# SPDX-License-Identifier: Apache-2.0
"""The part that says what each stage of a whole run takes. The program doesn't tell it, for its
stages overlap; so it runs with a stage more each time, and the differences of processor time are
what the stages take, each less what a run over one patient takes, which is the program's start."""

import sys

import plot
from measure import interleaved
from parts import ONE_CORE, Absent, Result, first, table, unpacked
from peers_part import twenty

STAGES = ["start: modules and terminology", "reading, facts, checks of the record",
          "modules: libraries, conditions, judging, words", "storing", "printing as CSV"]


def runs(bench, path):
    """What makes a run of each kind: one more stage than the one before."""
    options = {"store": False, "form": "none", "cores": ONE_CORE}
    return [lambda: bench.assess(path, *twenty(bench), **options),  # next to nothing to judge
            lambda: bench.assess(path, **options),
            lambda: bench.assess(path, **{**options, "store": True}),
            lambda: bench.assess(path, **{**options, "store": True, "form": "csv"})]


def stages_of(bench, path, alone):
    """Seconds of processor time of each of STAGES; `alone` is a file with one patient."""
    whole = runs(bench, path)
    took = interleaved(bench.rounds, *whole, *runs(bench, alone))
    least = [min(one.cpu_s for one in series.runs) for series in took]  # steadier than medians
    net = [many - one for many, one in zip(least[:len(whole)], least[len(whole):])]
    start_s = least[len(whole) + 1]  # all modules, nothing stored or printed
    # Of two that differ by nothing the larger may be the earlier, by chance.
    return [start_s, net[0], *(max(0, later - before) for before, later in zip(net, net[1:]))]


def stages(bench):
    """Shares of the stages of a whole run, visits and histories."""
    count = min(10_000, bench.sizes[-1])
    visits = bench.patients(count)
    inputs = [("visits", visits, count, first(bench, visits, 1))]
    try:
        path = unpacked(bench)
        with open(path, "rb") as lines:
            inputs.append(("histories", path, sum(1 for _ in lines), first(bench, path, 1)))
    except Absent as fault:
        print(f"!! stages without histories: {fault}", file=sys.stderr)
    columns, plots = [], {}
    for name, path, count, alone in inputs:
        taken = stages_of(bench, path, alone)
        shares = [part / sum(taken) for part in taken]
        bench.note("stages", **{name: dict(zip(STAGES, taken))})
        columns.append([f"{part:.2f} s, {share * 100:.0f} %" for part, share in zip(taken, shares)])
        plots[f"stages-{name}"] = plot.shares(f"A run of {count:,} {name}, by stage",
                                              list(zip(STAGES, shares)))
    heads = [f"{count:,} {name}" for name, _, count, _ in inputs]
    shown = "".join(f"\n![{name}](performance/{name}.svg)" for name in plots)
    return Result(table(["processor time of one core", *heads],
                        [(stage, *cells) for stage, *cells in zip(STAGES, *columns)]) +
                  shown + "\n", plots)
