// SPDX-License-Identifier: Apache-2.0
//
// Which files the inputs of a call are, and how they are opened.
#pragma once

#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/stop.hpp"

namespace causa::intake {

struct InputFiles {
  std::vector<std::string> files;        ///< in the order in which they are read; "-" among them
  std::vector<std::string> passed_over;  ///< in the folders, see folder.hpp
  std::vector<std::string> repeated;     ///< files that stand before, by this or another name
  std::uint64_t bytes = 0;               ///< of all; 0: not known
};

/// Error: an input that doesn't exist, or a folder without input files.
Result<InputFiles> find_files(std::span<const std::string> inputs);

/// Null: errno says why. With a stop a pipe is opened also before somebody writes to it: whoever
/// reads then waits for both.
std::FILE* open_file(const std::string& path, const Stop* stop);

}  // namespace causa::intake
