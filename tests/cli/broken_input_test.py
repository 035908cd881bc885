# SPDX-License-Identifier: Apache-2.0
"""Input that can't be read: a message with its place and a cure, and nothing stored."""

import gzip
import json
import re
import unittest

import golden
import program

GOOD = program.patient("thiazide")
GOOD_TEXT = GOOD.read_text(encoding="utf-8")


def changed(change):
    """The good bundle with something wrong in it, as text."""
    bundle = program.bundle("thiazide")
    change(bundle["entry"])
    return json.dumps(bundle)


def set_value(number, *path_and_value):
    *path, last, value = path_and_value

    def change(entries):
        place = entries[number]["resource"]
        for step in path:
            place = place[step]
        place[last] = value
    return changed(change)


# Name of the file (a folder if it ends in /), and its content.
BROKEN = {
    "array.json": "[1, 2]",
    "birth_date.json": set_value(0, "birthDate", "13.3.1970"),
    "archive.json": b"PK\x03\x04" + bytes(50),
    "bzip2.json": b"BZh91AY&SY" + bytes(50),
    "compressed.json": b"\x28\xb5\x2f\xfd" + bytes(50),
    "cut.json.gz": gzip.compress(GOOD_TEXT.encode())[:500],
    "cut.json": GOOD_TEXT[:700],
    "cut_after_entry.json": GOOD_TEXT[:-5],
    "deep.json": '{"resourceType": "Bundle", "type": "collection", "entry": ' + "[" * 1000,
    "deep_extension.json": GOOD_TEXT.replace(
        '"active"', '"active", "extension": ' + "[" * 1000 + "]" * 1000),
    "empty.json": "",
    "empty_folder/": None,
    "entry_is_an_object.json": '{"resourceType": "Bundle", "type": "collection", "entry": {}}',
    "hl7.json": "MSH|^~\\&|LAB|\r",
    "latin.json": GOOD_TEXT.replace("Tamarisk", "Tamar\u00efsk").encode("latin-1"),
    "line.ndjson": "\n".join(["not JSON", ""]),
    "missing.json": None,
    "no_patient.json": '{"resourceType": "Bundle", "type": "collection", "entry": []}',
    "number.json": "42",
    "other_resource.json": '{"type": "collection"}',
    "two_patients.json": set_value(2, "subject", "reference", "Patient/p-70199"),
    "utf16.json": GOOD_TEXT.encode("utf-16"),
    "word.json": "Hello",
    "xml.json": "<Bundle/>",
}

# What costs one resource of a bundle and no more: the place in it.
LEFT_OUT = {
    "onsetDateTime": set_value(1, "onsetDateTime", "a while ago"),
    "valueString": set_value(4, "valueString", "yes"),
    "code.coding[0].code": set_value(1, "code", "coding", 0, "code", 449917004),
    "code": set_value(1, "code", "Leg cramps"),
}


class BrokenInput(program.ProgramTest):
    def put(self, name):
        if name.endswith("/"):
            (self.home / name).mkdir()
        elif BROKEN[name] is not None:
            self.write(name, BROKEN[name])

    def test_messages(self):
        told = []
        for name in sorted(BROKEN):
            with self.subTest(name):
                self.put(name)
                run = self.assess(name.rstrip("/"), store="s.db")
                self.assert_code(run, 2 if BROKEN[name] is None else 1)
                self.assertEqual(run.out, "")
                lines = run.told.splitlines()
                self.assertEqual(len(lines), 1, run.err)
                place = name.rstrip("/")
                self.assertTrue(lines[0].startswith(f"causa: error: {place}:"), lines[0])
                self.assertIn("; ", lines[0], "no cure")
                told.append(lines[0].removeprefix("causa: error: "))
        if (self.home / "s.db").exists():
            self.assertEqual(self.stored("s.db"), [])
        golden.check(self, "broken_input.txt", "\n".join(told) + "\n")

    def test_one_resource_that_cannot_be_read(self):
        read = self.assess(program.patient("thiazide")).json()["resources"]["read"]
        for place, text in LEFT_OUT.items():
            with self.subTest(place):
                run = self.assess("-", text=text)
                self.assert_code(run, 0)
                result = run.json()
                self.assertEqual(result["resources"]["read"], read)
                found = [it for it in result["findings"] if it["id"] == "record.unreadable"]
                self.assertEqual([(it["severity"], it["safety"]) for it in found],
                                 [("error", True)])
                self.assertRegex(found[0]["message"], f"^can't be read: {re.escape(place)}: .*; ")
                strict = self.assess("-", "--strict", text=text, store="strict.db")
                self.assert_code(strict, 1)
                self.assertEqual(strict.out, "")
                self.assertIn(f"can't be read: {place}: ", strict.told)

    def test_a_broken_birth_date_is_not_in_the_log(self):
        self.put("birth_date.json")
        self.assertNotIn("1970", self.assess("birth_date.json").err)

    def test_the_rest_of_a_folder_goes_on(self):
        for name, content in BROKEN.items():
            if content is not None:
                self.write(f"inbox/{name}", content)
        self.write("inbox/good.json", GOOD_TEXT)
        run = self.assess("inbox", store="s.db")
        self.assert_code(run, 1)
        self.assertEqual(len(run.json_lines()), 1)
        self.assertEqual(self.stored("s.db"), [run.json()["id"]])
        self.assertEqual(len(run.told.splitlines()),
                         sum(content is not None for content in BROKEN.values()))

    def test_what_a_folder_holds_and_is_not_read_is_told(self):
        self.write("inbox/good.json", GOOD_TEXT)
        self.assertEqual(self.assess("inbox").told, "")
        for name in ("more/good.json", "a.txt", "b.fhir", "c.xml", ".hidden"):
            self.write(f"inbox/{name}", GOOD_TEXT)
        for run in (self.assess("inbox"), self.run_program("lint", "inbox", *program.AS_OF)):
            self.assertIn(run.code, (0, 5))
            self.assertIn("4 entries in a folder were not read, since their name is no input's: "
                          "inbox/a.txt, inbox/b.fhir, inbox/c.xml, ...", run.err)

    def test_a_file_that_is_given_twice_is_told_and_assessed_once(self):
        self.write("inbox/good.json", GOOD_TEXT)
        (self.home / "inbox/link.json").symlink_to("good.json")
        run = self.assess("inbox", "inbox/good.json", store="s.db")
        self.assert_code(run, 0)
        self.assertEqual(self.stored("s.db"), [run.json()["id"]])
        self.assertIn("given twice, by one name or two, and read once: inbox/link.json, "
                      "inbox/good.json", run.told)

    def test_standard_input_is_named(self):
        run = self.assess("-", text=BROKEN["cut.json"])
        self.assert_code(run, 1)
        self.assertIn("standard input: byte 700: ", run.err)
        self.assert_code(self.run_program("assess", "--store", "none", text=""), 1)

    def test_an_unknown_unit_is_told_and_the_value_is_not_used(self):
        text = program.patient("potassium_critical").read_text().replace("mmol/L", "furlong")
        self.write("unit.json", text)
        result = self.assess("unit.json").json()
        self.assertEqual((result["alerts"], result["states"]), ([], []))
        self.assertIn("furlong", result["ignored"][0]["reason"])


