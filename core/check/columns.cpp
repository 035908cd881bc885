// SPDX-License-Identifier: Apache-2.0

#include "check/columns.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstring>

namespace causa::check {

namespace {

/// Stands in outputs that nobody has written: no truth, and no number that anybody would mean.
constexpr unsigned char unwritten = 0xa5;

std::size_t words(std::size_t rows) { return (rows + 63) / 64; }

void mark(std::uint64_t* valid, std::size_t row) {
  valid[row / 64] |= std::uint64_t{1} << (row % 64);
}

/// A struct in memory of its own, with the tail that a later version would have.
template <class T>
T* placed(T value, bool from_the_future, Memory& memory, std::string name) {
  const std::size_t size = sizeof(T) + (from_the_future ? future_bytes : 0);
  value.struct_size = static_cast<std::uint32_t>(size);
  void* to = memory.take(size, alignof(T), std::move(name));
  std::memset(to, future_fill, size);
  std::memcpy(to, &value, sizeof(T));
  return static_cast<T*>(to);
}

}  // namespace

template <class T>
T* Columns::array(std::size_t count, const Need& need, const char* what) {
  return static_cast<T*>(
      memory_.take(count * sizeof(T), alignof(T), fmt::format("the {} of {}", what, need.id)));
}

Columns::Columns(const Shape& shape, const Table& table, const Style& style, Memory& memory)
    : table_(table), style_(style), memory_(memory) {
  const std::size_t count = shape.needs.size();
  auto** columns = static_cast<const causa_column**>(
      memory_.take(count * sizeof(causa_column*), alignof(causa_column*), "the list of columns"));
  for (std::size_t i = 0; i < count; ++i)
    columns[i] = shape.needs[i].list ? list(shape.needs[i], i) : column(shape.needs[i], i);
  causa_batch batch{};
  batch.row_count = static_cast<std::uint32_t>(table.rows.size());
  batch.column_count = static_cast<std::uint32_t>(count);
  batch.output_count = static_cast<std::uint32_t>(shape.provides.size());
  batch.as_of_ms = table.as_of_ms;
  batch.columns = columns;
  batch_ = placed(batch, style.from_the_future, memory_, "the batch");
}

const causa_column* Columns::place(const causa_column& column, const Need& need) {
  return placed(column, style_.from_the_future, memory_, "the column of " + need.id);
}

const causa_column* Columns::column(const Need& need, std::size_t index) {
  const std::size_t rows = table_.rows.size();
  auto* valid = array<std::uint64_t>(words(rows), need, "valid bits");
  auto* times = array<std::int64_t>(rows, need, "times");
  auto* quality = array<std::uint8_t>(rows, need, "qualities");
  double* numbers = need.type == CAUSA_NUMBER ? array<double>(rows, need, "values") : nullptr;
  auto* truths = need.type == CAUSA_TRUTH ? array<std::uint8_t>(rows, need, "values") : nullptr;
  bool all_known = true, any_time = false, any_quality = false;
  for (std::size_t row = 0; row < rows; ++row) {
    const Cell& cell = table_.rows[row][index];
    if (cell.known) mark(valid, row);
    if (numbers) numbers[row] = cell.known ? cell.number : style_.unknown_number;
    if (truths) truths[row] = cell.known ? cell.truth : style_.unknown_truth;
    times[row] = cell.known ? cell.time_ms : style_.unknown_time_ms;
    quality[row] = cell.known ? cell.quality : style_.unknown_quality;
    all_known = all_known && cell.known;
    any_time = any_time || times[row] != CAUSA_TIME_UNKNOWN;
    any_quality = any_quality || quality[row] != 0;
  }
  causa_column column{};
  column.type = need.type;
  column.values = numbers ? static_cast<const void*>(numbers) : static_cast<const void*>(truths);
  column.valid = style_.short_form && all_known ? nullptr : valid;
  column.time_ms = style_.short_form && !any_time ? nullptr : times;
  column.quality = style_.short_form && !any_quality ? nullptr : quality;
  return place(column, need);
}

const causa_column* Columns::list(const Need& need, std::size_t index) {
  const std::size_t rows = table_.rows.size();
  std::size_t entries = 0;
  for (const Row& row : table_.rows) entries += row[index].list.size();
  auto* valid = array<std::uint64_t>(words(rows), need, "valid bits");
  auto* offsets = array<std::uint32_t>(rows + 1, need, "offsets");
  auto* numbers = array<double>(entries, need, "values");
  auto* times = array<std::int64_t>(entries, need, "times");
  auto* quality = array<std::uint8_t>(entries, need, "qualities");
  std::uint32_t at = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    offsets[row] = at;
    const auto& list = table_.rows[row][index].list;
    if (!list.empty()) mark(valid, row);
    for (const Entry& entry : list) {
      numbers[at] = entry.number;
      times[at] = entry.time_ms;
      quality[at++] = entry.quality;
    }
  }
  offsets[rows] = at;
  causa_column column{};
  column.type = CAUSA_NUMBER;
  column.values = numbers;
  column.valid = valid;
  column.offsets = offsets;
  column.time_ms = times;
  column.quality = quality;
  return place(column, need);
}

