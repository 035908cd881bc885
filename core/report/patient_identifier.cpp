// SPDX-License-Identifier: Apache-2.0

#include "report/patient_identifier.hpp"

#include <algorithm>
#include <array>

namespace causa::report {

namespace {

/// A type of HL7 v2 table 0301, and how a URI of FHIR begins that says the same.
struct UniversalType {
  std::string_view name, prefix;
};

constexpr std::array<UniversalType, 3> universal_types{
    {{"ISO", "urn:oid:"}, {"UUID", "urn:uuid:"}, {"URI", ""}}};

void take_system(std::string_view system, PatientIdentifier& identifier) {
  for (const auto& [name, prefix] : universal_types) {
    if (system.empty() || !system.starts_with(prefix)) continue;
    identifier.universal = system.substr(prefix.size());
    identifier.universal_type = name;
    return;
  }
}

/// What stands before the separator, which goes with it, or all.
std::string_view take(std::string_view& text, char separator) {
  const std::string_view part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

}  // namespace

std::string PatientIdentifier::system() const {
  for (const auto& [name, prefix] : universal_types)
    if (!universal.empty() && universal_type == name)
      return std::string(prefix) + std::string(universal);
  return {};
}

PatientIdentifier patient_identifier(std::string_view id) {
  PatientIdentifier identifier;
  identifier.value = id;
  if (const std::size_t bar = id.find('|'); bar != std::string_view::npos) {
    const std::string_view system = id.substr(0, bar);
    if (!system.empty() && system.find(':') == std::string_view::npos) return identifier;
    identifier.value = id.substr(bar + 1);
    identifier.is_stated = true;
    take_system(system, identifier);
    return identifier;
  }
  constexpr std::string_view unused = "^^^";  // check digit and its scheme
  const std::size_t end = id.find('^');
  if (end == 0 || end == std::string_view::npos || !id.substr(end).starts_with(unused))
    return identifier;
  std::string_view authority = id.substr(end + unused.size());
  if (authority.empty() || authority.find('^') != std::string_view::npos) return identifier;
  identifier.value = id.substr(0, end);
  identifier.is_stated = true;
  identifier.name_space = take(authority, '&');
  identifier.universal = take(authority, '&');
  identifier.universal_type = authority;
  return identifier;
}

}  // namespace causa::report
