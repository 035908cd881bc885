// SPDX-License-Identifier: Apache-2.0
//
// Units: spellings met in the field, and what is told of a unit or a reference range that can't be
// right. Conversions: tests/plugins/conversion_pairs_test.cpp.

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <tuple>

#include "paths.hpp"
#include "terminology/likely_mistake.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {
namespace {

struct Tables {
  Vocabulary vocabulary = [] {
    auto made = Vocabulary::load(tests::terminology_folder).value();
    made.finish().value();
    return made;
  }();

  CodeMatch match(const std::string& concept_id, const std::string& loinc = {}) const {
    const ConceptId id = vocabulary.find(concept_id).value();
    if (!loinc.empty())
      for (const auto& code : vocabulary[id].definition.codes)
        if (code.code == loinc) return {id, &code};
    return {id, nullptr};
  }
  const ConceptDefinition& definition(std::string_view id) const {
    return vocabulary[vocabulary.find(id).value()].definition;
  }
  std::string likely(std::string_view id, double value, std::string_view unit) const {
    return likely_unit(definition(id), value, unit);
  }
  std::optional<RangeDoubt> doubt(std::string_view id, std::string_view unit, double low,
                                  double high) const {
    const auto stated = vocabulary.conversion(*vocabulary.find(id), unit).value();
    return doubt_range(definition(id), stated, low, high);
  }
};

BOOST_FIXTURE_TEST_SUITE(terminology_units, Tables)

BOOST_AUTO_TEST_CASE(ucum_is_case_sensitive_and_only_the_alias_table_forgives) {
  BOOST_TEST(vocabulary.to_canonical(match("lab.potassium"), 4, "mEq/L", {})->value == 4);
  BOOST_TEST(vocabulary.to_canonical(match("lab.potassium"), 4, "MMOL/L", {})->value == 4);
  for (const char* wrong : {"Mmol/L", "mmol", "Meq/L", "MG/L", "mmol/dL", "furlong"})
    BOOST_TEST(!vocabulary.to_canonical(match("lab.potassium"), 4, wrong, {}), wrong);
}

BOOST_AUTO_TEST_CASE(spellings_met_in_the_field_are_understood) {
  const std::tuple<const char*, const char*, const char*> met[] = {
      {"lab.egfr", "mL/min/1.73 sq", "mL/min/{1.73_m2}"},
      {"lab.egfr", "mL/min/1.73m2", "mL/min/{1.73_m2}"},
      {"lab.platelets", "x10*9/L", "10*9/L"},
      {"lab.platelets", "K/ul", "10*3/uL"},
      {"lab.creatinine", "\xC2\xB5mol/L", "umol/L"},
      {"lab.creatinine", "\xCE\xBCmol/L", "umol/L"},
      {"lab.alt", "IU/L", "U/L"},
      {"lab.tsh", "uIU/mL", "m[IU]/L"},
      {"vital.temperature", "degF", "[degF]"},
      {"vital.blood_pressure.systolic", "mmHg", "mm[Hg]"},
      {"lab.osmolality", "mOsm/kg", "mosm/kg"}};
  for (const auto& [id, written, ucum] : met) {
    const auto one = vocabulary.to_canonical(match(id), 7, written, {});
    const auto other = vocabulary.to_canonical(match(id), 7, ucum, {});
    BOOST_REQUIRE_MESSAGE(one && other, written);
    BOOST_TEST(one->value == other->value, written);
  }
}

BOOST_AUTO_TEST_CASE(an_annotation_alone_is_the_unit_one) {
  const auto gravity = match("lab.urine.specific_gravity");
  BOOST_TEST(vocabulary.to_canonical(gravity, 1.02, "{nominal}", {})->value == 1.02);
  BOOST_TEST(!vocabulary.to_canonical(match("lab.potassium"), 4, "{nominal}", {}));
  BOOST_TEST(!vocabulary.to_canonical(gravity, 1.02, "{a}/{b}", {}));
}

// The code says "per 1.73 sq m"; the unit that comes with it often leaves that out.
BOOST_AUTO_TEST_CASE(a_filtration_rate_coded_per_area_may_leave_the_area_out_of_its_unit) {
  BOOST_TEST(vocabulary.to_canonical(match("lab.egfr", "33914-3"), 40, "mL/min", {})->value == 40);
  BOOST_TEST(!vocabulary.to_canonical(match("lab.egfr"), 40, "mL/min", {}));
}

BOOST_AUTO_TEST_CASE(a_name_and_a_code_of_two_units_are_refused) {
  const auto both = vocabulary.to_canonical(match("lab.calcium"), 9, "mg/dL", "mmol/L");
  BOOST_REQUIRE(!both);
  BOOST_TEST(both.error().message ==
             "Calcium (total) has the unit mg/dL by name and mmol/L by code");
  BOOST_TEST(vocabulary.to_canonical(match("lab.potassium"), 4, "mEq/L", "mmol/L")->value == 4);
  BOOST_TEST(vocabulary.to_canonical(match("lab.potassium"), 4, "millimoles", "mmol/L")->value ==
             4);
}

BOOST_AUTO_TEST_CASE(an_error_names_the_unit_that_only_case_keeps_apart) {
  const auto wrong = vocabulary.to_canonical(match("lab.glucose"), 100, "Mg/dL", {});
  BOOST_REQUIRE(!wrong);
  BOOST_TEST(wrong.error().cure == "looks like mg/dL; use mmol/L, mg/dL");
}

BOOST_AUTO_TEST_CASE(the_likely_unit_is_told_with_what_it_would_make_of_the_value) {
  BOOST_TEST(likely("lab.potassium", 18, "mmol/L") ==
             "looks like mg/dL: 18 mg/dL would be 4.6 mmol/L");
  BOOST_TEST(likely("lab.calcium", 9.5, "mmol/L") ==
             "looks like mg/dL: 9.5 mg/dL would be 2.37 mmol/L");
  BOOST_TEST(likely("lab.creatinine", 1.1, "umol/L") ==
             "looks like mg/dL: 1.1 mg/dL would be 97.2 umol/L");
  BOOST_TEST(likely("vital.temperature", 98.6, "Cel") ==
             "looks like [degF]: 98.6 [degF] would be 37 Cel");
  BOOST_TEST(likely("lab.potassium", 41, "mmol/L") ==
             "may be 4.1 mmol/L with its decimal point lost");
  BOOST_TEST(likely("lab.urea", 14, {}) != "");
  BOOST_TEST(likely("lab.potassium", 700, "mmol/L") == "");
}

BOOST_AUTO_TEST_CASE(a_reference_range_of_another_unit_is_doubted_and_the_unit_named) {
  const std::tuple<const char*, const char*, double, double, const char*> mixed[] = {
      {"lab.potassium", "mmol/L", 13.7, 19.9, "mg/dL"},
      {"lab.magnesium", "mmol/L", 1.7, 2.5, "mg/dL"},
      {"lab.magnesium", "mmol/L", 1.4, 2.1, "meq/L"},
      {"lab.calcium", "mmol/L", 8.6, 10.2, "mg/dL"},
      {"lab.calcium", "mmol/L", 4.3, 5.1, "meq/L"},
      {"lab.calcium", "mg/dL", 2.15, 2.55, "mmol/L"},
      {"lab.phosphate", "mmol/L", 2.5, 4.5, "mg/dL"},
      {"lab.glucose", "mmol/L", 70, 140, "mg/dL"},
      {"lab.creatinine", "umol/L", 0.6, 1.2, "mg/dL"},
      {"lab.hemoglobin", "g/L", 12, 17.5, "g/dL"},
      {"lab.vitamin_d", "nmol/L", 20, 60, "ng/mL"},
      {"lab.hba1c", "%", 20, 42, "mmol/mol"},
      {"vital.temperature", "Cel", 97, 99.5, "[degF]"}};
  for (const auto& [id, unit, low, high, fits] : mixed) {
    const auto found = doubt(id, unit, low, high);
    BOOST_REQUIRE_MESSAGE(found, id << " " << unit);
    BOOST_TEST(found->unit == fits, id << " " << unit << ": " << found->unit);
  }
  const auto decimal = doubt("lab.potassium", "mmol/L", 35, 50);
  BOOST_REQUIRE(decimal);
  BOOST_TEST(decimal->unit.empty());
  BOOST_TEST(decimal->factor == 10, boost::test_tools::tolerance(0.01));
}

// Laboratories, sexes, ages and methods differ; a linter that cries wolf is switched off.
BOOST_AUTO_TEST_CASE(reference_ranges_of_other_laboratories_and_patients_are_not_doubted) {
  const std::tuple<const char*, const char*, double, double> usual[] = {
      {"lab.potassium", "mmol/L", 3.4, 5.6},
      {"lab.potassium", "meq/L", 3.5, 5.1},
      {"lab.sodium", "mmol/L", 133, 148},
      {"lab.magnesium", "mmol/L", 0.65, 1.05},
      {"lab.magnesium", "mg/dL", 1.6, 2.6},
      {"lab.calcium", "mg/dL", 8.4, 10.5},
      {"lab.calcium.ionized", "mmol/L", 1.05, 1.35},
      {"lab.phosphate", "mmol/L", 1.3, 2.3},
      {"lab.ferritin", "ng/mL", 10, 120},
      {"lab.ferritin", "ug/L", 5, 204},
      {"lab.ferritin", "ng/mL", 30, 400},
      {"lab.ck", "U/L", 20, 160},
      {"lab.ck", "U/L", 39, 308},
      {"lab.tsh", "m[IU]/L", 0.27, 4.2},
      {"lab.tsh", "m[IU]/L", 0.7, 11},
      {"lab.alp", "U/L", 150, 420},
      {"lab.creatinine", "mg/dL", 0.5, 1.1},
      {"lab.creatinine", "umol/L", 27, 62},
      {"lab.vitamin_d", "ng/mL", 30, 100},
      {"lab.hemoglobin", "g/dL", 11.5, 15.5},
      {"lab.urea", "mmol/L", 1.8, 6.4},
      {"lab.glucose", "mg/dL", 65, 99},
      {"lab.lactate", "mmol/L", 0.5, 1.6},
      {"lab.pth", "pg/mL", 15, 65},
      {"lab.b12", "pg/mL", 200, 1100},
      {"lab.albumin", "g/L", 32, 48},
      {"lab.hba1c", "%", 4, 6}};
  for (const auto& [id, unit, low, high] : usual)
    BOOST_TEST(!doubt(id, unit, low, high), id << " " << unit << " " << low << "-" << high);
}

BOOST_AUTO_TEST_CASE(half_a_range_and_a_range_that_starts_at_zero_say_nothing) {
  const double none = std::nan("");
  BOOST_TEST(!doubt("lab.potassium", "mmol/L", none, 19.9));
  BOOST_TEST(!doubt("lab.potassium", "mmol/L", 0, 19.9));
  BOOST_TEST(!doubt("lab.egfr", "mL/min/{1.73_m2}", 600, 900));  // nothing to compare with
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace causa::terminology
