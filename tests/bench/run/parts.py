# SPDX-License-Identifier: Apache-2.0
"""The parts of a measurement: each runs programs, and returns a table and its plots."""

import itertools
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field

import plot
from measure import interleaved, run

MODULES = ["electrolytes", "hydration", "medication", "circulation", "neurologic",
           "chronic_disease", "strain"]
AS_OF = ["--as-of", "2026-11-20"]
ONE_CORE = {0}
SIZES = {"small": [1_000, 3_000, 10_000], "usual": [1_000, 10_000, 100_000],
         "large": [1_000, 10_000, 100_000, 1_000_000]}


class Absent(Exception):
    """What a part needs isn't on this machine."""


@dataclass
class Result:
    table: str
    plots: dict = field(default_factory=dict)


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |"
                              for row in rows]) + "\n"


def rate(value):
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


class Bench:

    def __init__(self, source, build, folder, given):
        self.source, self.build, self.folder = source, build, folder
        self.size, self.sizes, self.rounds = given.size, SIZES[given.size], given.rounds
        self.shared = given.shared or source.parent / "shared"
        self.pipe_gb = given.pipe  # None: as much as the size asks for
        self.figures = {}
        self.environment = {"XDG_CACHE_HOME": str(folder / "cache"),
                            "XDG_DATA_HOME": str(folder / "data")}
        self.made = {}

    def program(self, name):
        return self.build / "bin" / name

    def patients(self, count, form="bundles", extent="visit"):
        """A file, or of bulk data a folder, of made patients; made once."""
        key = (count, form, extent)
        if key not in self.made:
            path = self.folder / f"{extent}-{count}-{form}"
            words = [self.program("generate"), "--patients", count, "--to", form, "--extent",
                     extent]
            if form == "bulk":
                run([*words, "--folder", path])
            else:
                path = path.with_suffix(".hl7" if form == "hl7v2" else ".ndjson")
                with open(path, "wb") as out:
                    subprocess.run([str(word) for word in words], stdout=out, check=True)
            self.made[key] = path
        return self.made[key]

    def new_store(self, name="causa"):
        for end in ("", "-wal", "-shm", ".audit"):
            (self.folder / f"{name}.db{end}").unlink(missing_ok=True)
        return self.folder / f"{name}.db"

    def assess(self, path, *words, store=True, form="csv", **options):
        where = self.new_store() if store else "none"
        return run([self.program("causa"), "assess", path, *AS_OF, "--store", where, "--to", form,
                    *words], environment=self.environment, **options)

    def bare(self, path, *words, **options):
        store = self.new_store("bare")
        took = run([self.program("bare"), path, "--store", store, *words], keep_output=True,
                   **options)
        took.told = json.loads(took.out)
        return took

    def note(self, part, **figures):
        self.figures.setdefault(part, {}).update(figures)


def scale(bench):
    """Throughput and memory against the number of patients."""
    rows, speed, memory = [], {"stored": []}, {"stored": []}
    many = max(bench.sizes)
    for count in bench.sizes:
        path = bench.patients(count)
        rounds = bench.rounds if count <= 10_000 else 1
        series = interleaved(rounds, lambda: bench.assess(path))[0]
        size = (bench.folder / "causa.db").stat().st_size
        speed["stored"].append((count, count / series.wall_s))
        memory["stored"].append((count, series.peak_mib))
        rows.append((f"{count:,}", rate(count / series.wall_s), f"{series.cpu_s / count * 1e6:.0f}",
                     f"{series.peak_mib:.0f}", f"{size / count / 1000:.1f}"))
        bench.note("scale", **{str(count): [series.wall_s, series.cpu_s, series.peak_mib]})
    below, peaks = bench.sizes[-2], dict(memory["stored"])
    return Result(
        table(["patients", "a second", "µs of processor time each", "MiB at most",
               "KB stored each"], rows) +
        f"\nSize `{bench.size}`: up to {many:,} visits (`large` goes to {SIZES['large'][-1]:,}). "
        f"{many:,} take {peaks[many] / peaks[below]:.2f} times the memory of {below:,}.\n",
        {"patients": plot.lines("Patients a second, by how many there are", "patients", "a second",
                                speed, logarithmic=True),
         "memory": plot.lines("Memory, by how many patients there are", "patients", "MiB", memory,
                              logarithmic=True)})


def forms(bench):
    """The same patients in each form."""
    count = bench.sizes[1]
    rows = []
    makers = [lambda form=form: bench.assess(bench.patients(count, form))
              for form in ("bundles", "bulk", "hl7v2")]
    for name, series in zip(("FHIR bundles, one a line", "FHIR Bulk Data, a file a type",
                             "HL7 v2"), interleaved(bench.rounds, *makers)):
        rows.append((name, rate(count / series.wall_s), f"{series.peak_mib:.0f}"))
        bench.note("forms", **{name: [series.wall_s, series.peak_mib]})
    return Result(f"{count:,} patients, stored.\n\n" +
                  table(["form", "patients a second", "MiB at most"], rows))


