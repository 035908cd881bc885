// SPDX-License-Identifier: Apache-2.0
//
// The bytes by whose SHA-256 a row of a table *_stated is found: each of its values with a mark of
// its kind and, for text, its length, so that no two contents have one form. A value is written as
// it is stored: what `store check` reads back must have the same form (a real that is no number is
// NULL in the file). Pure; belongs to one thread.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>

#include "record/bytes.hpp"

namespace causa::store {

class ContentKey {
 public:
  void clear() { bytes_.clear(); }
  [[nodiscard]] std::string_view written() const { return bytes_.written(); }

  void text(std::string_view text) {
    number('t', text.size());
    bytes_.raw(text);
  }
  void integer(std::int64_t value) { number('i', static_cast<std::uint64_t>(value)); }
  void real(double value) {
    if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
    number('d', std::bit_cast<std::uint64_t>(value));
  }
  void none() { bytes_.byte('n'); }
  void number(char kind, std::uint64_t bits) {
    bytes_.byte(static_cast<std::uint8_t>(kind));
    bytes_.fixed64(bits);
  }

 private:
  record::ByteWriter bytes_;
};

}  // namespace causa::store
