// SPDX-License-Identifier: Apache-2.0
//
// Completed procedures and those in progress are present; not-done is a negative. One that was
// stopped, is on hold or only prepared says nothing of what happened to the patient. In other
// versions of FHIR a property says that it wasn't done (STU3 notDone, DSTU2 notPerformed).

#include "intake/fhir/elements.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

namespace {

struct Procedure {
  Common common;
  Concept code;
  std::string_view status;
  bool not_done = false;
  TimeSpan performed, start, end;
  record::CodingRange sites;
};

bool read_field(Draft& draft, Resource& resource, Procedure& procedure, Field field,
                ondemand::value value) {
  bool given = false;
  switch (field) {
    case Field::not_done:
      return read_truth(draft.trouble, value, procedure.not_done, given);
    case Field::status:
      return read_text(draft.trouble, value, procedure.status);
    case Field::code:
      return read_concept(draft, value, procedure.code);
    case Field::performed_date_time:
      return read_time(draft.trouble, value, procedure.performed);
    case Field::performed_period:
      return read_period(draft, value, procedure.start, procedure.end);
    case Field::body_site:
      return read_sites(draft, value, procedure.sites);
    default:
      return read_common(draft, resource, procedure.common, field, value);
  }
}

void put(Draft& draft, Resource& resource, const Procedure& procedure, record::State state) {
  record::Item item;
  item.kind = record::Kind::procedure;
  item.state = state;
  item.codes = procedure.code.codes;
  item.text = procedure.code.text;
  item.start = procedure.performed.known() ? procedure.performed : procedure.start;
  item.end = procedure.end;
  item.time = item.end.known() ? item.end : item.start;
  item.body_site = procedure.sites;
  item.source = resource.source;
  draft.record.items.push_back(item);
}

}  // namespace

bool read_procedure(Draft& draft, Resource& resource, ondemand::object object) {
  Procedure procedure;
  const std::size_t codings = draft.record.codings.size();
  if (!each_field(draft.trouble, object, resource_fields, [&](Field field, ondemand::value value) {
        return read_field(draft, resource, procedure, field, value);
      })) {
    return false;
  }
  const std::string_view nothing_known = why_nothing_known(draft, procedure.code);
  settle(draft, resource, procedure.common);
  if (procedure.not_done && procedure.status != "entered-in-error") procedure.status = "not-done";
  const bool done = procedure.status == "completed" || procedure.status == "in-progress";
  if (resource.reason.empty() && !done && procedure.status != "not-done") {
    ignore_status(draft, resource, procedure.status);
  }
  if (resource.reason.empty() && !nothing_known.empty()) resource.ignore(nothing_known);
  if (resource.reason.empty() && procedure.code.empty()) resource.ignore("no code");
  if (resource.reason.empty()) {
    put(draft, resource, procedure, done ? record::State::present : record::State::absent);
  } else {
    draft.record.codings.resize(codings);
  }
  return true;
}

}  // namespace causa::intake::fhir
