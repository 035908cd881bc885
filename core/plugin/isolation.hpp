// SPDX-License-Identifier: Apache-2.0
//
// Where the library of a module runs: in this process, or in a worker process of its own, where it
// can take down nothing but itself. Pure; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace causa::plugin {

enum class Isolation : std::uint8_t {
  in_process = 1,
  worker,
  worker_unless_approved,  ///< in process if a plugins.lock approves it
};

/// What a worker may take before it is stopped.
struct WorkerLimits {
  std::chrono::milliseconds time{2000};       ///< of a derive call, beside a millisecond a row
  std::uint64_t memory_bytes = 512ull << 20;  ///< beside what the program itself and batches take
};

struct IsolationSettings {
  Isolation usual = Isolation::in_process;
  std::map<std::string, Isolation, std::less<>> by_module;  ///< by short name or id
  WorkerLimits limits;
  /// What serves `plugin-worker`: the program that runs now, even if its file was replaced.
  std::filesystem::path program = "/proc/self/exe";
};

/// What holds for a module: in_process or worker. Its own setting is stronger than the usual one.
Isolation isolation_of(const IsolationSettings& settings, std::string_view id, bool approved);

}  // namespace causa::plugin
