// SPDX-License-Identifier: Apache-2.0
//
// What is wrong in a text that a person wrote: all faults are collected, so that one look at the
// file mends them all. Plain data; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace causa::intake::written {

/// From 1, as editors count; columns in bytes.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

struct Fault {
  Position at;
  std::string message, cure;
};

/// What somebody wrote, for a message: printable, and cut if it is long.
std::string shown(std::string_view written);

class Faults {
 public:
  void add(Position at, std::string message, std::string cure);
  /// The message and cure of an error that doesn't know its place.
  void add(Position at, const Error& error);

  [[nodiscard]] bool empty() const { return faults_.empty(); }
  [[nodiscard]] std::size_t size() const { return faults_.size(); }

  /// The fault that stands first, at "place:line:column", with the lines of the others.
  [[nodiscard]] Error error(const std::string& place) const;

 private:
  std::vector<Fault> faults_;
};

}  // namespace causa::intake::written
