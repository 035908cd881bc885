// SPDX-License-Identifier: Apache-2.0
//
// The whole of standard input, for verbs that read one request from it.
#pragma once

#include <cstddef>
#include <string>

#include "base/error.hpp"

namespace causa::cli {

/// Reads to the end, or a little more than `limit` bytes, so that the caller sees that it is too
/// much. Error: it can't be read; Fault::input.
Result<std::string> read_standard_input(std::size_t limit);

}  // namespace causa::cli
