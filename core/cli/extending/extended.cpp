// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/extended.hpp"

#include <algorithm>

#include "cli/recorded.hpp"

namespace causa::cli::extending {

namespace {

bool has_spoken(const assess::Assessment& assessment, const SharedText& id) {
  return std::any_of(assessment.modules.begin(), assessment.modules.end(), [&](const auto& one) {
    return one.id == id && one.status == assess::ModuleStatus::ok;
  });
}

}  // namespace

std::vector<const assess::RaisedAlert*> new_alerts(const Extended& extended) {
  const assess::Assessment& before = extended.before;
  const assess::Assessment& now = extended.now;
  std::vector<const assess::RaisedAlert*> found;
  for (const auto& alert : now.alerts) {
    const bool old = std::any_of(before.alerts.begin(), before.alerts.end(), [&](const auto& one) {
      return one.id == alert.id && one.urgency >= alert.urgency &&
             before.modules[one.module].id == now.modules[alert.module].id;
    });
    if (!old) found.push_back(&alert);
  }
  return found;
}

std::set<std::string> came_to(const Extended& extended) {
  if (extended.group != nullptr) return extended.group->added;
  std::set<std::string> ids;
  for (const auto& module : extended.now.modules)
    if (took_part(module) && !has_spoken(extended.before, module.id)) ids.insert(module.id);
  return ids;
}

std::vector<const assess::ModuleUsed*> failed_of(const Extended& extended) {
  const std::set<std::string> came = came_to(extended);
  std::vector<const assess::ModuleUsed*> failed;
  for (const auto& module : extended.now.modules)
    if (module.status == assess::ModuleStatus::failed && came.contains(module.id))
      failed.push_back(&module);
  return failed;
}

}  // namespace causa::cli::extending
