// SPDX-License-Identifier: Apache-2.0
//
// Which system calls a worker may make, kept by the kernel (seccomp). A call that isn't allowed is
// not made: the host is told its number, and the process ends. The only file that knows libseccomp.
#pragma once

#include <cstdint>
#include <string>

namespace causa::plugin::worker {

enum class Phase : std::uint8_t {
  load = 1,  ///< the library's constructors, its create: it may read files
  derive,    ///< memory, clocks, its socket, its own end
};

/// Whether this system can filter calls at all.
bool can_filter();

/// From here on this thread, and what it starts, makes no other calls; a later phase narrows an
/// earlier one. False: the system can't.
bool allow_only(Phase phase);

/// Tells the other end of the socket which call was stopped, then ends the process. Before the
/// first filter.
void report_stopped_calls(int socket);

/// "tried to open a network connection (socket)".
std::string words_of_call(std::uint64_t number);

}  // namespace causa::plugin::worker
