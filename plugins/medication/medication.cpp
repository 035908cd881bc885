// SPDX-License-Identifier: Apache-2.0

// Derived facts of the medication module: what its manifest's `derives` names, in that order. The
// manifest judges; nothing here does.
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <causa/plugin.hpp>

#include "formulas.hpp"

namespace {

/// A timing step needs first the medicines of a class, then the complaints in order of preference.
struct TimingStep {
  std::uint32_t medicines;
  std::uint32_t complaints;
};

class Medication {
 public:
  explicit Medication(const causa::Config&) {}

  void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const {
    if (step < timing.size())
      derive_timing(timing[step], batch, out);
    else if (step == sams_ci)
      derive_sams_ci(batch, out);
    else if (step == naranjo)
      derive_naranjo(batch, out);
  }

 private:
  static constexpr std::array<TimingStep, 27> timing{{
      {3, 2},  // thiazide
      {1, 2},  // loop diuretic
      {1, 2},  // potassium-sparing diuretic
      {1, 2},  // long-acting beta-agonist
      {1, 2},  // dihydropyridine
      {1, 2},  // raloxifene
      {1, 2},  // cholinesterase inhibitor
      {3, 2},  // short-acting beta-agonist, xanthine or insulin
      {1, 4},  // fibrate
      {8, 4},  // interacting medicine
      {1, 2},  // beta-blocker
      {2, 2},  // laxative
      {1, 2},  // teriparatide
      {2, 2},  // denosumab or bisphosphonate
      {1, 2},  // estrogen
      {1, 2},  // naproxen
      {1, 3},  // corticosteroid
      {1, 3},  // platinum
      {1, 2},  // anti-EGFR antibody
      {1, 2},  // amphotericin
      {1, 2},  // aminoglycoside
      {1, 2},  // calcineurin inhibitor
      {2, 2},  // targeted cancer drug
      {1, 4},  // colchicine
      {1, 4},  // medicine that can injure muscle
      {3, 2},  // medicine with scattered reports
      {1, 4},  // statin
  }};
  static constexpr std::uint32_t sams_ci = timing.size();
  static constexpr std::uint32_t naranjo = sams_ci + 1;

  static std::vector<causa::TruthColumn> truths(const causa::Batch& batch, std::uint32_t first,
                                                std::uint32_t count) {
    std::vector<causa::TruthColumn> columns;
    columns.reserve(count);
    for (std::uint32_t index = first; index < first + count; ++index)
      columns.push_back(batch.truth(index));
    return columns;
  }

  static void derive_timing(TimingStep step, const causa::Batch& batch, const causa::Outputs& out) {
    const auto medicines = truths(batch, 0, step.medicines);
    const auto complaints = truths(batch, step.medicines, step.complaints);
    auto days = out.number(0);
    std::vector<std::int64_t> starts_ms;
    for (const auto row : batch.rows()) {
      const auto onset_ms = first_onset_ms(complaints, row);
      if (!onset_ms) continue;
      starts_ms.clear();
      for (const auto& medicine : medicines)
        if (medicine.present(row) && medicine.has_time(row))
          starts_ms.push_back(medicine.time_ms(row));
      if (const auto value = causa::medication::days_to_onset(starts_ms, *onset_ms))
        days.set(row, *value);
    }
  }

  static std::optional<std::int64_t> first_onset_ms(
      const std::vector<causa::TruthColumn>& complaints, std::uint32_t row) {
    for (const auto& complaint : complaints)
      if (complaint.present(row) && complaint.has_time(row)) return complaint.time_ms(row);
    return std::nullopt;
  }

  static void derive_sams_ci(const causa::Batch& batch, const causa::Outputs& out) {
    using causa::medication::Dechallenge;
    using causa::medication::MuscleSite;
    using causa::medication::Rechallenge;
    const auto days_to_onset = batch.number(0);
    const auto thigh = batch.truth(1);
    const auto calf = batch.truth(2);
    const auto upper = batch.truth(3);
    const auto asymmetric = batch.truth(4);
    const auto relief_2_weeks = batch.truth(5);
    const auto relief_4_weeks = batch.truth(6);
    const auto recurrence_4_weeks = batch.truth(7);
    const auto recurrence_12_weeks = batch.truth(8);
    auto score = out.number(0);
    for (const auto row : batch.rows()) {
      if (!days_to_onset.exact(row)) continue;
      // Several sites: the one with the most points, as the score asks for the worst.
      std::optional<MuscleSite> site;
      if (thigh.present(row))
        site = MuscleSite::thigh_symmetric;
      else if (calf.present(row))
        site = MuscleSite::calf_symmetric;
      else if (upper.present(row))
        site = MuscleSite::upper_symmetric;
      else if (asymmetric.present(row))
        site = MuscleSite::asymmetric;
      if (!site) continue;
      const auto dechallenge = relief_2_weeks.present(row)   ? Dechallenge::relief_within_2_weeks
                               : relief_4_weeks.present(row) ? Dechallenge::relief_2_to_4_weeks
                                                             : Dechallenge::not_tried_or_no_relief;
      const auto rechallenge =
          recurrence_4_weeks.present(row)    ? Rechallenge::recurrence_within_4_weeks
          : recurrence_12_weeks.present(row) ? Rechallenge::recurrence_4_to_12_weeks
                                             : Rechallenge::not_tried_or_none;
      if (const auto points =
              causa::medication::sams_ci(*site, days_to_onset[row] / 7, dechallenge, rechallenge))
        score.set(row, *points);
    }
  }

  /// The questions stand in the manifest in the order of the score.
  static void derive_naranjo(const causa::Batch& batch, const causa::Outputs& out) {
    const auto questions = truths(batch, 0, causa::medication::naranjo_questions);
    auto score = out.number(0);
    for (const auto row : batch.rows()) {
      causa::medication::NaranjoAnswers answers;
      for (std::size_t i = 0; i < answers.size(); ++i)
        if (questions[i].known(row)) answers[i] = questions[i].present(row);
      if (const auto points = causa::medication::naranjo(answers)) score.set(row, *points);
    }
  }
};

}  // namespace

CAUSA_PLUGIN(Medication)
