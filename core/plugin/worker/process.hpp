// SPDX-License-Identifier: Apache-2.0
//
// A worker process as its host sees it: started, ended, and how it ended. It has a clean
// environment, no descriptors but its socket, the library and /dev/null, and its own process group,
// so that what is typed at the host's terminal doesn't reach it. Owns the process: none outlives
// this object, none stays a zombie. One thread; the worker ends if that thread does.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "plugin/worker/channel.hpp"

namespace causa::plugin::worker {

/// How a process ended.
struct Ending {
  bool by_signal = false;
  bool hung = false;  ///< it had closed its socket, and went on
  int code = 0;       ///< signal or exit code

  /// "crashed in step 1: Segmentation fault (SIGSEGV)", for at = " in step 1".
  [[nodiscard]] std::string words_with(const std::string& at) const;
};

class Process {
 public:
  /// Runs `program plugin-worker`. `library`: descriptor of the sealed file.
  static Result<Process> start(const std::filesystem::path& program, int library);

  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  [[nodiscard]] Channel& channel() { return channel_; }
  [[nodiscard]] pid_t id() const { return id_; }

  /// Kills it if it still runs, and tells how it ended.
  Ending end() noexcept;

  /// Waits for the end of a process that has closed its socket; kills it if that takes long.
  Ending end_of_closed() noexcept;

 private:
  Process(Channel channel, pid_t id) : channel_(std::move(channel)), id_(id) {}
  bool reap(int options, Ending& ending) noexcept;

  Channel channel_;
  pid_t id_ = -1;
};

}  // namespace causa::plugin::worker
