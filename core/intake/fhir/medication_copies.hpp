// SPDX-License-Identifier: Apache-2.0
//
// Which of several Medications of one id counts.
#pragma once

#include "intake/fhir/draft.hpp"

namespace causa::intake::fhir {

/// Equal ones are one; of versions the newest counts, in a history without meta the first. Where
/// nothing tells, they differ. A deletion takes no drug away: who takes it goes on taking it.
void drop_medication_copies(Draft& draft);

}  // namespace causa::intake::fhir
