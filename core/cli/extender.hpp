// SPDX-License-Identifier: Apache-2.0
//
// Adds modules to stored assessments (assess/extension.hpp) and stores each as its next version, a
// batch in one transaction. Assessments that were made with the same modules and settings share
// what is prepared for them. Borrows settings and store. One thread.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "assess/extension.hpp"
#include "assess/worker.hpp"
#include "cli/lint_mode.hpp"
#include "plugin/registry.hpp"
#include "store/store.hpp"

namespace causa::cli {

/// What became of one assessment.
struct Extended {
  std::string id;
  bool there_already = false;  ///< all the modules took part in it before
  std::string why_not;         ///< a sentence with its cure: it stays as it was; or empty
  bool module_failed = false;  ///< that is why not
  bool overtaken = false;      ///< another program has stored a next version meanwhile
  std::vector<std::string> added;
  std::uint32_t version = 0;       ///< that it has now, if it was extended
  bool repeated = false;           ///< the modules had nothing to say: `before` and `now` are empty
  assess::Assessment before, now;  ///< if it was extended and they had
};

class Extender {
 public:
  /// `added` are the ids of the modules to add, all of which are installed.
  Extender(const Settings& settings, store::Store& store, plugin::Registry installed,
           std::set<std::string> added);
  ~Extender();

  /// Before the first batch. Error: Fault::store.
  Result<void> begin();
  Result<void> end();

  /// What is told of is stored. Error: Fault::store, and nothing of the batch is; or the
  /// terminology or a setting is wrong.
  Result<std::vector<Extended>> extend(const std::vector<std::string>& ids);

  /// Sentences that somebody must see once, since the last call.
  std::vector<std::string> take_warnings() { return std::exchange(warnings_, {}); }

 private:
  struct Group;
  struct Loaded;
  Result<Group*> group_of(const store::Outline& outline);
  Result<void> make_group(Group& group, const assess::Assessment& assessment);
  Result<void> prepare(Group& group, const assess::Assessment& assessment);
  [[nodiscard]] std::vector<const plugin::Module*> added() const;
  std::string find_added(Group& group, const assess::Assessment& assessment) const;
  Result<std::vector<plugin::Module>> modules_of(Group& group, const assess::Assessment& assessment,
                                                 const terminology::Vocabulary& vocabulary);
  Result<void> give_libraries(const assess::Steps& steps, std::vector<plugin::Module>& modules);
  Result<void> load(const std::string& id, Extended& extended, std::vector<Loaded>& loaded);
  Result<void> extend_group(std::span<Loaded> loaded);
  void extend_concerned(Group& group, std::span<Loaded* const> concerned);
  Result<void> save(std::span<Loaded> loaded);
  Result<bool> drop_overtaken(std::span<Loaded> loaded);

  const Settings& settings_;
  store::Store& store_;
  plugin::Registry installed_;
  std::set<std::string> added_;
  std::map<std::string, std::unique_ptr<Group>> groups_;  ///< by Outline::made_with
  std::vector<std::string> warnings_;
  std::int64_t run_ = 0;
};

}  // namespace causa::cli
