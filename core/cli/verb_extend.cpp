// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <csignal>
#include <iterator>

#include "base/text.hpp"
#include "cli/extending/crew.hpp"
#include "cli/extending/saver.hpp"
#include "cli/fail_on.hpp"
#include "cli/forms.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/progress.hpp"
#include "cli/setup.hpp"
#include "cli/stored.hpp"
#include "report/json.hpp"

namespace causa::cli {

namespace {

using extending::Crew;
using extending::Extended;
using extending::Extender;
using extending::Groups;
using extending::Saver;

constexpr VerbOption options[] = {{"all", "", "every stored assessment"}};
constexpr const char* settings[] = {"plugins",      "without",     "store",  "to",
                                    "plugin",       "plugin-path", "policy", "allow-unapproved",
                                    "trusted-keys", "isolation",   "batch",  "jobs",
                                    "fail-on",      "audit-user"};
constexpr std::string_view forms[] = {"text", "json"};
/// More than are assessed together, unless it is set: half of them are only looked at, and
/// conditions are cheaper for many rows.
constexpr std::uint32_t usual_batch = 128;
constexpr std::uint32_t largest_batch = 4096;

std::uint32_t batch_of(const Arguments& arguments) {
  if (arguments.settings.origin("batch") == "default") return usual_batch;
  const std::string& text = arguments.settings.text("batch");
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::clamp<std::uint32_t>(number, 1, largest_batch);
}

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

boost::json::value first_cause(const assess::Assessment& assessment) {
  return assessment.causes.empty() ? boost::json::value(nullptr)
                                   : boost::json::value(assessment.causes.front().id.text());
}

void print_json(const Extended& extended) {
  boost::json::array alerts, added;
  for (const auto* alert : new_alerts(extended))
    alerts.push_back({{"id", alert->id},
                      {"plugin", extended.now.modules[alert->module].id},
                      {"urgency", report::word(alert->urgency)},
                      {"title", alert->title}});
  for (const auto& id : extended.group->added) added.push_back(boost::json::string(id));
  const boost::json::object object{
      {"schema", "causa.extension/1"},
      {"id", extended.id},
      {"version", extended.version},
      {"added", std::move(added)},
      {"new_alerts", std::move(alerts)},
      {"first_cause",
       {{"then", first_cause(extended.before)}, {"now", first_cause(extended.now)}}}};
  fmt::print("{}\n", report::write_json(object));
}

class Run {
 public:
  Run(const Arguments& arguments, store::Store& store, Groups& groups, bool as_json,
      Outcome& outcome)
      : arguments_(arguments),
        store_(store),
        groups_(groups),
        saver_(groups, store),
        as_json_(as_json),
        outcome_(outcome),
        batch_(batch_of(arguments)) {}

  void one(const std::string& id) {
    if (auto begun = saver_.begin(); !begun) return report(begun.error(), outcome_);
    auto extended = Extender(groups_, store_).extend(id);
    if (!extended) return report(extended.error(), outcome_);
    std::vector<Extended> all;
    all.push_back(std::move(*extended));
    if (take(std::move(all))) end();
  }

  void all() {
    watch_signals();
    if (auto begun = saver_.begin(); !begun) return report(begun.error(), outcome_);
    // What is added from here on is the next version of what is dealt with, or was assessed with
    // the modules of today.
    const auto newest = store_.newest_place();
    if (!newest) return report(newest.error(), outcome_);
    newest_ = *newest;
    const unsigned threads = jobs(arguments_.settings);
    if (threads > 1 && newest_ > batch_ ? together(threads) : alone()) end();
  }

 private:
  /// In this thread. False: it was reported why it doesn't go on.
  bool alone() {
    Extender extender(groups_, store_);
    for (std::int64_t after = 0; after < newest_;) {
      const std::int64_t until = std::min(newest_, after + batch_);
      auto extended = extender.extend(after, until);
      if (!extended) return fail(extended.error());
      if (!take(std::move(*extended), until)) return false;
      after = until;
      if (stopped()) break;
    }
    return true;
  }

  bool together(unsigned threads) {
    Crew crew(arguments_.settings, groups_, threads, newest_, batch_);
    for (auto stretches = crew.take(); !stretches.empty(); stretches = crew.take()) {
      std::vector<Extended> all;
      for (auto& stretch : stretches) {
        if (!stretch.extended) return fail(stretch.extended.error());
        std::move(stretch.extended->begin(), stretch.extended->end(), std::back_inserter(all));
      }
      if (!take(std::move(all), stretches.back().until)) return false;
      if (stopped()) break;
    }
    return true;
  }

  bool stopped() {
    if (signal_seen() == 0) return false;
    outcome_.add(signal_seen() == SIGINT ? Exit::interrupted : Exit::terminated);
    log_warning("stopped by a signal; the same call goes on");
    return true;
  }

  bool fail(const Error& error) {
    progress_.clear();
    tell_warnings();
    report(error, outcome_);
    return false;
  }

  void tell_warnings() {
    for (const auto& warning : groups_.take_warnings()) log_warning("{}", warning);
  }

  /// Stores, then tells. False: it was reported.
  bool take(std::vector<Extended> all, std::int64_t at = 0) {
    const auto saved = saver_.save(all);
    if (!saved) return fail(saved.error());
    progress_.clear();
    tell_warnings();
    for (const Extended& one : all) take(one);
    progress_.update(extended_ + there_already_, static_cast<std::uint64_t>(at),
                     static_cast<std::uint64_t>(newest_));
    return true;
  }

