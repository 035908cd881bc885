// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/forms.hpp"
#include "cli/setup.hpp"
#include "cli/storing/actions.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {
    {"since", "DATE", "stats, export: only assessments made from this time on"},
    {"until", "DATE",
     "stats, export: only assessments made up to this time; a date is the whole day"},
    {"channel", "FORMAT", "stats: count as shown only what was given out in this form of --to"},
    {"accept-loss", "", "check: note in the audit that the losses it tells of are known"},
    {"patient", "ID", "forget: all assessments of this patient"},
    {"older-than", "DAYS|DATE", "forget: assessments of which no version is newer"},
    {"dry-run", "", "forget: say how many it would be, and change nothing"}};
constexpr const char* settings[] = {"store", "to", "audit-user"};

constexpr std::string_view no_forms[] = {"text"};
constexpr std::string_view stats_forms[] = {"text", "json", "csv"};
constexpr std::string_view check_forms[] = {"text", "json"};
constexpr std::string_view export_forms[] = {"csv", "json"};
constexpr std::string_view stats_options[] = {"since", "until", "channel"};
constexpr std::string_view check_options[] = {"accept-loss"};
constexpr std::string_view export_options[] = {"since", "until"};
constexpr std::string_view forget_options[] = {"patient", "older-than", "dry-run"};

struct Action {
  const char* name;
  const char* words;  ///< what it takes, for people; empty: nothing
  std::size_t least_words, most_words;
  std::span<const std::string_view> options;
  std::span<const std::string_view> forms;
  void (*run)(const StoreAction& action);
};

constexpr std::size_t any_number = 1'000;
constexpr Action actions[] = {
    {"stats", "", 0, 0, stats_options, stats_forms, count_feedback},
    {"check", "", 0, 0, check_options, check_forms, check_store},
    {"migrate", "", 0, 0, {}, no_forms, migrate_store},
    {"backup", "the file to write", 1, 1, {}, no_forms, back_up_store},
    {"merge", "the stores to merge into this one", 1, any_number, {}, no_forms, merge_stores},
    {"export", "the folder to write", 1, 1, export_options, export_forms, export_store},
    {"forget", "", 0, 0, forget_options, no_forms, forget_patients}};

const VerbPart parts[] = {
    {"stats", "count what clinicians did with each alert, card and rule"},
    {"check", "find what was changed, removed, lost or damaged; exit 5"},
    {"migrate", "bring a store of an older causa up to date"},
    {"backup FILE", "copy the store while it is in use"},
    {"merge FILE...", "take in the assessments of other stores, each once"},
    {"export FOLDER", "write flat tables, as CSV or with --to json as one object a line"},
    {"forget", "take out a patient (--patient) or what is old (--older-than), for good"}};

void wrong(const std::string& message, Outcome& outcome) { misuse(store_verb, message, outcome); }

const Action* find_action(const std::string& what, Outcome& outcome) {
  std::vector<std::string> known;
  for (const Action& action : actions) {
    if (what == action.name) return &action;
    known.emplace_back(action.name);
  }
  if (what.empty()) {
    wrong(fmt::format("it takes one of {}", fmt::join(known, ", ")), outcome);
    return nullptr;
  }
  const std::string near = nearest(what, known);
  wrong(fmt::format("there is no store {}{}", what,
                    near.empty() ? "" : fmt::format(", did you mean {}?", near)),
        outcome);
  return nullptr;
}

/// False: reported.
bool fits(const Action& action, const Arguments& arguments, Outcome& outcome) {
  const std::size_t words = arguments.words.size() - 1;
  if (words < action.least_words) {
    wrong(fmt::format("store {} takes {}", action.name, action.words), outcome);
    return false;
  }
  if (words > action.most_words) {
    wrong(fmt::format("store {} takes no {}", action.name, arguments.words[action.most_words + 1]),
          outcome);
    return false;
  }
  for (const auto& [name, value] : arguments.options) {
    if (std::find(action.options.begin(), action.options.end(), name) != action.options.end())
      continue;
    std::vector<std::string> takers;
    for (const Action& other : actions)
      if (std::find(other.options.begin(), other.options.end(), name) != other.options.end())
        takers.push_back(fmt::format("store {}", other.name));
    wrong(fmt::format("--{} is for {}", name, fmt::join(takers, " and ")), outcome);
    return false;
  }
  return true;
}

void run(const Arguments& arguments, Outcome& outcome) {
  const Action* action =
      find_action(arguments.words.empty() ? std::string() : arguments.words.front(), outcome);
  if (action == nullptr || !fits(*action, arguments, outcome)) return;
  const auto form = form_of(store_verb, arguments.settings, action->forms, outcome);
  if (!form) return;
  if (arguments.settings.text("store") == "none")
    return wrong("there is no store (--store none)", outcome);
  const auto path = store_path(arguments.settings);
  if (!path) return report(path.error(), outcome);
  action->run({arguments, *path, *form, outcome});
}

}  // namespace

const Verb store_verb{"store",
                      "stats|check|migrate|backup|merge|export|forget",
                      "Look after the store: count, check, bring up to date, copy, merge, export, "
                      "forget",
                      run,
                      options,
                      settings,
                      "causa store check\n"
                      "         causa store backup /backup/causa-2026-11-28.db\n"
                      "         causa store merge /mnt/ward-7/causa.db --store all.db\n"
                      "         causa store export tables --since 2026-01-01 --to csv\n"
                      "         causa store forget --patient 4711 --dry-run",
                      parts,
                      "stats: text, json or csv; check: text or json; export: csv or json"};

}  // namespace causa::cli