def plugins(bench):
    """More modules, more rules."""
    count = bench.sizes[1]
    path = bench.patients(count)
    makers = [lambda some=MODULES[:many]: bench.assess(path, "--plugins", ",".join(some))
              for many in range(1, len(MODULES) + 1)]
    points = []
    for many, series in enumerate(interleaved(max(1, bench.rounds - 1), *makers), start=1):
        points.append((many, count / series.wall_s, series.peak_mib))
    bench.note("plugins", points=points)
    rows = [(many, rate(speed), f"{peak:.0f}") for many, speed, peak in points]
    return Result(table(["modules", "patients a second", "MiB at most"], rows),
                  {"plugins": plot.lines("Patients a second, by modules loaded", "modules",
                                         "a second", {"stored": [(m, s) for m, s, _ in points]})})


def cores(bench):
    """One core, then all."""
    count = bench.sizes[1]
    path = bench.patients(count)
    numbers = sorted(os.sched_getaffinity(0))
    many = sorted({1, *(n for n in (2, 4, 8, 16) if n <= len(numbers)), len(numbers)})
    points = []
    for cores, series in zip(many, interleaved(
            bench.rounds, *[lambda n=n: bench.assess(path, cores=set(numbers[:n])) for n in many])):
        points.append((cores, count / series.wall_s, series.peak_mib))
    bench.note("cores", points=points)
    rows = [(n, rate(speed), f"{speed / points[0][1]:.2f}", f"{peak:.0f}")
            for n, speed, peak in points]
    result = Result(table(["cores", "patients a second", "times one core", "MiB at most"], rows))
    if len(points) > 1:
        result.plots["cores"] = plot.lines("Patients a second, by cores", "cores", "a second",
                                           {"stored": [(n, s) for n, s, _ in points]})
    return result


