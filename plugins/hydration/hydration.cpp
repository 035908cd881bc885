// SPDX-License-Identifier: Apache-2.0

// Derived facts of the hydration module: what its manifest's `derives` names, in that order. The
// manifest judges; nothing here does.
#include <cstdint>

#include <causa/plugin.hpp>
#include <causa/times.hpp>

#include "formulas.hpp"

namespace {

/// Two weights more than this apart say something of months, not of an acute loss (judgement).
constexpr double acute_weight_hours = 14 * 24;
/// Values that are combined must be of one occasion (judgement); unknown times are let through.
constexpr double same_sample_hours = 24;
constexpr double same_visit_hours = 1;

class Hydration {
 public:
  explicit Hydration(const causa::Config&) {}

  void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const {
    switch (step) {
      case osmolarity:
        return derive_osmolarity(batch, out);
      case urea_creatinine:
        return derive_urea_creatinine(batch, out);
      case shock:
        return derive_shock_index(batch, out);
      case weight_loss:
        return derive_weight_loss(batch, out);
      case ultrafiltration:
        return derive_ultrafiltration(batch, out);
      case osmolality:
        return derive_osmolality(batch, out);
      case urine_sodium_urea:
        return derive_urine_sodium_urea(batch, out);
      case postural:
        return derive_postural(batch, out);
      case interdialytic_gain:
        return derive_interdialytic_gain(batch, out);
      default:
        return;
    }
  }

 private:
  enum Step : std::uint32_t {
    osmolarity,
    urea_creatinine,
    shock,
    weight_loss,
    ultrafiltration,
    osmolality,
    urine_sodium_urea,
    postural,
    interdialytic_gain
  };
  enum ExcretionPart : std::uint32_t { sodium_part, urea_part };

  static void derive_osmolarity(const causa::Batch& batch, const causa::Outputs& out) {
    const auto sodium = batch.number(0);
    const auto potassium = batch.number(1);
    const auto glucose = batch.number(2);
    const auto urea = batch.number(3);
    const auto age = batch.number(4);
    auto calculated = out.number(0);
    auto of_the_old = out.number(1);
    for (const auto row : batch.rows()) {
      if (!sodium.exact(row) || !potassium.exact(row) || !glucose.exact(row) || !urea.exact(row))
        continue;
      causa::Times times;
      times.see(sodium, row);
      times.see(potassium, row);
      times.see(glucose, row);
      times.see(urea, row);
      if (!times.within_hours(same_sample_hours)) continue;
      const auto value = causa::hydration::calculated_osmolarity_mosm_l(sodium[row], potassium[row],
                                                                        glucose[row], urea[row]);
      causa::set(calculated, row, value, times);
      // Unset, not low, in the young: the screen was never tried on them, so its negative
      // likelihood ratio must not count there.
      if (age.exact(row) && age[row] >= causa::hydration::osmolarity_screen_from_age_years)
        causa::set(of_the_old, row, value, times);
    }
  }

  static void derive_urea_creatinine(const causa::Batch& batch, const causa::Outputs& out) {
    const auto urea = batch.number(0);
    const auto creatinine = batch.number(1);
    auto ratio = out.number(0);
    auto in_mass = out.number(1);
    for (const auto row : batch.rows()) {
      if (!urea.exact(row) || !creatinine.exact(row)) continue;
      causa::Times times;
      times.see(urea, row);
      times.see(creatinine, row);
      if (!times.within_hours(same_sample_hours)) continue;
      causa::set(ratio, row, causa::hydration::urea_creatinine_ratio(urea[row], creatinine[row]),
                 times);
      causa::set(in_mass, row,
                 causa::hydration::urea_nitrogen_creatinine_ratio(urea[row], creatinine[row]),
                 times);
    }
  }

  static void derive_shock_index(const causa::Batch& batch, const causa::Outputs& out) {
    const auto heart_rate = batch.number(0);
    const auto systolic = batch.number(1);
    auto index = out.number(0);
    for (const auto row : batch.rows()) {
      if (!heart_rate.exact(row) || !systolic.exact(row)) continue;
      causa::Times times;
      times.see(heart_rate, row);
      times.see(systolic, row);
      if (!times.within_hours(same_visit_hours)) continue;
      causa::set(index, row, causa::hydration::shock_index(heart_rate[row], systolic[row]), times);
    }
  }

  static void derive_weight_loss(const causa::Batch& batch, const causa::Outputs& out) {
    const auto usual = batch.number(0);
    const auto current = batch.number(1);
    auto loss = out.number(0);
    for (const auto row : batch.rows()) {
      if (!usual.exact(row) || !current.exact(row)) continue;
      causa::Times times;
      times.see(usual, row);
      times.see(current, row);
      if (!times.within_hours(acute_weight_hours)) continue;
      causa::set(loss, row, causa::hydration::weight_loss_percent(usual[row], current[row]), times);
    }
  }

