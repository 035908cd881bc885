// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/measured.hpp"

#include "intake/written/amount.hpp"
#include "record/comparator_signs.hpp"
#include "record/hemolysis.hpp"
#include "record/unread.hpp"

namespace causa::intake::fhir {

namespace {

using record::Item;
using record::mentions_hemolysis;
using record::State;
using record::ValueKind;

enum class RangePart : std::uint8_t { none, low, high };
constexpr FieldTable<RangePart> range_parts({{"low", RangePart::low}, {"high", RangePart::high}});

bool read_reference_range(Draft& draft, ondemand::value value, Bound& bound) {
  return each_element(draft.trouble, value, [&](std::size_t index, ondemand::value element) {
    if (index > 0) return true;  // further ranges are for other ages, sexes or purposes
    return each_field(draft.trouble, element, range_parts,
                      [&](RangePart part, ondemand::value end) {
                        Quantity quantity;
                        if (!read_quantity(draft, end, quantity)) return false;
                        (part == RangePart::low ? bound.low : bound.high) = quantity.number;
                        bound.unit = quantity.unit;
                        bound.unit_code = quantity.unit_code;
                        return true;
                      });
  });
}

/// Keeps the first code (or word) and looks for hemolysis in all of them.
bool read_interpretation(Draft& draft, ondemand::value value, std::string_view& interpretation,
                         bool& hemolyzed) {
  return each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
    const std::size_t first = draft.record.codings.size();
    Concept read;
    if (!read_concept(draft, element, read)) return false;
    hemolyzed = hemolyzed || mentions_hemolysis(read.text);
    for (std::size_t i = first; i < draft.record.codings.size(); ++i) {
      const record::Coding& coding = draft.record.codings[i];
      hemolyzed = hemolyzed || mentions_hemolysis(coding.display);
      if (interpretation.empty()) interpretation = coding.code;
    }
    if (interpretation.empty()) interpretation = read.text;
    draft.record.codings.resize(first);
    return true;
  });
}

void judge_quantity(Draft& draft, Measured& measured) {
  measured.kind = ValueKind::number;
  const std::string_view unusable = why_unusable(draft, measured.quantity);
  if (!unusable.empty()) measured.unusable = unusable;
}

constexpr std::string_view nothing_given = "no value";

/// Whether it parts two quantities, as in mmol/L: what else stands behind a number may be prose.
bool is_ratio_unit(std::string_view unit) {
  const bool word = unit.find_first_of(" \t\r\n") == std::string_view::npos;
  const bool begins = !unit.empty() && unit.front() != '/' && unit.front() != '+';
  return word && begins && unit.find('/') != std::string_view::npos;
}

/// Words that are nothing but a number, as people write one, are one: "<3.0", "2.3 mmol/L".
bool take_number(Draft& draft, Measured& measured, std::string_view words) {
  if (!written::begins_as_amount(words)) return false;
  const auto amount = written::read_amount(words, written::DecimalSign::unstated);
  if (!amount || (!amount->unit.empty() && !is_ratio_unit(amount->unit))) return false;
  measured.kind = ValueKind::number;
  measured.quantity.number = amount->number;
  measured.quantity.comparator = record::sign_of(amount->comparator);
  measured.quantity.unit = draft.keep(amount->unit);
  return true;
}

/// One of value[x].
bool read_value(Draft& draft, Measured& measured, Field field, ondemand::value value) {
  Trouble& trouble = draft.trouble;
  if (++measured.values > 1) return trouble.wrong("a second value", "give one value[x]");
  const auto refuse = [&](std::string_view reason) {
    measured.unusable = reason;
    return true;
  };
  switch (field) {
    case Field::value_quantity:
      if (!read_quantity(draft, value, measured.quantity)) return false;
      judge_quantity(draft, measured);
      return true;
    case Field::value_integer:
      if (!read_number(trouble, value, measured.quantity.number)) return false;
      judge_quantity(draft, measured);
      return true;
    case Field::value_concept:
      measured.kind = ValueKind::coded;
      if (!read_concept(draft, value, measured.coded)) return false;
      if (measured.coded.empty()) return refuse(nothing_given);
      if (measured.coded.codes.count == 0) take_number(draft, measured, measured.coded.text);
      return true;
    case Field::value_text: {
      measured.kind = ValueKind::text;
      std::string_view text;
      if (!read_text(trouble, value, text)) return false;
      if (text.empty()) return refuse(nothing_given);
      if (!take_number(draft, measured, text)) measured.text = draft.keep(text);
      return true;
    }
    case Field::value_truth: {
      measured.kind = ValueKind::truth;
      bool given = false;
      if (!read_truth(trouble, value, measured.truth, given)) return false;
      return given || refuse(nothing_given);
    }
    case Field::value_range:
      return refuse("value is a Range");
    case Field::value_ratio:
      return refuse("value is a Ratio");
    case Field::value_sampled:
      return refuse("value is SampledData");
    case Field::value_time:
    case Field::value_date_time:
      return refuse("value is a time");
    default:
      return refuse("value is a Period");
  }
}

