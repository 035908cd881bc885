// SPDX-License-Identifier: Apache-2.0
//
// The times of what a derived fact is made from: it is as old as its oldest input, and inputs that
// must be of one occasion can be held to it. Plain values; any thread.
#pragma once

#include <causa/batch.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace causa {
inline namespace v1 {

/// The span of the known times of several columns in one row; unknown times are let through.
class Times {
 public:
  template <class Column>
  void see(const Column& column, std::uint32_t row) {
    if (!column.has_time(row)) return;
    const std::int64_t time_ms = column.time_ms(row);
    oldest_ms_ = oldest_ms_ ? std::min(*oldest_ms_, time_ms) : time_ms;
    newest_ms_ = newest_ms_ ? std::max(*newest_ms_, time_ms) : time_ms;
  }

  /// True unless two known times are further apart.
  [[nodiscard]] bool within_hours(double hours) const {
    constexpr double hour_ms = 3'600'000;
    return !oldest_ms_ || static_cast<double>(*newest_ms_ - *oldest_ms_) <= hours * hour_ms;
  }

  [[nodiscard]] std::int64_t oldest_ms() const { return oldest_ms_.value_or(time_unknown); }

 private:
  std::optional<std::int64_t> oldest_ms_, newest_ms_;
};

/// Writes a result, if there is one, with the age of its oldest input.
inline void set(NumberOutput& output, std::uint32_t row, const std::optional<double>& value,
                const Times& times) {
  if (value) output.set(row, *value, times.oldest_ms());
}

}  // namespace v1
}  // namespace causa
