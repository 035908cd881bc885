// SPDX-License-Identifier: Apache-2.0
//
// Compares a folder with its plugins.lock, without loading anything: each line with its file, each
// file with its line, each signature with what it signs. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/keys.hpp"
#include "plugin/lock.hpp"
#include "plugin/registry.hpp"

namespace causa::plugin {

enum class LineState : std::uint8_t {
  good = 1,
  disabled,       ///< by the lock; no fault
  changed,        ///< not as it was approved
  missing,        ///< approved, but the file isn't there
  unlocked,       ///< a module without a line
  refused,        ///< can't load whatever the lock says
  bad_signature,  ///< wrong, or not there although the policy asks for one
};
std::string_view word(LineState state);

struct Verified {
  LineState state = LineState::good;
  LockEntry entry;        ///< as it stands in the lock; line 0: it has no line
  std::string signed_by;  ///< names of trusted keys; empty: none
  std::string why;        ///< a sentence with the cure, of what is a fault

  [[nodiscard]] bool is_fault() const {
    return state != LineState::good && state != LineState::disabled;
  }
};

struct FolderCheck {
  std::filesystem::path folder;
  std::string fault;              ///< of the folder or the lock as a whole; a sentence
  std::vector<Verified> modules;  ///< by id; those without a line last

  [[nodiscard]] std::size_t faults() const;
};

/// The policy decides only whether a missing signature is a fault.
FolderCheck verify_folder(const std::filesystem::path& folder, const LoadOptions& options,
                          const KeyRing& keys);

}  // namespace causa::plugin
