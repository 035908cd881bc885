// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.hpp"
#include "facts/fact.hpp"
#include "report/approval.hpp"
#include "report/findings.hpp"
#include "report/html/letter.hpp"
#include "report/json.hpp"
#include "report/wording.hpp"

namespace causa::report::html {

namespace {

using assess::ModuleStatus;
using assess::ShownFact;

/// What a reader must know before trusting a finding.
std::vector<std::string> doubts(const ShownFact& it) {
  constexpr std::pair<std::uint16_t, const char*> words[] = {
      {facts::Quality::implausible, "implausible: not used for the ranking"},
      {facts::Quality::unit_doubted, "unit in doubt: used for alerts only"},
      {facts::Quality::stale, "too old to weigh anything"},
      {facts::Quality::hemolyzed, "hemolyzed sample: repeat it"},
      {facts::Quality::tied, "several values at one time"},
      {facts::Quality::unit_assumed, "unit assumed from the code"},
      {facts::Quality::preliminary, "preliminary"},
      {facts::Quality::true_value_below, "a bound: the value is lower"},
      {facts::Quality::true_value_above, "a bound: the value is higher"}};
  std::vector<std::string> found;
  for (const auto& [bit, text] : words)
    if (it.quality & bit) found.emplace_back(text);
  if (!it.matched_text.empty()) found.push_back("matched in words: “" + it.matched_text + "”");
  if (!it.derived_from.empty()) found.push_back("computed by " + it.derived_from);
  return found;
}

std::string when(const ShownFact& it) {
  std::string text = it.time_ms == unknown_time ? "" : format_date(it.time_ms);
  if (it.start_ms != unknown_time)
    text += fmt::format("{}since {}", text.empty() ? "" : ", ", format_date(it.start_ms));
  return text.empty() ? "not dated" : text;
}

}  // namespace

void Letter::findings() {
  if (it_.facts.empty()) return;
  const auto part = section("findings", "Facts that this rests on");
  const auto table = out_.open("table");
  out_.write("caption", "Facts that some rule read, as causa understood them");
  table_head({"Fact", "Value", "Date", "From, and doubts"});
  const auto body = out_.open("tbody");
  for (const auto& fact : it_.facts) finding_row(fact);
}

void Letter::finding_row(const ShownFact& it) {
  const auto row = out_.open("tr");
  {
    const auto cell = out_.open("th", {{"scope", "row"}});
    out_.quote(it.name);
    if (!it.laterality.empty()) {
      out_.text(", ");
      out_.quote(it.laterality);
    }
  }
  out_.write("td", value_words(it));
  out_.write("td", when(it));
  const auto cell = out_.open("td");
  out_.quote(it.source);
  for (const auto& doubt : doubts(it)) {
    out_.text(it.source.empty() ? "" : "; ");
    out_.quote(doubt);
  }
}

void Letter::input_to_check() {
  const auto found = to_look_at(it_);
  if (found.empty()) return;
  const auto part = section("check", "Check the input");
  const auto list = out_.open("ul");
  for (const lint::Finding* finding : found) {
    const auto item = out_.open("li");
    if (!finding->place.empty()) {
      out_.write_inline("strong", finding->place);
      out_.text(": ");
    }
    out_.quote(fmt::format("{}; {}.", finding->message, finding->cure));
  }
}

void Letter::not_used() {
  if (it_.ignored.empty() && it_.not_understood.empty()) return;
  const auto part = section("unused", "Not used or not understood");
  out_.write("p", fmt::format("{} of {} entries of the record were used.", it_.resources_used,
                              it_.resources_read));
  const auto list = out_.open("ul");
  for (const auto& entry : it_.ignored) {
    if (entry.grouped) continue;
    const auto item = out_.open("li");
    out_.write_inline("strong", place_of(entry));
    out_.text(": ");
    out_.quote(entry.reason);
  }
  for (const auto& entry : it_.ignored) {
    if (!entry.grouped) continue;
    const auto item = out_.open("li");
    out_.quote(ignored_words(entry));
  }
  if (it_.not_understood.empty()) return;
  const auto item = out_.open("li");
  out_.write_inline("strong", "Not understood, which isn't the same as normal:");
  out_.text(" ");
  out_.quote(fmt::format("{}", fmt::join(it_.not_understood, "; ")));
}

void Letter::modules() {
  const auto part = section("modules", "Who took part");
  const auto table = out_.open("table");
  out_.write("caption", "Modules of this assessment");
  table_head({"Module", "Version", "Took part"});
  {
    const auto body = out_.open("tbody");
    for (const auto& module : it_.modules) {
      const auto row = out_.open("tr");
      out_.write("th", module.id, {{"scope", "row"}});
      out_.write("td", module.version);
      if (module.status == ModuleStatus::ok)
        out_.write("td", took_part_words(module));
      else
        out_.write("td", fmt::format("NO, {}: {}", word(module.status), module.why));
    }
  }
  for (const auto& sentence : review_words(it_, context_, ModuleNames::ids))
    out_.write("p", sentence);
}

void Letter::sources() {
  if (!citations_.empty()) {
    const auto part = section("literature", "Sources");
    citations_.list(out_);
  }
  const auto end = out_.open("p", {{"class", "note"}});
  out_.text("Where no study is named, the weight is a judgement. ");
  if (!it_.id.empty()) {
    out_.text("Assessment ");
    out_.write_inline("code", it_.id);
    out_.text(", made " + format_time(it_.created_ms) + ".");
  }
  if (!options_.stored || it_.alerts.empty()) return;
  out_.text(" To answer an alert, causa feedback takes its name: ");
  std::string_view separator;
  for (const auto& name : alert_names(it_)) {
    out_.text(std::string(separator));
    out_.write_inline("code", name);
    separator = ", ";
  }
  out_.text(".");
}

}  // namespace causa::report::html
