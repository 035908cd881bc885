# SPDX-License-Identifier: Apache-2.0
"""Hostile input for every reader, through `assess`, `lint`, `cds-hooks` and `watch`.

Whatever is given in ends in an assessment or in an error with place and cure; the patients beside
it are assessed; counts add up; the store holds what was printed and is whole; no signal ends it."""

import json
import os
import re
import subprocess
import unittest

import hostile
import program
import watching

GOOD = "night_cramps"
ERROR = re.compile(r"causa: error: (?P<file>standard input|[^:, ]+)")
LONGEST_ERROR = 600


def is_of_messages(name):
    """Messages of one patient in several files are one assessment."""
    return name.endswith(".hl7")


class HostileTest(program.ProgramTest):
    memory_bytes = 1_500_000_000

    def setUp(self):
        super().setUp()
        self.good = self.write("good.json", program.patient(GOOD).read_text(encoding="utf-8"))
        self.printed = []

    def check_errors(self, told, names):
        """Each names one of the files and has a cure; none is as long as what was given in. By file."""
        errors = {name: [] for name in names}
        for line in told.splitlines():
            if line.startswith("causa: exit "):  # the other faults of the run
                continue
            found = ERROR.match(line)
            self.assertTrue(found and found["file"] in errors, line[:300])
            self.assertIn("; ", line, "no cure")
            self.assertLess(len(line), LONGEST_ERROR)
            errors[found["file"]].append(line)
        return errors

    def check_counts(self, assessment):
        whole = [entry for entry in assessment["ignored"] if "." not in entry["source"]]
        self.assertEqual(assessment["resources"]["used"] + sum(entry["count"] for entry in whole),
                         assessment["resources"]["read"])

    def check_at_once(self, names):
        """Assesses the files, each between two good ones, and lints them. Returns the assessments
        and the errors of each."""
        between = [path for number, name in enumerate(names) for path in (name, self.copy(number))]
        run = self.assess(self.good, *between, store="s.db")
        self.assertIn(run.code, (0, 1), run.told[:300])
        errors = self.check_errors(run.told, names)
        self.assertEqual(run.code, 1 if any(errors.values()) else 0)
        parts = self.parts(run.json_lines(), names)
        for name, own in zip(names, parts):
            self.assertTrue(own or errors[name], f"{name}: neither an assessment nor an error")
        lint = self.run_program("lint", *names, *program.AS_OF, "--to", "json")
        self.assertIn(lint.code, (0, 1, 5), lint.told[:300])
        self.assertEqual(self.check_errors(lint.told, names), errors)
        self.assertEqual(len(lint.json_lines()), sum(map(len, parts)))
        return {name: (own, errors[name]) for name, own in zip(names, parts)}

    def copy(self, number):
        """The good one again: a file that is given twice is read once."""
        return self.write(f"good/{number}.json", self.good.read_bytes())

    def parts(self, assessments, names):
        """Those of each file: all that stand between two good ones."""
        good_id = program.bundle(GOOD)["entry"][0]["resource"]["id"]
        parts, good = [], 0
        for assessment in assessments:
            self.check_counts(assessment)
            self.printed.append(assessment["id"])
            if assessment["patient"]["id"] == good_id:
                good += 1
                parts.append([])
            else:
                parts[-1].append(assessment)
        self.assertEqual(good, len(names) + 1, "a good patient was lost")
        last = parts.pop()
        # Messages are assessed at the end of the run, since more of the same patient may follow.
        if len(names) == 1:
            parts[0] += last
        else:
            self.assertEqual(last, [])
        return parts

    def check(self, inputs):
        """As check_at_once(), of names and contents; what one of them breaks is told with its name."""
        contents = dict(inputs)
        for name, content in contents.items():
            self.write(name, content)
        alone = [name for name in contents if is_of_messages(name)]
        together = [name for name in contents if not is_of_messages(name)]
        found = {}
        for name in alone:
            with self.subTest(name):
                found |= self.check_at_once([name])
        try:
            if together:
                found |= self.check_at_once(together)
        except (AssertionError, subprocess.TimeoutExpired):
            for name in together:
                with self.subTest(name):
                    self.check_at_once([name])
            raise
        for name in contents:
            (self.home / name).unlink()
        return found

    def check_all(self, inputs, refused=None):
        """`refused`: whether each is to be refused or assessed; nothing: either."""
        for name, (own, errors) in self.check(inputs).items():
            with self.subTest(name):
                if refused is not None:
                    self.assertEqual(bool(errors), refused, errors[:3])
                    self.assertTrue(own or refused)
        self.check_store()

    def check_store(self):
        self.assertEqual(sorted(self.stored("s.db")), sorted(self.printed))
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)


