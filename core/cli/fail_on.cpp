// SPDX-License-Identifier: Apache-2.0

#include "cli/fail_on.hpp"

#include <algorithm>

namespace causa::cli {

namespace {

knowledge::Urgency urgency_of(const std::string& level) {
  if (level == "emergency") return knowledge::Urgency::emergency;
  if (level == "same-day") return knowledge::Urgency::same_day;
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
