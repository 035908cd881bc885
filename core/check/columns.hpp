// SPDX-License-Identifier: Apache-2.0
//
// A table as the columns that a library sees, and outputs as it fills them. Internal to the calls
// of instance.hpp; all memory is that of a Memory. One thread.
#pragma once

#include <memory>
#include <vector>

#include "check/instance.hpp"

namespace causa::check {

class Columns {
 public:
  Columns(const Shape& shape, const Table& table, const Style& style, Memory& memory);
  [[nodiscard]] const causa_batch& batch() const { return *batch_; }

 private:
  const causa_column* column(const Need& need, std::size_t index);
  const causa_column* list(const Need& need, std::size_t index);
  template <class T>
  T* array(std::size_t count, const Need& need, const char* what);
  const causa_column* place(const causa_column& column, const Need& need);

  const Table& table_;
  const Style& style_;
  Memory& memory_;
  causa_batch* batch_ = nullptr;
};

class OutputColumns {
 public:
  OutputColumns(const Shape& shape, std::size_t rows, const Style& style, Memory& memory);
  [[nodiscard]] const causa_output* const* tables() const { return tables_; }

  /// What was written, judged.
  void read(Answer& answer) const;

 private:
  struct One {
    void* values;
    std::uint64_t* valid;
    std::int64_t* time_ms;
  };
  const Shape& shape_;
  std::size_t rows_;
  std::vector<One> arrays_;
  const causa_output** tables_ = nullptr;
};

}  // namespace causa::check
