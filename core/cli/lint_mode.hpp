// SPDX-License-Identifier: Apache-2.0
//
// How strictly the linter's findings are taken: --lint, or the switches --strict, --lenient and
// --minimal. Never touches an alert, a rank or a fact. Pure.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "cli/settings.hpp"
#include "cli/verb.hpp"
#include "lint/finding.hpp"

namespace causa::cli {

enum class LintMode {
  strict,   ///< a patient with a finding of severity error is refused
  lenient,  ///< all findings are shown
  minimal,  ///< those of patient safety are shown
};

/// The switches, for the options of a verb.
inline constexpr VerbOption lint_switches[] = {
    {"strict", "", "the same as --lint strict"},
    {"lenient", "", "the same as --lint lenient"},
    {"minimal", "", "the same as --lint minimal"},
};

/// Moves the switches among `options` to the setting "lint" in `given`; what is wrong with them, or
/// empty.
std::string take_lint_switches(std::map<std::string, std::string>& options,
                               std::map<std::string, std::string>& given);

LintMode lint_mode(const Settings& settings);

/// As the setting "lint" has it.
const char* word(LintMode mode);

/// Leaves the findings that the mode shows.
void keep_findings(LintMode mode, std::vector<lint::Finding>& findings);

/// Why strict refuses a patient with these findings: one error for each of severity error. `place`
/// is that of the input; what is said of the entries within stays out of the log.
std::vector<Error> refusals(const std::string& place, const std::vector<lint::Finding>& findings);

/// Why, by the ids of the findings: for whoever must not be told what stands in the record.
std::string refusal_without_values(std::span<const Error> refusals);

}  // namespace causa::cli
