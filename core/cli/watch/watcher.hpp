// SPDX-License-Identifier: Apache-2.0
//
// The loop: waits for files, deals with one after the other, and goes on after trouble. A signal
// ends it after the file that is being dealt with. One thread.
//
// The log names a file by the first eight digits of the SHA-256 of its name: senders put record
// numbers into names.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include "cli/watch/arrivals.hpp"
#include "cli/watch/folders.hpp"
#include "cli/watch/job.hpp"
#include "cli/watch/notice.hpp"

namespace causa::cli::watch {

struct Pace {
  std::chrono::seconds quiet;  ///< a file that has not changed for so long is complete
  std::chrono::seconds poll;   ///< the folder is looked at so often whatever the system says
  bool ask_system = true;      ///< inotify
};

class Watcher {
 public:
  /// All but the pace outlive it. `reload` reads the modules again, which SIGHUP asks for, and
  /// brings `options` up to date; it is called between files.
  Watcher(const Folders& folders, const Pace& pace, const Settings& settings,
          const intake::Options& options, Engine& engine, std::function<void()> reload,
          Counts& counts, Outcome& outcome);

  /// Until a signal; returns its number.
  int run();

  /// Deals with the files that are there and complete, and returns; 0, or the number of a signal.
  int run_once();

 private:
  /// A look at the folder, and all files that are ready. False: there was trouble.
  bool round();
  Result<Instant> look();
  bool deal_with_claimed();
  Result<void> put_last();
  bool claim(const ListedFile& file);
  void tell_store(const std::filesystem::path& file);
  bool put_back(const std::filesystem::path& file);
  bool trouble(const Error& error);
  void trouble_is_over();
  [[nodiscard]] std::chrono::milliseconds time_to_wait() const;

  const Folders& folders_;
  const Pace pace_;
  const Settings& settings_;
  Engine& engine_;
  const std::function<void()> reload_;
  Counts& counts_;
  Outcome& outcome_;
  Job job_;
  Arrivals arrivals_;
  Notice notice_;
  std::multiset<std::string> put_back_;  ///< whose next event is our own
  std::string last_;                     ///< comes after all others; empty: none does
  std::size_t others_told_ = 0;
  bool stores_told_ = false;
  std::string trouble_told_;  ///< empty: all is well
  unsigned troubles_ = 0;
};

}  // namespace causa::cli::watch
