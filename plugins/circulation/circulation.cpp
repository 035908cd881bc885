// SPDX-License-Identifier: Apache-2.0

// Derived facts of the circulation module: what its manifest's `derives` names, in that order. The
// manifest judges; nothing here does.
#include <cstdint>
#include <optional>

#include <causa/plugin.hpp>

#include "formulas.hpp"
#include "ischemia.hpp"

namespace {

namespace formulas = causa::circulation;
using formulas::Finding;

constexpr double ms_per_day = 24 * 3600e3;

Finding finding(const causa::TruthColumn& column, std::uint32_t row) {
  if (!column.known(row)) return Finding::unknown;
  return column.present(row) ? Finding::present : Finding::absent;
}

Finding opposite(Finding finding) {
  if (finding == Finding::unknown) return finding;
  return finding == Finding::present ? Finding::absent : Finding::present;
}

std::optional<double> exact(const causa::NumberColumn& column, std::uint32_t row) {
  if (!column.exact(row)) return std::nullopt;
  return column[row];
}

class Circulation {
 public:
  explicit Circulation(const causa::Config&) {}

  void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const {
    switch (step) {
      case wells_dvt:
        return derive_wells(batch, out);
      case ankle_brachial_index:
        return derive_abi(batch, out);
      case platelet_fall:
        return derive_platelet_fall(batch, out);
      case claudication_questionnaire:
        return derive_claudication(batch, out);
      case exercise_fall:
        return derive_exercise_fall(batch, out);
      case dvt_primary_care:
        return derive_primary_care(batch, out);
      case rutherford_class:
        return derive_rutherford(batch, out);
      default:
        return;
    }
  }

 private:
  enum Step : std::uint32_t {
    wells_dvt,
    ankle_brachial_index,
    platelet_fall,
    claudication_questionnaire,
    exercise_fall,
    dvt_primary_care,
    rutherford_class
  };

  static void derive_wells(const causa::Batch& batch, const causa::Outputs& out) {
    const auto cancer = batch.truth(0);
    const auto immobilized = batch.truth(1);
    const auto bedridden = batch.truth(2);
    const auto tender = batch.truth(3);
    const auto entire_leg = batch.truth(4);
    const auto calf_3cm = batch.truth(5);
    const auto pitting = batch.truth(6);
    const auto collateral = batch.truth(7);
    const auto previous = batch.truth(8);
    const auto alternative = batch.truth(9);
    const auto swelling = batch.truth(10);
    const auto one_sided = batch.truth(11);
    const auto pregnancy = batch.truth(12);
    const auto postpartum = batch.truth(13);
    auto points = out.number(0);
    auto upper = out.number(1);
    for (const auto row : batch.rows()) {
      // Not made for pregnancy: imaging is decided without a score.
      if (pregnancy.present(row) || postpartum.present(row)) continue;
      formulas::WellsItems items;
      items.active_cancer = finding(cancer, row);
      items.leg_immobilized = finding(immobilized, row);
      items.bedridden_or_surgery = finding(bedridden, row);
      items.tender_deep_veins = finding(tender, row);
      items.entire_leg_swollen = finding(entire_leg, row);
      items.calf_swollen_3cm = finding(calf_3cm, row);
      items.pitting_edema = finding(pitting, row);
      items.collateral_veins = finding(collateral, row);
      items.previous_dvt = finding(previous, row);
      items.alternative_as_likely = finding(alternative, row);
      items = formulas::without_swelling(items, finding(swelling, row), finding(one_sided, row));
      if (const auto score = formulas::wells_dvt(items)) {
        points.set(row, score->points);
        upper.set(row, score->upper);
      }
    }
  }

  static void derive_abi(const causa::Batch& batch, const causa::Outputs& out) {
    const auto right_pedis = batch.number(0);
    const auto right_tibial = batch.number(1);
    const auto left_pedis = batch.number(2);
    const auto left_tibial = batch.number(3);
    const auto right_arm = batch.number(4);
    const auto left_arm = batch.number(5);
    auto abi = out.number(0);
    auto signal_absent = out.truth(1);
    for (const auto row : batch.rows()) {
      const formulas::AnklePressures right = {exact(right_pedis, row), exact(right_tibial, row)};
      const formulas::AnklePressures left = {exact(left_pedis, row), exact(left_tibial, row)};
      const formulas::ArmPressures arms = {exact(right_arm, row), exact(left_arm, row)};
      if (const auto index = formulas::lower_leg(formulas::ankle_brachial_index(right, arms),
                                                 formulas::ankle_brachial_index(left, arms)))
        abi.set(row, *index);
      // One silent ankle is enough; "not absent" holds for the legs that were measured.
      const auto right_absent = formulas::ankle_signal_absent(right);
      const auto left_absent = formulas::ankle_signal_absent(left);
      if (right_absent || left_absent)
        signal_absent.set(row, right_absent.value_or(false) || left_absent.value_or(false));
    }
  }

  static void derive_platelet_fall(const causa::Batch& batch, const causa::Outputs& out) {
    const auto platelets = batch.numbers(0);
    auto fall = out.number(0);
    for (const auto row : batch.rows())
      if (const auto percent = formulas::platelet_fall_percent(platelets.values(row)))
        fall.set(row, *percent);
  }

