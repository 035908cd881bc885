// SPDX-License-Identifier: Apache-2.0
//
// A library's steps, run in a worker process: what takes that process down costs only the evidence
// of the call. It is started again, until it has failed too often, in all threads together; then it
// is quarantined for as long as the module is loaded, with the reason in every further error.
//
// The process is started when this is made and awaited when it is needed, so that the workers of
// several modules start at the same time. One thread, the one that made it: the worker ends with
// it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "plugin/image.hpp"
#include "plugin/isolation.hpp"
#include "plugin/step_runner.hpp"
#include "plugin/worker/process.hpp"
#include "plugin/worker/region.hpp"

namespace causa::plugin::worker {

/// How often the workers of a module failed. Any thread.
class Strikes {
 public:
  void add();
  /// What went wrong the last time.
  void remember(const Error& last);
  /// Why the module is left out from now on; nothing as long as it isn't.
  [[nodiscard]] std::optional<Error> left_out() const;

 private:
  mutable std::mutex mutex_;
  int count_ = 0;  ///< guarded
  Error last_;     ///< guarded
};

/// A library that was judged and not loaded. Shared by the clients of all threads.
struct Apart {
  SealedFile file;
  WorkerLimits limits;
  std::filesystem::path program;
  mutable Strikes strikes{};
};

class Client final : public StepRunner {
 public:
  Client(std::shared_ptr<const Apart> apart, std::string_view config_json,
         std::string_view module_id, HostServices services = {});

  /// Error: also of a library that can't be loaded or makes no instance, at the first call.
  Result<void> derive(std::uint32_t step, const causa_batch& batch,
                      const causa_output* const* outputs) override;

  /// Process id of the worker, 0 if there is none now.
  [[nodiscard]] int process() const;

 private:
  using Clock = Channel::Clock;

  Result<void> start();
  Result<void> await_ready();
  Result<void> send_batch(std::uint32_t step, const causa_batch& batch,
                          const causa_output* const* outputs);
  Result<void> await_done(std::uint32_t step, const causa_batch& batch,
                          const causa_output* const* outputs);
  Received receive(Message& message, Clock::time_point deadline);
  Error lost(Received how, const Message& message, const std::string& at);
  Error stopped(std::string why);
  Error failure(std::string message, std::string cure) const;
  bool leave_out();
  void count(const causa_batch& batch);

  std::shared_ptr<const Apart> apart_;
  std::string config_json_, module_id_;
  HostServices services_;
  std::optional<Process> process_;
  bool ready_ = false;       ///< this process
  bool ready_once_ = false;  ///< any: what ends one before has nothing to do with rows
  Region region_;
  std::uint64_t sequence_ = 0;
  std::optional<Error> refused_;  ///< the library can't be used at all
  bool ended_in_batch_ = false;   ///< and nobody knows yet at which row
  bool ended_ = false;            ///< during this call
};

}  // namespace causa::plugin::worker
