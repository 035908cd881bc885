// SPDX-License-Identifier: Apache-2.0
//
// plugins.lock: what an administrator approved for a folder, one module a line, sorted by id:
//
//   org.example.hydration 1.0.0 sha256:ab12… abi:1.0 enabled approved:2026-11-22:j.smith
//   hydration.so
//
// A module without a library has abi:none. `#` begins a comment line; comments directly above a
// line stay with it. Plain values; pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace causa::plugin {

inline constexpr std::string_view lock_file_name = "plugins.lock";

struct LockEntry {
  std::string id, version;
  std::string sha256;  ///< of the file; 64 lower-case hexadecimal digits
  bool has_library = true;
  std::uint32_t abi_major = 0, abi_minor = 0;  ///< what the library needs
  bool enabled = true;
  std::string approved_on;  ///< date
  std::string approved_by;  ///< no spaces
  std::string file;         ///< name within the folder
  std::string comments;     ///< whole lines above it
  std::size_t line = 0;     ///< in the file that it was read from

  [[nodiscard]] std::string approval() const { return approved_by + " on " + approved_on; }

  friend bool operator==(const LockEntry&, const LockEntry&) = default;
};

struct Lock {
  std::vector<LockEntry> entries;  ///< sorted by id
  std::string head, tail;          ///< comments above an empty line at the top; below all lines

  /// nullptr: not locked.
  [[nodiscard]] const LockEntry* find_file(std::string_view file) const;
  [[nodiscard]] const LockEntry* find_id(std::string_view id) const;
};

/// Error: place is "place:line". An id or a file that stands twice is an error.
Result<Lock> parse_lock(std::string_view text, std::string_view place);

/// The text of a lock file, sorted, with a line that says what it is and with its comments.
std::string format_lock(Lock lock);

}  // namespace causa::plugin