class SaidFormat(program.ProgramTest):
    """--from is kept to."""

    def test_something_else_is_an_error(self):
        self.write("hl7.txt", BROKEN["hl7.json"])
        self.write("x.xml", "<Bundle/>")
        for said in ("fhir", "ndjson"):
            for name, word in (("hl7.txt", "HL7 v2"), ("x.xml", "XML")):
                with self.subTest(said=said, name=name):
                    run = self.assess(name, "--from", said)
                    self.assert_code(run, 1)
                    self.assertIn(f"{name}: --from {said} says", run.err)
                    self.assertIn(f"but this is {word}; ", run.err)

    def test_one_document_is_no_ndjson(self):
        self.write("p.json", GOOD_TEXT)
        self.assert_code(self.assess("p.json", "--from", "ndjson"), 1)
        self.assert_code(self.assess("p.json", "--from", "fhir"), 0)
        self.write("line.json", json.dumps(program.bundle("thiazide")))
        self.assert_code(self.assess("line.json", "--from", "ndjson"), 0)


class Packed(program.ProgramTest):
    def test_on_standard_input(self):
        plain = self.assess(str(GOOD)).json()
        packed = self.write("p.gz", gzip.compress(GOOD_TEXT.encode()))
        with packed.open("rb") as file:
            run = self.assess("-", stdin=file)
        self.assert_code(run, 0)
        self.assertEqual(run.json()["facts"], plain["facts"])

    def test_a_bomb_ends_at_the_limit_without_filling_the_memory(self):
        """2 GB of one line in 2 MB; the program may have 1.5 GB, it needs the limit twice."""
        bomb = self.home / "bomb.ndjson.gz"
        block = gzip.compress(b" " * 50_000_000)
        with bomb.open("wb") as file:
            file.write(gzip.compress((json.dumps(program.bundle("thiazide")) + "\n").encode()))
            for _ in range(40):
                file.write(block)
        self.memory_bytes = 1_500_000_000
        run = self.assess("bomb.ndjson.gz")
        self.assert_code(run, 1)
        self.assertEqual(len(run.json_lines()), 1)
        self.assertIn("bomb.ndjson.gz:2: unpacked, the line is more than twice", run.err)


class HundredMegabytes(program.ProgramTest):
    """One text of 100 MB: unused, it must cost nothing; used, it must not become a record."""

    TEXT = "x" * 100_000_000

    def test_in_a_name(self):
        self.write("p.json", GOOD_TEXT.replace("Tamarisk", self.TEXT))
        run = self.assess("p.json", store="s.db")
        self.assertIn(run.code, (0, 1), run.err)
        self.assertLess(len(run.told), 1000)
        self.assertLess((self.home / "s.db").stat().st_size, 5_000_000)

    def test_in_a_text_that_is_used(self):
        self.write("p.json", GOOD_TEXT.replace("Leg cramps", self.TEXT))
        run = self.assess("p.json", store="s.db")
        self.assert_code(run, 0)
        self.assertEqual([it["message"].split("; ")[0] for it in run.json()["findings"]
                          if it["id"] == "record.unreadable"],
                         ["can't be read: code.text: a text of 95 MiB"])
        self.assertLess((self.home / "s.db").stat().st_size, 5_000_000)
        run = self.assess("p.json", "--strict", store="strict.db")
        self.assert_code(run, 1)
        self.assertIn("p.json: ", run.err)
        self.assertIn("code.text", run.err)
        self.assertEqual(self.stored("strict.db"), [])

    def test_without_an_end(self):
        self.write("p.json", GOOD_TEXT.split("Tamarisk", maxsplit=1)[0] + self.TEXT)
        run = self.assess("p.json", store="s.db")
        self.assert_code(run, 1)
        self.assertLess(len(run.told), 1000)
        self.assertEqual(self.stored("s.db"), [])


if __name__ == "__main__":
    unittest.main()
