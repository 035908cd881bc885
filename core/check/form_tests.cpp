// SPDX-License-Identifier: Apache-2.0
//
// Tests of the forms in which the host may put one and the same call: short, or longer than
// today's.

#include <fmt/core.h>

#include <algorithm>

#include "check/instance.hpp"
#include "check/steps.hpp"
#include "check/test.hpp"

namespace causa::check {

namespace {

/// A table of which nothing is unknown, and nothing has a time or a quality.
Table plain_table(const Shape& shape, Random& random) {
  Table table = make_table(shape, usual_rows, random);
  std::erase_if(table.rows, [](const Row& row) {
    return !std::all_of(row.begin(), row.end(), [](const Cell& cell) { return cell.known; });
  });
  for (Row& row : table.rows)
    for (Cell& cell : row) {
      cell.time_ms = CAUSA_TIME_UNKNOWN;
      cell.quality = 0;
    }
  return table;
}

Outputs without_times(Outputs outputs) {
  for (auto& row : outputs)
    for (Value& value : row) value.time_ms = CAUSA_TIME_UNKNOWN;
  return outputs;
}

Verdict optional_pointers(const Subject& subject) {
  Instance instance(load(subject));
  std::string difference;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    const Table table = plain_table(shape, random);
    const Outputs full = without_times(instance.outputs(shape, step, table));
    Style style;
    style.short_form = true;
    const Outputs short_form = without_times(instance.outputs(shape, step, table, style));
    if (difference.empty())
      difference = first_difference(shape, full, short_form, "with all pointers",
                                    "where valid, time_ms and quality are NULL");
  });
  if (difference.empty()) return pass();
  return fail(difference + "; NULL means: all known, no times, nothing to say of quality");
}

Verdict future_host(const Subject& subject) {
  const auto library = load(subject);
  Instance today(library);
  Instance later(library, "{}", true);
  std::string wrong;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    if (!wrong.empty()) return;
    const Table table = make_table(shape, usual_rows, random);
    Style style;
    style.from_the_future = true;
    const Outputs now = today.outputs(shape, step, table);
    const Answer answer = later.try_step(shape, step, table, style);
    wrong = answer.status == CAUSA_OK
                ? first_difference(shape, now, answer.outputs, "today", "with longer structs")
                : fmt::format("step {}: answers structs that are longer than today's with {}",
                              shape.id, words_of(answer.status, later.host()));
  });
  if (wrong.empty()) return pass();
  return fail(wrong + "; take any struct_size that has the fields you read (CAUSA_HAS)");
}

constexpr Test all[] = {
    {"contract.optional_pointers", "pointers that may be NULL are asked before they are followed",
     For::libraries, "metamorphic.repeat", optional_pointers},
    {"contract.future_host", "structs of a later version are accepted", For::libraries,
     "metamorphic.repeat", future_host},
};

}  // namespace

std::span<const Test> form_tests() { return all; }

}  // namespace causa::check
