// SPDX-License-Identifier: Apache-2.0

// Derived facts of the neurologic module: what its manifest's `derives` names, in that order. The
// manifest judges; nothing here does.
#include <cstdint>
#include <optional>

#include <causa/plugin.hpp>

#include "formulas.hpp"

namespace {

namespace formulas = causa::neurologic;
using formulas::Finding;

constexpr double ms_per_day = 24 * 3600e3;

Finding finding(const causa::TruthColumn& column, std::uint32_t row) {
  if (!column.known(row)) return Finding::unknown;
  return column.present(row) ? Finding::present : Finding::absent;
}

class Neurologic {
 public:
  explicit Neurologic(const causa::Config&) {}

  void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const {
    switch (step) {
      case sugioka_lss:
        return derive_sugioka(batch, out);
      case irlssg:
        return derive_restless_legs(batch, out);
      case konno_history:
        return derive_konno(batch, out);
      default:
        return;
    }
  }

 private:
  enum Step : std::uint32_t { sugioka_lss, irlssg, konno_history };

  static void derive_sugioka(const causa::Batch& batch, const causa::Outputs& out) {
    const auto age = batch.number(0);
    const auto pain = batch.truth(1);
    const auto forward = batch.truth(2);
    const auto backward = batch.truth(3);
    const auto standing = batch.truth(4);
    const auto claudication = batch.truth(5);
    const auto incontinence = batch.truth(6);
    auto score = out.number(0);
    for (const auto row : batch.rows()) {
      formulas::SugiokaItems items;
      if (age.exact(row)) items.age_years = age[row];
      if (pain.present(row) && pain.has_time(row))
        items.duration_days =
            (static_cast<double>(batch.as_of_ms()) - static_cast<double>(pain.time_ms(row))) /
            ms_per_day;
      items.better_bending_forward = finding(forward, row);
      items.better_bending_backward = finding(backward, row);
      items.worse_standing = finding(standing, row);
      items.intermittent_claudication = finding(claudication, row);
      items.urinary_incontinence = finding(incontinence, row);
      if (const auto points = formulas::sugioka_lss(items)) score.set(row, *points);
    }
  }

  static void derive_restless_legs(const causa::Batch& batch, const causa::Outputs& out) {
    const auto urge = batch.truth(0);
    const auto rest = batch.truth(1);
    const auto movement = batch.truth(2);
    const auto evening = batch.truth(3);
    const auto mimic = batch.truth(4);
    auto met = out.truth(0);
    auto features = out.number(1);
    for (const auto row : batch.rows()) {
      formulas::RestlessLegsCriteria criteria;
      criteria.urge_to_move = finding(urge, row);
      criteria.at_rest = finding(rest, row);
      criteria.eased_by_movement = finding(movement, row);
      criteria.evening = finding(evening, row);
      criteria.explained_otherwise = finding(mimic, row);
      if (const auto all = formulas::restless_legs(criteria)) met.set(row, *all);
      if (const auto count = formulas::restless_legs_features(criteria)) features.set(row, *count);
    }
  }

  static void derive_konno(const causa::Batch& batch, const causa::Outputs& out) {
    auto positive = out.truth(0);
    for (const auto row : batch.rows()) {
      formulas::KonnoHistory answers;
      std::uint32_t need = 0;
      for (Finding& answer : answers.first) answer = finding(batch.truth(need++), row);
      for (Finding& answer : answers.others) answer = finding(batch.truth(need++), row);
      if (const auto met = formulas::konno_history(answers)) positive.set(row, *met);
    }
  }
};

}  // namespace

CAUSA_PLUGIN(Neurologic)
