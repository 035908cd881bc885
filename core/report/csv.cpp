// SPDX-License-Identifier: Apache-2.0

#include "report/csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "report/findings.hpp"
#include "report/json.hpp"
#include "report/wording.hpp"

namespace causa::report {

namespace {

using assess::Assessment;
using assess::CauseResult;
using assess::Estimate;

constexpr std::string_view line_end = "\r\n";

constexpr std::string_view header =
    "patient_id,assessment_id,as_of,age_years,sex,complaint,ranking,ranking_why,alerts,"
    "must_not_miss,rank,cause,name,family,role,explains_p,explains_low,explains_high,present_p,"
    "present_low,present_high,accounts_for_p,accounts_for_low,accounts_for_high,decided_by,chain,"
    "shown_with,for,against,plugin,missing_plugins,not_used,check_input";
constexpr std::size_t columns_of_cause = 20;  // from rank to plugin

/// What a spreadsheet may take for the beginning of a formula, the wide forms that some take for
/// these too.
bool looks_like_a_formula(std::string_view text) {
  constexpr std::string_view signs[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                        "\n", "＝", "＋", "－", "＠"};
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  for (const auto sign : signs)
    if (text.starts_with(sign)) return true;
  return false;
}

/// Cells of one line or a part of it.
class Cells {
 public:
  void text(std::string_view text) { add(csv_cell(text)); }
  void number(double value) { add(format_number(value)); }
  void nothing() { add({}); }
  void estimate(const Estimate& it) {
    for (const double p : {it.p, it.low, it.high}) number(six_digits(p));
  }
  [[nodiscard]] const std::string& line() const { return line_; }

 private:
  void add(std::string_view cell) {
    if (!empty_) line_ += ',';
    empty_ = false;
    line_ += cell;
  }

  std::string line_;
  bool empty_ = true;
};

template <class T, class Words>
std::string joined(const std::vector<T>& entries, Words words) {
  std::vector<std::string> parts;
  for (const auto& entry : entries)
    if (std::string part = words(entry); !part.empty()) parts.push_back(std::move(part));
  return fmt::format("{}", fmt::join(parts, " | "));
}

std::string alert_words(const assess::RaisedAlert& alert) {
  return fmt::format("{}: {}{}. What to do: {}", loud(alert.urgency), alert.title,
                     alert.value.empty() ? "" : fmt::format(" ({})", alert.value), alert.action);
}

std::string missing_words(const assess::ModuleUsed& module) {
  if (module.status == assess::ModuleStatus::ok) return {};
  return fmt::format("{} {}: {}", module.id, word(module.status), module.why);
}

std::string not_used_words(const Assessment& it) {
  std::string text = joined(it.ignored, ignored_words);
  if (it.not_understood.empty()) return text;
  return fmt::format("{}{}not understood: {}", text, text.empty() ? "" : " | ",
                     fmt::join(it.not_understood, "; "));
}

/// What stands before the cause on each line of this patient.
std::string patient_cells(const Assessment& it) {
  Cells cells;
  cells.text(it.patient_id);
  cells.text(it.id);
  cells.text(format_time(it.as_of_ms));
  if (std::isnan(it.age.low_years))
    cells.nothing();
  else
    cells.number(it.age.low_years);
  cells.text(word(it.sex));
  cells.text(it.complaint_present ? it.complaint_text : "");
  cells.text(word(it.ranking));
  cells.text(it.ranking_why);
  cells.text(joined(it.alerts, alert_words));
  cells.text(joined(it.must_not_miss, [](const auto& cause) {
    return cause.action.empty() ? cause.name : cause.name + ": " + cause.action;
  }));
  return cells.line();
}

std::string evidence_words(const CauseResult& cause, bool in_favor) {
  return joined(heaviest(cause, in_favor), [](const auto* evidence) {
    return fmt::format("{} ({:+})", finding(*evidence), evidence->weight_millibans);
  });
}

std::string cause_cells(const Assessment& all, const CauseResult& it) {
  Cells cells;
  cells.number(it.rank);
  for (const auto& text : {it.id, it.name, it.family, std::string(word(it.role))}) cells.text(text);
  if (is_placed_by_rule(it)) {
    for (int i = 0; i < 9; ++i) cells.nothing();
  } else {
    cells.estimate(it.explains);
    cells.estimate(it.present);
    cells.estimate(it.accounts_for);
  }
  cells.text(it.decided_by);
  cells.text(it.chain ? it.chain->because_of : "");
  cells.text(it.chain_head);
  cells.text(evidence_words(it, true));
  cells.text(evidence_words(it, false));
  cells.text(module_of(all, it.module));
  return cells.line();
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell = looks_like_a_formula(text) ? "'" : "";
  cell += printable(text);
  if (cell.find_first_of(",\"") == std::string::npos && !cell.starts_with(' ') &&
      !cell.ends_with(' '))
    return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string csv_header() { return fmt::format("{}{}", header, line_end); }

std::string to_csv(const Assessment& it) {
  const std::string before = patient_cells(it);
  const auto check =
      joined(to_look_at(it), [](const auto* finding) { return finding_words(*finding); });
  const std::string after = "," + csv_cell(joined(it.modules, missing_words)) + "," +
                            csv_cell(not_used_words(it)) + "," + csv_cell(check);
  if (it.causes.empty()) {
    const std::string no_cause(columns_of_cause - 1, ',');
    return fmt::format("{},{}{}{}", before, no_cause, after, line_end);
  }
  std::string lines;
  for (const auto& cause : it.causes)
    lines += fmt::format("{},{}{}{}", before, cause_cells(it, cause), after, line_end);
  return lines;
}

}  // namespace causa::report
