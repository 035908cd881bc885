// SPDX-License-Identifier: Apache-2.0
//
// Views of one derive call: the columns that a step needs and the outputs that it provides. They
// own nothing and are good until derive returns; one thread. Asking for a column that isn't there
// or of another type throws causa::BatchError (the manifest and the code disagree), once a call,
// never in the loop over rows; the loop itself is unchecked.
#pragma once

#include <causa/abi.h>

#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>

namespace causa {
inline namespace v1 {

struct BatchError : std::logic_error {
  using std::logic_error::logic_error;
};

inline constexpr std::int64_t time_unknown = CAUSA_TIME_UNKNOWN;

namespace detail {

inline bool bit(const std::uint64_t* words, std::uint32_t row) {
  return (words[row / 64] >> (row % 64) & 1) != 0;
}

/// What number, integer and truth columns have in common.
class Column {
 public:
  explicit Column(const causa_column& column) : column_(&column) {}

  [[nodiscard]] bool known(std::uint32_t row) const {
    return column_->valid == nullptr || bit(column_->valid, row);
  }
  [[nodiscard]] bool has_time(std::uint32_t row) const {
    return column_->time_ms != nullptr && known(row) && column_->time_ms[row] != time_unknown;
  }
  /// Milliseconds since 1970; time_unknown if it isn't known.
  [[nodiscard]] std::int64_t time_ms(std::uint32_t row) const {
    return has_time(row) ? column_->time_ms[row] : time_unknown;
  }
  /// CAUSA_QUALITY_* bits.
  [[nodiscard]] std::uint8_t quality(std::uint32_t row) const {
    return column_->quality == nullptr ? std::uint8_t{0} : column_->quality[row];
  }

 protected:
  const causa_column* column_;
};

}  // namespace detail

/// The row numbers of a batch: `for (const auto row : batch.rows())`.
class Rows {
 public:
  class Iterator {
   public:
    using value_type = std::uint32_t;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    explicit Iterator(std::uint32_t row) : row_(row) {}
    std::uint32_t operator*() const { return row_; }
    Iterator& operator++() {
      ++row_;
      return *this;
    }
    Iterator operator++(int) { return Iterator(row_++); }
    friend bool operator==(Iterator, Iterator) = default;

   private:
    std::uint32_t row_ = 0;
  };

  explicit Rows(std::uint32_t count) : count_(count) {}
  [[nodiscard]] Iterator begin() const { return Iterator(0); }
  [[nodiscard]] Iterator end() const { return Iterator(count_); }
  [[nodiscard]] std::uint32_t size() const { return count_; }

 private:
  std::uint32_t count_;
};

class NumberColumn : public detail::Column {
 public:
  explicit NumberColumn(const causa_column& column)
      : Column(column), values_(static_cast<const double*>(column.values)) {}

  double operator[](std::uint32_t row) const { return values_[row]; }

  /// Known, and neither a bound ("< 0.3") nor one of several values of one instant.
  [[nodiscard]] bool exact(std::uint32_t row) const {
    constexpr unsigned inexact = CAUSA_QUALITY_BELOW | CAUSA_QUALITY_ABOVE | CAUSA_QUALITY_TIED;
    return known(row) && (quality(row) & inexact) == 0;
  }

 private:
  const double* values_;
};

class IntegerColumn : public detail::Column {
 public:
  explicit IntegerColumn(const causa_column& column)
      : Column(column), values_(static_cast<const std::int64_t*>(column.values)) {}
  std::int64_t operator[](std::uint32_t row) const { return values_[row]; }

 private:
  const std::int64_t* values_;
};

class TruthColumn : public detail::Column {
 public:
  explicit TruthColumn(const causa_column& column)
      : Column(column), values_(static_cast<const std::uint8_t*>(column.values)) {}

  [[nodiscard]] bool present(std::uint32_t row) const { return known(row) && values_[row] != 0; }
  [[nodiscard]] bool absent(std::uint32_t row) const { return known(row) && values_[row] == 0; }

 private:
  const std::uint8_t* values_;
};

/// `take: all`: several values of a row, in order of time.
class NumberLists : public detail::Column {
 public:
  explicit NumberLists(const causa_column& column) : Column(column) {}

  [[nodiscard]] std::span<const double> values(std::uint32_t row) const {
    return entries(static_cast<const double*>(column_->values), row);
  }
  /// As long as values(row); empty if times aren't known for any row.
  [[nodiscard]] std::span<const std::int64_t> times_ms(std::uint32_t row) const {
    if (column_->time_ms == nullptr) return {};
    return entries(column_->time_ms, row);
  }

  // A list has many times and qualities, not one.
  bool has_time(std::uint32_t) const = delete;
  std::int64_t time_ms(std::uint32_t) const = delete;
  std::uint8_t quality(std::uint32_t) const = delete;

 private:
  template <class T>
  std::span<const T> entries(const T* first, std::uint32_t row) const {
    const std::uint32_t* offsets = column_->offsets;
    return {first + offsets[row], first + offsets[row + 1]};
  }
};

class Batch {
 public:
  explicit Batch(const causa_batch& batch) : batch_(&batch) {}

  [[nodiscard]] Rows rows() const { return Rows(batch_->row_count); }
  [[nodiscard]] std::int64_t as_of_ms() const { return batch_->as_of_ms; }

  [[nodiscard]] NumberColumn number(std::uint32_t index) const {
    return NumberColumn(column(index, CAUSA_NUMBER, false));
  }
  [[nodiscard]] IntegerColumn integer(std::uint32_t index) const {
    return IntegerColumn(column(index, CAUSA_INTEGER, false));
  }
  [[nodiscard]] TruthColumn truth(std::uint32_t index) const {
    return TruthColumn(column(index, CAUSA_TRUTH, false));
  }
  [[nodiscard]] NumberLists numbers(std::uint32_t index) const {
    return NumberLists(column(index, CAUSA_NUMBER, true));
  }

 private:
  [[nodiscard]] const causa_column& column(std::uint32_t index, causa_type type, bool list) const {
    if (index >= batch_->column_count)
      throw BatchError("column " + std::to_string(index) + " asked for, but the step needs only " +
                       std::to_string(batch_->column_count));
    const causa_column& found = *batch_->columns[index];
    if (found.type != type || (found.offsets != nullptr) != list)
      throw BatchError("column " + std::to_string(index) +
                       " is of another type than the manifest says");
    return found;
  }

  const causa_batch* batch_;
};

namespace detail {

class Output {
 public:
  Output(const causa_output& output, std::uint32_t rows) : output_(&output), rows_(rows) {}

 protected:
  /// False: outside of the batch.
  bool mark(std::uint32_t row, std::int64_t time_ms) const {
    if (row >= rows_) return false;
    output_->valid[row / 64] |= std::uint64_t{1} << (row % 64);
    if (time_ms != time_unknown && output_->time_ms != nullptr) output_->time_ms[row] = time_ms;
    return true;
  }

  const causa_output* output_;

 private:
  std::uint32_t rows_;
};

}  // namespace detail

class NumberOutput : public detail::Output {
 public:
  NumberOutput(const causa_output& output, std::uint32_t rows)
      : Output(output, rows), values_(static_cast<double*>(output.values)) {}

  /// A value that isn't finite leaves the row unknown.
  void set(std::uint32_t row, double value, std::int64_t time_ms = time_unknown) {
    if (std::isfinite(value) && mark(row, time_ms)) values_[row] = value;
  }

 private:
  double* values_;
};

class IntegerOutput : public detail::Output {
 public:
  IntegerOutput(const causa_output& output, std::uint32_t rows)
      : Output(output, rows), values_(static_cast<std::int64_t*>(output.values)) {}

  void set(std::uint32_t row, std::int64_t value, std::int64_t time_ms = time_unknown) {
    if (mark(row, time_ms)) values_[row] = value;
  }

 private:
  std::int64_t* values_;
};

class TruthOutput : public detail::Output {
 public:
  TruthOutput(const causa_output& output, std::uint32_t rows)
      : Output(output, rows), values_(static_cast<std::uint8_t*>(output.values)) {}

  void set(std::uint32_t row, bool present, std::int64_t time_ms = time_unknown) {
    if (mark(row, time_ms)) values_[row] = present ? 1 : 0;
  }

 private:
  std::uint8_t* values_;
};

/// The outputs of a step in the order of its `provides`. A row that isn't set stays unknown.
class Outputs {
 public:
  Outputs(const causa_batch& batch, const causa_output* const* outputs)
      : batch_(&batch), outputs_(outputs) {}

  [[nodiscard]] NumberOutput number(std::uint32_t index) const {
    return {output(index, CAUSA_NUMBER), batch_->row_count};
  }
  [[nodiscard]] IntegerOutput integer(std::uint32_t index) const {
    return {output(index, CAUSA_INTEGER), batch_->row_count};
  }
  [[nodiscard]] TruthOutput truth(std::uint32_t index) const {
    return {output(index, CAUSA_TRUTH), batch_->row_count};
  }

 private:
  [[nodiscard]] const causa_output& output(std::uint32_t index, causa_type type) const {
    if (index >= batch_->output_count)
      throw BatchError("output " + std::to_string(index) +
                       " asked for, but the step provides only " +
                       std::to_string(batch_->output_count));
    const causa_output& found = *outputs_[index];
    if (found.type != type)
      throw BatchError("output " + std::to_string(index) +
                       " is of another type than the manifest says");
    return found;
  }

  const causa_batch* batch_;
  const causa_output* const* outputs_;
};

}  // namespace v1
}  // namespace causa
