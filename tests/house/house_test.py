# SPDX-License-Identifier: Apache-2.0
"""Each check of this folder finds the fault that it is there for, in a small tree made for it, and
finds none in a tree without."""

import copy
import json
import pathlib
import tempfile
import unittest

import abi_reference
import case_schema_is_whole
import every_rule_fires
import files_are_small
import includes_are_whole
import includes_go_one_way
import knowledge_is_carried
import links_resolve
import manifest_reference
import list_oracles
import names_say_something
import settings_are_documented
import sources_carry_license
import terminology_is_sane

LICENSE = "// SPDX-License-Identifier: Apache-2.0\n"


class Tree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def expect(self, faults, *parts):
        self.assertEqual(len(faults), len(parts), faults)
        for fault, part in zip(faults, parts):
            self.assertIn(part, fault)


class AbiReference(Tree):
    HEADER = """/* License
 *
 * Purpose.
 *
 * Conventions, good for all:
 *  1. One
 *     goes on.
 *  2. Two.
 */
#define CAUSA_OK 0
#define CAUSA_BAD 1 /* what it means */

/* A thing. */
typedef struct causa_thing {
  uint32_t size; /* bytes */
  /* [any] Calls
   * back. */
  void (*call)(void* ctx);
} causa_thing;

/* The door. */
CAUSA_EXPORT const causa_thing* causa_plugin_v1(void);
"""

    def setUp(self):
        super().setUp()
        self.write("sdk/include/causa/abi.h", self.HEADER)
        self.write("sdk/abi/v1.layout", "causa_thing size 16\ncausa_thing.size offset 0 size 4\n"
                   "causa_thing.call offset 8 size 8\n")

    def test_page(self):
        page = abi_reference.page_of(self.HEADER, (self.root / "sdk/abi/v1.layout").read_text())
        for line in ("1. One goes on.", "| 0 | `size` | `uint32_t` | bytes |",
                     "| 8 | `call` | `void (*)(void* ctx)` | [any] Calls back. |",
                     "| `CAUSA_BAD` | `1` | what it means |", "| `CAUSA_OK` | `0` |  |"):
            self.assertIn(line, page.splitlines())
        self.write("docs/abi-reference.md", page)
        self.expect(abi_reference.faults_of(self.root))

    def test_page_of_another_header(self):
        self.write("docs/abi-reference.md", "# Old\n")
        self.expect(abi_reference.faults_of(self.root), "docs/abi-reference.md:1: isn't what it is")


class CaseSchema(Tree):
    def test_key_that_editors_do_not_know(self):
        self.write("core/intake/cases/keys.cpp", 'keys[] = {\n {"age", Key::age},\n '
                   '{"birth date", Key::birth},\n};\nattributes[] = {\n};\n')
        schema = {"$defs": {"case": {"properties": {"age": {}, "birth date": {}, "shoe": {}}},
                            "attributes": {"properties": {}}}}
        self.write("configs/schemas/case.schema.json", json.dumps(schema))
        self.expect(case_schema_is_whole.faults_of(self.root), "lacks \"birth_date\"", "has \"shoe\"")


class Includes(Tree):
    def test_arrow_back_up(self):
        self.write("core/base/a.cpp", '#include "base/a.hpp"\n#include "store/store.hpp"\n')
        self.expect(includes_go_one_way.faults_of(self.root), "core/base/a.cpp:2: base includes")

    def test_stranger(self):
        self.write("core/plugin/a.cpp", '#  include "intake/document.hpp"\n')
        self.expect(includes_go_one_way.faults_of(self.root), "must not know intake")

    def test_sdk_and_plugins_know_no_core(self):
        self.write("sdk/include/causa/a.h", '#include "base/error.hpp"\n')
        self.write("plugins/strain/a.cpp", "#include <facts/fact.hpp>\n")
        self.expect(includes_go_one_way.faults_of(self.root), "plugins includes", "sdk includes")

    def test_library_out_of_its_room(self):
        self.write("core/report/a.cpp", "#include <sqlite3.h>\n")
        self.write("core/plugin/registry.cpp", "#include <boost/dll/shared_library.hpp>\n")
        self.expect(includes_go_one_way.faults_of(self.root), "core/plugin/library.cpp",
                    "core/store/")

    def test_the_way_itself(self):
        self.write("core/store/a.cpp", '#include <sqlite3.h>\n#include "assess/assessment.hpp"\n')
        self.write("core/cli/a.cpp", '#include "intake/document.hpp"\n#include <vector>\n')
        self.expect(includes_go_one_way.faults_of(self.root))


