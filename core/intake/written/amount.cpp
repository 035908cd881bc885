// SPDX-License-Identifier: Apache-2.0

#include "intake/written/amount.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace causa::intake::written {

namespace {

using record::Comparator;

constexpr std::size_t longest_number = 40;
constexpr std::size_t longest_unit = 40;

struct Sign {
  std::string_view text;
  Comparator comparator;
};
constexpr Sign comparators[] = {
    {"<=", Comparator::less_equal},
    {">=", Comparator::greater_equal},
    {"\u2264", Comparator::less_equal},
    {"\u2265", Comparator::greater_equal},
    {"<", Comparator::less},
    {">", Comparator::greater},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end - at;
}

Error not_a_number(std::string message, std::string cure) {
  return input_error({}, std::move(message), std::move(cure));
}

/// Three digits behind one to three others, of which the first is no zero: what stands between may
/// as well part thousands.
bool may_part_thousands(std::string_view written, std::size_t at) {
  return at >= 1 && at <= 3 && written.front() != '0' && digits_at(written, at + 1) == 3 &&
         written.size() == at + 4;
}

/// Digits, points and commas -> digits with at most one point.
Result<std::string> without_local_signs(std::string_view written, DecimalSign sign) {
  const auto points = std::count(written.begin(), written.end(), '.');
  const auto commas = std::count(written.begin(), written.end(), ',');
  if (points + commas > 1)
    return not_a_number("a number with more than one point or comma",
                        "write it without separators of thousands, as in 1025.5");
  std::string plain(written);
  if (points + commas == 0) return plain;
  const std::size_t at = written.find_first_of(".,");
  const std::size_t decimals = digits_at(written, at + 1);
  if (at == 0 || decimals == 0)
    return not_a_number("a number that begins or ends with its decimal sign",
                        "write 0.5 for .5, and 5 for 5.");
  if (commas == 1) {
    // Separators of thousands stand before three digits, and never after a lone zero.
    const bool only_decimal = decimals != 3 || written.substr(0, at) == "0";
    if (sign == DecimalSign::point || (sign != DecimalSign::comma && !only_decimal))
      return not_a_number("a comma in a number may be a decimal sign or a separator of thousands",
                          "write 2.9 with a point, and 1025 without a separator");
    plain[at] = '.';
  } else if (sign == DecimalSign::unstated && may_part_thousands(written, at)) {
    return not_a_number("a point in a number may be a decimal sign or a separator of thousands",
                        "write 1025 without a separator, and state the decimal sign in a mapping, "
                        "as in decimal: point");
  } else if (sign == DecimalSign::comma) {
    return not_a_number("a point in a number, although its decimal sign is a comma",
                        "write 2,9 with a comma, and 1025 without a separator");
  }
  return plain;
}

/// Length of an exponent at `at`: "e3", "E-05"; 0 if there is none.
std::size_t exponent_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || (text[at] != 'e' && text[at] != 'E')) return 0;
  std::size_t end = at + 1;
  if (end < text.size() && (text[end] == '+' || text[end] == '-')) ++end;
  const std::size_t digits = digits_at(text, end);
  const std::size_t after = end + digits;
  const bool ends = after == text.size() || text[after] == ' ';
  return digits > 0 && ends ? after - at : 0;
}

Comparator take_comparator(std::string_view& text) {
  for (const Sign& sign : comparators)
    if (text.starts_with(sign.text)) {
      text = trimmed(text.substr(sign.text.size()));
      return sign.comparator;
    }
  return Comparator::none;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const auto blank = [](std::string_view t) {
    if (t.starts_with("\u00a0")) return std::size_t{2};  // no-break space, as spreadsheets write it
    return t.front() == ' ' || t.front() == '\t' || t.front() == '\r' || t.front() == '\n'
               ? std::size_t{1}
               : std::size_t{0};
  };
  while (!text.empty()) {
    const std::size_t size = blank(text);
    if (size == 0) break;
    text.remove_prefix(size);
  }
  while (!text.empty()) {
    if (text.ends_with("\u00a0")) {
      text.remove_suffix(2);
    } else if (blank(text.substr(text.size() - 1)) == 1) {
      text.remove_suffix(1);
    } else {
      break;
    }
  }
  return text;
}

bool begins_as_amount(std::string_view text) {
  text = trimmed(text);
  take_comparator(text);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (!text.empty() && (text.front() == '.' || text.front() == ',')) text.remove_prefix(1);
  return !text.empty() && is_digit(text.front());
}

DecimalSign shown_decimal_sign(std::string_view text) {
  text = trimmed(text);
  take_comparator(text);
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const std::string_view number = text.substr(0, text.find_first_not_of("0123456789.,"));
  const std::size_t first = number.find_first_of(".,");
  if (first == 0 || first >= number.size() || !is_digit(number.back()))
    return DecimalSign::unstated;
  const auto sign_of = [](char c) { return c == ',' ? DecimalSign::comma : DecimalSign::point; };
  const std::size_t last = number.find_last_of(".,");
  if (first == last) {
    const bool shows = !may_part_thousands(number, first) || exponent_at(text, number.size()) > 0;
    return shows ? sign_of(number[first]) : DecimalSign::unstated;
  }
  // Thousands come in groups of three, parted by one sign, of which only the last can be another.
  for (std::size_t at = first; at < last; at = number.find_first_of(".,", at + 1)) {
    const std::size_t next = number.find_first_of(".,", at + 1);
    if (next - at != 4 || (next < last && number[next] != number[first]))
      return DecimalSign::unstated;
  }
  if (first > 3) return DecimalSign::unstated;
  if (number[last] != number[first]) return sign_of(number[last]);
  if (number.size() - last != 4) return DecimalSign::unstated;
  return number[first] == ',' ? DecimalSign::point : DecimalSign::comma;
}

Result<Amount> read_amount(std::string_view text, DecimalSign sign) {
  text = trimmed(text);
  Amount amount;
  amount.comparator = take_comparator(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.' || text[end] == ',')) ++end;
  if (end == 0 || end > longest_number)
    return not_a_number("not a number", "write a number and its unit, as in 2.9 mmol/L");
  Result<std::string> plain = without_local_signs(text.substr(0, end), sign);
  if (plain.has_error()) return plain.error();
  if (plain->size() > 1 && (*plain)[0] == '0' && is_digit((*plain)[1]))
    return not_a_number("a number with leading zeros", "write it without them");
  const std::size_t exponent = exponent_at(text, end);
  plain->append(text.substr(end, exponent));
  const std::string_view rest = text.substr(end + exponent);
  const std::string_view unit = trimmed(rest);
  if (!unit.empty() && (is_digit(unit.front()) || unit.front() == '\'' || unit.front() == '-' ||
                        unit.front() == '+' || unit.starts_with("\u2013")))
    return not_a_number("more than one number, or a number with a separator of thousands",
                        "write one number without separators, as in 1025 U/L");
  if (unit.size() > longest_unit)
    return not_a_number("a number with a text behind it", "write only its unit behind a number");
  const char* last = plain->data() + plain->size();
  const auto [stop, code] = std::from_chars(plain->data(), last, amount.number);
  if (code != std::errc() || stop != last || !std::isfinite(amount.number))
    return not_a_number("a number that is too large or too small", "check it");
  if (negative) amount.number = -amount.number;
  amount.unit = unit;
  return amount;
}

}  // namespace causa::intake::written
