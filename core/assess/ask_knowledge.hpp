// SPDX-License-Identifier: Apache-2.0
//
// The parts of manifests that questions come from, bound to columns of their own. Private to
// ask_next; made once for a set of manifests.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "assess/arithmetic.hpp"
#include "assess/ask_next.hpp"
#include "facts/columns.hpp"
#include "rules/condition.hpp"

namespace causa::assess {

struct AskedRule {
  std::uint32_t module = 0;
  const knowledge::Rule* rule = nullptr;
  rules::Program when;
  std::optional<Weight> holds, fails;
  std::string group;
};

struct AskedDecision {
  std::uint32_t module = 0;
  rules::Program when;                       ///< of criteria; empty if measured
  std::uint32_t column = facts::age_column;  ///< of the measurement; else age_column
  double p = 0;
};

struct AskedAccount {
  std::string complaint;
  std::vector<std::pair<rules::Program, double>> bands;  ///< middle of X
};

struct AskedCause {
  std::vector<AskedRule> rules;
  std::vector<AskedDecision> decisions;
  std::vector<AskedAccount> accounts;
};

struct AskedAlert {
  std::uint32_t module = 0;
  const knowledge::Alert* alert = nullptr;
  rules::Program when;
  std::vector<std::uint32_t> columns;  ///< all that could be missing
};

/// How a derived concept comes about.
struct AskedStep {
  std::uint32_t module = 0;
  std::vector<std::uint32_t> needs;  ///< value columns
};

struct Asker::Knowledge {
  Knowledge(std::vector<const knowledge::Manifest*> read, const terminology::Vocabulary& words,
            const Constants& judged, const Conditions* conditions);

  std::vector<const knowledge::Manifest*> manifests;
  const terminology::Vocabulary& vocabulary;
  Constants constants;
  const Conditions* conditions;  ///< parsed before; null: none
  facts::Layout layout;
  std::map<std::string, AskedCause> causes;
  std::vector<AskedAlert> alerts;
  std::map<terminology::ConceptId, AskedStep> steps;
  std::optional<facts::Batch> nothing;  ///< a patient of whom nothing is known
  std::optional<facts::Batch> patient;  ///< reused

 private:
  void read(std::uint32_t module);
  void read_cause(std::uint32_t module, const knowledge::Cause& cause);
  void read_rule(std::uint32_t module, const knowledge::Rule& rule);
  void read_steps(std::uint32_t module);
  bool compile(std::uint32_t module, const knowledge::ConditionText& text, rules::Ties ties,
               rules::Program& program);
  std::uint32_t value_column(std::uint32_t module, terminology::ConceptId concept_id);
};

}  // namespace causa::assess
