# SPDX-License-Identifier: Apache-2.0
"""HTML reports against npm's html-validate (standard and accessibility rules). Skips with 77 unless
html-validate is on the path or in $CAUSA_NODE_MODULES/.bin.

    html_validate.py PROGRAM SOURCE"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIP = 77


def main():
    program, source = sys.argv[1], pathlib.Path(sys.argv[2])
    places = os.environ.get("CAUSA_NODE_MODULES", "")
    path = os.pathsep.join([f"{places}/.bin", os.environ["PATH"]] if places else [os.environ["PATH"]])
    validator = shutil.which("html-validate", path=path)
    if not validator:
        print("SKIPPED: html-validate is not installed (npm install html-validate, then set "
              "CAUSA_NODE_MODULES to its node_modules)")
        return SKIP
    patients = sorted((source / "tests/data/cli/patients").glob("*.json"))
    with tempfile.TemporaryDirectory() as folder:
        home = {**os.environ, "HOME": folder, "XDG_CACHE_HOME": folder, "XDG_CONFIG_HOME": folder}
        inputs = [[path] for path in patients] + [patients]
        for number, names in enumerate(inputs):
            page = subprocess.run([program, "assess", *names, "--store", "none", "--to", "html"],
                                  env=home, capture_output=True, check=True).stdout
            (pathlib.Path(folder) / f"{number}.html").write_bytes(page)
        (pathlib.Path(folder) / ".htmlvalidate.json").write_text(
            '{"extends": ["html-validate:standard", "html-validate:a11y"]}')
        files = [f"{number}.html" for number in range(len(inputs))]
        done = subprocess.run([validator, *files], cwd=folder, capture_output=True, check=False)
    print(done.stdout.decode()[-4000:])
    print(f"{len(files)} pages, html-validate says {done.returncode}")
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
