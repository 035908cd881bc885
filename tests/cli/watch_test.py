# SPDX-License-Identifier: Apache-2.0
"""`causa watch`: files that arrive in a folder, whole or broken, under any name, with a program that
is killed, a disk that is full and a store that is locked. No file is lost, none is answered twice."""

import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import time
import unittest

import golden
import program

NOBODY = 65534
KILLS = int(os.environ.get("CAUSA_KILLS", "30"))
SEED = int(os.environ.get("CAUSA_SEED", "2"))
GOOD = program.patient("thiazide").read_text(encoding="utf-8")
BROKEN = '{"resourceType": "Bundle", '


def patients(numbers):
    """NDJSON of these patients, p-NNNNN."""
    line = json.dumps(json.loads(GOOD))
    return "".join(re.sub(r"p-\d{5}", f"p-{number}", line) + "\n" for number in numbers)


class WatchTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.inbox = self.home / "in"
        self.inbox.mkdir()
        self.started = []
        self.addCleanup(self.kill_started)

    def kill_started(self):
        for process in self.started:
            if process.poll() is None:
                process.kill()
                process.wait()

    def drop(self, name, content=GOOD):
        """By a rename, as a careful sender does."""
        if isinstance(name, str):
            name = name.encode()
        beside = self.inbox / ".sending"
        beside.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.rename(beside, os.path.join(os.fsencode(self.inbox), name))

    def arguments(self, *options, quiet=0, to="json"):
        return ["watch", self.inbox, "--quiet", quiet, "--to", to, "--store", "s.db",
                *program.AS_OF, *options]

    def once(self, *options, **settings):
        return self.run_program(*self.arguments("--once", *options, **settings))

    def start(self, *options, user=None, **settings):
        with open(self.home / "log", "wb") as log:
            process = subprocess.Popen(
                self.command(*self.arguments("--log-level", "info", *options, **settings)),
                cwd=self.home, env=self.environment, stdin=subprocess.DEVNULL, stderr=log,
                stdout=log, user=user)
        self.started.append(process)
        self.wait_for(lambda: "watching" in self.log() or process.poll() is not None)
        return process

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), 143, self.log())
        self.assert_anonymous(self.log())

    def log(self):
        return (self.home / "log").read_text()

    def wait_for(self, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), end, "it doesn't happen")
            time.sleep(0.02)

    def names(self, folder):
        return sorted(os.listdir(os.fsencode(self.inbox / folder)))

    def files_of(self, folder):
        return sorted(path.name for path in (self.inbox / folder).iterdir() if path.is_file())

    def answers(self, folder="out"):
        """All assessments that were written, by the answer's name."""
        return {path.name: [json.loads(line) for line in path.read_text().splitlines()]
                for path in (self.inbox / folder).iterdir()}

    def assert_settled(self):
        """Nothing waits, nothing is half done."""
        self.assertEqual(self.names(".causa/claimed"), [])
        self.assertEqual(self.names(".causa"), [b"claimed", b"id", b"lock"])
        for folder in ("out", "done", "failed"):
            self.assertEqual([name for name in self.names(folder) if name.startswith(b".")], [])


