// SPDX-License-Identifier: Apache-2.0
//
// What stands in the body of a card: GitHub-flavored Markdown, bounded in length, with every text
// of the record escaped. No ages and no times except where said. Pure.
#pragma once

#include <string>

#include "report/context.hpp"

namespace causa::report {

/// What to do, because of what (with its age), when it is raised, and the sources.
std::string alert_detail(const assess::RaisedAlert& alert, const Context& context);

/// The table of causes, what must not be missed, what to test next, what of the input to check (as
/// input_to_check() lists it), what was not used.
std::string ranking_detail(const assess::Assessment& assessment, const Context& context,
                           const std::string& to_check);

/// What the linter found that somebody must look at, as a short list; empty if nothing. It may
/// speak of today ("a pregnancy of 360 days").
std::string input_to_check(const assess::Assessment& assessment);

/// Of the record what could not be used, as a list; empty if nothing.
std::string not_used(const assess::Assessment& assessment);

/// Modules that failed, were refused or are left out, as a list; empty if none.
std::string missing_modules(const assess::Assessment& assessment);

}  // namespace causa::report
