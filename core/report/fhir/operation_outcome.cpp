// SPDX-License-Identifier: Apache-2.0

#include "base/text.hpp"
#include "report/fhir/resources.hpp"
#include "report/wording.hpp"

namespace causa::report::fhir {

namespace {

using lint::Finding;
using lint::Severity;

const char* severity_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "information";
}

/// FHIR wants a type of its own list; the id of the finding says more.
const char* type_of(const Finding& finding) {
  if (finding.severity == Severity::note) return "informational";
  if (finding.id.starts_with("code.")) return "code-invalid";
  if (finding.id.starts_with("unit.") || finding.id.starts_with("value.")) return "value";
  return "business-rule";
}

json::object issue_of(const Finding& finding) {
  return {{"severity", severity_of(finding.severity)},
          {"code", type_of(finding)},
          {"details", codeable({coding(finding_system, finding.id, {})}, finding_words(finding))}};
}

}  // namespace

json::object operation_outcome(const assess::Assessment& assessment, std::string_view id) {
  json::array issues;
  for (const auto& finding : assessment.findings) issues.push_back(issue_of(finding));
  return {{"resourceType", "OperationOutcome"}, {"id", id}, {"issue", std::move(issues)}};
}

}  // namespace causa::report::fhir
