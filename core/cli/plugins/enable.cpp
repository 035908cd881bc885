// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/plugins/action.hpp"
#include "cli/setup.hpp"
#include "plugin/lock_update.hpp"

namespace causa::cli {

namespace {

namespace fs = std::filesystem;

constexpr VerbOption options[] = {
    {"folder", "DIR", "enable, disable: the folder whose plugins.lock is meant"}};

Error unclear(std::string message, std::string cure) {
  return {Fault::usage, "causa plugins", std::move(message), std::move(cure)};
}

/// The one folder of the search whose lock names the module.
Result<fs::path> folder_of(const Arguments& arguments, const std::string& name) {
  if (const std::string given = arguments.option("folder"); !given.empty()) return fs::path(given);
  std::vector<std::string> found;
  for (const fs::path& folder : load_options(arguments.settings).folders)
    if (plugin::locks(folder, name)) found.push_back(folder.string());
  if (found.size() == 1) return fs::path(found.front());
  if (found.empty())
    return unclear(fmt::format("no plugins.lock names \"{}\"", name),
                   "causa plugins verify shows what is locked; or name its --folder");
  return unclear(fmt::format("{} is locked in {}", name, fmt::join(found, " and in ")),
                 "say which, with --folder");
}

void set(const Arguments& arguments, bool enabled, Outcome& outcome) {
  const std::string& name = arguments.words[0];
  const auto folder = folder_of(arguments, name);
  if (!folder) return report(folder.error(), outcome);
  const auto made = plugin::set_enabled(*folder, name, enabled);
  if (!made) return report(made.error(), outcome);
  print_wrapped("", fmt::format("{} is {}{} in {}.", made->id, made->changed ? "now " : "already ",
                                enabled ? "enabled" : "disabled",
                                (*folder / plugin::lock_file_name).string()));
}

void enable(const Arguments& arguments, Outcome& outcome) { set(arguments, true, outcome); }
void disable(const Arguments& arguments, Outcome& outcome) { set(arguments, false, outcome); }

}  // namespace

const PluginsAction enable_action{
    "enable", "ID", "let a module of a plugins.lock load again", 1, 1, enable, options};
const PluginsAction disable_action{
    "disable", "ID",   "keep a module of a plugins.lock from loading; its line stays", 1, 1,
    disable,   options};

}  // namespace causa::cli
