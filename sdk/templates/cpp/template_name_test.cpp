// SPDX-License-Identifier: Apache-2.0
//
// Runs the step on plain values, without causa. Ends with the number of failures.

#include <causa/testing.hpp>
#include <cstdio>
#include <optional>

#include "template_name.hpp"

namespace {

int failures = 0;

void expect(const char* what, bool holds) {
  if (holds) return;
  std::printf("wrong: %s\n", what);
  ++failures;
}

}  // namespace

int main() {
  constexpr std::int64_t day_ms = 24 * 60 * 60 * 1000;
  constexpr auto unknown = std::nullopt;

  causa::testing::Step step(5);  // five patients
  step.number({12, 12, unknown, 12, 12},
              {40 * day_ms, 5 * day_ms, causa::time_unknown, 40 * day_ms, 40 * day_ms});
  step.truth({true, true, true, false, true},
             {20 * day_ms, 20 * day_ms, 20 * day_ms, 20 * day_ms, causa::time_unknown});
  step.number_output();
  step.run(TemplateName(causa::Config()), 0);

  expect("20 days after the start", step.number_at(0, 0) == 20.0);
  expect("a TSH before the start says nothing", step.number_at(0, 1) == unknown);
  expect("without a TSH it is unknown", step.number_at(0, 2) == unknown);
  expect("without levothyroxine it is unknown", step.number_at(0, 3) == unknown);
  expect("an unknown start leaves it unknown", step.number_at(0, 4) == unknown);
  return failures;
}
