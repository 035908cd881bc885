// SPDX-License-Identifier: Apache-2.0
//
// Opens the store of a run while other things are done: making a store waits for the disk, reading
// modules for the processor. Told of nothing until it is asked for. One that is there is opened at
// once. One that isn't there is made only when modules are read and nothing else is likely to be
// wrong with the call, so that a slip of the pen leaves none behind. The caller's thread; the
// settings outlive it.
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/error.hpp"
#include "cli/settings.hpp"
#include "plugin/registry.hpp"
#include "store/store.hpp"

namespace causa::cli {

class EarlyStore {
 public:
  EarlyStore(const Settings& settings, std::span<const std::string> inputs);
  EarlyStore(const EarlyStore&) = delete;
  EarlyStore& operator=(const EarlyStore&) = delete;
  ~EarlyStore() { *abandoned_ = true; }

  /// A new one may be made now, and is given the modules.
  void modules_are_read(std::span<const plugin::Module> modules);

  /// As open_store(), once; waits for it. Error: Fault::store.
  Result<std::optional<store::Store>> take();

 private:
  const Settings& settings_;
  bool may_be_made_;  ///< before the input is open
  /// One that nobody takes isn't waited for while another program writes to it.
  std::shared_ptr<std::atomic<bool>> abandoned_ = std::make_shared<std::atomic<bool>>(false);
  /// Waits for its thread at the end, whether it was taken or not.
  std::future<Result<std::optional<store::Store>>> opening_;
};

}  // namespace causa::cli
