// SPDX-License-Identifier: Apache-2.0
#include "linting.hpp"

namespace causa::lint {

namespace {

struct Coding : Linting {
  void code(record::Kind kind, std::string_view system, std::string_view code,
            std::string_view display) {
    add(kind, system, code);
    record.codings.back().display = record.keep(display);
  }
  void lab_code(std::string_view written, std::string_view display) {
    code(record::Kind::observation, loinc, written, display);
  }
  void drug_code(std::string_view written, std::string_view display) {
    code(record::Kind::medication, rxnorm, written, display);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(lint_codes, Coding)

BOOST_AUTO_TEST_CASE(a_display_of_another_code_is_an_error) {
  lab_code("2951-2", "Potassium [Moles/volume] in Serum or Plasma");
  const auto found = lint("code.display_of_other");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST((found[0].severity == Severity::error));
  BOOST_TEST(found[0].message ==
             "LOINC 2951-2 stands for Sodium, its display \"Potassium [Moles/volume] in Serum or "
             "Plasma\" for Potassium");
}

// The mix-ups that circulate in public tables.
BOOST_AUTO_TEST_CASE(drug_codes_of_other_drugs_are_found) {
  drug_code("9997", "torsemide 20 MG Oral Tablet");
  drug_code("42463", "pravastatin 40 MG Oral Tablet");
  BOOST_TEST(count("code.display_of_other") == 1u);
}

BOOST_AUTO_TEST_CASE(names_of_other_editions_products_and_languages_are_left_alone) {
  lab_code("2823-3", "Potassium [Moles/volume] in Serum or Plasma");
  lab_code("2823-3", "Potassium [Moles/volume] in Blood");  // the same analyte
  lab_code("2823-3", "K+");
  lab_code("2823-3", "Kalium");
  lab_code("2823-3", "");
  lab_code("88888-8", "Potassium");  // not ours to judge
  drug_code("5487", "Hydrochlorothiazide 25 MG / Lisinopril 20 MG Oral Tablet");
  drug_code("316672", "Simvistatin 10 MG");
  code(record::Kind::condition, icd10cm, "E11.42", "Type 2 diabetes with polyneuropathy");
  code(record::Kind::condition, "http://example.org/local", "2951-2", "Potassium");
  BOOST_TEST(count("code.display_of_other") == 0u);
}

BOOST_AUTO_TEST_CASE(mistyped_codes_are_found_by_their_check_digit) {
  lab_code("2823-3", "");
  lab_code("LP15098-4", "");
  code(record::Kind::condition, snomed, "73211009", "");
  BOOST_TEST(count("code.check_digit") == 0u);
  lab_code("2823-4", "");
  lab_code("2832-3", "");  // transposed
  code(record::Kind::condition, snomed, "73211008", "");
  BOOST_TEST(count("code.check_digit") == 3u);
}

BOOST_AUTO_TEST_CASE(every_code_of_our_own_tables_has_its_check_digit_and_its_display) {
  CodeCheck codes(vocabulary);
  for (terminology::ConceptId id = 0; id < vocabulary.size(); ++id)
    for (const auto& known : vocabulary[id].definition.codes) {
      BOOST_TEST(check_digit_fits(terminology::system_name(known.system), known.code), known.code);
      const auto& verdict = codes.judge({known.system, known.code, known.display});
      BOOST_TEST(verdict.display_of == "", known.code << " " << known.display);
    }
}

BOOST_AUTO_TEST_CASE(codes_of_old_editions_are_pointed_out_and_still_read) {
  condition(icd10cm, "E87.2");
  condition(icd10cm, "E87.20");
  const auto found = lint("code.replaced");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST((found[0].severity == Severity::note));
  BOOST_TEST(found[0].message ==
             "ICD10CM E87.2 is of an old edition (before October 2022); now E87.20 and others "
             "below E87.2");
}

BOOST_AUTO_TEST_CASE(one_coding_is_told_once) {
  lab_code("2823-4", "");
  lab_code("2823-4", "");
  BOOST_TEST(count("code.check_digit") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::lint
