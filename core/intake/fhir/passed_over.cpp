// SPDX-License-Identifier: Apache-2.0
//
// A resource on its own of a type that isn't used is counted and passed over; but not if a patient
// may hide in it, who would then be missing without a word.

#include "intake/fhir/entries.hpp"
#include "intake/fhir/resource_types.hpp"

namespace causa::intake::fhir {

namespace {

enum class IssuePart : std::uint8_t { none, severity };
constexpr FieldTable<IssuePart> issue_parts({{"severity", IssuePart::severity}});

bool is_object(ondemand::value& value) {
  ondemand::json_type type{};
  return value.type().get(type) == simdjson::SUCCESS && type == ondemand::json_type::object;
}

bool is_array(ondemand::value& value) {
  ondemand::json_type type{};
  return value.type().get(type) == simdjson::SUCCESS && type == ondemand::json_type::array;
}

}  // namespace

bool Entries::may_be_passed_over(std::string_view type) {
  if (type == "Parameters")
    return draft_.trouble.wrong("patients may be wrapped in it",
                                "take the Bundle or the resources out of it, one a line");
  if (is_resource_type(type) || is_drug_elsewhere(type)) return true;
  const std::string_view meant = resource_type_like(type);
  return draft_.trouble.wrong(
      "no resource type of FHIR, so it isn't known whether a patient is in it",
      meant.empty() ? "correct the resourceType, or take it out"
                    : "write the resourceType as " + std::string(meant));
}

/// To the end of an object that nobody read: in a Bundle the next entry does that.
bool Entries::pass_over(ondemand::object object, std::string_view type) {
  const simdjson::error_code code = object.reset().error();
  if (code != simdjson::SUCCESS) return draft_.trouble.syntax(code);
  return each_property(draft_.trouble, object, [&](std::string_view key, ondemand::value value) {
    return type == "OperationOutcome" && key == "issue" ? says_complete(value)
                                                        : hides_none(key, value, type);
  });
}

/// As a Bundle has them. Of R4 only List has entries else, and CompartmentDefinition a list of what
/// it calls resources.
bool Entries::hides_none(std::string_view key, ondemand::value value, std::string_view type) {
  const bool may_hide = (key == "entry" && type != "List" && is_array(value)) ||
                        (key == "resource" && is_object(value));
  return !may_hide ||
         draft_.trouble.wrong("holds other resources, as only a Bundle does",
                              "write its resourceType as Bundle, or give them one a line");
}

/// The file of errors of a bulk export. What it says of them may name patients.
bool Entries::says_complete(ondemand::value issues) {
  bool incomplete = false;
  const bool good = each_element(draft_.trouble, issues, [&](std::size_t, ondemand::value issue) {
    return each_field(draft_.trouble, issue, issue_parts, [&](IssuePart, ondemand::value severity) {
      const std::string_view word = peek_text(severity);
      incomplete = incomplete || word == "error" || word == "fatal";
      return true;
    });
  });
  return good &&
         (!incomplete ||
          draft_.trouble.wrong("the sender says that something failed, so resources may be missing",
                               "look at what it says there, and export again what failed"));
}

}  // namespace causa::intake::fhir
