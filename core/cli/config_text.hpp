// SPDX-License-Identifier: Apache-2.0
//
// What a stored assessment was made with, read back from the configuration that was kept with it
// (Settings::config_text; the model's constants: model_of). Pure. What can't be read counts as not
// set, since the text was written by this program.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "cli/lint_mode.hpp"
#include "cli/module_settings.hpp"

namespace causa::cli {

/// Lenient is what a text means that names none.
LintMode lint_mode_of(std::string_view config_text);

/// What the model and the modules say is then the same.
bool differ_in_lint_at_most(std::string_view one, std::string_view other);

ModuleSettings module_settings_of(std::string_view config_text);

/// Writes the settings of modules at the end of a text that has none yet; nothing if there are
/// none.
void add_module_settings(const ModuleSettings& settings, std::string& config_text);

/// The text with the modules that come set as today's `settings` say, whatever it said of them;
/// what it says of the earlier ones stays, by id where those that come are called so too. Both are
/// ids. Error: a name in `settings` by which one that comes is called, and another as well.
Result<std::string> with_settings_of(const std::set<std::string>& coming,
                                     const std::set<std::string>& earlier,
                                     const ModuleSettings& settings, std::string config_text);

}  // namespace causa::cli
