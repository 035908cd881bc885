// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_later.hpp"

#include <algorithm>

#include "facts/prose_units.hpp"
#include "facts/written_number.hpp"

namespace causa::facts {

using namespace terminology;
using enum terminology::WordRole::Bit;

namespace {

constexpr std::uint32_t most_words_to_repeat = 6;
constexpr std::string_view arrow = "\xE2\x86\x92";

}  // namespace

std::optional<NextValue> LaterValues::value_behind(const Quantity& quantity,
                                                   std::size_t byte) const {
  const std::uint32_t behind = word_behind(words_, sentence_, byte);
  if (const auto at = dated_value(quantity, byte))
    return NextValue{*at, NumberLead{*at}, true, true};
  const std::uint32_t last = std::min(sentence_.last, behind + most_words_to_repeat);
  for (std::uint32_t at = behind; at < last; ++at) {
    if (starts_with_digit(at) && is_later_value(quantity, behind, at))
      return NextValue{at, NumberLead{at}, true};
    if (starts_with_digit(at) || names_quantity(at)) return std::nullopt;
    if (const auto lead = change_lead(words_, sentence_, text_, behind, at))
      return NextValue{at, lead};
    if (!is_repeat(words_[at]) && !is_later(words_[at])) continue;
    if (at + 1 >= sentence_.last || names_quantity(at + 1)) return std::nullopt;
    auto lead = number_lead(words_, sentence_, text_, at + 1);
    // "6.8 mmol/L today (4.5 mmol/L on 12/11)"
    for (std::uint32_t word = at + 1; lead && word <= lead->at; ++word)
      if (words_[word].gap & Gap::opening) lead.reset();
    return NextValue{at, lead};
  }
  return std::nullopt;
}

std::optional<WrittenDate> LaterValues::date_behind(std::size_t byte) const {
  std::uint32_t at = word_behind(words_, sentence_, byte);
  if (at < sentence_.last && words_[at].has(place)) ++at;
  return date_at(words_, sentence_, text_, at);
}

/// "K 4.5 (12/11), 6.8 (19/11)": the number behind the date of the last one.
std::optional<std::uint32_t> LaterValues::dated_value(const Quantity& quantity,
                                                      std::size_t byte) const {
  const auto date = date_behind(byte);
  if (!date) return std::nullopt;
  std::uint32_t at = date->behind;
  if (at < sentence_.last &&
      (words_[at].has(and_word) || is_later(words_[at]) || words_[at].folded.letters == arrow))
    ++at;
  if (at >= sentence_.last || !starts_with_digit(at) || date_at(words_, sentence_, text_, at))
    return std::nullopt;
  const std::uint32_t next = behind_number(quantity, at);
  const bool has_place = next < sentence_.last && words_[next].has(place);
  const bool ends = next >= sentence_.last || words_[next].gap != 0;
  const bool has_date = date_at(words_, sentence_, text_, has_place ? next + 1 : next).has_value();
  return ends || has_date ? std::optional(at) : std::nullopt;
}

/// "K 4.5 previously, 6.8 now": the number at `at`, behind one of the same quantity. One that
/// anything else stands beside ("pain score 4 now", "4 tablets") is of something else.
bool LaterValues::is_later_value(const Quantity& quantity, std::uint32_t behind,
                                 std::uint32_t at) const {
  const std::uint32_t next = behind_number(quantity, at);
  const bool ends = next >= sentence_.last || words_[next].gap != 0;
  const bool is_of_now = !ends && is_now(words_[next]);
  if (!ends && !is_of_now) return false;
  if ((words_[at].gap & Gap::opening) && !is_of_now) return false;
  return follows_earlier(words_, behind, at) ||
         (is_of_now && at == behind && (words_[at].gap & (Gap::comma | Gap::opening)));
}

bool LaterValues::names_quantity(std::uint32_t at) const {
  return quantity_name_at(words_, sentence_, phrases_, at).quantity != nullptr;
}

bool LaterValues::starts_with_digit(std::uint32_t at) const {
  const char sign = text_[words_[at].begin];
  return sign >= '0' && sign <= '9';
}

std::uint32_t LaterValues::behind_number(const Quantity& quantity, std::uint32_t at) const {
  const auto written = number_at(text_, words_[at].begin);
  if (!written) return at + 1;
  const auto unit = unit_at(text_, written->end, vocabulary_, {quantity.concept_id, quantity.code});
  return word_behind(words_, sentence_, unit ? unit->end : written->end);
}

}  // namespace causa::facts
