// SPDX-License-Identifier: Apache-2.0
//
// Facts of a record that are the same with and without the words that come, and facts that aren't.

#include "assess/read_before.hpp"

#include <boost/test/unit_test.hpp>

#include "facts/fact.hpp"
#include "paths.hpp"

namespace causa::assess {

BOOST_AUTO_TEST_SUITE(assess_read_before)

namespace {

constexpr std::int64_t new_year_ms = 1'767'225'600'000;

plugin::Module deriving_from(const std::string& need) {
  plugin::Module module;
  module.manifest.id = "org.example.earlier";
  module.manifest.has_library = true;
  knowledge::DeriveStep step;
  step.id = "step";
  step.needs = {need};
  step.provides.push_back({"example.x", "x", terminology::ConceptKind::number, "1", {}});
  module.manifest.derives.push_back(std::move(step));
  return module;
}

/// Brings a code of LOINC for potassium.
plugin::Module coming() {
  plugin::Module module;
  module.manifest.id = "org.example.comes";
  terminology::ConceptDefinition potassium;
  potassium.id = "lab.potassium";
  potassium.name = "Potassium";
  potassium.kind = terminology::ConceptKind::number;
  potassium.unit = "mmol/L";
  terminology::CodeDefinition& code = potassium.codes.emplace_back();
  code.system = "LOINC";
  code.code = "99999-7";
  module.manifest.terminology.push_back(std::move(potassium));
  return module;
}

std::shared_ptr<const Prepared> prepared_with(const std::string& need) {
  return Prepared::make(plugin::Registry::of({deriving_from(need), coming()}),
                        terminology::Vocabulary::load(tests::terminology_folder).value(),
                        Constants{}, {}, {"org.example.comes"})
      .value();
}

/// Of a code each, one a second.
record::Record with_codes(const std::vector<std::string>& codes) {
  record::Record record;
  for (const std::string& code : codes) {
    record::Item item;
    item.kind = record::Kind::observation;
    item.state = record::State::present;
    item.codes = {static_cast<std::uint32_t>(record.codings.size()), 1};
    record.codings.push_back({"http://loinc.org", record.keep(code), {}});
    item.value_kind = record::ValueKind::number;
    item.number = 4.2;
    item.unit = "mmol/L";
    item.time.earliest_ms = item.time.latest_ms =
        new_year_ms + static_cast<std::int64_t>(record.items.size()) * 1000;
    item.source = "Observation/o";
    record.items.push_back(item);
  }
  return record;
}

/// Findings of the linter are compared only where all facts are the same.
ReadAs read_as(const record::Record& record, const std::string& need, bool lint = true) {
  const auto prepared = prepared_with(need);
  const std::int64_t as_of_ms = new_year_ms + 365 * ms_per_day;
  facts::PatientFacts facts;
  facts::extract(record, prepared->vocabulary, as_of_ms, facts);
  std::vector<lint::Finding> findings;
  if (lint) lint::Linter(prepared->vocabulary).check(record, facts, as_of_ms, findings);
  return ReadBefore(*prepared).compare(record, as_of_ms, facts, findings);
}

BOOST_AUTO_TEST_CASE(what_is_read_as_before) {
  BOOST_TEST(
      (read_as(with_codes({"2823-3", "2951-2", "2823-3"}), "lab.potassium") == ReadAs::before));
}

BOOST_AUTO_TEST_CASE(a_value_that_is_known_now_is_computed_from) {
  const record::Record record = with_codes({"2951-2", "99999-7", "2823-3"});
  BOOST_TEST((read_as(record, "lab.potassium") == ReadAs::computed_otherwise));
  BOOST_TEST((read_as(record, "lab.sodium") == ReadAs::otherwise));
}

// A history of years, half of which is read otherwise: seconds if each were looked for among all.
BOOST_AUTO_TEST_CASE(many_that_are_read_otherwise) {
  std::vector<std::string> codes;
  for (int i = 0; i < 50'000; ++i)
    for (const char* code : {"2823-3", "99999-7"}) codes.emplace_back(code);
  BOOST_TEST((read_as(with_codes(codes), "lab.sodium", false) == ReadAs::otherwise));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::assess
