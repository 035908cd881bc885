// SPDX-License-Identifier: Apache-2.0

#include "report/csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "report/figures.hpp"
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

/// Needs neither quotes nor a closer look: visible ASCII without comma and quotes, spaces within,
/// and no sign in front that begins a formula.
bool is_plain(std::string_view text) {
  if (text.empty()) return true;
  if (text.back() == ' ') return false;
  switch (text.front()) {
    case ' ':
    case '=':
    case '+':
    case '-':
    case '@':
      return false;
    default:
      break;
  }
  return std::all_of(text.begin(), text.end(), [](char letter) {
    return letter >= ' ' && letter <= '~' && letter != ',' && letter != '"';
  });
}

/// Cells of one line or a part of it, at the end of `line`.
class Cells {
 public:
  explicit Cells(std::string& line) : line_(line) {}

  void text(std::string_view text) {
    next();
    if (is_plain(text)) {
      line_ += text;
    } else {
      line_ += csv_cell(text);
    }
  }
  void number(double value) {
    next();
    line_ += format_number(value);
  }
  void nothing() { next(); }
  void estimate(const Estimate& it) {
    for (const double p : {it.p, it.low, it.high}) number(six_digits(p));
  }

 private:
  void next() {
    if (!empty_) line_ += ',';
    empty_ = false;
  }

  std::string& line_;
  bool empty_ = true;
};

template <class T, class Words>
std::string joined(const std::vector<T>& entries, Words words) {
  std::string text;
  for (const auto& entry : entries) {
    const std::string part = words(entry);
    if (part.empty()) continue;
    if (!text.empty()) text += " | ";
    text += part;
  }
  return text;
}

std::string alert_words(const assess::RaisedAlert& alert) {
  const std::string trigger = trigger_of(alert);
  return fmt::format("{}: {}{}. What to do: {}", loud(alert.urgency), alert.title,
                     trigger.empty() ? "" : fmt::format("; because of: {}", trigger), alert.action);
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
void add_patient(Cells cells, const Assessment& it) {
  cells.text(it.patient_id);
  cells.text(it.id);
  cells.text(format_time(it.as_of_ms));
  if (std::isnan(it.age.low_years))
    cells.nothing();
  else
    cells.number(it.age.low_years);
  cells.text(word(it.sex));
  cells.text(it.complaint_present ? std::string_view(it.complaint_text) : std::string_view());
  cells.text(word(it.ranking));
  cells.text(it.ranking_why);
  cells.text(joined(it.alerts, alert_words));
  cells.text(joined(it.must_not_miss, [](const auto& cause) {
    return cause.action.empty() ? cause.name.text() : cause.name + ": " + cause.action;
  }));
}

std::string evidence_words(const CauseResult& cause, bool in_favor) {
  return joined(heaviest(cause, in_favor), [](const auto* evidence) {
    return fmt::format("{} ({:+})", finding(*evidence), evidence->weight_millibans);
  });
}

void add_cause(Cells cells, const Assessment& all, const CauseResult& it) {
  cells.number(it.rank);
  for (const SharedText text : {it.id, it.name, it.family}) cells.text(text);
  cells.text(word(it.role));
  if (is_placed_by_rule(it)) {
    for (int i = 0; i < 9; ++i) cells.nothing();
  } else {
    cells.estimate(it.explains);
    cells.estimate(it.present);
    cells.estimate(it.accounts_for);
  }
  cells.text(it.decided_by);
  cells.text(it.chain ? std::string_view(it.chain->because_of) : std::string_view());
  cells.text(it.chain_head);
  cells.text(
      joined(std::vector{evidence_words(it, true), hemolyzed_words(all, it)}, std::identity()));
  cells.text(evidence_words(it, false));
  cells.text(module_of(all, it.module));
}

/// What stands after the cause, and the end of the line.
void add_checks(Cells cells, const Assessment& it) {
  cells.text(joined(it.modules, missing_words));
  cells.text(not_used_words(it));
  cells.text(joined(to_look_at(it), [](const auto* finding) { return finding_words(*finding); }));
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell = looks_like_a_formula(text) ? "'" : "";
  cell += printable(text);
  if (cell.find_first_of(",\"") == std::string::npos && !cell.starts_with(' ') &&
      !cell.ends_with(' '))
    return cell;
  std::string quoted;
  quoted.reserve(cell.size() + 8);
  quoted += '"';
  for (const char letter : cell) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  quoted += '"';
  return quoted;
}

std::string csv_header() { return fmt::format("{}{}", header, line_end); }

std::string to_csv(const Assessment& it) {
  std::string before;
  add_patient(Cells(before), it);
  before += ',';
  std::string after = ",";
  add_checks(Cells(after), it);
  after += line_end;
  if (it.causes.empty()) return before.append(columns_of_cause - 1, ',') + after;
  std::string lines;
  for (const CauseResult& cause : it.causes) {
    lines += before;
    add_cause(Cells(lines), it, cause);
    lines += after;
  }
  return lines;
}

}  // namespace causa::report
