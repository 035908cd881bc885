// SPDX-License-Identifier: Apache-2.0
//
// Opens the store of a run while the modules are read: making a store waits for the disk, reading
// modules for the processor. Told of nothing until it is asked for. An input or a terminology that
// isn't there shouldn't leave a new store behind, so then it is opened only when it is asked for.
// The caller's thread; the settings outlive it.
#pragma once

#include <future>
#include <optional>
#include <span>
#include <string>

#include "base/error.hpp"
#include "cli/settings.hpp"
#include "store/store.hpp"

namespace causa::cli {

class EarlyStore {
 public:
  EarlyStore(const Settings& settings, std::span<const std::string> inputs);

  /// As open_store(), once; waits for it. Error: Fault::store.
  Result<std::optional<store::Store>> take();

 private:
  const Settings& settings_;
  /// Waits for its thread at the end, whether it was taken or not.
  std::future<Result<std::optional<store::Store>>> opening_;
};

}  // namespace causa::cli
