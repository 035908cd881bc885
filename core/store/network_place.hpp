// SPDX-License-Identifier: Apache-2.0
//
// Whether a file is on a network or cluster file system. SQLite's log has its index in memory that
// the programs of one computer share (-shm): two computers that write to one store there damage it
// (https://www.sqlite.org/wal.html, "all processes using a database must be on the same host
// computer"). FUSE is not told of: it is as often a local disk. Asks the system, changes nothing;
// any thread; no errors, what can't be told is not known to be one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace causa::store {

/// "NFS", "SMB"; nothing: another file system, or it can't be told. A file that isn't there yet
/// counts as its folder, or the first above it that is there; symbolic links are followed.
std::optional<std::string> network_file_system(const std::filesystem::path& path);

/// The same of statfs's f_type.
std::optional<std::string_view> network_file_system_of(std::uint32_t magic);

}  // namespace causa::store
