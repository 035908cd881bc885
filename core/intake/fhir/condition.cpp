// SPDX-License-Identifier: Apache-2.0
//
// Conditions and allergies. Refuted is a negative that the sender vouches for, so it is used as
// absent; entered in error says nothing. Unconfirmed, provisional and differential count with a
// flag. What has abated, or is inactive, remitted or resolved, is past. FHIR (con-4) has no
// abatement of what is active: where both stand, only a known time outweighs the status, since
// words may say that it goes on.

#include <algorithm>

#include "intake/fhir/elements.hpp"
#include "intake/fhir/resources.hpp"
#include "record/unread.hpp"

namespace causa::intake::fhir {

namespace {

using record::Item;
using record::State;

enum class Clinical : std::uint8_t { not_stated, active, past, unknown };
/// How its end is stated; what is empty states none.
enum class Abatement : std::uint8_t { none, words, without_time, time };
enum class Verification : std::uint8_t { confirmed, provisional, refuted, error };

struct Condition {
  Common common;
  Concept code;
  Clinical clinical = Clinical::not_stated;
  Verification verification = Verification::confirmed;
  Abatement abatement_form = Abatement::none;
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
  Abatement form = Abatement::none;
  bool stated = false;
  std::string_view words;
  if (field == Field::abatement_date_time) {
    if (!read_time(draft.trouble, value, condition.abatement)) return false;
  } else if (field == Field::abatement_period) {
    if (!read_period(draft, value, condition.abatement_start, condition.abatement)) return false;
    stated = condition.abatement_start.known();
  } else if (field == Field::abatement_text) {
    if (!read_text(draft.trouble, value, words)) return false;
    if (!as_code(words).empty()) form = Abatement::words;
  } else if (!read_whether_number(draft, value, stated)) {
    return false;
  }
  if (stated) form = Abatement::without_time;
  if (condition.abatement.known()) form = Abatement::time;
  condition.abatement_form = std::max(condition.abatement_form, form);
  return true;
}

bool has_ended(const Condition& condition) {
  if (condition.clinical == Clinical::past || condition.abatement_form == Abatement::time)
    return true;
  return condition.clinical != Clinical::active && condition.abatement_form != Abatement::none;
}

/// What clinicalStatus and abatement say against each other, or leave to words; empty if nothing.
std::string_view doubt_of_end(const Condition& condition) {
  if (condition.abatement_form == Abatement::none ||
      condition.verification == Verification::refuted)
    return {};
  if (condition.clinical == Clinical::active) {
    return condition.abatement_form == Abatement::time
               ? "clinicalStatus says that it is active, and its abatement that it has ended: the "
                 "time of the abatement counts"
               : "clinicalStatus says that it is active, and its abatement is no time: it counts "
                 "as active";
  }
  if (condition.clinical == Clinical::past || condition.abatement_form != Abatement::words)
    return {};
  return "only words say that it has ended (abatementString): it counts as past";
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
  if (has_ended(condition)) {
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
  // Told if a module asks for it: a diagnosis must not be lost by how its status is spelled.
  if (item.state == State::unknown)
    record::mark_unread(item, "its clinicalStatus is none of FHIR R4's");
  draft.record.items.push_back(item);
  const bool is_condition = kind == record::Kind::condition;
  if (condition.onset_unread) {
    draft.note(is_condition ? "Condition.onset" : "AllergyIntolerance.onset",
               "an onset in words or as an age isn't read as a time");
  }
  if (const std::string_view doubt = doubt_of_end(condition); !doubt.empty())
    draft.note_named(resource,
                     is_condition ? "Condition.abatement" : "AllergyIntolerance.abatement", doubt);
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
