# SPDX-License-Identifier: Apache-2.0
"""The parts beside other engines: whole programs over the same histories, with the same twenty
rules and with all modules, and CLIPS in memory on the same patients."""

import json
import re
import shutil
import statistics
import subprocess
import sys

from measure import interleaved, run
from parts import ONE_CORE, Absent, Result, first, rate, table, unpacked

HISTORIES = 400
FEWER = {"cql-execution": 40}  # half a second each
IN_MEMORY = 512  # two batches of histories
VISITS = 1024    # those that assess_bench makes
FEW_MS = 7       # rounds at least, for CLIPS is done in some milliseconds
NATIVE, CLIPS = "flat C++ with simdjson, 20 rules", "CLIPS 6.30 with simdjson, 20 rules"

# The peers know the codes and units of the histories. With these CLIPS knows those of made visits,
# too: (what stands in its sources, what is written instead).
FOR_VISITS = {
    "rules.hpp": [("LAB{", 'LAB{{"2000-8",CA},{"2601-3",MG},{"14682-9",CREAT},{"14937-7",BUN},'
                           '{"14749-6",GLUC},'),
                  ("MED{", 'MED{{"5487",DIU},{"9997",DIU},{"83367",STAT},{"36567",STAT},'
                           '{"6918",BB},')],
    "clips.cpp": [('"Ca","<",8.5', '"Ca","<",2.1208'), ('"Mg","<",1.7', '"Mg","<",0.7'),
                  ('"Creat",">",1.3', '"Creat",">",114.92'),
                  ('"BUN",">",20', '"BUN",">",7.1392'), ('"Gluc",">",125', '"Gluc",">",6.939')],
}


def peers_folder(bench):
    """A copy of the peers: they are built, and npm writes, in it."""
    folder = bench.shared / "peers"
    if not folder.exists():
        raise Absent("the peers aren't here")
    copy = bench.folder / "peers"
    if not copy.exists():
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("small"))
        for path in (copy, *copy.iterdir()):
            path.chmod(path.stat().st_mode | 0o200)
    return copy


def built(folder, source, libraries):
    """The program made of a peer's source; None if it can't be built here."""
    program = folder / source.replace(".cpp", "_peer")
    made = subprocess.run(["g++", "-std=c++20", "-O2", "-fpermissive", "-w", "-o", program,
                           folder / source, *libraries], capture_output=True)
    return program if made.returncode == 0 else None


def clips_built(folder):
    return built(folder, "clips.cpp", ["-lsimdjson", "-lclips", "-lm"])


def peer_programs(folder):
    """What can be run here, and what is missing."""
    found, skipped = [], []
    for name, program in ((NATIVE, built(folder, "native.cpp", ["-lsimdjson"])),
                          (CLIPS, clips_built(folder))):
        if program:
            found.append((name, [program]))
        else:
            skipped.append(f"{name}: it can't be built here")
    if shutil.which("node") is None or shutil.which("npm") is None:
        return found, [*skipped, "json-rules-engine and cql-execution: node isn't here"]
    installed = subprocess.run(["npm", "install", "--silent"], cwd=folder, capture_output=True)
    if installed.returncode != 0:
        return found, [*skipped, "json-rules-engine and cql-execution: npm can't install them"]
    return [*found, ("json-rules-engine, 20 rules", ["node", folder / "jre.js"]),
            ("cql-execution, 20 rules", ["node", folder / "cql.js"])], skipped


def twenty(bench):
    """The words by which causa runs with the peers' rules alone."""
    return ["--plugins", "twenty", "--plugin", bench.source / "tests/bench/twenty/twenty.yaml"]


def fired_by_causa(bench, path):
    """For each patient in the input's order, the numbers of the rules that fired."""
    took = bench.assess(path, *twenty(bench), store=False, form="json", keep_output=True)
    return [{int(alert["id"][1:]) for alert in json.loads(line)["alerts"]}
            for line in took.out.splitlines()]


def digest(fired):
    """As the peers have it: how many patients each rule fired for, and one number of all."""
    counts = [sum(rule in rules for rules in fired) for rule in range(1, 21)]
    return counts, sum((patient + 1) * 1000003 * rule for patient, rules in enumerate(fired)
                       for rule in rules) % 2**64


