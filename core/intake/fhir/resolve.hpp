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

/// What is none of several patients' is counted in `left`.
Outcome hand_over(Draft& draft, const std::string& place, bool telling_apart, const Sink& sink,
                  record::Record& left);

/// Says in the record who the patient is, and gives it to the sink.
void hand_over_one(const Patient& patient, record::Record record, std::string place,
                   const Sink& sink);

}  // namespace causa::intake::fhir
