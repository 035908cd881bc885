// SPDX-License-Identifier: Apache-2.0
//
// Assessments as a table, one line a cause (RFC 4180, UTF-8 without a byte order mark, CRLF):
// docs/reports.md names the columns. Every line holds its patient's alerts, missing
// modules and what was not used, and a patient without a ranked cause has one line, so that neither
// a filter nor a sort loses an alert or a patient. What a spreadsheet would take for a formula is
// led by an apostrophe. Pure.
#pragma once

#include <string>
#include <string_view>

#include "assess/assessment.hpp"

namespace causa::report {

/// The header line, with its line end.
std::string csv_header();

/// The lines of one assessment, each with its line end.
std::string to_csv(const assess::Assessment& assessment);

/// One cell: control characters become spaces, a formula becomes text, quotes where they are
/// needed. Numbers that causa itself wrote need none of this.
std::string csv_cell(std::string_view text);

}  // namespace causa::report
