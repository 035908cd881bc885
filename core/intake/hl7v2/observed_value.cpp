// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/observed_value.hpp"

#include <algorithm>

#include "intake/written/amount.hpp"

namespace causa::intake::hl7v2 {

namespace {

using record::ValueKind;

enum class Type : std::uint8_t {
  number,
  structured,
  quantity,
  coded,
  text,
  running_text,
  time,
  guess,
  other,    ///< one that isn't read
  unknown,  ///< none of HL7
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
    {"CQ", Type::quantity},     {"", Type::guess},
};

/// Two or three capital letters or digits, a letter first, as all in table 0440 have.
bool is_shaped_as_value_type(std::string_view name) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return (name.size() == 2 || name.size() == 3) && is_capital(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_capital(c) || (c >= '0' && c <= '9'); });
}

Type type_of(const Segment& obx) {
  const std::string_view name = trimmed(obx.field(2));
  for (const auto& entry : types)
    if (entry.name == name) return entry.type;
  if (is_null(name)) return Type::guess;
  return is_shaped_as_value_type(name) ? Type::other : Type::unknown;
}

ObservedValue refused(std::string_view why) {
  ObservedValue value;
  value.unusable = why;
  return value;
}

/// A number in a form that isn't read.
ObservedValue refused_measure(std::string_view why) {
  ObservedValue value = refused(why);
  value.measured = true;
  return value;
}

ObservedValue number(const Number& read) {
  ObservedValue value;
  value.kind = ValueKind::number;
  value.number = read;
  value.measured = true;
  return value;
}

/// Whether words are a number with at most a unit behind it: "2.3 L", but not "24 hours collected".
bool is_measure(std::string_view text) {
  if (!written::begins_as_amount(text)) return false;
  const auto amount = written::read_amount(text, written::DecimalSign::unstated);
  return amount && amount->unit.find_first_of(" \t\n") == std::string::npos;
}

ObservedValue read_text(record::Record& record, std::string_view text) {
  if (trimmed(text).empty()) return refused(no_value);
  ObservedValue value;
  value.kind = ValueKind::text;
  value.text = record.keep(text);
  value.measured = is_measure(text);
  return value;
}

/// What stands where its type has a number.
ObservedValue no_number(record::Record& record, std::string_view text) {
  ObservedValue value = read_text(record, text);
  value.instead_of_number = true;
  return value;
}

/// Whether anything stands in it, from component `first` on.
bool states(std::string_view written, const Dialect& dialect, std::size_t first = 1) {
  const auto components = parts(written, dialect.delimiters.component);
  if (components.size() < first) return false;
  return std::any_of(components.begin() + static_cast<std::ptrdiff_t>(first - 1), components.end(),
                     [](std::string_view one) { return !trimmed(one).empty() && !is_null(one); });
}

/// What two numbers with this sign between them are; empty if it is none.
std::string_view kind_of_pair(std::string_view sign) {
  if (sign == "-") return "value is a range";
  if (sign == "+") return "value is a grade";
  return sign == "/" || sign == ":" ? "value is a ratio" : std::string_view();
}

/// SN: comparator ^ number ^ separator ^ number. Some leave out the first place, and all that
/// follows stands one further to the front.
ObservedValue read_structured(record::Record& record, std::string_view written,
                              const Dialect& dialect) {
  if (!states(written, dialect)) return refused(no_value);
  const std::string sign = component_text(written, 1, dialect);
  const std::string middle = component_text(written, 2, dialect);
  const auto comparator = comparator_of(sign);
  std::string_view why;
  const auto first = read_number(sign, why);
  const bool is_pair = states(written, dialect, 3);
  std::string_view pair = is_pair ? kind_of_pair(component_text(written, 3, dialect)) : "";
  if (pair.empty() && (is_pair || first)) pair = kind_of_pair(middle);
  if (is_pair && pair.empty()) pair = "value is more than one number";
  if (!pair.empty()) return refused_measure(pair);
  if (middle.empty()) return first ? number(*first) : no_number(record, sign);
  auto read = read_number(middle, why);
  if (!read || first)
    return no_number(record, sign.empty() ? middle : whole_text(written, dialect));
  if (!comparator) {
    ObservedValue value = number(*read);
    value.unusable = "a comparator that isn't understood";
    return value;
  }
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
  if (value.coded.codes.count == 0 && value.coded.text.empty()) return refused(no_value);
  // A word in the place of the code, without a system, is a word.
  if (value.coded.text.empty() && system.empty()) value.coded.text = record.keep(code);
  return value;
}