class IncludesAreWhole(Tree):
    def test_what_is_used_is_included(self):
        self.write("core/base/a.cpp", "#include <string>\nstd::vector<std::string> texts;\n")
        self.write("tests/base/a_test.cpp", "#include <vector>\nauto it = std::find(a, b, c);\n")
        self.expect(includes_are_whole.faults_of(self.root), "should include <vector>",
                    "should include <algorithm>")

    def test_a_header_of_the_project_may_include_it(self):
        self.write("core/base/a.hpp", "#include <vector>\n")
        self.write("core/base/b.hpp", '#include "base/a.hpp"\n')
        self.write("core/store/c.cpp", '#include "base/b.hpp"\nstd::vector<int> numbers;\n')
        self.expect(includes_are_whole.faults_of(self.root))

    def test_a_header_of_a_library_may_not(self):
        self.write("core/base/a.cpp", "#include <fmt/format.h>\nstd::vector<int> numbers;\n")
        self.expect(includes_are_whole.faults_of(self.root), "should include <vector>")

    def test_one_of_several_headers_will_do(self):
        self.write("core/base/a.cpp", "#include <fmt/ranges.h>\nauto a = fmt::join(b, c);\n")
        self.write("core/base/b.cpp", "#include <fmt/core.h>\nauto a = fmt::join(b, c);\n")
        self.write("core/base/c.hpp", "#include <boost/json/fwd.hpp>\nboost::json::value* d;\n")
        self.expect(includes_are_whole.faults_of(self.root), "core/base/b.cpp: uses fmt::join")

    def test_words_and_comments_use_nothing(self):
        self.write("core/base/a.cpp", '// std::vector\nconst char* a = "std::vector";\n')
        self.expect(includes_are_whole.faults_of(self.root))


class Files(Tree):
    def test_large_file_needs_a_reason(self):
        self.write("core/base/large.cpp", "\n" * 401)
        self.write("core/base/small.cpp", "\n" * 400)
        self.expect(files_are_small.faults_of(self.root, {}), "large.cpp: 401 lines")
        self.expect(files_are_small.faults_of(self.root, {"core/base/large.cpp": "reason"}))

    def test_reason_without_a_large_file(self):
        self.expect(files_are_small.faults_of(self.root, {"core/base/gone.cpp": "reason"}),
                    "take it off the list")

    def test_names(self):
        self.write("core/base/string_utils.cpp", "")
        self.write("core/common/a.cpp", "")
        self.write("core/base/CamelCase.hpp", "")
        self.write("core/base/commonly_used.cpp", "")
        self.expect(names_say_something.faults_of(self.root), "snake_case", "utils", "common")

    def test_license_line(self):
        self.write("core/base/with.cpp", LICENSE)
        self.write("core/base/without.cpp", "// text\n" + LICENSE)
        self.write("scripts/try", "#!/usr/bin/env bash\n# SPDX-License-Identifier: Apache-2.0\n")
        self.write("scripts/other", "#!/usr/bin/env bash\nexit\n")
        self.expect(sources_carry_license.faults_of(self.root), "without.cpp", "scripts/other")


class Links(Tree):
    def test_links(self):
        self.write("docs/a.md", "# One heading\n[up](../README.md) [b](b.md#two-words) [c](#one-heading)\n"
                   "[web](https://example.org) `[code](nowhere.md)`\n")
        self.write("docs/b.md", "## Two words\n")
        self.write("README.md", "```\n[code](nowhere.md)\n```\n")
        self.expect(links_resolve.faults_of(self.root))

    def test_dead_links(self):
        self.write("a.md", "[x](nowhere.md) [y](b.md#nothing) [z](../outside.md)\n")
        self.write("b.md", "# Something\n")
        self.expect(links_resolve.faults_of(self.root), "leads nowhere", "no such heading",
                    "leads out")


