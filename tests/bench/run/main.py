# SPDX-License-Identifier: Apache-2.0
"""All measurements of docs/performance.md in one go; scripts/bench builds and calls this."""

import argparse
import json
import pathlib
import sys
import tempfile
import traceback

import bandwidth_part
import extend_part
import machine
import page
import parts
import peers_part
import pipe_part
import stages_part
from measure import Failed

# In this order: bandwidth is compared with what was measured before it.
PARTS = {**parts.ALL, "bandwidth": bandwidth_part.bandwidth, "stages": stages_part.stages,
         "peers": peers_part.peers, "clips": peers_part.clips, "extend": extend_part.extend,
         "pipe": pipe_part.pipe}


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("--build", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--size", choices=parts.SIZES, default="usual", help="how many patients")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each, taking turns")
    parser.add_argument("--only", default="", help=f"some of {','.join(PARTS)}")
    parser.add_argument("--pipe", type=float, metavar="GB",
                        help="so much through the pipe, and as much of it stored")
    parser.add_argument("--shared", type=pathlib.Path, default=None,
                        help="folder of real histories and peers; ../shared")
    parser.add_argument("--dry", action="store_true", help="change no file, print the tables")
    parser.add_argument("--keep", type=pathlib.Path, help="write all figures to a JSON file")
    return parser.parse_args()


def main():
    given = arguments()
    run = machine.run_of(given)
    source = pathlib.Path(__file__).resolve().parents[3]
    asked = [name for name in given.only.split(",") if name] or list(PARTS)
    unknown = [name for name in asked if name not in PARTS]
    if unknown:
        sys.exit(f"bench: there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    wanted = [name for name in PARTS if name in asked]
    with tempfile.TemporaryDirectory(prefix="causa-bench-", dir="/var/tmp") as folder:
        bench = parts.Bench(source, given.build.resolve(), pathlib.Path(folder), given)
        measured, tables, plots = [], {}, {}
        for name in wanted:
            print(f"== {name}", file=sys.stderr, flush=True)
            try:
                result = PARTS[name](bench)
            except Exception as fault:  # of one part: the others may have taken an hour
                if not isinstance(fault, (Failed, OSError, parts.Absent)):
                    traceback.print_exc()
                print(f"!! {name} skipped: {fault}", file=sys.stderr)
                tables[name] = f"Not measured in this run: {fault}.\n"
                continue
            measured.append(name)
            tables[name] = result.table
            plots.update(result.plots)
            print(result.table, file=sys.stderr)
    before = page.table_of(source / "docs", "machine")
    tables["machine"] = machine.described(run, measured, tables, before)
    print(tables["machine"], file=sys.stderr)
    if given.keep:
        given.keep.write_text(json.dumps(bench.figures, indent=1) + "\n")
    if not given.dry:
        page.write(source / "docs", tables, plots)


if __name__ == "__main__":
    main()
