// SPDX-License-Identifier: Apache-2.0
//
// A disk that loses power: a layer over SQLite's own way to files, which remembers what each file
// held when it was synced last and what was written since. At the chosen write or sync the process
// ends, and each file holds what was synced and, of what was written since, some pieces of 512
// bytes, in no order, as a disk may leave them. What the program writes without SQLite (the side
// file) stays as it is. For a child process: once it is used, SQLite opens all files through it.
#pragma once

#include <cstdint>

namespace causa::store_test {

/// From now on; the power fails at the event of this number, counted from 1; 0: never. `seed` says
/// which of the unsynced pieces are left.
void use_unsynced_disk(std::uint64_t event, std::uint64_t seed);

/// Writes, changes of size and syncs so far.
std::uint64_t disk_events();

}  // namespace causa::store_test
