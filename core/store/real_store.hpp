// SPDX-License-Identifier: Apache-2.0
//
// The file that a path leads to through symbolic links, whether it is there yet or not. What stands
// beside a store (-wal, -shm, .audit) is named after it: under the name of a link, a loss would
// stay unseen by who comes by another name. A link in a circle stays as it is. Any thread.
#pragma once

#include <filesystem>

namespace causa::store {

std::filesystem::path real_store(const std::filesystem::path& path);

}  // namespace causa::store
