// SPDX-License-Identifier: Apache-2.0

// Derived facts of the circulation module: what its manifest's `derives` names, in that order. The
// manifest judges; nothing here does.
#include <cstdint>
#include <optional>

#include <causa/plugin.hpp>

#include "formulas.hpp"

namespace {

namespace formulas = causa::circulation;
using formulas::Finding;

Finding finding(const causa::TruthColumn& column, std::uint32_t row) {
  if (!column.known(row)) return Finding::unknown;
  return column.present(row) ? Finding::present : Finding::absent;
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
      default:
        return;
    }
  }

 private:
  enum Step : std::uint32_t { wells_dvt, ankle_brachial_index, platelet_fall };

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
};

}  // namespace

CAUSA_PLUGIN(Circulation)
