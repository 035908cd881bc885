// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/teller.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdio>
#include <set>
#include <system_error>

#include "base/text.hpp"
#include "cli/fail_on.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/progress.hpp"
#include "cli/recorded.hpp"
#include "cli/verb.hpp"
#include "report/json.hpp"

namespace causa::cli::extending {

namespace {

/// Alerts that are new or more urgent than before.
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

bool has_spoken(const assess::Assessment& assessment, const SharedText& id) {
  return std::any_of(assessment.modules.begin(), assessment.modules.end(), [&](const auto& one) {
    return one.id == id && one.status == assess::ModuleStatus::ok;
  });
}

boost::json::array added(const Extended& extended) {
  std::set<std::string> ids;
  if (extended.group != nullptr) {
    ids = extended.group->added;
  } else {
    for (const auto& module : extended.now.modules)
      if (took_part(module) && !has_spoken(extended.before, module.id)) ids.insert(module.id);
  }
  boost::json::array found;
  for (const auto& id : ids) found.push_back(boost::json::string(id));
  return found;
}

boost::json::value first_cause(const assess::Assessment& assessment) {
  return assessment.causes.empty() ? boost::json::value(nullptr)
                                   : boost::json::value(assessment.causes.front().id.text());
}

void print_json(const Extended& extended) {
  boost::json::array alerts;
  for (const auto* alert : new_alerts(extended))
    alerts.push_back({{"id", alert->id},
                      {"plugin", extended.now.modules[alert->module].id},
                      {"urgency", report::word(alert->urgency)},
                      {"title", alert->title}});
  const boost::json::object object{
      {"schema", "causa.extension/1"},
      {"id", extended.id},
      {"version", extended.version},
      {"added", added(extended)},
      {"new_alerts", std::move(alerts)},
      {"first_cause",
       {{"then", first_cause(extended.before)}, {"now", first_cause(extended.now)}}}};
  fmt::print("{}\n", report::write_json(object));
}

}  // namespace

void Teller::tell(const Extended& one) {
  if (one.forgotten) {
    ++forgotten_;
  } else if (one.there_already) {
    ++there_already_;
  } else if (!one.why_not.empty()) {
    auto& left = not_extended_[one.why_not];
    if (left.count++ == 0) left.failure = one.failure;
    left.alike = left.alike && left.failure == one.failure;
    outcome_.add(one.failure.empty() ? Exit::input : Exit::plugin);
  } else {
    ++extended_;
    print(one);
  }
}

void Teller::print(const Extended& one) {
  const auto alerts = new_alerts(one);
  for (const auto* alert : alerts)
    if (reaches_fail_on(settings_, *alert)) outcome_.add(Exit::alert);
  if (as_json_) return one.repeated() ? print_repeated(one) : print_json(one);
  for (const auto* alert : alerts)
    fmt::print("{} version {}: new alert, {}: {}\n", one.id, one.version,
               report::word(alert->urgency), printable(alert->title));
  new_alerts_ += alerts.size();
}

/// What stands first is the same in both, but isn't known yet.
void Teller::print_repeated(const Extended& repeated) {
  auto before = store_.load(repeated.id, repeated.version - 1);
  if (!before) return report(before.error(), outcome_);
  Extended one = repeated;
  one.before = std::move(*before);
  one.now = one.before;
  print_json(one);
}

bool Teller::tell_again(std::span<const store::LastVersion> versions) {
  Progress progress("told again");
  std::uint64_t told = 0;
  for (const auto& version : versions) {
    if (signal_seen() != 0) return false;
    auto before = store_.load(version.id, version.version - 1);
    auto now = store_.load(version.id, version.version);
    if (!before || !now) {
      const auto last = store_.last_version(version.id);
      if (last && *last == 0) continue;  // forgotten meanwhile
      // One that is damaged must not keep the others from whoever reads them.
      progress.clear();
      report(before ? now.error() : before.error(), outcome_);
      continue;
    }
    Extended one;
    one.id = version.id;
    one.version = version.version;
    one.before = std::move(*before);
    one.now = std::move(*now);
    progress.clear();
    print(one);
    ++told;
    progress.update(told, told, versions.size());
  }
  progress.clear();
  if (told > 0)
    log_warning(
        "an earlier call was cut off: what it had stored of {} assessments is printed again", told);
  return true;
}

void Teller::end() {
  std::uint64_t left = 0;
  for (const auto& [why, some] : not_extended_) {
    left += some.count;
    if (some.failure.empty())
      log_warning("{} not extended: {}", some.count, why);
    else
      log_warning("{} not extended: {}{}: {}", some.count, why,
                  some.alike ? "" : ", for the first of them", some.failure);
  }
  if (forgotten_ > 0) log_warning("{} were forgotten meanwhile", forgotten_);
  if (as_json_) {
    const boost::json::object object{{"schema", "causa.extension.counts/1"},
                                     {"extended", extended_},
                                     {"there_already", there_already_},
                                     {"not_extended", left}};
    fmt::print("{}\n", report::write_json(object));
  } else {
    fmt::print("{} extended, with {} new alerts; {} had the modules already; {} not extended\n",
               extended_, new_alerts_, there_already_, left);
  }
  if (std::fflush(stdout) != 0) throw std::system_error(errno, std::generic_category());
}

}  // namespace causa::cli::extending
