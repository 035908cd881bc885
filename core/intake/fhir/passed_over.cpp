// SPDX-License-Identifier: Apache-2.0
//
// A resource of a type that isn't used is counted and passed over; but not if a patient may hide in
// it, who would then be missing without a word: on its own it is an error, and in a Bundle there is
// an error beside the Bundle's patients.

#include <algorithm>
#include <utility>

#include "intake/fhir/entries.hpp"
#include "intake/fhir/resource_types.hpp"

namespace causa::intake::fhir {

namespace {

constexpr int parts_deep = 8;
constexpr std::string_view incomplete_reason =
    "the sender says that something failed, so resources may be missing";

enum class IssuePart : std::uint8_t { none, severity };
constexpr FieldTable<IssuePart> issue_parts({{"severity", IssuePart::severity}});

bool is_object(ondemand::value& value) {
  ondemand::json_type type{};
  return value.type().get(type) == simdjson::SUCCESS && type == ondemand::json_type::object;
}

/// Of R4 and R5. Other words may say that something failed.
bool is_harmless(std::string_view severity) {
  return is_written_like(severity, "information") || is_written_like(severity, "warning") ||
         is_written_like(severity, "success");
}

bool is_array(ondemand::value& value) {
  ondemand::json_type type{};
  return value.type().get(type) == simdjson::SUCCESS && type == ondemand::json_type::array;
}

}  // namespace

bool Entries::may_be_passed_over(std::string_view type) {
  // In a Bundle, where they go to an operation or come from one, it matters what they hold.
  if (type == "Parameters" && !draft_.is_bundle)
    return draft_.trouble.wrong("patients may be wrapped in it",
                                "take the Bundle or the resources out of it, one a line");
  if (is_resource_type(type) || is_drug_elsewhere(type)) return true;
  const std::string_view meant = resource_type_like(type);
  return draft_.trouble.wrong(
      "no resource type of FHIR, so it isn't known whether a patient is in it",
      meant.empty() ? "correct the resourceType, or take it out"
                    : "write the resourceType as " + std::string(meant));
}

/// To the end of an object of which little was read.
bool Entries::pass_over(ondemand::object object, std::string_view type, Position position) {
  const simdjson::error_code code = object.reset().error();
  if (code != simdjson::SUCCESS) return draft_.trouble.syntax(code);
  bool typed = false;
  return each_property(draft_.trouble, object, [&](std::string_view key, ondemand::value value) {
    // Readers would differ in which of the two types it has.
    if (key == "resourceType" && std::exchange(typed, true))
      return draft_.trouble.wrong("given twice", "give each property once");
    return type == "OperationOutcome" && key == "issue" ? says_complete(value, position)
                                                        : hides_none(key, value, type);
  });
}

bool Entries::tell_if_hiding(ondemand::object object, std::string_view type, Position position) {
  if (may_be_passed_over(type) && pass_over(object, type, position)) return true;
  if (draft_.trouble.is_syntax()) return false;
  if (!json_.is_alive()) return draft_.trouble.syntax(simdjson::TAPE_ERROR);
  tell_hiding(draft_.path_of(position) + draft_.trouble.path());
  return true;
}

void Entries::EntryOthers::see(std::string_view key, ondemand::value& value) {
  const char first = value.raw_json_token().front();
  if ((first != '{' && first != '[') || key == "link" || key == "extension") return;
  any = any || !key.starts_with('_');
  renamed = renamed || (first == '{' && is_written_like(key, "resource"));
}

/// An entry may be nothing but an address, or what happened there.
void Entries::tell_without_resource(std::string place) {
  draft_.trouble.wrong("neither a resource nor a request or response, so a patient may be missing",
                       "write what it holds as resource, or take the entry out");
  tell_hiding(std::move(place));
}

/// A property of a Bundle that FHIR doesn't know.
bool Entries::tell_if_entries(ondemand::value value, Position position) {
  Trouble& trouble = draft_.trouble;
  if (value.raw_json_token().front() != '[' || holds_none(value, 1)) return true;
  if (trouble.is_syntax()) return false;
  if (!json_.is_alive()) return trouble.syntax(simdjson::TAPE_ERROR);
  trouble.clear();
  trouble.wrong("entries under another name, which isn't read", "write the property as entry");
  tell_hiding(draft_.bundle_paths[position.bundle]);
  return true;
}

/// What is in trouble there is told later.
void Entries::tell_hiding(std::string place) {
  Trouble& trouble = draft_.trouble;
  const auto same =
      std::find_if(draft_.hiding.begin(), draft_.hiding.end(), [&](const Hiding& one) {
        return one.message == trouble.message() && one.cure == trouble.cure();
      });
  if (same != draft_.hiding.end()) {
    ++same->count;
  } else {
    draft_.hiding.push_back({std::move(place), trouble.message(), trouble.cure()});
  }
  trouble.clear();
}

/// As a Bundle has them. Of R4 only List has entries else, and CompartmentDefinition a list of what
/// it calls resources.
bool Entries::hides_none(std::string_view key, ondemand::value value, std::string_view type) {
  if (is_written_like(key, "resource")) return !is_object(value) || refuse_holder();
  const bool is_list = type == "List";
  if (is_written_like(key, "entry") && is_array(value))
    return is_list ? holds_none(value, 1) : refuse_holder();
  return type != "Parameters" || !is_written_like(key, "parameter") || !is_array(value) ||
         holds_none(value, 1);
}

/// Of a list whose elements may have a resource each, or parts that have one.
bool Entries::holds_none(ondemand::value elements, int depth) {
  Trouble& trouble = draft_.trouble;
  if (depth > parts_deep) return trouble.wrong("parts nested too deep", "take the inner ones");
  return each_element(trouble, elements, [&](std::size_t, ondemand::value element) {
    if (!is_object(element)) return true;
    ondemand::object object;
    if (const auto code = element.get_object().get(object)) return trouble.syntax(code);
    return each_property(trouble, object, [&](std::string_view key, ondemand::value value) {
      if (is_written_like(key, "resource")) return !is_object(value) || refuse_holder();
      return key != "part" || !is_array(value) || holds_none(value, depth + 1);
    });
  });
}

bool Entries::refuse_holder() {
  return draft_.trouble.wrong(
      "holds other resources, as only a Bundle does",
      draft_.is_bundle ? "write its resourceType as Bundle, or give each of them an entry"
                       : "write its resourceType as Bundle, or give them one a line");
}

/// The file of errors of a bulk export, or what a search couldn't give. What it says of them may
/// name patients.
bool Entries::says_complete(ondemand::value issues, Position position) {
  bool incomplete = false;
  const bool good = each_element(draft_.trouble, issues, [&](std::size_t, ondemand::value issue) {
    return each_field(draft_.trouble, issue, issue_parts, [&](IssuePart, ondemand::value severity) {
      incomplete = incomplete || !is_harmless(peek_text(severity));
      return true;
    });
  });
  if (!good || !incomplete) return good;
  if (!draft_.is_bundle)
    return draft_.trouble.wrong(std::string(incomplete_reason),
                                "look at what it says there, and export again what failed");
  draft_.note_once(draft_.path_of(position), incomplete_reason);
  return true;
}

}  // namespace causa::intake::fhir
