// SPDX-License-Identifier: Apache-2.0
//
// Checks one patient's record against all rules. Nothing that it finds changes a fact, a rank or an
// alert. Owns what it remembers between patients; one a thread; borrows the Vocabulary.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "facts/fact.hpp"
#include "lint/code_check.hpp"
#include "lint/finding.hpp"
#include "lint/rule.hpp"
#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::lint {

class Linter {
 public:
  explicit Linter(const terminology::Vocabulary& vocabulary);

  /// Replaces `findings`; gravest first, else in the order of the rules. `facts` as extract() made
  /// them of the record.
  void check(const record::Record& record, const facts::PatientFacts& facts, std::int64_t as_of_ms,
             std::vector<Finding>& findings);

 private:
  void sort_facts(const facts::PatientFacts& facts);
  void judge_codings(const record::Record& record);

  /// Readers keep a text that repeats once, so the same pointers are the same coding. What this
  /// misses costs time only.
  struct Judged {
    const char* system = nullptr;
    const char* code = nullptr;
    const char* display = nullptr;
    friend bool operator==(const Judged&, const Judged&) = default;
  };

  const terminology::Vocabulary& vocabulary_;
  CodeCheck codes_;
  std::array<Judged, 512> judged_{};
  std::vector<DoubtedCoding> doubted_;
  std::vector<std::uint32_t> by_concept_;
};

}  // namespace causa::lint