class PickUp(WatchTest):
    def test_a_file_renamed_into_the_folder_is_taken_at_once(self):
        process = self.start(quiet=3600)
        self.drop("adt.json")
        self.wait_for(lambda: self.files_of("done") == ["adt.json"])
        [[assessment]] = self.answers().values()
        self.assertEqual(assessment["patient"]["id"], "p-70102")
        self.assertEqual(self.stored("s.db"), [assessment["id"]])
        self.stop(process)
        self.assert_settled()

    def check_quiet_time(self, *options):
        process = self.start(*options, quiet=2)
        half = len(GOOD) // 2
        path = self.inbox / "slow.json"
        path.write_text(GOOD[:half])
        for _ in range(3):
            time.sleep(1)
            with open(path, "a", encoding="utf-8") as file:
                file.write("\n")
        self.assertEqual(self.files_of("."), ["slow.json"])
        with open(path, "w", encoding="utf-8") as file:
            file.write(GOOD)
        self.wait_for(lambda: self.files_of("done") == ["slow.json"])
        self.assertEqual(self.files_of("failed"), [])
        self.assertEqual(list(self.answers()), ["slow.json"])
        self.stop(process)

    def test_a_file_that_grows_is_taken_when_it_is_quiet(self):
        self.check_quiet_time()

    def test_by_looking_alone_too(self):
        self.check_quiet_time("--notify", "never", "--poll", "1")

    def test_a_rename_without_notice_is_found_by_looking(self):
        process = self.start("--notify", "never", "--poll", "1", quiet=0)
        self.drop("adt.json")
        self.wait_for(lambda: self.files_of("done") == ["adt.json"])
        self.stop(process)

    def test_once_waits_for_the_quiet_time_and_ends(self):
        (self.inbox / "a.json").write_text(GOOD)
        start = time.monotonic()
        self.assert_code(self.once(quiet=1), 0)
        self.assertGreater(time.monotonic() - start, 1)
        self.assertEqual(self.files_of("done"), ["a.json"])
        start = time.monotonic()
        self.assert_code(self.once(quiet=3600), 0)
        self.assertLess(time.monotonic() - start, 60)

    def test_unfinished_and_hidden_names_are_not_touched(self):
        names = [".adt.json", "adt.json.tmp", "adt.part", "ADT.FILEPART", "b.TMP"]
        for name in names:
            (self.inbox / name).write_text(GOOD)
        self.assert_code(self.once(), 0)
        self.assertEqual(self.files_of("."), sorted(names))
        self.assertEqual(self.files_of("out"), [])

    def test_what_is_no_file_is_left_alone(self):
        (self.home / "secret.json").write_text(GOOD)
        (self.inbox / "link.json").symlink_to(self.home / "secret.json")
        (self.inbox / "broken_link.json").symlink_to("nowhere")
        (self.inbox / "folder.json").mkdir()
        (self.inbox / "folder.json/inside.json").write_text(GOOD)
        os.mkfifo(self.inbox / "pipe.json")
        run = self.once()
        self.assert_code(run, 0)
        self.assertIn("3 entries that are no files", run.err)
        self.assertEqual(self.files_of("out") + self.files_of("done") + self.files_of("failed"), [])
        self.assertTrue((self.inbox / "folder.json/inside.json").exists())
        self.assertTrue((self.inbox / "link.json").is_symlink())

    def test_older_files_come_first(self):
        for number, name in enumerate(("z", "m", "a")):
            self.drop(f"{name}.json", patients([80000 + number]))
            os.utime(self.inbox / f"{name}.json", (1_000_000 + number, 1_000_000 + number))
        self.assert_code(self.once(), 0)
        newest_first = [self.run_program("show", one, "--to", "json", "--store", "s.db").json()
                        for one in self.stored("s.db")]
        self.assertEqual([each["patient"]["id"] for each in newest_first],
                         ["p-80002", "p-80001", "p-80000"])

    def test_a_file_that_can_not_be_read_is_told_once(self):
        if os.geteuid() == 0:
            self.home.chmod(0o755)
            for path in (self.home, self.inbox):
                os.chown(path, NOBODY, NOBODY)
        self.drop("locked.json")
        (self.inbox / "locked.json").chmod(0)
        process = self.start("--poll", "1", user=NOBODY if os.geteuid() == 0 else None)
        self.wait_for(lambda: "can't be read: Permission denied" in self.log())
        time.sleep(4)
        self.assertEqual(self.log().count("can't be read"), 1, self.log())
        self.assertEqual(self.files_of("."), ["locked.json"])
        (self.inbox / "locked.json").chmod(0o644)
        self.wait_for(lambda: self.files_of("done") == ["locked.json"])
        self.stop(process)


