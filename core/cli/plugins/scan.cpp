// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "cli/plugins/action.hpp"
#include "cli/setup.hpp"

namespace causa::cli {

namespace {

void scan(const Arguments& arguments, Outcome& /*outcome*/) {
  for (const auto& candidate : plugin::Registry::scan(load_options(arguments.settings))) {
    fmt::print("{}\n", candidate.path.string());
    print_wrapped("  ", candidate.is_module ? fmt::format("{} {}: {}", candidate.id,
                                                          candidate.version, candidate.verdict)
                                            : candidate.verdict);
  }
}

}  // namespace

const PluginsAction scan_action{"scan", "", "every file of the plugin folders, without loading any",
                                0,      0,  scan};

}  // namespace causa::cli
