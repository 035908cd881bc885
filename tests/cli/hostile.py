# SPDX-License-Identifier: Apache-2.0
"""Hostile input for every reader: what is broken, endless, deep, packed or repeated a hundred
thousand times, made from one small good input a format."""

import functools
import gzip
import json

import cds_hooks_test
import program

MANY = 100_000

FHIR = json.dumps(json.loads(program.patient("potassium_critical").read_text(encoding="utf-8")))
MESSAGE = ("MSH|^~\\&|LAB|HOSP|CAUSA|CLINIC|20261119||ORU^R01|1|P|2.5.1\r"
           "PID|1||MRN-70401^^^HOSP||Tamarisk||19500213|F\rOBR|1||F1|x|||20261119\r"
           "OBX|1|NM|2823-3^Potassium^LN||2.3|mmol/L|||||F\r")
CSV = ("id,time,age,sex,potassium [mmol/L],fever\n"
       "p-70501,2026-11-20,67,F,2.3,no\np-70502,2026-11-20,50,M,4.1,yes\n")
YAML = ("date: 2026-11-20\nage: 67\nsex: female\nsymptoms: [leg cramp, no fever]\n"
        "labs:\n  potassium: 2.3 mmol/L\n")
CASE_JSON = json.dumps({"date": "2026-11-20", "age": 67, "sex": "female",
                        "symptoms": ["leg cramp"], "labs": {"potassium": "2.3 mmol/L"}})
REQUEST = json.dumps(cds_hooks_test.request_of("potassium_critical"))

GOOD = {"fhir": FHIR, "hl7": MESSAGE, "csv": CSV, "yaml": YAML, "case": CASE_JSON}
VALUE = {"fhir": '"value": 2.3', "hl7": "|2.3|", "csv": ",2.3,", "yaml": " 2.3 ",
         "case": '"2.3 mmol/L"'}

NUMBERS = ["1e400", "9" * 400, "-0", "0." + "1" * 400, "1e-400", "NaN", "nan", "Infinity",
           "-Infinity", "inf", "1e308", "-1e308", "-2.3", "0x10", "+2.3", "2..3", "1e", "\u0662",
           "2.3" * 1000]


def replaced(text, old, new):
    """Once; the old text must be there, or the input would be a good one."""
    assert old in text, old
    return text.replace(old, new, 1)


def number_inputs():
    """A value of the analyte that no patient can have; never to be taken for 2.3."""
    for kind, text in GOOD.items():
        old = VALUE[kind]
        for index, number in enumerate(NUMBERS):
            yield f"number_{index}.{kind}", replaced(text, old, old.replace("2.3", number))


def encoding_inputs():
    for kind, text in GOOD.items():
        middle = text.index(VALUE[kind]) + len(VALUE[kind]) // 2
        before, behind = text[:middle].encode(), text[middle:].encode()
        for name, inserted in {"nul": b"\0", "nuls": bytes(5000), "bad_utf8": b"\xff\xfe",
                               "overlong": b"\xc0\x80", "surrogate": b"\xed\xa0\x80",
                               "cut_letter": b"\xe2\x82", "escape": b"\x1b[2J",
                               "control": b"\x01\x02"}.items():
            yield f"{name}.{kind}", before + inserted + behind
        yield f"nul_first.{kind}", b"\0" + text.encode()
        yield f"nul_last.{kind}", text.encode() + bytes(10)
        yield f"two_marks.{kind}", b"\xef\xbb\xbf" * 2 + text.encode()
        yield f"utf16.{kind}", text.encode("utf-16")
        yield f"utf32.{kind}", text.encode("utf-32")


def empty_inputs():
    for name, content in {"empty": b"", "mark": b"\xef\xbb\xbf", "mark_and_blanks":
                          b"\xef\xbb\xbf \r\n\t ", "blanks": b" \t\r\n" * MANY, "line": b"\n",
                          "nuls": bytes(MANY), "utf16_mark": b"\xff\xfe", "one_byte": b"\xff",
                          "brace": b"{", "bracket": b"[", "quote": b'"', "dash": b"-"}.items():
        yield name, content


