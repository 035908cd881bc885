// SPDX-License-Identifier: Apache-2.0

// Derived facts of the strain module: what its manifest's `derives` names, in that order. The
// manifest judges; nothing here does.
#include <cstdint>

#include <causa/plugin.hpp>

#include "formulas.hpp"

namespace {

namespace formulas = causa::strain;
static_assert(formulas::time_unknown == causa::time_unknown);

/// Two pressures of one decision must be of one occasion (judgement); unknown times are let
/// through.
constexpr std::int64_t same_visit_ms = 3600 * 1000;

class Strain {
 public:
  explicit Strain(const causa::Config& config)
      : ck_limit_u_l_(config.number("ck_upper_limit_u_l", formulas::ck_upper_limit_u_l)) {
    if (!formulas::is_ck_limit(ck_limit_u_l_))
      throw causa::ConfigError("ck_upper_limit_u_l must lie between 50 and 1000 U/L");
  }

  void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const {
    switch (step) {
      case ck_multiple:
        return derive_ck(batch, out);
      case exercise_timing:
        return derive_timing(batch, out);
      case compartment:
        return derive_compartment(batch, out);
      default:
        return;
    }
  }

 private:
  enum Step : std::uint32_t { ck_multiple, exercise_timing, compartment };

  void derive_ck(const causa::Batch& batch, const causa::Outputs& out) const {
    const auto ck = batch.number(0);
    const auto sent = batch.number(1);
    auto times = out.number(0);
    for (const auto row : batch.rows()) {
      if (!ck.exact(row)) continue;
      const bool is_limit = sent.exact(row) && formulas::is_ck_limit(sent[row]);
      const double limit = is_limit ? sent[row] : ck_limit_u_l_;
      if (const auto value = formulas::ck_times_upper_limit(ck[row], limit))
        times.set(row, *value, ck.time_ms(row));
    }
  }

  /// The first complaint of the list, in its order, that began at a known time.
  static void derive_timing(const causa::Batch& batch, const causa::Outputs& out) {
    const auto exercise = batch.truth(0);
    const causa::TruthColumn complaints[] = {batch.truth(1), batch.truth(2), batch.truth(3)};
    auto hours = out.number(0);
    for (const auto row : batch.rows()) {
      if (!exercise.present(row) || !exercise.has_time(row)) continue;
      for (const auto& complaint : complaints) {
        if (!complaint.present(row) || !complaint.has_time(row)) continue;
        if (const auto value =
                formulas::hours_to_onset(exercise.time_ms(row), complaint.time_ms(row)))
          hours.set(row, *value, complaint.time_ms(row));
        break;
      }
    }
  }

  static void derive_compartment(const causa::Batch& batch, const causa::Outputs& out) {
    const auto diastolic = batch.number(0);
    const auto pressure = batch.number(1);
    auto delta = out.number(0);
    for (const auto row : batch.rows()) {
      if (!diastolic.exact(row) || !pressure.exact(row)) continue;
      if (diastolic.has_time(row) && pressure.has_time(row)) {
        const std::int64_t gap = diastolic.time_ms(row) - pressure.time_ms(row);
        if (gap > same_visit_ms || gap < -same_visit_ms) continue;
      }
      if (const auto value =
              formulas::compartment_delta_pressure_mmhg(diastolic[row], pressure[row]))
        delta.set(row, *value, pressure.time_ms(row));
    }
  }

  double ck_limit_u_l_;
};

}  // namespace

CAUSA_PLUGIN(Strain)
