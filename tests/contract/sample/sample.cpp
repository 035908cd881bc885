// SPDX-License-Identifier: Apache-2.0

#include <causa/plugin.hpp>

#include "formulas.hpp"

namespace {

class Sample {
 public:
  explicit Sample(const causa::Config& config) : middle_(config.number("albumin_middle", 40)) {}

  void derive(std::uint32_t step, const causa::Batch& batch, const causa::Outputs& out) const {
    if (step == adjusted_calcium) {
      const auto calcium = batch.number(0);
      const auto albumin = batch.number(1);
      auto adjusted = out.number(0);
      for (const auto row : batch.rows())
        if (calcium.exact(row) && albumin.exact(row))
          adjusted.set(row,
                       causa::sample::adjusted_calcium_mmol_l(calcium[row], albumin[row], middle_));
    } else {
      const auto thiazide = batch.truth(0);
      auto days = out.number(0);
      auto recent = out.truth(1);
      for (const auto row : batch.rows()) {
        if (thiazide.absent(row)) recent.set(row, false);
        if (!thiazide.present(row) || !thiazide.has_time(row)) continue;
        const double elapsed =
            static_cast<double>(batch.as_of_ms() - thiazide.time_ms(row)) / 86'400'000.0;
        days.set(row, elapsed, thiazide.time_ms(row));
        recent.set(row, elapsed <= 90);
      }
    }
  }

 private:
  enum Step : std::uint32_t { adjusted_calcium, thiazide_time };
  double middle_;
};

}  // namespace

CAUSA_PLUGIN(Sample)
