// SPDX-License-Identifier: Apache-2.0
//
// Gives items that name their medication by reference its codes: a contained Medication, or an
// entry of the Bundle. One that leads nowhere keeps the sender's display; without even that the
// resource is ignored, and shown by name.
#pragma once

#include "intake/fhir/draft.hpp"

namespace causa::intake::fhir {

void resolve_medications(Draft& draft);

}  // namespace causa::intake::fhir
