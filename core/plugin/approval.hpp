// SPDX-License-Identifier: Apache-2.0
//
// May a module load that fits this causa? Judged by the lock of its folder, by signatures, by the
// policy, and by what was allowed in spite of it. Internal to this room; reads files; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "plugin/keys.hpp"
#include "plugin/lock.hpp"
#include "plugin/registry.hpp"

namespace causa::plugin {

/// What a folder says of its modules.
struct FolderLock {
  std::optional<Lock> lock;  ///< nothing: there is none, or it can't be used
  std::string fault;         ///< it is there and can't be used: nothing of the folder may load
  std::string unsafe;        ///< others can change the folder: nothing of it may load
  std::string place;         ///< the lock's path
};

/// Reads FOLDER/plugins.lock; a lock that others may write is no lock. `named`: a file of it was
/// named, so a folder like /tmp will do.
FolderLock read_folder_lock(const std::filesystem::path& folder, bool named = false);

struct Trust {
  const FolderLock& folder;
  const LoadOptions& options;
  const KeyRing& keys;
  bool named = false;  ///< by --plugin
};

struct Identity {
  std::string id, version, sha256;
  bool has_library = false;
  std::uint32_t abi_major = 0, abi_minor = 0;
};

struct Approval {
  enum class Outcome : std::uint8_t { refused = 1, disabled, loads };
  Outcome outcome = Outcome::refused;
  std::string why, cure;  ///< unless it loads
  bool approved = false;
  std::string by, lock_place, signed_by, allowed_because;  ///< as in Module
};

/// In what a line differs from the file; empty: in nothing.
std::string difference(const LockEntry& entry, const Identity& it);

Approval approve(const std::filesystem::path& path, const Identity& it, const Trust& trust);

}  // namespace causa::plugin
