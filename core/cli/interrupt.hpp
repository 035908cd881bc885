// SPDX-License-Identifier: Apache-2.0
//
// Ctrl-C and SIGTERM: remembered, and acted on after a whole batch. A second signal ends at once.
// SIGHUP: the modules are to be read again, if no terminal is attached; else it means that the
// terminal is gone, and ends the program as ever, unless that would leave something behind.
#pragma once

#include <filesystem>

#include "base/stop.hpp"
#include "cli/outcome.hpp"

namespace causa::cli {

/// `stop` is asked by Ctrl-C and SIGTERM, and lives as long as the program; null: nobody waits for
/// it.
void watch_signals(Stop* stop = nullptr);

/// After watch_signals(): SIGHUP of a terminal is taken as SIGTERM is, also if it comes twice, from
/// the terminal and from its shell.
void stop_at_hangup();

/// From here on a crash within a library says whose it is, before the program ends as it would
/// have; and if it calls exit(), that is Exit::plugin whatever it says.
void name_library_that_ends_it();

/// While it lives, a crash leaves this file, with the id of the module whose library it was in, or
/// empty. A library that calls exit() counts as one. One at a time. No crash leaves one before
/// name_library_that_ends_it().
class CrashMark {
 public:
  explicit CrashMark(std::filesystem::path file);
  CrashMark(const CrashMark&) = delete;
  CrashMark& operator=(const CrashMark&) = delete;
  ~CrashMark();

 private:
  std::filesystem::path file_;
};

/// The program ends of itself from here on.
void finish();

/// 0, SIGINT, SIGTERM or SIGHUP.
int signal_seen();

/// Exit::interrupted or Exit::terminated after such a signal; else Exit::done.
Exit exit_by_signal();

/// True once after each SIGHUP. Any thread.
bool reload_asked();

}  // namespace causa::cli
