// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <tuple>

#include "abi/patients.hpp"
#include "assess/worker.hpp"
#include "check/case_patient.hpp"
#include "shipped_host.hpp"

namespace causa::abi_tests {

// The same rules as code in C++, in C and in Rust, and as conditions, on the same patients.
BOOST_AUTO_TEST_SUITE(abi_neutral)

namespace {

using assess::Assessment;
using assess::Evidence;
using assess::Outcome;

constexpr std::uint64_t patients = 6000;
constexpr const char* rules[] = {"low", "recent", "two_of", "older_woman", "ever_low"};
constexpr std::size_t batch_sizes[] = {1, 7, 64, 256};

/// What of a piece of evidence must not depend on who says it.
using Said = std::tuple<Outcome, std::int32_t, double, knowledge::About, assess::Counted>;

/// "future" is C again, built against a header of a version to come.
std::vector<std::string> languages() {
  std::vector<std::string> names{"cpp", "c", "future"};
  if (*NEUTRAL_RUST != '\0') names.emplace_back("rust");
  return names;
}

std::shared_ptr<const assess::Prepared> host() {
  plugin::LoadOptions options;
  options.files = {NEUTRAL_CONDITIONS, NEUTRAL_CPP, NEUTRAL_C, NEUTRAL_FUTURE};
  if (*NEUTRAL_RUST != '\0') options.files.emplace_back(NEUTRAL_RUST);
  auto prepared = tests::host_of(options, {});
  BOOST_TEST_REQUIRE(prepared->faults.empty());
  BOOST_TEST_REQUIRE(prepared->registry.absences().empty());
  return prepared;
}

std::vector<Assessment> assess_all(const std::shared_ptr<const assess::Prepared>& prepared,
                                   Ties ties, std::size_t batch_size) {
  assess::Worker worker(prepared, "");
  std::vector<Assessment> all, some;
  std::vector<record::Record> records;
  for (std::uint64_t seed = 0; seed < patients; ++seed) {
    records.push_back(
        cases::make_record(neutral_patient(seed, ties), prepared->vocabulary, as_of_ms).value());
    if (records.size() < batch_size && seed + 1 < patients) continue;
    std::vector<const record::Record*> pointers;
    for (const auto& record : records) pointers.push_back(&record);
    worker.assess(pointers, as_of_ms, as_of_ms, some);
    std::move(some.begin(), some.end(), std::back_inserter(all));
    some.clear();
    records.clear();
  }
  return all;
}

/// By rule, what the module org.example.neutral_NAME says.
std::map<std::string, Said> said_by(const Assessment& assessment, const std::string& name) {
  std::map<std::string, Said> said;
  for (const auto& cause : assessment.causes)
    for (const Evidence& one : cause.evidence)
      if (assessment.modules[one.module].id == "org.example.neutral_" + name)
        said.emplace(one.rule,
                     Said(one.outcome, one.weight_millibans, one.lr, one.about, one.counted));
  return said;
}

/// Derived facts of a module by the last part of their names: bits of the value, and time.
std::map<std::string, std::pair<double, std::int64_t>> numbers_of(const Assessment& assessment,
                                                                  const std::string& name) {
  std::map<std::string, std::pair<double, std::int64_t>> numbers;
  const std::string prefix = "neutral_" + name + ".";
  for (const auto& fact : assessment.facts)
    if (fact.concept_id.starts_with(prefix))
      numbers[fact.concept_id.text().substr(prefix.size())] = {fact.value.value_or(-1),
                                                               fact.time_ms};
  return numbers;
}

}  // namespace

BOOST_AUTO_TEST_CASE(code_and_conditions_give_the_same_evidence) {
  const auto prepared = host();
  std::map<std::pair<std::string, Outcome>, std::size_t> seen;
  std::uint64_t seed = 0;
  for (const Assessment& assessment : assess_all(prepared, Ties::none, 64)) {
    const auto conditions = said_by(assessment, "conditions");
    for (const auto& language : languages()) {
      auto code = said_by(assessment, language);
      code.erase("spread");  // no condition can say these two
      code.erase("ratio");
      BOOST_TEST((code == conditions), language << " differs for patient " << seed);
    }
    for (const char* rule : rules) {
      const auto found = conditions.find(rule);  // what is unknown need not be listed
      ++seen[{rule,
              found == conditions.end() ? Outcome::unknown : std::get<Outcome>(found->second)}];
    }
    ++seed;
  }
  // Nothing is proved by rules that always say the same.
  for (const char* rule : rules)
    for (const Outcome outcome : {Outcome::present, Outcome::absent, Outcome::unknown})
      BOOST_TEST(seen[std::pair(std::string(rule), outcome)] > 100u, rule);
}

BOOST_AUTO_TEST_CASE(languages_agree_to_the_last_bit_with_ties_and_at_every_batch_size) {
  const auto prepared = host();
  std::size_t spreads = 0, ratios = 0;
  std::vector<std::map<std::string, Said>> first;
  for (const std::size_t batch_size : batch_sizes) {
    const auto all = assess_all(prepared, Ties::some, batch_size);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto said = said_by(all[i], "cpp");
      const auto numbers = numbers_of(all[i], "cpp");
      spreads += numbers.contains("spread");
      ratios += numbers.contains("ratio");
      for (const auto& language : languages()) {
        BOOST_TEST((said_by(all[i], language) == said), language << ", patient " << i);
        BOOST_TEST((numbers_of(all[i], language) == numbers), language << ", patient " << i);
      }
      if (batch_size == batch_sizes[0])
        first.push_back(said);
      else
        BOOST_TEST((said == first[i]), "batch of " << batch_size << ", patient " << i);
    }
  }
  BOOST_TEST(spreads > patients);
  BOOST_TEST(ratios > patients);
}

BOOST_AUTO_TEST_CASE(rust_is_among_the_languages_if_rustc_is_there) {
  if (*NEUTRAL_RUST == '\0')
    BOOST_TEST_MESSAGE("SKIPPED: rustc isn't installed, so Rust wasn't compared");
  BOOST_TEST(languages().size() == (*NEUTRAL_RUST == '\0' ? 3u : 4u));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::abi_tests
