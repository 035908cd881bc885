// SPDX-License-Identifier: Apache-2.0

#include "plugin/sign.hpp"

#include <fmt/core.h>

#include "cli/plugins/action.hpp"
#include "cli/plugins/approver.hpp"
#include "cli/plugins/secret_keys.hpp"
#include "plugin/lock.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {
    {"key", "FILE", "keys new, sign: the file of the secret key, NAME.key"},
    {"on", "DATE", "lock, sign: on which date (default: today)"}};

void sign(const Arguments& arguments, Outcome& outcome) {
  auto key = key_meant(arguments);
  if (!key) return report(key.error(), outcome);
  auto on = approval_date(arguments);
  if (!on) return report(on.error(), outcome);
  const std::string name = key->name;
  const auto signed_files = plugin::sign_modules({arguments.words[0], std::move(*key), *on});
  if (!signed_files) return report(signed_files.error(), outcome);
  for (const auto& [file, it] : *signed_files)
    print_wrapped(
        "", fmt::format("{} {} signed by {} on {}: {}.sig", it.id, it.version, name, *on, file));
  if (signed_files->empty()) fmt::print("no line of plugins.lock is enabled: nothing was signed\n");
}

}  // namespace

const PluginsAction sign_action{
    "sign", "FILE|FOLDER", "sign a module, or all that the lock of a folder approves", 1, 1,
    sign,   options};

}  // namespace causa::cli