class ManifestReference(Tree):
    SCHEMA = {
        "type": "object", "required": ["id"],
        "properties": {
            "id": {"$ref": "#/$defs/id", "description": "turned | round"},
            "kind": {"enum": ["a", "b"]},
            "rules": {"type": "array", "items": {
                "type": "object", "properties": {"lr": {"type": ["number", "null"]}}}}},
        "$defs": {"id": {"type": "string", "description": "lower case"}}}

    def test_page(self):
        text = manifest_reference.Page(self.SCHEMA).text()
        for line in ("| `id` | yes | [id](#id) | turned \\| round |", "| `kind` |  | `a`, `b` |  |",
                     "| `rules` |  | a list of [keys](#rules) |  |", "## rules", "## id",
                     "| `lr` |  | a number or nothing |  |"):
            self.assertIn(line, text.splitlines())
        self.write(manifest_reference.SCHEMA, json.dumps(self.SCHEMA))
        self.write(manifest_reference.PAGE, text)
        self.expect(manifest_reference.faults_of(self.root))

    def test_page_of_another_schema(self):
        self.write(manifest_reference.PAGE, "# Old\n")
        self.expect(manifest_reference.faults_of(self.root), "which isn't there")
        self.write(manifest_reference.SCHEMA, json.dumps(self.SCHEMA))
        self.expect(manifest_reference.faults_of(self.root), "isn't what it is made from")


class Oracles(Tree):
    def test_each_is_named_with_its_fate(self):
        self.write("tests.xml", """<testsuite>
            <testcase name="oracle.a" status="run"><system-out>fine</system-out></testcase>
            <testcase name="oracle.b" status="notrun"><skipped/><system-out>1\nno data</system-out>
            </testcase><testcase name="oracle.c" status="fail"/><testcase name="d" status="run"/>
            </testsuite>""")
        self.assertEqual(list(list_oracles.lines_of(self.root / "tests.xml")),
                         ["ran      oracle.a", "SKIPPED  oracle.b: no data", "FAILED   oracle.c"])


class Settings(Tree):
    def setUp(self):
        super().setUp()
        self.write("core/cli/settings.cpp",
                   'definitions[] = {\n    {"as-of", "assess.as_of", "DATE", "", "date"},\n};\n')

    def test_documented(self):
        self.write("docs/operations.md", "| `--as-of DATE` | `CAUSA_AS_OF` | `assess.as_of` | x |\n")
        self.write("configs/causa.toml", "[model]\nx = 1\n[assess]\n# as_of = \"\"\n")
        self.expect(settings_are_documented.faults_of(self.root))

    def test_not_documented(self):
        self.write("docs/operations.md", "| `--gone` | `CAUSA_GONE` | `a.gone` | x |\n")
        self.write("configs/causa.toml", "[assess]\n# gone = 1\n")
        self.expect(settings_are_documented.faults_of(self.root), "has no row for --as-of",
                    "doesn't show assess.as_of", "shows assess.gone", "shows --gone")


