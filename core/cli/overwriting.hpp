// SPDX-License-Identifier: Apache-2.0
//
// Outputs that would replace what a run reads: the export of a night, the store. One thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "cli/verb.hpp"

namespace causa::cli {

/// Why the files that the options `outputs` name can't be written: one of them is an input (also by
/// a link, within a folder, or as standard input), the store, or what another setting reads, or two
/// are one. `inputs` are files, folders and "-". Fault::usage; nothing: they can.
std::optional<Error> would_replace(const Arguments& arguments, std::span<const std::string> inputs,
                                   std::span<const char* const> outputs);

}  // namespace causa::cli
