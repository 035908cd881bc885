// SPDX-License-Identifier: Apache-2.0

#include "cli/early_store.hpp"

#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "cli/setup.hpp"

namespace causa::cli {

EarlyStore::EarlyStore(const Settings& settings, std::span<const std::string> inputs)
    : settings_(settings) {
  const bool all_there = std::all_of(inputs.begin(), inputs.end(), [](const std::string& input) {
    return input == "-" || ::access(input.c_str(), R_OK) == 0;
  });
  const auto terminology = find_places().terminology / "units.json";
  if (!all_there || ::access(terminology.c_str(), R_OK) != 0) return;
  try {
    opening_ = std::async(std::launch::async,
                          [&settings] { return open_store(settings, store::Mode::create); });
  } catch (const std::system_error&) {
    // There is no thread to be had: it is opened when it is asked for.
  }
}

Result<std::optional<store::Store>> EarlyStore::take() {
  if (opening_.valid()) return opening_.get();
  return open_store(settings_, store::Mode::create);
}

}  // namespace causa::cli
