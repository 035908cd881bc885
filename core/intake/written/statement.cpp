// SPDX-License-Identifier: Apache-2.0

#include "intake/written/statement.hpp"

#include <fmt/core.h>

namespace causa::intake::written {

bool is_unit_of_counts(std::string_view unit) {
  return unit == "1" || unit == "[pH]" || unit.starts_with('{');
}

Result<void> settle_unit(const terminology::Vocabulary* vocabulary, const Meaning& meaning,
                         Amount& amount) {
  if (!vocabulary || !meaning.known()) return {};
  const auto& definition = (*vocabulary)[meaning.match.concept_id].definition;
  const std::string& unit = definition.unit;
  if (amount.unit.empty() && is_unit_of_counts(unit)) amount.unit = unit;
  if (amount.unit.empty()) {
    const auto fitting = vocabulary->to_canonical({meaning.match.concept_id, nullptr}, 1, {}, {});
    return input_error({}, fmt::format("{} without a unit", definition.name),
                       fitting.has_error() ? fitting.error().cure : std::string());
  }
  const auto converted = vocabulary->to_canonical(meaning.match, amount.number, amount.unit, {});
  if (converted.has_error()) return converted.error();
  return {};
}

void put(record::Record& record, const Statement& statement) {
  record::Item item;
  item.kind = statement.kind;
  item.state = statement.state;
  item.flags = statement.flags;
  item.codes.first = static_cast<std::uint32_t>(record.codings.size());
  item.codes.count = static_cast<std::uint32_t>(statement.meaning.codes.size());
  for (const Meaning::Code& code : statement.meaning.codes)
    record.codings.push_back(
        {record.keep(code.system), record.keep(code.code), record.keep(code.display)});
  item.text = record.keep(statement.text);
  if (statement.amount) {
    item.value_kind = record::ValueKind::number;
    item.comparator = statement.amount->comparator;
    item.number = statement.amount->number;
    item.unit = record.keep(statement.amount->unit);
    item.reference_low = statement.reference_low;
    item.reference_high = statement.reference_high;
  }
  if (!statement.value_text.empty()) {
    item.value_kind = record::ValueKind::text;
    item.value_text = record.keep(statement.value_text);
  }
  item.time = statement.time;
  item.start = statement.start;
  item.end = statement.end;
  item.source = record.keep(statement.source);
  record.items.push_back(item);
}

}  // namespace causa::intake::written
