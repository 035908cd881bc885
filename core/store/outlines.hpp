// SPDX-License-Identifier: Apache-2.0
//
// Reads what tells whether modules that come later concern an assessment, without reading the
// assessment. Errors are results; belongs to its connection's thread.
#pragma once

#include <cstdint>
#include <span>
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

  /// Ids of assessments of which a version stands in (after, until] and the next after `newest`.
  Result<std::vector<std::string>> overtaken(std::int64_t after, std::int64_t until,
                                             std::int64_t newest);

  /// The modules of the version at a place, from the one at `first` in their list on.
  Result<std::vector<assess::ModuleUsed>> modules_from(std::int64_t place, std::uint32_t first);

 private:
  /// Where a version has its modules from: those before `modules_shared` from its base, but for
  /// those in whose place it has a row of its own.
  struct Origin {
    std::int64_t config = 0, base = 0, modules_shared = 0;
  };
  struct Module {
    std::int64_t row = 0;
    std::uint8_t status = 0;
  };
  using Modules = std::vector<Module>;

  static void read(Cursor& cursor, Outline& outline, Origin& origin);
  bool note_modules(std::span<Outline> outlines, std::span<const Origin> origins,
                    std::int64_t after, std::int64_t until);
  bool note_said(std::span<Outline> outlines, std::span<const Origin> origins, std::int64_t after,
                 std::int64_t until);
  static void read_module(Cursor& cursor, std::int64_t below, Modules& modules);
  static void describe(std::int64_t config, const Modules& modules, Outline& outline);
  [[nodiscard]] Error damaged() const;

  Connection& connection_;
  const std::string find_sql_, between_sql_;  ///< outlive their statements
  Statement find_, between_, overtaken_, modules_, modules_from_;
  Statement likely_, likely_of_version_, advice_, advice_of_version_;
};

}  // namespace causa::store