  static void derive_claudication(const causa::Batch& batch, const causa::Outputs& out) {
    const auto on_walking = batch.truth(0);
    const auto begins_at_rest = batch.truth(1);
    const auto uphill = batch.truth(2);
    const auto on_the_level = batch.truth(3);
    const auto gone_on_standing = batch.truth(4);
    const auto calf = batch.truth(5);
    const auto thigh_or_buttock = batch.truth(6);
    auto positive = out.truth(0);
    auto definite = out.truth(1);
    auto grade = out.number(2);
    for (const auto row : batch.rows()) {
      const formulas::ClaudicationAnswers answers = {
          finding(on_walking, row),      finding(begins_at_rest, row),   finding(uphill, row),
          finding(on_the_level, row),    finding(gone_on_standing, row), finding(calf, row),
          finding(thigh_or_buttock, row)};
      if (const auto found = formulas::edinburgh_claudication(answers)) {
        positive.set(row, *found != formulas::Claudication::negative);
        definite.set(row, *found == formulas::Claudication::definite);
      }
      if (const auto points = formulas::claudication_grade(answers)) grade.set(row, *points);
    }
  }

  static void derive_exercise_fall(const causa::Batch& batch, const causa::Outputs& out) {
    const auto resting = batch.number(0);
    const auto computed = batch.number(1);
    const auto after = batch.number(2);
    const auto pressure_at_rest = batch.number(3);
    const auto pressure_after = batch.number(4);
    auto falls = out.truth(0);
    for (const auto row : batch.rows()) {
      const auto at_rest = exact(resting, row);
      const formulas::ExerciseTest test = {at_rest ? at_rest : exact(computed, row),
                                           exact(after, row), exact(pressure_at_rest, row),
                                           exact(pressure_after, row)};
      if (const auto found = formulas::falls_after_exercise(test)) falls.set(row, *found);
    }
  }

  static void derive_primary_care(const causa::Batch& batch, const causa::Outputs& out) {
    const auto female = batch.truth(0);
    const auto contraceptive = batch.truth(1);
    const auto cancer = batch.truth(2);
    const auto surgery = batch.truth(3);
    const auto injury = batch.truth(4);
    const auto collateral = batch.truth(5);
    const auto calf_3cm = batch.truth(6);
    const auto d_dimer_positive = batch.truth(7);
    const auto d_dimer = batch.number(8);
    const auto pregnancy = batch.truth(9);
    const auto postpartum = batch.truth(10);
    auto points = out.number(0);
    auto upper = out.number(1);
    for (const auto row : batch.rows()) {
      if (pregnancy.present(row) || postpartum.present(row)) continue;
      formulas::PrimaryCareItems items;
      items.male = opposite(finding(female, row));
      items.oral_contraceptive = finding(contraceptive, row);
      items.active_cancer = finding(cancer, row);
      items.major_surgery = finding(surgery, row);
      items.no_leg_injury = opposite(finding(injury, row));
      items.collateral_veins = finding(collateral, row);
      items.calf_swollen_3cm = finding(calf_3cm, row);
      items.d_dimer_positive = finding(d_dimer_positive, row);
      if (const auto value = exact(d_dimer, row))
        if (items.d_dimer_positive == Finding::unknown)
          items.d_dimer_positive =
              *value >= formulas::d_dimer_limit_ug_l ? Finding::present : Finding::absent;
      if (const auto score = formulas::dvt_primary_care(items)) {
        points.set(row, score->points);
        upper.set(row, score->upper);
      }
    }
  }

  static void derive_rutherford(const causa::Batch& batch, const causa::Outputs& out) {
    const auto diagnosed = batch.truth(0);
    const auto cool = batch.truth(1);
    const auto pale = batch.truth(2);
    const auto pain = batch.truth(3);
    const auto numb_toes = batch.truth(4);
    const auto numb_beyond_toes = batch.truth(5);
    const auto anesthetic = batch.truth(6);
    const auto weak = batch.truth(7);
    const auto paralyzed = batch.truth(8);
    const auto arterial = batch.truth(9);
    const auto venous = batch.truth(10);
    const auto pulse = batch.truth(11);
    auto limb_class = out.number(0);
    for (const auto row : batch.rows()) {
      formulas::IschemicLimb limb;
      limb.diagnosed = finding(diagnosed, row);
      limb.cool = finding(cool, row);
      limb.pale = finding(pale, row);
      limb.pulse_lost = finding(pulse, row);
      limb.numb_toes = finding(numb_toes, row);
      limb.numb_beyond_toes = finding(numb_beyond_toes, row);
      limb.anesthetic = finding(anesthetic, row);
      limb.weak = finding(weak, row);
      limb.paralyzed = finding(paralyzed, row);
      limb.arterial_inaudible = finding(arterial, row);
      limb.venous_inaudible = finding(venous, row);
      if (pain.present(row) && pain.has_time(row))
        limb.pain_days =
            (static_cast<double>(batch.as_of_ms()) - static_cast<double>(pain.time_ms(row))) /
            ms_per_day;
      if (const auto found = formulas::rutherford_class(limb)) limb_class.set(row, *found);
    }
  }
};

}  // namespace

CAUSA_PLUGIN(Circulation)
