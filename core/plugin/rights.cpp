// SPDX-License-Identifier: Apache-2.0

#include "plugin/rights.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/file.hpp"

namespace causa::plugin {

std::optional<Unsafe> unsafe_rights(const struct stat& status, uid_t user, Sticky sticky) {
  const bool is_folder = S_ISDIR(status.st_mode);
  if (status.st_uid != 0 && status.st_uid != user)
    return Unsafe{fmt::format("belongs to user {}, who is neither root nor the user of this "
                              "program (user {})",
                              status.st_uid, user),
                  fmt::format("chown it, after making sure that {} what you mean",
                              is_folder ? "its files are" : "it is")};
  const bool others = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  if (!others) return std::nullopt;
  if (is_folder && sticky == Sticky::accepted && (status.st_mode & S_ISVTX) != 0)
    return std::nullopt;
  return Unsafe{"may be written by group or others, so anybody could have changed it",
                is_folder ? "chmod go-w, after making sure that its files are those you mean"
                          : "chmod go-w, after making sure that it is the file you mean"};
}

std::string unsafe_folder(const std::filesystem::path& folder, Sticky sticky) {
  struct stat status{};
  if (::stat(folder.c_str(), &status) != 0) return {};
  const auto unsafe = unsafe_rights(status, ::geteuid(), sticky);
  if (!unsafe) return {};
  return fmt::format("its folder {} {}; {}", folder.string(), unsafe->message, unsafe->cure);
}

Result<void> write_public(const std::filesystem::path& path, std::string_view bytes) {
  if (auto done = write_file(path, bytes, 0644); !done) return done.error();
  if (::chmod(path.c_str(), 0644) != 0)
    return Error{Fault::input, path.string(),
                 fmt::format("can't be made readable for all: {}", std::strerror(errno)),
                 "chmod 644"};
  return {};
}

}  // namespace causa::plugin
