// SPDX-License-Identifier: Apache-2.0
//
// Resources within a resource: a report that carries its results, an order that carries its drug.
// They have no life of their own, so they are counted and dropped with what contains them; the
// items of a contained observation or condition are named "DiagnosticReport/r#o".
#pragma once

#include "intake/fhir/draft.hpp"

namespace causa::intake::fhir {

/// `container` is the type of the resource that contains them.
bool read_contained(Draft& draft, std::string_view container, ondemand::value value);

/// Once the resource is read, and its source named: names the items of what it contains after it,
/// drops those of another subject (and all, if the resource is ignored), and counts its items.
void settle_contained(Draft& draft, Resource& resource);

}  // namespace causa::intake::fhir
