// SPDX-License-Identifier: Apache-2.0
//
// Runs the step on plain values, without causa. Ends with the number of failures.

#include <causa/testing.hpp>
#include <cmath>
#include <cstdio>
#include <optional>

#include "potassium_loss.hpp"

namespace {

int failures = 0;

void expect(const char* what, bool holds) {
  if (holds) return;
  std::printf("wrong: %s\n", what);
  ++failures;
}

}  // namespace

int main() {
  constexpr std::int64_t hour_ms = 60 * 60 * 1000;
  constexpr auto unknown = std::nullopt;

  causa::testing::Step step(5);  // five patients
  step.number({40, 10, 10, unknown, 10}, {0, 0, 0, 0, 0});
  step.number({5, 12, 12, 12, 12}, {0, hour_ms, 2 * hour_ms, 0, causa::time_unknown});
  step.number_output();
  step.run(PotassiumLoss(causa::Config()), 0);

  expect("40 and 5 give 8.0", step.number_at(0, 0) == 8.0);
  expect("10 and 12 give 0.83", std::abs(step.number_at(0, 1).value_or(0) - 0.83) < 0.005);
  expect("two samples have no ratio", step.number_at(0, 2) == unknown);
  expect("no potassium, no ratio", step.number_at(0, 3) == unknown);
  expect("an unknown time gives no ratio", step.number_at(0, 4) == unknown);
  return failures;
}
