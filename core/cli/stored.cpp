// SPDX-License-Identifier: Apache-2.0

#include "cli/stored.hpp"

#include "cli/model_settings.hpp"
#include "cli/settings.hpp"
#include "knowledge/parse.hpp"

namespace causa::cli {

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

}  // namespace causa::cli
