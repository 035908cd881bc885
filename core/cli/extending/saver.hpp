// SPDX-License-Identifier: Apache-2.0
//
// Stores next versions of assessments, what is given together in one transaction and as one run.
// What another program was first with is read and extended again. Borrows groups and store, which
// it writes to. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cli/extending/extender.hpp"

namespace causa::cli::extending {

class Saver {
 public:
  Saver(Groups& groups, store::Store& store);

  /// Before the first is saved: what earlier calls have stored that were cut off, whatever modules
  /// they added, so that its new alerts may never have been read. Error: Fault::store.
  Result<std::vector<store::LastVersion>> begin();

  /// All that was stored or named by begin() is told, and has left the program.
  Result<void> end();

  /// What is told of then is stored. Error: Fault::store, and nothing that wasn't told of is.
  Result<void> save(std::span<Extended> all);

 private:
  Result<void> save_with(std::span<const std::size_t> places, std::span<Extended> all);
  Result<bool> drop_unfit(std::span<const std::size_t> places, std::span<Extended> all);

  Groups& groups_;
  store::Store& store_;
  Extender again_;
  std::int64_t run_ = 0;
  std::uint64_t told_ = 0;  ///< once it is told what begin() named
};

}  // namespace causa::cli::extending
