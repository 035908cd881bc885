// SPDX-License-Identifier: Apache-2.0
//
// What the linter found: which of it the reports of an assessment show; and without an assessment,
// for people, grouped by input, place and cure, and as JSON, schema causa.lint/1, one object a
// patient. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "assess/assessment.hpp"
#include "lint/finding.hpp"

namespace causa::report {

/// Those of an assessment that a person must look at: of patient safety or of severity error,
/// without what stands among the ignored in the same words. They live as long as the assessment.
std::vector<const lint::Finding*> to_look_at(const assess::Assessment& assessment);

struct FindingCounts {
  std::uint64_t patients = 0, unread = 0;
  std::uint64_t errors = 0, warnings = 0, notes = 0;
  std::map<std::string, std::uint64_t> by_id;

  void add(const lint::Finding& finding);
};

/// Lines of at most 100 columns; nothing if nothing was found. `place`: "file", "file:line".
std::string findings_text(const std::string& place, const std::vector<lint::Finding>& findings);

/// The last lines: how many of what.
std::string findings_total(const FindingCounts& counts);

/// One line, without the line end.
std::string findings_json(const std::string& place, const std::vector<lint::Finding>& findings);

}  // namespace causa::report
