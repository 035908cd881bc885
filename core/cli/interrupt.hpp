// SPDX-License-Identifier: Apache-2.0
//
// Ctrl-C and SIGTERM: remembered, and acted on after a whole batch. A second signal ends at once.
// SIGHUP: the modules are to be read again, if no terminal is attached; else it means that the
// terminal is gone, and ends the program as ever.
#pragma once

namespace causa::cli {

void watch_signals();

/// 0, SIGINT or SIGTERM.
int signal_seen();

/// True once after each SIGHUP.
bool reload_asked();

}  // namespace causa::cli
