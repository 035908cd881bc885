// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_units.hpp"

#include <algorithm>

namespace causa::facts {

using namespace terminology;

namespace {

constexpr std::size_t most_unit_words = 3;
constexpr std::size_t longest_unit = 24;
constexpr std::string_view ends_unit_word = " ,;)]|\n\t";

}  // namespace

std::optional<WrittenUnit> unit_at(std::string_view text, std::size_t at,
                                   const Vocabulary& vocabulary, const CodeMatch& match) {
  // "6.8* mmol/L", "| 6.8 | mmol/L |"
  at = std::min(text.find_first_not_of("*|\t", behind_blanks(text, at)), text.size());
  at = behind_blanks(text, at);
  if (at < text.size() && text[at] == '-') ++at;
  std::optional<WrittenUnit> best;
  std::size_t end = at;
  for (std::size_t count = 0; count < most_unit_words && end < text.size(); ++count) {
    while (end < text.size() && text[end] == ' ') ++end;
    end = std::min(text.find_first_of(ends_unit_word, end), text.size());
    std::size_t stop = end;
    while (stop > at && text[stop - 1] == '.') --stop;
    if (stop - at > longest_unit) break;
    if (stop == at) continue;
    const auto converted = vocabulary.to_canonical(match, 1, text.substr(at, stop - at), {});
    if (converted) best = WrittenUnit{converted->conversion, stop};
  }
  return best;
}

std::optional<WrittenUnit> unit_in_brackets_at(std::string_view text, std::size_t at,
                                               const Vocabulary& vocabulary,
                                               const CodeMatch& match) {
  at = behind_blanks(text, at);
  if (at >= text.size() || (text[at] != '(' && text[at] != '[')) return std::nullopt;
  auto unit = unit_at(text, at + 1, vocabulary, match);
  if (!unit || unit->end >= text.size()) return std::nullopt;
  if (text[unit->end] != ')' && text[unit->end] != ']') return std::nullopt;
  ++unit->end;
  return unit;
}

double in_canonical_unit(double value, const Conversion& conversion) {
  return value * conversion.factor + conversion.offset;
}

bool is_plausible(const Vocabulary& vocabulary, ConceptId id, double value) {
  const auto& range = vocabulary[id].definition.plausible;
  return !range || (value >= range->first && value <= range->second);
}

bool may_be_thousands(const Vocabulary& vocabulary, ConceptId id, const Written& written,
                      const Conversion& conversion) {
  return written.may_be_grouped &&
         is_plausible(vocabulary, id, in_canonical_unit(written.value * 1000, conversion));
}

std::vector<Conversion> plausible_units(const Vocabulary& vocabulary, const CodeMatch& match,
                                        const Written& written) {
  const auto& definition = vocabulary[match.concept_id].definition;
  const auto& conversions = match.code && !match.code->conversions.empty() ? match.code->conversions
                                                                           : definition.conversions;
  std::vector<Conversion> fitting;
  for (const auto& conversion : conversions) {
    const bool same = std::any_of(fitting.begin(), fitting.end(), [&](const Conversion& other) {
      return other.factor == conversion.factor && other.offset == conversion.offset;
    });
    if (same) continue;
    const double value = in_canonical_unit(written.value, conversion);
    if (is_plausible(vocabulary, match.concept_id, value) ||
        may_be_thousands(vocabulary, match.concept_id, written, conversion))
      fitting.push_back(conversion);
  }
  return fitting;
}

}  // namespace causa::facts
