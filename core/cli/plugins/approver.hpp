// SPDX-License-Identifier: Apache-2.0
//
// Who approves or signs, and on which date; which folder is meant. One thread.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

/// --by, else the login name of who is at the terminal (through sudo too). Error: Fault::usage.
Result<std::string> approver(const Arguments& arguments);

/// --on, else today, in UTC. Error: Fault::usage.
Result<std::string> approval_date(const Arguments& arguments);

/// The folder of a word, else the user's own folder of modules. Error: there is none.
Result<std::filesystem::path> folder_meant(const Arguments& arguments);

}  // namespace causa::cli
