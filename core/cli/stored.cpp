// SPDX-License-Identifier: Apache-2.0

#include "cli/stored.hpp"

#include "cli/settings.hpp"
#include "knowledge/parse.hpp"

namespace causa::cli {

report::Context Stored::context() const {
  report::Context context{&vocabulary, {}};
  for (const auto& manifest : manifests)
    context.manifests.push_back(manifest.id.empty() ? nullptr : &manifest);
  return context;
}

Result<Stored> load_stored(store::Store& store, std::string_view id) {
  auto assessment = store.load(id);
  if (!assessment) return assessment.error();
  const auto texts = store.load_manifests(id);
  if (!texts) return texts.error();
  auto vocabulary = terminology::Vocabulary::load(find_places().terminology);
  if (!vocabulary) return vocabulary.error();
  Stored stored{std::move(*assessment), {}, std::move(*vocabulary)};
  for (const auto& text : *texts) {
    knowledge::Manifest manifest;
    if (!text.empty()) manifest = knowledge::parse_manifest(text).manifest;
    // What a later terminology says otherwise is the terminology's to say.
    for (const auto& definition : manifest.terminology)
      (void)stored.vocabulary.add(definition, manifest.id);
    stored.manifests.push_back(std::move(manifest));
  }
  if (auto done = stored.vocabulary.finish(); !done) return done.error();
  return stored;
}

}  // namespace causa::cli