def nested(opening, closing, depth=MANY):
    return opening * depth + closing * depth


def deep_inputs():
    yield "array.fhir", "[" * MANY
    yield "object.fhir", nested('{"a":', "}")
    yield "entries.fhir", '{"resourceType": "Bundle", "entry": ' + nested("[", "]") + "}"
    yield "extension.fhir", replaced(FHIR, '"active"', '"active", "extension": '
                                     + nested('[{"extension": ', "}]"))
    yield "contained.fhir", replaced(FHIR, '"resourceType": "Observation"', '"contained": '
                                     + nested('[{"resourceType": "Basic", "contained": ', "}]")
                                     + ', "resourceType": "Observation"')
    yield "list.yaml", "age: 6\nsymptoms: " + "[" * MANY
    yield "map.yaml", "age: 6\nsymptoms: " + "{a: " * MANY
    yield "indent.yaml", "age: 67\n" + "".join(" " * i + "a:\n" for i in range(2000))
    yield "keys.yaml", "? " * MANY
    yield "dashes.yaml", "age: 67\nsymptoms:\n " + "- " * MANY + "\n"
    yield "list.case", '{"age": 67, "symptoms": ' + nested("[", "]") + "}"
    yield "anchors.yaml", ("age: &a [x,x,x,x,x,x,x,x,x]\n"
                           + "".join(f"x{i + 1}: &x{i + 1} [{','.join([f'*x{i}'] * 9)}]\n"
                                     for i in range(9)))


def refused_repetitions():
    potassium = json.loads(FHIR)["entry"][2]["resource"]
    yield "components.ndjson", json.dumps(json.loads(FHIR)) + "\n" + json.dumps(
        {**potassium, "component": [{"code": potassium["code"], "valueInteger": 1}] * MANY})
    yield "lines.ndjson", json.dumps(json.loads(FHIR)) + "\n" + "{x\n" * 300
    yield "aliases.yaml", "age: &a 67\n" + "x: *a\n" * MANY
    yield "same_key.yaml", YAML + "age: 67\n" * MANY
    yield "unknown_words.yaml", YAML.replace("no fever", "no fever, " + "zzz, " * MANY + "zzz")
    yield "word.yaml", replaced(YAML, "leg cramp", "l" * MANY)
    yield "tag.yaml", "age: !!python/object/apply:os.system [x]\n"
    yield "same_key.case", CASE_JSON[:-1] + ', "age": 67' * MANY + "}"
    yield "cases.case", "[" + ",".join([CASE_JSON] * 20_000) + "]"
    yield "headers.hl7", "FHS|^~\\&|\r" * MANY
    yield "fields_of_the_patient.hl7", replaced(MESSAGE, "PID|1", "PID|1" + "|" * MANY)
    yield "columns.csv", ("id" + ",x" * MANY + "\n1" + "," * MANY + "\n")
    yield "unknown_columns.csv", "id" + ",x" * 5000 + "\n1" + "," * 5000 + "\n"
    yield "open_quote.csv", CSV + '"' + "x" * MANY
    yield "short_lines.csv", CSV + "x\n" * 300


