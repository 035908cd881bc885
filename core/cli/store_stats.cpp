// SPDX-License-Identifier: Apache-2.0

#include "cli/store_stats.hpp"

#include <fmt/core.h>

#include <boost/json.hpp>
#include <cmath>

#include "base/text.hpp"
#include "base/time.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"
#include "report/override_reasons.hpp"
#include "report/wilson.hpp"

namespace causa::cli {

namespace {

using store::FeedbackCount;
using Kind = store::FeedbackCount::Kind;

constexpr std::size_t width = 100;
constexpr std::size_t name_width = 44;
constexpr std::string_view own_modules = "org.causa.";

constexpr char meaning[] =
    "Raised, made, counted: in so many assessments. Shown: of these, given out. The share is that "
    "of the accepted among the answered, with the range that so few "
    "answers leave open (Wilson, 95 %); of several answers about one thing the last counts. It "
    "says "
    "how often those who answered agreed, not how often the alert was right: most are never "
    "answered, and who answers is not left to chance. Answers about a rule are those about the "
    "ranking whose first cause it counted for; they judge the whole ranking.";

std::string name_of(const FeedbackCount& count) {
  if (count.module.empty()) return count.id;
  std::string_view module = count.module;
  if (module.starts_with(own_modules)) module.remove_prefix(own_modules.size());
  std::string name = fmt::format("{}/{}", module, count.id);
  if (count.urgency) name += fmt::format(" ({})", report::word(*count.urgency));
  return name;
}

/// A code of HL7's by itself, another with its system.
std::string reason_of(const store::ReasonCount& reason) {
  if (reason.code.empty()) return "no code given";
  if (reason.system == report::override_reason_system) return reason.code;
  return fmt::format("{} of {}", reason.code, reason.system.empty() ? "no system" : reason.system);
}

std::string reasons_of(const FeedbackCount& count) {
  std::string reasons;
  for (const auto& reason : count.reasons)
    reasons += fmt::format("{}{} {}", reasons.empty() ? "" : "; ", reason_of(reason), reason.count);
  return reasons;
}

std::uint64_t answered(const FeedbackCount& count) { return count.accepted + count.overridden; }

std::string share_of(const FeedbackCount& count) {
  if (answered(count) == 0) return "-";
  const report::Share share = report::wilson_share(count.accepted, answered(count));
  return fmt::format("{:.0f} % ({:.0f}-{:.0f})", 100 * share.p, 100 * share.low, 100 * share.high);
}

std::string row(const FeedbackCount& count) {
  std::string name = printable(name_of(count));
  std::string text;
  if (name.size() >= name_width) {
    for (const auto& line : wrap(name, width)) text += line + '\n';
    name.clear();
  }
  text += fmt::format("{:<{}}{:>8}{:>8}{:>10}{:>12}  {}\n", name, name_width, count.fired,
                      count.shown, count.accepted, count.overridden, share_of(count));
  std::string margin = "    overridden because: ";
  for (const auto& line : wrap(reasons_of(count), width - margin.size())) {
    text += margin + line + '\n';
    margin.assign(margin.size(), ' ');
  }
  return text;
}

std::string table(const char* title, const char* happened, Kind kind,
                  const store::FeedbackCounts& counts) {
  std::string rows;
  for (const auto& count : counts.counts)
    if (count.kind == kind) rows += row(count);
  if (rows.empty()) return {};
  return fmt::format("\n{:<{}}{:>8}{:>8}{:>10}{:>12}  {}\n", title, name_width, happened, "SHOWN",
                     "ACCEPTED", "OVERRIDDEN", "SHARE") +
         rows;
}

std::string span_of(const store::FeedbackFilter& filter) {
  std::string span;
  if (filter.since_ms) span += " since " + format_time(*filter.since_ms);
  if (filter.until_ms) span += " until " + format_time(*filter.until_ms);
  return span;
}

boost::json::value time_or_null(const std::optional<std::int64_t>& ms) {
  if (!ms) return nullptr;
  return boost::json::value(format_time(*ms));
}

/// No count is so large that more digits would mean something.
double rounded(double p) { return std::round(p * 10'000) / 10'000; }

boost::json::object to_object(const FeedbackCount& count) {
  boost::json::array versions, reasons;
  for (const auto& version : count.versions) versions.emplace_back(version);
  for (const auto& reason : count.reasons)
    reasons.push_back({{"system", reason.system.empty() ? boost::json::value(nullptr)
                                                        : boost::json::value(reason.system)},
                       {"code", reason.code.empty() ? boost::json::value(nullptr)
                                                    : boost::json::value(reason.code)},
                       {"count", reason.count}});
  boost::json::value share = nullptr;
  if (answered(count) > 0) {
    const report::Share it = report::wilson_share(count.accepted, answered(count));
    share = {{"p", rounded(it.p)}, {"low", rounded(it.low)}, {"high", rounded(it.high)}};
  }
  boost::json::object object;
  if (!count.module.empty()) object["plugin"] = count.module;
  object["id"] = count.id;
  if (!count.module.empty()) object["versions"] = std::move(versions);
  if (count.urgency) object["urgency"] = report::word(*count.urgency);
  object["fired"] = count.fired;
  object["shown"] = count.shown;
  object["accepted"] = count.accepted;
  object["overridden"] = count.overridden;
  object["reasons"] = std::move(reasons);
  object["accepted_share"] = std::move(share);
  return object;
}

boost::json::array to_array(Kind kind, const store::FeedbackCounts& counts) {
  boost::json::array array;
  for (const auto& count : counts.counts)
    if (count.kind == kind) array.push_back(to_object(count));
  return array;
}

const char* word_of(Kind kind) {
  return kind == Kind::alert ? "alert" : kind == Kind::card ? "card" : "rule";
}

}  // namespace

std::string stats_text(const store::FeedbackCounts& counts, const store::FeedbackFilter& filter) {
  std::string text =
      fmt::format("{} assessments are stored{}.\n", counts.assessments, span_of(filter));
  const std::string tables = table("ALERT", "RAISED", Kind::alert, counts) +
                             table("CARD", "MADE", Kind::card, counts) +
                             table("RULE", "COUNTED", Kind::rule, counts);
  if (tables.empty()) return text;
  text += tables + '\n';
  for (const auto& line : wrap(meaning, width)) text += line + '\n';
  return text;
}

std::string stats_json(const store::FeedbackCounts& counts, const store::FeedbackFilter& filter) {
  return report::write_json(boost::json::object{{"schema", "causa.store_stats/1"},
                                                {"since", time_or_null(filter.since_ms)},
                                                {"until", time_or_null(filter.until_ms)},
                                                {"assessments", counts.assessments},
                                                {"alerts", to_array(Kind::alert, counts)},
                                                {"cards", to_array(Kind::card, counts)},
                                                {"rules", to_array(Kind::rule, counts)}}) +
         '\n';
}

std::string stats_csv(const store::FeedbackCounts& counts) {
  std::string text =
      "kind,plugin,id,versions,urgency,fired,shown,accepted,overridden,accepted_share,low,high,"
      "reasons\r\n";
  for (const auto& count : counts.counts) {
    std::string versions;
    for (const auto& version : count.versions) versions += (versions.empty() ? "" : " ") + version;
    std::string share = ",,";
    if (answered(count) > 0) {
      const report::Share it = report::wilson_share(count.accepted, answered(count));
      share = fmt::format("{:.4f},{:.4f},{:.4f}", it.p, it.low, it.high);
    }
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{}\r\n", word_of(count.kind), report::csv_cell(count.module),
        report::csv_cell(count.id), report::csv_cell(versions),
        count.urgency ? report::word(*count.urgency) : "", count.fired, count.shown, count.accepted,
        count.overridden, share, report::csv_cell(reasons_of(count)));
  }
  return text;
}

}  // namespace causa::cli
