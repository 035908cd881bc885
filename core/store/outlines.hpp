// SPDX-License-Identifier: Apache-2.0
//
// Reads what tells whether modules that come later concern an assessment, without reading the
// assessment. Errors are results; belongs to its connection's thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/connection.hpp"
#include "store/statement.hpp"
#include "store/store.hpp"

namespace causa::store {

class Outlines {
 public:
  explicit Outlines(Connection& connection);

  /// Of the last version. Error: there is none, or the file failed.
  Result<void> find(std::string_view id, Outline& outline);

  /// Of the last versions that stand at places in (after, until], in their order.
  Result<std::vector<Outline>> between(std::int64_t after, std::int64_t until);

  /// The modules of the version at a place, from the one at `first` in their list on.
  Result<std::vector<assess::ModuleUsed>> modules_from(std::int64_t place, std::uint32_t first);

 private:
  /// Where the modules of a version stand: those before `shared` with its base.
  struct Modules {
    std::int64_t config = 0, base = 0, shared = 0;
  };
  static void read(Cursor& cursor, Outline& outline, Modules& modules);
  bool note_modules(Outline& outline, const Modules& modules);
  bool note_modules(std::int64_t row, std::int64_t below, Outline& outline);
  [[nodiscard]] Error damaged() const;

  Connection& connection_;
  const std::string find_sql_, between_sql_;  ///< outlive their statements
  Statement find_, between_, modules_, modules_from_;
};

}  // namespace causa::store
