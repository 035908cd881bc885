// SPDX-License-Identifier: Apache-2.0
//
// A CDS Hooks 2.0 request -> the one patient it is about. Its prefetch is read as one FHIR Bundle,
// so everything that holds for FHIR input holds here. Pure over bytes; any thread.
//
// - A prefetch value is a resource, a searchset Bundle, null (nothing was found) or an
//   OperationOutcome (the search failed). A failed search and a Bundle with further pages are kept
//   in Record::ignored, never grouped, so that the answer says that it knows only a part.
// - The prefetch must be of context.patientId and of nobody else.
// - Refusals carry the status that CDS Hooks gives over HTTP: 412 if the prefetch doesn't bring
// what
//   is needed, 400 for everything else that is wrong. No text of theirs quotes an identifier or a
//   token.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "intake/patient_input.hpp"

namespace causa::intake::cds_hooks {

struct Request {
  std::string hook_instance;
  PatientInput patient;
};

struct Refusal {
  int status = 400;
  Error error;
  std::vector<std::string> missing;  ///< keys of the prefetch; only with 412
};

using Answerable = std::variant<Request, Refusal>;

Answerable read_request(std::string_view bytes, std::string_view place, const Limits& limits = {});

}  // namespace causa::intake::cds_hooks
