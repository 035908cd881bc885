// SPDX-License-Identifier: Apache-2.0

#include "intake/fhir/contained.hpp"

#include "intake/fhir/references.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

namespace {

/// Reads as if it stood alone, and keeps whose it says it is.
bool read_part(Draft& draft, std::string_view type, ondemand::object object) {
  Resource part;
  part.type = type;
  part.first_item = static_cast<std::uint32_t>(draft.record.items.size());
  draft.reads_part = true;
  const bool good = type == "Observation" ? read_observation(draft, part, object)
                                          : read_condition(draft, part, object);
  draft.reads_part = false;
  if (!good) return false;
  const auto items = static_cast<std::uint32_t>(draft.record.items.size());
  draft.contained.push_back({part.subject, part.first_item, items - part.first_item, part.reason});
  return true;
}

/// "DiagnosticReport/r#o.component[0]" of "Observation/o.component[0]".
std::string_view name_within(Draft& draft, std::string_view container, std::string_view part) {
  std::string& source = draft.scratch;
  source.assign(container).append("#").append(part.substr(part.find('/') + 1));
  return draft.record.keep(source);
}

}  // namespace

bool read_contained(Draft& draft, std::string_view container, ondemand::value value) {
  // Only of these it is plain that what they contain is said of their subject, at their time.
  const bool reads_parts =
      !draft.reads_part &&
      (container == "DiagnosticReport" || container == "Observation" || container == "Encounter");
  return each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
    ondemand::object object;
    if (const simdjson::error_code error = element.get_object().get(object)) {
      return draft.trouble.wrong_type("an object", element, error);
    }
    std::string_view type;
    if (!peek_type(draft.trouble, object, type)) return false;
    if (type == "Medication") return read_medication(draft, {}, draft.current(), object);
    if (type == "Patient") return read_patient(draft, {}, draft.current(), object);
    if (!reads_parts) return true;
    if (type == "Observation" || type == "Condition") return read_part(draft, type, object);
    return true;
  });
}

void settle_contained(Draft& draft, Resource& resource) {
  auto& items = draft.record.items;
  if (!resource.reason.empty()) items.resize(resource.first_item);
  resource.item_count = static_cast<std::uint32_t>(items.size()) - resource.first_item;
  if (draft.contained.empty()) return;
  std::vector<Contained> parts = std::move(draft.contained);
  draft.contained.clear();
  if (!resource.reason.empty()) return;
  draft.scratch.assign(resource.type).append(".contained");
  const std::string_view note = draft.keep(draft.scratch);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    const auto first = items.begin() + part->first_item;
    if (names_another_type(part->subject) ||
        (part->subject.stated() && part->subject.text != resource.subject.text)) {
      items.erase(first, first + part->item_count);
      draft.note(note, "of another subject than the resource that contains it", false);
      continue;
    }
    if (!part->reason.empty()) draft.note(note, part->reason);
    for (auto item = first; item != first + part->item_count; ++item) {
      item->source = name_within(draft, resource.source, item->source);
    }
  }
  resource.item_count = static_cast<std::uint32_t>(items.size()) - resource.first_item;
}

}  // namespace causa::intake::fhir
