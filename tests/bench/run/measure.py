# SPDX-License-Identifier: Apache-2.0
"""Runs programs and says what they took: wall and processor time, peak memory. Ratios are of runs
that took turns, so that a busy minute meets both; figures are medians."""

import os
import statistics
import time
from dataclasses import dataclass, field


@dataclass
class Took:
    wall_s: float = 0
    cpu_s: float = 0
    peak_mib: float = 0
    out: str = ""


@dataclass
class Series:
    runs: list = field(default_factory=list)

    @property
    def wall_s(self):
        return statistics.median(run.wall_s for run in self.runs)

    @property
    def cpu_s(self):
        return statistics.median(run.cpu_s for run in self.runs)

    @property
    def peak_mib(self):
        return max(run.peak_mib for run in self.runs)

    @property
    def out(self):
        return self.runs[-1].out


class Failed(Exception):
    """A program that is measured ended with an error."""


def run(command, *, cores=None, stdin=None, keep_output=False, environment=None, allowed=(0,)):
    """One run. `cores`: numbers of those that it may use; `stdin`: an open pipe or file, as a
    number."""
    command = [str(word) for word in command]
    reader, writer = os.pipe() if keep_output else (None, None)
    null = os.open(os.devnull, os.O_RDWR)
    source = null if stdin is None else stdin
    begin = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        try:
            if cores:
                os.sched_setaffinity(0, cores)
            os.dup2(source, 0)
            os.dup2(writer if keep_output else null, 1)
            os.dup2(null, 2)
            os.execvpe(command[0], command, {**os.environ, **(environment or {})})
        finally:
            os._exit(127)
    out = b""
    if keep_output:
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            out = pipe.read()
    _, status, usage = os.wait4(pid, 0)
    wall_s = time.perf_counter() - begin
    os.close(null)
    code = os.waitstatus_to_exitcode(status)
    if code not in allowed:
        raise Failed(f"{os.path.basename(command[0])} {' '.join(command[1:3])} ended with {code}")
    return Took(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, out.decode())


def interleaved(rounds, *makers):
    """Each maker makes one run; they take turns. One Series a maker."""
    series = [Series() for _ in makers]
    for _ in range(rounds):
        for one, make in zip(series, makers):
            one.runs.append(make())
    return series
