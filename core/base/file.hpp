// SPDX-License-Identifier: Apache-2.0
//
// Whole small files (manifests, terminology, configuration). Inputs of patients are streamed by
// intake instead.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa {

/// What the system said when it was to "read" or to "write", with a cure where one is known.
Error file_trouble(const std::filesystem::path& path, const char* action, int code);

/// Error: place is the path, message says what the system said.
Result<std::string> read_file(const std::filesystem::path& path);

/// Writes beside the target and renames, so that a reader sees the old or the new file, never half.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes,
                        unsigned mode = 0644);

/// The same for what is too large to be held: `write` calls its argument for one piece after
/// another.
using TakePiece = std::function<void(std::string_view)>;
Result<void> write_file_in_pieces(const std::filesystem::path& path,
                                  const std::function<void(const TakePiece&)>& write,
                                  unsigned mode = 0644);

/// The same into a file that is open. 0, or what the system said.
int write_pieces(int descriptor, const std::function<void(const TakePiece&)>& write);

/// What was moved into or out of the folder stays so after a loss of power. 0, or what the system
/// said. Empty: the current folder.
int sync_folder(const std::filesystem::path& folder);

}  // namespace causa