def against_bare(bench, name, path, count, cores=ONE_CORE):
    """causa and the bare work on the same file, taking turns; neither prints a line a patient."""
    bench.assess(path)
    stored = bench.folder / "rows.db"
    shutil.copyfile(bench.folder / "causa.db", stored)
    ours, bare = interleaved(
        bench.rounds, lambda: bench.assess(path, form="none", cores=cores),
        lambda: bench.bare(path, "--rows", stored, "--batch", "256", cores=cores))
    told = [one.told for one in bare.runs]
    bare_s = sorted(one["parse_s"] + one["insert_s"] for one in told)[len(told) // 2]
    parse_s = sorted(one["parse_s"] for one in told)[len(told) // 2]
    ratio = ours.wall_s / bare_s
    bench.note(name, ours_s=ours.wall_s, bare_s=bare_s, parse_s=parse_s, rows=told[0]["rows"],
               bytes=told[0]["bytes"], patients=count, ratio=ratio, hash=told[0]["hash"])
    return (f"{count:,}", f"{told[0]['bytes'] / 1e6:,.0f} MB", f"{told[0]['rows']:,}",
            f"{parse_s:.2f} s", f"{bare_s:.2f} s", f"{ours.wall_s:.2f} s", f"{ratio:.2f}")


BARE_HEADS = ["patients", "read", "rows stored", "bare reading", "bare reading and inserting",
              "causa", "ratio"]


def small(bench):
    """Small bundles against the bare work."""
    count = min(10_000, bench.sizes[-1])
    return Result(table(BARE_HEADS, [against_bare(bench, "small", bench.patients(count), count)]))


def unpacked(bench):
    """The real histories, if they are beside the project; else made ones."""
    packed = bench.shared / "data/fhir/synthea-694.ndjson.zst"
    if not packed.exists() or shutil.which("zstd") is None:
        raise Absent("the real histories aren't here")
    path = bench.folder / "histories.ndjson"
    if not path.exists():
        subprocess.run(["zstd", "-dcq", packed, "-o", path], check=True)
    return path


def first(bench, path, count):
    """A file of the first patients of one; made once."""
    head = bench.folder / f"first-{count}-{path.name}"
    if not head.exists():
        with open(path, "rb") as lines, open(head, "wb") as out:
            out.writelines(itertools.islice(lines, count))
    return head


def histories(bench):
    """Whole histories of half a megabyte against the bare work."""
    path = unpacked(bench)
    with open(path, "rb") as lines:
        count = sum(1 for _ in lines)
    row = against_bare(bench, "histories", path, count)
    one = bench.figures["histories"]["ours_s"]
    every = interleaved(bench.rounds, lambda: bench.assess(path, form="none"))[0].wall_s
    bench.note("histories", all_cores_s=every)
    return Result(table(BARE_HEADS, [row]) +
                  f"\nOn {len(os.sched_getaffinity(0))} cores causa is {one / every:.2f} times as "
                  "fast as on one.\n")


def oneshot(bench):
    """One call for one small bundle, with all modules and a store."""
    path = bench.patients(1, extent="visit")
    modules = bench.build / "lib/causa/plugins"
    stored = bench.assess(path)
    rows = bench.bare(path, "--rows", bench.folder / "causa.db", "--batch", 1).told["rows"]
    ours, dry, bare = interleaved(
        40, lambda: bench.assess(path), lambda: bench.assess(path, store=False),
        lambda: bench.bare(path, "--modules", modules, "--plain", rows))
    bench.note("oneshot", ours_ms=ours.wall_s * 1e3, bare_ms=bare.wall_s * 1e3,
               first_ms=stored.wall_s * 1e3)
    row = lambda name, one: (name, f"{one.wall_s * 1e3:.1f} ms", f"{one.cpu_s * 1e3:.1f} ms",
                             f"{one.wall_s / bare.wall_s:.2f}", f"{one.peak_mib:.0f}")
    return Result(table(["program", "from start to end", "processor time", "ratio", "MiB"],
                        [row("the bare program: same libraries, seven modules loaded, the bundle "
                             f"parsed, {rows} plain rows stored", bare),
                         row("`causa assess`, seven modules, a new store", ours),
                         row("`causa assess --store none`", dry)]))


def limits(bench):
    """The benchmarks of parts against their limits, from their counters."""
    wanted = [("rules_bench", "twenty_rules", "times_by_hand",
               "20 conditions against the same rules by hand in C++"),
              ("intake_bench", "read_fhir", "times_bare",
               "FHIR to records against bare simdjson that takes the same fields"),
              ("store_bench", "save_batches", "ratio",
               "assessments stored against as many bare inserts into one plain table")]
    rows = []
    for program, name, counter, what in wanted:
        took = run([bench.program(program), f"--benchmark_filter={name}",
                    "--benchmark_format=json", "--benchmark_repetitions=3",
                    "--benchmark_min_time=0.2", "--benchmark_report_aggregates_only=true"],
                   keep_output=True)
        for one in json.loads(took.out)["benchmarks"]:
            if one["aggregate_name"] != "median":
                continue
            size = re.search(r"/(\d+)", one["run_name"])
            rows.append((what, size[1] if size else "", f"{one[counter]:.2f}"))
            bench.note("limits", **{one["run_name"]: one[counter]})
    return Result(table(["what", "batch", "times the limit"], rows))


def memory(bench):
    """In memory: facts to ranking, alerts and evidence, all modules."""
    took = run([bench.program("assess_bench"), "--benchmark_format=json",
                "--benchmark_repetitions=3", "--benchmark_min_time=0.3",
                "--benchmark_report_aggregates_only=true"], keep_output=True)
    rows, parts = [], []
    for one in json.loads(took.out)["benchmarks"]:
        if one["aggregate_name"] != "median":
            continue
        name, size = one["run_name"].split("/")[:2]
        rows.append((size, *(f"{one[key]:.1f}" for key in
                             ("facts_us", "lint_us", "assess_us", "libraries_us", "words_us",
                              "encode_us", "json_us"))))
        stages = ("facts_us", "lint_us", "assess_us", "words_us", "json_us")
        bench.note("memory", **{size: {key: one[key] for key in
                                       (*stages, "libraries_us", "between_bytes")}})
        if size == "256":
            whole = sum(one[key] for key in stages)
            judged_us = one["assess_us"] - one["libraries_us"]
            parts = [("record to facts", one["facts_us"] / whole),
                     ("checks of the record", one["lint_us"] / whole),
                     ("libraries of the modules", one["libraries_us"] / whole),
                     ("columns, conditions, ranking, alerts, evidence", judged_us / whole),
                     ("facts, sentences, advice", one["words_us"] / whole),
                     ("assessment to JSON", one["json_us"] / whole)]
    return Result(table(["batch", "record to facts, µs", "checks of the record, µs",
                         "facts to ranking, alerts, evidence, µs", "of that, libraries, µs",
                         "facts, sentences, advice, µs", "record to bytes, µs", "to JSON, µs"],
                        rows),
                  {"memory-shares": plot.shares("A patient in memory, by stage", parts)})


def flat(bench):
    """From facts to the answer, against plain C++ of the same rules."""
    took = run([bench.program("flat_bench"), "--benchmark_format=json",
                "--benchmark_repetitions=5", "--benchmark_min_time=0.3",
                "--benchmark_report_aggregates_only=true"], keep_output=True)
    rows = []
    for one in json.loads(took.out)["benchmarks"]:
        if one["aggregate_name"] != "median":
            continue
        extent = "visits" if one["run_name"].endswith("visit:1") else "histories of 6 KB"
        rows.append((extent, f"{one['conditions']:,.0f}", f"{one['flat_us']:.1f}",
                     f"{one['causa_us']:.1f}", f"{one['times_flat']:.1f}",
                     f"{one['words_us']:.1f}"))
        bench.note("flat", **{extent: {key: one[key] for key in
                                       ("flat_us", "causa_us", "times_flat", "agree")}})
    return Result(table(["patients", "conditions", "flat C++, µs", "causa, µs", "ratio",
                         "causa's words, µs"], rows))


ALL = {"oneshot": oneshot, "small": small, "histories": histories, "memory": memory, "flat": flat,
       "limits": limits, "scale": scale, "forms": forms, "plugins": plugins, "cores": cores}
