// SPDX-License-Identifier: Apache-2.0

#include "cli/fail_on.hpp"

#include <algorithm>

#include "knowledge/urgency_words.hpp"

namespace causa::cli {

namespace {

knowledge::Urgency urgency_of(const std::string& level) {
  for (const auto& [word, urgency] : knowledge::urgencies)
    if (word == level) return urgency;
  return knowledge::Urgency::urgent;
}

}  // namespace

bool reaches_fail_on(const Settings& settings, const assess::RaisedAlert& alert) {
  const std::string& level = settings.text("fail-on");
  return !level.empty() && alert.urgency >= urgency_of(level);
}

bool reaches_fail_on(const Settings& settings, const assess::Assessment& assessment) {
  return std::any_of(assessment.alerts.begin(), assessment.alerts.end(),
                     [&](const auto& alert) { return reaches_fail_on(settings, alert); });
}

}  // namespace causa::cli
