// SPDX-License-Identifier: Apache-2.0
//
// One rule of the linter and what it is given. A rule is a pure function from the subject to
// findings, linear (or nearly so) in the record; the table of all rules is rules.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/fact.hpp"
#include "lint/code_check.hpp"
#include "lint/finding.hpp"
#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::lint {

/// A coding of which there is something to say, where it stands first.
struct DoubtedCoding {
  const record::Item* item = nullptr;
  const record::Coding* coding = nullptr;
  const CodeVerdict* verdict = nullptr;
};

/// One patient, borrowed for the call.
struct Subject {
  const record::Record& record;
  const facts::PatientFacts& facts;  ///< as extract() left them: none is derived
  const terminology::Vocabulary& vocabulary;
  std::int64_t as_of_ms = 0;
  /// Indexes into facts.facts, by concept, then by time.
  std::span<const std::uint32_t> by_concept;
  std::span<const DoubtedCoding> doubted_codings;

  [[nodiscard]] const record::Item& item_of(const facts::Fact& fact) const {
    return record.items[fact.item];
  }
  [[nodiscard]] const terminology::ConceptDefinition& concept_of(const facts::Fact& fact) const {
    return vocabulary[fact.concept_id].definition;
  }
};

struct Rule;

/// Where a rule puts what it finds.
class Findings {
 public:
  Findings(const Rule& rule, std::vector<Finding>& out) : rule_(rule), out_(out) {}

  /// With the rule's own cure.
  void add(std::string_view place, std::string message);
  void add(std::string_view place, std::string message, std::string cure);

 private:
  const Rule& rule_;
  std::vector<Finding>& out_;
};

struct Rule {
  const char* id;
  Severity severity;
  bool safety;
  const char* about;  ///< when it fires, for docs/linting.md
  const char* cure;
  void (*check)(const Subject& subject, Findings& found);
};

/// Many things of one kind, told as one finding with the first place and how many there are.
class Tally {
 public:
  void count(std::string_view place) {
    if (count_++ == 0) first_ = place;
  }
  [[nodiscard]] std::uint64_t size() const { return count_; }
  [[nodiscard]] std::string_view first() const { return first_; }
  /// "1 entry is", "3 entries are".
  [[nodiscard]] std::string entries_are() const;

 private:
  std::string_view first_;
  std::uint64_t count_ = 0;
};

/// Calls see(indexes) with the facts of each concept, by time.
template <class See>
void each_concept(const Subject& subject, See see) {
  const auto& order = subject.by_concept;
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first + 1;
    const auto concept_id = subject.facts.facts[order[first]].concept_id;
    while (last < order.size() && subject.facts.facts[order[last]].concept_id == concept_id) ++last;
    see(order.subspan(first, last - first));
    first = last;
  }
}

/// All rules, in the order in which they are checked and documented.
std::span<const Rule> rules();

}  // namespace causa::lint
