// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include "cli/plugins/action.hpp"

namespace causa::cli {

namespace {

void why(const Arguments& arguments, Outcome& outcome) {
  const auto prepared = prepared_for(arguments, outcome);
  if (!prepared) return;
  const std::string& name = arguments.words[0];
  const auto modules = prepared->registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    const auto& it = modules[i].manifest;
    if (it.id != name && it.short_name() != name && modules[i].path != name) continue;
    for (const auto& fault : prepared->faults)
      if (fault.module == i) {
        print_wrapped("", fmt::format("{} is refused: {}", it.id, fault.why));
        return;
      }
    fmt::print("{} is loaded from {}, {}{}.\n", it.id,
               modules[i].path.empty() ? "the program itself" : modules[i].path.string(),
               modules[i].approved ? "approved by the lock of its folder"
                                   : "not approved: its folder has no plugins.lock",
               modules[i].apart ? "; its library runs in a worker process" : "");
    return;
  }
  for (const auto& absence : prepared->registry.absences()) {
    const bool fits = absence.id == name || absence.id.ends_with("." + name) ||
                      absence.path == name || absence.path.filename() == name ||
                      absence.path.stem() == name;
    if (!fits) continue;
    print_wrapped("", absence.why);
    return;
  }
  misuse(plugins_verb, fmt::format("no file or module {} was found; see causa plugins scan", name),
         outcome);
}

}  // namespace

const PluginsAction why_action{"why", "ID", "why a module or a file is loaded or not", 1, 1, why};

}  // namespace causa::cli
