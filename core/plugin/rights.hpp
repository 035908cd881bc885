// SPDX-License-Identifier: Apache-2.0
//
// Who could have changed a file or a folder: what others than root and the user of this process may
// write is trusted with nothing. Any thread.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace causa::plugin {

struct Unsafe {
  std::string message;  ///< "may be written by group or others, …"
  std::string cure;
};

/// Nothing: only root and `user` can write it. Of a folder that is `sticky` enough, such as /tmp,
/// others can add files, but can't exchange those of `user`.
enum class Sticky : std::uint8_t { refused = 1, accepted };
std::optional<Unsafe> unsafe_rights(const struct stat& status, uid_t user, Sticky sticky);

/// A sentence about the folder if it is unsafe, empty if it is safe or isn't there.
std::string unsafe_folder(const std::filesystem::path& folder, Sticky sticky);

/// Writes a file as a whole that its owner alone may write and everybody may read, whatever the
/// umask: what an administrator approves must be readable by those who run it. Error: as of
/// write_file().
Result<void> write_public(const std::filesystem::path& path, std::string_view bytes);

}  // namespace causa::plugin
