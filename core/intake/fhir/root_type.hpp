// SPDX-License-Identifier: Apache-2.0
//
// Whether a line is a Bundle, which stands for itself, or a resource that has to be joined with
// others: known without reading it. Pure.
#pragma once

#include <string_view>

namespace causa::intake::fhir {

/// True if the reader will find that the line's first resourceType is "Bundle", or that the line is
/// broken. False: it is another resource, or that can't be told so easily.
bool is_surely_bundle(std::string_view line);

}  // namespace causa::intake::fhir
