// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/validation_report.hpp"

#include <fmt/core.h>

#include "base/text.hpp"

namespace causa::cli::validate {

namespace {

void add_strangers(const std::string& id, const std::vector<std::string>& names,
                   const std::set<std::string>& known, const char* kind,
                   std::vector<std::string>& told) {
  const std::vector<std::string> candidates(known.begin(), known.end());
  for (const auto& name : names) {
    if (known.contains(name)) continue;
    const std::string near = nearest(name, candidates);
    told.push_back(fmt::format("{}: no loaded module has the {} {}{}", id, kind, name,
                               near.empty() ? "" : fmt::format(" (is it {}?)", near)));
  }
}

}  // namespace

std::set<std::string> known_causes(const assess::Prepared& prepared) {
  std::set<std::string> causes;
  for (const auto& cause : prepared.causes) causes.insert(cause.cause->id);
  return causes;
}

std::set<std::string> known_alerts(const assess::Prepared& prepared) {
  std::set<std::string> alerts;
  for (const auto& alert : prepared.alerts) alerts.insert(alert.alert->id);
  return alerts;
}

std::vector<std::string> strangers(const Told& told) {
  const auto causes = known_causes(told.prepared), alerts = known_alerts(told.prepared);
  std::vector<std::string> found;
  for (const auto& labeled : told.set.cases) {
    add_strangers(labeled.id, labeled.expected_causes, causes, "cause", found);
    add_strangers(labeled.id, labeled.expected_alerts, alerts, "alert", found);
  }
  return found;
}

std::string calibration_caveat(const Tally& tally) {
  std::uint64_t pairs = 0;
  for (const auto& bin : tally.calibration) pairs += bin.all;
  return fmt::format(
      "{} {} of {} {}. So few can't show whether the probabilities are right: the bars are "
      "wide, causes of one case hang together, and a label names one cause even where several are "
      "there.",
      pairs, pairs == 1 ? "cause" : "causes", tally.calibration_cases,
      tally.calibration_cases == 1 ? "case" : "cases");
}

}  // namespace causa::cli::validate
