// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>

#include "cli/extending/crew.hpp"
#include "cli/extending/saver.hpp"
#include "cli/extending/teller.hpp"
#include "cli/forms.hpp"
#include "cli/interrupt.hpp"
#include "cli/log.hpp"
#include "cli/progress.hpp"
#include "cli/setup.hpp"
#include "cli/stored.hpp"
#include "plugin/called.hpp"

namespace causa::cli {

namespace {

using extending::Crew;
using extending::Extended;
using extending::Extender;
using extending::Groups;
using extending::Saver;
using extending::Teller;

constexpr VerbOption options[] = {{"all", "", "every stored assessment"}};
constexpr const char* settings[] = {"plugins",      "without",     "store",  "to",
                                    "plugin",       "plugin-path", "policy", "allow-unapproved",
                                    "trusted-keys", "isolation",   "batch",  "jobs",
                                    "fail-on",      "audit-user"};
constexpr std::string_view forms[] = {"text", "json"};
/// Looked at together, unless it is set; with long records more would take too much memory.
constexpr std::uint32_t usual_batch = 256;
constexpr std::uint32_t largest_batch = 4096;
/// Each transaction waits for the disk and writes pages of all tables once more, so batches in
/// which nearly all are repeated are stored together, up to so many of them.
constexpr std::size_t repeated_batches = 16;

std::uint32_t batch_of(const Arguments& arguments) {
  if (arguments.settings.origin("batch") == "default") return usual_batch;
  const std::string& text = arguments.settings.text("batch");
  std::uint32_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::clamp<std::uint32_t>(number, 1, largest_batch);
}

class Run {
 public:
  Run(const Arguments& arguments, store::Store& store, Groups& groups, bool as_json,
      Outcome& outcome)
      : arguments_(arguments),
        store_(store),
        groups_(groups),
        saver_(groups, store),
        teller_(arguments.settings, store, as_json, outcome),
        outcome_(outcome),
        batch_(batch_of(arguments)) {}

  void one(const std::string& id) {
    if (!begin()) return;
    auto extended = Extender(groups_, store_).extend(id);
    if (!extended) return report(extended.error(), outcome_);
    waiting_.push_back(std::move(*extended));
    if (save()) end();
  }

  void all() {
    watch_signals();
    if (!begin()) return;
    // What is added from here on is the next version of what is dealt with, or was assessed with
    // the modules of today.
    const auto newest = store_.newest_place();
    if (!newest) return report(newest.error(), outcome_);
    newest_ = *newest;
    const unsigned threads = jobs(arguments_.settings);
    if (threads > 1 && newest_ > batch_ ? together(threads) : alone()) end();
  }

 private:
  /// False: it was reported.
  bool begin() {
    const auto untold = saver_.begin();
    if (!untold) return fail(untold.error());
    return teller_.tell_again(*untold) || !stopped();
  }

  /// In this thread. False: it was reported why it doesn't go on.
  bool alone() {
    Extender extender(groups_, store_);
    for (std::int64_t after = 0; after < newest_ && signal_seen() == 0;) {
      const std::int64_t until = std::min(newest_, after + batch_);
      auto extended = extender.extend(after, until, newest_);
      if (!extended) return save() && fail(extended.error());
      if (!take(std::move(*extended), until)) return false;
      after = until;
    }
    if (!save()) return false;
    stopped();
    return true;
  }

  bool together(unsigned threads) {
    Crew crew(arguments_.settings, groups_, threads, newest_, batch_);
    for (auto stretches = crew.take(); !stretches.empty(); stretches = crew.take()) {
      for (auto& stretch : stretches) {
        if (!stretch.extended) return save() && fail(stretch.extended.error());
        if (!take(std::move(*stretch.extended), stretch.until)) return false;
      }
      if (!save()) return false;
      if (stopped()) break;
    }
    return true;
  }

  bool stopped() {
    if (signal_seen() == 0) return false;
    outcome_.add(exit_by_signal());
    log_warning(
        "stopped by a signal; keep what was printed: the same call goes on, and prints the rest "
        "only");
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

  /// Stores it with what waits, once that is enough for a transaction. False: it was reported.
  bool take(std::vector<Extended> all, std::int64_t at) {
    made_ += static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const Extended& one) { return !one.repeated(); }));
    std::move(all.begin(), all.end(), std::back_inserter(waiting_));
    at_ = at;
    const bool enough =
        made_ >= batch_ || waiting_.size() >= std::size_t{batch_} * repeated_batches;
    return !enough || save();
  }

