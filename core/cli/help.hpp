// SPDX-License-Identifier: Apache-2.0
//
// Help, made from the tables of verbs and settings.
#pragma once

#include <string>

namespace causa::cli {

/// Help of a verb, or of the program if `verb` is empty; false if there is no such verb.
bool print_help(const std::string& verb);
std::string suggest_verb(const std::string& word);

}  // namespace causa::cli
