// SPDX-License-Identifier: Apache-2.0
//
// The versions and deletions of a Bundle of type history: of each resource only the newest counts,
// unless it was deleted later. FHIR has the newest first; where versionId or lastUpdated say
// otherwise they count, and that is told.
#pragma once

#include "intake/fhir/draft.hpp"

namespace causa::intake::fhir {

/// In a history. A deletion that names nothing is told.
void drop_old_versions(Draft& draft);

/// In another Bundle: nothing is deleted by it, and that is told.
void tell_deletions(Draft& draft);

}  // namespace causa::intake::fhir
