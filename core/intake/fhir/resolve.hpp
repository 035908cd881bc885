// SPDX-License-Identifier: Apache-2.0
//
// The end of a document: references are resolved, resources are given to their patients, and each
// patient's record goes to the sink. See bundle.hpp for the rules.
#pragma once

#include <string>

#include "intake/fhir/draft.hpp"
#include "intake/patient_input.hpp"

namespace causa::intake::fhir {

enum class Outcome : std::uint8_t {
  handed_over,      ///< the sink was called
  several_patients  ///< read the document again with `telling_apart`, so that every resource's
                    ///< subject is known
};

Outcome hand_over(Draft& draft, const std::string& place, bool telling_apart, const Sink& sink);

}  // namespace causa::intake::fhir
