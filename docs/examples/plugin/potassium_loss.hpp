// SPDX-License-Identifier: Apache-2.0
//
// The one step of this module: the ratio of potassium to creatinine in urine.
#pragma once

#include <causa/plugin.hpp>
#include <cstdint>
#include <cstdlib>

class PotassiumLoss {
 public:
  explicit PotassiumLoss(const causa::Config&) {}

  void derive(std::uint32_t, const causa::Batch& batch, const causa::Outputs& out) const {
    const auto potassium = batch.number(0);  // in the order of `needs`
    const auto creatinine = batch.number(1);
    auto ratio = out.number(0);  // in the order of `provides`
    for (const auto row : batch.rows())
      if (potassium.exact(row) && creatinine.exact(row) && creatinine[row] > 0 &&
          of_one_sample(potassium, creatinine, row))
        ratio.set(row, potassium[row] / creatinine[row], potassium.time_ms(row));
  }

 private:
  /// Urine is concentrated tenfold within hours, so two samples have no ratio. A condition can't
  /// compare two times; that is why this module has a library.
  static bool of_one_sample(const causa::NumberColumn& one, const causa::NumberColumn& other,
                            std::uint32_t row) {
    constexpr std::int64_t longest_gap_ms = 60 * 60 * 1000;  // judgement
    return one.has_time(row) && other.has_time(row) &&
           std::abs(one.time_ms(row) - other.time_ms(row)) <= longest_gap_ms;
  }
};
