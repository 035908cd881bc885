// SPDX-License-Identifier: Apache-2.0
//
// Measured values of a case: "2.9 mmol/L", a blood pressure, a reference range.

#include <fmt/core.h>

#include "base/text.hpp"
#include "intake/cases/entries.hpp"
#include "intake/written/answer.hpp"
#include "intake/written/moment.hpp"

namespace causa::intake::cases {

namespace {

using record::Kind;
using record::State;
using written::Amount;
using written::DecimalSign;
using written::Node;
using written::Sort;
using written::Statement;

}  // namespace

/// "128/76 mmHg" is two values.
bool EntryReader::read_pressure(const Written& entry) {
  const std::string folded = fold(entry.name->text);
  const Node* value = entry.scalar ? entry.scalar : entry.at(Attribute::value);
  if ((folded != "blood pressure" && folded != "bp") || !value || !value->is_text()) return false;
  const std::size_t slash = value->text.find('/');
  if (slash == std::string::npos || slash + 1 >= value->text.size()) return false;
  const auto lower = written::read_amount(value->text.substr(slash + 1), DecimalSign::point);
  const auto upper = written::read_amount(value->text.substr(0, slash), DecimalSign::point);
  if (lower.has_error() || upper.has_error()) return false;
  const Node* unit = entry.at(Attribute::unit);
  Statement statement;
  statement.kind = Kind::observation;
  statement.text = entry.name->text;
  if (!read_times(entry, statement) || !read_flags(entry, statement)) return true;
  int part = 0;
  for (const auto& [id, amount] : {std::pair("vital.blood_pressure.systolic", *upper),
                                   std::pair("vital.blood_pressure.diastolic", *lower)}) {
    auto meaning = words_.find(id, Sort::number);
    if (meaning.has_error()) return wrong(*entry.name, meaning.error()), true;
    statement.meaning = std::move(*meaning);
    statement.amount = amount;
    statement.amount->unit =
        lower->unit.empty() && unit && unit->is_text() ? unit->text : lower->unit;
    const auto settled =
        written::settle_unit(words_.vocabulary(), statement.meaning, *statement.amount);
    if (settled.has_error()) return wrong(*value, settled.error()), true;
    statement.source = fmt::format("{}.component[{}]", source_of(*entry.name), part++);
    put(statement);
  }
  ++record_.resources_read;
  ++record_.resources_used;
  return true;
}

bool EntryReader::read_value(const Written& entry, const Node& value, Amount& amount) {
  if (!value.is_text()) return wrong(value, "a value must be a number", "as in 2.9 mmol/L");
  const auto read = written::read_amount(value.text, DecimalSign::point);
  if (read.has_error()) return wrong(value, read.error());
  amount = *read;
  const Node* unit = entry.at(Attribute::unit);
  if (unit == nullptr) return true;
  if (!unit->is_text()) return wrong(*unit, "a unit must be a text", "as in unit: mmol/L");
  if (!amount.unit.empty() && amount.unit != unit->text)
    return wrong(*unit, "a second unit", "state it once");
  amount.unit = unit->text;
  return true;
}

bool EntryReader::read_range(const Node& range, Statement& statement) {
  std::string low, high;
  if (range.is_list() && range.items.size() == 2) {
    low = range.items[0].text;
    high = range.items[1].text;
  } else if (range.is_text()) {
    const std::size_t dash = range.text.find('-', 1);
    low = range.text.substr(0, dash);
    if (dash != std::string::npos) high = range.text.substr(dash + 1);
  }
  const auto first = written::read_amount(low, DecimalSign::point);
  const auto last = written::read_amount(high, DecimalSign::point);
  const std::string_view unit = statement.amount->unit;
  const auto fits = [&](const Result<Amount>& bound) {
    return bound.has_value() && (bound->unit.empty() || bound->unit == unit);
  };
  if (!fits(first) || !fits(last) || first->number > last->number)
    return wrong(range, "a reference range that can't be read",
                 "write [3.5, 5.1], in the unit of the value");
  statement.reference_low = first->number;
  statement.reference_high = last->number;
  return true;
}

void EntryReader::finish_number(const Written& entry, Statement statement) {
  statement.kind = Kind::observation;
  const Node* value = entry.scalar ? entry.scalar : entry.at(Attribute::value);
  if (const Node* status = entry.at(Attribute::status); status && !value) value = status;
  const bool has_scalar = value && value->is_text();
  if (!value) {
    wrong(*entry.name, "no value", "write NAME: 2.9 mmol/L");
    return;
  }
  if (!read_times(entry, statement) || !read_flags(entry, statement)) return;
  const auto answer = has_scalar ? written::read_answer(value->text) : std::nullopt;
  if (answer && answer->state == State::unknown) {
    statement.state = State::unknown;
  } else {
    Amount amount;
    if (!read_value(entry, *value, amount)) return;
    statement.amount = amount;
    const auto settled =
        written::settle_unit(words_.vocabulary(), statement.meaning, *statement.amount);
    if (settled.has_error()) {
      wrong(*value, settled.error());
      return;
    }
    const Node* range = entry.at(Attribute::range);
    if (range && !read_range(*range, statement)) return;
    if (!statement.time.known() && !told_of_time_) {
      told_of_time_ = true;
      wrong(*entry.name, "a value without the day on which it was measured",
            "state the day of the case: date: YYYY-MM-DD");
      return;
    }
  }
  ++record_.resources_read;
  ++record_.resources_used;
  put(statement);
}

}  // namespace causa::intake::cases
