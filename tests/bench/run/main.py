# SPDX-License-Identifier: Apache-2.0
"""All measurements of docs/performance.md in one go; scripts/bench builds and calls this."""

import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile

import extend_part
import machine
import page
import parts
from measure import Failed

PARTS = {**parts.ALL, "extend": extend_part.extend}
SIZES = {"small": [1_000, 3_000, 10_000], "usual": [1_000, 10_000, 100_000],
         "large": [1_000, 10_000, 100_000, 1_000_000]}


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--size", choices=SIZES, default="usual", help="how many patients")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, taking turns")
    parser.add_argument("--only", default="", help=f"some of {','.join(PARTS)}")
    parser.add_argument("--shared", type=pathlib.Path, default=None,
                        help="folder of real histories and peers; ../shared")
    parser.add_argument("--dry", action="store_true", help="change no file, print the tables")
    parser.add_argument("--keep", type=pathlib.Path, help="write all figures to a JSON file")
    return parser.parse_args()


def main():
    given = arguments()
    source = pathlib.Path(__file__).resolve().parents[3]
    wanted = [name for name in given.only.split(",") if name] or list(PARTS)
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"bench: there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory(prefix="causa-bench-", dir="/var/tmp") as folder:
        bench = parts.Bench(source, given.build.resolve(), pathlib.Path(folder), SIZES[given.size],
                            given.rounds, given.shared or source.parent / "shared")
        tables, plots = {"machine": machine.described(given)}, {}
        for name in wanted:
            print(f"== {name}", file=sys.stderr, flush=True)
            try:
                result = PARTS[name](bench)
            except (Failed, OSError, parts.Absent) as fault:
                print(f"!! {name} skipped: {fault}", file=sys.stderr)
                tables[name] = f"Not measured in this run: {fault}.\n"
                continue
            tables[name] = result.table
            plots.update(result.plots)
            print(result.table, file=sys.stderr)
    if given.keep:
        given.keep.write_text(json.dumps(bench.figures, indent=1) + "\n")
    if not given.dry:
        page.write(source / "docs", tables, plots)


if __name__ == "__main__":
    main()
