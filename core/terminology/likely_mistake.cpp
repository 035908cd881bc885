// SPDX-License-Identifier: Apache-2.0

#include "terminology/likely_mistake.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.hpp"

namespace causa::terminology {

namespace {

// Judgement, all four: reference intervals of two laboratories for one analyte and unit differ by
// less than the first; another unit explains a range if both of its ends are within the second; no
// method makes a difference of the third; a patient's value is usual within the fourth.
constexpr double other_unit_shift = 1.7;
constexpr double fitting_shift = 1.5;
constexpr double impossible_shift = 5;
constexpr double usual_shift = 2;

using Range = std::pair<double, double>;

/// Every unit in which the analyte is reported, those of single codes (urea nitrogen) included.
std::vector<const Conversion*> all_conversions(const ConceptDefinition& definition) {
  std::vector<const Conversion*> all;
  for (const auto& conversion : definition.conversions) all.push_back(&conversion);
  for (const auto& code : definition.codes)
    for (const auto& conversion : code.conversions) {
      const bool known = std::any_of(all.begin(), all.end(), [&](const Conversion* other) {
        return other->unit == conversion.unit && other->factor == conversion.factor;
      });
      if (!known) all.push_back(&conversion);
    }
  return all;
}

double canonical(const Conversion& conversion, double written) {
  return written * conversion.factor + conversion.offset;
}

bool same_scale(const Conversion& a, const Conversion& b) {
  return a.factor == b.factor && a.offset == b.offset;
}

/// Both ends, as multiples of the typical ones.
Range shift_of(const Range& range, const Range& typical) {
  return {range.first / typical.first, range.second / typical.second};
}

bool both_beyond(const Range& shift, double factor) {
  return (shift.first >= factor && shift.second >= factor) ||
         (shift.first * factor <= 1 && shift.second * factor <= 1);
}

/// The factor by which the end that fits worse is off.
double distance_of(const Range& shift) {
  const auto off = [](double x) { return x >= 1 ? x : 1 / x; };
  return std::max(off(shift.first), off(shift.second));
}

/// The values that are usual in a patient: the typical interval and as much again around it.
bool is_usual(const ConceptDefinition& definition, double value) {
  if (!definition.typical) return false;
  return value >= definition.typical->first / usual_shift &&
         value <= definition.typical->second * usual_shift;
}

std::string rounded(double value) {
  const double scale = std::pow(10, 3 - std::ceil(std::log10(std::abs(value))));
  return value == 0 ? "0" : format_number(std::round(value * scale) / scale);
}

std::string lost_point(const ConceptDefinition& definition, const Conversion& stated,
                       double written) {
  if (!definition.typical) return {};
  for (const double divisor : {10.0, 100.0, 1000.0, 0.1}) {
    const double value = canonical(stated, written / divisor);
    if (value < definition.typical->first || value > definition.typical->second) continue;
    return fmt::format("may be {} {} with its decimal point lost", rounded(written / divisor),
                       stated.unit);
  }
  return {};
}

}  // namespace

std::string likely_unit(const ConceptDefinition& definition, double written,
                        std::string_view stated) {
  const auto all = all_conversions(definition);
  const auto own = std::find_if(all.begin(), all.end(),
                                [&](const Conversion* other) { return other->unit == stated; });
  std::string words;
  for (const Conversion* other : all) {
    if (own != all.end() && same_scale(**own, *other)) continue;
    const double value = canonical(*other, written);
    if (!is_usual(definition, value)) continue;
    words = fmt::format("looks like {}", other->unit);
    if (other->unit != definition.unit)
      words += fmt::format(": {} {} would be {} {}", format_number(written), other->unit,
                           rounded(value), definition.unit);
    break;
  }
  if (own == all.end()) return words;
  const std::string point = lost_point(definition, **own, written);
  if (!words.empty() && !point.empty()) words += ", or ";
  return words + point;
}

std::string similar_unit(const ConceptDefinition& definition, std::string_view written) {
  const auto plain = [](std::string_view text) {
    std::string made;
    for (const char c : text)
      if (c != ' ') made += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return made;
  };
  const std::string sought = plain(written);
  if (sought.empty()) return {};
  std::string found;
  for (const Conversion* conversion : all_conversions(definition)) {
    if (plain(conversion->unit) != sought) continue;
    // Two units that only case tells apart (mg and Mg): no guess is better than a wrong one.
    if (!found.empty() && found != conversion->unit) return {};
    found = conversion->unit;
  }
  return found;
}

std::optional<RangeDoubt> doubt_range(const ConceptDefinition& definition, const Conversion& stated,
                                      double low, double high) {
  if (!definition.typical || !(low > 0) || !(high > low)) return std::nullopt;
  const Range typical = *definition.typical;
  if (!(typical.first > 0)) return std::nullopt;
  const Range shift = shift_of({canonical(stated, low), canonical(stated, high)}, typical);
  if (!both_beyond(shift, other_unit_shift)) return std::nullopt;
  RangeDoubt doubt;
  doubt.factor = std::sqrt(shift.first * shift.second);
  double best = fitting_shift;
  for (const Conversion* other : all_conversions(definition)) {
    if (same_scale(*other, stated)) continue;
    const double distance =
        distance_of(shift_of({canonical(*other, low), canonical(*other, high)}, typical));
    if (distance >= best) continue;
    best = distance;
    doubt.unit = other->unit;
  }
  if (!doubt.unit.empty() || both_beyond(shift, impossible_shift)) return doubt;
  return std::nullopt;
}

}  // namespace causa::terminology
