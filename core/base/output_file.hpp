// SPDX-License-Identifier: Apache-2.0
//
// A file that a person names for what a run is to write. What stands there decides how: a regular
// file is replaced whole, as write_file() does it, and of a symbolic link its target, as the usual
// tools do; a pipe or a device stays what it is and is written; and what names a descriptor of the
// program (/dev/stderr, /dev/fd/3) is that descriptor.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "base/file.hpp"
#include "base/stop.hpp"

namespace causa {

/// As write_file_in_pieces(). A pipe is waited for until somebody reads it; once `stop` is asked, a
/// pipe that nobody reads is an error. Null: nothing ends the wait.
Result<void> write_output(const std::filesystem::path& path,
                          const std::function<void(const TakePiece&)>& write,
                          const Stop* stop = nullptr);

/// Whether it can be written, as far as that can be known before there is anything to write: leaves
/// nothing behind, and opens neither a pipe nor a device.
Result<void> try_output(const std::filesystem::path& path);

/// The file that write_output() would put or replace; nothing: it would replace none.
std::optional<std::filesystem::path> replaced_by_output(const std::filesystem::path& path);

}  // namespace causa