/// NM. One that can't be read ("7.1 H", "7.1^H") stays as it was written, as in ST: so it is
/// refused by the name of what was measured, as a matter of safety, and not among all that is no
/// number.
ObservedValue read_plain_number(record::Record& record, std::string_view written,
                                const Dialect& dialect) {
  std::string_view why;
  if (!states(written, dialect, 2))
    if (const auto read = read_number(component_text(written, 1, dialect), why))
      return number(*read);
  return no_number(record, whole_text(written, dialect));
}

/// CQ: number ^ unit. A third component is what is left of a unit such as 10^3/uL, or none of it.
ObservedValue read_quantity(record::Record& record, std::string_view written,
                            const Dialect& dialect) {
  std::string_view why;
  const auto read = read_number(component_text(written, 1, dialect), why);
  if (!states(part(written, dialect.delimiters.component, 1), dialect)) return refused(no_value);
  if (!read || states(written, dialect, 3)) return no_number(record, whole_text(written, dialect));
  ObservedValue value = number(*read);
  std::string unit(part(written, dialect.delimiters.component, 2));
  if (dialect.delimiters.subcomponent != '\0')
    std::replace(unit.begin(), unit.end(), dialect.delimiters.subcomponent,
                 dialect.delimiters.component);
  value.unit = read_unit(unit, dialect);
  return value;
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
  const ObservedValue value = read_structured(record, written, dialect);
  const std::string sign = component_text(written, 1, dialect);
  const bool is_structured =
      value.kind == ValueKind::number && value.unusable.empty() && comparator_of(sign).has_value();
  return is_structured ? value : read_coded_value(record, written, dialect);
}

ObservedValue read_value(record::Record& record, Type type, std::string_view written,
                         const Dialect& dialect) {
  switch (type) {
    case Type::number:
      return read_plain_number(record, written, dialect);
    case Type::structured:
      return read_structured(record, written, dialect);
    case Type::quantity:
      return read_quantity(record, written, dialect);
    case Type::coded:
      return read_coded_value(record, written, dialect);
    case Type::guess:
      return read_guess(record, written, dialect);
    case Type::time:
      return refused("value is a time");
    case Type::unknown: {
      ObservedValue value = refused("its type (OBX-2) isn't one of HL7");
      value.measured = is_measure(component_text(written, 1, dialect));
      return value;
    }
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

bool has_type_of_hl7(const Segment& obx) { return type_of(obx) != Type::unknown; }

bool may_be_result(const Segment& obx, const Dialect& dialect) {
  const Type type = type_of(obx);
  if (type == Type::time || type == Type::other) return false;
  // With a unit beside it, a number was meant.
  if (type == Type::running_text && trimmed(obx.field(6)).empty()) return false;
  const auto values = parts(obx.field(5), dialect.delimiters.repetition);
  return std::any_of(values.begin(), values.end(),
                     [&](std::string_view one) { return states(one, dialect); });
}

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

void put(const ObservedValue& value, record::Record& record, record::Item& item) {
  item.value_kind = value.kind;
  if (item.unit.empty() && !value.unit.text.empty()) {
    item.unit = record.keep(value.unit.text);
    item.unit_code = record.keep(value.unit.ucum);
  }
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
