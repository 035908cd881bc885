// SPDX-License-Identifier: Apache-2.0
//
// Makes next versions of stored assessments, to which modules come (assess/extension.hpp); stores
// nothing. Assessments of one group and date are dealt with together. Borrows groups and store. One
// thread, the one that made it, since libraries in processes of their own end with it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "assess/worker.hpp"
#include "cli/extending/extended.hpp"
#include "cli/extending/words_of_then.hpp"
#include "store/store.hpp"

namespace causa::cli::extending {

class Extender {
 public:
  Extender(Groups& groups, store::Store& store) : groups_(groups), store_(store) {}

  /// All that stood at places in (after, until] in their last version when `newest` was the last
  /// place, in that order; then those of them to which another program has added one since; then
  /// those that can't be read, named by their place if not even their id can be. Error:
  /// Fault::store, and nothing can be read; or the terminology or a setting is wrong.
  Result<std::vector<Extended>> extend(std::int64_t after, std::int64_t until, std::int64_t newest);

  /// One, in its last version.
  Result<Extended> extend(const std::string& id);

 private:
  struct Loaded;
  struct ReadyWorker {
    Ready ready;
    std::unique_ptr<assess::Worker> worker;  ///< null: see why not
    std::unique_ptr<WordsOfThen> words;      ///< null if there is no worker
  };
  Result<void> find(std::int64_t after, std::int64_t until, std::int64_t newest,
                    std::vector<store::Outline>& outlines, std::vector<Extended>& unread);
  Result<std::vector<Extended>> extend(std::vector<store::Outline> outlines);
  Result<void> extend(std::vector<Loaded>& loaded);
  Result<void> load(store::Outline outline, Extended& extended, std::vector<Loaded>& loaded);
  Result<void> extend_group(std::span<Loaded> all);
  Result<void> repeat(const Loaded& one, const std::vector<assess::ModuleUsed>& looked);
  /// With another worker than the group's where steps must run that don't run in it.
  Result<void> extend_with_all_steps(const Group& group, std::vector<Loaded*> concerned);
  void extend_concerned(const Group& group, assess::Worker& worker,
                        std::span<Loaded* const> concerned);
  Result<ReadyWorker*> worker_of(const Group& group, Rerun run, const Loaded& one);
  Result<ReadyWorker*> worker_for(std::vector<Loaded*>& some, Rerun run);

  Groups& groups_;
  store::Store& store_;
  Recent<std::pair<const Group*, Rerun>, ReadyWorker> workers_;
};

}  // namespace causa::cli::extending