OutputColumns::OutputColumns(const Shape& shape, std::size_t rows, const Style& style,
                             Memory& memory)
    : shape_(shape), rows_(rows) {
  const std::size_t count = shape.provides.size();
  tables_ = static_cast<const causa_output**>(
      memory.take(count * sizeof(causa_output*), alignof(causa_output*), "the list of outputs"));
  for (std::size_t i = 0; i < count; ++i) {
    const Provide& provided = shape.provides[i];
    const std::size_t size = provided.type == CAUSA_NUMBER ? sizeof(double) : 1;
    One one{};
    one.values = memory.take(rows * size, size, "the output values of " + provided.id);
    std::memset(one.values, unwritten, rows * size);
    one.valid = static_cast<std::uint64_t*>(
        memory.take(words(rows) * sizeof(std::uint64_t), alignof(std::uint64_t),
                    "the output's valid bits of " + provided.id));
    if (!style.short_form) {
      one.time_ms =
          static_cast<std::int64_t*>(memory.take(rows * sizeof(std::int64_t), alignof(std::int64_t),
                                                 "the output times of " + provided.id));
      for (std::size_t row = 0; row < rows; ++row) one.time_ms[row] = CAUSA_TIME_UNKNOWN;
    }
    causa_output output{};
    output.type = provided.type;
    output.values = one.values;
    output.valid = one.valid;
    output.time_ms = one.time_ms;
    tables_[i] =
        placed(output, style.from_the_future, memory, "the output table of " + provided.id);
    arrays_.push_back(one);
  }
}

void OutputColumns::read(Answer& answer) const {
  answer.outputs.assign(rows_, std::vector<Value>(shape_.provides.size()));
  for (std::size_t i = 0; i < arrays_.size(); ++i) {
    const One& one = arrays_[i];
    const Provide& provided = shape_.provides[i];
    if (rows_ % 64 != 0 && one.valid[rows_ / 64] >> (rows_ % 64) != 0)
      answer.stray = fmt::format(
          "step {}: sets valid bits of {} behind the last of {} rows; set bit r only for rows that "
          "there are",
          shape_.id, provided.id, rows_);
    for (std::size_t row = 0; row < rows_; ++row) {
      if ((one.valid[row / 64] >> (row % 64) & 1) == 0) continue;
      Value& value = answer.outputs[row][i];
      value.known = true;
      if (one.time_ms) value.time_ms = one.time_ms[row];
      if (provided.type == CAUSA_NUMBER) {
        value.number = static_cast<const double*>(one.values)[row];
        if (!std::isfinite(value.number))
          answer.bad_value = fmt::format(
              "step {}: gives {} for {} of row {} and calls it known; leave such a row unset",
              shape_.id, value.number, provided.id, row);
        continue;
      }
      const auto truth = static_cast<const std::uint8_t*>(one.values)[row];
      value.number = truth;
      if (truth > 1)
        answer.bad_value = fmt::format(
            "step {}: gives {} for {} of row {}{}; a truth is 1 (present) or 0 (absent)", shape_.id,
            truth, provided.id, row, truth == unwritten ? " (nothing was written there)" : "");
    }
  }
}

}  // namespace causa::check
