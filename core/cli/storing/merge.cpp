// SPDX-License-Identifier: Apache-2.0

#include "store/merge.hpp"

#include <fmt/core.h>

#include <set>

#include "base/hash.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/other_people.hpp"
#include "cli/progress.hpp"
#include "cli/setup.hpp"
#include "cli/storing/actions.hpp"

namespace causa::cli {

namespace {

std::string counted(std::uint64_t number, const char* one, const char* several) {
  return fmt::format("{} {}", number, number == 1 ? one : several);
}

/// Of versions, of which some are no assessment of their own.
std::string counted_versions(std::uint64_t all, std::uint64_t later) {
  const std::string later_ones = counted(later, "later version", "later versions");
  if (later > 0 && later == all) return later_ones;
  return counted(all - later, "assessment", "assessments") +
         (later > 0 ? " and " + later_ones : "");
}

void print(const std::string& from, const store::MergeReport& found) {
  fmt::print("{}: {} added, {} known already", from,
             counted_versions(found.added, found.added_later),
             found.known_later > 0 ? counted_versions(found.known, found.known_later)
                                   : std::to_string(found.known));
  if (found.answers > 0)
    fmt::print(", {} of clinicians added", counted(found.answers, "answer", "answers"));
  if (found.forgotten_here > 0)
    fmt::print(", {} left out that were forgotten here", found.forgotten_here);
  if (!found.refused.empty()) fmt::print(", {} refused", found.refused.size() + found.more_refused);
  fmt::print("\n");
}

}  // namespace

void merge_stores(const StoreAction& action) {
  watch_signals();
  const store::OpenOptions options = writing_options(action.arguments.settings);
  std::set<Digest> forgotten_elsewhere;
  for (std::size_t i = 1; i < action.arguments.words.size(); ++i) {
    const std::string& from = action.arguments.words[i];
    Progress progress("assessments");
    std::uint64_t read = 0, last = 0;
    const auto found = store::merge(
        action.store, from, options,
        [&](std::uint64_t done, std::uint64_t all) {
          progress.update(read = done, done, last = all);
        },
        [] { return signal_seen() != 0; }, &forgotten_elsewhere);
    progress.clear();
    if (!found) {
      report(found.error(), action.outcome);
      continue;
    }
    if (found->loss)
      log_warning("{}; keep that store until then: what is missing in it is not in {} either",
                  to_string(*found->loss), action.store.string());
    for (const Error& refused : found->refused) report(refused, action.outcome);
    if (found->more_refused > 0)
      log_warning("{}: ... and {} more that were left out", from, found->more_refused);
    if (found->forgotten_there > 0)
      log_warning("{} versions of assessments that were forgotten in {}{} are still in {}",
                  found->forgotten_there, from, i > 1 ? ", or in a store before it," : "",
                  action.store.string());
    tell(found->other_people);
    print(from, *found);
    if (found->failed) {
      report(*found->failed, action.outcome);
      log_warning(
          "{} isn't merged to its end: what is counted above is stored; the same call goes on",
          from);
    }
    if (signal_seen() == 0) continue;
    if (found->stopped)
      log_warning("stopped by a signal after {} of {} in {}; the same call goes on", read, last,
                  from);
    else if (i + 1 < action.arguments.words.size())
      log_warning("stopped by a signal before {}; the same call goes on",
                  action.arguments.words[i + 1]);
    if (found->stopped || i + 1 < action.arguments.words.size())
      action.outcome.add(exit_by_signal());
    return;
  }
}

}  // namespace causa::cli