class Contents(HostileTest):
    def test_the_good_ones_are_good(self):
        good = [(f"good.{name}", text) for name, text in hostile.GOOD.items()]
        for own, errors in self.check(good).values():
            self.assertEqual(errors, [])
            self.assertIn(2.3, [fact["value"] for one in own for fact in one["facts"]])
            self.assertTrue(any(one["alerts"] for one in own))

    def test_nothing_is_in_it(self):
        self.check_all(hostile.empty_inputs(), refused=True)

    def test_numbers_that_no_patient_has(self):
        contents = dict(hostile.number_inputs())
        for name, (own, errors) in self.check(contents.items()).items():
            with self.subTest(name):
                content = contents[name]
                values = [fact["value"] for one in own for fact in one["facts"]
                          if fact["concept"] == "lab.potassium"]
                if "+2.3" in content and not errors:  # a sign of its own changes nothing
                    self.assertIn(2.3, values)
                    continue
                self.assertNotIn(2.3, values)
                # What can't be is shown and decides nothing; 4.1 is another patient's in CSV.
                told = [finding["id"] for one in own for finding in one["findings"]]
                self.assertEqual([one["alerts"] for one in own if one["alerts"]], [])
                if any(value != 4.1 for value in values):
                    self.assertIn("value.implausible", told)
        self.check_store()

    def test_bytes_that_are_no_text(self):
        self.check_all(hostile.encoding_inputs())

    def test_nesting(self):
        self.check_all(hostile.deep_inputs(), refused=True)

    def test_repetitions_that_are_refused(self):
        self.check_all(hostile.refused_repetitions(), refused=True)

    def test_repetitions_that_are_read(self):
        self.check_all(hostile.assessed_repetitions(), refused=False)

    def test_cut_anywhere(self):
        for name, (own, errors) in self.check(hostile.truncated_inputs(step=37)).items():
            with self.subTest(name):
                # JSON that is cut is broken, wherever that was.
                if name.endswith(("fhir", "case")):
                    self.assertEqual((own, len(errors)), ([], 1))
        self.check_store()


class Names(HostileTest):
    NAMES = ["-rf.json", "--store.json", "new\nline: error: x.json", "\x1b[31mred.json", "a b.json",
             "$(touch x).json", "`id`.json", "*.json", "%s%n.json", "'\".json",
             "\u202egnp.json", "x" * 250 + ".json"]

    def test_names_are_only_names(self):
        for content, code in ((hostile.FHIR, 0), ("{", 1)):
            for name in self.NAMES:
                with self.subTest(name):
                    self.write("in/" + name, content)
                    for path in ("in", "./in/" + name):
                        run = self.assess(path, store="s.db")
                        self.assert_code(run, code)
                        self.assertEqual(len(run.told.splitlines()), code)
                        self.assertIsNone(re.search(r"[\x00-\x09\x0b-\x1f]", run.told))
                        lint = self.run_program("lint", path, *program.AS_OF)
                        self.assertIn(lint.code, (code, 5))
                        self.assertNotIn("\x1b", lint.out + lint.told)
                    (self.home / "in" / name).unlink()
        self.assertEqual(sorted(path.name for path in self.home.iterdir() if path.is_file()),
                         sorted(["s.db", "s.db.audit", self.good.name]))

    def test_a_name_that_begins_with_a_dash_is_an_option(self):
        self.write("-x.json", hostile.FHIR)
        self.assert_code(self.assess("-x.json"), 2)
        self.assert_code(self.run_program("assess", "--store", "none", "--", "-x.json"), 0)

    def test_what_is_no_file(self):
        folder = self.home / "in"
        folder.mkdir()
        (folder / "good.json").write_text(hostile.FHIR)
        (folder / "link.json").symlink_to(self.good)
        (folder / "folder.json").mkdir()
        (folder / "nowhere.json").symlink_to("../nothing")
        (folder / "loop.json").symlink_to("loop.json")
        os.mkfifo(folder / "pipe.json")  # nobody will ever write to it
        for verb in ("assess", "lint"):
            options = ["--store", "none"] if verb == "assess" else []
            run = self.run_program(verb, "in", *program.AS_OF, "--to", "json", *options)
            self.assert_code(run, 1)
            self.assertEqual(len(run.json_lines()), 2)
            self.assertEqual(len(run.told.splitlines()), 3)
            for name in ("in/loop.json: ", "in/nowhere.json: ", "no input's: in/folder.json;"):
                self.assertIn(name, run.told)

    def test_paths_that_are_no_input(self):
        for path in ("/dev/null", "/dev/full", "/proc/self/mem", self.home / "s.db"):
            if path != "/dev/full":
                (self.home / "s.db").write_bytes(b"SQLite format 3\0" + bytes(4000))
            run = self.assess(path) if path != "/dev/full" else self.assess("/proc/self/cmdline")
            self.assert_code(run, 1)
            self.assertIn("; ", run.told)


