// SPDX-License-Identifier: Apache-2.0

#include "cli/recorded.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/config_text.hpp"
#include "cli/model_settings.hpp"
#include "cli/setup.hpp"

namespace causa::cli {

namespace {

std::string shown(const assess::ModuleUsed& module) {
  return fmt::format("{} {} (sha256 {})", module.id, module.version, module.sha256);
}

/// Empty: it is there.
std::string why_missing(const assess::ModuleUsed& used, const plugin::Registry& registry) {
  for (const auto& module : registry.modules()) {
    if (module.manifest.id != used.id) continue;
    if (module.sha256 == used.sha256) return {};
    return fmt::format("{}: this program has version {} built in (sha256 {})", shown(used),
                       module.manifest.version, module.sha256);
  }
  std::string others;
  for (const auto& absence : registry.absences())
    if (absence.id == used.id) others += (others.empty() ? "" : "; ") + absence.why;
  return fmt::format("{}: {}", shown(used),
                     others.empty() ? "no file of it is in the plugin folders" : others);
}

}  // namespace

bool took_part(const assess::ModuleUsed& module) { return !module.sha256.empty(); }

Result<plugin::Registry> load_recorded(const Settings& settings, std::vector<std::string> sha256) {
  plugin::LoadOptions options = load_options(settings);
  options.only.clear();
  options.without.clear();
  options.sha256 = std::move(sha256);
  // None: then nothing but the core module is wanted, not every file.
  options.sha256.emplace_back("none");
  return plugin::Registry::load(options);
}

std::string recorded_key(const assess::Assessment& assessment) {
  std::string key = assessment.config_sha256;
  for (const auto& module : assessment.modules)
    if (took_part(module)) key += " " + module.id + ' ' + module.version + ' ' + module.sha256;
  return key;
}

Result<Recorded> find_recorded(const Settings& settings, store::Store& store,
                               const assess::Assessment& assessment) {
  const auto config = store.load_config(assessment.config_sha256);
  if (!config) return config.error();
  auto vocabulary = load_vocabulary();
  if (!vocabulary) return vocabulary.error();
  std::vector<std::string> sha256;
  for (const auto& module : assessment.modules)
    if (took_part(module)) sha256.push_back(module.sha256);
  auto registry = load_recorded(settings, std::move(sha256));
  if (!registry) return registry.error();
  Recorded recorded;
  for (const auto& module : assessment.modules)
    if (took_part(module))
      if (std::string why = why_missing(module, *registry); !why.empty())
        recorded.missing.push_back(std::move(why));
  if (!recorded.missing.empty()) return recorded;
  auto module_settings = settings_by_id(module_settings_of(*config), registry->modules());
  if (!module_settings) return module_settings.error();
  auto prepared = assess::Prepared::make(std::move(*registry), std::move(*vocabulary),
                                         model_of(*config), std::move(*module_settings));
  if (!prepared) return prepared.error();
  recorded.prepared = std::move(*prepared);
  return recorded;
}

}  // namespace causa::cli