class Content(WatchTest):
    def test_a_broken_file_goes_to_failed_with_its_reason(self):
        self.drop("MRN-70102.json", BROKEN)
        run = self.once()
        self.assert_code(run, 1)
        self.assertEqual(self.files_of("failed"), ["MRN-70102.json", "MRN-70102.json.reason.txt"])
        self.assertEqual((self.inbox / "failed/MRN-70102.json").read_text(), BROKEN)
        self.assertEqual(self.files_of("out") + self.files_of("done"), [])
        reason = (self.inbox / "failed/MRN-70102.json.reason.txt").read_text()
        for words in ("Assessed: 0. Not assessed: 1.", "There is no answer.", "where: the file",
                      "what: ", "cure: "):
            self.assertIn(words, reason)
        self.assertEqual([line for line in reason.splitlines() if len(line) > 100], [])
        self.assert_anonymous(reason)
        self.assertEqual(self.stored("s.db"), [])
        self.assert_settled()

    def test_the_good_patients_of_a_mixed_file_are_answered(self):
        lines = patients(range(80000, 80004)).splitlines()
        lines[1] = lines[1][:200]
        self.drop("day.ndjson", "\n".join(lines) + "\n")
        self.assert_code(self.once("--batch", "1"), 1)
        self.assertEqual(self.files_of("failed"), ["day.ndjson", "day.ndjson.reason.txt"])
        [answer] = self.answers().values()
        self.assertEqual([each["patient"]["id"] for each in answer],
                         ["p-80000", "p-80002", "p-80003"])
        reason = (self.inbox / "failed/day.ndjson.reason.txt").read_text()
        self.assertIn("Assessed: 3. Not assessed: 1.", reason)
        self.assertIn("where: the file:2", reason)
        self.assertIn("give in again only the others", reason)
        self.assert_anonymous(reason)

    def test_an_empty_file_is_no_answer(self):
        self.drop("empty.json", "")
        self.assert_code(self.once(), 1)
        self.assertEqual(self.files_of("failed"), ["empty.json", "empty.json.reason.txt"])

    def test_an_answer_is_what_assess_prints(self):
        self.drop("p.json", program.patient("child").read_text())
        self.assert_code(self.once(to="text"), 0)
        printed = self.assess(program.patient("child"), to="text").out
        self.assertEqual(golden.mask((self.inbox / "out/p.txt").read_text()), golden.mask(printed))

    def test_exit_codes_of_once(self):
        self.drop("p.json", program.patient("child").read_text())
        self.assert_code(self.once("--fail-on", "urgent"), 10)

    def test_answers_are_not_for_others(self):
        self.drop("p.json")
        self.assert_code(self.once(), 0)
        for path, allowed in (("out/p.json", 0o660), ("out", 0o770), ("done", 0o770),
                              ("failed", 0o770), (".causa", 0o700), (".causa/id", 0o600)):
            mode = stat.S_IMODE((self.inbox / path).stat().st_mode)
            self.assertEqual(mode & ~allowed, 0, f"{path}: {mode:o}")


class Names(WatchTest):
    def test_nothing_is_overwritten(self):
        self.once()
        (self.inbox / "out/a.json").write_text("of somebody else")
        for number in range(3):
            self.drop("a.json", patients([80000 + number]))
            self.assert_code(self.once(), 0)
        self.assertEqual(self.files_of("done"), ["a.2.json", "a.3.json", "a.json"])
        self.assertEqual((self.inbox / "out/a.json").read_text(), "of somebody else")
        (self.inbox / "out/a.json").unlink()
        self.assertEqual({name: each["patient"]["id"] for name, [each] in self.answers().items()},
                         {"a.2.json": "p-80000", "a.3.json": "p-80001", "a.4.json": "p-80002"})

    def test_reasons_are_not_overwritten(self):
        for number in range(2):
            self.drop("a.json", BROKEN + " " * number)
            self.once()
        self.assertEqual(self.files_of("failed"), ["a.2.json", "a.2.json.reason.txt", "a.json",
                                                   "a.json.reason.txt"])

    def test_the_same_file_again_is_assessed_again(self):
        for _ in range(2):
            self.drop("a.json")
            self.assert_code(self.once(), 0)
        self.assertEqual(len(self.answers()), 2)
        self.assertEqual(len(self.stored("s.db")), 2)

    def test_odd_names(self):
        names = [b"-", b"--help", b"a b", b"new\nline.json", b"\xff\xfe.json", b"%2e%2e%2fetc",
                 b"..\\..\\etc.json"[2:], b"$(touch x).json", b"`id`", b"tab\t.json", b"*", b"~",
                 b"\xc3\xa9" * 127, b"x" * 250 + b".json", b"y" * 255, b"\x1b[31m.json"]
        for content, folder in ((GOOD, "done"), (BROKEN, "failed")):
            for name in names:
                self.drop(name, content)
            run = self.once()
            self.assert_code(run, 0 if folder == "done" else 1)
            self.assertEqual([name for name in self.names(folder)
                              if not name.endswith(b".reason.txt")], sorted(names))
            self.assertNotIn("\x1b", run.err)
        self.assertEqual(len(self.names("out")), len(names))
        self.assertEqual(len(self.names("failed")), 2 * len(names))
        self.assertEqual(sorted(path.name for path in self.home.iterdir() if path.is_file()),
                         ["s.db"])
        self.assert_settled()

    def test_long_names_that_come_again(self):
        for _ in range(3):
            for content in (GOOD, BROKEN):
                self.drop("y" * 255, content)
                self.once()
        self.assertEqual([len(self.names(folder)) for folder in ("done", "failed", "out")],
                         [3, 6, 3])

    def test_no_name_in_the_log(self):
        self.drop("MRN-70102 Tamarisk.json", BROKEN)
        run = self.once("--log-level", "debug")
        self.assertIn("file ", run.err)  # and run_program() has looked for the name


