// SPDX-License-Identifier: Apache-2.0
//
// Which of several versions or copies of a resource counts.
#pragma once

#include "intake/fhir/ownership.hpp"

namespace causa::intake::fhir {

/// A history has the newest version first; only that one counts, unless it was deleted later.
void drop_old_versions(Draft& draft);

/// The same Patient twice (as in two result lists of a batch) is one patient.
void drop_copies(Draft& draft);

/// Of several of one type, id and owner the newest counts, by meta.versionId if that is a number,
/// else by meta.lastUpdated. Where neither tells, all are kept. Not for a history.
void drop_superseded(Draft& draft, const Ownership& ownership);

/// meta.lastUpdated; 0 if it isn't known.
std::int64_t updated_at(const Resource& resource);

}  // namespace causa::intake::fhir
