// SPDX-License-Identifier: Apache-2.0
//
// Another name for a file or folder, never in the place of another one. Any thread.
#pragma once

#include <filesystem>

namespace causa {

/// Both within one file system. 0, or what the system said; EEXIST: there is something of this
/// name.
int rename_new(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace causa
