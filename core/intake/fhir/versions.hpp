// SPDX-License-Identifier: Apache-2.0
//
// Which of several versions or copies of a resource counts.
#pragma once

#include "intake/fhir/draft.hpp"

namespace causa::intake::fhir {

/// A history has the newest version first; only that one counts, unless it was deleted later.
void drop_old_versions(Draft& draft);

/// The same Patient twice (as in two result lists of a batch) is one patient.
void drop_copies(Draft& draft);

}  // namespace causa::intake::fhir
