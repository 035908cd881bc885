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

std::string would_not(std::string_view id, std::string_view why) {
  return fmt::format("{} would not take part: {}", id, why);
}

/// One that took part and couldn't now. A sentence, or empty.
std::string who_would_be_refused(const assess::Assessment& assessment,
                                 const assess::Prepared& prepared,
                                 const std::set<std::string>& added) {
  for (const auto& fault : prepared.faults) {
    const auto& id = prepared.registry.modules()[fault.module].manifest.id;
    const bool known = std::any_of(
        assessment.modules.begin(), assessment.modules.end(), [&](const assess::ModuleUsed& used) {
          return used.id == id && used.status == assess::ModuleStatus::refused;
        });
    if (!added.contains(id) && !known) return would_not(id, fault.why);
  }
  return {};
}

/// If all that come are refused. One that is beside others is stored so, as when it is assessed
/// with. A sentence, or empty.
std::string why_all_would_be_refused(const assess::Prepared& prepared,
                                     const std::set<std::string>& added) {
  std::vector<std::string> refused;
  for (const auto& fault : prepared.faults)
    if (const auto& id = prepared.registry.modules()[fault.module].manifest.id; added.contains(id))
      refused.push_back(would_not(id, fault.why));
  return refused.size() < added.size() ? "" : fmt::format("{}", fmt::join(refused, "; "));
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

Result<Ready> Groups::ready(const Group& group, Rerun run, const store::Outline& one,
                            store::Store& store) {
  const std::lock_guard lock(mutex_);
  const std::pair key(&group, run);
  if (const Ready* found = ready_.find(key)) return *found;
  const auto assessment = store.load(one.id, one.version);
  if (!assessment) return assessment.error();
  auto made = prepare(group, *assessment, store, run);
  if (!made) return made.error();
  return ready_.put(key, std::move(*made));
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
  auto ready = prepare(group, assessment, store, Rerun::needed);
  if (!ready) return ready.error();
  group.why_not = ready->why_not;
  group.exit = ready->why_not.empty() ? Exit::input : ready->exit;
  if (ready->prepared) ready_.put({&group, Rerun::needed}, std::move(*ready));
  return {};
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
  std::set<std::string> earlier;
  for (const auto& used : assessment.modules)
    if (took_part(used) && !group.added.contains(used.id)) earlier.insert(used.id);
  auto text = with_settings_of(group.added, earlier, settings_.module_settings(), *config);
  if (!text) return text.error();
  group.config_text = std::move(*text);
  group.same_config = group.config_text == *config;
  group.config_sha256 =
      group.same_config ? assessment.config_sha256.text() : sha256_hex(group.config_text);
  return {};
}

Result<Ready> Groups::prepare(const Group& group, const assess::Assessment& assessment,
                              store::Store& store, Rerun run) {
  Ready ready;
  auto vocabulary = load_vocabulary();
  if (!vocabulary) return vocabulary.error();
  auto modules = modules_of(group, assessment, store, ready);
  if (!modules) return modules.error();
  if (!ready.why_not.empty()) return ready;
  if (auto done = add_modules(group, run, *vocabulary, *modules, ready); !done) return done.error();
  if (!ready.why_not.empty()) return ready;
  auto module_settings = settings_by_id(module_settings_of(group.config_text), *modules);
  if (!module_settings) return module_settings.error();
  auto prepared =
      assess::Prepared::make(plugin::Registry::of(std::move(*modules)), std::move(*vocabulary),
                             model_of(group.config_text), std::move(*module_settings),
                             run == Rerun::needed ? group.added : std::set<std::string>());
  if (!prepared) return prepared.error();
  ready.why_not = who_would_come_back(assessment, **prepared, group.added);
  if (ready.why_not.empty())
    ready.why_not = who_would_be_refused(assessment, **prepared, group.added);
  if (ready.why_not.empty()) {
    ready.why_not = why_all_would_be_refused(**prepared, group.added);
    ready.exit = Exit::plugin;
  }
  if (ready.why_not.empty()) ready.prepared = std::move(*prepared);
  return ready;
}

/// The earlier modules as the store has them, without libraries.
Result<std::vector<plugin::Module>> Groups::modules_of(const Group& group,
                                                       const assess::Assessment& assessment,
                                                       store::Store& store, Ready& ready) const {
  const auto texts = store.load_manifests(assessment.id, assessment.version);
  if (!texts) return texts.error();
  std::vector<plugin::Module> modules;
  for (std::size_t i = 0; i < assessment.modules.size(); ++i) {
    const assess::ModuleUsed& used = assessment.modules[i];
    if (!took_part(used) || group.added.contains(used.id)) continue;
    plugin::Module module;
    auto manifest = manifest_of(installed_, used, (*texts)[i]);
    if (!manifest) {
      ready.why_not = fmt::format(
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
  return modules;
}

/// To the earlier modules: their libraries, as far as they run again, and those that come.
Result<void> Groups::add_modules(const Group& group, Rerun run,
                                 const terminology::Vocabulary& vocabulary,
                                 std::vector<plugin::Module>& modules, Ready& ready) {
  std::vector<const knowledge::Manifest*> earlier, coming;
  for (const auto& module : modules) earlier.push_back(&module.manifest);
  for (const auto* module : added())
    if (group.added.contains(module->manifest.id)) coming.push_back(&module->manifest);
  const assess::Steps steps = run == Rerun::needed
                                  ? assess::steps_to_run(earlier, coming, vocabulary)
                                  : assess::steps_of(earlier);
  const auto missing = give_libraries(steps, modules);
  if (!missing) return missing.error();
  auto why_not = why_missed(*missing, modules, coming, vocabulary, model_of(group.config_text));
  if (!why_not) return why_not.error();
  ready.why_not = std::move(*why_not);
  if (!ready.why_not.empty()) return {};
  if (run == Rerun::all && !missing->empty())
    ready.why_not_otherwise = why_missed_if_read_otherwise(missing->front());
  for (const MissingLibrary& one : *missing) warn(kept_only(one));
  for (const auto* module : added())
    if (group.added.contains(module->manifest.id)) modules.push_back(*module);
  return {};
}

/// Few steps of earlier modules must run again, and only if their library is there as it was.
/// Whose isn't.
Result<std::vector<MissingLibrary>> Groups::give_libraries(
    const assess::Steps& steps, std::vector<plugin::Module>& modules) const {
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
  std::vector<MissingLibrary> missing;
  for (auto& module : modules) {
    const auto needed = steps.find(module.manifest.id);
    if (needed == steps.end()) continue;
    const plugin::Module* there = find_library(installed_, module);
    if (there == nullptr && others) there = find_library(*others, module);
    if (there == nullptr) {
      missing.push_back({&module, needed->second});
      continue;
    }
    module.library = there->library;
    module.apart = there->apart;
    for (const auto& step : module.manifest.derives)
      if (!needed->second.contains(step.id)) module.idle_steps.insert(step.id);
  }
  return missing;
}

void Groups::warn(std::string sentence) {
  if (warned_.insert(sentence).second) warnings_.push_back(std::move(sentence));
}

}  // namespace causa::cli::extending
