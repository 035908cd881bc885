// SPDX-License-Identifier: Apache-2.0

// The arithmetic of the strain module. Every function is pure. An input that is missing (NaN),
// infinite or outside the valid range of its formula gives no result, never a guess.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

namespace causa::strain {

/// Upper limit of creatine kinase, U/L, where the laboratory's own isn't known. A convention of the
/// project (docs of the clinical model: limit unknown, 1,000 U/L counts as 5 times), not a
/// measurement: the true limit differs by sex, ancestry, muscle mass and laboratory.
inline constexpr double ck_upper_limit_u_l = 200;

/// Whether a number can be an upper limit of creatine kinase, U/L (judgement: laboratories print
/// 100 to 520).
inline constexpr bool is_ck_limit(double u_l) { return u_l >= 50 && u_l <= 1000; }

/// Creatine kinase as a multiple of its upper limit, both U/L. Bands at 1, 4, 10 and 40 (Stroes ES
/// et al., Eur Heart J 2015;36:1012-1022). No result if one of them is missing or not positive.
inline std::optional<double> ck_times_upper_limit(double ck_u_l,
                                                  double limit_u_l = ck_upper_limit_u_l) {
  // `!(x > 0)` is also true for NaN.
  if (!(ck_u_l > 0) || !(limit_u_l > 0)) return std::nullopt;
  const double times = ck_u_l / limit_u_l;
  if (!std::isfinite(times)) return std::nullopt;
  return times;
}

/// A time that isn't known, as the SDK writes it.
inline constexpr std::int64_t time_unknown = std::numeric_limits<std::int64_t>::min();

/// Longest gap, hours, between exercise and a complaint that is still called related: muscle
/// soreness is gone by 5-7 days (encyclopedia level source); twice that is left for inexact dates
/// (judgement).
inline constexpr double related_hours = 14 * 24;

/// Hours from exercise to the onset of the complaint, both in milliseconds since 1970. Muscle
/// soreness starts within 24 and peaks at 24-72 hours; a strain or an exercise cramp starts at 0.
/// Dates without a time of day are off by up to 24 hours. No result if a time is missing, the
/// complaint is older than the exercise, or the gap is over 14 days.
inline std::optional<double> hours_to_onset(std::int64_t exercise_ms, std::int64_t onset_ms) {
  if (exercise_ms == time_unknown || onset_ms == time_unknown) return std::nullopt;
  const double hours = (static_cast<double>(onset_ms) - static_cast<double>(exercise_ms)) / 3600e3;
  if (hours < 0 || hours > related_hours) return std::nullopt;
  return hours;
}

/// Differential pressure of a muscle compartment, mmHg: diastolic blood pressure minus compartment
/// pressure. Under 30 (sustained, with clinical signs) is an indication for decompression (BOAST
/// guideline as summarized by Guideline Genius). No result if a pressure is missing, the diastolic
/// isn't positive, or the compartment pressure is negative.
inline std::optional<double> compartment_delta_pressure_mmhg(double diastolic_mmhg,
                                                             double compartment_mmhg) {
  if (!(diastolic_mmhg > 0) || !(compartment_mmhg >= 0)) return std::nullopt;
  const double delta = diastolic_mmhg - compartment_mmhg;
  if (!std::isfinite(delta)) return std::nullopt;
  return delta;
}

}  // namespace causa::strain
