// SPDX-License-Identifier: Apache-2.0
//
// final, amended and corrected observations count; preliminary ones count with a flag; cancelled
// ones and those entered in error are ignored, and said so. Of one with another status, and of a
// value that can't be used, an item remains that says so (record::why_unread): only who knows the
// codes can tell whether it matters. A value that is absent for a reason is unknown, never
// negative. Each component becomes an item of its own.

#include <algorithm>

#include "intake/fhir/measured.hpp"
#include "intake/fhir/references.hpp"
#include "record/hemolysis.hpp"

namespace causa::intake::fhir {

namespace {

using record::Item;
using record::mentions_hemolysis;

enum class NotePart : std::uint8_t { none, text };
constexpr FieldTable<NotePart> note_parts({{"text", NotePart::text}});

bool read_notes(Draft& draft, ondemand::value value, bool& hemolyzed) {
  return each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
    return each_field(draft.trouble, element, note_parts, [&](NotePart, ondemand::value inner) {
      std::string_view text;
      if (!read_text(draft.trouble, inner, text)) return false;
      hemolyzed = hemolyzed || mentions_hemolysis(text);
      return true;
    });
  });
}

bool is_withdrawn(std::string_view status) {
  return status == "cancelled" || status == "entered-in-error";
}

bool counts(std::string_view status) {
  return status == "final" || status == "amended" || status == "corrected" ||
         status == "preliminary";
}

struct Observation {
  Common common;
  Measured own;
  std::vector<Measured> components;
  std::string_view status;
  std::vector<Reference> focuses;
  bool hemolyzed = false;
  bool timing = false;
  bool members = false;
  TimeSpan effective, start, end, issued;
  record::CodingRange site;
};

/// A panel has some dozens; each may take a hundred times the memory of its bytes.
constexpr std::size_t most_components = 10'000;

bool read_components(Draft& draft, Observation& observation, ondemand::value value) {
  return each_element(draft.trouble, value, [&](std::size_t, ondemand::value element) {
    if (observation.components.size() == most_components) {
      return draft.trouble.wrong("more than 10000 components",
                                 "send them as observations of their own");
    }
    Measured& component = observation.components.emplace_back();
    return each_field_or(
        draft.trouble, element, resource_fields,
        [&](Field field, ondemand::value inner) {
          if (field == Field::modifier_extension) {
            return read_modifiers(draft, inner, component.modified);
          }
          bool taken = false;
          return read_measured(draft, component, field, inner, observation.hemolyzed, taken);
        },
        [&](std::string_view key, ondemand::value inner) {
          return see_misnamed(draft, component, key, inner);
        });
  });
}

bool read_field(Draft& draft, Resource& resource, Observation& observation, Field field,
                ondemand::value value) {
  Trouble& trouble = draft.trouble;
  bool taken = false;
  if (!read_measured(draft, observation.own, field, value, observation.hemolyzed, taken)) {
    return false;
  }
  if (taken) return true;
  switch (field) {
    case Field::status:
      return read_text(trouble, value, observation.status);
    case Field::component:
      return read_components(draft, observation, value);
    case Field::effective_date_time:
    case Field::effective_instant:
      return read_time(trouble, value, observation.effective);
    case Field::effective_period:
      return read_period(draft, value, observation.start, observation.end);
    case Field::effective_timing:
      observation.timing = true;
      return true;
    case Field::issued:
      return read_time(trouble, value, observation.issued);
    case Field::body_site:
      return read_site(draft, value, observation.site);
    case Field::note:
      return read_notes(draft, value, observation.hemolyzed);
    case Field::has_member:
      return each_element(trouble, value, [&](std::size_t, ondemand::value) {
        observation.members = true;
        return true;
      });
    case Field::focus:
      return each_element(trouble, value, [&](std::size_t, ondemand::value element) {
        return read_reference(draft, element, observation.focuses.emplace_back());
      });
    default:
      return read_common(draft, resource, observation.common, field, value);
  }
}

