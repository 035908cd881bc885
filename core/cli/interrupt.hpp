// SPDX-License-Identifier: Apache-2.0
//
// Ctrl-C and SIGTERM: remembered, and acted on after a whole batch. A second signal ends at once.
// SIGHUP: the modules are to be read again, if no terminal is attached; else it means that the
// terminal is gone, and ends the program as ever.
#pragma once

#include "base/stop.hpp"

namespace causa::cli {

/// `stop` is asked by Ctrl-C and SIGTERM, and lives as long as the program; null: nobody waits for
/// it.
void watch_signals(Stop* stop = nullptr);

/// From here on a crash within a library says whose it is, before the program ends as it would
/// have; and if it calls exit(), that is Exit::plugin whatever it says.
void name_library_that_ends_it();

/// The program ends of itself from here on.
void finish();

/// 0, SIGINT or SIGTERM.
int signal_seen();

/// True once after each SIGHUP. Any thread.
bool reload_asked();

}  // namespace causa::cli
