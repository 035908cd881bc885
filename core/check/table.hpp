// SPDX-License-Identifier: Apache-2.0
//
// Invented patients as a step sees them, and what it made of them: plain values, row by row, which
// a test can reorder, cut and change before they become columns. The same seed makes the same table
// on every machine. Pure.
#pragma once

#include <causa/abi.h>

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "check/shape.hpp"

namespace causa::check {

using Random = std::mt19937_64;

struct Entry {
  double number = 0;
  std::int64_t time_ms = CAUSA_TIME_UNKNOWN;
  std::uint8_t quality = 0;
};

/// One need of one row. What is written in an unknown cell means nothing to a sound library.
struct Cell {
  bool known = false;
  double number = 0;
  std::uint8_t truth = 0;
  std::int64_t time_ms = CAUSA_TIME_UNKNOWN;
  std::uint8_t quality = 0;
  std::vector<Entry> list;
};

using Row = std::vector<Cell>;  ///< by need

struct Table {
  std::int64_t as_of_ms = 0;
  std::vector<Row> rows;
};

struct Value {
  bool known = false;
  double number = 0;  ///< truths: 0 or 1
  std::int64_t time_ms = CAUSA_TIME_UNKNOWN;
};

/// To the last bit: the same patient has the same answer on every day and machine.
bool same(const Value& one, const Value& other);

using Outputs = std::vector<std::vector<Value>>;  ///< by row, then by provided fact

enum class Kind : std::uint8_t {
  usual = 1,  ///< values that may be, most of them known
  edges,      ///< also the largest, the smallest and what lies on a border; all qualities
};

Table make_table(const Shape& shape, std::size_t rows, Random& random, Kind kind = Kind::usual);

/// The first place where two outputs differ, in words: "row 3: lab.x is 4 ..., 5 ..."; empty: none.
std::string first_difference(const Shape& shape, const Outputs& one, const Outputs& other,
                             const char* of_one, const char* of_other);

std::string describe(const Provide& provided, const Value& value);

}  // namespace causa::check
