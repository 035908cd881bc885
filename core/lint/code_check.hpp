// SPDX-License-Identifier: Apache-2.0
//
// Whether a code and its display belong together, and whether the code can exist at all. Verdicts
// are remembered, since the same few hundred codings make up most records. One thread; borrows the
// Vocabulary.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::lint {

struct CodeVerdict {
  std::string display_of;  ///< name of the other concept that the display belongs to, or empty
  std::string code_of;     ///< then: name of the concept that the code stands for
  bool wrong_digit = false;
  const terminology::ReplacedCode* replaced = nullptr;

  [[nodiscard]] bool is_fine() const {
    return display_of.empty() && !wrong_digit && replaced == nullptr;
  }
};

class CodeCheck {
 public:
  explicit CodeCheck(const terminology::Vocabulary& vocabulary);

  /// Valid until forget_some() is called.
  const CodeVerdict& judge(const record::Coding& coding);

  /// Between patients: bounds the memory.
  void forget_some() {
    if (verdicts_.size() > most_remembered) verdicts_.clear();
  }

 private:
  CodeVerdict make(const record::Coding& coding);
  void find_display(const record::Coding& coding, std::string_view system);
  [[nodiscard]] bool related(terminology::ConceptId a, terminology::ConceptId b) const;

  static constexpr std::size_t most_remembered = 16'384;

  const terminology::Vocabulary& vocabulary_;
  /// Concepts by "system, folded display" of the codes of our tables.
  std::unordered_map<std::string, std::vector<terminology::ConceptId>> by_display_;
  std::unordered_map<std::string, CodeVerdict> verdicts_;
  std::string key_;
  std::vector<terminology::CodeMatch> matches_;
  std::vector<terminology::ConceptId> displayed_;
};

/// The check digit of a LOINC or SNOMED CT code; true for every code that has none.
bool check_digit_fits(std::string_view system, std::string_view code);

}  // namespace causa::lint
