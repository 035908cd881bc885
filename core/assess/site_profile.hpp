// SPDX-License-Identifier: Apache-2.0
//
// A site profile: a module whose `adjusts` changes what other modules say (docs/site-profile.md).
// It is applied to the loaded manifests before anything is compiled from them, whole or not at all.
// What it changes can only raise an alert: it makes it more urgent, adds a condition with `or`, or
// says more. One thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plugin/registry.hpp"
#include "rules/condition.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::assess {

class SiteProfiles {
 public:
  /// `vocabulary` is finished; both outlive this.
  SiteProfiles(std::span<plugin::Module> modules, terminology::Vocabulary& vocabulary)
      : modules_(modules), vocabulary_(vocabulary) {}

  /// Applies what module `profile` adjusts; nothing if it adjusts nothing. Returns the first fault
  /// as a sentence with its cure: then nothing of it was applied. Empty: done.
  std::string apply(std::uint32_t profile);

 private:
  struct AlertChange {
    knowledge::Alert* alert;
    const knowledge::AlertAdjustment* by;
  };
  struct RuleChange {
    knowledge::Rule* rule;
    const knowledge::RuleAdjustment* by;
  };
  struct DecisionChange {
    knowledge::Decision* decision;
    const knowledge::DecisionAdjustment* by;
  };
  struct CauseName {
    knowledge::Cause* cause;
    const std::string* name;
  };
  struct ConceptName {
    terminology::ConceptId id;
    const std::string* name;
  };
  struct FactSeen {
    knowledge::Manifest* manifest;
    std::string id;
  };

  void plan(const knowledge::AlertAdjustment& adjustment);
  void plan(const knowledge::RuleAdjustment& adjustment);
  void plan(const knowledge::DecisionAdjustment& adjustment);
  void plan_cause(const knowledge::OwnName& own);
  void plan_concept(const knowledge::OwnName& own);
  void carry_out();
  knowledge::Manifest* owner(std::string_view target, std::string_view id);
  knowledge::Cause* find_cause(const std::string& id);
  bool is_understood(knowledge::Manifest& owner, const knowledge::ConditionText& text);
  bool is_first(const std::string& what);
  void fault(std::string why) {
    if (fault_.empty()) fault_ = std::move(why);
  }

  std::span<plugin::Module> modules_;
  terminology::Vocabulary& vocabulary_;
  std::unordered_map<std::string, std::string> changed_;  ///< what was changed, by which profile

  const knowledge::Manifest* profile_ = nullptr;  ///< under way
  std::vector<std::string> changing_;
  std::vector<AlertChange> alerts_;
  std::vector<RuleChange> rules_;
  std::vector<DecisionChange> decisions_;
  std::vector<CauseName> causes_;
  std::vector<ConceptName> concepts_;
  std::vector<FactSeen> facts_;
  std::string fault_;
};

}  // namespace causa::assess
