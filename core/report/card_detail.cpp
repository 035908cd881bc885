// SPDX-License-Identifier: Apache-2.0

#include "report/card_detail.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/approval.hpp"
#include "report/figures.hpp"
#include "report/findings.hpp"
#include "report/json.hpp"
#include "report/markdown.hpp"
#include "report/wording.hpp"

namespace causa::report {

namespace {

using assess::Assessment;
using assess::CauseResult;

constexpr std::size_t most_rows = 7;
constexpr std::size_t most_listed = 5;
constexpr std::size_t most_shortcomings = 10;
constexpr std::size_t most_to_check = 3;
constexpr std::size_t longest_cell = 180;
constexpr std::size_t longest_item = 400;

std::string safe(std::string_view text, std::size_t most = longest_item) {
  return escape_markdown(shorten(text, most));
}

/// A list with a heading, cut at `most`; nothing without items.
std::string list(std::string_view heading, const std::vector<std::string>& items,
                 std::size_t most) {
  if (items.empty()) return {};
  std::string text = fmt::format("**{}**\n\n", heading);
  for (std::size_t i = 0; i < std::min(items.size(), most); ++i)
    text += fmt::format("- {}\n", safe(items[i]));
  if (items.size() > most) text += fmt::format("- and {} more\n", items.size() - most);
  return text + "\n";
}

std::string row(const Assessment& all, const CauseResult& cause) {
  const bool idiopathic = is_placed_by_rule(cause);
  std::string name = safe(cause.name, longest_cell);
  if (cause.role == knowledge::Role::dangerous) name += " (**dangerous**)";
  std::string in_favor = evidence_text(cause, true);
  if (cause.chain)
    in_favor = fmt::format("because of {}{}{}", name_of(all, cause.chain->because_of),
                           in_favor.empty() ? "" : "; ", in_favor);
  if (in_favor.empty() && !cause.decided_by.empty()) in_favor = decided_words(cause);
  if (const std::string hemolyzed = hemolyzed_words(all, cause); !hemolyzed.empty())
    in_favor += (in_favor.empty() ? "" : "; ") + hemolyzed;
  if (idiopathic) in_favor = "the pattern fits";
  const bool placed = all.ranking != assess::Sufficiency::none;
  const std::string place = !cause.chain_head.empty() ? "+"
                            : placed                  ? std::to_string(cause.rank)
                                                      : "-";
  return fmt::format("| {} | {} | {} | {} | {} |\n", place, name,
                     idiopathic ? std::string("by pattern") : figure(cause.explains),
                     safe(in_favor, longest_cell), safe(evidence_text(cause, false), longest_cell));
}

std::string table(const Assessment& all) {
  std::string text =
      "| | Cause | Explains the complaint | For | Against |\n|--:|---|---|---|---|\n";
  std::size_t written = 0;
  for (const auto& cause : all.causes) {
    if (written == most_rows || !is_written(cause, most_rows)) continue;
    text += row(all, cause);
    ++written;
  }
  text += "\n";
  if (written < all.causes.size())
    text += fmt::format("{} further {} less weight. ", all.causes.size() - written,
                        all.causes.size() - written == 1 ? "cause has" : "causes have");
  return text + fmt::format("Left unexplained: {}.\n\n", figure(all.unexplained));
}

std::vector<std::string> must_not_miss(const Assessment& all) {
  std::vector<std::string> items;
  for (const auto& cause : all.must_not_miss) items.push_back(danger_text(cause));
  return items;
}

std::vector<std::string> tests(const Assessment& all) {
  std::vector<std::string> items;
  for (const auto& advice : all.advice)
    if (advice.kind == knowledge::AdviceKind::workup && advice.withheld.empty())
      items.push_back(text_of(advice));
  return items;
}

std::string cited(const knowledge::Source& source) {
  std::string text = source.citation;
  if (!source.pmid.empty()) text += " PMID " + source.pmid;
  return source.verified || source.id == "judgement" ? text : text + " (not verified)";
}

}  // namespace

std::string alert_detail(const assess::RaisedAlert& alert, const Context& context) {
  std::string text = fmt::format("**What to do:** {}\n\n", safe(alert.action));
  if (const std::string trigger = trigger_of(alert); !trigger.empty())
    text += fmt::format("**Because of:** {}\n\n", safe(trigger));
  if (alert.repeat_now)
    text += alert.age_hours ? "The value is old and no later one is known: repeat it now.\n\n"
                            : "When the value was measured is not known: repeat it now.\n\n";
  if (!alert.threshold.empty()) text += fmt::format("**Raised if:** {}\n\n", safe(alert.threshold));
  std::vector<std::string> sources;
  if (const auto* manifest = context.manifest(alert.module))
    for (const auto& id : alert.sources)
      for (const auto& source : manifest->sources)
        if (source.id == id) sources.push_back(cited(source));
  return text + list("Sources", sources, most_listed);
}

std::string input_to_check(const Assessment& all) {
  std::vector<std::string> items;
  for (const lint::Finding* finding : to_look_at(all)) items.push_back(finding_words(*finding));
  return list("Check the input", items, most_to_check);
}

std::string ranking_detail(const Assessment& all, const Context& context,
                           const std::string& to_check) {
  std::string text = fmt::format("**Complaint:** {}\n\n", safe(all.complaint_text));
  if (!all.ranking_why.empty())
    text += fmt::format("**{}:** {}\n\n", all.causes.empty() ? "Not ranked" : "With care",
                        safe(all.ranking_why));
  if (!all.causes.empty()) text += table(all);
  text += list("Must not be missed", must_not_miss(all), most_listed);
  text += list("Test next", tests(all), most_listed);
  text += to_check + not_used(all) + missing_modules(all);
  for (const auto& sentence : review_words(all, context, ModuleNames::short_ones))
    text += safe(sentence) + "\n\n";
  return text + "Decision support only; what is not recorded is unknown, never normal.\n";
}

std::string not_used(const Assessment& all) {
  std::vector<std::string> items;
  for (const auto& entry : all.ignored)
    if (!entry.grouped) items.push_back(ignored_words(entry));
  for (const auto& text : all.not_understood) items.push_back("not understood: " + text);
  return list("Not used", items, most_shortcomings);
}

std::string missing_modules(const Assessment& all) {
  std::vector<std::string> items;
  for (const auto& module : all.modules)
    if (module.status != assess::ModuleStatus::ok)
      items.push_back(
          fmt::format("module {} {}: what it knows is missing", module.id, word(module.status)));
  return list("Modules that are missing", items, most_shortcomings);
}

}  // namespace causa::report
