// SPDX-License-Identifier: Apache-2.0
//
// A resource of a Bundle that can't be read, while the rest of the Bundle can: it is taken back,
// and stands among what is ignored, with the place in it and the cure.

#include "intake/fhir/entries.hpp"
#include "intake/fhir/resources.hpp"
#include "record/unread.hpp"

namespace causa::intake::fhir {

namespace {

/// The text of a property of an object, without simdjson's buffer: each string may be read once.
std::string_view peek_property(ondemand::object& object, const char* name) {
  ondemand::value value;
  if (object.find_field_unordered(name).get(value) != simdjson::SUCCESS) return {};
  return peek_text(value);
}

}  // namespace

/// Who it is must not rest on what can't be read, and broken JSON leaves nothing to go on with.
bool Entries::leave_out(ondemand::object object, std::string_view type, Position position,
                        const Draft::Mark& before) {
  Trouble& trouble = draft_.trouble;
  if (!draft_.is_bundle || trouble.is_syntax() || type == "Patient" || !json_.is_alive())
    return false;
  std::string reason(record::unreadable_prefix);
  if (!trouble.path().empty()) reason.append(trouble.path().substr(1)).append(": ");
  reason.append(trouble.message()).append("; ").append(trouble.cure());
  draft_.go_back(before);
  Resource resource = draft_.begin_resource(type, position);
  if (const auto code = object.reset().error()) return trouble.syntax(code);
  // Behind what was wrong the JSON may be broken: simdjson then lets go of all of it.
  const auto is_broken = [&] { return !json_.is_alive(); };
  resource.id = peek_property(object, "id");
  for (const char* name : {"subject", "patient"}) {
    if (is_broken()) return trouble.syntax(simdjson::TAPE_ERROR);
    ondemand::object subject;
    if (object.find_field_unordered(name).get_object().get(subject) == simdjson::SUCCESS)
      resource.subject.text = peek_property(subject, "reference");
    if (!resource.subject.text.empty()) break;
  }
  if (is_broken()) return trouble.syntax(simdjson::TAPE_ERROR);
  settle(draft_, resource, {});
  resource.ignore(draft_.keep(reason), false);
  draft_.resources.push_back(resource);
  return true;
}

}  // namespace causa::intake::fhir