def compared(bench, path, name, told):
    """A sentence: whether causa's twenty rules fired as those of `name` did, which printed
    `told`."""
    found = re.search(r"fired=([\d,]+) h=([0-9a-f]+)", told)
    if not found:
        raise Absent(f"{name} tells no digest")
    theirs = [int(count) for count in found[1].split(",")]
    fired = fired_by_causa(bench, path)
    ours, number = digest(fired)
    bench.note("fired", **{path.name: [ours, theirs]})
    if number == int(found[2], 16):
        return (f"causa's twenty rules fired for the same patients as those of {name} "
                f"({sum(ours):,} times for {len(fired):,} patients).\n")
    differ = [(rule, mine, other)
              for rule, (mine, other) in enumerate(zip(ours, theirs), start=1) if mine != other]
    said = ", ".join(f"rule {rule} for {mine} patients instead of {other}"
                     for rule, mine, other in differ)
    rest = ""
    if len(differ) == 1 and is_one(fired, number - int(found[2], 16), *differ[0]):
        rest = "; all else fired for the same patients"
    return (f"{20 - len(differ)} of causa's twenty rules fired for as many patients as those of "
            f"{name}, {said or 'but not for the same'}{rest}. Of two results of one instant an "
            "alert takes the worse, the peers the last.\n")


def is_one(fired, difference, rule, mine, other):
    """Whether the difference of two digests is that this rule fired for one patient more or less,
    so that it fired alike for all others."""
    sign = mine - other
    patient, rest = divmod(sign * difference % 2**64, 1000003 * rule)
    return (abs(sign) == 1 and rest == 0 and 0 < patient <= len(fired)
            and (rule in fired[patient - 1]) == (sign == 1))


def peers(bench):
    """Other engines with twenty rules on the same histories; they store and explain nothing."""
    whole = unpacked(bench)
    found, skipped = peer_programs(peers_folder(bench))
    if not found:
        raise Absent("; ".join(skipped))
    numbers = sorted({HISTORIES, *FEWER.values()}, reverse=True)
    paths = {count: first(bench, whole, count) for count in numbers}
    asked = {}  # (who, how many) -> what makes one run
    for count, path in paths.items():
        asked["all", count] = lambda path=path: bench.assess(path, cores=ONE_CORE)
        asked["twenty", count] = lambda path=path: bench.assess(path, *twenty(bench),
                                                                cores=ONE_CORE)
        rows = bench.folder / f"rows-{count}.db"
        bench.assess(path)
        shutil.copyfile(bench.folder / "causa.db", rows)
        asked["bare", count] = lambda path=path, rows=rows: bench.bare(
            path, "--rows", rows, "--batch", "256", cores=ONE_CORE)
    for name, words in found:
        count = FEWER.get(name.split(",")[0], HISTORIES)
        asked[name, count] = lambda words=words, count=count: run(
            [*words, whole, count], keep_output=True, cores=ONE_CORE)
    took = dict(zip(asked, interleaved(max(1, bench.rounds - 1), *asked.values())))
    text = table(HEADS, [row for who, count in in_order(asked)
                         for row in rows_of(bench, took, who, count)])
    if (NATIVE, HISTORIES) in took:
        text += "\n" + compared(bench, paths[HISTORIES], "the flat C++",
                                took[NATIVE, HISTORIES].out)
    return Result(text + "".join(f"\nSkipped: {one}.\n" for one in skipped))


HEADS = ["engine", "histories", "a second", "times as long as the bare work",
         "causa with all is faster by", "causa with 20 is faster by", "MiB at most",
         "times causa's MiB"]
NAMES = {"bare": "the bare work: the fields read, causa's rows inserted",
         "all": "causa: all modules, stored and explained",
         "twenty": "causa: the same 20 rules, stored and explained"}


def in_order(asked):
    """By how many histories, ours first."""
    ours = list(NAMES)
    return sorted(asked, key=lambda key: (-key[1], ours.index(key[0]) if key[0] in ours else 9))


