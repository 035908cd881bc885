// SPDX-License-Identifier: Apache-2.0
//
// Conditions and allergies. Refuted is a negative that the sender vouches for, so it is used as
// absent; entered in error says nothing. Unconfirmed, provisional and differential count with a
// flag. What has abated, or is inactive, remitted or resolved, is past.

#include <algorithm>

#include "intake/fhir/elements.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

namespace {

using record::Item;
using record::State;

enum class Clinical : std::uint8_t { not_stated, active, past, unknown };
enum class Verification : std::uint8_t { confirmed, provisional, refuted, error };

struct Condition {
  Common common;
  Concept code;
  Clinical clinical = Clinical::not_stated;
  Verification verification = Verification::confirmed;
  bool abated = false;
  bool onset_unread = false;
  std::string_view type;  ///< of an allergy: allergy or intolerance
  TimeSpan recorded, onset, onset_end, abatement_start, abatement;
  record::CodingRange sites;
};

bool read_clinical(Draft& draft, ondemand::value value, Clinical& clinical) {
  return each_code(draft, value, [&](std::string_view code, bool is_code) {
    if (code == "active" || code == "recurrence" || code == "relapse") {
      clinical = Clinical::active;
    } else if (code == "inactive" || code == "remission" || code == "resolved") {
      clinical = Clinical::past;
    } else if (is_code && clinical == Clinical::not_stated) {
      // Words that nobody knows ("aktiv", "current") take no condition away.
      clinical = Clinical::unknown;
    }
  });
}

/// Of several codes the one that takes away most counts.
bool read_verification(Draft& draft, ondemand::value value, Verification& verification) {
  return each_code(draft, value, [&](std::string_view code, bool) {
    Verification read = Verification::provisional;
    if (code == "confirmed") read = Verification::confirmed;
    if (code == "refuted") read = Verification::refuted;
    if (code == "entered-in-error") read = Verification::error;
    verification = std::max(verification, read);
  });
}

bool read_abatement(Draft& draft, Condition& condition, Field field, ondemand::value value) {
  condition.abated = true;
  if (field == Field::abatement_date_time) {
    return read_time(draft.trouble, value, condition.abatement);
  }
  if (field == Field::abatement_period) {
    return read_period(draft, value, condition.abatement_start, condition.abatement);
  }
  return true;
}

bool read_field(Draft& draft, Resource& resource, Condition& condition, Field field,
                ondemand::value value) {
  Trouble& trouble = draft.trouble;
  switch (field) {
    case Field::code:
      return read_concept(draft, value, condition.code);
    case Field::clinical_status:
      return read_clinical(draft, value, condition.clinical);
    case Field::verification_status:
      return read_verification(draft, value, condition.verification);
    case Field::type:
      return resource.type != "AllergyIntolerance" || read_text(trouble, value, condition.type);
    case Field::recorded_date:
      return read_time(trouble, value, condition.recorded);
    case Field::onset_date_time:
      return read_time(trouble, value, condition.onset);
    case Field::onset_period:
      return read_period(draft, value, condition.onset, condition.onset_end);
    case Field::onset_age:
    case Field::onset_range:
    case Field::onset_text:
      condition.onset_unread = true;
      return true;
    case Field::abatement_date_time:
    case Field::abatement_period:
    case Field::abatement_age:
    case Field::abatement_range:
    case Field::abatement_text:
      return read_abatement(draft, condition, field, value);
    case Field::body_site:
      return read_sites(draft, value, condition.sites);
    default:
      return read_common(draft, resource, condition.common, field, value);
  }
}

void put(Draft& draft, Resource& resource, const Condition& condition, record::Kind kind) {
  Item item;
  item.kind = kind;
  item.state = condition.clinical == Clinical::unknown ? State::unknown : State::present;
  if (condition.clinical == Clinical::past || condition.abated) {
    item.state = State::present;
    item.flags |= record::past;
  }
  if (condition.verification == Verification::refuted) item.state = State::absent;
  if (condition.verification == Verification::provisional) item.flags |= record::provisional;
  if (condition.type == "intolerance") item.flags |= record::intolerance;
  item.codes = condition.code.codes;
  item.text = condition.code.text;
  item.time = condition.recorded;
  item.start = condition.onset;
  item.end = condition.abatement;
  item.body_site = condition.sites;
  item.source = resource.source;
  draft.record.items.push_back(item);
  if (condition.onset_unread) {
    draft.note(kind == record::Kind::condition ? "Condition.onset" : "AllergyIntolerance.onset",
               "an onset in words or as an age isn't read as a time");
  }
}

bool read(Draft& draft, Resource& resource, ondemand::object object, record::Kind kind) {
  Condition condition;
  const std::size_t codings = draft.record.codings.size();
  if (!each_field(draft.trouble, object, resource_fields, [&](Field field, ondemand::value value) {
        return read_field(draft, resource, condition, field, value);
      })) {
    return false;
  }
  const std::string_view nothing_known = why_nothing_known(draft, condition.code);
  settle(draft, resource, condition.common);
  if (resource.reason.empty() && condition.verification == Verification::error) {
    resource.ignore(status_reason(draft, "entered-in-error"));
  }
  if (resource.reason.empty() && !nothing_known.empty()) resource.ignore(nothing_known);
  if (resource.reason.empty() && condition.code.empty()) resource.ignore("no code");
  if (resource.reason.empty()) {
    put(draft, resource, condition, kind);
  } else {
    draft.record.codings.resize(codings);
  }
  return true;
}

}  // namespace

bool read_condition(Draft& draft, Resource& resource, ondemand::object object) {
  return read(draft, resource, object, record::Kind::condition);
}

bool read_allergy(Draft& draft, Resource& resource, ondemand::object object) {
  return read(draft, resource, object, record::Kind::allergy);
}

}  // namespace causa::intake::fhir
