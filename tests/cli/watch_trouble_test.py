# SPDX-License-Identifier: Apache-2.0
"""`causa watch` when the disk is full, the store locked, a folder gone or another one watches, and when
it is told to end. The file stays where it is, is told once, and is answered when all is well."""

import json
import os
import signal
import sqlite3
import subprocess
import time
import unittest

import program
import watching
from watching import patients
from wild import ID, library, with_calcium


class Poison(watching.WatchTest):
    """Files that no answer can be made of without care."""

    @unittest.skipIf(program.SANITIZED, "sanitizers tell of a crash in their own way")
    def test_a_file_that_crashes_a_library_is_set_aside(self):
        for fault, code in (("crash", -signal.SIGSEGV), ("exit", 3)):
            name = f"{fault}.json"
            self.drop(name, with_calcium(2.5))
            crashed = self.once("--plugin", library(fault))
            self.assert_code(crashed, code)
            self.assertEqual(self.names(".causa/claimed"), [name.encode()])
            self.drop(f"after_{name}", with_calcium(2.2, 1))
            run = self.once("--plugin", library(fault))
            self.assert_code(run, 1)
            self.assertIn(f"the library of {ID} crashed over it", run.err)
            self.assertNotIn(name, run.err)
            self.assertIn(f"after_{name}", self.files_of("done"))
            reason = (self.inbox / "failed" / f"{name}.reason.txt").read_text()
            for words in (ID, "crashed", "--isolation worker"):
                self.assertIn(words, reason)
            self.assert_settled()
        for fault in ("crash", "exit"):
            os.rename(self.inbox / f"failed/{fault}.json", self.inbox / f"{fault}.json")
            run = self.once("--plugin", library(fault), "--isolation", "worker")
            self.assert_code(run, 3)
            self.assertIn(f"{fault}.json", self.files_of("done"))

    @unittest.skipIf(program.SANITIZED, "sanitizers tell of a crash in their own way")
    def test_killed_is_not_crashed(self):
        """Not by a signal that a crash would raise, either: a watchdog may send it."""
        for number in (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV):
            with self.subTest(number.name):
                name = f"{number.name}.json"
                self.drop(name, with_calcium(2.5))
                process = self.start("--plugin", library("sleep"))
                self.wait_for(lambda: self.names(".causa/claimed") == [name.encode()])
                time.sleep(0.5)
                process.send_signal(number)
                self.assertEqual(process.wait(), -number)
                self.assert_code(self.once(), 0)
                self.assertIn(name, self.files_of("done"))
                self.assertEqual(self.files_of("failed"), [])
                self.assert_settled()

    def test_what_the_program_was_killed_over_comes_last(self):
        """Memory that is used up kills as kill -9 does; the others must not wait for ever."""
        self.drop("heavy.json", with_calcium(2.5))
        for number in range(2):
            process = self.start("--plugin", library("sleep"))
            if number > 0:
                self.wait_for(lambda: f"light{number}.json" in self.files_of("done"))
                self.assertIn("was killed while it assessed it", self.log())
                self.assert_anonymous(self.log())
            self.wait_for(lambda: self.names(".causa/claimed") == [b"heavy.json"] and
                          b"in-hand" in self.names(".causa"))
            process.kill()
            process.wait()
            self.drop(f"light{number + 1}.json", with_calcium(2.2, number))
        self.assert_code(self.once(), 0)
        self.assertEqual(self.files_of("done"), ["heavy.json", "light1.json", "light2.json"])
        self.assert_settled()

    def test_a_file_that_grows_while_it_is_read_is_stored_once(self):
        numbers = range(10000, 13000)
        content = patients(numbers).encode()
        half = len(content) // 2 - 100  # within a line
        beside = self.inbox / ".sending"
        process = self.start("--batch", "8", quiet=1)
        with open(beside, "wb") as growing:
            growing.write(content[:half])
            growing.flush()
            os.rename(beside, self.inbox / "a.ndjson")
            self.wait_for(lambda: self.count_stored() > 0)
            process.send_signal(signal.SIGSTOP)
            growing.write(content[half:])
        process.send_signal(signal.SIGCONT)
        self.wait_for(lambda: self.files_of("done") == ["a.ndjson"])
        self.stop(process)
        self.assertEqual(self.count_stored(), len(numbers))
        [answer] = self.answers().values()
        self.assertEqual([one["patient"]["id"] for one in answer], [f"p-{one}" for one in numbers])
        self.assertEqual(self.files_of("failed"), [])
        self.assert_settled()

    def count_stored(self):
        if not (self.home / "s.db").exists():
            return 0
        with sqlite3.connect(f"file:{self.home / 's.db'}?mode=ro", uri=True) as store:
            try:
                return store.execute("SELECT count(*) FROM assessment").fetchone()[0]
            except sqlite3.OperationalError:
                return 0  # it is being made


class Trouble(watching.WatchTest):
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
        self.assertNotIn("killed", self.log())
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


class Signals(watching.WatchTest):
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


if __name__ == "__main__":
    unittest.main()
