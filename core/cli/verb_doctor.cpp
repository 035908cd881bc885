// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>

#include "cli/review/check.hpp"
#include "cli/setup.hpp"
#include "cli/verb.hpp"
#include "store/check.hpp"
#include "store/real_store.hpp"
#include "store/side_file.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings_used[] = {"store", "plugins", "without", "plugin", "plugin-path"};

void print_settings(const Settings& settings) {
  fmt::print("Settings (causa.toml: {})\n",
             settings.file().empty() ? "none found" : settings.file().string());
  for (const auto& [name, value] : settings.values())
    if (!value.text.empty()) fmt::print("  {} = {} ({})\n", name, value.text, value.origin);
}

void check_plugins(const Settings& settings, Outcome& outcome) {
  const auto prepared = prepare(settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  std::size_t refused = (*prepared)->faults.size();
  std::size_t unapproved = 0;
  for (const auto& absence : (*prepared)->registry.absences()) refused += absence.refused;
  const auto modules = (*prepared)->registry.modules();
  for (const auto& module : modules) unapproved += !module.approved && !module.path.empty();
  fmt::print("Modules: {} loaded, {} refused, {} not approved by a lock\n", modules.size(), refused,
             unapproved);
  if (modules.size() <= 1) {
    fmt::print(
        "  ! only the built-in module is there; install plugins into {} or name a folder "
        "with --plugin-path\n",
        find_places().plugins.string());
    outcome.add(Exit::check);
  }
  if (refused > 0) {
    fmt::print("  ! see the warnings above, and causa plugins why ID\n");
    outcome.add(Exit::check);
  }
  review::Findings findings;
  review::check_doubts(**prepared, findings);
  for (const auto& fault : findings.faults) {
    fmt::print("  ! {}: {}\n", fault.place, fault.words);
    outcome.add(Exit::check);
  }
  for (const auto& note : findings.notes)
    if (note.by_choice) fmt::print("  note: {}: {}\n", note.place, note.words);
}

void check_store(const Settings& settings, Outcome& outcome) {
  if (settings.text("store") == "none") {
    fmt::print("Store: none, as the settings say; nothing is kept\n");
    return;
  }
  const auto path = store_path(settings);
  if (!path) return report(path.error(), outcome);
  std::error_code code;
  if (!std::filesystem::exists(*path, code) &&
      !std::filesystem::exists(store::side_file_of(store::real_store(*path)), code)) {
    fmt::print("Store: {} (not there yet; the first assessment makes it)\n", path->string());
    return;
  }
  const auto found = store::check(*path);
  if (!found) return report(found.error(), outcome);
  const auto folder = std::filesystem::absolute(*path, code).parent_path();
  if (::access(path->c_str(), W_OK) != 0 || ::access(folder.c_str(), W_OK) != 0) {
    fmt::print(
        "  ! you may not write the store or its folder, so nothing can be assessed into it\n");
    outcome.add(Exit::check);
  }
  fmt::print("Store: {}, {}\n", path->string(), found->faults.empty() ? "whole" : "damaged");
  for (const auto& fault : found->faults) fmt::print("  ! {}\n", to_string(fault));
  if (!found->faults.empty()) {
    fmt::print("  ! take the last good backup; keep the damaged file\n");
    outcome.add(Exit::check);
  }
}

void run(const Arguments& arguments, Outcome& outcome) {
  if (!arguments.words.empty())
    return misuse(doctor_verb, fmt::format("it takes no {}", arguments.words.front()), outcome);
  fmt::print("causa {}\n", CAUSA_VERSION);
  print_settings(arguments.settings);
  check_plugins(arguments.settings, outcome);
  check_store(arguments.settings, outcome);
  if (outcome.codes().empty()) fmt::print("All is well.\n");
}

}  // namespace

const Verb doctor_verb{"doctor",      "", "Check this installation: settings, modules, store",
                       run,           {}, settings_used,
                       "causa doctor"};

}  // namespace causa::cli
