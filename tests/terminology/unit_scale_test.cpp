// SPDX-License-Identifier: Apache-2.0
//
// What UCUM's units are of one another, and that the tables say the same.
#include "terminology/unit_scale.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "paths.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::terminology {

BOOST_AUTO_TEST_SUITE(terminology_unit_scale)

namespace {

bool is(std::string_view from, std::string_view to, double factor) {
  const auto found = ucum_factor(from, to);
  BOOST_TEST_MESSAGE(from << " to " << to << ": " << found.value_or(0));
  return found && std::abs(*found / factor - 1) < 1e-6;
}

}  // namespace

BOOST_AUTO_TEST_CASE(units_of_one_kind_are_converted) {
  BOOST_TEST(is("mL", "L", 0.001));
  BOOST_TEST(is("g/dL", "g/L", 10));
  BOOST_TEST(is("umol/L", "mmol/L", 0.001));
  BOOST_TEST(is("10*9/L", "10*3/uL", 1));
  BOOST_TEST(is("/uL", "10*9/L", 0.001));
  BOOST_TEST(is("ukat/L", "U/L", 60));
  BOOST_TEST(is("kPa", "mm[Hg]", 1 / 0.133322));
  BOOST_TEST(is("mL/s/{1.73_m2}", "mL/min/{1.73_m2}", 60));
  BOOST_TEST(is("[lb_av]", "kg", 0.45359237));
  BOOST_TEST(is("kg/m2", "g/cm2", 0.1));
  BOOST_TEST(is("%", "1", 0.01));
  BOOST_TEST(is("d", "h", 24));
}

BOOST_AUTO_TEST_CASE(what_takes_more_than_a_factor_is_left_alone) {
  for (const auto& [from, to] :
       {std::pair("mg/dL", "mmol/L"), std::pair("[degF]", "Cel"), std::pair("meq/L", "mmol/L"),
        std::pair("ng/mL{FEU}", "ng/mL{DDU}"), std::pair("mL/min", "mL/min/{1.73_m2}"),
        std::pair("furlong", "m"), std::pair("", "1"), std::pair("m//s", "m/s"),
        std::pair("g/", "g")})
    BOOST_TEST(!ucum_factor(from, to).has_value(), from << " to " << to);
}

BOOST_AUTO_TEST_CASE(the_tables_agree_with_ucum) {
  const auto vocabulary = Vocabulary::load(causa::tests::terminology_folder);
  BOOST_TEST_REQUIRE(vocabulary.has_value());
  std::size_t compared = 0;
  const auto compare = [&](const ConceptDefinition& definition,
                           const std::vector<Conversion>& conversions) {
    for (const auto& stated : conversions) {
      const auto factor = ucum_factor(stated.unit, definition.unit);
      if (!factor || stated.offset != 0) continue;
      ++compared;
      BOOST_TEST(
          std::abs(stated.factor / *factor - 1) < 0.02,
          definition.id << " in " << stated.unit << ": " << stated.factor << ", UCUM " << *factor);
    }
  };
  for (ConceptId id = 0; id < vocabulary->size(); ++id) {
    const auto& definition = (*vocabulary)[id].definition;
    compare(definition, definition.conversions);
    for (const auto& code : definition.codes) compare(definition, code.conversions);
  }
  BOOST_TEST(compared > 50u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::terminology
