// SPDX-License-Identifier: Apache-2.0

#include "facts/written_number.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <string>

namespace causa::facts {

namespace {

constexpr std::size_t most_figures = 9;
constexpr std::size_t group_size = 3;

constexpr std::string_view blanks[] = {" ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
constexpr std::string_view apostrophes[] = {"'", "\xE2\x80\x99"};
constexpr std::string_view arrows[] = {"->", "\xE2\x86\x92"};
constexpr std::string_view flags[] = {"HH", "LL", "H", "L"};
constexpr std::string_view to_word[] = {"to "};
constexpr std::string_view dashes[] = {"-", "\xE2\x80\x93", "\xE2\x80\x94", "/", "through "};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_digit(text[at]);
}

bool is_letter_at(std::string_view text, std::size_t at) {
  return at < text.size() &&
         ((text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z'));
}

std::size_t digits_from(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (is_digit_at(text, at + count)) ++count;
  return count;
}

/// Bytes of the first of `signs` that stands there, or 0.
std::size_t sign_at(std::string_view text, std::size_t at,
                    std::span<const std::string_view> signs) {
  for (const std::string_view sign : signs)
    if (text.substr(std::min(at, text.size())).starts_with(sign)) return sign.size();
  return 0;
}

std::optional<std::size_t> number_behind(std::string_view text, std::size_t at,
                                         std::span<const std::string_view> links) {
  const std::size_t size = sign_at(text, at, links);
  if (size == 0) return std::nullopt;
  at = std::min(text.find_first_not_of(" >", at + size), text.size());
  return is_digit_at(text, at) ? std::optional(at) : std::nullopt;
}

}  // namespace

std::optional<Written> number_at(std::string_view text, std::size_t at) {
  std::string digits;
  std::size_t group = 0;
  bool grouped = false;
  for (; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      digits += text[at];
      ++group;
    } else if (text[at] == ',' && is_digit_at(text, at + 1)) {
      if (group == 0 || group > group_size || (grouped && group != group_size)) return std::nullopt;
      grouped = true;
      group = 0;
    } else {
      break;
    }
  }
  if (digits.empty() || digits.size() > most_figures || (grouped && group != group_size))
    return std::nullopt;
  Written written;
  if (at < text.size() && text[at] == '.' && is_digit_at(text, at + 1)) {
    const std::size_t decimals = digits_from(text, at + 1);
    written.may_be_grouped =
        !grouped && digits.size() <= group_size && digits.front() != '0' && decimals == group_size;
    digits.append(text.substr(at, decimals + 1));
    at += decimals + 1;
    if (at < text.size() && text[at] == '.' && is_digit_at(text, at + 1)) return std::nullopt;
  }
  written.end = at;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), written.value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return written;
}

std::size_t end_of_figures(std::string_view text, std::size_t at) {
  while (is_digit_at(text, at)) {
    at += digits_from(text, at);
    const bool goes_on = at < text.size() && (text[at] == '.' || text[at] == ',');
    if (goes_on && is_digit_at(text, at + 1)) {
      ++at;
      continue;
    }
    std::size_t sign = sign_at(text, at, blanks);
    if (sign == 0) sign = sign_at(text, at, apostrophes);
    if (sign > 0 && digits_from(text, at + sign) == group_size)
      at += sign;
    else if (const auto second = second_of_range(text, at))
      at = *second;
  }
  return at;
}

std::size_t behind_blanks(std::string_view text, std::size_t at) {
  while (const std::size_t size = sign_at(text, at, blanks)) at += size;
  return at;
}

std::size_t behind_flag(std::string_view text, std::size_t at) {
  at = std::min(text.find_first_not_of(" *", at), text.size());
  for (const std::string_view flag : flags) {
    if (!text.substr(at).starts_with(flag)) continue;
    const std::size_t end = at + flag.size();
    const std::size_t next = std::min(text.find_first_not_of(" *", end), text.size());
    const bool ends = next == text.size() ||
                      std::string_view(",;()[]\n.|\t").find(text[next]) != std::string_view::npos;
    if (end == text.size() || (ends && !is_letter_at(text, end))) return next;
  }
  return at;
}

bool ends_cell(std::string_view text, std::size_t at) {
  at = std::min(text.find_first_not_of(" |\t", at), text.size());
  if (at == text.size() || text[at] == '\n') return true;
  if (is_digit(text[at])) {
    const auto low = number_at(text, at);
    return low && second_of_range(text, low->end).has_value();
  }
  const std::size_t behind = behind_flag(text, at);
  return behind > at && (behind == text.size() || text[behind] == '|' || text[behind] == '\t' ||
                         text[behind] == '\n');
}

std::optional<std::size_t> second_of_change(std::string_view text, std::size_t at, bool by_word) {
  at = behind_blanks(text, at);
  const auto second = number_behind(text, at, arrows);
  return second || !by_word ? second : number_behind(text, at, to_word);
}

std::optional<std::size_t> second_of_range(std::string_view text, std::size_t at) {
  at = std::min(text.find_first_not_of(" (", at), text.size());
  if (const auto second = second_of_change(text, at, true)) return second;
  return number_behind(text, at, dashes);
}

}  // namespace causa::facts
