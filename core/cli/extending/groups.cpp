// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/groups.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/hash.hpp"
#include "cli/config_text.hpp"
#include "cli/model_settings.hpp"
#include "cli/recorded.hpp"
#include "cli/setup.hpp"
#include "knowledge/parse.hpp"

namespace causa::cli::extending {

namespace {

constexpr std::string_view assess_again = "assess the patient again from the source";

/// The library of a recorded module among those of a registry, or null.
const plugin::Module* find_library(const plugin::Registry& registry, const plugin::Module& it) {
  for (const auto& module : registry.modules())
    if (module.manifest.id == it.manifest.id && module.sha256 == it.sha256 && module.has_library())
      return &module;
  return nullptr;
}

/// What a module of before states, as the store has it: parsed with those that are installed, if it
/// is one of them. Nothing: this program can't read it.
std::optional<knowledge::Manifest> manifest_of(const plugin::Registry& installed,
                                               const assess::ModuleUsed& used,
                                               const std::string& text) {
  for (const auto& module : installed.modules())
    if (module.has_library() && module.manifest.id == used.id && *module.manifest_json == text)
      return module.manifest;
  auto parsed = knowledge::parse_manifest(text);
  if (text.empty() || !parsed.problems.empty()) return std::nullopt;
  return std::move(parsed.manifest);
}

/// A module that was refused when the patients were assessed, and wouldn't be with those that come:
/// it has more to say than an extension can tell. A sentence, or empty.
std::string who_would_come_back(const assess::Assessment& assessment,
                                const assess::Prepared& prepared,
                                const std::set<std::string>& added) {
  const auto modules = prepared.registry.modules();
  for (const auto& used : assessment.modules) {
    if (used.status != assess::ModuleStatus::refused || added.contains(used.id)) continue;
    for (std::uint32_t i = 0; i < modules.size(); ++i)
      if (modules[i].manifest.id == used.id && prepared.takes_part(i))
        return fmt::format(
            "{} was refused when the patient was assessed, and would take part now: name it with "
            "--plugins too, or {}",
            used.id, assess_again);
  }
  return {};
}

}  // namespace

Groups::Groups(const Settings& settings, plugin::Registry installed, std::set<std::string> added)
    : settings_(settings), installed_(std::move(installed)), added_(std::move(added)) {}

std::vector<const plugin::Module*> Groups::added() const {
  std::vector<const plugin::Module*> modules;
  for (const auto& module : installed_.modules())
    if (added_.contains(module.manifest.id)) modules.push_back(&module);
  return modules;
}

std::vector<std::string> Groups::take_warnings() {
  const std::lock_guard lock(mutex_);
  return std::exchange(warnings_, {});
}

Result<const Group*> Groups::of(const store::Outline& outline, store::Store& store) {
  const std::lock_guard lock(mutex_);
  const auto [at, fresh] = groups_.try_emplace(outline.made_with);
  if (!fresh) return at->second.get();
  at->second = std::make_unique<Group>();
  const auto assessment = store.load(outline.id, outline.version);
  auto made = assessment ? make(*at->second, *assessment, store) : assessment.error();
  if (made) return at->second.get();
  groups_.erase(at);
  return made.error();
}

Result<void> Groups::make(Group& group, const assess::Assessment& assessment, store::Store& store) {
  group.why_not = find_added(group, assessment);
  if (!group.why_not.empty() || group.added.empty()) return {};
  const auto& modules = assessment.modules;
  const auto comes = [&](const assess::ModuleUsed& one) { return group.added.contains(one.id); };
  const auto first = std::find_if(modules.begin(), modules.end(), comes);
  group.others_failed = std::any_of(modules.begin(), modules.end(), [&](const auto& one) {
    return one.status == assess::ModuleStatus::failed && !comes(one);
  });
  group.modules_kept = static_cast<std::uint32_t>(first - modules.begin());
  group.others_follow = !std::all_of(first, modules.end(), comes);
  if (auto taken = take_settings(group, assessment, store); !taken) return taken;
  return prepare(group, assessment, store, Run::needed);
}

Result<Groups::AllSteps> Groups::with_all_steps(const Group& group,
                                                const assess::Assessment& assessment,
                                                store::Store& store) {
  const std::lock_guard lock(mutex_);
  if (const auto found = with_all_steps_.find(&group); found != with_all_steps_.end())
    return found->second;
  Group whole = group;
  whole.prepared.reset();
  if (auto prepared = prepare(whole, assessment, store, Run::all); !prepared)
    return prepared.error();
  return with_all_steps_[&group] = {std::move(whole.prepared), std::move(whole.why_not)};
}

/// Notes which modules come to the group; why one can't, or empty.
std::string Groups::find_added(Group& group, const assess::Assessment& assessment) const {
  for (const auto* module : added()) {
    const auto used =
        std::find_if(assessment.modules.begin(), assessment.modules.end(),
                     [&](const assess::ModuleUsed& one) { return one.id == module->manifest.id; });
    const bool is_there = used != assessment.modules.end();
    const bool has_spoken = is_there && used->status == assess::ModuleStatus::ok;
    group.has_failed =
        group.has_failed || (is_there && used->status == assess::ModuleStatus::failed);
    if (has_spoken && used->sha256 != module->sha256)
      return fmt::format("{} {} took part already, from another file (sha256 {}…): {}", used->id,
                         used->version, used->sha256.text().substr(0, 12), assess_again);
    if (!has_spoken) group.added.insert(module->manifest.id);
  }
  return {};
}

/// Those of then, and for the modules that come those of today, which nobody could say then.
Result<void> Groups::take_settings(Group& group, const assess::Assessment& assessment,
                                   store::Store& store) const {
  auto config = store.load_config(assessment.config_sha256);
  if (!config) return config.error();
  group.lint = lint_mode_of(*config);
  auto coming = added();
  std::erase_if(coming, [&](const auto* one) { return !group.added.contains(one->manifest.id); });
  group.config_text = with_settings_of(coming, settings_.module_settings(), *config);
  group.same_config = group.config_text == *config;
  group.config_sha256 =
      group.same_config ? assessment.config_sha256.text() : sha256_hex(group.config_text);
  return {};
}

Result<void> Groups::prepare(Group& group, const assess::Assessment& assessment,
                             store::Store& store, Run run) {
  auto vocabulary = load_vocabulary();
  if (!vocabulary) return vocabulary.error();
  auto modules = modules_of(group, assessment, store, *vocabulary, run);
  if (!modules) return modules.error();
  if (!group.why_not.empty()) return {};
  auto module_settings = settings_by_id(module_settings_of(group.config_text), *modules);
  if (!module_settings) return module_settings.error();
  auto prepared =
      assess::Prepared::make(plugin::Registry::of(std::move(*modules)), std::move(*vocabulary),
                             model_of(group.config_text), std::move(*module_settings),
                             run == Run::needed ? group.added : std::set<std::string>());
  if (!prepared) return prepared.error();
  group.why_not = who_would_come_back(assessment, **prepared, group.added);
  if (!group.why_not.empty()) return {};
  for (const auto& fault : (*prepared)->faults) {
    const auto& id = (*prepared)->registry.modules()[fault.module].manifest.id;
    const bool known = std::any_of(
        assessment.modules.begin(), assessment.modules.end(), [&](const assess::ModuleUsed& used) {
          return used.id == id && used.status == assess::ModuleStatus::refused;
        });
    if (group.added.contains(id) || !known) {
      group.why_not = fmt::format("{} would not take part: {}", id, fault.why);
      return {};
    }
  }
  group.prepared = std::move(*prepared);
  return {};
}

/// The earlier modules as the store has them, and those that come to them.
Result<std::vector<plugin::Module>> Groups::modules_of(Group& group,
                                                       const assess::Assessment& assessment,
                                                       store::Store& store,
                                                       const terminology::Vocabulary& vocabulary,
                                                       Run run) {
  const auto texts = store.load_manifests(assessment.id, assessment.version);
  if (!texts) return texts.error();
  std::vector<plugin::Module> modules;
  for (std::size_t i = 0; i < assessment.modules.size(); ++i) {
    const assess::ModuleUsed& used = assessment.modules[i];
    if (!took_part(used) || group.added.contains(used.id)) continue;
    plugin::Module module;
    auto manifest = manifest_of(installed_, used, (*texts)[i]);
    if (!manifest) {
      group.why_not = fmt::format(
          "the manifest of {} {} in the store isn't one that this program "
          "can read: {}",
          used.id, used.version, assess_again);
      return modules;
    }
    module.manifest = *std::move(manifest);
    module.manifest_json = std::make_shared<const std::string>((*texts)[i]);
    module.sha256 = used.sha256;
    modules.push_back(std::move(module));
  }
  std::vector<const knowledge::Manifest*> earlier, added;
  for (const auto& module : modules) earlier.push_back(&module.manifest);
  for (const auto* module : this->added())
    if (group.added.contains(module->manifest.id)) added.push_back(&module->manifest);
  const assess::Steps steps = run == Run::needed ? assess::steps_to_run(earlier, added, vocabulary)
                                                 : assess::steps_of(earlier);
  if (auto done = give_libraries(steps, modules); !done) return done.error();
  for (const auto* module : this->added())
    if (group.added.contains(module->manifest.id)) modules.push_back(*module);
  return modules;
}

/// Few steps of earlier modules must run again, and only if their library is there as it was.
Result<void> Groups::give_libraries(const assess::Steps& steps,
                                    std::vector<plugin::Module>& modules) {
  std::vector<std::string> elsewhere;
  for (const auto& module : modules)
    if (steps.contains(module.manifest.id) && find_library(installed_, module) == nullptr)
      elsewhere.push_back(module.sha256);
  std::optional<plugin::Registry> others;
  if (!elsewhere.empty()) {
    auto found = load_recorded(settings_, std::move(elsewhere));
    if (!found) return found.error();
    others = std::move(*found);
  }
  for (auto& module : modules) {
    const auto needed = steps.find(module.manifest.id);
    if (needed == steps.end()) continue;
    const plugin::Module* there = find_library(installed_, module);
    if (there == nullptr && others) there = find_library(*others, module);
    if (there == nullptr) {
      warnings_.push_back(
          fmt::format("{} {} isn't there as it was (sha256 {}…): what it computes ({}) is known "
                      "only as far as it was kept, and isn't computed from anything new",
                      module.manifest.id, module.manifest.version, module.sha256.substr(0, 12),
                      fmt::join(needed->second, ", ")));
      continue;
    }
    module.library = there->library;
    module.apart = there->apart;
    for (const auto& step : module.manifest.derives)
      if (!needed->second.contains(step.id)) module.idle_steps.insert(step.id);
  }
  return {};
}

}  // namespace causa::cli::extending