  static void derive_ultrafiltration(const causa::Batch& batch, const causa::Outputs& out) {
    const auto volume = batch.number(0);
    const auto hours = batch.number(1);
    const auto weight = batch.number(2);
    auto rate = out.number(0);
    for (const auto row : batch.rows()) {
      if (!volume.exact(row) || !hours.exact(row) || !weight.exact(row)) continue;
      causa::Times times;  // the weight may be of another day; it hardly changes the rate
      times.see(volume, row);
      times.see(hours, row);
      if (!times.within_hours(same_sample_hours)) continue;
      causa::set(
          rate, row,
          causa::hydration::ultrafiltration_rate_ml_h_kg(volume[row], hours[row], weight[row]),
          times);
    }
  }

  static void derive_osmolality(const causa::Batch& batch, const causa::Outputs& out) {
    const auto sodium = batch.number(0);
    const auto glucose = batch.number(1);
    const auto urea = batch.number(2);
    const auto measured = batch.number(3);
    auto calculated = out.number(0);
    auto gap = out.number(1);
    for (const auto row : batch.rows()) {
      if (!sodium.exact(row) || !glucose.exact(row) || !urea.exact(row)) continue;
      causa::Times times;
      times.see(sodium, row);
      times.see(glucose, row);
      times.see(urea, row);
      if (!times.within_hours(same_sample_hours)) continue;
      const auto value =
          causa::hydration::calculated_osmolality_mosm_kg(sodium[row], glucose[row], urea[row]);
      causa::set(calculated, row, value, times);
      if (!value || !measured.exact(row)) continue;
      times.see(measured, row);
      if (!times.within_hours(same_sample_hours)) continue;
      causa::set(gap, row, causa::hydration::osmolal_gap_mosm_kg(measured[row], *value), times);
    }
  }

  static void derive_urine_sodium_urea(const causa::Batch& batch, const causa::Outputs& out) {
    const auto urine_creatinine = batch.number(2);
    const auto creatinine = batch.number(5);
    for (const std::uint32_t part : {sodium_part, urea_part}) {
      const auto urine = batch.number(part);
      const auto serum = batch.number(3 + part);
      auto excretion = out.number(part);
      for (const auto row : batch.rows()) {
        if (!urine.exact(row) || !serum.exact(row) || !urine_creatinine.exact(row) ||
            !creatinine.exact(row))
          continue;
        causa::Times times;
        times.see(urine, row);
        times.see(serum, row);
        times.see(urine_creatinine, row);
        times.see(creatinine, row);
        if (!times.within_hours(same_sample_hours)) continue;
        const double creatinine_mmol_l = creatinine[row] / 1000;
        causa::set(excretion, row,
                   causa::hydration::fractional_excretion_percent(
                       urine[row], serum[row], urine_creatinine[row], creatinine_mmol_l),
                   times);
      }
    }
  }

  /// Columns 0 and 1 are the rate lying and standing, 2 to 5 the pressures.
  static void derive_postural(const causa::Batch& batch, const causa::Outputs& out) {
    set_change(batch.number(1), batch.number(0), batch.rows(), out.number(0));
    set_change(batch.number(2), batch.number(3), batch.rows(), out.number(1));
    set_change(batch.number(4), batch.number(5), batch.rows(), out.number(2));
  }

  static void set_change(const causa::NumberColumn& higher, const causa::NumberColumn& lower,
                         const causa::Rows& rows, causa::NumberOutput change) {
    for (const auto row : rows) {
      if (!higher.exact(row) || !lower.exact(row)) continue;
      causa::Times times;
      times.see(higher, row);
      times.see(lower, row);
      if (!times.within_hours(same_visit_hours)) continue;
      causa::set(change, row, causa::hydration::postural_change(higher[row], lower[row]), times);
    }
  }

  static void derive_interdialytic_gain(const causa::Batch& batch, const causa::Outputs& out) {
    const auto gain = batch.number(0);
    const auto dry_weight = batch.number(1);
    auto percent = out.number(0);
    for (const auto row : batch.rows()) {
      if (!gain.exact(row) || !dry_weight.exact(row)) continue;
      causa::Times times;
      times.see(gain, row);
      causa::set(percent, row,
                 causa::hydration::interdialytic_gain_percent(gain[row], dry_weight[row]), times);
    }
  }
};

}  // namespace

CAUSA_PLUGIN(Hydration)
