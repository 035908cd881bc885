# SPDX-License-Identifier: Apache-2.0
"""Input without an end: a gigabyte of one line, of nothing, and two gigabytes packed into a few
kilobytes. All of it ends in a named error within the memory that the limits of a document need,
and what is beside it is assessed. Under the address sanitizer memory isn't limited."""

import json
import resource
import subprocess
import threading
import unittest

import hostile
import program
import watching

GIGABYTE = 1 << 30
CHUNK = b"x" * (1 << 20)
# A document of 256 MiB is held once more while its memory grows.
MEMORY = 1_500_000_000


# `lint` has the readers of `assess`, so that one kind is enough for it.
LINTED = "fhir"


def verbs_for(kind):
    return ("assess", "lint") if kind == LINTED else ("assess",)


class Endless(program.ProgramTest):
    memory_bytes = MEMORY

    def run_endless(self, arguments, start, end=b""):
        """Feeds a line of one gigabyte through a pipe, for as long as the program reads."""
        process = subprocess.Popen(self.command(*arguments), cwd=self.home, env=self.environment,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, preexec_fn=self.limits)
        self.fed = 0

        def feed():
            try:
                process.stdin.write(start)
                while self.fed < GIGABYTE:
                    process.stdin.write(CHUNK)
                    self.fed += len(CHUNK)
                process.stdin.write(end)
                process.stdin.close()
            except BrokenPipeError:
                pass  # it has read enough
        feeder = threading.Thread(target=feed)
        feeder.start()
        out = process.stdout.read().decode()
        err = process.stderr.read().decode()
        code = process.wait()
        feeder.join()
        process.stdout.close()
        process.stderr.close()
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass
        self.assert_anonymous(err)
        return program.Run(code, out, err)

    def arguments(self, verb, *options):
        store = ["--store", "s.db"] if verb == "assess" else []
        return [verb, *options, "-", *program.AS_OF, "--to", "json", *store]

    def check_refused(self, run):
        self.assert_code(run, 1)
        self.assertEqual(run.out, "")
        line, = run.told.splitlines()
        self.assertTrue(line.startswith("causa: error: standard input: larger than "), line)
        self.assertIn("; ", line)

    def test_one_line(self):
        for kind, start in hostile.ENDLESS.items():
            if kind == "ndjson":
                continue
            for verb in verbs_for(kind):
                with self.subTest(kind=kind, verb=verb):
                    self.check_refused(self.run_endless(self.arguments(verb), start))
                    self.assertLess(self.fed, GIGABYTE, "it was read to its end")
        self.assertFalse((self.home / "s.db").exists() and self.stored("s.db"))

    def test_a_line_among_lines(self):
        """It is passed over, and the patients before and behind it are assessed."""
        other = json.dumps(json.loads(program.patient("thiazide").read_text(encoding="utf-8")))
        start = hostile.ENDLESS["ndjson"] + b'{"resourceType": "Bundle", "id": "'
        for verb in ("assess", "lint"):
            with self.subTest(verb):
                run = self.run_endless(self.arguments(verb), start, b"\n" + other.encode() + b"\n")
                self.assertEqual(run.code, 1, run.told[:300])
                self.assertEqual(len(run.json_lines()), 2)
                line, = run.told.splitlines()
                self.assertTrue(line.startswith("causa: error: standard input:2: larger"), line)
        self.assertEqual(len(self.stored("s.db")), 2)
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)

    def test_a_request(self):
        run = self.run_endless(["cds-hooks", *program.AS_OF, "--store", "none"],
                               hostile.REQUEST[:-1].encode() + b', "x": "')
        self.assert_code(run, 1)
        self.assertEqual(run.json()["status"], 400)
        self.assertTrue(run.json()["cure"])

    def test_bytes_of_a_hole(self):
        """A sparse file is a gigabyte of NUL bytes and takes no room on the disk."""
        for name, start in (("hole.json", b""), ("hole.hl7", hostile.MESSAGE.encode()),
                            ("hole.csv", hostile.CSV.encode()),
                            ("hole.yaml", hostile.YAML.encode())):
            with open(self.home / name, "wb") as file:
                file.write(start)
                file.truncate(GIGABYTE)
            for arguments in (["assess", name, "--store", "none"], ["lint", name]):
                with self.subTest(arguments):
                    run = self.run_program(*arguments, *program.AS_OF)
                    self.assert_code(run, 1)
                    self.assertRegex(run.told, f"^causa: error: {name}: .*; ")

    def test_more_cells_than_a_file_may_have(self):
        columns = 500
        self.write("x.csv", "id" + "".join(f",x{i}" for i in range(columns - 1)) + "\n"
                   + ("p" + ",y" * (columns - 1) + "\n") * 10_100)
        self.write("m.yaml", "form: wide\ncolumns:\n  id: patient\n  x1: symptom.fever\n")
        run = self.assess("x.csv", "--mapping", "m.yaml")
        self.assert_code(run, 1)
        self.assertEqual(run.out, "")
        self.assertIn("more than 5000000 cells", run.told)


