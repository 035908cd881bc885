// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/codes.hpp"

#include "intake/hl7v2/message.hpp"

namespace causa::intake::hl7v2 {

namespace {

constexpr std::size_t original_text = 9;

std::string text_of(std::string_view written, const Dialect& dialect) {
  return is_null(written) ? std::string() : unescape(trimmed(written), dialect);
}

std::string component_of(std::string_view repetition, std::size_t number, const Dialect& dialect) {
  return text_of(part(repetition, dialect.delimiters.component, number), dialect);
}

bool starts_with_digit(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

}  // namespace

Coded read_coded(record::Record& record, std::string_view written, const Dialect& dialect,
                 std::string_view system) {
  Coded coded;
  if (is_null(trimmed(written))) return coded;
  coded.codes.first = static_cast<std::uint32_t>(record.codings.size());
  std::string text = component_of(written, original_text, dialect);
  for (const std::size_t first : coding_places) {
    const std::string code = component_of(written, first, dialect);
    const std::string display = component_of(written, first + 1, dialect);
    std::string named = component_of(written, first + 2, dialect);
    if (named.empty() && first == 1) named = system;
    if (code.empty() && display.empty()) continue;
    record.codings.push_back({record.keep(named), record.keep(code), record.keep(display)});
    if (text.empty()) text = display;
  }
  coded.codes.count = static_cast<std::uint32_t>(record.codings.size()) - coded.codes.first;
  coded.text = record.keep(text);
  return coded;
}

Unit read_unit(std::string_view written, const Dialect& dialect) {
  written = part(written, dialect.delimiters.repetition, 1);
  Unit unit;
  std::string code = component_of(written, 1, dialect);
  const std::string second = component_of(written, 2, dialect);
  const std::string system = component_of(written, 3, dialect);
  if (!code.empty() && system.empty() && starts_with_digit(second)) {
    unit.text = text_of(written, dialect);
    return unit;
  }
  for (const std::size_t first : {std::size_t{1}, std::size_t{4}}) {
    const std::string named = component_of(written, first + 2, dialect);
    if (unit.ucum.empty() && (named == "UCUM" || named == "http://unitsofmeasure.org"))
      unit.ucum = component_of(written, first, dialect);
  }
  unit.text = !code.empty() ? std::move(code) : second;
  if (unit.text.empty()) unit.text = component_of(written, 4, dialect);
  return unit;
}

std::string component_text(std::string_view field, std::size_t number, const Dialect& dialect) {
  return component_of(part(field, dialect.delimiters.repetition, 1), number, dialect);
}

std::string whole_text(std::string_view field, const Dialect& dialect) {
  std::string text;
  for (const std::string_view line : parts(field, dialect.delimiters.repetition)) {
    if (!text.empty()) text += '\n';
    text += text_of(line, dialect);
  }
  return text;
}

}  // namespace causa::intake::hl7v2