def assessed_repetitions():
    bundle = json.loads(FHIR)
    entries = bundle["entry"]
    potassium = entries[2]["resource"]
    # Of a Bundle such a resource is left out, and the others are read.
    components = [{"code": potassium["code"], "valueInteger": 1}] * MANY
    yield "components.fhir", json.dumps({**bundle, "entry": [
        *entries, {"resource": {**potassium, "id": "many", "component": components}}]})
    yield "codings.fhir", replaced(FHIR, '"coding": [', '"coding": ['
                                   + '{"system": "http://loinc.org", "code": "1"},' * MANY)
    yield "extensions.fhir", replaced(FHIR, '"active"', '"active", "extension": ['
                                      + ",".join(['{"url": "x", "valueString": "y"}'] * MANY) + "]")
    yield "keys.fhir", replaced(FHIR, '"active"', '"active"' + ', "x": 1' * MANY)
    yield "entries.fhir", json.dumps({**bundle, "entry": entries + [
        {"resource": {"resourceType": "Basic", "id": str(i)}} for i in range(MANY)]})
    yield "results.fhir", json.dumps({**bundle, "entry": entries + [
        {"resource": {**potassium, "id": f"o{i}"}} for i in range(MANY)]})
    yield "empty_lines.ndjson", "\n" * MANY + FHIR + "\n" * MANY
    yield "messages.hl7", "".join(MESSAGE.replace("|1|P", f"|{i}|P").replace("|F1|", f"|F{i}|")
                                  for i in range(MANY // 10))
    yield "results.hl7", MESSAGE + MESSAGE.split("\r")[3].join(["", "\r"]) * MANY
    yield "values.hl7", MESSAGE + replaced(MESSAGE.split("\r")[3], "|2.3|",
                                           "|" + "2.3~" * MANY + "2.3|") + "\r"
    yield "segments.hl7", MESSAGE + "ZZZ|x\r" * MANY
    yield "fields.hl7", MESSAGE + "OBX" + "|" * MANY + "\r"
    yield "components.hl7", MESSAGE + "OBX|2|CWE|" + "^" * MANY + "|\r"
    yield "identifiers.hl7", replaced(MESSAGE, "^^^HOSP", "^^^HOSP"
                                      + "".join(f"~MRN-8{i}^^^HOSP" for i in range(MANY)))
    yield "escapes.hl7", MESSAGE + "OBX|2|FT|x||" + "\\.sp1000\\" * (MANY // 10) + "|||||||F\r"
    yield "lines.csv", "id,fever\n" + "".join(f"p-7060{i % 3},yes\n" for i in range(MANY))
    yield "quotes.csv", CSV + "p-70503," + '"' * MANY + ",,,,\n"
    yield "results.csv", ("id,code,value,unit,time\n"
                          + "p-70504,2823-3,2.3,mmol/L,2026-11-20\n" * MANY)
    yield "notes.yaml", YAML + 'notes: "' + "no fever and leg cramp " * (MANY // 10) + '"\n'


def truncated_inputs(step):
    """Cut at every `step`-th byte; what is left may be whole by chance (a shorter YAML)."""
    for kind, text in GOOD.items():
        content = text.encode()
        for size in range(1, len(content), step):
            yield f"cut_{size}.{kind}", content[:size]


def zstd_bomb(start, letter, size):
    """`start`, then one letter again and again, as zstd's blocks of one repeated byte."""
    block_bytes = 1 << 17
    packed = bytearray(b"\x28\xb5\x2f\xfd\x00\x38")  # window: 128 KiB

    def block(kind, length, content, last=0):
        packed.extend((last | kind << 1 | length << 3).to_bytes(3, "little") + content)
    block(0, len(start), start)
    for _ in range(size // block_bytes):
        block(1, block_bytes, letter)
    block(1, 1, letter, last=1)
    return bytes(packed)


@functools.cache
def packed_block(letter, size):
    return gzip.compress(letter * size)


def gzip_bomb(start, letter, size):
    block_bytes = 50_000_000
    return gzip.compress(start) + packed_block(letter, block_bytes) * (size // block_bytes)


# A beginning of each format that goes on without an end.
ENDLESS = {"fhir": b'{"resourceType": "Bundle", "id": "', "ndjson": FHIR.encode() + b"\n",
           "hl7": MESSAGE.encode() + b"OBX|2|ST|x||", "csv": CSV.encode() + b"p-70503,",
           "yaml": YAML.encode() + b"notes: ", "case": CASE_JSON[:-1].encode() + b', "notes": "'}


