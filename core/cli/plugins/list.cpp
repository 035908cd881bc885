// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>

#include "cli/plugins/action.hpp"

namespace causa::cli {

namespace {

using assess::Prepared;

const Prepared::Fault* fault_of(const Prepared& prepared, std::uint32_t index) {
  const auto fault = std::find_if(prepared.faults.begin(), prepared.faults.end(),
                                  [&](const auto& it) { return it.module == index; });
  return fault == prepared.faults.end() ? nullptr : &*fault;
}

void print(const Prepared& prepared) {
  const auto modules = prepared.registry.modules();
  fmt::print("{:<30} {:<8} {:<9} {:>6} {:>6} {:>6} {:>6}  {}\n", "MODULE", "VERSION", "STATUS",
             "CAUSES", "RULES", "ALERTS", "ADVICE", "KIND");
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    const auto& it = modules[i].manifest;
    const auto* fault = fault_of(prepared, i);
    fmt::print("{:<30} {:<8} {:<9} {:>6} {:>6} {:>6} {:>6}  {}\n", it.id, it.version,
               fault                 ? "refused"
               : modules[i].approved ? "approved"
                                     : "loaded",
               it.causes.size(), it.rules.size(), it.alerts.size(), it.advice.size(),
               modules[i].path.empty() ? "built in"
               : modules[i].library    ? "library"
               : modules[i].apart      ? "library, in a worker"
               : it.adjusts.empty()    ? "rules"
                                       : "site profile");
    if (fault) print_wrapped("    ", fault->why);
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
