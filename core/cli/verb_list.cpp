// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/forms.hpp"
#include "cli/log.hpp"
#include "cli/setup.hpp"
#include "cli/span_options.hpp"
#include "cli/verb.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"
#include "report/markdown.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {
    {"patient", "ID", "only this patient, all versions"},
    {"since", "DATE", "only those made from this time on"},
    {"until", "DATE", "only those made up to this time; a date is the whole day"},
    {"urgency", "LEVEL", "only with an alert at or above emergency, same-day, urgent or routine"},
    {"cause", "ID", "only if this cause is ranked"},
    {"family", "NAME", "only if a cause of this family is ranked"},
    {"module", "NAME", "only if this module took part"},
    {"limit", "N", "at most N, newest first (0: all) [50]"}};
constexpr const char* settings[] = {"store", "to"};
constexpr std::size_t width = 100;
constexpr std::size_t smallest_cause = 20;
constexpr std::size_t widest_id = 40;
constexpr std::string_view csv_header =
    "assessment_id,version,created,as_of,patient_id,ranking,top_cause,top_cause_name,worst_alert"
    "\r\n";
constexpr std::string_view forms[] = {"text", "json", "csv"};

/// Where nothing speaks for any cause, the one at the head of the list is first of nothing.
bool has_first(const store::ListRow& row) {
  return row.ranking != assess::Sufficiency::none && !row.top_cause.empty();
}

void print_json(const store::ListRow& row) {
  const boost::json::object object{
      {"id", row.id},
      {"version", row.version},
      {"created", format_time(row.created_ms)},
      {"as_of", format_time(row.as_of_ms)},
      {"patient", row.patient_id},
      {"ranking", report::word(row.ranking)},
      {"top_cause",
       has_first(row) ? boost::json::value(row.top_cause) : boost::json::value(nullptr)},
      {"worst_alert", row.worst_alert ? boost::json::value(report::word(*row.worst_alert))
                                      : boost::json::value(nullptr)}};
  fmt::print("{}\n", report::write_json(object));
}

void print_csv(const store::ListRow& row) {
  using report::csv_cell;
  fmt::print("{},{},{},{},{},{},{},{},{}\r\n", row.id, row.version, format_time(row.created_ms),
             format_time(row.as_of_ms), csv_cell(row.patient_id), report::word(row.ranking),
             has_first(row) ? csv_cell(row.top_cause) : "",
             has_first(row) ? csv_cell(row.top_cause_name) : "",
             row.worst_alert ? report::word(*row.worst_alert) : "");
}

/// Columns as wide as the longest id of a patient, which is never cut, since --patient takes it.
class Table {
 public:
  explicit Table(const std::vector<store::ListRow>& rows) {
    for (const auto& row : rows) id_width_ = std::max(id_width_, row.patient_id.size());
    for (const auto& row : rows) name_width_ = std::max(name_width_, name_of(row).size());
    id_width_ = std::min(id_width_, widest_id);
    print("ASSESSMENT", "AS OF", "ALERT", "PATIENT", "FIRST CAUSE");
  }

  void print(const store::ListRow& row) const {
    print(name_of(row), format_date(row.as_of_ms),
          row.worst_alert ? report::word(*row.worst_alert) : "-", printable(row.patient_id),
          has_first(row)          ? row.top_cause_name
          : row.top_cause.empty() ? "not ranked"
                                  : "none: nothing speaks for any");
  }

 private:
  void print(std::string_view id, std::string_view as_of, std::string_view alert,
             std::string_view patient, std::string_view cause) const {
    std::string line = fmt::format("{:<{}}  {:<10}  {:<9}  {:<{}}  ", id, name_width_, as_of, alert,
                                   patient, id_width_);
    if (line.size() + smallest_cause > width) {
      fmt::print("{}\n", line.substr(0, line.find_last_not_of(' ') + 1));
      line = "    ";
    }
    fmt::print("{}{}\n", line, report::shorten(cause, width - line.size()));
  }

  /// As `causa history` writes it.
  static std::string name_of(const store::ListRow& row) {
    return row.version == 1 ? row.id : fmt::format("{}@{}", row.id, row.version);
  }

  std::size_t name_width_ = 36;  ///< of a UUID
  std::size_t id_width_ = std::string_view("PATIENT").size();
};

