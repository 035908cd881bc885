// SPDX-License-Identifier: Apache-2.0
//
// Ctrl-C and SIGTERM: remembered, and acted on after a whole batch. A second signal ends at once.
#pragma once

namespace causa::cli {

void watch_signals();

/// 0, SIGINT or SIGTERM.
int signal_seen();

}  // namespace causa::cli
