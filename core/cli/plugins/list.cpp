// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "cli/plugins/action.hpp"

namespace causa::cli {

namespace {

using assess::Prepared;

std::string status_of(const Prepared& prepared, std::uint32_t index) {
  for (const auto& fault : prepared.faults)
    if (fault.module == index) return "refused";
  return prepared.registry.modules()[index].approved ? "approved" : "loaded";
}

void print(const Prepared& prepared) {
  const auto modules = prepared.registry.modules();
  fmt::print("{:<30} {:<8} {:<9} {:>6} {:>6} {:>6} {:>6}  {}\n", "MODULE", "VERSION", "STATUS",
             "CAUSES", "RULES", "ALERTS", "ADVICE", "KIND");
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    const auto& it = modules[i].manifest;
    fmt::print("{:<30} {:<8} {:<9} {:>6} {:>6} {:>6} {:>6}  {}\n", it.id, it.version,
               status_of(prepared, i), it.causes.size(), it.rules.size(), it.alerts.size(),
               it.advice.size(),
               modules[i].path.empty() ? "built in"
               : modules[i].library    ? "library"
               : modules[i].apart      ? "library, in a worker"
               : it.adjusts.empty()    ? "rules"
                                       : "site profile");
  }
  for (const auto& absence : prepared.registry.absences())
    print_wrapped(fmt::format("{:<30} {:<8} {:<9} ",
                              absence.id.empty() ? absence.path.filename().string() : absence.id,
                              "-", absence.refused ? "refused" : "left out"),
                  absence.why);
}

void list(const Arguments& arguments, Outcome& outcome) {
  if (const auto prepared = prepared_for(arguments, outcome)) print(*prepared);
}

}  // namespace

const PluginsAction list_action{"list", "", "all modules, loaded or not, with what they hold",
                                0,      0,  list};

}  // namespace causa::cli
