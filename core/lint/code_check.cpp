// SPDX-License-Identifier: Apache-2.0

#include "lint/code_check.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace causa::lint {

namespace {

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Luhn's check (mod 10), as in the LOINC users' guide.
bool loinc_fits(std::string_view code) {
  const std::size_t hyphen = code.size() < 2 ? std::string_view::npos : code.size() - 2;
  if (hyphen == std::string_view::npos || code[hyphen] != '-') return true;
  const std::string_view number = code.substr(0, hyphen);
  if (!all_digits(number) || !all_digits(code.substr(hyphen + 1))) return true;  // LP, LA, LL codes
  int sum = 0;
  bool doubled = true;
  for (auto digit = number.rbegin(); digit != number.rend(); ++digit) {
    int value = *digit - '0';
    if (doubled && (value *= 2) > 9) value -= 9;
    sum += value;
    doubled = !doubled;
  }
  return (10 - sum % 10) % 10 == code.back() - '0';
}

/// Verhoeff's check, as in the SNOMED CT release format: the dihedral group of order 10.
bool snomed_fits(std::string_view code) {
  if (code.size() < 6 || code.size() > 18 || !all_digits(code)) return true;
  constexpr std::array<int, 10> turn = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  const auto product = [](int a, int b) {
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
    return b < 5 ? 5 + (a - b) % 5 : (5 + a - b) % 5;
  };
  int check = 0;
  for (std::size_t place = 0; place < code.size(); ++place) {
    int value = code[code.size() - 1 - place] - '0';
    for (std::size_t i = 0; i < place % 8; ++i) value = turn[static_cast<std::size_t>(value)];
    check = product(check, value);
  }
  return check == 0;
}

std::string display_key(std::string_view system, std::string_view display) {
  return std::string(system) + '\0' + fold(display);
}

void add(std::vector<terminology::ConceptId>& ids, terminology::ConceptId id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

}  // namespace

bool check_digit_fits(std::string_view system, std::string_view code) {
  if (system == "LOINC") return loinc_fits(code);
  if (system == "SNOMED") return snomed_fits(code);
  return true;
}

CodeCheck::CodeCheck(const terminology::Vocabulary& vocabulary) : vocabulary_(vocabulary) {
  for (terminology::ConceptId id = 0; id < vocabulary.size(); ++id)
    for (const auto& code : vocabulary[id].definition.codes)
      if (!code.display.empty() && code.verified)
        add(by_display_[display_key(terminology::system_name(code.system), code.display)], id);
}

const CodeVerdict& CodeCheck::judge(const record::Coding& coding) {
  key_.assign(coding.system).append(1, '\0').append(coding.code).append(1, '\0');
  key_.append(coding.display);
  if (const auto known = verdicts_.find(key_); known != verdicts_.end()) return known->second;
  return verdicts_.emplace(key_, make(coding)).first->second;
}

CodeVerdict CodeCheck::make(const record::Coding& coding) {
  CodeVerdict verdict;
  const std::string_view system = terminology::system_name(coding.system);
  if (system.empty() || coding.code.empty()) return verdict;
  verdict.wrong_digit = !check_digit_fits(system, coding.code);
  verdict.replaced = vocabulary_.replaced(system, coding.code);
  matches_.clear();
  vocabulary_.lookup(coding.system, coding.code, matches_);
  if (matches_.empty() || coding.display.empty()) return verdict;
  find_display(coding, system);
  if (displayed_.empty()) return verdict;
  for (const auto& match : matches_)
    for (const auto id : displayed_)
      if (related(match.concept_id, id)) return verdict;
  verdict.display_of = vocabulary_[displayed_.front()].definition.name;
  verdict.code_of = vocabulary_[matches_.front().concept_id].definition.name;
  return verdict;
}

/// What the display means by itself: the name of a code of the same system, the words of a
/// concept, or drugs in a product's name.
void CodeCheck::find_display(const record::Coding& coding, std::string_view system) {
  displayed_.clear();
  if (const auto found = by_display_.find(display_key(system, coding.display));
      found != by_display_.end())
    displayed_ = found->second;
  if (const auto id = vocabulary_.find_text(coding.display)) add(displayed_, *id);
  if (system == "RxNorm" || system == "ATC")
    vocabulary_.find_drug_words(coding.display, displayed_);
}

bool CodeCheck::related(terminology::ConceptId a, terminology::ConceptId b) const {
  const auto above = [&](terminology::ConceptId low, terminology::ConceptId high) {
    const auto& ancestors = vocabulary_[low].ancestors;
    return std::find(ancestors.begin(), ancestors.end(), high) != ancestors.end();
  };
  return a == b || above(a, b) || above(b, a);
}

}  // namespace causa::lint
