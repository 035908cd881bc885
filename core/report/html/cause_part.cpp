// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "report/html/figure.hpp"
#include "report/html/letter.hpp"
#include "report/json.hpp"
#include "report/wording.hpp"

namespace causa::report::html {

namespace {

using assess::CauseResult;
using assess::Counted;
using assess::Evidence;

constexpr std::int32_t bar_scale = 1000;  // millibans that fill a side: odds times or by ten

struct Reason {
  Counted counted;
  const char* words;
};
constexpr Reason reasons[] = {
    {Counted::grouped, "a stronger finding of the same kind or a score counts instead"},
    {Counted::zero, "it weighs nothing"},
    {Counted::no, "presence is decided already, or this outcome weighs nothing"}};

const char* basis_words(knowledge::Basis basis) {
  return basis == knowledge::Basis::expert ? "judgement" : word(basis);
}

bool counts(const Evidence& evidence) {
  return evidence.counted == Counted::yes || evidence.counted == Counted::capped;
}

}  // namespace

void Letter::causes() {
  if (it_.causes.empty()) {
    if (!it_.states.empty()) states();
    return;
  }
  const auto part =
      section("causes", it_.ranking == assess::Sufficiency::sufficient ? "Causes, most likely first"
                        : it_.ranking == assess::Sufficiency::weak
                            ? "Causes, most likely first (with care)"
                            : "Causes that were looked at; none comes first");
  out_.write(
      "p",
      "A cause explains the complaint if it is present and accounts for it. The mark on each "
      "line is the best estimate, the bar around it the range, from 0 to 100 %. Of the "
      "findings, a bar to the right speaks for the cause, one to the left against it; a "
      "full bar, 1,000, makes the odds ten times larger or smaller.",
      {{"class", "note"}});
  for (const auto& entry : it_.causes)
    if (is_written(entry, options_.causes)) cause(entry);
  further_causes();
}

void Letter::states() {
  const auto part = section("states", "Found");
  const auto list = out_.open("ul");
  for (const auto& state : it_.states) {
    const auto item = out_.open("li");
    out_.write_inline("strong", state.name);
    out_.text(fmt::format(": present {}", range_words(state.present)));
  }
}

void Letter::cause(const CauseResult& it) {
  const bool member = !it.chain_head.empty();
  const auto part = out_.open("div", {{"class", member ? "cause member" : "cause"}});
  {
    const auto title = out_.open("h4");
    if (!member && it_.ranking != assess::Sufficiency::none)
      out_.text(fmt::format("{}. ", it.rank));
    out_.quote(it.name);
    if (it.role == knowledge::Role::dangerous)
      out_.write_inline("span", "DANGEROUS", {{"class", "flag"}});
  }
  if (member) out_.write("p", "In the same chain as " + name_of(it_, it.chain_head) + ".");
  if (is_placed_by_rule(it)) {
    out_.write("p", fmt::format("Placed by rule: {}.", idiopathic_words(it_, it)));
  } else {
    estimates(it);
    if (it.chain)
      out_.write("p", "Probably because of: " + name_of(it_, it.chain->because_of) + ".");
    if (const std::string words = hemolyzed_words(it_, it); !words.empty()) out_.write("p", words);
  }
  evidence(it);
}

void Letter::estimates(const CauseResult& it) {
  const auto row = [&](const char* what, const assess::Estimate& estimate, std::string_view note) {
    const auto pair = out_.open("div");
    out_.write("dt", what);
    const auto value = out_.open("dd");
    draw_range(out_, estimate);
    out_.write_inline("span", fmt::format(" {}{}", range_words(estimate), note));
  };
  const auto list = out_.open("dl", {{"class", "estimates"}});
  row("Explains the complaint", it.explains, "");
  row("Is present", it.present,
      fmt::format(", {}{}", decided_words(it), it.judgement_only ? "; judgement only" : ""));
  row("Accounts for it, if present", it.accounts_for, "");
}

void Letter::evidence(const CauseResult& it) {
  if (std::any_of(it.evidence.begin(), it.evidence.end(), counts)) {
    const auto table = out_.open("table", {{"class", "evidence"}});
    out_.write("caption", "What counted for " + it.name);
    {
      const auto head = out_.open("thead");
      const auto row = out_.open("tr");
      out_.write("th", "Finding", {{"scope", "col"}});
      out_.write("th", "Against or for", {{"scope", "col"}});
      out_.write("th", "Weight", {{"scope", "col"}});
    }
    const auto body = out_.open("tbody");
    for (const bool in_favor : {true, false})
      for (const auto* entry : heaviest(it, in_favor)) evidence_row(*entry);
  }
  not_counted(it);
}

void Letter::evidence_row(const Evidence& it) {
  const auto row = out_.open("tr");
  {
    const auto cell = out_.open("th", {{"scope", "row"}});
    out_.quote(finding(it));
    citations_.cite(out_, it.module, it.sources);
  }
  {
    const auto cell = out_.open("td");
    draw_weight(out_, it.weight_millibans, bar_scale);
  }
  const auto cell = out_.open("td", {{"class", "number"}});
  out_.text(fmt::format("{:+}", it.weight_millibans));
  out_.write_inline(
      "span",
      fmt::format(" odds of {} × {:.2g}, {}{}",
                  it.about == knowledge::About::present ? "presence" : "explaining it", it.lr,
                  basis_words(it.basis), it.counted == Counted::capped ? ", capped in total" : ""),
      {{"class", "basis"}});
}

void Letter::not_counted(const CauseResult& it) {
  for (const auto& [counted, words] : reasons) {
    const auto is_so = [&](const Evidence& entry) { return entry.counted == counted; };
    if (std::none_of(it.evidence.begin(), it.evidence.end(), is_so)) continue;
    const auto paragraph = out_.open("p", {{"class", "note"}});
    out_.text(fmt::format("Known, without weight here ({}): ", words));
    bool first = true;
    for (const auto& entry : it.evidence) {
      if (!is_so(entry)) continue;
      if (!first) out_.text("; ");
      first = false;
      out_.quote(finding(entry));
      citations_.cite(out_, entry.module, entry.sources);
    }
    out_.text(".");
  }
}

void Letter::further_causes() {
  const auto is_left = [&](const CauseResult& it) { return !is_written(it, options_.causes); };
  if (std::none_of(it_.causes.begin(), it_.causes.end(), is_left)) return;
  const auto table = out_.open("table", {{"class", "further"}});
  out_.write("caption", "Further causes with less weight");
  table_head({"Place", "Cause", "Explains the complaint"});
  const auto body = out_.open("tbody");
  for (const auto& entry : it_.causes) {
    if (!is_left(entry)) continue;
    const auto row = out_.open("tr");
    out_.write("td", fmt::format("{}", entry.rank));
    out_.write("th", entry.name, {{"scope", "row"}});
    out_.write("td", is_placed_by_rule(entry) ? "placed by rule" : range_words(entry.explains));
  }
}

}  // namespace causa::report::html
