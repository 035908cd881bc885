// SPDX-License-Identifier: Apache-2.0
//
// Everything a module states as one page of Markdown that a clinician can review line by line:
// causes with their rules, alerts, advice, what withholds it, what is computed, sources. The same
// knowledge gives the same bytes. Pure.
#pragma once

#include <string>

#include "cli/review/wording.hpp"

namespace causa::cli::review {

std::string module_page(const Place& place);

}  // namespace causa::cli::review
