// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "cli/parts_of.hpp"
#include "cli/plugins/action.hpp"

#include <algorithm>
#include "cli/plugins/approver.hpp"
#include "plugin/lock_update.hpp"

namespace causa::cli {

namespace {

using plugin::Change;
using plugin::LockChange;

constexpr VerbOption options[] = {
    {"by", "WHO", "lock: who approves, one word (default: your login name)"},
    {"on", "DATE", "lock, sign: on which date (default: today)"},
    {"only", "ID", "lock: look at this module only", true},
    {"update", "ID", "lock: approve the change of this module", true},
    {"remove", "ID", "lock: remove the line of this module", true}};

std::string sentence(const LockChange& it) {
  switch (it.change) {
    case Change::approved:
      return fmt::format("{} {} ({}, sha256 {}…)", it.id, it.version, it.file,
                         it.sha256.substr(0, 12));
    case Change::updated:
      return fmt::format("{} {} ({}): {}", it.id, it.version, it.file, it.why);
    case Change::unchanged:
    case Change::removed:
      return fmt::format("{} {} ({})", it.id, it.version, it.file);
    case Change::changed:
      return fmt::format(
          "{} ({}): {}. It keeps the line that was approved, and won't load. After "
          "your review: --update {}",
          it.id, it.file, it.why, it.id);
    case Change::missing:
      return fmt::format("{} {}: {} isn't there. Put it back, or: --remove {}", it.id, it.version,
                         it.file, it.id);
    case Change::refused:
      return it.why;
  }
  return {};
}

const char* word(Change change) {
  switch (change) {
    case Change::approved:
      return "approved";
    case Change::updated:
      return "updated";
    case Change::removed:
      return "removed";
    case Change::unchanged:
      return "unchanged";
    case Change::changed:
      return "CHANGED";
    case Change::missing:
      return "MISSING";
    case Change::refused:
      return "REFUSED";
  }
  return "";
}

void lock(const Arguments& arguments, Outcome& outcome) {
  const auto folder = folder_meant(arguments);
  if (!folder) return report(folder.error(), outcome);
  const auto by = approver(arguments);
  if (!by) return report(by.error(), outcome);
  const auto on = approval_date(arguments);
  if (!on) return report(on.error(), outcome);
  const auto changes = plugin::update_lock(
      {*folder, *by, *on, parts_of(arguments.option("only"), ','),
       parts_of(arguments.option("update"), ','), parts_of(arguments.option("remove"), ',')});
  if (!changes) return report(changes.error(), outcome);
  fmt::print("{}, approved by {} on {}\n", (*folder / plugin::lock_file_name).string(), *by, *on);
  for (const LockChange& it : *changes) {
    print_wrapped(fmt::format("  {:<10} ", word(it.change)), sentence(it));
    if (it.change == Change::refused) outcome.add(Exit::plugin);
    if (it.change == Change::changed || it.change == Change::missing) outcome.add(Exit::check);
  }
  if (changes->empty()) fmt::print("  no module is there\n");
}

}  // namespace

const PluginsAction lock_action{
    "lock", "[FOLDER]", "approve the modules of a folder that have no line in its plugins.lock yet",
    0,      1,          lock,
    options};

}  // namespace causa::cli
