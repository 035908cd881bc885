// SPDX-License-Identifier: Apache-2.0
//
// Waits until something may have happened in a folder: the system says so (inotify), the time is
// over, or a signal came. Where the system says nothing (network file systems, no watches left) the
// time alone wakes. One thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string_view>

namespace causa::cli::watch {

class Notice {
 public:
  Notice(const std::filesystem::path& folder, bool ask_system);
  Notice(const Notice&) = delete;
  Notice& operator=(const Notice&) = delete;
  ~Notice();

  /// False: only the time wakes.
  [[nodiscard]] bool asks_system() const { return descriptor_ >= 0; }

  /// Tells the names of files that came by a rename since the last call. Doesn't wait.
  void take(const std::function<void(std::string_view)>& moved_in);

  /// Until something happens in the folder. Returns at once if SIGINT or SIGTERM was seen before;
  /// see cli/interrupt.hpp.
  void wait(std::chrono::milliseconds longest) { wait_for(descriptor_, longest); }

  /// The same, whatever happens in the folder.
  void pause(std::chrono::milliseconds longest) { wait_for(-1, longest); }

 private:
  static void wait_for(int descriptor, std::chrono::milliseconds longest);

  int descriptor_ = -1;
};

}  // namespace causa::cli::watch