class Requests(HostileTest):
    """The same for what a CDS Hooks server hands over: a JSON error, or cards."""

    def check_request(self, content):
        run = self.run_program("cds-hooks", *program.AS_OF, "--store", "s.db", text=content)
        self.assertIn(run.code, (0, 1), run.told[:300])
        body = json.loads(run.out)
        if run.code == 0:
            self.assertTrue(body["cards"])
        else:
            self.assertIn(body["status"], (400, 412, 422))
            for key in ("message", "place", "cure"):
                self.assertTrue(body[key])
            self.assertLess(len(run.out), 1000)
            self.check_errors(run.told, ["standard input"])
        return run.code

    def test_cut_anywhere(self):
        for size in range(0, len(hostile.REQUEST), 61):
            self.assertEqual(self.check_request(hostile.REQUEST[:size]), 1)
        self.assertEqual(self.check_request(hostile.REQUEST), 0)

    def test_contents(self):
        request = hostile.REQUEST
        value = '"value": 2.3'
        for number in hostile.NUMBERS:
            with self.subTest(number[:20]):
                self.check_request(hostile.replaced(request, value, f'"value": {number}'))
        for name, changed in {
                "deep": request[:-1] + ', "x": ' + hostile.nested("[", "]") + "}",
                "deep_context": request.replace('"context": {', '"context": {"x": '
                                                + hostile.nested("[", "]") + ", "),
                "deep_prefetch": request.replace('"prefetch": {', '"prefetch": {"x": '
                                                 + hostile.nested('{"a":', "}") + ", "),
                "keys": request[:-1] + ', "x": 1' * hostile.MANY + "}",
                "prefetches": request.replace('"prefetch": {', '"prefetch": {' + "".join(
                    f'"x{i}": {{"resourceType": "Patient"}}, ' for i in range(hostile.MANY))),
                "entries": request.replace('"entry": [', '"entry": ['
                                           + '{"resource": {"resourceType": "Basic"}}, '
                                           * hostile.MANY),
                "nul": request.replace("patient-view", "patient\\u0000view"),
                "raw_nul": request.replace("patient-view", "patient\0view"),
                "fhir": hostile.FHIR, "hl7": hostile.MESSAGE, "csv": hostile.CSV,
                "array": "[" + request + "]", "two": request + request,
                "marks": "\ufeff\ufeff" + request}.items():
            with self.subTest(name):
                self.check_request(changed)
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)


class Watched(watching.WatchTest):
    """The same in a folder that is watched: each file is answered, or in `failed` with a reason."""

    memory_bytes = 1_500_000_000

    def check_all(self, inputs, broken):
        expected = []
        for name, content in inputs:
            self.drop(name, content)
            expected.append(name)
        run = self.once("--from", "auto")
        self.assertIn(run.code, (0, 1), run.told[:300])
        done, failed = self.files_of("done"), self.files_of("failed")
        reasons = [name for name in failed if name.endswith(".reason.txt")]
        self.assertEqual(sorted(done + [name.removesuffix(".reason.txt") for name in reasons]),
                         sorted(expected))
        self.assertEqual(len(failed), 2 * len(reasons))
        for name in reasons:
            reason = (self.inbox / "failed" / name).read_text()
            self.assertRegex(reason, r"what:  .*\n(.*\n)*   cure:  ")
            self.assert_anonymous(reason)
        self.assertEqual(bool(reasons), broken)
        self.assertEqual(sorted(one["id"] for answer in self.answers().values() for one in answer),
                         sorted(self.stored("s.db")))
        self.assert_code(self.run_program("store", "check", "--store", "s.db"), 0)
        self.assert_settled()

    def test_contents(self):
        self.check_all([*hostile.empty_inputs(), *hostile.encoding_inputs(),
                        *hostile.deep_inputs()], True)

    def test_repetitions(self):
        self.check_all(hostile.refused_repetitions(), True)

    def test_repetitions_that_are_read(self):
        self.check_all(hostile.assessed_repetitions(), False)

    def test_cut_anywhere(self):
        self.check_all(hostile.truncated_inputs(step=211), True)


if __name__ == "__main__":
    unittest.main()
