// SPDX-License-Identifier: Apache-2.0
//
// Random batches, each from a seed of its own, with values on and beyond every border: what may
// come of them isn't known, but no step may leave its memory, end the process, or answer the same
// row in two ways.

#include <fmt/core.h>

#include <chrono>

#include "check/child.hpp"
#include "check/instance.hpp"
#include "check/test.hpp"

namespace causa::check {

namespace {

class Batches {
 public:
  explicit Batches(const Subject& subject) : subject_(subject), instance_(load(subject)) {}

  /// What is wrong with the batch of this seed; empty: nothing.
  std::string run(std::uint64_t seed) {
    trying(seed);
    Random random(seed);
    const auto step = static_cast<std::uint32_t>(random() % subject_.shapes().size());
    const Shape& shape = subject_.shapes()[step];
    const std::size_t rows = random() % 5 == 0 ? random() % 3 : random() % 200;
    const Kind kind = random() % 4 == 0 ? Kind::usual : Kind::edges;
    const Table table = make_table(shape, rows, random, kind);
    Style style;
    style.fence = random() % 2 == 0 ? Fence::behind : Fence::before;
    style.inputs_read_only = random() % 2 == 0;
    const Answer answer = instance_.try_step(shape, step, table, style);
    if (!answer.stray.empty()) return answer.stray;
    if (kind == Kind::usual && !answer.bad_value.empty()) return answer.bad_value;
    // A step may refuse a batch as a whole; then the host asks for each row.
    if (answer.status != CAUSA_OK) return {};
    return try_alone(shape, step, table, answer, random);
  }

 private:
  std::string try_alone(const Shape& shape, std::uint32_t step, const Table& table,
                        const Answer& answer, Random& random) {
    if (table.rows.empty()) return {};
    const std::size_t row = random() % table.rows.size();
    Table alone;
    alone.as_of_ms = table.as_of_ms;
    alone.rows = {table.rows[row]};
    const Answer one = instance_.try_step(shape, step, alone);
    std::string difference =
        first_difference(shape, {answer.outputs[row]}, one.outputs, "in a batch", "alone");
    return difference.empty() ? std::string()
                              : difference + "; the facts of a row may depend on that row only";
  }

  const Subject& subject_;
  Instance instance_;
};

Verdict batches(const Subject& subject) {
  if (subject.shapes().empty()) return skip("the library has no steps");
  using Clock = std::chrono::steady_clock;
  Batches all(subject);
  const auto end = Clock::now() + std::chrono::duration<double>(subject.trial.fuzz_seconds);
  std::uint64_t seed = subject.trial.seed, count = 0;
  do {
    const std::string wrong = all.run(seed);
    if (!wrong.empty()) return fail(fmt::format("{}; seed {}", wrong, seed));
    ++seed;
    ++count;
  } while (Clock::now() < end);
  return pass(fmt::format("{} batches, seeds {} to {}", count, subject.trial.seed, seed - 1));
}

constexpr Test all[] = {
    {"fuzz.batches", "random batches with values on every border do no harm", For::libraries,
     "contract.empty_batch metamorphic.row_alone metamorphic.unknown_values memory.bounds "
     "memory.inputs memory.values",
     batches},
};

}  // namespace

std::span<const Test> fuzz_tests() { return all; }

}  // namespace causa::check
