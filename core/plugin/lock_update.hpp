// SPDX-License-Identifier: Apache-2.0
//
// Makes and changes the plugins.lock of a folder: from the files that are there, or the state of
// one line. Each change is whole or isn't made, and two at once don't lose each other's: the folder
// is locked meanwhile (flock), and the new file takes the place of the old one by its name. Loads
// no module. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "plugin/lock.hpp"

namespace causa::plugin {

struct LockRequest {
  std::filesystem::path folder;
  std::string by;                   ///< who approves; one word
  std::string on;                   ///< date
  std::vector<std::string> only;    ///< ids or short names: no other is looked at; empty: all
  std::vector<std::string> update;  ///< ids or short names whose change is approved
  std::vector<std::string> remove;  ///< ids or short names whose lines go
};

enum class Change : std::uint8_t {
  approved = 1,  ///< a new line
  updated,       ///< its change was approved
  removed,
  unchanged,
  changed,  ///< not as it was approved, and not named: the line is as before
  missing,  ///< the file of the line isn't there: the line is as before
  refused,  ///< can't load, so it can't be approved
};

struct LockChange {
  Change change = Change::unchanged;
  std::string id, version, file;
  std::string sha256;  ///< of the file that is there
  std::string why;     ///< changed, updated: in what; refused: a sentence
};

/// What became of each module, by id. Error: Fault::plugin if the lock can't be read, with place
/// and cure; Fault::usage if it can't be written, or if a name isn't known or is that of several
/// modules.
Result<std::vector<LockChange>> update_lock(const LockRequest& request);

struct Enabling {
  std::string id;
  bool changed = false;
};

/// Enables or disables the line of an id or short name. Error as above.
Result<Enabling> set_enabled(const std::filesystem::path& folder, const std::string& name,
                             bool enabled);

/// True if the folder's lock has lines of this id or short name.
bool locks(const std::filesystem::path& folder, const std::string& name);

}  // namespace causa::plugin
