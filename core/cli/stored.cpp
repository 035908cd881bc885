// SPDX-License-Identifier: Apache-2.0

#include "cli/stored.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "cli/model_settings.hpp"
#include "cli/setup.hpp"
#include "knowledge/parse.hpp"
#include "record/codec.hpp"

namespace causa::cli {

namespace {

bool has_the_modules_of(const assess::Prepared& prepared, const assess::Assessment& assessment) {
  const auto modules = prepared.registry.modules();
  std::size_t took_part = 0;
  for (const auto& used : assessment.modules) {
    if (used.status != assess::ModuleStatus::ok) continue;
    ++took_part;
    const auto same = [&](const auto& module) {
      return module.manifest.id == used.id && module.sha256 == used.sha256;
    };
    if (std::none_of(modules.begin(), modules.end(), same)) return false;
  }
  return took_part == modules.size() - prepared.faults.size();
}

}  // namespace

report::Context Stored::context() const {
  report::Context context{&vocabulary, {}, {}};
  for (const auto& manifest : manifests)
    context.manifests.push_back(manifest.id.empty() ? nullptr : &manifest);
  context.ask_next = assess::Asker(context.manifests, vocabulary, constants).ask(assessment);
  return context;
}

Result<Stored> load_stored(store::Store& store, std::string_view id) {
  auto assessment = store.load(id);
  if (!assessment) return assessment.error();
  const auto texts = store.load_manifests(id);
  if (!texts) return texts.error();
  auto vocabulary = terminology::Vocabulary::load(find_places().terminology);
  if (!vocabulary) return vocabulary.error();
  auto config = store.load_config(assessment->config_sha256);
  if (!config) return config.error();
  Stored stored{std::move(*assessment), {}, std::move(*vocabulary), model_of(*config)};
  for (const auto& text : *texts) {
    knowledge::Manifest manifest;
    if (!text.empty()) manifest = knowledge::parse_manifest(text).manifest;
    assess::add_concepts(manifest, stored.vocabulary);
    stored.manifests.push_back(std::move(manifest));
  }
  if (auto done = stored.vocabulary.finish(); !done) return done.error();
  return stored;
}

std::optional<std::vector<assess::WouldChange>> try_would_change(
    store::Store& store, assess::Worker& worker, const assess::Assessment& assessment) {
  const auto bytes = store.load_record(assessment.id, assessment.version);
  if (!bytes) return std::nullopt;
  const auto record = record::decode(*bytes);
  if (!record) return std::nullopt;
  return assess::would_change(worker, *record, assessment);
}

std::optional<std::vector<assess::WouldChange>> try_would_change(
    const Settings& settings, store::Store& store, const assess::Assessment& assessment) {
  const std::string config_sha256 = sha256_hex(settings.config_text());
  if (assessment.causes.empty()) return std::vector<assess::WouldChange>();
  if (assessment.config_sha256 != config_sha256) return std::nullopt;
  Outcome unheard;  // a module that can't be loaded is no fault of what is shown
  const auto prepared = prepare(settings, unheard);
  if (!prepared || !has_the_modules_of(**prepared, assessment)) return std::nullopt;
  assess::Worker worker(*prepared, config_sha256);
  return try_would_change(store, worker, assessment);
}

}  // namespace causa::cli
