// SPDX-License-Identifier: Apache-2.0

#include "terminology/code_systems.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "terminology/vocabulary.hpp"
#include "terminology/written_systems.hpp"

namespace causa::terminology {

namespace {

struct SystemName {
  std::string_view name;
  System system;
};

/// FHIR's URIs, object identifiers, and the names of HL7 v2's table 0396.
constexpr SystemName system_names[] = {
    {"http://loinc.org", System::loinc},
    {"LOINC", System::loinc},
    {"LN", System::loinc},
    {"urn:oid:2.16.840.1.113883.6.1", System::loinc},
    {"http://snomed.info/sct", System::snomed},
    {"SNOMED", System::snomed},
    {"SCT", System::snomed},
    {"urn:oid:2.16.840.1.113883.6.96", System::snomed},
    {"http://hl7.org/fhir/sid/icd-10-cm", System::icd10cm},
    {"ICD10CM", System::icd10cm},
    {"I10C", System::icd10cm},
    {"urn:oid:2.16.840.1.113883.6.90", System::icd10cm},
    {"http://hl7.org/fhir/sid/icd-10", System::icd10},
    {"ICD10", System::icd10},
    {"I10", System::icd10},
    {"urn:oid:2.16.840.1.113883.6.3", System::icd10},
    {"http://www.nlm.nih.gov/research/umls/rxnorm", System::rxnorm},
    {"RxNorm", System::rxnorm},
    {"RXNORM", System::rxnorm},
    {"urn:oid:2.16.840.1.113883.6.88", System::rxnorm},
    {"http://www.whocc.no/atc", System::atc},
    {"ATC", System::atc},
    {"urn:oid:2.16.840.1.113883.6.73", System::atc},
};

/// Names that only people write, folded.
constexpr SystemName spoken_names[] = {
    {"snomed ct", System::snomed},
    {"snomedct", System::snomed},
    {"icd 10 cm", System::icd10cm},
    {"icd 10", System::icd10},
};

constexpr std::string_view table_names[] = {"LOINC", "SNOMED", "ICD10CM", "ICD10", "RxNorm", "ATC"};

/// True for "icd10cm" of "ICD10CM": names are letters and digits.
bool is_folded(std::string_view name, std::string_view folded) {
  return std::equal(name.begin(), name.end(), folded.begin(), folded.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

/// FHIR's; empty for none.
std::string_view uri_of(System system) {
  for (const auto& entry : system_names)
    if (entry.system == system && entry.name.starts_with("http://")) return entry.name;
  return {};
}

}  // namespace

System system_of(std::string_view name) {
  for (const auto& entry : system_names)
    if (entry.name == name) return entry.system;
  return System::none;
}

std::string_view system_name(std::string_view written) {
  const System system = system_of(written);
  return system == System::none ? std::string_view()
                                : table_names[static_cast<std::size_t>(system)];
}

std::string_view system_uri(std::string_view name) { return uri_of(system_of(name)); }

std::string_view written_system_uri(std::string_view name) {
  if (const auto uri = system_uri(name); !uri.empty()) return uri;
  const std::string folded = fold(name);
  for (const auto& entry : system_names)
    if (is_folded(entry.name, folded)) return uri_of(entry.system);
  for (const auto& entry : spoken_names)
    if (entry.name == folded) return uri_of(entry.system);
  return {};
}

}  // namespace causa::terminology