class Terminology(unittest.TestCase):
    SANE = {
        "lab.a": {"name": "A", "kind": "number", "unit": "mmol/L", "plausible": [1, 9],
                  "window": "P1D", "conversions": [{"unit": "mmol/L", "factor": 1}],
                  "codes": [{"system": "LOINC", "code": "2823-3", "display": "A",
                             "unit": "mmol/L", "verified": True, "seen": "page"}]},
        "sign.b": {"name": "B", "kind": "truth", "text": ["b"],
                   "codes": [{"system": "SNOMED", "code": "73211009", "verified": True, "seen": "page"}]},
        "sign.c": {"name": "C", "kind": "truth", "is_a": ["sign.b"]},
    }

    def faults(self, change):
        concepts = copy.deepcopy(self.SANE)
        change(concepts)
        found = terminology_is_sane.meaning_faults(concepts)
        for name, concept in concepts.items():
            found += terminology_is_sane.concept_faults(concepts, name, concept)
        return found

    def check(self, part, change):
        found = self.faults(change)
        self.assertTrue(any(part in fault for fault in found), found)

    def test_sane(self):
        self.assertEqual(self.faults(lambda c: None), [])

    def test_broader_concepts(self):
        self.check("is nowhere", lambda c: c["sign.c"].update(is_a=["sign.x"]))
        self.check("broader than itself", lambda c: c["sign.b"].update(is_a=["sign.c"]))

    def test_one_code_one_meaning(self):
        code = {"system": "SNOMED", "code": "73211009", "verified": True, "seen": "page"}
        self.check("means lab.a already", lambda c: c["lab.a"]["codes"].append(code))
        self.assertEqual(self.faults(lambda c: c["sign.c"].update(codes=[code])), [])

    def test_check_digits(self):
        self.check("check digit", lambda c: c["lab.a"]["codes"][0].update(code="2823-4"))
        self.check("check digit", lambda c: c["sign.b"]["codes"][0].update(code="73211008"))

    def test_numbers(self):
        self.check("convert to itself", lambda c: c["lab.a"].update(unit="mg/dL"))
        self.check("plausible", lambda c: c["lab.a"].update(plausible=[9, 1]))
        self.check("not converted", lambda c: c["lab.a"]["codes"][0].update(unit="mg/dL"))

    def test_traps(self):
        wrong = {"drug.torsemide": {"name": "torsemide", "codes": [
            {"system": "RxNorm", "code": "9997", "display": "torsemide"}]}}
        found = terminology_is_sane.trap_faults(wrong)
        self.assertIn("drug.torsemide: RxNorm 9997 is spironolactone", found)

    def test_units(self):
        found = terminology_is_sane.unit_faults(
            [{"written": "mM", "unit": "mmol/L"}, {"written": "mM", "unit": "mol/L"}], self.SANE)
        self.assertEqual(len(found), 2, found)


class Knowledge(Tree):
    MODULE = """
rules: [{id: one}, {id: two}]
alerts: [{id: red}]
causes: [{id: strain.tear, decided_by: [{id: ultrasound}]}]
"""

    def setUp(self):
        super().setUp()
        self.write("plugins/strain/strain.yaml", self.MODULE)

    def test_a_rule_and_an_alert_that_no_case_expects(self):
        self.write("plugins/strain/cases.yaml", "- {expect: {rules: [two]}}\n")
        self.expect(every_rule_fires.faults_of(self.root), "the rule one", "the alert red")

    def test_a_case_of_another_module_may_expect_them(self):
        self.write("plugins/strain/cases.yaml", "- {expect: {rules: [two], alerts: []}}\n")
        self.write("plugins/other/cases.yaml", "- {expect: {rules: [one], alerts: [red]}}\n")
        self.expect(every_rule_fires.faults_of(self.root))

    def carried(self, *rows):
        self.write("plugins/strain/carried.yaml", "rows:\n" + "".join(f"  - {r}\n" for r in rows))
        return knowledge_is_carried.faults_of(self.root)

    def test_rows_that_are_carried_or_left_out(self):
        self.expect(self.carried("{row: a.1, as: [one, strain.tear, strain.tear#ultrasound]}",
                                 "{row: a.2, left_out: no number}"))

    def test_a_row_carried_as_what_is_nowhere(self):
        self.expect(self.carried("{row: a.1, as: [three]}"), "carried as three, which is nowhere")

    def test_a_row_that_stands_twice(self):
        self.expect(self.carried("{row: a.1, as: [one]}", "{row: a.1, as: [two]}"), "already")

    def test_a_row_without_an_answer_and_one_with_two(self):
        self.expect(self.carried("{row: a.1, as: []}", "{row: a.2, as: [one], left_out: why}"),
                    "a.1 says what became", "a.2 says what became")

    def test_a_module_without_a_map(self):
        self.expect(knowledge_is_carried.faults_of(self.root), "is missing")


if __name__ == "__main__":
    unittest.main()
