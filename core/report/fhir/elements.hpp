// SPDX-License-Identifier: Apache-2.0
//
// Elements of FHIR R4 resources as JSON. FHIR forbids empty texts, arrays and objects, so all of
// these leave out what has no content. Pure.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminology/vocabulary.hpp"

namespace causa::report::fhir {

namespace json = boost::json;

/// Code systems and name spaces of causa itself.
inline constexpr std::string_view cause_system = "urn:causa:cause";
inline constexpr std::string_view alert_system = "urn:causa:alert";
inline constexpr std::string_view finding_system = "urn:causa:finding";
inline constexpr std::string_view module_system = "urn:causa:module";
inline constexpr std::string_view assessment_system = "urn:causa:assessment";

/// Adds a member unless its value is null, "", [] or {}.
void put(json::object& object, std::string_view key, json::value value);
void put(json::object& object, std::string_view key, std::string_view text);

json::object coding(std::string_view system, std::string_view code, std::string_view display);

/// A CodeableConcept; text of the record is made printable.
json::object codeable(json::array codings, std::string_view text);

/// The first code of each of the systems that stands for the concept as a whole and that somebody
/// has seen together with its name; others could say something else in a patient's record.
json::array codings_of(const std::vector<terminology::CodeDefinition>& codes);

/// The Type/id of the resource that a fact was read from; nothing if the source can't be referred
/// to ("Bundle.entry[2].resource", a segment of HL7 v2, a line of a table).
std::optional<std::string> resource_of(std::string_view source);

/// True if FHIR allows the text as the id of a resource.
bool is_id(std::string_view text);

json::object reference(std::string_view target);

}  // namespace causa::report::fhir
