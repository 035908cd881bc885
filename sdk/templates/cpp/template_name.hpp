// SPDX-License-Identifier: Apache-2.0
//
// The steps of this module: one function for each entry of `derives` in template_name.yaml. Nothing
// is judged here; rules stand in the manifest.
#pragma once

#include <causa/plugin.hpp>
#include <cstdint>

class TemplateName {
 public:
  // Settings of the manifest's `config` are read here: config.number("name", its_default).
  explicit TemplateName(const causa::Config&) {}

  void derive(std::uint32_t /*step*/, const causa::Batch& batch, const causa::Outputs& out) const {
    constexpr double day_ms = 24 * 60 * 60 * 1000;
    const auto tsh = batch.number(0);  // in the order of `needs`
    const auto levothyroxine = batch.truth(1);
    auto days = out.number(0);  // in the order of `provides`
    for (const auto row : batch.rows()) {
      // What isn't set stays unknown; ask whether a value or a time is known before it is used.
      if (!levothyroxine.present(row) || !levothyroxine.has_time(row) || !tsh.has_time(row))
        continue;
      const std::int64_t after_ms = tsh.time_ms(row) - levothyroxine.time_ms(row);
      if (after_ms >= 0) days.set(row, static_cast<double>(after_ms) / day_ms, tsh.time_ms(row));
    }
  }
};
