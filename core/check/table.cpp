// SPDX-License-Identifier: Apache-2.0

#include "check/table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/text.hpp"

namespace causa::check {

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t hour_ms = day_ms / 24;
constexpr std::int64_t as_of = 20'500 * day_ms;
constexpr std::uint8_t all_qualities = 0x3f;

/// The library's own distributions may differ from machine to machine.
std::uint64_t below(Random& random, std::uint64_t bound) { return random() % bound; }
double part(Random& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }
bool chance(Random& random, double p) { return part(random) < p; }

/// Three digits, so that borders are hit as they are by real values.
double rounded(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double scale = std::pow(10, 2 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

double edge_number(const Need& need, Random& random) {
  constexpr double largest = std::numeric_limits<double>::max();
  const double numbers[] = {need.low, need.high,
                            0,        -0.0,
                            -1,       std::numeric_limits<double>::denorm_min(),
                            largest,  -largest,
                            1e-300,   std::nextafter(need.high, largest)};
  return numbers[below(random, std::size(numbers))];
}

double number(const Need& need, Random& random, Kind kind) {
  if (kind == Kind::edges && chance(random, 0.3)) return edge_number(need, random);
  // Ranges over several powers of ten are filled evenly in each of them.
  if (need.low > 0 && need.high / need.low > 100)
    return rounded(need.low * std::pow(need.high / need.low, part(random)));
  return rounded(need.low + (need.high - need.low) * part(random));
}

std::uint8_t quality(Random& random, Kind kind) {
  if (kind == Kind::edges) return static_cast<std::uint8_t>(random() & all_qualities);
  return chance(random, 0.1) ? static_cast<std::uint8_t>(1U << below(random, 6)) : std::uint8_t{0};
}

class Maker {
 public:
  Maker(const Shape& shape, Random& random, Kind kind)
      : shape_(shape), random_(random), kind_(kind) {}

  Row row() {
    // What is measured together is often combined, so most times of a row are one.
    sample_ms_ = as_of - static_cast<std::int64_t>(below(random_, 40)) * day_ms;
    share_known_ = chance(random_, 0.3) ? 1.0 : 0.7;
    Row row;
    for (const Need& need : shape_.needs) row.push_back(cell(need));
    return row;
  }

 private:
  Cell cell(const Need& need) {
    Cell cell;
    cell.known = chance(random_, share_known_);
    if (!cell.known) return cell;
    if (need.list) {
      fill_list(need, cell);
      return cell;
    }
    if (need.type == CAUSA_NUMBER)
      cell.number = number(need, random_, kind_);
    else
      cell.truth = chance(random_, 0.65) ? 1 : 0;
    if (need.has_time) {
      cell.time_ms = time(need);
      cell.quality = need.type == CAUSA_NUMBER ? quality(random_, kind_) : std::uint8_t{0};
    }
    return cell;
  }

  void fill_list(const Need& need, Cell& cell) {
    const std::size_t count = 1 + below(random_, kind_ == Kind::edges ? 40 : 6);
    for (std::size_t i = 0; i < count; ++i)
      cell.list.push_back({number(need, random_, kind_), time(need), quality(random_, kind_)});
    std::sort(cell.list.begin(), cell.list.end(), [](const Entry& one, const Entry& other) {
      return std::pair(one.time_ms, one.number) < std::pair(other.time_ms, other.number);
    });
  }

  std::int64_t time(const Need& need) {
    if (chance(random_, 0.15)) return CAUSA_TIME_UNKNOWN;
    if (kind_ == Kind::edges && chance(random_, 0.1))
      return as_of - static_cast<std::int64_t>(below(random_, 40'000)) * day_ms;
    if (need.type == CAUSA_TRUTH || chance(random_, 0.3))
      return as_of - static_cast<std::int64_t>(below(random_, 90)) * day_ms;
    return sample_ms_ - static_cast<std::int64_t>(below(random_, 6)) * hour_ms;
  }

  const Shape& shape_;
  Random& random_;
  const Kind kind_;
  std::int64_t sample_ms_ = as_of;
  double share_known_ = 1;
};

}  // namespace

bool same(const Value& one, const Value& other) {
  if (one.known != other.known) return false;
  return !one.known ||
         (std::bit_cast<std::uint64_t>(one.number) == std::bit_cast<std::uint64_t>(other.number) &&
          one.time_ms == other.time_ms);
}

Table make_table(const Shape& shape, std::size_t rows, Random& random, Kind kind) {
  Maker maker(shape, random, kind);
  Table table;
  table.as_of_ms = as_of;
  for (std::size_t i = 0; i < rows; ++i) table.rows.push_back(maker.row());
  return table;
}

std::string describe(const Provide& provided, const Value& value) {
  if (!value.known) return "unknown";
  if (provided.type == CAUSA_TRUTH) return value.number != 0 ? "present" : "absent";
  return fmt::format("{}", value.number);
}

std::string first_difference(const Shape& shape, const Outputs& one, const Outputs& other,
                             const char* of_one, const char* of_other) {
  for (std::size_t row = 0; row < std::min(one.size(), other.size()); ++row)
    for (std::size_t i = 0; i < shape.provides.size(); ++i) {
      const Value &here = one[row][i], &there = other[row][i];
      if (same(here, there)) continue;
      const auto& provided = shape.provides[i];
      const bool only_time = describe(provided, here) == describe(provided, there);
      return fmt::format(
          "step {}: {} of row {} is {} {}, {} {}", shape.id,
          provided.id + (only_time ? "'s time" : ""), row,
          only_time ? fmt::format("{} ms", here.time_ms) : describe(provided, here), of_one,
          only_time ? fmt::format("{} ms", there.time_ms) : describe(provided, there), of_other);
    }
  return {};
}

}  // namespace causa::check
