// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <boost/json.hpp>
#include <optional>

#include "assess/two_people.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/forms.hpp"
#include "cli/log.hpp"
#include "cli/setup.hpp"
#include "cli/verb.hpp"
#include "report/difference.hpp"
#include "report/json.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {{"patient", "ID", "of this patient; needed"}};
constexpr const char* settings[] = {"store", "to"};
constexpr std::string_view forms[] = {"text", "json"};
constexpr std::size_t width = 100;

/// One version of an assessment, with what it says that the last whole one before it did not.
struct Step {
  store::ListRow row;
  std::optional<assess::Assessment> assessment = {};  ///< nothing: it is damaged
  std::vector<report::Change> changes = {};  ///< of alerts and places, which modules took part ...
  bool another_person = false;               ///< ... and who it may be
  bool after_damaged = false;
};

/// What a reader of a history looks for; `causa diff` tells the rest.
bool matters(const report::Change& change, const assess::Assessment& before,
             const assess::Assessment& after) {
  const assess::Person one = assess::person_of(before), other = assess::person_of(after);
  const bool whole = change.field.empty();
  switch (change.section) {
    case report::Section::patient:
      return (change.field == "sex" && assess::are_of_two_sexes(one, other)) ||
             (change.field == "age_years" && assess::are_of_two_ages(one, other));
    case report::Section::alert:
      return whole || change.field == "urgency" || change.field == "value";
    case report::Section::cause:
      return change.field == "rank";
    case report::Section::module:
      return whole || change.field == "version" || change.field == "status";
    case report::Section::assessment:
      return change.field == "ranking" || change.field == "complaint_present";
    default:
      return false;
  }
}

/// What can't be read is reported, and hides none of the others.
Result<std::vector<Step>> read_steps(store::Store& store, const std::string& patient,
                                     Outcome& outcome) {
  const auto rows = store.find_patient(patient);
  if (!rows) return rows.error();
  std::vector<Step> steps;
  std::size_t last_whole = rows->size();
  for (auto row = rows->rbegin(); row != rows->rend(); ++row) {
    Step step{*row};
    step.after_damaged = !steps.empty() && !steps.back().assessment;
    auto assessment = store.load(row->id, row->version);
    if (!assessment) {
      Error error = assessment.error();
      error.place += fmt::format(": assessment {} version {}", row->id, row->version);
      error.message = "can't be read: " + error.message;
      report(error, outcome);
      steps.push_back(std::move(step));
      continue;
    }
    if (last_whole < steps.size()) {
      const auto& before = *steps[last_whole].assessment;
      for (auto& change : report::changes_between(before, *assessment))
        if (matters(change, before, *assessment)) step.changes.push_back(std::move(change));
      step.another_person =
          assess::may_be_two_people(assess::person_of(before), assess::person_of(*assessment));
    }
    step.assessment = *std::move(assessment);
    last_whole = steps.size();
    steps.push_back(std::move(step));
  }
  return steps;
}

/// Null where nothing speaks for any cause, too: what heads that list is first of nothing.
const assess::CauseResult* first_of(const assess::Assessment& all) {
  if (all.ranking == assess::Sufficiency::none) return nullptr;
  for (const auto& cause : all.causes)
    if (cause.rank == 1) return &cause;
  return nullptr;
}

void print_wrapped(std::string margin, const std::string& text) {
  for (const auto& line : wrap(text, width - margin.size())) {
    fmt::print("{}{}\n", margin, line);
    margin.assign(margin.size(), ' ');
  }
}