  /// Stores what waits, then tells. False: it was reported.
  bool save() {
    const auto saved = saver_.save(waiting_);
    if (!saved) return fail(saved.error());
    progress_.clear();
    tell_warnings();
    for (const Extended& one : waiting_) teller_.tell(one);
    waiting_.clear();
    made_ = 0;
    progress_.update(teller_.done(), static_cast<std::uint64_t>(at_),
                     static_cast<std::uint64_t>(newest_));
    return true;
  }

  /// Only what has left the program is told: a run that can't write has not ended.
  void end() {
    teller_.end();
    if (auto ended = saver_.end(); !ended) report(ended.error(), outcome_);
  }

  const Arguments& arguments_;
  store::Store& store_;
  Groups& groups_;
  Saver saver_;
  Teller teller_;
  Outcome& outcome_;
  std::uint32_t batch_;
  std::int64_t newest_ = 0;  ///< place
  std::vector<Extended> waiting_;
  std::size_t made_ = 0;  ///< of them: assessed again or loaded, so that they take memory
  std::int64_t at_ = 0;   ///< place of the last
  Progress progress_;
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

/// Why the module that is called so isn't loaded; empty: there is none.
Result<std::string> why_absent(const std::string& name, const plugin::Registry& installed) {
  std::set<std::string> ids;
  for (const auto& absence : installed.absences())
    if (!absence.id.empty()) ids.insert(absence.id);
  const auto id = plugin::id_called(name, ids, "causa extend");
  if (!id) return id;
  std::string why;
  for (const auto& absence : installed.absences()) {
    // What can't be read has no id, and most files are called as their module is.
    const bool unread = absence.id.empty() && absence.path.stem() == plugin::short_name(name);
    if (id->empty() ? unread : absence.id == *id) why = absence.why;
  }
  return why;
}

bool is_named(const std::filesystem::path& path, const Arguments& arguments) {
  const auto files = arguments.settings.list("plugin", ',');
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
    std::error_code code;
    return file == path || std::filesystem::equivalent(file, path, code);
  });
}

/// Whether the module that is loaded was named by its file, and so is the one that was meant.
bool is_named_by_file(const plugin::Registry& installed, const std::string& id,
                      const Arguments& arguments) {
  const auto modules = installed.modules();
  return std::any_of(modules.begin(), modules.end(), [&](const auto& module) {
    return module.manifest.id == id && is_named(module.path, arguments);
  });
}

/// Of a file that can't be read nobody knows whether its module was to come.
void tell_unread(const Arguments& arguments, const plugin::Registry& installed, Outcome& outcome) {
  for (const auto& absence : installed.absences()) {
    if (!absence.refused || !absence.id.empty() || !is_named(absence.path, arguments)) continue;
    log_warning("{}", absence.why);
    outcome.add(Exit::plugin);
  }
}

/// The ids of the modules to add; empty, and reported: one of them isn't there or was refused, and
/// an assessment must not look complete without it.
std::set<std::string> find_added(const Arguments& arguments, const plugin::Registry& installed,
                                 Outcome& outcome) {
  std::set<std::string> ids;
  for (const auto& name : arguments.settings.list("plugins", ',')) {
    const auto module = installed.find(name, arguments.settings.place("plugins"));
    if (!module) {
      report(module.error(), outcome);
      return {};
    }
    if (*module != nullptr) {
      ids.insert((*module)->manifest.id);
      continue;
    }
    const auto why = why_absent(name, installed);
    if (!why) {
      report(why.error(), outcome);
    } else if (!why->empty()) {
      report({Fault::plugin, "causa extend", *why, "causa plugins why " + name}, outcome);
    } else {
      tell_unread(arguments, installed, outcome);
      const std::string near = plugin::nearest_called(name, installed.ids());
      misuse(extend_verb,
             fmt::format("there is no module \"{}\"{}", name,
                         near.empty() ? "" : fmt::format(", did you mean \"{}\"?", near)),
             outcome);
    }
    return {};
  }
  if (ids.empty()) misuse(extend_verb, "--plugins names no module", outcome);
  // Of two files nobody knows which was meant, and what extend stores stays.
  for (const auto& absence : installed.absences()) {
    if (!absence.refused || !ids.contains(absence.id) ||
        is_named_by_file(installed, absence.id, arguments))
      continue;
    report({Fault::plugin, "causa extend", absence.why, "causa plugins why " + absence.id},
           outcome);
    return {};
  }
  tell_unread(arguments, installed, outcome);
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
    "and the one before stays as it is. What has the modules already is left alone, so the same "
    "call goes on where it stopped",
    run,
    options,
    settings,
    "causa extend --all --plugins neurologic\n"
    "         causa extend 2f1c… --plugins neurologic,strain",
    {},
    "text or json"};

}  // namespace causa::cli
