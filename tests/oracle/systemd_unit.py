# SPDX-License-Identifier: Apache-2.0
"""systemd reads the installed unit without a complaint and finds the service closed enough. Exits with
77 where systemd is not installed."""

import pathlib
import shutil
import subprocess
import sys
import tempfile

MOST_EXPOSED = 15  # tenths of a point of `systemd-analyze security`, of 100


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL)
    return done.returncode, (done.stdout + done.stderr).strip()


def faults_of(build, cmake):
    with tempfile.TemporaryDirectory() as folder:
        code, text = run(cmake, "--install", build, "--prefix", folder)
        if code != 0:
            return [f"can't install: {text}"]
        unit = pathlib.Path(folder) / "lib/systemd/system/causa-watch.service"
        faults = []
        code, text = run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit)
        if code != 0 or text:
            faults.append(f"systemd-analyze verify says: {text}")
        code, text = run("systemd-analyze", "security", "--offline=true", "--no-pager",
                         f"--threshold={MOST_EXPOSED}", unit)
        if code != 0:
            faults.append(text)
        print(text.splitlines()[-1])
        return faults


if __name__ == "__main__":
    if shutil.which("systemd-analyze") is None:
        print("systemd-analyze is not on this machine")
        sys.exit(77)
    found = faults_of(*sys.argv[1:])
    print("\n".join(found))
    sys.exit(1 if found else 0)
