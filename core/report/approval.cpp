// SPDX-License-Identifier: Apache-2.0

#include "report/approval.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <utility>

#include "base/time.hpp"
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

std::vector<std::string> review_words(const assess::Assessment& assessment, const Context& context,
                                      ModuleNames names) {
  const std::string day = format_date(assessment.created_ms);
  std::vector<std::string> unreviewed, sentences;
  for (std::uint32_t i = 0; i < assessment.modules.size(); ++i) {
    const assess::ModuleUsed& module = assessment.modules[i];
    const knowledge::Manifest* manifest = context.manifest(i);
    if (module.status != assess::ModuleStatus::ok || manifest == nullptr) continue;
    const knowledge::Attributes& it = manifest->attributes;
    const std::string name = names == ModuleNames::ids ? module.id.text() : short_name(module.id);
    if (!it.reviewed_by)
      unreviewed.push_back(name);
    else if (it.reviewed_until && *it.reviewed_until < day)
      sentences.push_back(fmt::format("The review of {} by {} was good until {}.", name,
                                      *it.reviewed_by, *it.reviewed_until));
  }
  if (!unreviewed.empty())
    sentences.push_back(fmt::format("No clinician has reviewed: {}.", fmt::join(unreviewed, ", ")));
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
