// SPDX-License-Identifier: Apache-2.0
//
// Tests of what a step reads and writes: each array lies before or behind a page that may not be
// touched.

#include "check/instance.hpp"
#include "check/steps.hpp"
#include "check/test.hpp"

namespace causa::check {

namespace {

/// Sizes around the border of a word of bits, and none.
constexpr std::size_t row_counts[] = {0, 1, 63, 64, 65, usual_rows};

/// Runs all steps with arrays that lie at either fence; what is touched ends the child.
template <class Look>
void run_fenced(const Subject& subject, const Style& with, Look&& look) {
  Instance instance(load(subject));
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    for (const Fence fence : {Fence::behind, Fence::before})
      for (const std::size_t rows : row_counts) {
        Style style = with;
        style.fence = fence;
        look(instance.try_step(shape, step, make_table(shape, rows, random), style));
      }
  });
}

Verdict bounds(const Subject& subject) {
  std::string stray;
  run_fenced(subject, {}, [&](const Answer& answer) {
    if (stray.empty()) stray = answer.stray;
  });
  return stray.empty() ? pass() : fail(stray);
}

Verdict inputs(const Subject& subject) {
  Style style;
  style.inputs_read_only = true;
  run_fenced(subject, style, [](const Answer&) {});
  return pass();
}

Verdict values(const Subject& subject) {
  Instance instance(load(subject));
  std::string bad;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    for (int round = 0; round < 8 && bad.empty(); ++round)
      bad = instance.try_step(shape, step, make_table(shape, usual_rows, random)).bad_value;
  });
  return bad.empty() ? pass() : fail(bad);
}

Verdict scratch(const Subject& subject) {
  const auto library = load(subject);
  Instance zeros(library), garbage(library);
  garbage.host().scratch_fill = 0xa5;
  std::string difference;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    const Table table = make_table(shape, usual_rows, random);
    const Outputs expected = zeros.outputs(shape, step, table);
    const Answer answer = garbage.try_step(shape, step, table);
    if (difference.empty())
      difference = first_difference(shape, expected, answer.outputs, "with zeroed scratch memory",
                                    "where something stands in it");
  });
  if (difference.empty())
    return pass(zeros.host().scratch_calls == 0 ? "it asks for no scratch memory" : "");
  return fail(difference + "; write scratch memory before you read it, nobody zeroes it");
}

constexpr Test all[] = {
    {"memory.bounds", "nothing is read or written beyond the ends of columns and outputs",
     For::libraries, "contract.derive contract.empty_batch", bounds},
    {"memory.inputs", "nothing is written to what the host passes in", For::libraries,
     "contract.derive memory.bounds", inputs},
    {"memory.values", "every value that is called known is one of its type", For::libraries,
     "contract.derive metamorphic.unknown_values", values},
    {"memory.scratch", "scratch memory is written before it is read", For::libraries,
     "contract.derive metamorphic.repeat", scratch},
};

}  // namespace

std::span<const Test> memory_tests() { return all; }

}  // namespace causa::check
