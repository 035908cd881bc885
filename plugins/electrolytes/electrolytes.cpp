// SPDX-License-Identifier: Apache-2.0

// Derived facts of the electrolytes module: what its manifest's `derives` names, in that order. The
// manifest judges; nothing here does.
#include <cstdint>
#include <optional>

#include <causa/plugin.hpp>
#include <causa/times.hpp>

#include "formulas.hpp"

namespace {

/// Ions and glucose that are combined must be of one occasion (judgement); unknown times are let
/// through. Albumin moves slowly: its own window is enough.
constexpr double same_sample_hours = 24;

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
      default:
        return;
    }
  }

 private:
  enum Step : std::uint32_t { adjusted_calcium, anion_gap, corrected_sodium };

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

  double reference_albumin_g_l_;
};

}  // namespace

CAUSA_PLUGIN(Electrolytes)
