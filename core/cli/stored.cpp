// SPDX-License-Identifier: Apache-2.0

#include "cli/stored.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "base/hash.hpp"
#include "cli/assessor.hpp"
#include "cli/config_text.hpp"
#include "cli/log.hpp"
#include "cli/model_settings.hpp"
#include "cli/setup.hpp"
#include "knowledge/parse.hpp"
#include "record/codec.hpp"

namespace causa::cli {

namespace {

/// How the installed modules differ from those of the assessment, the first one; empty: they don't.
std::string other_modules(const assess::Prepared& prepared, const assess::Assessment& assessment) {
  const auto modules = prepared.registry.modules();
  for (const auto& used : assessment.modules) {
    if (used.status != assess::ModuleStatus::ok) continue;
    const auto now = std::find_if(modules.begin(), modules.end(), [&](const auto& module) {
      return module.manifest.id == used.id;
    });
    if (now == modules.end())
      return fmt::format("module {} {} is no longer installed", used.id, used.version);
    if (now->sha256 != used.sha256)
      return now->manifest.version == used.version
                 ? fmt::format("module {} {} is another file now", used.id, used.version)
                 : fmt::format("module {} was {} and is {} now", used.id, used.version,
                               now->manifest.version);
  }
  for (std::uint32_t module = 0; module < modules.size(); ++module) {
    const auto& id = modules[module].manifest.id;
    const auto took_part = std::any_of(
        assessment.modules.begin(), assessment.modules.end(),
        [&](const auto& used) { return used.id == id && used.status == assess::ModuleStatus::ok; });
    if (!took_part && prepared.takes_part(module))
      return fmt::format("module {} didn't take part then", id);
  }
  return {};
}

/// Those of today's modules that are the files of the assessment; nothing if one is missing.
std::optional<std::vector<std::string>> installed_manifests(const Settings& settings,
                                                            const assess::Assessment& assessment) {
  Outcome unheard;  // a module that can't be loaded isn't there
  const auto prepared = prepare(settings, unheard);
  if (!prepared) return std::nullopt;
  const auto modules = (*prepared)->registry.modules();
  std::vector<std::string> manifests;
  for (const assess::ModuleUsed& used : assessment.modules) {
    const auto now = std::find_if(modules.begin(), modules.end(), [&](const auto& module) {
      return module.manifest.id == used.id && module.sha256 == used.sha256;
    });
    const bool took_part =
        used.status == assess::ModuleStatus::ok || used.status == assess::ModuleStatus::failed;
    if (now == modules.end() && took_part) return std::nullopt;
    manifests.push_back(now == modules.end() ? std::string() : *now->manifest_json);
  }
  return manifests;
}

/// Those of the assessment, in the state in which they were read.
std::vector<plugin::Module> kept_modules(const assess::Assessment& assessment,
                                         const std::vector<std::string>& manifests) {
  std::vector<plugin::Module> modules;
  for (std::size_t i = 0; i < assessment.modules.size() && i < manifests.size(); ++i) {
    const assess::ModuleUsed& used = assessment.modules[i];
    if (manifests[i].empty()) continue;
    plugin::Module module;
    module.manifest = knowledge::parse_manifest(manifests[i]).manifest;
    if (module.manifest.id.empty()) continue;
    module.sha256 = used.sha256;
    // The terminology of today may have what a site profile lacked then.
    if (used.status == assess::ModuleStatus::refused) module.manifest.adjusts = {};
    modules.push_back(std::move(module));
  }
  return modules;
}

}  // namespace

report::Context Stored::context() const {
  report::Context context{&prepared->vocabulary, manifests_of(*prepared, assessment), {}};
  context.constants = prepared->constants;
  context.ask_next = assess::Asker(context.manifests, prepared->vocabulary, prepared->constants,
                                   &prepared->conditions)
                         .ask(assessment);
  return context;
}

Result<StoredName> read_stored_name(std::string_view word) {
  const std::size_t at = word.find('@');
  StoredName name{std::string(word.substr(0, at)), 0};
  if (at == std::string_view::npos) return name;
  const std::string_view version = word.substr(at + 1);
  const char* end = version.data() + version.size();
  const auto [stop, code] = std::from_chars(version.data(), end, name.version);
  if (code != std::errc() || stop != end || name.version == 0)
    return Error{Fault::usage, std::string(word), "names no version of an assessment",
                 "write ID for the last version or ID@1 for the first"};
  return name;
}

std::optional<std::uint32_t> version_of(const Verb& verb, const Arguments& arguments,
                                        Outcome& outcome) {
  const std::string text = arguments.option("version");
  if (text.empty()) return 0;
  std::uint32_t version = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (code == std::errc() && end == text.data() + text.size() && version > 0) return version;
  misuse(verb, fmt::format("--version {} is no version; they count from 1", text), outcome);
  return std::nullopt;
}

Result<std::string> whole_id(store::Store& store, std::string_view word) {
  constexpr std::uint32_t most_told = 4;
  if (word.empty())
    return Error{Fault::usage, "ID", "is empty, and names no assessment",
                 "write an id; a variable of the shell may not be set"};
  const auto ids = store.ids_that_begin(word, most_told);
  if (!ids) return ids.error();
  if (ids->empty()) return std::string(word);
  if (ids->size() == 1) return ids->front();
  return Error{Fault::usage, std::string(word),
               fmt::format("several assessments begin like this: {}{}", fmt::join(*ids, ", "),
                           ids->size() == most_told ? " …" : ""),
               "write more of the id"};
}

Result<Stored> load_stored(const Settings& settings, store::Store& store, std::string_view id,
                           std::uint32_t version) {
  auto assessment = store.load(id, version);
  if (!assessment) return assessment.error();
  const auto as_stored = store.is_as_stored(id, version);
  if (!as_stored) return as_stored.error();
  if (!*as_stored)
    log_warning(
        "assessment {}: whether it is as it was stored can't be told, since a part of the "
        "store can't be read; `causa store check` says which",
        id);
  auto texts = store.load_manifests(id, version);
  if (!texts) {
    auto installed = installed_manifests(settings, *assessment);
    if (!installed) return texts.error();
    log_warning("{}; the installed files of the same digests stand for its modules",
                to_string(texts.error()));
    texts = *std::move(installed);
  }
  auto vocabulary = terminology::Vocabulary::load(find_places().terminology);
  if (!vocabulary) return vocabulary.error();
  auto config = store.load_config(assessment->config_sha256);
  if (!config) return config.error();
  auto prepared = assess::Prepared::make(plugin::Registry::of(kept_modules(*assessment, *texts)),
                                         std::move(*vocabulary), model_of(*config));
  if (!prepared) return prepared.error();
  return Stored{std::move(*assessment), std::move(*prepared)};
}

std::optional<std::vector<assess::WouldChange>> try_would_change(
    store::Store& store, assess::Worker& worker, const assess::Assessment& assessment) {
  const auto bytes = store.load_record(assessment.id, assessment.version);
  if (!bytes) return std::nullopt;
  const auto record = record::decode(*bytes);
  if (!record) return std::nullopt;
  return assess::would_change(worker, *record, assessment);
}

Tried try_would_change(const Settings& settings, store::Store& store,
                       const assess::Assessment& assessment) {
  const std::string config_sha256 = sha256_hex(settings.config_text());
  if (assessment.causes.empty()) return {std::vector<assess::WouldChange>(), {}};
  Outcome unheard;  // a module that can't be loaded is no fault of what is shown
  const auto prepared = prepare(settings, unheard);
  if (!prepared) return {std::nullopt, "the modules can't be loaded (causa doctor says why)"};
  if (std::string why = other_modules(**prepared, assessment); !why.empty())
    return {std::nullopt, std::move(why)};
  if (assessment.config_sha256 != config_sha256) {
    const auto config = store.load_config(assessment.config_sha256);
    if (!config || !differ_in_lint_at_most(*config, settings.config_text()))
      return {std::nullopt, "the settings are others now"};
  }
  assess::Worker worker(*prepared, config_sha256);
  auto changes = try_would_change(store, worker, assessment);
  if (changes) return {std::move(changes), {}};
  const bool failed =
      std::any_of(assessment.modules.begin(), assessment.modules.end(),
                  [](const auto& module) { return module.status == assess::ModuleStatus::failed; });
  return {std::nullopt,
          failed ? "a module failed on this patient" : "the record wasn't kept, or is very long"};
}

}  // namespace causa::cli
