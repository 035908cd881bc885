// SPDX-License-Identifier: Apache-2.0
//
// Tests that need no right answer: what must stay the same if the batch is asked again, cut,
// reordered, moved in time, or if what isn't known is written differently.

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <thread>

#include "check/instance.hpp"
#include "check/steps.hpp"
#include "check/test.hpp"

namespace causa::check {

namespace {

constexpr const char* alone_cure =
    "; the facts of a row may depend on that row and as_of_ms only, at whatever place it stands";

/// Compares the two outputs that `each` gives for every step; the first difference is the fault.
template <class Each>
Verdict compare(const Subject& subject, const char* of_one, const char* of_other, const char* cure,
                Each&& each) {
  const auto library = load(subject);
  Instance instance(library);
  std::string difference;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    if (!difference.empty()) return;
    const auto derive = [&](const Table& table, const Style& style = {}) {
      return instance.outputs(shape, step, table, style);
    };
    const std::pair<Outputs, Outputs> both =
        each(make_table(shape, usual_rows, random), derive, random);
    difference = first_difference(shape, both.first, both.second, of_one, of_other);
  });
  return difference.empty() ? pass() : fail(difference + cure);
}

Table part_of(const Table& table, std::size_t first, std::size_t count) {
  Table part;
  part.as_of_ms = table.as_of_ms;
  const auto begin = table.rows.begin() + static_cast<std::ptrdiff_t>(first);
  part.rows.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
  return part;
}

template <class Derive>
Outputs in_parts(const Table& table, std::size_t size, Derive& derive) {
  Outputs joined;
  for (std::size_t first = 0; first < table.rows.size(); first += size)
    for (auto& row : derive(part_of(table, first, std::min(size, table.rows.size() - first))))
      joined.push_back(std::move(row));
  return joined;
}

Verdict repeat(const Subject& subject) {
  return compare(subject, "at first", "when asked again",
                 "; keep nothing between calls: no static or changed member takes part in a result",
                 [](const Table& table, auto derive, Random&) {
                   Outputs first = derive(table);
                   derive(part_of(table, 3, 5));  // something else between
                   return std::pair(std::move(first), derive(table));
                 });
}

Verdict row_alone(const Subject& subject) {
  return compare(subject, "in a batch", "alone", alone_cure,
                 [](const Table& table, auto derive, Random&) {
                   return std::pair(derive(table), in_parts(table, 1, derive));
                 });
}

Verdict split(const Subject& subject) {
  return compare(subject, "in one batch", "in batches of seven and 64", alone_cure,
                 [](const Table& table, auto derive, Random&) {
                   const Outputs sevens = in_parts(table, 7, derive);
                   Outputs whole = derive(table);
                   // The fault shows in either; one of them is enough for the sentence.
                   const bool equal =
                       std::equal(whole.begin(), whole.end(), sevens.begin(),
                                  [](const auto& one, const auto& other) {
                                    return std::equal(one.begin(), one.end(), other.begin(), same);
                                  });
                   return std::pair(std::move(whole), equal ? in_parts(table, 64, derive) : sevens);
                 });
}

Verdict order(const Subject& subject) {
  return compare(subject, "in its first place", "in another place", alone_cure,
                 [](const Table& table, auto derive, Random& random) {
                   std::vector<std::size_t> places(table.rows.size());
                   std::iota(places.begin(), places.end(), std::size_t{0});
                   for (std::size_t i = places.size(); i > 1; --i)
                     std::swap(places[i - 1], places[random() % i]);
                   Table moved;
                   moved.as_of_ms = table.as_of_ms;
                   for (const std::size_t place : places) moved.rows.push_back(table.rows[place]);
                   const Outputs of_moved = derive(moved);
                   Outputs back(of_moved.size());
                   for (std::size_t i = 0; i < places.size(); ++i) back[places[i]] = of_moved[i];
                   return std::pair(derive(table), std::move(back));
                 });
}

Verdict joined(const Subject& subject) {
  return compare(subject, "in the batch", "in twice that batch", alone_cure,
                 [](const Table& table, auto derive, Random&) {
                   Table twice = table;
                   twice.rows.insert(twice.rows.end(), table.rows.begin(), table.rows.end());
                   Outputs of_twice = derive(twice);
                   Outputs first = derive(table);
                   Outputs second(of_twice.begin() + static_cast<std::ptrdiff_t>(first.size()),
                                  of_twice.end());
                   return std::pair(std::move(first), std::move(second));
                 });
}

Verdict unknown_values(const Subject& subject) {
  return compare(
      subject, "with zeros", "with other values where nothing is known",
      "; ask the valid bit of a row (known or exact in C++) before you read its value, time or "
      "quality",
      [](const Table& table, auto derive, Random&) {
        Style poison;
        poison.unknown_number = std::numeric_limits<double>::quiet_NaN();
        poison.unknown_truth = 255;
        poison.unknown_time_ms = table.as_of_ms - 1;
        poison.unknown_quality = 0xff;
        Style plausible;
        plausible.unknown_number = 7;
        plausible.unknown_truth = 1;
        plausible.unknown_time_ms = table.as_of_ms - 86'400'000;
        Outputs zeros = derive(table);
        Outputs of_poison = derive(table, poison);
        const bool equal = std::equal(
            zeros.begin(), zeros.end(), of_poison.begin(), [](const auto& one, const auto& other) {
              return std::equal(one.begin(), one.end(), other.begin(), same);
            });
        return std::pair(std::move(zeros), equal ? derive(table, plausible) : of_poison);
      });
}