class Trouble(WatchTest):
    def test_the_second_watcher_is_told(self):
        process = self.start()
        run = self.once()
        self.assert_code(run, 2)
        self.assertIn("another causa watches this folder", run.err)
        self.stop(process)
        self.assert_code(self.once(), 0)

    def test_folders_that_can_not_be(self):
        for options, words in ((["--out", self.inbox], "would be read as input"),
                               (["--done", self.inbox], "would be read as input"),
                               (["--out", self.home / "no/such"], "can't make this folder"),
                               (["--failed", program.EXAMPLE], "Not a directory"),
                               (["--done", "/dev/shm"], "same file system"),
                               (["--quiet", "soon"], "from 0 to 86400"),
                               (["--poll", "0"], "from 1 to 3600")):
            if options[1] == "/dev/shm" and os.stat("/dev/shm").st_dev == self.home.stat().st_dev:
                continue
            run = self.once(*options)
            self.assert_code(run, 2)
            self.assertIn(words, run.err)
        for words in ([], ["nowhere"], [str(program.EXAMPLE)], [str(self.inbox), "two"]):
            self.assert_code(self.run_program("watch", *words, "--once"), 2)

    def check_goes_on(self, process, words, mend):
        """The file waits where it is, that is told once, and it is answered when all is well."""
        self.drop("a.json")
        self.wait_for(lambda: words in self.log())
        time.sleep(4)
        self.assertEqual(self.log().count(words), 1, self.log())
        self.wait_for(lambda: self.files_of(".") == ["a.json"])
        self.assertIsNone(process.poll())
        mend()
        self.wait_for(lambda: self.files_of("done") == ["a.json"])
        self.assertEqual(len(self.stored("s.db")), 1)
        self.stop(process)
        self.assert_settled()

    def test_the_out_folder_goes_away(self):
        process = self.start()
        out = self.inbox / "out"
        out.rmdir()
        self.check_goes_on(process, "No such file or directory; make the folder", out.mkdir)
        self.assertEqual(list(self.answers()), ["a.json"])

    def test_the_done_folder_goes_away(self):
        process = self.start()
        done = self.inbox / "done"
        done.rmdir()
        self.drop("a.json")
        self.wait_for(lambda: "can't move a file here" in self.log())
        done.mkdir()
        self.wait_for(lambda: self.files_of("done") == ["a.json"])
        self.assertEqual(len(self.stored("s.db")), 1)
        self.stop(process)
        self.assert_settled()

    def test_the_store_is_locked(self):
        process = self.start()
        self.wait_for((self.home / "s.db").exists)
        time.sleep(1)
        other = sqlite3.connect(self.home / "s.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        self.check_goes_on(process, "is being written by another program",
                           lambda: (other.execute("ROLLBACK"), other.close()))

    def test_the_store_is_replaced(self):
        process = self.start()
        self.drop("a.json")
        self.wait_for(lambda: self.files_of("done") == ["a.json"])
        for path in self.home.glob("s.db*"):
            path.rename(path.with_name("old" + path.name))
        self.drop("b.json")
        self.wait_for(lambda: self.files_of("done") == ["a.json", "b.json"])
        self.stop(process)
        self.assertEqual(len(self.stored("s.db")), 1)
        self.assertEqual(len(self.stored("olds.db")), 1)

    def test_a_full_disk(self):
        disk = self.home / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", disk],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no right to mount a small disk")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=False)
        process = self.start("--out", disk)
        filler = disk / "filler"
        filler.write_bytes(bytes(240 * 1024))
        self.drop("a.json")
        self.wait_for(lambda: "No space left on device" in self.log())
        self.assertEqual([path.name for path in disk.iterdir()], ["filler"])
        self.wait_for(lambda: self.files_of(".") == ["a.json"])
        filler.unlink()
        self.wait_for(lambda: self.files_of("done") == ["a.json"])
        [line] = (disk / "a.json").read_text().splitlines()
        self.assertEqual(self.stored("s.db"), [json.loads(line)["id"]])
        self.stop(process)

    def test_the_folder_is_replaced(self):
        process = self.start("--poll", "1")
        self.inbox.rename(self.home / "moved")
        self.inbox.mkdir()
        self.drop("a.json")
        self.wait_for(lambda: "is not the folder that was locked" in self.log())
        self.assertEqual(self.files_of("."), ["a.json"])
        self.inbox.rename(self.home / "other")
        (self.home / "moved").rename(self.inbox)
        self.drop("b.json")
        self.wait_for(lambda: self.files_of("done") == ["b.json"])
        self.stop(process)


