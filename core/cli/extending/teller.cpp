// SPDX-License-Identifier: Apache-2.0

#include "cli/extending/teller.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "base/text.hpp"
#include "cli/fail_on.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/progress.hpp"
#include "cli/verb.hpp"
#include "report/json.hpp"

namespace causa::cli::extending {

namespace {

/// So many assessments are named by a line of the log; --to json names all.
constexpr std::size_t most_ids_in_log = 5;

boost::json::array added(const Extended& extended) {
  boost::json::array found;
  for (const auto& id : came_to(extended)) found.push_back(boost::json::string(id));
  return found;
}

void add_modules(const char* name, const std::vector<const assess::ModuleUsed*>& modules,
                 boost::json::object& object) {
  boost::json::array found;
  for (const auto* module : modules) found.push_back({{"id", module->id}, {"why", module->why}});
  if (!found.empty()) object[name] = std::move(found);
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
  boost::json::object object{
      {"schema", "causa.extension/1"},
      {"id", extended.id},
      {"version", extended.version},
      {"added", added(extended)},
      {"new_alerts", std::move(alerts)},
      {"first_cause",
       {{"then", first_cause(extended.before)}, {"now", first_cause(extended.now)}}}};
  add_modules("failed", failed_of(extended), object);
  add_modules("refused", refused_of(extended), object);
  fmt::print("{}\n", report::write_json(object));
}

void print_left(const Extended& extended) {
  boost::json::object object{{"schema", "causa.extension.refused/1"},
                             {"id", extended.id},
                             {"version", extended.version - 1},
                             {"why", extended.why_not}};
  if (!extended.failure.empty()) object["failure"] = extended.failure;
  fmt::print("{}\n", report::write_json(object));
}

}  // namespace

void Teller::Left::add(const std::string& id, const std::string& why) {
  if (ids.size() < most_ids_in_log) ids.push_back(id);
  if (count++ == 0) failure = why;
  alike = alike && failure == why;
}

std::string Teller::Left::named() const {
  return fmt::format("{}{}", fmt::join(ids, ", "), count > ids.size() ? ", …" : "");
}

std::string Teller::Left::reason() const {
  if (failure.empty()) return {};
  return fmt::format("{}: {}", alike ? "" : ", for the first of them", failure);
}

void Teller::tell(const Extended& one) {
  if (one.forgotten) {
    ++forgotten_;
  } else if (one.there_already) {
    ++there_already_;
  } else if (!one.why_not.empty()) {
    not_extended_[one.why_not].add(one.id, one.failure);
    outcome_.add(one.exit);
    if (as_json_) print_left(one);
  } else {
    ++extended_;
    print(one);
  }
}

void Teller::print(const Extended& one) {
  const auto alerts = new_alerts(one);
  for (const auto* alert : alerts)
    if (reaches_fail_on(settings_, *alert)) outcome_.add(Exit::alert);
  for (const auto* module : failed_of(one)) {
    failed_[module->id].add(one.id, module->why);
    outcome_.add(Exit::plugin);
  }
  for (const auto* module : refused_of(one)) {
    refused_[module->id].add(one.id, module->why);
    outcome_.add(Exit::plugin);
  }
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
        "another call is running, or an earlier call was cut off: what it had stored of {} "
        "assessments is printed again",
        told);
  return true;
}

void Teller::end() {
  std::uint64_t left = 0;
  for (const auto& [why, some] : not_extended_) {
    left += some.count;
    log_warning("{} not extended ({}): {}{}", some.count, some.named(), why, some.reason());
  }
  for (const auto& [id, some] : failed_)
    log_warning("{} extended though {} failed ({}){}; once it is mended, the same call tries again",
                some.count, id, some.named(), some.reason());
  for (const auto& [id, some] : refused_)
    log_warning(
        "{} extended without {}, which is refused ({}){}; once it is mended, the same call "
        "tries again",
        some.count, id, some.named(), some.reason());
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
