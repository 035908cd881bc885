// SPDX-License-Identifier: Apache-2.0

#include "cli/review/check_report.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iterator>

#include "base/text.hpp"
#include "report/json.hpp"

namespace causa::cli::review {

namespace {

namespace json = boost::json;

constexpr std::size_t width = 100;

class Writer {
 public:
  template <class... Parts>
  void line(fmt::format_string<Parts...> format, Parts&&... parts) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Parts>(parts)...);
    text_ += '\n';
  }

  void entry(const std::string& words) {
    std::string lead = "  ";
    for (const auto& part : wrap(words, width - 4)) {
      line("{}{}", lead, part);
      lead = "    ";
    }
  }

  void remarks(const char* heading, const std::vector<Remark>& remarks) {
    line("{} {}", remarks.size(), heading);
    for (const auto& remark : remarks) entry(fmt::format("{}: {}", remark.place, remark.words));
    line("");
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void write_tallies(Writer& out, const Findings& findings) {
  out.line("{:<17} {:>6} {:>8} {:>6} {:>6} {:>6} {:>9} {:>5} {:>12} {:>8}", "MODULE", "CAUSES",
           "MEASURED", "EXPERT", "ALERTS", "ADVICE", "WITHHOLDS", "STEPS", "SOURCES SEEN",
           "NOT SEEN");
  Tally sum;
  const auto row = [&](const Tally& it) {
    out.line("{:<17} {:>6} {:>8} {:>6} {:>6} {:>6} {:>9} {:>5} {:>12} {:>8}", it.module, it.causes,
             it.measured, it.expert, it.alerts, it.advice, it.withholds, it.steps, it.sources_seen,
             it.sources_not_seen);
  };
  for (const auto& it : findings.tallies) {
    row(it);
    sum.causes += it.causes;
    sum.measured += it.measured;
    sum.expert += it.expert;
    sum.alerts += it.alerts;
    sum.advice += it.advice;
    sum.withholds += it.withholds;
    sum.steps += it.steps;
    sum.sources_seen += it.sources_seen;
    sum.sources_not_seen += it.sources_not_seen;
  }
  sum.module = "all";
  row(sum);
  out.line(
      "Measured and expert are rules by their basis. Not seen: sources that nobody has looked "
      "up, and\nthe word judgement, which is none.");
}

void write_codes(Writer& out, const Findings& findings) {
  out.line("\n{:<17} {:>8} {:>10}", "CODES", "VERIFIED", "UNVERIFIED");
  for (const auto& [system, codes] : findings.codes)
    out.line("{:<17} {:>8} {:>10}", system, codes.verified, codes.unverified);
}

void write_carried(Writer& out, const Carried& carried) {
  if (carried.kinds.empty()) return;
  out.line("\n{:<17} {:>8} {:>10}", "EVIDENCE", "CARRIED", "LEFT OUT");
  CarriedCount sum;
  for (const auto& [kind, count] : carried.kinds) {
    out.line("{:<17} {:>8} {:>10}", kind, count.carried, count.left_out);
    sum.carried += count.carried;
    sum.left_out += count.left_out;
  }
  out.line("{:<17} {:>8} {:>10}", "all", sum.carried, sum.left_out);
  if (carried.left_out.empty()) return;
  out.line("\nLeft out, and why:");
  for (const auto& row : carried.left_out)
    out.entry(fmt::format("{} ({}): {}", row.row, row.file, row.why));
}

json::array remarks_json(const std::vector<Remark>& remarks) {
  json::array list;
  for (const auto& remark : remarks)
    list.push_back(json::object{{"place", remark.place}, {"words", remark.words}});
  return list;
}

json::object carried_json(const Carried& carried) {
  json::object kinds;
  for (const auto& [kind, count] : carried.kinds)
    kinds[kind] = json::object{{"carried", count.carried}, {"left_out", count.left_out}};
  json::array left_out;
  for (const auto& row : carried.left_out)
    left_out.push_back(json::object{{"row", row.row}, {"module", row.file}, {"why", row.why}});
  return {{"kinds", std::move(kinds)}, {"left_out", std::move(left_out)}};
}

}  // namespace

std::string check_text(const Findings& findings, const Carried& carried) {
  Writer out;
  auto faults = findings.faults;
  faults.insert(faults.end(), carried.faults.begin(), carried.faults.end());
  out.remarks(faults.size() == 1 ? "fault" : "faults", faults);
  out.remarks(findings.notes.size() == 1 ? "note" : "notes", findings.notes);
  write_tallies(out, findings);
  write_codes(out, findings);
  write_carried(out, carried);
  return out.take();
}

std::string check_json(const Findings& findings, const Carried& carried) {
  auto faults = findings.faults;
  faults.insert(faults.end(), carried.faults.begin(), carried.faults.end());
  json::array modules;
  for (const auto& it : findings.tallies)
    modules.push_back(json::object{{"module", it.module},
                                   {"causes", it.causes},
                                   {"rules_measured", it.measured},
                                   {"rules_expert", it.expert},
                                   {"alerts", it.alerts},
                                   {"advice", it.advice},
                                   {"withholds", it.withholds},
                                   {"steps", it.steps},
                                   {"sources_seen", it.sources_seen},
                                   {"sources_not_seen", it.sources_not_seen}});
  json::object codes;
  for (const auto& [system, count] : findings.codes)
    codes[system] = json::object{{"verified", count.verified}, {"unverified", count.unverified}};
  return report::write_json(json::object{{"schema", "causa.knowledge-check/1"},
                                         {"faults", remarks_json(faults)},
                                         {"notes", remarks_json(findings.notes)},
                                         {"modules", std::move(modules)},
                                         {"codes", std::move(codes)},
                                         {"evidence", carried_json(carried)}});
}

}  // namespace causa::cli::review
