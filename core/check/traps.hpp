// SPDX-License-Identifier: Apache-2.0
//
// Functions that a pure library never calls: clock, random numbers, environment, files, network,
// processes, threads. A trap stands in their place in the library's own table of addresses (those
// of the host and of other libraries are left alone), so that a call is seen even if its result
// would change nothing; a call ends the child with the function's name. For a child only; one
// thread.
#pragma once

#include <string>

namespace causa::check {

/// Sets traps in the library that was loaded from this path. Error in words, or empty.
std::string set_traps(const std::string& load_path);

}  // namespace causa::check
