// SPDX-License-Identifier: Apache-2.0
//
// Which of several versions or copies of a resource counts. Of a history: history.hpp.
#pragma once

#include <cstdint>
#include <string_view>

#include "intake/fhir/ownership.hpp"

namespace causa::intake::fhir {

/// What is known of how new a version is; 0: not known.
struct Stamp {
  std::uint64_t number = 0;
  std::int64_t updated_ms = 0;
};

Stamp stamp_of(const Meta& meta);

/// Positive if `a` is the newer, negative if `b` is, by number or else by time; 0 if neither tells.
int order_of(const Stamp& a, const Stamp& b);

/// 0 if it isn't one.
std::uint64_t number_of(std::string_view version);

/// meta.lastUpdated; 0 if it isn't known.
std::int64_t updated_at(const Meta& meta);

/// The same Patient twice (as in two result lists of a batch) is one patient.
void drop_copies(Draft& draft);

/// Of several of one type, id and owner the newest counts, by meta.versionId if that is a number,
/// else by meta.lastUpdated. Where neither tells, all are kept. One that counts though a newer
/// version is another patient's, or nobody's, is told. Not for a history.
void drop_superseded(Draft& draft, const Ownership& ownership);

}  // namespace causa::intake::fhir
