// SPDX-License-Identifier: Apache-2.0
//
// What `causa plugins check` found, for people and for programs. Pure.
#pragma once

#include <string>
#include <vector>

#include "check/run.hpp"

namespace causa::cli {

/// One module with all its outcomes.
struct CheckedModule {
  std::string file, id, version, sha256;
  bool is_library = false;
  std::vector<check::Outcome> outcomes;
};

/// The line above the outcomes of a module.
std::string check_heading(const check::Subject& subject);

/// One outcome, 100 columns; empty if it isn't shown.
std::string check_line(const check::Outcome& outcome, bool only_failed);

/// The line below: how many came out how.
std::string check_sum(const std::vector<check::Outcome>& outcomes);

/// causa.plugins-check/1, one line (docs/checking-a-plugin.md).
std::string check_json(const std::vector<CheckedModule>& modules, const check::Trial& trial,
                       bool only_failed);

/// True if this is worth showing with --only-failed.
bool is_trouble(const check::Outcome& outcome);

}  // namespace causa::cli
