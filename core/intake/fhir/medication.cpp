// SPDX-License-Identifier: Apache-2.0
//
// Statements, requests and administrations of medications. doNotPerform is an order not to give the
// drug: never exposure. Stopped and completed ones are past, and so are those on hold (not taken
// now, but lately); a dose that was given has ended. Proposals and plans are no exposure either,
// and carry a flag; a dose that wasn't given is none.
//
// Other versions of FHIR say by a property of its own that a drug isn't taken (DSTU2 wasNotTaken,
// wasNotGiven; STU3 taken, notGiven; R5 adherence) while the status says active: that counts.

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
  std::string_view taken;  ///< STU3: y, n, unk, na
  bool not_taken = false;
  bool not_given = false;
  std::string_view adherence;  ///< R5
  TimeSpan effective, start, end, authored, asserted;
};

enum class IngredientPart : std::uint8_t { none, item_concept, is_active };
constexpr FieldTable<IngredientPart> ingredient_parts({{"itemCodeableConcept",
                                                        IngredientPart::item_concept},
                                                       {"isActive", IngredientPart::is_active}});

enum class MedicationPart : std::uint8_t { none, coded, reference };
constexpr FieldTable<MedicationPart> medication_parts({{"concept", MedicationPart::coded},
                                                       {"reference", MedicationPart::reference}});

enum class AdherencePart : std::uint8_t { none, code };
constexpr FieldTable<AdherencePart> adherence_parts({{"code", AdherencePart::code}});

/// R5 has one property for both.
bool read_medication_of(Draft& draft, ondemand::value value, MedicationUse& use) {
  return each_field(
      draft.trouble, value, medication_parts, [&](MedicationPart part, ondemand::value inner) {
        return part == MedicationPart::coded ? read_concept(draft, inner, use.code)
                                             : read_reference(draft, inner, use.reference);
      });
}

bool read_adherence(Draft& draft, ondemand::value value, MedicationUse& use) {
  return each_field(draft.trouble, value, adherence_parts,
                    [&](AdherencePart, ondemand::value inner) {
                      return each_code(draft, inner, [&](std::string_view code, bool) {
                        if (use.adherence.empty()) use.adherence = draft.keep(code);
                      });
                    });
}

bool read_field(Draft& draft, Resource& resource, MedicationUse& use, Field field,
                ondemand::value value) {
  Trouble& trouble = draft.trouble;
  bool given = false;
  switch (field) {
    case Field::status:
      return read_text(trouble, value, use.status);
    case Field::intent:
      return read_text(trouble, value, use.intent);
    case Field::do_not_perform:
      return read_truth(trouble, value, use.do_not_perform, given);
    case Field::taken:
      return read_text(trouble, value, use.taken);
    case Field::not_taken:
      return read_truth(trouble, value, use.not_taken, given);
    case Field::not_given:
      return read_truth(trouble, value, use.not_given, given);
    case Field::adherence:
      return read_adherence(draft, value, use);
    case Field::medication:
      return read_medication_of(draft, value, use);
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

/// The status of R4 that says what a statement of R5 says; its own if there is none.
std::string_view status_of(const MedicationUse& use, Source source) {
  if (source != Source::statement || use.status != "recorded") return use.status;
  if (use.adherence == "not-taking") return "not-taken";
  if (use.adherence.starts_with("taking")) return "active";
  if (use.adherence.starts_with("stopped")) return "stopped";
  return use.adherence.starts_with("on-hold") ? "on-hold" : use.status;
}

bool says_not_taken(const MedicationUse& use) { return use.not_taken || use.taken == "n"; }

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
  item.state = says_not_taken(use) ? State::absent : state;
  const bool over = use.status == "completed" || use.status == "stopped" || use.status == "on-hold";
  if (over && !says_not_taken(use)) item.flags |= record::past;
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
  use.status = status_of(use, source);
  const State state = state_of(use.status, source);
  if (resource.reason.empty() && use.do_not_perform) {
    resource.ignore("an order not to give the drug (doNotPerform)", false);
  }
  if (resource.reason.empty() && (use.status == "not-done" || use.not_given)) {
    resource.ignore("a dose that wasn't given (not-done)", false);
  }
  if (resource.reason.empty() && state == State{}) {
    ignore_status(draft, resource, use.status);
  }
  if (resource.reason.empty() && !use.taken.empty() && use.taken != "y" && use.taken != "n") {
    resource.ignore("whether it is taken isn't known (taken)", false);
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
          case Field::meta:
            return read_meta(draft, value, medication.meta);
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
