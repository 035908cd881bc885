// SPDX-License-Identifier: Apache-2.0

#include "store/backup.hpp"

#include <fmt/core.h>

#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/setup.hpp"
#include "cli/storing/actions.hpp"
#include "store/store.hpp"

namespace causa::cli {

namespace {

/// A store that can only be read can be copied all the same, and one of an older causa, which has
/// no audit yet; that is no reason to bring it up to date.
void note_backup(const StoreAction& action) {
  const auto not_noted = [](const Error& error) {
    log_warning("the copy is not noted in the audit: {}", to_string(error));
  };
  if (const auto read = store::Store::open(action.store, store::Mode::read_only); !read)
    return not_noted(read.error());
  store::OpenOptions options;
  options.actor = actor_of(action.arguments.settings);
  auto store = store::Store::open(action.store, store::Mode::existing, options);
  if (!store) return not_noted(store.error());
  store::AuditEntry copied;
  copied.what = store::AuditKind::backup;
  if (const auto noted = store->note(copied); !noted) not_noted(noted.error());
}

}  // namespace

void stopped(const StoreAction& action) {
  log_warning("stopped by a signal; nothing was written");
  action.outcome.add(exit_by_signal());
}

void back_up_store(const StoreAction& action) {
  const std::string copy = action.word(0);
  watch_signals();
  stop_at_hangup();
  const auto done = store::back_up(action.store, copy, [] { return signal_seen() != 0; });
  if (!done) return signal_seen() != 0 ? stopped(action) : report(done.error(), action.outcome);
  if (!done->warning.empty()) log_warning("{}", done->warning);
  if (done->loss) log_warning("{}", to_string(*done->loss));
  note_backup(action);
  fmt::print("{} is a {} {}\n", copy, done->loss ? "copy of what is left in" : "whole copy of",
             action.store.string());
}

}  // namespace causa::cli
