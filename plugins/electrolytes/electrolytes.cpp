// SPDX-License-Identifier: Apache-2.0

// Derived facts of the electrolytes module: what its manifest's `derives` names, in that order. The
// manifest judges; nothing here does.
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

#include <causa/plugin.hpp>
#include <causa/times.hpp>

#include "formulas.hpp"

namespace {

/// Ions and glucose that are combined must be of one occasion (judgement); unknown times are let
/// through. Albumin moves slowly: its own window is enough.
constexpr double same_sample_hours = 24;
/// Below this filtration rate no adjustment for albumin did better than none (Lian 2018).
constexpr double adjustment_misleads_below_egfr = 60;
/// A rise within 6-12 hours is an alarm (acutegp_k).
constexpr double rise_hours = 12;

class Electrolytes {
 public:
  explicit Electrolytes(const causa::Config& config)
      : reference_albumin_g_l_(config.number("reference_albumin_g_l",
                                             causa::electrolytes::usual_reference_albumin_g_l)) {
    // Also refuses 4 (g/dL), which would turn every calcium into a very low one.
    if (!(reference_albumin_g_l_ >= 35 && reference_albumin_g_l_ <= 50))
      throw causa::ConfigError("setting reference_albumin_g_l must be from 35 to 50 (g/L)");
  }

  void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const {
    switch (step) {
      case adjusted_calcium:
        return derive_calcium(batch, out);
      case anion_gap:
        return derive_anion_gap(batch, out);
      case corrected_sodium:
        return derive_sodium(batch, out);
      case unadjusted_calcium:
        return derive_unadjusted_calcium(batch, out);
      case potassium_rise:
        return derive_potassium_rise(batch, out);
      case urine_indices:
        return derive_urine_indices(batch, out);
      default:
        return;
    }
  }

 private:
  enum Step : std::uint32_t {
    adjusted_calcium,
    anion_gap,
    corrected_sodium,
    unadjusted_calcium,
    potassium_rise,
    urine_indices
  };

  void derive_calcium(const causa::Batch& batch, const causa::Outputs& out) const {
    const auto total = batch.number(0);
    const auto albumin = batch.number(1);
    const auto reported = batch.number(2);
    auto adjusted = out.number(0);
    for (const auto row : batch.rows()) {
      causa::Times times;
      if (reported.known(row)) {
        // The laboratory's equation is fitted to its own methods, and an adjusted value must not be
        // adjusted again. A bound (< 1.5) can't be passed on as a number: better nothing.
        if (!reported.exact(row)) continue;
        times.see(reported, row);
        causa::set(adjusted, row, std::optional<double>(reported[row]), times);
        continue;
      }
      if (!total.exact(row) || !albumin.exact(row)) continue;
      times.see(total, row);
      times.see(albumin, row);
      causa::set(adjusted, row,
                 causa::electrolytes::adjusted_calcium_mmol_l(total[row], albumin[row],
                                                              reference_albumin_g_l_),
                 times);
    }
  }

  void derive_anion_gap(const causa::Batch& batch, const causa::Outputs& out) const {
    const auto sodium = batch.number(0);
    const auto chloride = batch.number(1);
    const auto bicarbonate = batch.number(2);
    const auto reported = batch.number(3);
    const auto albumin = batch.number(4);
    auto calculated = out.number(0);
    auto adjusted = out.number(1);
    for (const auto row : batch.rows()) {
      causa::Times times;
      std::optional<double> gap;
      if (sodium.exact(row) && chloride.exact(row) && bicarbonate.exact(row)) {
        times.see(sodium, row);
        times.see(chloride, row);
        times.see(bicarbonate, row);
        if (times.within_hours(same_sample_hours))
          gap = causa::electrolytes::anion_gap_mmol_l(sodium[row], chloride[row], bicarbonate[row]);
        causa::set(calculated, row, gap, times);
      }
      if (!gap && reported.exact(row)) {
        times = causa::Times{};
        times.see(reported, row);
        gap = reported[row];
      }
      if (!gap || !albumin.exact(row)) continue;
      causa::set(adjusted, row,
                 causa::electrolytes::adjusted_anion_gap_mmol_l(*gap, albumin[row],
                                                                reference_albumin_g_l_),
                 times);
    }
  }

