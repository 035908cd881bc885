// SPDX-License-Identifier: Apache-2.0
//
// Made patients as records that other systems send: FHIR R4 bundles (one a line), FHIR Bulk Data
// (one file a resource type) and HL7 v2 (ADT, then ORU). Texts need no escaping, for all of them
// are of the tables in prevalence.hpp. Appends to what it is given; nothing can fail.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "person.hpp"

namespace causa::bench {

/// A patient's resources, each with its type, in the order in which they would be found.
std::vector<std::pair<std::string_view, std::string>> fhir_resources(const Person& person);

/// A collection of all of them, and the end of the line.
void write_bundle(const Person& person, std::string& out);

/// By type; a line each.
void write_bulk(const Person& person, std::map<std::string_view, std::string>& out);

void write_hl7v2(const Person& person, std::string& out);

}  // namespace causa::bench
