// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/miss_reason.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "report/json.hpp"
#include "report/wording.hpp"

namespace causa::cli::validate {

namespace {

using assess::Assessment;
using assess::CauseResult;
using assess::Evidence;
using report::percent;

constexpr std::size_t rules_told = 2;
constexpr std::size_t alerts_told = 3;
constexpr std::size_t condition_told = 160;  // bytes

template <class Range, class Value>
bool holds(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

/// "statin_ck_high x4.0": the rule's id and its likelihood ratio.
std::string rules(const CauseResult& cause, bool in_favor) {
  std::vector<std::string> told;
  for (const Evidence* evidence : report::heaviest(cause, in_favor)) {
    if (told.size() == rules_told) break;
    told.push_back(fmt::format("{} x{:.2g}", evidence->rule, evidence->lr));
  }
  return fmt::format("{}", fmt::join(told, ", "));
}

std::string numbers(const CauseResult& cause) {
  if (report::is_placed_by_rule(cause)) return "by rule";
  return fmt::format("E {} = P {} x X {}", percent(cause.explains.p), percent(cause.present.p),
                     percent(cause.accounts_for.p));
}

std::string first_place(const CauseResult& cause) {
  std::string text = fmt::format("{} stood first ({}", cause.id, numbers(cause));
  if (!cause.decided_by.empty()) text += fmt::format("; decided: {}", cause.decided_by);
  const std::string carried = rules(cause, true);
  if (!carried.empty())
    text += "; for it: " + carried;
  else if (cause.decided_by.empty() && !report::is_placed_by_rule(cause))
    text += "; for it: only its prior";
  return text + ")";
}

const assess::PreparedCause* find(const assess::Prepared& prepared, const std::string& id) {
  for (const auto& cause : prepared.causes)
    if (cause.cause->id == id) return &cause;
  return nullptr;
}

/// The strongest rules for it that nothing recorded decides. `result` null: it isn't listed, so
/// none was decided.
std::string undecided(const assess::PreparedCause& cause, const CauseResult* result) {
  std::vector<const assess::PreparedRule*> open;
  for (const auto& rule : cause.rules) {
    if (!rule.holds || rule.holds->millibans <= 0) continue;
    const bool decided =
        result != nullptr && std::any_of(result->evidence.begin(), result->evidence.end(),
                                         [&](const Evidence& evidence) {
                                           return evidence.module == rule.module &&
                                                  evidence.rule == rule.rule->id &&
                                                  evidence.outcome != assess::Outcome::unknown;
                                         });
    if (!decided) open.push_back(&rule);
  }
  std::stable_sort(open.begin(), open.end(), [](const auto* a, const auto* b) {
    return a->holds->millibans > b->holds->millibans;
  });
  std::vector<std::string> told;
  for (const auto* rule : open)
    if (told.size() < rules_told)
      told.push_back(fmt::format("{} x{:.2g}", rule->rule->id, rule->holds->lr));
  if (told.empty()) return {};
  return fmt::format("; undecided: {}", fmt::join(told, ", "));
}

std::string condition(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (text.size() <= condition_told) return text;
  text.resize(condition_told);
  return text + "...";
}

std::string listed(const CauseResult& cause, const assess::Prepared& prepared) {
  std::string text = fmt::format("{} at place {} ({}", cause.id, cause.rank, numbers(cause));
  if (!cause.chain_head.empty()) text += "; in the chain of " + cause.chain_head;
  if (!cause.decided_by.empty()) text += "; decided: " + cause.decided_by;
  const std::string against = rules(cause, false);
  if (!against.empty()) text += "; against it: " + against;
  if (const auto* knowledge = find(prepared, cause.id)) text += undecided(*knowledge, &cause);
  return text + ")";
}

/// A labeled cause that isn't in the list.
std::string unlisted(const Assessment& assessment, const std::string& id,
                     const assess::Prepared& prepared) {
  const auto* cause = find(prepared, id);
  if (cause == nullptr) return fmt::format("no loaded module knows {}", id);
  for (const auto& state : assessment.states)
    if (state.id == id && assessment.complaint_present)
      return fmt::format("{} is decided present and not listed", id);
  const auto& required = cause->cause->requires_condition.text;
  const auto& pattern = cause->cause->pattern.text;
  const std::string needed = condition(required.empty() ? pattern : required);
  return fmt::format("{} isn't listed{}{}", id,
                     needed.empty() ? ", nothing recorded speaks of it" : "; it needs " + needed,
                     undecided(*cause, nullptr));
}

/// What the label wanted: its causes, else the best of its families.
std::string expected(const Verdict& verdict, const assess::Prepared& prepared) {
  const LabeledCase& labeled = *verdict.labeled;
  const Assessment& assessment = *verdict.assessment;
  const CauseResult* best = nullptr;
  for (const auto& cause : assessment.causes) {
    const bool wanted =
        labeled.expected_causes.empty()
            ? holds(labeled.accepted_families, cause.family) ||
                  (cause.role == knowledge::Role::mimic && holds(labeled.accepted_families, mimic))
            : holds(labeled.expected_causes, cause.id);
    if (wanted && best == nullptr) best = &cause;
  }
  if (best != nullptr) return listed(*best, prepared);
  if (labeled.expected_causes.empty()) {
    std::vector<std::string> families;
    for (const auto& family : labeled.accepted_families)
      if (family != none && family != other) families.push_back(family);
    if (families.empty()) return "nothing was to be ranked";
    return fmt::format("nothing of {} is listed", fmt::join(families, " or "));
  }
  std::vector<std::string> reasons;
  for (const auto& cause : labeled.expected_causes)
    reasons.push_back(unlisted(assessment, cause, prepared));
  return fmt::format("{}", fmt::join(reasons, "; "));
}

std::string ranking_reason(const Verdict& verdict, const assess::Prepared& prepared) {
  const Assessment& assessment = *verdict.assessment;
  if (verdict.ranked)
    return fmt::format("{}; {}", first_place(*places(assessment).front()),
                       expected(verdict, prepared));
  std::vector<std::string> states;
  for (const auto& state : assessment.states) states.push_back(state.id);
  std::string text = assessment.complaint_present
                         ? fmt::format("nothing is ranked: {}", assessment.ranking_why)
                         : "no leg complaint was found in the record";
  text += states.empty() ? ", and nothing is decided"
                         : fmt::format("; decided: {}", fmt::join(states, ", "));
  return text + "; " + expected(verdict, prepared);
}

std::string alerts_of(const Assessment& assessment) {
  if (assessment.alerts.empty()) return "no alert";
  std::vector<std::string> told;
  for (const auto& alert : assessment.alerts)  // the most urgent stand first
    if (told.size() < alerts_told)
      told.push_back(fmt::format("{} ({})", alert.id, report::word(alert.urgency)));
  return fmt::format("{}", fmt::join(told, ", "));
}

}  // namespace

std::string miss_reason(const Verdict& verdict, const assess::Prepared& prepared) {
  std::vector<std::string> reasons;
  const auto missed = [&](Miss miss) { return holds(verdict.misses, miss); };
  if (missed(Miss::emergency_missed) || missed(Miss::emergency_false) || missed(Miss::urgency))
    reasons.push_back(fmt::format("labeled {}, raised: {}", word(verdict.labeled->expected_level),
                                  alerts_of(*verdict.assessment)));
  if (missed(Miss::alert))
    reasons.push_back(fmt::format("not raised: {}", fmt::join(verdict.alerts_missed, ", ")));
  if (missed(Miss::family) || missed(Miss::cause))
    reasons.push_back(ranking_reason(verdict, prepared));
  return fmt::format("{}", fmt::join(reasons, "; "));
}

}  // namespace causa::cli::validate