  static void derive_sodium(const causa::Batch& batch, const causa::Outputs& out) {
    const auto sodium = batch.number(0);
    const auto glucose = batch.number(1);
    auto hillier = out.number(0);
    auto katz = out.number(1);
    for (const auto row : batch.rows()) {
      if (!sodium.exact(row) || !glucose.exact(row)) continue;
      causa::Times times;
      times.see(sodium, row);
      times.see(glucose, row);
      if (!times.within_hours(same_sample_hours)) continue;
      causa::set(hillier, row,
                 causa::electrolytes::glucose_corrected_sodium_mmol_l(sodium[row], glucose[row]),
                 times);
      causa::set(katz, row,
                 causa::electrolytes::glucose_corrected_sodium_mmol_l(
                     sodium[row], glucose[row], causa::electrolytes::katz_1973),
                 times);
    }
  }

  /// Set only in kidney disease, so that elsewhere the adjusted value decides.
  static void derive_unadjusted_calcium(const causa::Batch& batch, const causa::Outputs& out) {
    const auto total = batch.number(0);
    const auto reported_rate = batch.number(1);
    const auto calculated_rate = batch.number(2);
    auto unadjusted = out.number(0);
    for (const auto row : batch.rows()) {
      const auto& rate = calculated_rate.exact(row) ? calculated_rate : reported_rate;
      if (!total.exact(row) || !rate.exact(row) || rate[row] >= adjustment_misleads_below_egfr)
        continue;
      causa::Times times;
      times.see(total, row);
      causa::set(unadjusted, row, std::optional<double>(total[row]), times);
    }
  }

  static void derive_potassium_rise(const causa::Batch& batch, const causa::Outputs& out) {
    const auto potassium = batch.numbers(0);
    auto rise = out.number(0);
    for (const auto row : batch.rows()) {
      const auto times = potassium.times_ms(row);
      if (const auto value =
              causa::electrolytes::potassium_rise_mmol_l(potassium.values(row), times, rise_hours))
        rise.set(row, *value, times.back());
    }
  }

  static void derive_urine_indices(const causa::Batch& batch, const causa::Outputs& out) {
    const auto urine_potassium = batch.number(0);
    const auto urine_magnesium = batch.number(1);
    const auto urine_creatinine = batch.number(2);
    const auto potassium = batch.numbers(3);
    const auto magnesium = batch.number(4);
    const auto creatinine = batch.number(5);
    auto ratio = out.number(0);
    auto potassium_excretion = out.number(1);
    auto magnesium_excretion = out.number(2);
    for (const auto row : batch.rows()) {
      if (!urine_creatinine.exact(row)) continue;
      if (urine_potassium.exact(row)) {
        causa::Times times;
        times.see(urine_potassium, row);
        times.see(urine_creatinine, row);
        if (times.within_hours(same_sample_hours))
          causa::set(ratio, row,
                     causa::electrolytes::urine_potassium_creatinine(urine_potassium[row],
                                                                     urine_creatinine[row]),
                     times);
      }
      if (!creatinine.exact(row)) continue;
      const double creatinine_mmol_l = creatinine[row] / 1000;
      if (urine_potassium.exact(row) && !potassium.values(row).empty()) {
        causa::Times times;
        times.see(urine_potassium, row);
        times.see(urine_creatinine, row);
        times.see(creatinine, row);
        const auto dates = potassium.times_ms(row);
        if (times.within_hours(same_sample_hours) && same_sample(dates, times))
          causa::set(potassium_excretion, row,
                     causa::electrolytes::fractional_excretion_percent(
                         urine_potassium[row], potassium.values(row).back(), urine_creatinine[row],
                         creatinine_mmol_l),
                     times);
      }
      if (urine_magnesium.exact(row) && magnesium.exact(row)) {
        causa::Times times;
        times.see(urine_magnesium, row);
        times.see(urine_creatinine, row);
        times.see(creatinine, row);
        times.see(magnesium, row);
        if (times.within_hours(same_sample_hours))
          causa::set(magnesium_excretion, row,
                     causa::electrolytes::fractional_excretion_percent(
                         urine_magnesium[row], magnesium[row], urine_creatinine[row],
                         creatinine_mmol_l, causa::electrolytes::filtered_magnesium),
                     times);
      }
    }
  }

  /// The latest value of a list belongs to the other samples; unknown times are let through.
  static bool same_sample(std::span<const std::int64_t> dates, const causa::Times& times) {
    if (dates.empty() || dates.back() == causa::time_unknown ||
        times.oldest_ms() == causa::time_unknown)
      return true;
    constexpr double hour_ms = 3'600'000;
    return std::abs(static_cast<double>(dates.back() - times.oldest_ms())) <=
           same_sample_hours * hour_ms;
  }

  double reference_albumin_g_l_;
};

}  // namespace

CAUSA_PLUGIN(Electrolytes)