std::optional<knowledge::Urgency> urgency_named(const std::string& word) {
  using knowledge::Urgency;
  for (const Urgency urgency :
       {Urgency::emergency, Urgency::same_day, Urgency::urgent, Urgency::routine})
    if (word == report::word(urgency)) return urgency;
  return std::nullopt;
}

/// Nothing: a usage error was reported.
std::optional<store::ListFilter> read_filter(const Arguments& arguments, Outcome& outcome) {
  store::ListFilter filter;
  const auto wrong = [&](const std::string& message) {
    misuse(list_verb, message, outcome);
    return std::nullopt;
  };
  if (const std::string limit = arguments.option("limit"); !limit.empty()) {
    const auto [end, code] =
        std::from_chars(limit.data(), limit.data() + limit.size(), filter.limit);
    if (code != std::errc() || end != limit.data() + limit.size())
      return wrong(fmt::format("--limit {} is no number", limit));
  }
  const auto span = read_span(list_verb, arguments, outcome);
  if (!span) return std::nullopt;
  filter.since_ms = span->since_ms;
  filter.until_ms = span->until_ms;
  if (const std::string level = arguments.option("urgency"); !level.empty()) {
    filter.urgency = urgency_named(level);
    if (!filter.urgency)
      return wrong(
          fmt::format("--urgency {} is none of emergency, same-day, urgent, routine", level));
  }
  filter.cause = arguments.option("cause");
  filter.family = arguments.option("family");
  filter.module = arguments.option("module");
  if (const std::string patient = arguments.option("patient"); !patient.empty()) {
    filter.patient_id = patient;
    filter.all_versions = true;
    if (arguments.option("limit").empty()) filter.limit = 0;
  }
  return filter;
}

/// What is asked for that no stored assessment has at all: a name is easily written wrong.
void tell_unknown_names(const store::ListFilter& filter, store::Store& store) {
  struct Name {
    const char* option;
    std::string store::ListFilter::* text;
    const char* what;
  };
  static constexpr Name names[] = {{"cause", &store::ListFilter::cause, "a cause of this id"},
                                   {"family", &store::ListFilter::family, "a cause of this family"},
                                   {"module", &store::ListFilter::module, "a module of this name"}};
  for (const Name& name : names) {
    if ((filter.*name.text).empty()) continue;
    store::ListFilter alone;
    alone.limit = 1;
    alone.*name.text = filter.*name.text;
    const auto any = store.list(alone);
    if (any && any->empty())
      log_warning("--{} {}: no stored assessment has {}; causa knowledge list shows the names",
                  name.option, filter.*name.text, name.what);
  }
}

void print_rows(const std::vector<store::ListRow>& rows, const std::string& form) {
  if (form == "text" && !rows.empty()) {
    const Table table(rows);
    for (const auto& row : rows) table.print(row);
    return;
  }
  if (form == "csv") fmt::print("{}", csv_header);
  for (const auto& row : rows) form == "csv" ? print_csv(row) : print_json(row);
}

void run(const Arguments& arguments, Outcome& outcome) {
  if (!arguments.words.empty())
    return misuse(list_verb, fmt::format("it takes no {}", arguments.words.front()), outcome);
  const auto form = form_of(list_verb, arguments.settings, forms, outcome);
  if (!form) return;
  auto filter = read_filter(arguments, outcome);
  if (!filter) return;
  auto store = open_store(arguments.settings, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  if (!*store) return misuse(list_verb, "there is no store to list (--store none)", outcome);
  // One more than are shown tells that there are more; to count them all takes longer.
  const std::uint32_t shown = filter->limit;
  const bool may_hide = shown > 0 && arguments.option("limit").empty();
  if (may_hide) ++filter->limit;
  auto rows = (*store)->list(*filter);
  if (!rows) return report(rows.error(), outcome);
  if (rows->empty()) {
    tell_watchers("causa: nothing is stored that fits\n");
    tell_unknown_names(*filter, **store);
  }
  const bool hides = may_hide && rows->size() > shown;
  if (hides) rows->pop_back();
  print_rows(*rows, *form);
  if (hides)
    tell_watchers("causa: the newest {} are listed; there are more: --limit 0 lists all\n", shown);
}

}  // namespace

const Verb list_verb{"list",
                     "",
                     "List stored assessments, newest first",
                     run,
                     options,
                     settings,
                     "causa list --limit 10",
                     {},
                     "text, json or csv"};

}  // namespace causa::cli
