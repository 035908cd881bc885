// SPDX-License-Identifier: Apache-2.0

#include "report/findings.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>

#include "report/json.hpp"
#include "report/paragraph.hpp"

namespace causa::report {

namespace {

namespace json = boost::json;
using lint::Finding;
using lint::Severity;

constexpr std::size_t places_told = 3;  // of one rule, unless the patient's safety is concerned

std::string entry_of(const Finding& finding) {
  return finding.place.empty() ? finding.message : finding.place + ": " + finding.message;
}

/// Findings of one rule with one cure stand together.
bool same_group(const Finding& a, const Finding& b) { return a.id == b.id && a.cure == b.cure; }

std::string number_of(std::uint64_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::vector<const Finding*> to_look_at(const assess::Assessment& assessment) {
  std::vector<std::string_view> told;  // sorted: what begins with a text follows it
  for (const record::Ignored& entry : assessment.ignored)
    if (!entry.grouped) told.push_back(entry.reason);
  std::sort(told.begin(), told.end());
  std::vector<const Finding*> found;
  for (const Finding& finding : assessment.findings) {
    if (!finding.safety && finding.severity != Severity::error) continue;
    const auto at = std::lower_bound(told.begin(), told.end(), std::string_view(finding.message));
    if (at == told.end() || !at->starts_with(finding.message)) found.push_back(&finding);
  }
  return found;
}

void FindingCounts::add(const Finding& finding) {
  ++(finding.severity == Severity::error     ? errors
     : finding.severity == Severity::warning ? warnings
                                             : notes);
  ++by_id[finding.id];
}

std::string findings_text(const std::string& place, const std::vector<Finding>& findings) {
  if (findings.empty()) return {};
  std::string out;
  out += paragraph("", place);
  for (std::size_t first = 0; first < findings.size();) {
    const Finding& head = findings[first];
    std::size_t last = first + 1;
    while (last < findings.size() && same_group(head, findings[last])) ++last;
    out += fmt::format("  {} {}{}\n", word(head.severity), head.id,
                       head.safety ? ", patient safety" : "");
    const std::size_t told = head.safety ? last : std::min(last, first + places_told);
    for (std::size_t i = first; i < told; ++i) out += paragraph("    ", entry_of(findings[i]));
    if (told < last)
      out += paragraph("    ",
                       fmt::format("and {} more of this kind (--to json has all)", last - told));
    if (!head.cure.empty()) out += paragraph("    ", "What to do: " + head.cure + ".");
    first = last;
  }
  return out + "\n";
}

std::string findings_total(const FindingCounts& counts) {
  std::string out = fmt::format("{}: {}, {}, {}", number_of(counts.patients, "patient", "patients"),
                                number_of(counts.errors, "error", "errors"),
                                number_of(counts.warnings, "warning", "warnings"),
                                number_of(counts.notes, "note", "notes"));
  if (counts.unread > 0)
    out += fmt::format("; {} could not be read", number_of(counts.unread, "input", "inputs"));
  out += ".\n";
  for (const auto& [id, count] : counts.by_id) out += fmt::format("  {:>6}  {}\n", count, id);
  return out;
}

std::string findings_json(const std::string& place, const std::vector<Finding>& findings) {
  FindingCounts counts;
  json::array list;
  for (const Finding& finding : findings) {
    counts.add(finding);
    list.push_back(finding_json(finding));
  }
  return write_json(json::object{{"schema", "causa.lint/1"},
                                 {"input", place},
                                 {"errors", counts.errors},
                                 {"warnings", counts.warnings},
                                 {"notes", counts.notes},
                                 {"findings", std::move(list)}});
}

}  // namespace causa::report