def seconds(who, series):
    """From start to end; of the bare work without reading the rows that it is to insert."""
    if who != "bare":
        return series.wall_s
    return statistics.median(one.told["parse_s"] + one.told["insert_s"] for one in series.runs)


def rows_of(bench, took, who, count):
    """The row of an engine, and one of its evaluation alone if it tells how fast that was."""
    series = took[who, count]
    taken = seconds(who, series)
    times = lambda other: f"{taken / seconds(other, took[other, count]):.2g}"
    mib = series.peak_mib
    bench.note("peers", **{f"{who}, {count}": [count / taken, mib]})
    yield (NAMES.get(who, who), count, rate(count / taken), times("bare"), times("all"),
           times("twenty"), f"{mib:.0f}", f"{mib / took['all', count].peak_mib:.2f}")
    evaluated = [speed for speed in (evaluated_a_second(one.out) for one in series.runs) if speed]
    if evaluated:
        speed = statistics.median(evaluated)
        bench.note("peers", **{f"{who}, evaluation alone": speed})
        yield (f"{who}, evaluation alone", count, rate(speed), *[""] * 5)


def clips(bench):
    """CLIPS with its twenty rules beside causa, facts in memory, the same patients, in turns."""
    folder = peers_folder(bench)
    known = {"histories": clips_built(folder), "visits": clips_for_visits(bench, folder)}
    if None in known.values():
        raise Absent("CLIPS can't be built here")
    inputs = [("visits", bench.patients(VISITS), VISITS)]
    try:
        inputs.insert(0, ("histories", first(bench, unpacked(bench), IN_MEMORY), IN_MEMORY))
    except Absent as fault:
        print(f"!! clips without histories: {fault}", file=sys.stderr)
    rows, said = [], ""
    for name, path, count in inputs:
        theirs, *ours = interleaved(
            max(FEW_MS, bench.rounds),
            lambda: run([known[name], path, count], keep_output=True, cores=ONE_CORE),
            lambda: in_memory(bench, path),
            lambda: in_memory(bench, path, CAUSA_BENCH_MODULE=str(twenty(bench)[-1])))
        clips_us = statistics.median(1e6 / evaluated_a_second(one.out) for one in theirs.runs)
        all_us, twenty_us = (statistics.median(json.loads(one.out)["benchmarks"][0]["assess_us"]
                                               for one in series.runs) for series in ours)
        bench.note("clips", **{name: [clips_us, all_us, twenty_us]})
        rows.append((name, f"{count:,}", f"{clips_us:.1f}", f"{twenty_us:.1f}", f"{all_us:.1f}",
                     f"{clips_us / all_us:.2f}"))
        said += f"\n{name.capitalize()}: " + compared(bench, path, "CLIPS", theirs.out)
    return Result(table(["patients", "number", "CLIPS, 20 rules, µs", "causa, the same 20, µs",
                         "causa, all modules, µs", "causa with all is faster by"], rows) + said)


def in_memory(bench, path, **environment):
    """causa from facts to ranking, alerts and evidence, at batches of 256."""
    return run([bench.program("assess_bench"), "--benchmark_filter=a_patient/256$",
                "--benchmark_format=json", "--benchmark_min_time=0.2"], keep_output=True,
               cores=ONE_CORE, environment={"CAUSA_BENCH_PATIENTS": str(path), **environment})


def evaluated_a_second(told):
    """Patients a second of the evaluation alone, as peers print it; None: it isn't told."""
    found = re.search(r"\((\d+)/s\); maxRSS", told)
    return float(found[1]) if found else None


def clips_for_visits(bench, folder):
    """CLIPS that knows the codes and units of made visits."""
    copy = bench.folder / "peers-visits"
    copy.mkdir(exist_ok=True)
    shutil.copyfile(folder / "extract.hpp", copy / "extract.hpp")
    for name, pairs in FOR_VISITS.items():
        text = (folder / name).read_text()
        for there, instead in pairs:
            if text.count(there) != 1:
                raise Absent(f"{name} of the peers is another than it was: {there} isn't in it")
            text = text.replace(there, instead)
        (copy / name).write_text(text)
    return clips_built(copy)
