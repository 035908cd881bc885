// SPDX-License-Identifier: Apache-2.0
//
// Visits. Why one takes place is a finding as long as it lasts, and on the day of its end, since
// that is when records are sent; after that it is past (facts/extract.cpp knows the day of the
// assessment, and how long a visit is believed to go on that nobody closed). Diagnoses and reasons
// given by reference are conditions, read where they stand. Visits that are only planned, or were
// cancelled, say nothing of what is so.

#include "intake/fhir/elements.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

namespace {

struct Encounter {
  Common common;
  std::string_view status;
  std::vector<Concept> reasons;
  TimeSpan start, end;
};

bool read_field(Draft& draft, Resource& resource, Encounter& encounter, Field field,
                ondemand::value value) {
  switch (field) {
    case Field::status:
      return read_text(draft.trouble, value, encounter.status);
    case Field::period:
      return read_period(draft, value, encounter.start, encounter.end);
    case Field::reason_code:
      return each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
        return read_concept(draft, element, encounter.reasons.emplace_back());
      });
    default:
      return read_common(draft, resource, encounter.common, field, value);
  }
}

bool goes_on(std::string_view status) {
  return status == "arrived" || status == "triaged" || status == "in-progress" ||
         status == "onleave";
}

void put(Draft& draft, const Resource& resource, const Encounter& encounter) {
  record::Item item;
  item.kind = record::Kind::condition;
  item.state = record::State::present;
  // The end of a visit that goes on is only expected.
  const bool open = goes_on(encounter.status) && encounter.start.known();
  item.time = encounter.end.known() && !open ? encounter.end : encounter.start;
  item.flags |= goes_on(encounter.status) ? record::open_visit : record::of_visit;
  item.source = resource.source;
  for (const Concept& reason : encounter.reasons) {
    if (reason.empty()) continue;
    item.codes = reason.codes;
    item.text = reason.text;
    draft.record.items.push_back(item);
  }
}

}  // namespace

bool read_encounter(Draft& draft, Resource& resource, ondemand::object object) {
  Encounter encounter;
  const std::size_t codings = draft.record.codings.size();
  if (!each_field(draft.trouble, object, resource_fields, [&](Field field, ondemand::value value) {
        return read_field(draft, resource, encounter, field, value);
      })) {
    return false;
  }
  settle(draft, resource, encounter.common);
  if (resource.reason.empty() && !goes_on(encounter.status) && encounter.status != "finished") {
    ignore_status(draft, resource, encounter.status);
  }
  if (resource.reason.empty()) {
    put(draft, resource, encounter);
    if (draft.record.items.size() == resource.first_item) resource.ignore("no reason coded");
  }
  if (draft.record.items.size() == resource.first_item) draft.record.codings.resize(codings);
  return true;
}

}  // namespace causa::intake::fhir
