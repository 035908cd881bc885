// SPDX-License-Identifier: Apache-2.0

#include "plugin/warnings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <tuple>
#include <utility>

namespace causa::plugin {

namespace {

namespace fs = std::filesystem;

/// Empty if it can be searched, or if nobody expects it to be there.
std::string trouble_with(const fs::path& folder, bool named) {
  std::error_code error;
  const fs::directory_iterator entries(folder, error);
  if (!error || (!named && error == std::errc::no_such_file_or_directory)) return {};
  return fmt::format("no module is loaded from {}: {}; check --plugin-path and the permissions",
                     folder.string(), error.message());
}

}  // namespace

std::vector<std::string> warnings_of(const LoadOptions& options, const KeyRing& keys,
                                     std::span<const Module> modules) {
  std::vector<std::string> warnings = keys.faults;
  for (std::size_t i = 0; i < options.folders.size(); ++i)
    if (std::string trouble = trouble_with(options.folders[i], i < options.named_folders);
        !trouble.empty())
      warnings.push_back(std::move(trouble));
  using Key = std::tuple<std::string, std::string, bool>;
  std::map<Key, std::vector<std::string>> groups;
  for (const Module& module : modules)
    if (!module.allowed_because.empty())
      groups[{module.path.parent_path().string(), module.allowed_because, module.approved}]
          .push_back(module.manifest.short_name());
  for (const auto& [key, names] : groups) {
    const auto& [folder, reason, approved] = key;
    const std::string place = folder.empty() ? "." : folder;
    warnings.push_back(fmt::format(
        "{}: {} from {} ({}){}", approved ? "approved, but look" : "loaded without approval",
        fmt::join(names, ", "), place, reason,
        approved ? "" : fmt::format("; after your review: causa plugins lock {}", place)));
  }
  return warnings;
}

}  // namespace causa::plugin
