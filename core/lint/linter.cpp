// SPDX-License-Identifier: Apache-2.0

#include "lint/linter.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>

#include "lint/rule.hpp"

namespace causa::lint {

Linter::Linter(const terminology::Vocabulary& vocabulary)
    : vocabulary_(vocabulary), codes_(vocabulary) {}

void Linter::check(const record::Record& record, const facts::PatientFacts& facts,
                   std::int64_t as_of_ms, std::vector<Finding>& findings) {
  sort_facts(facts);
  judge_codings(record);
  const Subject subject{record, facts, vocabulary_, as_of_ms, by_concept_, doubted_};
  findings.clear();
  for (const Rule& rule : rules()) {
    Findings found(rule, findings);
    rule.check(subject, found);
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    if (a.severity != b.severity) return a.severity > b.severity;
    return a.safety && !b.safety;
  });
}

void Linter::sort_facts(const facts::PatientFacts& facts) {
  by_concept_.resize(facts.facts.size());
  std::iota(by_concept_.begin(), by_concept_.end(), 0u);
  std::stable_sort(by_concept_.begin(), by_concept_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto& one = facts.facts[a];
    const auto& other = facts.facts[b];
    if (one.concept_id != other.concept_id) return one.concept_id < other.concept_id;
    if (one.time.earliest_ms != other.time.earliest_ms)
      return one.time.earliest_ms < other.time.earliest_ms;
    return one.time.latest_ms < other.time.latest_ms;
  });
}

void Linter::judge_codings(const record::Record& record) {
  codes_.forget_some();
  judged_.fill({});
  doubted_.clear();
  for (const auto& item : record.items)
    for (std::uint32_t i = 0; i < item.codes.count; ++i) {
      const record::Coding& coding = record.codings[item.codes.first + i];
      const std::size_t slot =
          std::hash<const char*>()(coding.code.data()) / alignof(std::max_align_t);
      Judged& judged = judged_[(slot + coding.code.size()) % judged_.size()];
      const Judged here{coding.system.data(), coding.code.data(), coding.display.data()};
      if (judged == here) continue;
      judged = here;
      const CodeVerdict& verdict = codes_.judge(coding);
      const bool told = std::any_of(doubted_.begin(), doubted_.end(),
                                    [&](const auto& other) { return other.verdict == &verdict; });
      if (!verdict.is_fine() && !told) doubted_.push_back({&item, &coding, &verdict});
    }
}

void Findings::add(std::string_view place, std::string message) {
  add(place, std::move(message), rule_.cure);
}

void Findings::add(std::string_view place, std::string message, std::string cure) {
  out_.push_back({rule_.id, rule_.severity, rule_.safety, std::string(place), std::move(message),
                  std::move(cure)});
}

std::string Tally::entries_are() const {
  return std::to_string(count_) + (count_ == 1 ? " entry is" : " entries are");
}

}  // namespace causa::lint
