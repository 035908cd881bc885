// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/extended.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/recorded.hpp"

namespace causa::cli::extending {

namespace {

bool is_so(const assess::Assessment& assessment, std::string_view id, assess::ModuleStatus status) {
  return std::any_of(assessment.modules.begin(), assessment.modules.end(),
                     [&](const auto& one) { return one.id.text() == id && one.status == status; });
}

}  // namespace

bool has_spoken(const assess::Assessment& assessment, std::string_view id) {
  return is_so(assessment, id, assess::ModuleStatus::ok);
}

void leave_damaged(Extended& extended, std::string_view what, const Error& error) {
  extended.why_not =
      fmt::format("{}: `causa store check --store {}` says what is wrong", what, error.place);
  extended.failure = error.message;
  extended.exit = Exit::store;
}

Result<void> leave_unread(Extended& extended, const Error& error, store::Store& store) {
  if (error.fault != Fault::store || !store.newest_place()) return error;
  leave_damaged(extended, "it can't be read", error);
  return {};
}

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
  std::set<std::string> ids;
  if (extended.group != nullptr)
    ids = extended.group->added;
  else
    for (const auto& module : extended.now.modules)
      if (took_part(module) && module.status != assess::ModuleStatus::refused &&
          !has_spoken(extended.before, module.id.text()))
        ids.insert(module.id);
  for (const auto* module : refused_of(extended)) ids.erase(module->id.text());
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

std::vector<const assess::ModuleUsed*> refused_of(const Extended& extended) {
  constexpr auto status = assess::ModuleStatus::refused;
  std::vector<const assess::ModuleUsed*> refused;
  for (const auto& module : extended.repeated() ? *extended.came : extended.now.modules) {
    if (module.status != status) continue;
    const bool came = extended.group != nullptr
                          ? extended.group->added.contains(module.id)
                          : took_part(module) && !is_so(extended.before, module.id.text(), status);
    if (came) refused.push_back(&module);
  }
  return refused;
}

}  // namespace causa::cli::extending
