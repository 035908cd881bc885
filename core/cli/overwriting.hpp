// SPDX-License-Identifier: Apache-2.0
//
// Outputs that would replace what a run reads: the export of a night, the store. One thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "cli/verb.hpp"

namespace causa::cli {

/// Why the files that the options `outputs` name mustn't be written: one of them is an input (also
/// by a link, within a folder, or as standard input), the store, or what another setting reads, or
/// two are one. `inputs` are files, folders and "-". Fault::usage; nothing: they may.
std::optional<Error> would_replace(const Arguments& arguments, std::span<const std::string> inputs,
                                   std::span<const char* const> outputs);

/// Why the system won't let them be written, as far as can be known beforehand. Fault::usage.
std::optional<Error> cannot_write(const Arguments& arguments, std::span<const char* const> outputs);

/// Takes away what an earlier run wrote there, which says nothing of this one: it may end before it
/// can write its own. Pipes and devices stay.
void remove_earlier(const Arguments& arguments, std::span<const char* const> outputs);

/// Why these inputs can't be read: one of them is the store, or belongs to it, or will once the run
/// has made it. To read it would also drop the locks by which this process keeps others from it.
/// Fault::usage; nothing: they can.
std::optional<Error> reads_store(const Settings& settings, std::span<const std::string> inputs);

/// By whatever name: a link to it is it, too. To be asked before a file is opened.
bool belongs_to_store(const Settings& settings, const std::string& file);

/// Why this folder can't be watched: the store or another file of the run lies in it, or will.
/// Fault::usage; nothing: it can.
std::optional<Error> lies_in_watched(const Arguments& arguments, const std::string& folder);

/// Why nothing can be printed: standard output was sent into a file that is an input, or lies in a
/// folder that is one and would be read. Fault::usage; nothing: it can.
std::optional<Error> prints_into_input(std::span<const std::string> inputs);

/// The same: it was sent into a file that one of these options replaces, and would be lost.
std::optional<Error> prints_into_output(const Arguments& arguments,
                                        std::span<const char* const> outputs);

/// The same: it was sent into the store or what stands beside it, and would damage it.
std::optional<Error> prints_into_store(const Settings& settings);

}  // namespace causa::cli
