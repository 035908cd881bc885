// SPDX-License-Identifier: Apache-2.0
//
// What becomes of one stored assessment when modules come to it. Plain data, and what there is to
// tell of it.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "assess/assessment.hpp"
#include "cli/extending/groups.hpp"
#include "cli/outcome.hpp"

namespace causa::cli::extending {

struct Extended {
  std::string id;
  std::int64_t place = 0;        ///< of the version before
  std::uint32_t version = 0;     ///< of the next one
  const Group* group = nullptr;  ///< null: an earlier call has stored it
  bool there_already = false;    ///< all the modules took part in it before
  std::string why_not;           ///< a sentence with its cure: it stays as it was; or empty
  Exit exit = Exit::input;       ///< how the call ends then
  std::string failure;           ///< what the module that failed said, or what is damaged
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

/// Ids of the modules that came to it and take part.
std::set<std::string> came_to(const Extended& extended);

/// Those of them that failed. No more of them is said than they could say all the same.
std::vector<const assess::ModuleUsed*> failed_of(const Extended& extended);

/// Those that were to come and are refused beside the others.
std::vector<const assess::ModuleUsed*> refused_of(const Extended& extended);

inline constexpr std::string_view not_as_stored = "it isn't as it was stored";

/// `what` is wrong with it in the store. The reason is the same for all, so that they are told
/// together; what is wrong with this one is its failure.
void leave_damaged(Extended& extended, std::string_view what, const Error& error);

/// The others don't wait for one that can't be read. Error: nothing can be, or it is another error.
Result<void> leave_unread(Extended& extended, const Error& error, store::Store& store);

/// Whether the module takes part in an assessment and did all that it had to.
bool has_spoken(const assess::Assessment& assessment, std::string_view id);

}  // namespace causa::cli::extending
