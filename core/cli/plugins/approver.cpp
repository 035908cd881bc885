// SPDX-License-Identifier: Apache-2.0

#include "cli/plugins/approver.hpp"

#include <fmt/core.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "base/time.hpp"
#include "plugin/fields.hpp"

namespace causa::cli {

Result<std::string> approver(const Arguments& arguments) {
  std::string name = arguments.option("by");
  if (name.empty()) {
    const uid_t user = ::getuid();
    const char* behind_sudo = user == 0 ? std::getenv("SUDO_USER") : nullptr;
    const passwd* entry = behind_sudo != nullptr ? nullptr : ::getpwuid(user);
    if (behind_sudo != nullptr)
      name = behind_sudo;
    else if (entry != nullptr)
      name = entry->pw_name;
  }
  if (plugin::is_one_word(name)) return name;
  return Error{Fault::usage, "--by",
               name.empty() ? std::string("nobody knows who approves: this user has no name")
                            : fmt::format("\"{}\" isn't one word", name),
               "write a name without spaces, as in --by j.smith"};
}

Result<std::string> approval_date(const Arguments& arguments) {
  const std::string date = arguments.option("on");
  if (date.empty()) return format_date(now_ms());
  const auto span = parse_time(date);
  if (span && span->known() && format_date(span->earliest_ms) == date) return date;
  return Error{Fault::usage, "--on", fmt::format("\"{}\" is no date", date),
               "write a date, as in --on 2026-11-26"};
}

Result<std::filesystem::path> folder_meant(const Arguments& arguments) {
  if (!arguments.words.empty()) return std::filesystem::path(arguments.words.front());
  const auto own = find_places().own_plugins;
  std::error_code error;
  if (!own.empty() && std::filesystem::is_directory(own, error)) return own;
  return Error{Fault::usage, "causa plugins",
               own.empty() ? std::string("no folder is named, and there is no home")
                           : fmt::format("no folder is named, and {} isn't there", own.string()),
               "name the folder"};
}

}  // namespace causa::cli
