// SPDX-License-Identifier: Apache-2.0

#include "report/approval.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <utility>

#include "report/wording.hpp"

namespace causa::report {

std::vector<std::string> approval_words(const assess::Assessment& assessment, ModuleNames names) {
  std::map<std::pair<bool, std::string>, std::vector<std::string>> groups;
  for (const auto& module : assessment.modules)
    if (module.status == assess::ModuleStatus::ok &&
        (!module.approved || !module.allowed_because.empty()))
      groups[{module.approved, module.allowed_because}].push_back(
          names == ModuleNames::ids ? module.id.text() : short_name(module.id));
  std::vector<std::string> sentences;
  for (const auto& [key, modules] : groups) {
    const auto& [approved, reason] = key;
    sentences.push_back(fmt::format(
        "{}: {}{}.",
        approved ? "Approved by an administrator, but look" : "Not approved by an administrator",
        fmt::join(modules, ", "), reason.empty() ? "" : fmt::format(" ({})", reason)));
  }
  return sentences;
}

std::string took_part_words(const assess::ModuleUsed& module) {
  std::string words = "yes";
  if (!module.approved) words += "; not approved by an administrator";
  if (!module.approved_by.empty()) words += fmt::format("; approved by {}", module.approved_by);
  if (!module.allowed_because.empty()) words += fmt::format("; {}", module.allowed_because);
  if (module.ran_in == assess::RanIn::worker) words += "; in a worker";
  return words;
}

}  // namespace causa::report
