// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/draft.hpp"

namespace causa::intake::fhir {

namespace {

template <class Things>
void shorten(Things& things, std::size_t size) {
  things.erase(things.begin() + static_cast<std::ptrdiff_t>(size), things.end());
}

}  // namespace

void Draft::clear() {
  trouble.clear();
  record = record::Record();
  kept_.fill({});
  texts_.clear();
  bundle_paths.clear();
  resources.clear();
  patients.clear();
  medications.clear();
  pending.clear();
  contained.clear();
  skipped.clear();
  notes.clear();
  hiding.clear();
  deleted.clear();
  bundle_type = {};
  bundle_updated = {};
  is_bundle = false;
  reads_part = false;
}

Resource Draft::begin_resource(std::string_view type, const Position& position) const {
  Resource resource;
  resource.type = type;
  resource.position = position;
  resource.first_patient = static_cast<std::uint32_t>(patients.size());
  resource.first_medication = static_cast<std::uint32_t>(medications.size());
  resource.first_item = static_cast<std::uint32_t>(record.items.size());
  return resource;
}

Draft::Mark Draft::mark() const {
  return {resources.size(), patients.size(), medications.size(),  pending.size(),
          skipped.size(),   notes.size(),    record.items.size(), record.codings.size()};
}

void Draft::go_back(const Mark& mark) {
  shorten(resources, mark.resources);
  shorten(patients, mark.patients);
  shorten(medications, mark.medications);
  shorten(pending, mark.pending);
  shorten(skipped, mark.skipped);
  shorten(notes, mark.notes);
  shorten(record.items, mark.items);
  shorten(record.codings, mark.codings);
  contained.clear();
  reads_part = false;
  trouble.clear();
}

std::string_view Draft::keep(std::string_view text) {
  if (text.empty()) return {};
  if (keeps_once_) {
    const auto found = texts_.find(text);
    return found != texts_.end() ? *found : *texts_.insert(record.keep(text)).first;
  }
  const auto letter = [text](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(text[i]));
  };
  const std::size_t slot = (text.size() + 7 * letter(text.size() - 1) +
                            31 * letter(text.size() / 2) + 61 * letter(text.size() / 4)) %
                           kept_.size();
  std::string_view& kept = kept_[slot];
  if (kept != text) kept = record.keep(text);
  return kept;
}

void Draft::note_once(std::string_view source, std::string_view reason, std::string_view example) {
  for (const Note& note : notes)
    if (note.resource == not_contained && note.reason == reason) return;
  notes.push_back({keep(source), keep(reason), not_contained, false, example});
}

std::string Draft::path_of_entry(const Position& position) const {
  const std::string path = path_of(position);
  return path.substr(0, path.rfind('.'));
}

std::string Draft::path_of(const Position& position) const {
  const std::string& bundle = bundle_paths[position.bundle];
  if (is_lines) return bundle + ":" + std::to_string(position.entry);
  if (!is_bundle) return bundle;
  return bundle + ".entry[" + std::to_string(position.entry) + "].resource";
}

}  // namespace causa::intake::fhir
