// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "cli/setup.hpp"
#include "cli/storing/actions.hpp"
#include "store/store.hpp"

namespace causa::cli {

void migrate_store(const StoreAction& action) {
  if (store::Store::open(action.store, store::Mode::read_only)) {
    fmt::print("{} is up to date\n", action.store.string());
    return;
  }
  // Whatever kept it from being read keeps it from being migrated, unless it was its age.
  const store::OpenOptions options = writing_options(action.arguments.settings);
  const auto store = store::Store::open(action.store, store::Mode::existing, options);
  if (!store) return report(store.error(), action.outcome);
  fmt::print("{} was brought up to date\n", action.store.string());
}

}  // namespace causa::cli