/// Whether it names something else than its subject, whom some senders name twice.
bool has_other_focus(const Observation& observation, const Reference& subject) {
  return std::any_of(observation.focuses.begin(), observation.focuses.end(),
                     [&](const Reference& focus) {
                       if (names_another_type(focus)) return true;
                       if (!focus.stated()) return !focus.display.empty();
                       return !subject.stated() || !same_subject(focus, subject);
                     });
}

/// Of a period its end counts: that is when the result stood.
void put_time(const Observation& observation, Item& item) {
  item.time = observation.effective;
  if (!item.time.known()) item.time = observation.end.known() ? observation.end : observation.start;
  if (!item.time.known() && observation.issued.known()) {
    item.time = observation.issued;
    item.flags |= record::time_is_issued;
  }
}

/// Puts what it measured, or what is to be said of it; gives why it couldn't be used.
std::string_view put_one(Draft& draft, const Measured& measured, const Item& item,
                         std::string_view uncounted) {
  const std::string_view refused = refusal(measured);
  if (refused.empty() && uncounted.empty()) {
    put(draft, measured, item);
  } else if (holds_value(measured)) {
    put_unread(draft, measured, item, uncounted.empty() ? refused : uncounted);
  }
  return refused;
}

/// `uncounted` is why none of its values counts.
void put_items(Draft& draft, Resource& resource, const Observation& observation,
               std::string_view uncounted) {
  Item item;
  item.kind = record::Kind::observation;
  if (observation.status == "preliminary") item.flags |= record::provisional;
  if (observation.hemolyzed) item.flags |= record::hemolyzed;
  item.body_site = observation.site;
  put_time(observation, item);
  item.source = resource.source;
  const std::string_view refused = put_one(draft, observation.own, item, uncounted);
  for (std::size_t i = 0; i < observation.components.size(); ++i) {
    const Measured& component = observation.components[i];
    if (refusal(component).empty() || holds_value(component)) {
      std::string& source = draft.scratch;
      source.assign(resource.source).append(".component[").append(std::to_string(i)).append("]");
      item.source = draft.record.keep(source);
      put_one(draft, component, item, uncounted);
    } else {
      draft.note("Observation.component", refusal(component), !component.modified);
    }
  }
  resource.item_count = static_cast<std::uint32_t>(draft.record.items.size()) - resource.first_item;
  const bool alone =
      observation.own.values == 0 && !observation.own.absent && !observation.own.misnamed;
  if (resource.item_count == 0) {
    const bool group = alone && observation.members && !observation.own.code.empty();
    resource.ignore(!uncounted.empty() ? uncounted
                    : group            ? "a group of observations, which are read for themselves"
                                       : refused);
  } else if (!refused.empty() && !alone && !holds_value(observation.own)) {
    draft.note("Observation.value", refused);
  }
}

}  // namespace

bool read_observation(Draft& draft, Resource& resource, ondemand::object object) {
  Observation observation;
  const std::size_t codings = draft.record.codings.size();
  if (!each_field_or(
          draft.trouble, object, resource_fields,
          [&](Field field, ondemand::value value) {
            return read_field(draft, resource, observation, field, value);
          },
          [&](std::string_view key, ondemand::value value) {
            return see_misnamed(draft, observation.own, key, value);
          })) {
    return false;
  }
  settle(draft, resource, observation.common);
  std::string_view uncounted;
  if (!counts(observation.status)) uncounted = status_reason(draft, observation.status);
  if (resource.reason.empty() && is_withdrawn(observation.status)) resource.ignore(uncounted);
  if (uncounted.empty() && has_other_focus(observation, resource.subject))
    uncounted = "of something else than the patient (focus)";
  if (resource.reason.empty()) {
    put_items(draft, resource, observation, uncounted);
    if (observation.timing) draft.note("Observation.effectiveTiming", "a schedule is no time");
  }
  if (draft.record.items.size() == resource.first_item) draft.record.codings.resize(codings);
  return true;
}

}  // namespace causa::intake::fhir
