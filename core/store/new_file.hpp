// SPDX-License-Identifier: Apache-2.0
//
// The file of a new store: an empty database that is in WAL mode already. It gets its name only
// when it is whole and on the disk, so that neither a killed program nor a loss of power leaves a
// file of that name that isn't a database. Any thread.
#pragma once

#include <filesystem>
#include <optional>

#include "base/error.hpp"

namespace causa::store {

/// Makes the file, and the folders that it needs, for their owner only, since they will hold
/// patients; SQLite would take the mode of the umask, and its -wal and -shm copy the mode of the
/// file. A file that is there is left alone, whoever made it meanwhile. Error: as lies_beside().
std::optional<Error> make_new_file(const std::filesystem::path& path);

/// Why no store can be made there: the log of one that was there before would be taken for its own.
std::optional<Error> lies_beside(const std::filesystem::path& path);

}  // namespace causa::store
