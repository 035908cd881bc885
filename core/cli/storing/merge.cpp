// SPDX-License-Identifier: Apache-2.0

#include "store/merge.hpp"

#include <fmt/core.h>

#include "cli/log.hpp"
#include "cli/other_people.hpp"
#include "cli/progress.hpp"
#include "cli/setup.hpp"
#include "cli/storing/actions.hpp"

namespace causa::cli {

namespace {

void print(const std::string& from, const store::MergeReport& found) {
  fmt::print("{}: {} assessments added, {} known already", from, found.added, found.known);
  if (found.answers > 0) fmt::print(", {} answers of clinicians added", found.answers);
  if (found.forgotten_here > 0)
    fmt::print(", {} left out that were forgotten here", found.forgotten_here);
  if (!found.refused.empty()) fmt::print(", {} refused", found.refused.size() + found.more_refused);
  fmt::print("\n");
}

}  // namespace

void merge_stores(const StoreAction& action) {
  store::OpenOptions options;
  options.actor = actor_of(action.arguments.settings);
  for (std::size_t i = 1; i < action.arguments.words.size(); ++i) {
    const std::string& from = action.arguments.words[i];
    Progress progress("assessments");
    const auto found = store::merge(
        action.store, from, options,
        [&](std::uint64_t done, std::uint64_t all) { progress.update(done, done, all); });
    progress.clear();
    if (!found) {
      report(found.error(), action.outcome);
      continue;
    }
    for (const Error& refused : found->refused) report(refused, action.outcome);
    if (found->more_refused > 0)
      log_warning("{}: ... and {} more that were left out", from, found->more_refused);
    if (found->forgotten_there > 0)
      log_warning("{} assessments that were forgotten in {} are still in {}",
                  found->forgotten_there, from, action.store.string());
    tell(found->other_people);
    print(from, *found);
  }
}

}  // namespace causa::cli