Verdict all_unknown(const Subject& subject) {
  Instance instance(load(subject));
  std::string odd;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random&) {
    Table table;
    table.as_of_ms = 20'500LL * 86'400'000;
    table.rows.assign(2, Row(shape.needs.size()));
    const Outputs outputs = instance.outputs(shape, step, table);
    for (std::size_t i = 0; i < shape.provides.size(); ++i)
      if (outputs[0][i].known && odd.empty())
        odd = fmt::format(
            "step {}: says that {} is {} of a patient of whom nothing is known; leave "
            "it unknown, for what isn't recorded is not normal",
            shape.id, shape.provides[i].id, describe(shape.provides[i], outputs[0][i]));
  });
  return odd.empty() ? pass() : warn(odd);
}

constexpr std::int64_t days_moved = 1234;

Table later(Table table) {
  constexpr std::int64_t by_ms = days_moved * 86'400'000;
  const auto move = [](std::int64_t& time_ms) {
    if (time_ms != CAUSA_TIME_UNKNOWN) time_ms += by_ms;
  };
  table.as_of_ms += by_ms;
  for (Row& row : table.rows)
    for (Cell& cell : row) {
      move(cell.time_ms);
      for (Entry& entry : cell.list) move(entry.time_ms);
    }
  return table;
}

Verdict time_shift(const Subject& subject) {
  return compare(subject, "today", "when all times are 1234 days later",
                 "; only times between events and as_of_ms may count",
                 [](const Table& table, auto derive, Random&) {
                   Outputs now = derive(table);
                   for (auto& row : now)
                     for (Value& value : row)
                       if (value.known && value.time_ms != CAUSA_TIME_UNKNOWN)
                         value.time_ms += days_moved * 86'400'000;
                   return std::pair(std::move(now), derive(later(table)));
                 });
}

Verdict instances(const Subject& subject) {
  const auto library = load(subject);
  Instance one(library), other(library);
  std::string difference;
  for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
    const Table table = make_table(shape, usual_rows, random);
    const Table second = make_table(shape, usual_rows, random);
    const Outputs first = one.outputs(shape, step, table);
    other.outputs(shape, step, second);
    one.outputs(shape, step, second);
    if (difference.empty())
      difference = first_difference(shape, first, other.outputs(shape, step, table),
                                    "of one instance", "of another");
  });
  if (difference.empty()) return pass();
  return fail(difference + "; keep all state in the instance, none in globals");
}

Verdict threads(const Subject& subject) {
  constexpr int rounds = 20;
  const auto library = load(subject);
  std::vector<Table> tables;
  std::vector<Outputs> expected;
  {
    Instance instance(library);
    for_each_step(subject, [&](const Shape& shape, std::uint32_t step, Random& random) {
      tables.push_back(make_table(shape, usual_rows, random));
      expected.push_back(instance.outputs(shape, step, tables.back()));
    });
  }
  std::string differences[2];
  const auto work = [&](std::size_t thread) {
    Instance instance(library);
    for (int round = 0; round < rounds && differences[thread].empty(); ++round)
      for (std::uint32_t step = 0; step < tables.size(); ++step)
        if (differences[thread].empty()) {
          const Shape& shape = subject.shapes()[step];
          differences[thread] =
              first_difference(shape, expected[step], instance.outputs(shape, step, tables[step]),
                               "on one thread", "while another thread works too");
        }
  };
  std::thread other(work, 1);
  work(0);
  other.join();
  for (const auto& difference : differences)
    if (!difference.empty())
      return fail(difference + "; instances on two threads share nothing that changes");
  return pass();
}

constexpr const char* after_repeat = "metamorphic.repeat";
constexpr const char* after_alone = "metamorphic.row_alone";

constexpr Test all[] = {
    {"metamorphic.repeat", "the same batch gives the same facts again", For::libraries,
     "contract.derive contract.pure", repeat},
    {"metamorphic.row_alone", "a row gives the same alone as among others", For::libraries,
     after_repeat, row_alone},
    {"metamorphic.split", "batches of seven and 64 give the same as one", For::libraries,
     after_alone, split},
    {"metamorphic.order", "the order of rows makes no difference", For::libraries, after_alone,
     order},
    {"metamorphic.joined", "the same rows twice in a batch give the same twice", For::libraries,
     after_alone, joined},
    {"metamorphic.unknown_values", "values of unknown rows are not read", For::libraries,
     after_repeat, unknown_values},
    {"metamorphic.all_unknown", "of whom nothing is known, nothing is derived", For::libraries,
     "metamorphic.repeat metamorphic.unknown_values", all_unknown},
    {"metamorphic.time_shift", "the calendar makes no difference", For::libraries, after_repeat,
     time_shift},
    {"metamorphic.instances", "instances know nothing of each other", For::libraries, after_repeat,
     instances},
    {"metamorphic.threads", "instances on two threads give the same as on one", For::libraries,
     "metamorphic.repeat metamorphic.instances", threads},
};

}  // namespace

std::span<const Test> metamorphic_tests() { return all; }

}  // namespace causa::check
