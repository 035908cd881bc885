// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "cli/review/check_parts.hpp"
#include "cli/review/wording.hpp"
#include "rules/certain.hpp"

namespace causa::cli::review {

namespace {

class Conditions {
 public:
  Conditions(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
             Findings& findings)
      : prepared_(prepared), manifest_(manifest), findings_(findings) {}

  void run() {
    for (const auto& one : manifest_.definitions) single(one.id, "its condition", one.when);
    for (const auto& score : manifest_.scores)
      for (const auto& item : score.items) single(score.id, "the condition of an item", item.when);
    for (const auto& cause : manifest_.causes) one_cause(cause);
    for (const auto& rule : manifest_.rules) single(rule.id, "its condition", rule.when);
    for (const auto& alert : manifest_.alerts) single(alert.id, "its condition", alert.when);
    for (const auto& advice : manifest_.advice) single(advice.id, "its condition", advice.when);
    for (const auto& one : manifest_.withholds)
      single(one.id, "its condition", one.when, Always::allowed);
  }

 private:
  [[nodiscard]] std::optional<rules::Studied> study(const std::string& text) const {
    return rules::study(text, prepared_.vocabulary, manifest_);
  }

  void fault(const std::string& id, std::string words) {
    findings_.faults.push_back({place_of(manifest_, id), std::move(words)});
  }

  /// A withhold must have a condition, so one that is always meant is written as what always holds.
  enum class Always : bool { wrong, allowed };

  void single(const std::string& id, const std::string& what, const knowledge::ConditionText& text,
              Always always = Always::wrong) {
    if (text.text.empty()) return;
    const auto studied = study(text.text);
    if (!studied) return;  // such a module takes no part, and says why
    const auto outlook = rules::outlook_of(*studied, prepared_.vocabulary);
    const std::string words = condition_words({prepared_, manifest_}, text);
    if (!outlook.can_hold)
      fault(id, fmt::format("{} can never hold: {}", what, words));
    else if (!outlook.can_fail && always == Always::allowed)
      findings_.notes.push_back(
          {place_of(manifest_, id), fmt::format("{} always holds: {}", what, words)});
    else if (!outlook.can_fail)
      fault(id, fmt::format("{} holds whenever it is known: {}", what, words));
  }

  /// Entries of which the first true one counts, by their conditions.
  void in_order(const std::string& id, const std::string& what,
                const std::vector<std::string>& conditions) {
    std::vector<rules::Studied> earlier;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
      auto studied = study(conditions[i]);
      if (!studied) return;
      if (rules::never_reached(*studied, earlier, prepared_.vocabulary))
        fault(id, fmt::format("entry {} of {} is never reached: an earlier one holds whenever it "
                              "does",
                              i + 1, what));
      earlier.push_back(std::move(*studied));
    }
  }

  void one_cause(const knowledge::Cause& cause) {
    single(cause.id, "what it requires", cause.requires_condition);
    single(cause.id, "its pattern", cause.pattern);
    std::vector<std::string> conditions;
    for (const auto& prior : cause.prior) {
      single(cause.id, "the condition of a prior", prior.when);
      conditions.push_back(prior.when.text);
    }
    in_order(cause.id, "prior", conditions);
    for (const auto& account : cause.accounts_for) {
      conditions.clear();
      for (const auto& band : account.bands) {
        single(cause.id, fmt::format("a condition of accounts_for {}", account.complaint),
               band.when);
        conditions.push_back(band.when.text);
      }
      in_order(cause.id, fmt::format("accounts_for {}", account.complaint), conditions);
    }
    conditions.clear();
    for (const auto& decision : cause.decided_by) {
      single(fmt::format("{}#{}", cause.id, decision.id), "its condition", decision.when);
      conditions.push_back(decision.fact.empty() ? decision.when.text
                                                 : decision.fact + " is known");
    }
    in_order(cause.id, "decided_by", conditions);
  }

  const assess::Prepared& prepared_;
  const knowledge::Manifest& manifest_;
  Findings& findings_;
};

}  // namespace

void check_conditions(const assess::Prepared& prepared, const knowledge::Manifest& manifest,
                      Findings& findings) {
  Conditions(prepared, manifest, findings).run();
}

}  // namespace causa::cli::review
