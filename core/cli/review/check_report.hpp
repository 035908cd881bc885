// SPDX-License-Identifier: Apache-2.0
//
// What `knowledge check` found, for people and for programs. Pure.
#pragma once

#include <string>

#include "cli/review/carried.hpp"
#include "cli/review/check.hpp"

namespace causa::cli::review {

/// 100 columns: faults, notes, counts, evidence carried and left out.
std::string check_text(const Findings& findings, const Carried& carried);

/// One line.
std::string check_json(const Findings& findings, const Carried& carried);

}  // namespace causa::cli::review
