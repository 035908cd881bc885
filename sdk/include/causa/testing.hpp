// SPDX-License-Identifier: Apache-2.0
//
// Tests of a derive step without a host: columns from plain values, outputs read back.
//
//   causa::testing::Step step(2);                         // two patients
//   step.number({2.00, std::nullopt}).number({30, 40});   // the step's needs, in order
//   step.number_output();                                 // its provides, in order
//   step.run(Electrolytes(causa::Config()), 0);
//   step.number_at(0, 0)                                  // 2.20; output 0 of row 0
//   step.number_at(0, 1)                                  // std::nullopt: unknown
//
// Values of unknown rows are poisoned (NaN, 255), so that a step that forgets to ask known() shows
// it. One thread; owns all memory.
#pragma once

#include <causa/abi.h>

#include <causa/batch.hpp>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace causa::testing {

using Times = std::vector<std::int64_t>;      ///< milliseconds since 1970; time_unknown
using Qualities = std::vector<std::uint8_t>;  ///< CAUSA_QUALITY_*

class Step {
 public:
  explicit Step(std::uint32_t rows, std::int64_t as_of_ms = 0) : rows_(rows), as_of_ms_(as_of_ms) {}

  Step& number(const std::vector<std::optional<double>>& values, Times times = {},
               Qualities qualities = {}) {
    Column& column = add(CAUSA_NUMBER, values.size(), std::move(times), std::move(qualities));
    for (std::uint32_t row = 0; row < rows_; ++row) {
      column.numbers.push_back(values[row].value_or(std::numeric_limits<double>::quiet_NaN()));
      if (values[row]) mark(column.valid, row);
    }
    column.table.values = column.numbers.data();
    return *this;
  }

  /// Times are starts or onsets.
  Step& truth(const std::vector<std::optional<bool>>& values, Times times = {},
              Qualities qualities = {}) {
    Column& column = add(CAUSA_TRUTH, values.size(), std::move(times), std::move(qualities));
    for (std::uint32_t row = 0; row < rows_; ++row) {
      column.truths.push_back(values[row] ? std::uint8_t{*values[row]} : std::uint8_t{255});
      if (values[row]) mark(column.valid, row);
    }
    column.table.values = column.truths.data();
    return *this;
  }

  /// `take: all`: for each row its values in order of time; times as long as all of them together.
  Step& numbers(const std::vector<std::vector<double>>& lists, Times times = {}) {
    Column& column = add(CAUSA_NUMBER, lists.size(), {}, {});
    column.offsets.push_back(0);
    for (std::uint32_t row = 0; row < rows_; ++row) {
      column.numbers.insert(column.numbers.end(), lists[row].begin(), lists[row].end());
      column.offsets.push_back(static_cast<std::uint32_t>(column.numbers.size()));
      if (!lists[row].empty()) mark(column.valid, row);
    }
    if (!times.empty() && times.size() != column.numbers.size())
      throw std::invalid_argument("a time for each value, or none at all");
    column.times = std::move(times);
    column.table.values = column.numbers.data();
    column.table.offsets = column.offsets.data();
    column.table.time_ms = column.times.empty() ? nullptr : column.times.data();
    return *this;
  }

  Step& number_output() { return output(CAUSA_NUMBER); }
  Step& truth_output() { return output(CAUSA_TRUTH); }

  /// Calls the author's class as the host would; exceptions come through.
  template <class Plugin>
  void run(const Plugin& plugin, std::uint32_t step) {
    std::vector<const causa_column*> columns;
    for (const auto& column : columns_) columns.push_back(&column->table);
    std::vector<const causa_output*> tables;
    for (const auto& output : outputs_) {
      output->valid.assign(words(), 0);
      output->times.assign(rows_, time_unknown);
      tables.push_back(&output->table);
    }
    const causa_batch batch = {sizeof(causa_batch),
                               rows_,
                               static_cast<std::uint32_t>(columns.size()),
                               static_cast<std::uint32_t>(tables.size()),
                               as_of_ms_,
                               columns.data()};
    plugin.derive(step, Batch(batch), Outputs(batch, tables.data()));
  }

  [[nodiscard]] std::optional<double> number_at(std::size_t output, std::uint32_t row) const {
    const Output& out = *outputs_.at(output);
    return set(out, row) ? std::optional(out.numbers.at(row)) : std::nullopt;
  }
  [[nodiscard]] std::optional<bool> truth_at(std::size_t output, std::uint32_t row) const {
    const Output& out = *outputs_.at(output);
    return set(out, row) ? std::optional(out.truths.at(row) != 0) : std::nullopt;
  }
  [[nodiscard]] std::int64_t time_at(std::size_t output, std::uint32_t row) const {
    return outputs_.at(output)->times.at(row);
  }

 private:
  struct Column {
    causa_column table{};
    std::vector<double> numbers;
    std::vector<std::uint8_t> truths;
    std::vector<std::uint64_t> valid;
    std::vector<std::uint32_t> offsets;
    Times times;
    Qualities qualities;
  };
  struct Output {
    causa_output table{};
    std::vector<double> numbers;
    std::vector<std::uint8_t> truths;
    std::vector<std::uint64_t> valid;
    Times times;
  };

  [[nodiscard]] std::size_t words() const { return (std::size_t{rows_} + 63) / 64; }

  static void mark(std::vector<std::uint64_t>& words, std::uint32_t row) {
    words[row / 64] |= std::uint64_t{1} << (row % 64);
  }
  static bool set(const Output& out, std::uint32_t row) {
    return (out.valid.at(row / 64) >> (row % 64) & 1) != 0;
  }

  Column& add(causa_type type, std::size_t count, Times times, Qualities qualities) {
    if (count != rows_ || (!times.empty() && times.size() != rows_) ||
        (!qualities.empty() && qualities.size() != rows_))
      throw std::invalid_argument("a column needs one entry for each row");
    Column& column = *columns_.emplace_back(std::make_unique<Column>());
    column.valid.assign(words(), 0);
    column.times = std::move(times);
    column.qualities = std::move(qualities);
    column.table.struct_size = sizeof(causa_column);
    column.table.type = type;
    column.table.valid = column.valid.data();
    column.table.time_ms = column.times.empty() ? nullptr : column.times.data();
    column.table.quality = column.qualities.empty() ? nullptr : column.qualities.data();
    return column;
  }

  Step& output(causa_type type) {
    Output& out = *outputs_.emplace_back(std::make_unique<Output>());
    out.numbers.assign(rows_, std::numeric_limits<double>::quiet_NaN());
    out.truths.assign(rows_, 255);
    out.valid.assign(words(), 0);
    out.times.assign(rows_, time_unknown);
    void* values = type == CAUSA_NUMBER ? static_cast<void*>(out.numbers.data())
                                        : static_cast<void*>(out.truths.data());
    out.table = {sizeof(causa_output), type, values, out.valid.data(), out.times.data()};
    return *this;
  }

  std::uint32_t rows_;
  std::int64_t as_of_ms_;
  std::vector<std::unique_ptr<Column>> columns_;
  std::vector<std::unique_ptr<Output>> outputs_;
};

}  // namespace causa::testing
