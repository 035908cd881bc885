// SPDX-License-Identifier: Apache-2.0

#include "cli/early_store.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/at_once.hpp"
#include "cli/setup.hpp"

namespace causa::cli {

EarlyStore::EarlyStore(const Settings& settings, std::span<const std::string> inputs)
    : settings_(settings),
      may_be_made_(settings.text("mapping").empty() && !settings.link_ids() &&
                   std::all_of(inputs.begin(), inputs.end(), [](const std::string& input) {
                     return input == "-" || ::access(input.c_str(), R_OK) == 0;
                   })) {
  const auto path = store_path(settings);
  if (settings.text("store") != "none" && path && ::access(path->c_str(), F_OK) == 0) begin();
}

void EarlyStore::modules_are_read() {
  if (may_be_made_ && !opening_.valid()) begin();
}

/// Without a further thread it is opened when it is asked for.
void EarlyStore::begin() {
  opening_ = begin_at_once([this] { return open_store(settings_, store::Mode::create); });
}

Result<std::optional<store::Store>> EarlyStore::take() {
  if (opening_.valid()) return opening_.get();
  return open_store(settings_, store::Mode::create);
}

}  // namespace causa::cli