  void take(const Extended& one) {
    if (one.there_already) {
      ++there_already_;
      return;
    }
    if (!one.why_not.empty()) {
      ++not_extended_[one.why_not];
      outcome_.add(one.module_failed ? Exit::plugin : Exit::input);
      return;
    }
    ++extended_;
    tell(one);
  }

  void tell(const Extended& one) {
    const auto alerts = new_alerts(one);
    for (const auto* alert : alerts)
      if (reaches_fail_on(arguments_.settings, *alert)) outcome_.add(Exit::alert);
    if (as_json_) return one.repeated() ? tell_repeated(one) : print_json(one);
    for (const auto* alert : alerts)
      fmt::print("{} version {}: new alert, {}: {}\n", one.id, one.version,
                 report::word(alert->urgency), printable(alert->title));
    new_alerts_ += alerts.size();
  }

  /// What stands first is the same in both, but isn't known yet.
  void tell_repeated(const Extended& repeated) {
    auto before = store_.load(repeated.id, repeated.version - 1);
    if (!before) return report(before.error(), outcome_);
    Extended one = repeated;
    one.before = std::move(*before);
    one.now = one.before;
    print_json(one);
  }

  void end() {
    if (auto ended = saver_.end(); !ended) return report(ended.error(), outcome_);
    std::uint64_t left = 0;
    for (const auto& [why, count] : not_extended_) {
      left += count;
      log_warning("{} not extended: {}", count, why);
    }
    if (as_json_) {
      const boost::json::object object{{"schema", "causa.extension.counts/1"},
                                       {"extended", extended_},
                                       {"there_already", there_already_},
                                       {"not_extended", left}};
      fmt::print("{}\n", report::write_json(object));
      return;
    }
    fmt::print("{} extended, with {} new alerts; {} had the modules already; {} not extended\n",
               extended_, new_alerts_, there_already_, left);
  }

  const Arguments& arguments_;
  store::Store& store_;
  Groups& groups_;
  Saver saver_;
  bool as_json_;
  Outcome& outcome_;
  std::uint32_t batch_;
  std::int64_t newest_ = 0;  ///< place
  Progress progress_;
  std::uint64_t extended_ = 0, there_already_ = 0, new_alerts_ = 0;
  std::map<std::string, std::uint64_t> not_extended_;
};

/// All modules that are installed: of those that aren't to be added, some may have to compute.
std::optional<plugin::Registry> load_installed(const Arguments& arguments, Outcome& outcome) {
  plugin::LoadOptions all = load_options(arguments.settings);
  all.only.clear();
  auto registry = plugin::Registry::load(all);
  if (!registry) {
    report(registry.error(), outcome);
    return std::nullopt;
  }
  for (const auto& warning : registry->warnings()) log_warning("{}", warning);
  return std::move(*registry);
}

/// The ids of the modules to add; empty, and reported: one of them isn't there or was refused, and
/// an assessment must not look complete without it.
std::set<std::string> find_added(const Arguments& arguments, const plugin::Registry& installed,
                                 Outcome& outcome) {
  std::set<std::string> ids;
  std::vector<std::string> known;
  for (const auto& name : arguments.settings.list("plugins", ',')) {
    std::string id, why;
    const auto is_named = [&](const std::string& one) {
      return one == name || one.substr(one.rfind('.') + 1) == name;
    };
    for (const auto& module : installed.modules()) {
      if (is_named(module.manifest.id)) id = module.manifest.id;
      known.push_back(module.manifest.short_name());
    }
    for (const auto& absence : installed.absences())
      if (is_named(absence.id)) why = absence.why;
    if (!id.empty()) {
      ids.insert(id);
    } else if (!why.empty()) {
      report({Fault::plugin, "causa extend", why, "causa plugins why " + name}, outcome);
      return {};
    } else {
      const std::string near = nearest(name, known);
      misuse(extend_verb,
             fmt::format("there is no module \"{}\"{}", name,
                         near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near)),
             outcome);
      return {};
    }
  }
  return ids;
}

void run(const Arguments& arguments, Outcome& outcome) {
  const bool all = !arguments.option("all").empty();
  if (arguments.words.size() != (all ? 0 : 1))
    return misuse(extend_verb, "it takes one assessment ID, or --all", outcome);
  if (arguments.settings.text("plugins").empty())
    return misuse(extend_verb, "name the modules to add with --plugins", outcome);
  const auto form = form_of(extend_verb, arguments.settings, forms, outcome);
  if (!form) return;
  auto installed = load_installed(arguments, outcome);
  if (!installed) return;
  auto added = find_added(arguments, *installed, outcome);
  if (added.empty()) return;
  auto store = open_store(arguments.settings, store::Mode::existing);
  if (!store) return report(store.error(), outcome);
  if (!*store) return misuse(extend_verb, "there is no store (--store none)", outcome);
  const auto id = all ? Result<std::string>("") : whole_id(**store, arguments.words.front());
  if (!id) return report(id.error(), outcome);
  Groups groups(arguments.settings, std::move(*installed), std::move(added));
  Run run(arguments, **store, groups, *form == "json", outcome);
  all ? run.all() : run.one(*id);
}

}  // namespace

const Verb extend_verb{
    "extend",
    "ID|--all",
    "Let the modules that --plugins names, installed later, add their evidence to "
    "stored assessments, without running the others again; each becomes a new version, "
    "and the one before stays as it is",
    run,
    options,
    settings,
    "causa extend --all --plugins neurologic"};

}  // namespace causa::cli
