// SPDX-License-Identifier: Apache-2.0

#include "store/consistent.hpp"

#include <algorithm>

namespace causa::store {

namespace {

class Check {
 public:
  explicit Check(const assess::Assessment& assessment)
      : modules_(assessment.modules.size()), facts_(assessment.facts.size()) {}

  void module(std::uint32_t position, const char* kind, const std::string& id) {
    if (position < modules_) return;
    say(std::string(kind) + ' ' + id + " names module " + std::to_string(position) + " of " +
        std::to_string(modules_));
  }

  void facts(const std::vector<std::uint32_t>& positions, const char* kind, const std::string& id) {
    for (const std::uint32_t position : positions) {
      if (position < facts_) continue;
      say(std::string(kind) + ' ' + id + " names fact " + std::to_string(position) + " of " +
          std::to_string(facts_));
    }
  }

  void say(std::string words) {
    if (!found_) found_ = std::move(words);
  }

  [[nodiscard]] std::optional<std::string> found() && { return std::move(found_); }

 private:
  std::size_t modules_, facts_;
  std::optional<std::string> found_;
};

}  // namespace

std::optional<std::string> inconsistency(const assess::Assessment& assessment) {
  Check check(assessment);
  if (assessment.id.empty()) check.say("the assessment has no id");
  if (assessment.version == 0) check.say("versions of an assessment count from 1");
  for (const assess::CauseResult& cause : assessment.causes) {
    check.module(cause.module, "cause", cause.id);
    for (const assess::Evidence& evidence : cause.evidence) {
      check.module(evidence.module, "rule", evidence.rule);
      check.facts(evidence.facts, "rule", evidence.rule);
    }
  }
  for (const assess::RaisedAlert& alert : assessment.alerts) {
    check.module(alert.module, "alert", alert.id);
    check.facts(alert.facts, "alert", alert.id);
  }
  for (const assess::GivenAdvice& advice : assessment.advice) {
    check.module(advice.module, "advice", advice.id);
    if (!advice.withheld.empty()) check.module(advice.withheld_by, "advice", advice.id);
  }
  return std::move(check).found();
}

}  // namespace causa::store
