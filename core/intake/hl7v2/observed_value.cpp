// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/observed_value.hpp"

#include <algorithm>

namespace causa::intake::hl7v2 {

namespace {

using record::ValueKind;

enum class Type : std::uint8_t {
  number,
  structured,
  coded,
  text,
  running_text,
  time,
  guess,
  other
};

/// Each may take a hundred times the memory of its bytes.
constexpr std::size_t most_values = 1000;

struct TypeName {
  std::string_view name;
  Type type;
};
constexpr TypeName types[] = {
    {"NM", Type::number},       {"SN", Type::structured},   {"CE", Type::coded},
    {"CWE", Type::coded},       {"CNE", Type::coded},       {"CF", Type::coded},
    {"IS", Type::coded},        {"ID", Type::coded},        {"ST", Type::text},
    {"TX", Type::running_text}, {"FT", Type::running_text}, {"DT", Type::time},
    {"TM", Type::time},         {"TS", Type::time},         {"DTM", Type::time},
    {"", Type::guess},
};

Type type_of(const Segment& obx) {
  const std::string_view name = trimmed(obx.field(2));
  for (const auto& entry : types)
    if (entry.name == name) return entry.type;
  return is_null(name) ? Type::guess : Type::other;
}

ObservedValue refused(std::string_view why) {
  ObservedValue value;
  value.unusable = why;
  return value;
}

ObservedValue number(const Number& read) {
  ObservedValue value;
  value.kind = ValueKind::number;
  value.number = read;
  return value;
}

/// SN: comparator ^ number ^ separator ^ number.
ObservedValue read_structured(std::string_view written, const Dialect& dialect) {
  const std::string separator = component_text(written, 3, dialect);
  const std::string second = component_text(written, 4, dialect);
  if (!separator.empty() || !second.empty()) {
    if (separator == "-") return refused("value is a range");
    return refused(separator == "+" ? "value is a grade" : "value is a ratio");
  }
  std::string_view why;
  auto read = read_number(component_text(written, 2, dialect), why);
  const auto comparator = comparator_of(component_text(written, 1, dialect));
  if (!read) {
    // The whole in the first component: a sender that took SN for ST.
    read = read_number(written, why);
    return read ? number(*read) : refused(why);
  }
  if (!comparator) return refused("a comparator that isn't understood");
  if (read->comparator == record::Comparator::none) read->comparator = *comparator;
  return number(*read);
}

ObservedValue read_coded_value(record::Record& record, std::string_view written,
                               const Dialect& dialect) {
  ObservedValue value;
  const std::string code = component_text(written, 1, dialect);
  const std::string system = component_text(written, 3, dialect);
  if (system == "HL70136" && (code == "Y" || code == "N")) {
    value.kind = ValueKind::truth;
    value.truth = code == "Y";
    return value;
  }
  value.kind = ValueKind::coded;
  value.coded = read_coded(record, written, dialect);
  if (value.coded.codes.count == 0 && value.coded.text.empty()) return refused("no value");
  // A word in the place of the code, without a system, is a word.
  if (value.coded.text.empty() && system.empty()) value.coded.text = record.keep(code);
  return value;
}

ObservedValue read_text(record::Record& record, std::string_view text) {
  if (trimmed(text).empty()) return refused("no value");
  ObservedValue value;
  value.kind = ValueKind::text;
  value.text = record.keep(text);
  return value;
}

/// Whether something stands behind the first component.
bool has_more_components(std::string_view written, const Dialect& dialect) {
  const auto components = parts(written, dialect.delimiters.component);
  return std::any_of(components.begin() + 1, components.end(),
                     [](std::string_view one) { return !trimmed(one).empty() && !is_null(one); });
}

/// NM. One that can't be read ("7.1 H", "7.1^H") stays as it was written, as in ST: so it is
/// refused by the name of what was measured, as a matter of safety, and not among all that is no
/// number.
ObservedValue read_plain_number(record::Record& record, std::string_view written,
                                const Dialect& dialect) {
  std::string_view why;
  if (!has_more_components(written, dialect))
    if (const auto read = read_number(component_text(written, 1, dialect), why))
      return number(*read);
  return read_text(record, whole_text(written, dialect));
}

/// A short text that is nothing but a number is one.
ObservedValue read_short_text(record::Record& record, std::string_view written,
                              const Dialect& dialect) {
  const std::string text = whole_text(written, dialect);
  std::string_view why;
  if (const auto read = read_number(text, why)) return number(*read);
  return read_text(record, text);
}

ObservedValue read_guess(record::Record& record, std::string_view written, const Dialect& dialect) {
  const bool has_components = dialect.delimiters.component != '\0' &&
                              written.find(dialect.delimiters.component) != std::string_view::npos;
  if (!has_components) return read_short_text(record, written, dialect);
  const ObservedValue value = read_structured(written, dialect);
  const std::string sign = component_text(written, 1, dialect);
  const bool is_structured = value.unusable.empty() && comparator_of(sign).has_value();
  return is_structured ? value : read_coded_value(record, written, dialect);
}

ObservedValue read_value(record::Record& record, Type type, std::string_view written,
                         const Dialect& dialect) {
  switch (type) {
    case Type::number:
      return read_plain_number(record, written, dialect);
    case Type::structured:
      return read_structured(written, dialect);
    case Type::coded:
      return read_coded_value(record, written, dialect);
    case Type::guess:
      return read_guess(record, written, dialect);
    case Type::time:
      return refused("value is a time");
    default:
      return refused("a value of a type that isn't read");
  }
}

ObservedValue read_running_text(record::Record& record, std::span<const Segment* const> lines,
                                const Dialect& dialect) {
  std::string text;
  for (const Segment* line : lines) {
    if (line != lines.front()) text += '\n';
    text += whole_text(line->field(5), dialect);
  }
  // With a unit beside it, a number was meant.
  std::string_view why;
  if (!trimmed(lines.front()->field(6)).empty())
    if (const auto read = read_number(text, why)) return number(*read);
  return read_text(record, text);
}

}  // namespace

bool is_running_text(const Segment& obx) { return type_of(obx) == Type::running_text; }

std::vector<ObservedValue> read_values(record::Record& record,
                                       std::span<const Segment* const> lines,
                                       const Dialect& dialect) {
  const Segment& obx = *lines.front();
  const Type type = type_of(obx);
  if (type == Type::running_text) return {read_running_text(record, lines, dialect)};
  if (type == Type::text && !trimmed(obx.field(5)).empty())
    return {read_short_text(record, obx.field(5), dialect)};
  std::vector<ObservedValue> values;
  const auto repetitions = parts(obx.field(5), dialect.delimiters.repetition, most_values + 1);
  if (repetitions.size() > most_values) return {refused("more than 1000 values in one result")};
  for (const auto written : repetitions)
    if (!trimmed(written).empty())
      values.push_back(read_value(record, type, trimmed(written), dialect));
  return values;
}

void put(const ObservedValue& value, record::Item& item) {
  item.value_kind = value.kind;
  switch (value.kind) {
    case ValueKind::number:
      item.number = value.number.value;
      item.comparator = value.number.comparator;
      break;
    case ValueKind::truth:
      item.truth = value.truth;
      if (!item.truth) item.state = record::State::absent;
      break;
    case ValueKind::coded:
      item.value_codes = value.coded.codes;
      item.value_text = value.coded.text;
      break;
    case ValueKind::text:
      item.value_text = value.text;
      break;
    case ValueKind::none:
      break;
  }
}

}  // namespace causa::intake::hl7v2
