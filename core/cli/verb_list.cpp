// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>

#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/setup.hpp"
#include "cli/verb.hpp"
#include "report/json.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {{"patient", "ID", "only this patient, all versions"},
                                  {"limit", "N", "at most N, newest first (0: all) [50]"}};
constexpr const char* settings[] = {"store", "to"};

void print_json(const store::ListRow& row) {
  const boost::json::object object{
      {"id", row.id},
      {"version", row.version},
      {"created", format_time(row.created_ms)},
      {"as_of", format_time(row.as_of_ms)},
      {"patient", row.patient_id},
      {"ranking", report::word(row.ranking)},
      {"top_cause",
       row.top_cause.empty() ? boost::json::value(nullptr) : boost::json::value(row.top_cause)},
      {"worst_alert", row.worst_alert ? boost::json::value(report::word(*row.worst_alert))
                                      : boost::json::value(nullptr)}};
  fmt::print("{}\n", report::write_json(object));
}

void print_text(const store::ListRow& row) {
  fmt::print("{}  {}  {:<10.10}  {:<14}  {}\n", row.id, format_date(row.as_of_ms),
             row.worst_alert ? report::word(*row.worst_alert) : "-", printable(row.patient_id),
             row.top_cause_name.empty() ? "not ranked" : row.top_cause_name);
}

void run(const Arguments& arguments, Outcome& outcome) {
  if (!arguments.words.empty())
    return misuse(list_verb, fmt::format("it takes no {}", arguments.words.front()), outcome);
  store::ListFilter filter;
  if (const std::string limit = arguments.option("limit"); !limit.empty()) {
    const auto [end, code] =
        std::from_chars(limit.data(), limit.data() + limit.size(), filter.limit);
    if (code != std::errc() || end != limit.data() + limit.size())
      return misuse(list_verb, fmt::format("--limit {} is no number", limit), outcome);
  }
  auto store = open_store(arguments.settings, store::Mode::read_only);
  if (!store) return report(store.error(), outcome);
  if (!*store) return misuse(list_verb, "there is no store to list (--store none)", outcome);
  const std::string patient = arguments.option("patient");
  auto rows = patient.empty() ? (*store)->list(filter) : (*store)->find_patient(patient);
  if (!rows) return report(rows.error(), outcome);
  const bool json = arguments.settings.text("to") == "json";
  if (!json && !rows->empty())
    fmt::print("{:<36}  {:<10}  {:<10}  {:<14}  {}\n", "ASSESSMENT", "AS OF", "ALERT", "PATIENT",
               "FIRST CAUSE");
  for (const auto& row : *rows) json ? print_json(row) : print_text(row);
  if (rows->empty()) fmt::print(stderr, "causa: nothing is stored that fits\n");
}

}  // namespace

const Verb list_verb{"list",
                     "",
                     "List stored assessments, newest first",
                     run,
                     options,
                     settings,
                     "causa list --limit 10"};

}  // namespace causa::cli