class Signals(WatchTest):
    def test_a_signal_ends_it_after_the_file(self):
        self.drop("a.ndjson", patients(range(80000, 80400)))
        self.drop("b.ndjson", patients(range(81000, 81400)))
        process = self.start("--batch", "1")
        self.wait_for(lambda: self.names(".causa/claimed") != [])
        self.stop(process)
        self.assertEqual(self.files_of("done"), ["a.ndjson"])
        self.assertEqual(self.files_of("."), ["b.ndjson"])
        self.assertEqual(len(self.stored("s.db")), 400)
        self.assert_settled()

    def test_while_it_waits(self):
        for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            process = self.start("--poll", "3600")
            time.sleep(0.5)
            process.send_signal(number)
            self.assertEqual(process.wait(timeout=10), code)


class Kill(WatchTest):
    """Killed at any point. At the end each patient was assessed once, is stored once and answered
    once, and each file is in done or failed once."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.next_patient = 10000
        self.sent = {"done": {}, "failed": {}}
        self.expected = set()

    def send(self, name, broken_line=False):
        numbers = range(self.next_patient, self.next_patient + 6)
        self.next_patient += 6
        lines = patients(numbers).splitlines(keepends=True)
        self.expected.update(f"p-{number}" for number in numbers)
        if broken_line:
            lines[2] = lines[2][:300] + "\n"
            self.expected.remove(f"p-{numbers[2]}")
        content = "".join(lines)
        self.sent["failed" if broken_line else "done"][name] = content
        self.drop(name, content)

    def check_all(self):
        self.assert_settled()
        self.assertEqual(self.files_of("."), [])
        for folder, sent in self.sent.items():
            found = {path.name: path.read_text() for path in (self.inbox / folder).iterdir()
                     if not path.name.endswith(".reason.txt")}
            self.assertEqual(found, sent)
        self.assertEqual(sorted(self.files_of("failed")), sorted(
            name + ending for name in self.sent["failed"] for ending in ("", ".reason.txt")))
        answered = [each for answer in self.answers().values() for each in answer]
        self.assertEqual(sorted(each["patient"]["id"] for each in answered), sorted(self.expected))
        self.assertEqual(len(self.answers()), len(self.sent["done"]) + len(self.sent["failed"]))
        self.assertEqual(sorted(self.stored("s.db")), sorted(each["id"] for each in answered))
        with sqlite3.connect(self.home / "s.db") as store:
            self.assertEqual(store.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            self.assertEqual(store.execute("SELECT count(*) FROM run WHERE ended_ms IS NULL")
                             .fetchall(), [(0,)])

    def test_at_random_times(self):
        self.send("first.ndjson")
        start = time.monotonic()
        self.assert_code(self.once("--batch", "2"), 0)
        whole = time.monotonic() - start
        in_the_middle = 0
        for kill in range(KILLS):
            self.send(f"{kill}.ndjson", broken_line=kill % 3 == 0)
            process = subprocess.Popen(
                self.command(*self.arguments("--once", "--batch", "2")), cwd=self.home,
                env=self.environment, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(whole / 3, whole))
            process.kill()
            process.wait()
            in_the_middle += self.names(".causa/claimed") != []
        self.once("--batch", "2")
        self.check_all()
        print(f"{KILLS} kills, {in_the_middle} with a file in work; seed {SEED}")

    def test_at_each_system_call(self):
        """Killed at the first, second, third ... call of each kind that changes a file."""
        strace = shutil.which("strace")
        if strace is None:
            self.skipTest("strace is not on this machine")
        calls = "renameat2,rename,unlink,fsync,fdatasync,pwrite64,write,openat,mkdir"
        every = int(os.environ.get("CAUSA_EVERY_CALL", "7"))
        number = self.random.randrange(1, every + 1)
        killed = 0
        self.once()  # makes the folders and the store
        while True:
            self.send(f"{number}.ndjson", broken_line=number % 2 == 0)
            command = [strace, "-f", "-o", "/dev/null", "-e", f"trace={calls}", "-e",
                       f"inject={calls}:signal=KILL:when={number}",
                       *self.command(*self.arguments("--once", "--batch", "2"))]
            done = subprocess.run(command, cwd=self.home, env=self.environment,
                                  capture_output=True, check=False)
            if done.returncode in (0, 1):
                if killed == 0:
                    self.skipTest(f"strace can't work here: {done.stderr.decode()}")
                break
            if b"Operation not permitted" in done.stderr:
                self.skipTest("strace may not trace here")
            killed += 1
            number += every
        self.once("--batch", "2")
        self.check_all()
        print(f"killed at {killed} system calls")


if __name__ == "__main__":
    unittest.main()