bool is_value(Field field) {
  return field >= Field::value_quantity && field <= Field::value_period;
}

void put_number(Draft& draft, const Measured& measured, Item& item) {
  item.number = measured.quantity.number;
  item.comparator = record::comparator_of(measured.quantity.comparator);
  item.unit = draft.keep(measured.quantity.unit);
  item.unit_code = draft.keep(measured.quantity.unit_code);
  const Bound& bound = measured.reference;
  // A range in another unit than the value's is no range for it.
  if (!bound.unit_code.empty() && !item.unit_code.empty()) {
    if (bound.unit_code != item.unit_code) return;
  } else if (!bound.unit.empty() && bound.unit != item.unit) {
    return;
  }
  item.reference_low = bound.low;
  item.reference_high = bound.high;
}

}  // namespace

bool read_measured(Draft& draft, Measured& measured, Field field, ondemand::value value,
                   bool& hemolyzed, bool& taken) {
  taken = true;
  if (is_value(field)) return read_value(draft, measured, field, value);
  switch (field) {
    case Field::code:
      return read_concept(draft, value, measured.code);
    case Field::absent_reason:
      measured.absent = true;
      return true;
    case Field::interpretation:
      return read_interpretation(draft, value, measured.interpretation, hemolyzed);
    case Field::reference_range:
      return read_reference_range(draft, value, measured.reference);
    default:
      taken = false;
      return true;
  }
}

bool see_misnamed(Draft& draft, Measured& measured, std::string_view key, ondemand::value value) {
  constexpr std::string_view name = "value";
  if (measured.misnamed || !is_written_like(key.substr(0, name.size()), name)) return true;
  const std::string_view token = value.raw_json_token();
  if (token.front() == '{') {
    ondemand::object object;
    if (const auto code = value.get_object().get(object)) return draft.trouble.syntax(code);
    return each_property(draft.trouble, object, [&](std::string_view, ondemand::value) {
      measured.misnamed = true;
      return true;
    });
  }
  measured.misnamed = !token.starts_with("null") && !token.starts_with("\"\"");
  return true;
}

std::string_view refusal(const Measured& measured) {
  const bool valued = measured.values > 0 || measured.misnamed;
  if (measured.modified) return modified_reason;
  if (measured.code.empty()) return "no code";
  if (measured.absent && valued) return "both a value and a reason for its absence";
  if (measured.absent) return {};
  if (!valued) return nothing_given;
  if (measured.values == 0) return "its value has a name that FHIR R4 doesn't have";
  return measured.unusable;
}

bool holds_value(const Measured& measured) {
  if (measured.modified || measured.code.empty()) return false;
  return measured.values > 0 ? measured.unusable != nothing_given : measured.misnamed;
}

void put_unread(Draft& draft, const Measured& measured, Item item, std::string_view why) {
  item.codes = measured.code.codes;
  item.text = measured.code.text;
  if (measured.kind == ValueKind::number) put_number(draft, measured, item);
  record::mark_unread(item, why);
  draft.record.items.push_back(item);
}

void put(Draft& draft, const Measured& measured, Item item) {
  item.codes = measured.code.codes;
  item.text = measured.code.text;
  item.interpretation = measured.interpretation;
  item.state = State::present;
  item.value_kind = measured.kind;
  if (measured.absent) {
    item.state = State::unknown;
    item.value_kind = ValueKind::none;
  } else if (measured.kind == ValueKind::number) {
    put_number(draft, measured, item);
  } else if (measured.kind == ValueKind::truth) {
    item.truth = measured.truth;
    if (!item.truth) item.state = State::absent;
  } else if (measured.kind == ValueKind::coded) {
    item.value_codes = measured.coded.codes;
    item.value_text = measured.coded.text;
  } else {
    item.value_text = measured.text;
  }
  draft.record.items.push_back(item);
}

}  // namespace causa::intake::fhir
