// SPDX-License-Identifier: Apache-2.0

// Derived facts of the chronic disease module: what its manifest's `derives` names, in that order.
// The manifest judges; nothing here does.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <causa/plugin.hpp>

#include "formulas.hpp"

namespace {

namespace formulas = causa::chronic_disease;

constexpr double year_ms = 365.25 * static_cast<double>(formulas::day_ms);

/// Age of a creatinine that still speaks of today: the window of lab.creatinine. The step asks for
/// a year of values, so the host doesn't keep the old ones away.
constexpr std::int64_t current_ms = 14 * formulas::day_ms;

template <class Truth, class Row>
std::optional<bool> state(const Truth& column, Row row) {
  if (!column.known(row)) return std::nullopt;
  return column.present(row);
}

class ChronicDisease {
 public:
  explicit ChronicDisease(const causa::Config&) {}

  void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const {
    switch (step) {
      case kidney:
        return derive_kidney(batch, out);
      case g_stage:
        return derive_g_stage(batch, out);
      case kidney_risk:
        return derive_kidney_risk(batch, out);
      case diabetes:
        return derive_diabetes(batch, out);
      case zulewski:
        return derive_zulewski(batch, out);
      default:
        return;
    }
  }

 private:
  enum Step : std::uint32_t { kidney, g_stage, kidney_risk, diabetes, zulewski };

  static void derive_kidney(const causa::Batch& batch, const causa::Outputs& out) {
    const auto creatinine = batch.numbers(0);
    const auto age = batch.number(1);
    const auto female = batch.truth(2);
    const auto pregnancy = batch.truth(3);
    auto egfr = out.number(0);
    auto rise = out.number(1);
    auto three_months = out.truth(2);
    std::vector<double> rates;
    for (const auto row : batch.rows()) {
      const auto values = creatinine.values(row);
      const auto times = creatinine.times_ms(row);
      if (values.empty() || times.size() != values.size()) continue;
      const std::int64_t latest = times.back();
      if (latest == causa::time_unknown || batch.as_of_ms() - latest > current_ms) continue;
      if (const auto ratio = formulas::creatinine_rise_ratio(values, times))
        rise.set(row, *ratio, latest);

      if (!age.exact(row) || !female.known(row) || pregnancy.present(row)) continue;
      // Two results of one instant that differ: nobody knows which one to class.
      if (values.size() > 1 && times[times.size() - 2] == latest &&
          values[values.size() - 2] != values.back())
        continue;
      rates.clear();
      for (std::size_t i = 0; i < values.size(); ++i) {
        const double years_ago = static_cast<double>(batch.as_of_ms() - times[i]) / year_ms;
        const auto rate =
            formulas::egfr_ckd_epi_2021(values[i], age[row] - years_ago, female.present(row));
        rates.push_back(rate.value_or(0));  // 0: no result, refused by the next formula
      }
      if (!(rates.back() > 0) || rates.back() > formulas::egfr_highest) continue;
      egfr.set(row, rates.back(), latest);
      if (const auto lasting = formulas::reduced_for_three_months(rates, times))
        three_months.set(row, *lasting, latest);
    }
  }

  /// The calculated rate goes first: a reported one may come from an older equation.
  static void derive_g_stage(const causa::Batch& batch, const causa::Outputs& out) {
    const auto calculated = batch.number(0);
    const auto reported = batch.number(1);
    auto stage = out.number(0);
    for (const auto row : batch.rows()) {
      const auto& used = calculated.exact(row) ? calculated : reported;
      if (!used.exact(row)) continue;
      if (const auto value = formulas::ckd_g_stage(used[row]))
        stage.set(row, *value, used.time_ms(row));
    }
  }

  static void derive_kidney_risk(const causa::Batch& batch, const causa::Outputs& out) {
    const auto stage = batch.number(0);
    const auto ratio = batch.number(1);
    auto albuminuria = out.number(0);
    auto risk = out.number(1);
    for (const auto row : batch.rows()) {
      if (!ratio.exact(row)) continue;
      const auto category = formulas::albuminuria_category(ratio[row]);
      if (!category) continue;
      albuminuria.set(row, *category, ratio.time_ms(row));
      if (!stage.exact(row)) continue;
      if (const auto value = formulas::kidney_risk(stage[row], *category))
        risk.set(row, *value, ratio.time_ms(row));
    }
  }

  static void derive_diabetes(const causa::Batch& batch, const causa::Outputs& out) {
    const auto hba1c = batch.number(0);
    const auto fasting = batch.number(1);
    const auto two_hour = batch.number(2);
    const auto random = batch.number(3);
    const auto thirst = batch.truth(4);
    const auto polyuria = batch.truth(5);
    const auto pregnancy = batch.truth(6);
    const auto dialysis = batch.truth(7);
    auto in_range = out.truth(0);
    auto confirmed = out.truth(1);
    auto prediabetes = out.truth(2);
    for (const auto row : batch.rows()) {
      formulas::Glycemia given;
      if (hba1c.exact(row) && !pregnancy.present(row) && !dialysis.present(row))
        given.hba1c_percent = hba1c[row];
      if (fasting.exact(row)) given.fasting_glucose_mmol_l = fasting[row];
      if (two_hour.exact(row)) given.two_hour_glucose_mmol_l = two_hour[row];
      if (random.exact(row)) given.random_glucose_mmol_l = random[row];
      if (thirst.present(row) || polyuria.present(row))
        given.classic_symptoms = true;
      else if (thirst.absent(row) && polyuria.absent(row))
        given.classic_symptoms = false;
      const auto criteria = formulas::diabetes_criteria(given);
      if (criteria.in_range) in_range.set(row, *criteria.in_range);
      if (criteria.confirmed) confirmed.set(row, *criteria.confirmed);
      if (criteria.prediabetes) prediabetes.set(row, *criteria.prediabetes);
    }
  }

  static void derive_zulewski(const causa::Batch& batch, const causa::Outputs& out) {
    std::vector<causa::TruthColumn> columns;
    for (std::uint32_t i = 0; i < formulas::zulewski_items; ++i) columns.push_back(batch.truth(i));
    auto score = out.number(0);
    for (const auto row : batch.rows()) {
      std::array<std::optional<bool>, formulas::zulewski_items> items;
      for (std::size_t i = 0; i < items.size(); ++i) items[i] = state(columns[i], row);
      if (const auto value = formulas::zulewski_score(items)) score.set(row, *value);
    }
  }
};

}  // namespace

CAUSA_PLUGIN(ChronicDisease)
