// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/forms.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/progress.hpp"
#include "cli/replay.hpp"
#include "cli/setup.hpp"
#include "cli/stored.hpp"
#include "report/json.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {{"all", "", "every stored assessment, each in its last version"},
                                  version_option};
constexpr const char* settings[] = {"store",        "to",       "plugin",
                                    "plugin-path",  "policy",   "allow-unapproved",
                                    "trusted-keys", "isolation"};
constexpr std::string_view forms[] = {"text", "json"};
constexpr std::uint32_t page = 1000;

struct Counts {
  std::uint64_t same = 0, different = 0, impossible = 0;
};

boost::json::value text_or_null(const std::string& text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

void print_json(const Replay& replay) {
  boost::json::array differences, impossible, kept;
  for (const auto& one : replay.differences)
    differences.push_back({{"what", one.what}, {"then", one.then}, {"now", one.now}});
  for (const auto& why : replay.impossible) impossible.push_back(boost::json::string(why));
  for (const auto& alert : replay.kept_alerts) kept.push_back(boost::json::string(alert));
  const boost::json::object object{
      {"schema", "causa.replay/1"},
      {"id", replay.id},
      {"version", replay.version},
      {"as_of", format_time(replay.as_of_ms)},
      {"same", replay.impossible.empty() ? boost::json::value(replay.differences.empty())
                                         : boost::json::value(nullptr)},
      {"impossible", std::move(impossible)},
      {"differences", std::move(differences)},
      {"kept_alerts", std::move(kept)},
      {"program", {{"then", text_or_null(replay.program)}, {"now", CAUSA_VERSION}}}};
  fmt::print("{}\n", report::write_json(object));
}

void print_text(const Replay& replay) {
  const std::string name = fmt::format("{} version {}", replay.id, replay.version);
  if (replay.same()) {
    fmt::print("{}: the same, with {} modules as of {}\n", name, replay.modules,
               format_date(replay.as_of_ms));
    for (const auto& alert : replay.kept_alerts)
      fmt::print("  {} stayed when modules came: together they would not raise it\n",
                 printable(alert));
    return;
  }
  if (!replay.impossible.empty()) {
    fmt::print("{}: can't be replayed\n", name);
    for (const auto& why : replay.impossible) fmt::print("  {}\n", printable(why));
    fmt::print("  Put the recorded files into a folder and name it with --plugin-path.\n");
    return;
  }
  fmt::print("{}: DIFFERS\n", name);
  for (const auto& one : replay.differences)
    fmt::print("  {}\n    then: {}\n    now:  {}\n", printable(one.what), printable(one.then),
               printable(one.now));
  if (replay.program.empty())
    fmt::print("  The program is {} now.\n", CAUSA_VERSION);
  else if (replay.program != CAUSA_VERSION)
    fmt::print("  The program was {} then and is {} now.\n", replay.program, CAUSA_VERSION);
}

class Run {
 public:
  Run(const Arguments& arguments, store::Store& store, bool as_json, Outcome& outcome)
      : store_(store), replayer_(arguments.settings, store), as_json_(as_json), outcome_(outcome) {}

  void one(std::string_view id, std::uint32_t version) {
    if (const auto replay = replayer_.replay(id, version))
      tell(*replay, true);
    else
      report(replay.error(), outcome_);
  }

  void all() {
    watch_signals();
    std::int64_t after = 0;
    for (;;) {
      const auto found = store_.last_versions(after, page);
      if (!found) return report(found.error(), outcome_);
      if (found->empty()) break;
      stopped_ = signal_seen() != 0;
      if (stopped_) break;
      for (const auto& each : *found) {
        if (signal_seen() != 0) break;
        after = each.place;
        const auto replay = replayer_.replay(each.id, each.version);
        progress_.update(++done_, 0, 0);
        if (!replay) {
          progress_.clear();
          ++counts_.impossible;
          report(replay.error(), outcome_);
          continue;
        }
        tell(*replay, as_json_);
      }
    }
    outcome_.add(exit_by_signal());
    progress_.clear();
    end();
  }

 private:
  /// Of all, text names only those that aren't the same.
  void tell(const Replay& replay, bool same_too) {
    ++(replay.same()               ? counts_.same
       : replay.impossible.empty() ? counts_.different
                                   : counts_.impossible);
    if (!replay.same()) outcome_.add(Exit::check);
    if (replay.same() && !same_too) return;
    progress_.clear();
    as_json_ ? print_json(replay) : print_text(replay);
  }

  void end() const {
    const auto& [same, different, impossible] = counts_;
    if (as_json_) {
      const boost::json::object object{{"schema", "causa.replay.counts/1"},
                                       {"same", same},
                                       {"different", different},
                                       {"impossible", impossible},
                                       {"stopped", stopped_}};
      fmt::print("{}\n", report::write_json(object));
      if (stopped_) log_warning("stopped by a signal after {}; not all were replayed", done_);
      return;
    }
    fmt::print("{} replayed: {} the same, {} differ; {} could not be replayed\n", same + different,
               same, different, impossible);
    if (stopped_)
      fmt::print("stopped by a signal: the assessments after these were not replayed\n");
  }

  store::Store& store_;
  Replayer replayer_;
  bool as_json_;
  Outcome& outcome_;
  Progress progress_;
  Counts counts_;
  std::uint64_t done_ = 0;
  bool stopped_ = false;  ///< by a signal, before all were replayed
};

void run(const Arguments& arguments, Outcome& outcome) {
  const bool all = !arguments.option("all").empty();
  if (all && !arguments.option("version").empty())
    return misuse(replay_verb, "--version goes with one ID, not with --all", outcome);
  if (arguments.words.size() != (all ? 0 : 1))
    return misuse(replay_verb, "it takes one assessment ID, or --all", outcome);
  const auto version = version_of(replay_verb, arguments, outcome);
  if (!version) return;
  const auto form = form_of(replay_verb, arguments.settings, forms, outcome);
  if (!form) return;
  auto store = open_store(arguments.settings, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  if (!*store) return misuse(replay_verb, "there is no store to read (--store none)", outcome);
  Run run(arguments, **store, *form == "json", outcome);
  if (all) return run.all();
  const auto id = whole_id(**store, arguments.words.front());
  id ? run.one(*id, *version) : report(id.error(), outcome);
}

}  // namespace

const Verb replay_verb{"replay",
                       "ID|--all",
                       "Assess a stored record again with the recorded modules, settings and date, "
                       "and prove that the result is the same, or say what differs",
                       run,
                       options,
                       settings,
                       "causa replay 2f1c… --plugin-path /srv/causa/older-modules",
                       {},
                       "text or json"};

}  // namespace causa::cli