void print_text(const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    fmt::print("{}  {}{}\n", format_time(step.row.as_of_ms), step.row.id,
               step.row.version > 1 ? fmt::format("@{}", step.row.version) : "");
    if (!step.assessment) {
      print_wrapped("    ! ", "is damaged and can't be shown; what it says is missing here");
      continue;
    }
    const auto& it = *step.assessment;
    if (step.another_person)
      print_wrapped("    ! ",
                    "may be another person of the same id: sex or age don't fit the one before; "
                    "patients of two servers belong in two stores");
    for (const auto& alert : it.alerts)
      print_wrapped("    ! ", fmt::format("{}: {}, {}", report::word(alert.urgency), alert.title,
                                          alert.value));
    const auto* first = first_of(it);
    print_wrapped("    ",
                  first == nullptr
                      ? std::string(it.causes.empty() ? "nothing is ranked"
                                                      : "no cause is first: nothing speaks for any")
                      : fmt::format("first: {} (explains {:.2f}, {:.2f} to {:.2f})", first->name,
                                    first->explains.p, first->explains.low, first->explains.high));
    if (step.changes.empty()) continue;
    fmt::print("    since the {} before:\n", step.after_damaged ? "last whole one" : "one");
    for (const auto& change : step.changes) {
      const std::string& name = change.name.empty() ? change.id : change.name;
      print_wrapped(
          "      ",
          change.field.empty()
              ? fmt::format("{} {}: {}", change.before.empty() ? "+" : "-", name,
                            change.before.empty() ? change.after : change.before)
              : fmt::format("{}, {}: {} -> {}", name, change.field, change.before, change.after));
    }
  }
}

boost::json::object to_object(const Step& step) {
  const auto& it = *step.assessment;
  boost::json::array alerts, changes;
  for (const auto& alert : it.alerts)
    alerts.push_back({{"id", alert.id},
                      {"plugin", it.modules[alert.module].id},
                      {"urgency", report::word(alert.urgency)},
                      {"value", alert.value}});
  for (const auto& change : step.changes)
    changes.push_back({{"section", report::word(change.section)},
                       {"id", change.id},
                       {"field", change.field.empty() ? boost::json::value(nullptr)
                                                      : boost::json::value(change.field)},
                       {"before", change.before.empty() ? boost::json::value(nullptr)
                                                        : boost::json::value(change.before)},
                       {"after", change.after.empty() ? boost::json::value(nullptr)
                                                      : boost::json::value(change.after)}});
  const auto* first = first_of(it);
  return {{"id", it.id},
          {"version", it.version},
          {"created", format_time(it.created_ms)},
          {"as_of", format_time(it.as_of_ms)},
          {"ranking", report::word(it.ranking)},
          {"top_cause",
           first == nullptr ? boost::json::value(nullptr) : boost::json::value(first->id.text())},
          {"explains",
           first == nullptr ? boost::json::value(nullptr) : boost::json::value(first->explains.p)},
          {"alerts", std::move(alerts)},
          {"changes", std::move(changes)}};
}

void print_json(const std::string& patient, const std::vector<Step>& steps) {
  boost::json::array array, damaged;
  for (const Step& step : steps) {
    if (step.assessment)
      array.push_back(to_object(step));
    else
      damaged.push_back({{"id", step.row.id},
                         {"version", step.row.version},
                         {"created", format_time(step.row.created_ms)},
                         {"as_of", format_time(step.row.as_of_ms)}});
  }
  fmt::print("{}\n", report::write_json(boost::json::object{{"schema", "causa.history/1"},
                                                            {"patient", patient},
                                                            {"assessments", std::move(array)},
                                                            {"damaged", std::move(damaged)}}));
}

void run(const Arguments& arguments, Outcome& outcome) {
  const std::string patient = arguments.option("patient");
  if (patient.empty() || !arguments.words.empty())
    return misuse(history_verb, "it takes --patient ID and nothing else", outcome);
  const auto form = form_of(history_verb, arguments.settings, forms, outcome);
  if (!form) return;
  auto store = open_store(arguments.settings, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  if (!*store) return misuse(history_verb, "there is no store to read (--store none)", outcome);
  const auto steps = read_steps(**store, patient, outcome);
  if (!steps) return report(steps.error(), outcome);
  if (steps->empty()) tell_watchers("causa: nothing is stored of this patient\n");
  *form == "json" ? print_json(patient, *steps) : print_text(*steps);
}

}  // namespace

const Verb history_verb{"history",
                        "--patient ID",
                        "Show all assessments of a patient, oldest first, and what changed from "
                        "each to the next",
                        run,
                        options,
                        settings,
                        "causa history --patient 4711 --to json",
                        {},
                        "text or json"};

}  // namespace causa::cli
