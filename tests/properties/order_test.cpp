// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include "properties/answers.hpp"

#include <algorithm>
#include "properties/host.hpp"
#include "properties/patients.hpp"

// What order things come in, and how many at once, changes nothing, to the bit.
BOOST_AUTO_TEST_SUITE(property_order)

using namespace causa;
using namespace causa::properties;

namespace {

std::string after_shuffle(const cases::Case& patient, std::uint64_t seed) {
  auto record = record_of(patient);
  if (!record) return {};
  static assess::Worker worker(host(), "");
  const auto straight = assess_with(worker, *record);
  Dice dice(seed);
  dice.shuffle(record->items);
  return difference(straight, assess_with(worker, *record));
}

/// What is left of an answer if nothing is said in words.
assess::Assessment wordless(assess::Assessment answer) {
  answer.facts.clear();
  answer.advice.clear();
  answer.patient_id.clear();  // what was read, which the record says for itself
  answer.findings.clear();
  answer.ignored.clear();
  answer.not_understood.clear();
  answer.resources_read = answer.resources_used = 0;
  for (auto& alert : answer.alerts) {
    assess::RaisedAlert left;
    left.module = alert.module;
    left.id = alert.id;
    left.cause = alert.cause;
    left.urgency = alert.urgency;
    left.repeat_now = alert.repeat_now;
    alert = left;
  }
  for (auto& cause : answer.causes) {
    for (auto* const range : {&cause.present, &cause.accounts_for})
      *range = {range->p, range->p, range->p};
    for (auto& evidence : cause.evidence) {
      evidence.facts.clear();
      evidence.text.clear();
    }
  }
  return answer;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_order_of_facts_changes_nothing) {
  for (std::uint64_t seed = 1; seed <= patients(); ++seed) {
    const auto made = patient(seed);
    const auto fails = [&](const cases::Case& one) {
      for (std::uint64_t turn = 0; turn < 4; ++turn)
        if (!after_shuffle(one, seed + turn).empty()) return true;
      return false;
    };
    const std::string differs = after_shuffle(made, seed);
    BOOST_TEST(differs.empty(), differs << shrunk(made, fails));
    if (!differs.empty()) return;
  }
}

/// Conditions that read nothing that is known aren't asked.
BOOST_AUTO_TEST_CASE(a_condition_that_is_not_asked_says_what_it_would_have_said) {
  constexpr std::uint32_t rows = 70;
  facts::Batch batch(host()->layout);
  batch.reset(rows, as_of_ms);
  rules::Program::Scratch scratch;
  rules::Mask asked, filled;
  std::size_t decided = 0;
  for (std::size_t mask = 0; mask < host()->programs.size(); ++mask) {
    const rules::Program& program = *host()->programs[mask];
    std::vector<std::uint32_t> columns;
    program.columns(columns);
    if (std::any_of(columns.begin(), columns.end(),
                    [&](const std::uint32_t column) { return batch.is_used(column); }))
      continue;
    program.evaluate(batch, scratch, asked);
    filled.fill(host()->of_nothing[mask], rows);
    BOOST_REQUIRE(asked.yes == filled.yes);
    BOOST_REQUIRE(asked.no == filled.no);
    decided += host()->of_nothing[mask] != rules::Truth::unknown;
  }
  BOOST_TEST(decided > 0u);
}

BOOST_AUTO_TEST_CASE(how_many_patients_go_together_changes_nothing) {
  std::vector<record::Record> records;
  for (std::uint64_t seed = 1; seed <= patients(); ++seed)
    if (auto record = record_of(patient(seed))) records.push_back(std::move(*record));
  std::vector<std::vector<assess::Assessment>> answers;
  for (const std::size_t together : {1UL, 7UL, 256UL}) {
    assess::Worker worker(host(), "");
    auto& all = answers.emplace_back();
    for (std::size_t first = 0; first < records.size(); first += together) {
      std::vector<const record::Record*> batch;
      for (std::size_t i = first; i < std::min(records.size(), first + together); ++i)
        batch.push_back(&records[i]);
      std::vector<assess::Assessment> some;
      worker.assess(batch, as_of_ms, as_of_ms, some);
      for (auto& one : some) all.push_back(std::move(one));
    }
  }
  for (std::size_t i = 0; i < records.size(); ++i)
    for (const std::size_t other : {1UL, 2UL}) {
      const std::string differs = difference(answers[0][i], answers[other][i]);
      BOOST_TEST(differs.empty(), "patient " << i << ": " << differs);
      if (!differs.empty()) return;
    }
}

BOOST_AUTO_TEST_CASE(an_answer_without_words_is_the_same_answer) {
  assess::Worker worker(host(), "");
  for (std::uint64_t seed = 1; seed <= patients(); ++seed) {
    const auto record = record_of(patient(seed));
    if (!record) continue;
    const record::Record* const records[] = {&*record};
    std::vector<assess::Assessment> with, without;
    worker.assess(records, as_of_ms, as_of_ms, with);
    worker.assess(records, as_of_ms, as_of_ms, without, assess::Words::no);
    const std::string differs = difference(wordless(with[0]), without[0]);
    BOOST_TEST(differs.empty(), "patient " << seed << ": " << differs);
    if (!differs.empty()) return;
  }
}

BOOST_AUTO_TEST_CASE(the_order_of_modules_changes_nothing) {
  plugin::LoadOptions straight, backwards;
  straight.files = backwards.files = module_files();
  std::reverse(backwards.files.begin(), backwards.files.end());
  assess::Worker one(host_of(straight), ""), other(host_of(backwards), "");
  BOOST_TEST(one.prepared().registry.modules().size() == host()->registry.modules().size());
  for (std::uint64_t seed = 1; seed <= patients(); ++seed) {
    const auto made = patient(seed);
    const auto record = record_of(made);
    if (!record) continue;
    const auto fails = [&](const cases::Case& patient) {
      const auto fewer = record_of(patient);
      return fewer && !difference(assess_with(one, *fewer), assess_with(other, *fewer)).empty();
    };
    const std::string differs = difference(assess_with(one, *record), assess_with(other, *record));
    BOOST_TEST(differs.empty(), differs << shrunk(made, fails));
    if (!differs.empty()) return;
  }
}

BOOST_AUTO_TEST_SUITE_END()
