// SPDX-License-Identifier: Apache-2.0
//
// The worker process: loads one library within walls, and runs its steps for the host until that
// closes the socket. The whole life of a process that causa starts for itself.
#pragma once

#include <span>

namespace causa::plugin::worker {

/// The word on the command line that makes the program a worker.
inline constexpr char verb[] = "plugin-worker";

/// `words`: what follows the verb. Returns the exit code. Nothing of the program may have run
/// before but main().
int serve(std::span<const char* const> words);

}  // namespace causa::plugin::worker
