// SPDX-License-Identifier: Apache-2.0

#include "cli/early_store.hpp"

#include <unistd.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/at_once.hpp"
#include "cli/setup.hpp"

namespace causa::cli {

namespace {

struct Kept {
  std::string id, version, sha256;
  std::shared_ptr<const std::string> manifest;
};

}  // namespace

EarlyStore::EarlyStore(const Settings& settings, std::span<const std::string> inputs)
    : settings_(settings),
      may_be_made_(settings.text("mapping").empty() && !settings.link_ids() &&
                   std::all_of(inputs.begin(), inputs.end(), [](const std::string& input) {
                     return input == "-" || ::access(input.c_str(), R_OK) == 0;
                   })) {
  const auto path = store_path(settings);
  if (settings.text("store") == "none" || !path || ::access(path->c_str(), F_OK) != 0) return;
  opening_ = begin_at_once(
      [this] { return open_store(settings_, store::Mode::create, Patience::endless, abandoned_); });
}

void EarlyStore::modules_are_read(std::span<const plugin::Module> modules) {
  if (!may_be_made_ || opening_.valid()) return;
  // They go where the knowledge is compiled.
  const auto kept = std::make_shared<std::vector<Kept>>();
  for (const plugin::Module& module : modules)
    kept->push_back(
        {module.manifest.id, module.manifest.version, module.sha256, module.manifest_json});
  opening_ = begin_at_once([this, kept] {
    auto store = open_store(settings_, store::Mode::create, Patience::endless, abandoned_);
    if (!store || !*store) return store;
    std::vector<store::ModuleSource> sources;
    for (const Kept& module : *kept)
      sources.push_back({module.id, module.version, module.sha256, *module.manifest});
    if (auto done = (*store)->keep_modules(sources); !done)
      return Result<std::optional<store::Store>>(done.error());
    return store;
  });
}

Result<std::optional<store::Store>> EarlyStore::take() {
  if (opening_.valid()) return opening_.get();
  return open_store(settings_, store::Mode::create);
}

}  // namespace causa::cli
