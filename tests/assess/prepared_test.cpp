// SPDX-License-Identifier: Apache-2.0
//
// What of several modules takes part when one of them has a fault.

#include "assess/prepared.hpp"

#include <boost/test/unit_test.hpp>

#include "paths.hpp"

namespace causa::assess {

BOOST_AUTO_TEST_SUITE(assess_prepared)

namespace {

/// A module that derives `fact`, with an alert about it.
plugin::Module deriving(std::string id, const std::string& fact, const std::string& condition) {
  plugin::Module module;
  module.manifest.id = std::move(id);
  module.manifest.has_library = true;
  knowledge::DeriveStep step;
  step.id = "step";
  step.needs = {"lab.potassium"};
  step.provides.push_back({fact, fact, terminology::ConceptKind::number, "1", {}});
  module.manifest.derives.push_back(std::move(step));
  knowledge::Alert alert;
  alert.id = "alert";
  alert.when = {condition, "/alerts/0/when"};
  module.manifest.alerts.push_back(std::move(alert));
  return module;
}

std::shared_ptr<const Prepared> prepared_of(std::vector<plugin::Module> modules) {
  return Prepared::make(plugin::Registry::of(std::move(modules)),
                        terminology::Vocabulary::load(tests::terminology_folder).value(),
                        Constants{})
      .value();
}

BOOST_AUTO_TEST_CASE(a_faulty_module_costs_a_sound_one_no_fact_that_both_derive) {
  const auto prepared = prepared_of({deriving("org.a", "example.x", "lab.no_such_thing > 3"),
                                     deriving("org.b", "example.x", "example.x > 3")});
  BOOST_REQUIRE(prepared->faults.size() == 1u);
  BOOST_TEST(prepared->faults[0].module == 0u);
  BOOST_TEST(prepared->takes_part(1));
  BOOST_TEST(prepared->alerts.size() == 1u);
}

BOOST_AUTO_TEST_CASE(of_two_sound_modules_that_derive_one_fact_the_second_is_refused) {
  const auto prepared = prepared_of({deriving("org.a", "example.x", "example.x > 3"),
                                     deriving("org.b", "example.x", "example.x > 3")});
  BOOST_REQUIRE(prepared->faults.size() == 1u);
  BOOST_TEST(prepared->faults[0].module == 1u);
  BOOST_TEST(prepared->faults[0].why.starts_with("org.b derives example.x, which org.a derives"));
}

plugin::Module defining(std::vector<terminology::ConceptDefinition> concepts) {
  plugin::Module module;
  module.manifest.id = "org.clinic.site";
  module.path = "site.yaml";
  module.manifest.terminology = std::move(concepts);
  return module;
}

terminology::ConceptDefinition truth(std::string id, std::vector<std::string> is_a) {
  terminology::ConceptDefinition definition;
  definition.id = definition.name = std::move(id);
  definition.is_a = std::move(is_a);
  return definition;
}

// Who has high blood pressure would have kidney disease, and the alert on an unexplained creatinine
// would be gone.
BOOST_AUTO_TEST_CASE(no_module_makes_one_concept_of_the_tables_a_kind_of_another) {
  const auto why_not = [](std::vector<terminology::ConceptDefinition> concepts) {
    const auto prepared = prepared_of({defining(std::move(concepts))});
    return prepared->faults.empty() ? std::string() : prepared->faults[0].why;
  };
  const char* const said =
      "concept condition.hypertension is not this module's, and is no "
      "condition.ckd";
  BOOST_TEST(why_not({truth("condition.hypertension", {"condition.ckd"})}).starts_with(said));
  BOOST_TEST(
      why_not({truth("condition.hypertension", {"site.any"}), truth("site.any", {"condition.ckd"})})
          .starts_with(said));
  BOOST_TEST(why_not({truth("site.nephrosclerosis", {"condition.ckd"})}) == "");
  BOOST_TEST(why_not({truth("site.any", {}), truth("condition.hypertension", {"site.any"})}) == "");
}

BOOST_AUTO_TEST_CASE(no_module_gives_a_code_that_has_a_meaning_a_second_one) {
  terminology::ConceptDefinition ionized;
  ionized.id = ionized.name = "lab.calcium.ionized";
  ionized.kind = terminology::ConceptKind::number;
  ionized.unit = "mmol/L";
  terminology::CodeDefinition& code = ionized.codes.emplace_back();
  code.system = "LOINC";
  code.code = "2000-8";
  const auto prepared = prepared_of({defining({ionized})});
  BOOST_REQUIRE(prepared->faults.size() == 1u);
  BOOST_TEST(prepared->faults[0].why.starts_with("code 2000-8 is lab.calcium already"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::assess
