// SPDX-License-Identifier: Apache-2.0

#include "cli/extender.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "base/hash.hpp"
#include "base/time.hpp"
#include "cli/config_text.hpp"
#include "cli/model_settings.hpp"
#include "cli/recorded.hpp"
#include "cli/setup.hpp"
#include "knowledge/parse.hpp"
#include "record/codec.hpp"

namespace causa::cli {

namespace {

constexpr std::string_view assess_again = "assess the patient again from the source";

/// The library of a recorded module among those of a registry, or null.
const plugin::Module* find_library(const plugin::Registry& registry, const plugin::Module& it) {
  for (const auto& module : registry.modules())
    if (module.manifest.id == it.manifest.id && module.sha256 == it.sha256 && module.has_library())
      return &module;
  return nullptr;
}

}  // namespace

/// Assessments that were made with the same modules and settings.
struct Extender::Group {
  std::string why_not;          ///< a module can't be added to them
  std::set<std::string> added;  ///< ids of the modules that come to them; empty: none is missing
  std::string config_text;
  LintMode lint = LintMode::lenient;
  bool can_repeat = false;  ///< what is added stood in no list of modules before
  std::unique_ptr<assess::Worker> worker;
};

struct Extender::Loaded {
  Group* group = nullptr;
  Extended* extended = nullptr;
  store::Outline outline;
  record::Record record;
  std::shared_ptr<const std::vector<assess::ModuleUsed>> came;  ///< if it is only repeated
};

Extender::Extender(const Settings& settings, store::Store& store, plugin::Registry installed,
                   std::set<std::string> added)
    : settings_(settings),
      store_(store),
      installed_(std::move(installed)),
      added_(std::move(added)) {}

Extender::~Extender() = default;

std::vector<const plugin::Module*> Extender::added() const {
  std::vector<const plugin::Module*> modules;
  for (const auto& module : installed_.modules())
    if (added_.contains(module.manifest.id)) modules.push_back(&module);
  return modules;
}

Result<void> Extender::begin() {
  std::vector<store::ModuleSource> sources;
  std::string names = "extend";
  for (const auto* module : added()) {
    sources.push_back(
        {module->manifest.id, module->manifest.version, module->sha256, module->manifest_json});
    names += ' ' + module->sha256;
  }
  if (auto kept = store_.keep_modules(sources); !kept) return kept.error();
  auto run = store_.begin_run(sha256_hex(names), CAUSA_VERSION);
  if (!run) return run.error();
  run_ = *run;
  return {};
}

Result<void> Extender::end() { return store_.end_run(run_); }

Result<Extender::Group*> Extender::group_of(const store::Outline& outline) {
  const auto [at, fresh] = groups_.try_emplace(outline.made_with);
  if (!fresh) return at->second.get();
  at->second = std::make_unique<Group>();
  const auto assessment = store_.load(outline.id, outline.version);
  auto made = assessment ? make_group(*at->second, *assessment) : assessment.error();
  if (made) return at->second.get();
  groups_.erase(at);
  return made.error();
}

Result<void> Extender::make_group(Group& group, const assess::Assessment& assessment) {
  group.why_not = find_added(group, assessment);
  if (!group.why_not.empty() || group.added.empty()) return {};
  group.can_repeat =
      std::none_of(assessment.modules.begin(), assessment.modules.end(),
                   [&](const auto& module) { return group.added.contains(module.id); });
  return prepare(group, assessment);
}

/// Notes which modules come to the group; why one can't, or empty.
std::string Extender::find_added(Group& group, const assess::Assessment& assessment) const {
  for (const auto* module : added()) {
    const auto used =
        std::find_if(assessment.modules.begin(), assessment.modules.end(),
                     [&](const assess::ModuleUsed& one) { return one.id == module->manifest.id; });
    const bool has_spoken =
        used != assessment.modules.end() && used->status == assess::ModuleStatus::ok;
    if (has_spoken && used->sha256 != module->sha256)
      return fmt::format("{} {} took part already, from another file (sha256 {}…): {}", used->id,
                         used->version, used->sha256.substr(0, 12), assess_again);
    if (!has_spoken) group.added.insert(module->manifest.id);
  }
  return {};
}

Result<void> Extender::prepare(Group& group, const assess::Assessment& assessment) {
  auto config = store_.load_config(assessment.config_sha256);
  if (!config) return config.error();
  group.config_text = std::move(*config);
  group.lint = lint_mode_of(group.config_text);
  auto vocabulary = load_vocabulary();
  if (!vocabulary) return vocabulary.error();
  auto modules = modules_of(group, assessment, *vocabulary);
  if (!modules) return modules.error();
  if (!group.why_not.empty()) return {};
  auto module_settings = settings_by_id(module_settings_of(group.config_text), *modules);
  if (!module_settings) return module_settings.error();
  auto prepared =
      assess::Prepared::make(plugin::Registry::of(std::move(*modules)), std::move(*vocabulary),
                             model_of(group.config_text), std::move(*module_settings));
  if (!prepared) return prepared.error();
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
  group.worker = std::make_unique<assess::Worker>(*prepared, assessment.config_sha256);
  return {};
}

/// The earlier modules as the store has them, and those that come to them.
Result<std::vector<plugin::Module>> Extender::modules_of(
    Group& group, const assess::Assessment& assessment, const terminology::Vocabulary& vocabulary) {
  const auto texts = store_.load_manifests(assessment.id, assessment.version);
  if (!texts) return texts.error();
  std::vector<plugin::Module> modules;
  for (std::size_t i = 0; i < assessment.modules.size(); ++i) {
    const assess::ModuleUsed& used = assessment.modules[i];
    if (!took_part(used) || group.added.contains(used.id)) continue;
    plugin::Module module;
    auto parsed = knowledge::parse_manifest((*texts)[i]);
    if ((*texts)[i].empty() || !parsed.problems.empty()) {
      group.why_not = fmt::format(
          "the manifest of {} {} in the store isn't one that this program "
          "can read: {}",
          used.id, used.version, assess_again);
      return modules;
    }
    module.manifest = std::move(parsed.manifest);
    module.manifest_json = (*texts)[i];
    module.sha256 = used.sha256;
    modules.push_back(std::move(module));
  }
  std::vector<const knowledge::Manifest*> earlier, added;
  for (const auto& module : modules) earlier.push_back(&module.manifest);
  for (const auto* module : this->added())
    if (group.added.contains(module->manifest.id)) added.push_back(&module->manifest);
  if (auto done = give_libraries(assess::steps_to_run(earlier, added, vocabulary), modules); !done)
    return done.error();
  for (const auto* module : this->added())
    if (group.added.contains(module->manifest.id)) modules.push_back(*module);
  return modules;
}

/// Few steps of earlier modules must run again, and only if their library is there as it was.
Result<void> Extender::give_libraries(const assess::Steps& steps,
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

Result<void> Extender::load(const std::string& id, Extended& extended,
                            std::vector<Loaded>& loaded) {
  extended.id = id;
  store::Outline outline;
  if (auto found = store_.outline(id, outline); !found) return found.error();
  const auto group = group_of(outline);
  if (!group) return group.error();
  extended.there_already = (*group)->why_not.empty() && (*group)->added.empty();
  extended.why_not = (*group)->why_not;
  if (extended.there_already || !extended.why_not.empty()) return {};
  if (outline.record.empty()) {
    extended.why_not = fmt::format("no record was kept with it; {}", assess_again);
    return {};
  }
  auto record = record::decode(outline.record);
  if (!record) {
    extended.why_not = fmt::format("{}; {}", record.error().message, record.error().cure);
    return {};
  }
  outline.record.clear();
  extended.version = outline.version + 1;
  extended.added.assign((*group)->added.begin(), (*group)->added.end());
  loaded.push_back({*group, &extended, std::move(outline), std::move(*record), {}});
  return {};
}

/// All of one group, and as of one date.
Result<void> Extender::extend_group(std::span<Loaded> loaded) {
  Group& group = *loaded.front().group;
  std::vector<assess::Worker::Known> known;
  for (const Loaded& one : loaded)
    known.push_back({&one.record, one.outline.age, one.outline.sex, one.outline.complaint_present});
  const auto places = group.worker->concerned(known, loaded.front().outline.as_of_ms, group.added);
  const auto came =
      std::make_shared<const std::vector<assess::ModuleUsed>>(group.worker->looked(group.added));
  std::vector<Loaded*> concerned;
  std::vector<bool> is_concerned(loaded.size());
  for (const std::size_t place : places) is_concerned[place] = true;
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    Loaded& one = loaded[i];
    one.extended->repeated = group.can_repeat && one.outline.repeatable && !is_concerned[i];
    if (one.extended->repeated) {
      one.came = came;
      continue;
    }
    auto before = store_.load(one.outline.id, one.outline.version);
    if (!before) return before.error();
    one.extended->before = std::move(*before);
    if (is_concerned[i]) {
      concerned.push_back(&one);
      continue;
    }
    one.extended->now = assess::unchanged_version(one.extended->before, *came);
    one.extended->now.created_ms = now_ms();
  }
  if (!concerned.empty()) extend_concerned(group, concerned);
  return {};
}

void Extender::extend_concerned(Group& group, std::span<Loaded* const> concerned) {
  std::vector<assess::Worker::Earlier> earlier;
  for (const Loaded* one : concerned) earlier.push_back({&one->extended->before, &one->record});
  std::vector<assess::Assessment> made(concerned.size());
  group.worker->extend_concerned(earlier, group.added, now_ms(), made);
  for (std::size_t i = 0; i < concerned.size(); ++i) {
    Extended& extended = *concerned[i]->extended;
    keep_findings(group.lint, made[i].findings);
    for (const auto& module : made[i].modules) {
      if (module.status != assess::ModuleStatus::failed || !group.added.contains(module.id))
        continue;
      extended.module_failed = true;
      extended.why_not = fmt::format("{} failed: {}", module.id, module.why);
    }
    extended.now = std::move(made[i]);
  }
}

Result<void> Extender::save(std::span<Loaded> loaded) {
  const std::int64_t created_ms = now_ms();
  for (;;) {
    std::vector<store::Entry> entries;
    std::vector<store::Repeat> repeats;
    for (const Loaded& one : loaded) {
      const Extended& extended = *one.extended;
      if (!extended.why_not.empty() || extended.overtaken) continue;
      if (extended.repeated)
        repeats.push_back({one.outline.place, extended.id, extended.version, created_ms,
                           one.outline.modules, *one.came});
      else
        entries.push_back({&extended.now, {}, &extended.before});
    }
    if (entries.empty() && repeats.empty()) return {};
    store::Batch batch;
    batch.entries = entries;
    batch.repeats = repeats;
    batch.config_text = loaded.front().group->config_text;
    batch.run = run_;
    const auto saved = store_.save(batch);
    if (saved) return {};
    const auto dropped = drop_overtaken(loaded);
    if (!dropped) return dropped.error();
    if (!*dropped) return saved.error();
  }
}

/// True if another program was first with some of them: these are left out.
Result<bool> Extender::drop_overtaken(std::span<Loaded> loaded) {
  bool any = false;
  for (Loaded& one : loaded) {
    if (one.extended->overtaken) continue;
    const auto last = store_.last_version(one.extended->id);
    if (!last) return last.error();
    one.extended->overtaken = *last != one.outline.version;
    any = any || one.extended->overtaken;
  }
  return any;
}

Result<std::vector<Extended>> Extender::extend(const std::vector<std::string>& ids) {
  std::vector<Extended> all(ids.size());
  std::vector<Loaded> loaded;
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (auto done = load(ids[i], all[i], loaded); !done) return done.error();
  const auto order = [](const Loaded& a, const Loaded& b) {
    return a.group != b.group ? a.group < b.group : a.outline.as_of_ms < b.outline.as_of_ms;
  };
  std::stable_sort(loaded.begin(), loaded.end(), order);
  for (std::size_t first = 0, last = 0; first < loaded.size(); first = last) {
    while (last < loaded.size() && !order(loaded[first], loaded[last])) ++last;
    if (auto done = extend_group(std::span(loaded).subspan(first, last - first)); !done)
      return done.error();
  }
  for (std::size_t first = 0, last = 0; first < loaded.size(); first = last) {
    while (last < loaded.size() && loaded[last].group == loaded[first].group) ++last;
    if (auto saved = save(std::span(loaded).subspan(first, last - first)); !saved)
      return saved.error();
  }
  for (Extended& one : all) {
    if (!one.overtaken) continue;
    auto again = extend({one.id});
    if (!again) return again.error();
    one = std::move(again->front());
  }
  return all;
}

}  // namespace causa::cli
