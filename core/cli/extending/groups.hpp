// SPDX-License-Identifier: Apache-2.0
//
// Stored assessments that were made with the same modules and settings share what is prepared for
// modules that come to them. Each group is prepared once, by who asks for it first; the others
// wait. It is prepared again if many others were asked for since. Borrows the settings. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "assess/extension.hpp"
#include "assess/prepared.hpp"
#include "cli/extending/missing_library.hpp"
#include "cli/extending/recent.hpp"
#include "cli/lint_mode.hpp"
#include "cli/outcome.hpp"
#include "plugin/registry.hpp"
#include "store/store.hpp"

namespace causa::cli::extending {

struct Group {
  std::string why_not;          ///< a module can't be added to them
  Exit exit = Exit::input;      ///< how the call ends then
  std::set<std::string> added;  ///< ids of the modules that come to them; empty: none is missing
  bool has_failed = false;      ///< one of them took part, failed, and said what it could
  bool others_failed = false;   ///< one of those that stay as they were did
  std::string config_text, config_sha256;  ///< of the versions that are made
  bool same_config = true;                 ///< it is that of the versions before
  LintMode lint = LintMode::lenient;
  std::uint32_t modules_kept = 0;  ///< so many stand before the first one that comes
  bool others_follow = false;      ///< others stand after it
};

/// Steps of earlier modules that run again.
enum class Rerun : std::uint8_t { needed = 1, all };

/// What takes a group's patients to their next version.
struct Ready {
  std::shared_ptr<const assess::Prepared> prepared;  ///< null: see why_not
  std::string why_not;                               ///< a module can't be added to them; or empty
  Exit exit = Exit::input;                           ///< how the call ends then
  /// It can't to those whose record is read otherwise: a step that should run can't; or empty.
  std::string why_not_otherwise;
};

class Groups {
 public:
  /// `added` are the ids of the modules to add, all of which are installed.
  Groups(const Settings& settings, plugin::Registry installed, std::set<std::string> added);

  /// The group of an assessment in the store; lives as long as this. Error: Fault::store, or the
  /// terminology or a setting is wrong.
  Result<const Group*> of(const store::Outline& outline, store::Store& store);

  /// What was prepared for a group to whose patients modules come. `one` is of the group.
  Result<Ready> ready(const Group& group, Rerun run, const store::Outline& one,
                      store::Store& store);

  [[nodiscard]] std::vector<const plugin::Module*> added() const;

  /// Sentences that somebody must see once, since the last call.
  std::vector<std::string> take_warnings();

 private:
  Result<void> make(Group& group, const assess::Assessment& assessment, store::Store& store);
  std::string find_added(Group& group, const assess::Assessment& assessment) const;
  Result<void> take_settings(Group& group, const assess::Assessment& assessment,
                             store::Store& store) const;
  Result<Ready> prepare(const Group& group, const assess::Assessment& assessment,
                        store::Store& store, Rerun run);
  Result<std::vector<plugin::Module>> modules_of(const Group& group,
                                                 const assess::Assessment& assessment,
                                                 store::Store& store, Ready& ready) const;
  Result<void> add_modules(const Group& group, Rerun run, const terminology::Vocabulary& vocabulary,
                           std::vector<plugin::Module>& modules, Ready& ready);
  Result<std::vector<MissingLibrary>> give_libraries(const assess::Steps& steps,
                                                     std::vector<plugin::Module>& modules) const;
  void warn(std::string sentence);

  const Settings& settings_;
  const plugin::Registry installed_;
  const std::set<std::string> added_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Group>> groups_;  ///< by Outline::made_with; guarded
  Recent<std::pair<const Group*, Rerun>, Ready> ready_;   ///< guarded
  std::set<std::string> warned_;                          ///< guarded
  std::vector<std::string> warnings_;                     ///< of them, not taken yet; guarded
};

}  // namespace causa::cli::extending
