// SPDX-License-Identifier: Apache-2.0
//
// Stored assessments that were made with the same modules and settings share what is prepared for
// modules that come to them. Each group is prepared once, by who asks for it first; the others
// wait. Borrows the settings. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "assess/extension.hpp"
#include "assess/prepared.hpp"
#include "cli/lint_mode.hpp"
#include "plugin/registry.hpp"
#include "store/store.hpp"

namespace causa::cli::extending {

struct Group {
  std::string why_not;          ///< a module can't be added to them
  std::set<std::string> added;  ///< ids of the modules that come to them; empty: none is missing
  bool has_failed = false;      ///< one of them took part, failed, and said what it could
  bool others_failed = false;   ///< one of those that stay as they were did
  std::string config_text, config_sha256;  ///< of the versions that are made
  bool same_config = true;                 ///< it is that of the versions before
  LintMode lint = LintMode::lenient;
  std::uint32_t modules_kept = 0;  ///< so many stand before the first one that comes
  bool others_follow = false;      ///< others stand after it
  std::shared_ptr<const assess::Prepared> prepared;  ///< null: nothing is to be done
};

class Groups {
 public:
  /// `added` are the ids of the modules to add, all of which are installed.
  Groups(const Settings& settings, plugin::Registry installed, std::set<std::string> added);

  /// The group of an assessment in the store; lives as long as this. Error: Fault::store, or the
  /// terminology or a setting is wrong.
  Result<const Group*> of(const store::Outline& outline, store::Store& store);

  /// The same of a group to whose patients modules come, with all steps of the earlier modules:
  /// null, and why not, if one of them can't take part. `assessment` is one of the group.
  struct AllSteps {
    std::shared_ptr<const assess::Prepared> prepared;
    std::string why_not;
  };
  Result<AllSteps> with_all_steps(const Group& group, const assess::Assessment& assessment,
                                  store::Store& store);

  [[nodiscard]] std::vector<const plugin::Module*> added() const;

  /// Sentences that somebody must see once, since the last call.
  std::vector<std::string> take_warnings();

 private:
  Result<void> make(Group& group, const assess::Assessment& assessment, store::Store& store);
  std::string find_added(Group& group, const assess::Assessment& assessment) const;
  Result<void> take_settings(Group& group, const assess::Assessment& assessment,
                             store::Store& store) const;
  /// Steps of earlier modules that run again.
  enum class Run : std::uint8_t { needed, all };
  Result<void> prepare(Group& group, const assess::Assessment& assessment, store::Store& store,
                       Run run);
  Result<std::vector<plugin::Module>> modules_of(Group& group, const assess::Assessment& assessment,
                                                 store::Store& store,
                                                 const terminology::Vocabulary& vocabulary,
                                                 Run run);
  Result<void> give_libraries(const assess::Steps& steps, std::vector<plugin::Module>& modules);

  const Settings& settings_;
  const plugin::Registry installed_;
  const std::set<std::string> added_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Group>> groups_;  ///< by Outline::made_with; guarded
  std::map<const Group*, AllSteps> with_all_steps_;       ///< guarded
  std::vector<std::string> warnings_;                     ///< guarded
};

}  // namespace causa::cli::extending
