// SPDX-License-Identifier: Apache-2.0
//
// Comparisons: numbers, units and the bounds they make.
#include <fmt/core.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "base/text.hpp"
#include "rules/parser.hpp"

namespace causa::rules {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool is_upper(std::string_view sign) { return sign.front() == '<'; }

/// "<" for ">", as in 2.5 < x, which bounds x from below.
std::string_view mirror(std::string_view sign) {
  if (sign == "<") return ">";
  if (sign == "<=") return ">=";
  if (sign == ">") return "<";
  return sign == ">=" ? "<=" : sign;
}

bool needs_no_unit(std::string_view canonical) {
  return canonical == "1" || canonical == "{score}" || canonical == "{ratio}" ||
         canonical == "[pH]";
}

std::vector<std::string> units_of(const terminology::ConceptDefinition& definition) {
  std::vector<std::string> units = {definition.unit};
  for (const auto& conversion : definition.conversions)
    if (conversion.unit != definition.unit) units.push_back(conversion.unit);
  return units;
}

}  // namespace

bool Parser::number(Number& number) {
  number.token = now_;
  if (now_.kind == TokenKind::other && now_.text.starts_with('.'))
    return fail(now_.offset, "a number begins with a digit", fmt::format("write 0{}", now_.text));
  if (now_.kind != TokenKind::number) return fail_here("a number");
  std::string_view digits = now_.text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size())
    return fail(now_.offset, fmt::format("the number {} is out of range", now_.text));
  const std::size_t end = now_.end();
  if (end + 1 < text_.size() && text_[end] == ',' && text_[end + 1] >= '0' && text_[end + 1] <= '9')
    return fail(end, "a comma in a number", "write a decimal point, and no sign between thousands");
  advance();
  return true;
}

bool Parser::comparison(Node node, const Token& sign) {
  if (node.subject == Subject::sex)
    return fail(sign.offset, "sex is not a number", "write 'sex is female'");
  if (!node.measured)
    return fail(sign.offset, fmt::format("{} is present or absent, it has no number", id_of(node)),
                fmt::format("write '{0}' or 'not {0}'", id_of(node)));
  Number value;
  terminology::Conversion conversion;
  if (!number(value) || !unit(node, conversion)) return false;
  node.operation = Operation::compare;
  if (!bound(node, sign, false, value, conversion)) return false;
  if (now_.kind == TokenKind::compare)
    return fail(now_.offset, "a second comparison in one test",
                fmt::format("write a range as '2.5 <= {} < 3.0'", id_of(node)));
  return finish_comparison(node);
}

bool Parser::finish_comparison(Node node) {
  const std::size_t first = nodes_.size();
  if (!own_window(node)) return false;
  if (node.subject == Subject::score) {
    node.leaf.last = last_end_;
    if (!score(node)) return false;
  } else {
    finish_test(node);
  }
  possible(first);
  return true;
}

bool Parser::range() {
  Node node;
  node.leaf.first = now_.offset;
  Number first;
  if (!number(first)) return false;
  if (now_.kind == TokenKind::word || now_.kind == TokenKind::other)
    return fail(
        now_.offset,
        fmt::format("expected '<' or '<=' after the first number of a range, found {}", found()),
        "the unit of a range stands once, at the end");
  if (now_.kind != TokenKind::compare) return fail_here("'<' or '<='");
  const Token first_sign = now_;
  advance();
  if (!subject(node)) return false;
  const std::string id = id_of(node);
  if (!node.measured)
    return fail(node.name.first, fmt::format("{} is present or absent, it has no number", id));
  const Token second_sign = now_;
  if (second_sign.kind != TokenKind::compare)
    return fail(node.leaf.first, "a comparison begins with the fact",
                fmt::format("write '{} {} {} ...'", id, mirror(first_sign.text), first.token.text));
  if (first_sign.text == "=" || second_sign.text == "=" ||
      is_upper(first_sign.text) != is_upper(second_sign.text))
    return fail(second_sign.offset, "both signs of a range must point the same way",
                fmt::format("write it as '2.5 <= {} < 3.0'", id));
  advance();
  Number second;
  terminology::Conversion conversion;
  if (!number(second) || !unit(node, conversion)) return false;
  node.operation = Operation::compare;
  if (!bound(node, first_sign, true, first, conversion) ||
      !bound(node, second_sign, false, second, conversion))
    return false;
  if (node.low > node.high) return fail(node.leaf.first, "no number lies in this range");
  return finish_comparison(node);
}

bool Parser::bound(Node& node, const Token& sign, bool mirrored, const Number& number,
                   const terminology::Conversion& conversion) {
  if (node.subject == Subject::age && !whole_years(number, conversion)) return false;
  // The same expression as for values that are read, so that equal numbers stay equal.
  double value = number.value * conversion.factor + conversion.offset;
  // Points have one decimal at most; their tenths are whole, so that 1.1 isn't a little more.
  if (node.subject == Subject::score) value = std::round(number.value * 1e4) / 1e3;
  const std::string_view way = mirrored ? mirror(sign.text) : sign.text;
  if (way == "<") node.high = std::nextafter(value, -infinity);
  if (way == "<=") node.high = value;
  if (way == ">") node.low = std::nextafter(value, infinity);
  if (way == ">=") node.low = value;
  if (way == "=") node.low = node.high = value;
  return true;
}

bool Parser::unit(const Node& node, terminology::Conversion& conversion) {
  const Token written = unit_at(text_, last_end_);
  if (node.subject == Subject::age) return unit_of_age(written, conversion);
  if (node.subject == Subject::score) {
    if (now_.is("points") || now_.is("point")) advance();
    return true;
  }
  const auto& definition = vocabulary_[node.concept_id].definition;
  const std::string choice = fmt::format("write {}", alternatives(units_of(definition), ""));
  if (written.kind == TokenKind::end) {
    if (needs_no_unit(definition.unit)) return true;
    return fail(written.offset, fmt::format("{} needs a unit", definition.id), choice);
  }
  auto converted = vocabulary_.conversion(node.concept_id, written.text);
  if (!converted || !(converted->factor > 0))
    return fail(written.offset, fmt::format("'{}' is no unit of {}", written.text, definition.id),
                choice);
  conversion = *std::move(converted);
  advance_to(written.end());
  return true;
}

bool Parser::unit_of_age(const Token& written, terminology::Conversion& conversion) {
  if (written.kind == TokenKind::end)
    return fail(written.offset, "age needs a unit", "write years or months");
  const bool years = written.is("years") || written.is("year");
  const bool months = written.is("months") || written.is("month");
  if (!years && !months)
    return fail(written.offset, fmt::format("'{}' is no unit of age", written.text),
                "write years or months");
  conversion.factor = years ? 1 : 1.0 / 12;
  advance_to(written.end());
  return true;
}

bool Parser::whole_years(const Number& number, const terminology::Conversion& conversion) {
  // Age is known as completed years: 18 months would be asked of 1 and answered wrongly.
  const bool months = conversion.factor < 1;
  const double years = months ? number.value / 12 : number.value;
  if (years == std::floor(years) && years >= 0) return true;
  return fail(number.token.offset, "age counts completed years",
              months ? "write a multiple of 12 months" : "write a whole number of years");
}

}  // namespace causa::rules
