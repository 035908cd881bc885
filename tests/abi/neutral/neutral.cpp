// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <causa/plugin.hpp>
#include <optional>
#include <stdexcept>

namespace {

constexpr double day_ms = 24 * 60 * 60 * 1000;

/// Three-valued `value < limit`: a bound answers only what it decides.
std::optional<bool> below(const causa::NumberColumn& column, std::uint32_t row, double limit) {
  if (!column.known(row) || (column.quality(row) & CAUSA_QUALITY_TIED) != 0) return std::nullopt;
  const double value = column[row];
  if ((column.quality(row) & CAUSA_QUALITY_BELOW) != 0)
    return value <= limit ? std::optional(true) : std::nullopt;
  if ((column.quality(row) & CAUSA_QUALITY_ABOVE) != 0)
    return value >= limit ? std::optional(false) : std::nullopt;
  return value < limit;
}

std::optional<bool> above(const causa::NumberColumn& column, std::uint32_t row, double limit) {
  if (!column.known(row) || (column.quality(row) & CAUSA_QUALITY_TIED) != 0) return std::nullopt;
  const double value = column[row];
  if ((column.quality(row) & CAUSA_QUALITY_ABOVE) != 0)
    return value >= limit ? std::optional(true) : std::nullopt;
  if ((column.quality(row) & CAUSA_QUALITY_BELOW) != 0)
    return value <= limit ? std::optional(false) : std::nullopt;
  return value > limit;
}

std::optional<bool> state(const causa::TruthColumn& column, std::uint32_t row) {
  return column.known(row) ? std::optional(column.present(row)) : std::nullopt;
}

class Neutral {
 public:
  explicit Neutral(const causa::Config&) {}

  void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const {
    switch (step) {
      case 0:
        return low(batch, out);
      case 1:
        return recent(batch, out);
      case 2:
        return two_of(batch, out);
      case 3:
        return older_woman(batch, out);
      case 4:
        return list(batch, out);
      case 5:
        return ratio(batch, out);
    }
    throw std::out_of_range("this module has six steps");
  }

 private:
  static void low(const causa::Batch& batch, const causa::Outputs& out) {
    const auto sodium = batch.number(0);
    auto result = out.truth(0);
    for (const auto row : batch.rows())
      if (const auto is = below(sodium, row, 135)) result.set(row, *is, sodium.time_ms(row));
  }

  static void recent(const causa::Batch& batch, const causa::Outputs& out) {
    const auto thiazide = batch.truth(0);
    auto result = out.truth(0);
    for (const auto row : batch.rows()) {
      if (thiazide.absent(row)) result.set(row, false);
      if (!thiazide.present(row) || !thiazide.has_time(row)) continue;
      const double days = static_cast<double>(batch.as_of_ms() - thiazide.time_ms(row)) / day_ms;
      result.set(row, 0 <= days && days <= 90, thiazide.time_ms(row));
    }
  }

  static void two_of(const causa::Batch& batch, const causa::Outputs& out) {
    const auto vomiting = batch.truth(0);
    const auto diarrhea = batch.truth(1);
    const auto sodium = batch.number(2);
    auto result = out.truth(0);
    for (const auto row : batch.rows()) {
      int known_true = 0, unknown = 0;
      for (const auto part :
           {state(vomiting, row), state(diarrhea, row), above(sodium, row, 145)}) {
        if (!part) ++unknown;
        if (part == true) ++known_true;
      }
      if (known_true >= 2) result.set(row, true);
      if (known_true + unknown < 2) result.set(row, false);
    }
  }

  static void older_woman(const causa::Batch& batch, const causa::Outputs& out) {
    const auto age = batch.number(0);
    const auto female = batch.truth(1);
    auto result = out.truth(0);
    for (const auto row : batch.rows()) {
      const bool is_old = age.known(row) && age[row] >= 65;
      const bool is_young = age.known(row) && age[row] < 65;
      if (is_young || female.absent(row)) result.set(row, false);
      if (is_old && female.present(row)) result.set(row, true);
    }
  }

  static void list(const causa::Batch& batch, const causa::Outputs& out) {
    const auto calcium = batch.numbers(0);
    auto ever_low = out.truth(0);
    auto spread = out.number(1);
    for (const auto row : batch.rows()) {
      const auto values = calcium.values(row);
      if (values.empty()) continue;
      const auto [least, most] = std::minmax_element(values.begin(), values.end());
      const auto times = calcium.times_ms(row);
      const std::int64_t time_ms = times.empty() ? causa::time_unknown : times.back();
      ever_low.set(row, *least < 2.0, time_ms);
      if (values.size() > 1) spread.set(row, *most - *least, time_ms);
    }
  }

  static void ratio(const causa::Batch& batch, const causa::Outputs& out) {
    const auto magnesium = batch.number(0);
    const auto sodium = batch.number(1);
    auto result = out.number(0);
    for (const auto row : batch.rows())
      if (magnesium.exact(row) && sodium.exact(row))
        result.set(row, magnesium[row] / sodium[row], magnesium.time_ms(row));
  }
};

}  // namespace

CAUSA_PLUGIN(Neutral)
