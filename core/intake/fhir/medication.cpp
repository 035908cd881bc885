// SPDX-License-Identifier: Apache-2.0
//
// Statements, requests and administrations of medications. doNotPerform is an order not to give the
// drug: never exposure. Stopped and completed ones are past, and so are those on hold (not taken
// now, but lately); a dose that was given has ended. Proposals and plans are no exposure either,
// and carry a flag; a dose that wasn't given is none.

#include "intake/fhir/elements.hpp"
#include "intake/fhir/resources.hpp"

namespace causa::intake::fhir {

namespace {

using record::State;

enum class Source : std::uint8_t { statement, request, administration };

struct MedicationUse {
  Common common;
  Concept code;
  Reference reference;
  std::string_view status, intent;
  bool do_not_perform = false;
  TimeSpan effective, start, end, authored, asserted;
};

enum class IngredientPart : std::uint8_t { none, item_concept, is_active };
constexpr FieldTable<IngredientPart> ingredient_parts({{"itemCodeableConcept",
                                                        IngredientPart::item_concept},
                                                       {"isActive", IngredientPart::is_active}});

bool read_field(Draft& draft, Resource& resource, MedicationUse& use, Field field,
                ondemand::value value) {
  Trouble& trouble = draft.trouble;
  switch (field) {
    case Field::status:
      return read_text(trouble, value, use.status);
    case Field::intent:
      return read_text(trouble, value, use.intent);
    case Field::do_not_perform: {
      bool given = false;
      return read_truth(trouble, value, use.do_not_perform, given);
    }
    case Field::medication_concept:
      return read_concept(draft, value, use.code);
    case Field::medication_reference:
      return read_reference(draft, value, use.reference);
    case Field::effective_date_time:
      return read_time(trouble, value, use.effective);
    case Field::effective_period:
      return read_period(draft, value, use.start, use.end);
    case Field::authored_on:
      return read_time(trouble, value, use.authored);
    case Field::date_asserted:
      return read_time(trouble, value, use.asserted);
    default:
      return read_common(draft, resource, use.common, field, value);
  }
}

/// How a status counts; State{} (no enumerator): it is ignored.
State state_of(std::string_view status, Source source) {
  if (source == Source::administration && status == "in-progress") return State::present;
  if (source == Source::administration && status == "active") return State{};
  const bool statement = source == Source::statement;
  if (status == "active" || status == "completed" || status == "stopped" || status == "on-hold") {
    return State::present;
  }
  if (status == "unknown") return State::unknown;
  if (statement && status == "intended") return State::present;
  if (statement && status == "not-taken") return State::absent;
  return State{};
}

TimeSpan first_known(TimeSpan a, TimeSpan b, TimeSpan c) {
  if (a.known()) return a;
  return b.known() ? b : c;
}

void put(Draft& draft, Resource& resource, const MedicationUse& use, State state) {
  record::Item item;
  item.kind = record::Kind::medication;
  item.state = state;
  if (use.status == "completed" || use.status == "stopped" || use.status == "on-hold") {
    item.flags |= record::past;
  }
  if (use.status == "intended" || use.intent == "proposal" || use.intent == "plan" ||
      use.intent == "option") {
    item.flags |= record::planned;
  }
  item.codes = use.code.codes;
  item.text = use.code.text;
  item.time = first_known(use.asserted, use.authored, {});
  item.start = first_known(use.effective, use.start, use.authored);
  item.end = use.end;
  // A dose of one day: an injection that was given has ended then.
  if (use.status == "completed" && !item.end.known()) item.end = use.effective;
  item.source = resource.source;
  draft.record.items.push_back(item);
  if (use.code.empty()) {
    draft.pending.push_back({draft.current(), resource.first_item, use.reference});
  }
}

bool read(Draft& draft, Resource& resource, ondemand::object object, Source source) {
  MedicationUse use;
  const std::size_t codings = draft.record.codings.size();
  if (!each_field(draft.trouble, object, resource_fields, [&](Field field, ondemand::value value) {
        return read_field(draft, resource, use, field, value);
      })) {
    return false;
  }
  const std::string_view nothing_known = why_nothing_known(draft, use.code);
  settle(draft, resource, use.common);
  const State state = state_of(use.status, source);
  if (resource.reason.empty() && use.do_not_perform) {
    resource.ignore("an order not to give the drug (doNotPerform)", false);
  }
  if (resource.reason.empty() && use.status == "not-done") {
    resource.ignore("a dose that wasn't given (not-done)", false);
  }
  if (resource.reason.empty() && state == State{}) {
    resource.ignore(status_reason(draft, use.status));
  }
  if (resource.reason.empty() && !nothing_known.empty()) resource.ignore(nothing_known);
  if (resource.reason.empty() && use.code.empty() && !use.reference.stated() &&
      use.reference.display.empty()) {
    resource.ignore("no medication named");
  }
  if (resource.reason.empty()) {
    put(draft, resource, use, state);
  } else {
    draft.record.codings.resize(codings);  // contained medications too: nothing else can name them
  }
  return true;
}

/// Ingredients stand beside the medication's own code, so that a combination is all of its drugs.
bool read_ingredients(Draft& draft, ondemand::value value) {
  return each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
    const std::size_t first = draft.record.codings.size();
    bool active = true;
    bool given = false;
    record::CodingRange codes;
    if (!each_field(draft.trouble, element, ingredient_parts,
                    [&](IngredientPart part, ondemand::value inner) {
                      if (part == IngredientPart::item_concept) {
                        return read_site(draft, inner, codes);
                      }
                      return read_truth(draft.trouble, inner, active, given);
                    })) {
      return false;
    }
    if (given && !active) draft.record.codings.resize(first);
    return true;
  });
}

}  // namespace

bool read_medication_statement(Draft& draft, Resource& resource, ondemand::object object) {
  return read(draft, resource, object, Source::statement);
}

bool read_medication_request(Draft& draft, Resource& resource, ondemand::object object) {
  return read(draft, resource, object, Source::request);
}

bool read_medication_administration(Draft& draft, Resource& resource, ondemand::object object) {
  return read(draft, resource, object, Source::administration);
}

bool read_medication(Draft& draft, Position position, std::uint32_t container,
                     ondemand::object object) {
  Medication medication;
  medication.position = position;
  medication.container = container;
  const std::size_t first = draft.record.codings.size();
  std::string_view status;
  bool modified = false;
  const bool good =
      each_field(draft.trouble, object, resource_fields, [&](Field field, ondemand::value value) {
        switch (field) {
          case Field::id:
            return read_text(draft.trouble, value, medication.id);
          case Field::code:
            return read_concept(draft, value, medication.code);
          case Field::ingredient:
            return read_ingredients(draft, value);
          case Field::status:
            return read_text(draft.trouble, value, status);
          case Field::modifier_extension:
            return read_modifiers(draft, value, modified);
          case Field::implicit_rules:
            return read_rules(draft, value, modified);
          default:
            return true;
        }
      });
  medication.code.codes = draft.codes_since(first);
  if (status == "entered-in-error") medication.reason = status_reason(draft, status);
  if (modified) medication.reason = modified_reason;
  draft.medications.push_back(medication);
  return good;
}

}  // namespace causa::intake::fhir
