// SPDX-License-Identifier: Apache-2.0
//
// Alerts often cut one analyte into bands: potassium < 2.5, then 2.5 to 3.0. "< 3.0" is in neither
// for certain, and yet surely in one of them, so it must raise the less severe one. A band is open
// towards the more severe side if bands that alert by themselves follow there without a gap.
#include <algorithm>
#include <cmath>
#include <limits>

#include "rules/condition.hpp"

namespace causa::rules {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

class Bands {
 public:
  explicit Bands(std::span<Program* const> programs) : programs_(programs) {}

  void join() {
    for (const Program* program : programs_)
      if (!program->always()) collect(*program, program->steps_.size() - 1);
    for (Program* program : programs_)
      for (Program::Step& step : program->steps_) {
        if (step.code != Program::Code::within || step.operands > 0) continue;
        step.open_below = std::isfinite(step.low) && reaches_below(step.column, step.low);
        step.open_above = std::isfinite(step.high) && reaches_above(step.column, step.high);
      }
  }

 private:
  struct Band {
    std::uint32_t column;
    double low, high;
  };

  /// Comparisons that suffice for their alert: the whole condition, or one side of its `or`.
  void collect(const Program& program, std::size_t at) {
    const Program::Step& step = program.steps_[at];
    if (step.code == Program::Code::within && step.operands == 0)
      bands_.push_back({step.column, step.low, step.high});
    if (step.code != Program::Code::any_of) return;
    std::size_t operand = at - 1;
    for (std::uint32_t i = 0; i < step.operands; ++i) {
      collect(program, operand);
      operand -= program.steps_[operand].size;
    }
  }

  /// Both ends of a band are closed; the next one begins at the next number or before.
  [[nodiscard]] bool reaches_below(std::uint32_t column, double edge) const {
    for (bool moved = true; moved && edge > -infinity;) {
      moved = false;
      for (const Band& band : bands_)
        if (band.column == column && band.low < edge &&
            std::nextafter(band.high, infinity) >= edge) {
          edge = band.low;
          moved = true;
        }
    }
    return edge == -infinity;
  }

  [[nodiscard]] bool reaches_above(std::uint32_t column, double edge) const {
    for (bool moved = true; moved && edge < infinity;) {
      moved = false;
      for (const Band& band : bands_)
        if (band.column == column && band.high > edge &&
            std::nextafter(band.low, -infinity) <= edge) {
          edge = band.high;
          moved = true;
        }
    }
    return edge == infinity;
  }

  std::span<Program* const> programs_;
  std::vector<Band> bands_;
};

void join_bands(std::span<Program* const> programs) { Bands(programs).join(); }

}  // namespace causa::rules
