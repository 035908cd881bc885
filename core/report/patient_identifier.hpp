// SPDX-License-Identifier: Apache-2.0
//
// Who is meant by the id that an assessment gives its patient. Intake writes an identifier with
// whoever gave it in the notation of its standard; answers in FHIR and HL7 v2 take it apart again,
// so that the patient can be found by it. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace causa::report {

/// Borrows the id. The authority is empty if none is known.
struct PatientIdentifier {
  std::string_view value;
  std::string_view name_space;      ///< HL7 v2's name of the authority
  std::string_view universal;       ///< the authority's universal id,
  std::string_view universal_type;  ///< and what it is: ISO (an OID), UUID, URI
  /// If not, the id may be that of a FHIR resource.
  bool is_stated = false;

  /// A URI as in FHIR; empty if none is known.
  [[nodiscard]] std::string system() const;
};

/// "https://example.org/mrn|77" and "|77" as FHIR searches for an identifier, or
/// "77^^^HOSP&1.2.3&ISO" as in a CX of HL7 v2; any other id is one value.
PatientIdentifier patient_identifier(std::string_view id);

}  // namespace causa::report
