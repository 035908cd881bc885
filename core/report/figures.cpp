// SPDX-License-Identifier: Apache-2.0

#include "report/figures.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/wording.hpp"

namespace causa::report {

namespace {

bool is_extreme(double p) { return p < 0.005 || p > 0.995; }

}  // namespace

std::string figure(double p) {
  if (!is_extreme(p)) return percent(p);
  return p < 0.5 ? "under 1 %" : "over 99 %";
}

std::string figure(const assess::Estimate& estimate) {
  std::string low = figure(estimate.low);
  const std::string high = figure(estimate.high);
  if (low == high) return fmt::format("{} (range {})", figure(estimate.p), low);
  if (!is_extreme(estimate.low) && !is_extreme(estimate.high)) low.resize(low.size() - 2);
  return fmt::format("{} (range {} to {})", figure(estimate.p), low, high);
}

std::string danger_text(const assess::MustNotMiss& danger) {
  const std::string present = is_judged(danger)
                                  ? fmt::format(" (present {}, up to {})", figure(danger.present.p),
                                                figure(danger.present.high))
                                  : "";
  return fmt::format("{}{}. {}", danger.name, present, danger.action);
}

std::string trigger_of(const assess::RaisedAlert& alert) {
  std::string text = alert.value;
  if (text.empty()) return text;
  if (const std::string age = age_words(alert); !age.empty()) text += fmt::format(" ({})", age);
  if (alert.from_text) text += " (matched in words)";
  return text;
}

std::string text_of(const assess::GivenAdvice& advice) {
  if (advice.check.empty()) return advice.text;
  return fmt::format("{} (Only after checking: {}.)", advice.text, fmt::join(advice.check, "; "));
}

std::string evidence_text(const assess::CauseResult& cause, bool in_favor) {
  std::string text;
  for (const auto* evidence : heaviest(cause, in_favor)) {
    if (!text.empty()) text += "; ";
    text += finding(*evidence);
  }
  return text;
}

}  // namespace causa::report
