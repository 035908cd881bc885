// SPDX-License-Identifier: Apache-2.0
//
// What becomes of one stored assessment when modules come to it. Plain data, and what there is to
// tell of it.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "cli/extending/groups.hpp"

namespace causa::cli::extending {

struct Extended {
  std::string id;
  std::int64_t place = 0;        ///< of the version before
  std::uint32_t version = 0;     ///< of the next one
  const Group* group = nullptr;  ///< null: an earlier call has stored it
  bool there_already = false;    ///< all the modules took part in it before
  std::string why_not;           ///< a sentence with its cure: it stays as it was; or empty
  std::string failure;           ///< what the module that failed said, if that is why not
  bool overtaken = false;        ///< another program has stored a next version meanwhile
  bool forgotten = false;        ///< somebody took it out of the store meanwhile

  /// If the modules had nothing to say: of the version before, and of those that follow on what is
  /// kept of them. Else null.
  std::shared_ptr<const std::vector<assess::ModuleUsed>> came;
  std::uint32_t modules_before = 0;
  assess::Assessment before, now;  ///< if they had

  [[nodiscard]] bool repeated() const { return came != nullptr; }
  /// Whether there is a next version to be stored.
  [[nodiscard]] bool goes_on() const {
    return !there_already && why_not.empty() && !overtaken && !forgotten;
  }
};

/// Alerts of now that are new or more urgent than before.
std::vector<const assess::RaisedAlert*> new_alerts(const Extended& extended);

/// Ids of the modules that came to it.
std::set<std::string> came_to(const Extended& extended);

/// Those of them that failed. No more of them is said than they could say all the same.
std::vector<const assess::ModuleUsed*> failed_of(const Extended& extended);

}  // namespace causa::cli::extending
