# SPDX-License-Identifier: Apache-2.0
"""`causa watch`: which files are taken and when, what becomes of whole and broken ones, and what names
they may have."""

import json
import os
import stat
import time
import unittest

import golden
import program
import watching
from watching import BROKEN, GOOD, patients

NOBODY = 65534


class PickUp(watching.WatchTest):
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

    def test_a_folder_for_acknowledgments_that_may_not_be_written_is_told_at_the_start(self):
        if os.geteuid() == 0:
            self.home.chmod(0o755)
            for path in (self.home, self.inbox):
                os.chown(path, NOBODY, NOBODY)
        acks = self.home / "acks"
        acks.mkdir()
        acks.chmod(0o555)
        process = self.start("--acks", acks, user=NOBODY if os.geteuid() == 0 else None)
        self.assertEqual(process.wait(timeout=60), 2, self.log())
        self.assertIn(f"{acks}: can't write here: Permission denied", self.log())


class Content(watching.WatchTest):
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

    def test_folders_named_from_where_it_was_started(self):
        self.drop("a.json")
        self.assert_code(self.once("--out", "o", "--done", "d", "--failed", "f"), 0)
        self.assertEqual([path.name for path in (self.home / "o").iterdir()], ["a.json"])
        self.assertEqual([path.name for path in (self.home / "d").iterdir()], ["a.json"])

    def test_an_answer_is_what_assess_prints(self):
        self.drop("p.json", program.patient("child").read_text())
        self.assert_code(self.once(to="text"), 0)
        printed = self.assess(program.patient("child"), store="other.db", to="text").out
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


class Forms(watching.WatchTest):
    def test_acknowledgments_of_messages(self):
        self.drop("lab.hl7", watching.message("W1"))
        self.drop("wrong.hl7", watching.message("W2", kind="XYZ^Z99"))
        self.assert_code(self.once("--acks", self.home / "acks"), 1)
        self.assertEqual(sorted(path.name for path in (self.home / "acks").iterdir()),
                         ["lab.ack.hl7", "wrong.ack.hl7"])
        self.assertIn("MSA|AA|W1", (self.home / "acks/lab.ack.hl7").read_text())
        self.assertRegex((self.home / "acks/wrong.ack.hl7").read_text(), r"MSA\|A[ER]\|W2")
        self.assertEqual(self.files_of("failed"), ["wrong.hl7", "wrong.hl7.reason.txt"])
        [[assessment]] = self.answers().values()
        self.assertEqual(assessment["patient"]["id"], "MRN-70401^^^HOSP")
        self.assert_anonymous((self.inbox / "failed/wrong.hl7.reason.txt").read_text())

    def test_cards_that_stand_already_are_left_out(self):
        child = program.patient("child").read_text()
        for number in range(2):
            self.drop(f"{number}.json", child)
            self.assert_code(self.once(to="cards"), 0)
        first, second = (json.loads((self.inbox / f"out/{number}.json").read_text())["cards"]
                         for number in range(2))
        self.assertEqual(first[0]["indicator"], "critical")
        self.assertLess(len(second), len(first))

    def test_no_answer_if_none_is_wanted(self):
        self.drop("a.json")
        self.assert_code(self.once(to="none"), 0)
        self.assertEqual(self.files_of("out"), [])
        self.assertEqual(len(self.stored("s.db")), 1)

    def test_whom_the_linter_refuses(self):
        self.drop("a.ndjson", watching.patients([80000]) + watching.refused(80001))
        self.assert_code(self.once("--lint", "strict"), 1)
        self.assertEqual(self.files_of("failed"), ["a.ndjson", "a.ndjson.reason.txt"])
        reason = (self.inbox / "failed/a.ndjson.reason.txt").read_text()
        self.assertIn("Assessed: 1. Not assessed: 1.", reason)
        self.assert_anonymous(reason)


class Names(watching.WatchTest):
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
                         ["s.db", "s.db.audit"])
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


if __name__ == "__main__":
    unittest.main()
