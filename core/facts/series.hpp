// SPDX-License-Identifier: Apache-2.0
//
// What only several facts together can say: how a number changed, how often it was measured, how
// many medicines of a class are taken. Internal to this room. Pure; any thread.
//
// Every answer is the interval that the record allows. How many there are is known from below
// only, for a record need not hold them all.
#pragma once

#include <span>
#include <vector>

#include "facts/columns.hpp"

namespace causa::facts {

struct Series {
  double low, high;  ///< NaN: unknown
  bool tied = false;
  std::vector<std::uint32_t> facts;  ///< those that made it; the first is the one to show
};

/// True for a column that a single fact can't fill.
constexpr bool is_series(Aspect aspect) { return aspect >= Aspect::rise; }

/// `same`: the facts of the key's concept.
Series series_of(const PatientFacts& patient, std::span<const std::uint32_t> same,
                 const ColumnKey& key, const terminology::Vocabulary& vocabulary,
                 std::int64_t as_of_ms);

}  // namespace causa::facts