class Bombs(program.ProgramTest):
    memory_bytes = MEMORY

    def test_bombs(self):
        for packing, make in (("gz", hostile.gzip_bomb), ("zst", hostile.zstd_bomb)):
            for kind, start in hostile.ENDLESS.items():
                with self.subTest(packing=packing, kind=kind):
                    name = f"bomb.{kind}.{packing}"
                    path = self.write(name, make(start, b"x", 2 * GIGABYTE))
                    self.assertLess(path.stat().st_size, 5_000_000)
                    for verb in verbs_for(kind):
                        store = ["--store", "none"] if verb == "assess" else []
                        run = self.run_program(verb, name, "--to", "json", *store, *program.AS_OF)
                        self.assert_code(run, 1)
                        line, = run.told.splitlines()
                        self.assertRegex(
                            line, f"^causa: error: {name}(:2)?: .*(larger|as long) .*; ")
                        self.assertEqual(len(run.json_lines()), kind == "ndjson")

    def test_a_bomb_of_line_ends(self):
        for make in (hostile.gzip_bomb, hostile.zstd_bomb):
            self.write("bomb", make(hostile.FHIR.encode(), b"\n", GIGABYTE))
            run = self.assess("bomb")
            self.assertIn(run.code, (0, 1), run.told)
            self.assertTrue(run.code == 0 or "; " in run.told)

    def test_a_bomb_that_ends_too_early_or_is_damaged(self):
        for make in (hostile.gzip_bomb, hostile.zstd_bomb):
            packed = make(hostile.ENDLESS["fhir"], b"x", 100_000_000)
            for changed in (packed[:len(packed) // 2], packed[:20] + b"\xff" * 20 + packed[40:]):
                self.write("bomb", changed)
                run = self.assess("bomb")
                self.assert_code(run, 1)
                self.assertRegex(run.told, "^causa: error: bomb: .*; ")


class Watched(watching.WatchTest):
    memory_bytes = MEMORY

    def test_a_folder(self):
        for packing, make in (("gz", hostile.gzip_bomb), ("zst", hostile.zstd_bomb)):
            for kind in ("fhir", "ndjson", "hl7"):
                self.drop(f"{kind}.{packing}", make(hostile.ENDLESS[kind], b"x", 2 * GIGABYTE))
        with open(self.inbox / "hole.json", "wb") as file:
            file.truncate(GIGABYTE)
        self.drop("good.json")
        self.assert_code(self.once(), 1)
        self.assertEqual(self.files_of("done"), ["good.json"])
        failed = [name for name in self.files_of("failed") if not name.endswith(".reason.txt")]
        self.assertEqual(len(failed), 7)
        # The line before the bomb was good.
        self.assertEqual(len(self.stored("s.db")), 3)
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)
        self.assert_settled()


class Memory(program.ProgramTest):
    def test_memory_is_measured(self):
        """The limit of the tests above is one: a program that needs more is ended by it."""
        if program.SANITIZED:
            self.skipTest("no limit under the address sanitizer")
        self.memory_bytes = MEMORY
        done = subprocess.run(["python3", "-c", f"bytearray({MEMORY})"], capture_output=True,
                              check=False, preexec_fn=self.limits)
        self.assertIn(b"MemoryError", done.stderr)
        self.assertEqual(resource.getrlimit(resource.RLIMIT_AS)[0], resource.RLIM_INFINITY)


if __name__ == "__main__":
    unittest.main()
