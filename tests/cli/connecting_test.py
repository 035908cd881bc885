# SPDX-License-Identifier: Apache-2.0
"""The recipes of docs/connecting.md, run as they stand on the page; and the program under strace, which
must not see a socket."""

import json
import pathlib
import re
import shutil
import subprocess
import unittest

import fhir_server
import program
import watching

PAGE = (program.SOURCE / "docs/connecting.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"^```sh (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


class Recipes(watching.WatchTest):
    def setUp(self):
        super().setUp()
        for path in (program.SOURCE / "docs/examples").iterdir():
            if path.is_file():
                shutil.copy(path, self.home)
        # The recipes say `causa`; this is a copy of the installed program.
        self.environment["PATH"] = f"{self.install().parents[1].parent / 'bin'}:/usr/bin:/bin"
        self.environment["CAUSA_FOLDER"] = str(self.inbox)
        self.tried = set()

    def recipe(self, name, needs=(), **environment):
        for tool in needs:
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not on this machine")
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", RECIPES[name]], cwd=self.home,
                              env={**self.environment, **environment}, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=120, check=False)
        out, err = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, 0, f"{name}: {out}{err}")
        self.assert_anonymous(err)
        return out

    def answer(self, name="answer.json"):
        return [json.loads(line) for line in (self.home / name).read_text().splitlines()]

    def test_every_recipe_is_tried(self):
        text = pathlib.Path(__file__).read_text(encoding="utf-8")
        self.assertGreater(len(RECIPES), 8)
        for name in RECIPES:
            self.assertIn(f'"{name}"', text)

    def test_pipe(self):
        self.recipe("pipe.sh")
        [answer] = self.answer()
        self.assertEqual(len(answer["plugins"]), 8)
        self.assertEqual(len(self.run_program("list", "--to", "json").json_lines()), 1)

    def test_exit_code(self):
        self.assertIn("somebody has to look today", self.recipe("exit-code.sh"))
        self.assertEqual(json.loads((self.home / "summary.json").read_text())["exit"], 10)

    def test_send_watch_and_failed(self):
        process = self.start(quiet=3600)
        self.recipe("send.sh")
        self.wait_for(lambda: self.files_of("done") == ["4711.json"])
        self.assertEqual(list(self.answers()), ["4711.json"])
        self.assertEqual(self.recipe("failed.sh"), "")
        self.drop("broken.json", watching.BROKEN)
        self.wait_for(lambda: len(self.files_of("failed")) == 2)
        self.assertIn("could not assess all", self.recipe("failed.sh"))
        self.stop(process)

    def test_as_mirth_writes(self):
        """NAME.tmp, then renamed to NAME; File Reader takes the answer away."""
        process = self.start(quiet=3600)
        for number in range(5):
            temporary = self.inbox / f"{number}.hl7.tmp"
            temporary.write_text(watching.message(f"M{number}"), newline="")
            temporary.rename(self.inbox / f"{number}.hl7")
            self.wait_for((self.inbox / f"out/{number}.json").exists)
            (self.inbox / f"out/{number}.json").unlink()
        self.stop(process)
        self.assertEqual(len(self.files_of("done")), 5)

    def test_everything_in_pages(self):
        server = fhir_server.Server([json.loads(program.EXAMPLE.read_text())])
        self.addCleanup(server.stop)
        self.recipe("fhir-everything.sh", ("curl", "jq"), FHIR_SERVER=server.base)
        direct = self.run_program("assess", program.EXAMPLE, "--to", "json").json()
        [answer] = self.answer()
        self.assertGreater(len(server.first), 2 * fhir_server.PAGE)
        self.assertEqual([cause["id"] for cause in answer["causes"]],
                         [cause["id"] for cause in direct["causes"]])
        self.assertEqual(len(answer["facts"]), len(direct["facts"]))

    def test_everything_of_nobody_is_not_assessed(self):
        server = fhir_server.Server([json.loads(program.EXAMPLE.read_text())])
        self.addCleanup(server.stop)
        with self.assertRaises(AssertionError):
            self.recipe("fhir-everything.sh", ("curl", "jq"), FHIR_SERVER=server.base + "/wrong#")
        self.assertFalse((self.home / "answer.json").exists())

    def test_bulk_export(self):
        bundles = [program.bundle(name) for name in ("thiazide", "child", "swollen_calf")]
        server = fhir_server.Server(bundles)
        self.addCleanup(server.stop)
        self.recipe("fhir-bulk.sh", ("curl", "jq"), FHIR_SERVER=server.base, FHIR_WAIT="0.1")
        self.assertEqual(sorted(each["patient"]["id"] for each in self.answer("answers.ndjson")),
                         ["p-70101", "p-70102", "p-70105"])
        self.assertFalse((self.home / "export").exists())

    def test_parallel(self):
        (self.home / "records").mkdir()
        for path in program.PATIENTS.glob("*.json"):
            shutil.copy(path, self.home / "records")
        count = len(list(program.PATIENTS.glob("*.json")))
        self.recipe("parallel-files.sh", ("parallel",))
        self.assertEqual(len(list((self.home / "answers").iterdir())), count)
        (self.home / "patients.ndjson").write_text(program.many_patients(40))
        self.recipe("parallel-lines.sh", ("parallel",), BLOCK="20k")
        self.assertEqual(len({each["patient"]["id"] for each in self.answer("answers.ndjson")}), 40)
        stored = self.run_program("list", "--limit", "0", "--to", "json").json_lines()
        self.assertEqual(len(stored), count + 40)

    def test_cron(self):
        shutil.copy(program.EXAMPLE, self.inbox)
        self.recipe("cron.sh", ("flock",))
        self.assertEqual(self.files_of("done"), ["leg-cramps.json"])

    @unittest.skipIf(program.SANITIZED, "leaks can't be looked for under strace")
    def test_nothing_leaves_the_machine(self):
        self.assertEqual(self.recipe("network.sh", ("strace",)), "not one call\n")
        self.drop("a.json")
        trace = self.home / "watch.txt"
        subprocess.run(["strace", "-f", "-e", "trace=network", "-o", trace,
                        *self.command(*self.arguments("--once"))], cwd=self.home,
                       env=self.environment, stdin=subprocess.DEVNULL, check=True)
        self.assertEqual(self.files_of("done"), ["a.json"])
        calls = [line for line in trace.read_text().splitlines()
                 if "exited" not in line and "SIG" not in line]
        self.assertEqual(calls, [])


if __name__ == "__main__":
    unittest.main()
