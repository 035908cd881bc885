// SPDX-License-Identifier: Apache-2.0
//
// One thing that was written of a patient, and how it becomes an item of the record: the same item
// as FHIR gives for the same thing. Plain data and pure functions.
#pragma once

#include <limits>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/time.hpp"
#include "intake/written/amount.hpp"
#include "intake/written/words.hpp"
#include "record/record.hpp"

namespace causa::intake::written {

struct Statement {
  record::Kind kind = record::Kind::condition;
  record::State state = record::State::present;
  std::uint16_t flags = 0;
  Meaning meaning;
  std::string text;  ///< the writer's own words
  std::optional<Amount> amount;
  std::string value_text;  ///< an answer in words that are kept as they are; observations only
  TimeSpan time, start, end;
  double reference_low = std::numeric_limits<double>::quiet_NaN();
  double reference_high = std::numeric_limits<double>::quiet_NaN();
  std::string source;
};

/// Of what is written without one: a ratio, pH, a number of things.
bool is_unit_of_counts(std::string_view unit);

/// Error: no unit, or one that doesn't fit what was measured; place empty. Where the unit is a mere
/// count (pH, a ratio) it may be left out, and is filled in.
Result<void> settle_unit(const terminology::Vocabulary* vocabulary, const Meaning& meaning,
                         Amount& amount);

void put(record::Record& record, const Statement& statement);

}  // namespace causa::intake::written
