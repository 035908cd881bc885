// SPDX-License-Identifier: Apache-2.0
//
// The knowledge of all loaded modules, compiled once at start: conditions bound to columns, weights
// computed, causes joined with the rules that speak of them, derive steps in an order that serves
// every need. Read-only afterwards; shared by all threads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "assess/arithmetic.hpp"
#include "assess/check.hpp"
#include "assess/conditions.hpp"
#include "assess/shared_words.hpp"
#include "facts/columns.hpp"
#include "plugin/registry.hpp"
#include "rules/condition.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::assess {

inline constexpr std::uint32_t no_index = 0xffffffffu;

/// Of causes that stand for no known cause at all.
inline constexpr std::string_view idiopathic_family = "idiopathic";

/// A condition bound to columns; always true if it was empty.
struct Test {
  rules::Program program;
  std::uint32_t mask = no_index;  ///< its place among a worker's masks; no_index: always true
};

struct PreparedRule {
  std::uint32_t module = 0;
  const knowledge::Rule* rule = nullptr;
  Test test;
  std::optional<Weight> holds, fails;
  std::uint32_t lr_column =
      no_index;                   ///< derived likelihood ratio, if `holds` takes it from a fact
  std::string group;              ///< its own id if the manifest names none
  std::uint32_t group_place = 0;  ///< of its group among those of its cause, in the order of names
};

struct PreparedPrior {
  const knowledge::Prior* prior = nullptr;  ///< null: none fits
  Test test;
  bool speaks = false;  ///< chosen by more than age and sex: something is known for this cause
  double logit = 0, variance = 0;  ///< of the logit
  double alone = 0;                ///< P where nothing else counts
  bool frequent = false;  ///< so much so that what is dangerous can't be missed, judged by it alone
};

struct PreparedBand {
  Test test;
  Estimate x;
  double variance = 0;
};

struct PreparedAccount {
  SharedText complaint;  ///< class
  std::vector<PreparedBand> bands;
};

struct PreparedDecision {
  const knowledge::Decision* decision = nullptr;
  Test test;
  std::uint32_t column = no_index;     ///< measurement
  std::uint32_t diagnosis = no_index;  ///< column, if it rests on one diagnosis alone
  double threshold = 0, sigma = 0;     ///< canonical unit
  bool below = true;
};

struct PreparedEdge {
  std::uint32_t cause = 0;  ///< downstream
  double f = 0;
};

struct PreparedCause {
  std::uint32_t module = 0;
  const knowledge::Cause* cause = nullptr;
  Test requires_test, pattern;
  std::vector<PreparedPrior> priors;
  std::vector<PreparedAccount> accounts;
  std::vector<PreparedDecision> decisions;
  std::vector<PreparedEdge> leads_to;
  std::vector<PreparedRule> rules;
  std::uint32_t groups = 0;             ///< of its rules
  std::vector<std::uint32_t> measured;  ///< columns of the measurements that decide it
  std::vector<std::uint32_t> led_by;    ///< causes that lead to it
};

/// What tells whether a cause of which nothing is known matters to a patient, in few bytes: all
/// causes are asked for each.
struct CauseMasks {
  std::uint32_t first_rule = 0, end = 0;  ///< masks of its rules, one after another
  bool led_to = false;                    ///< by others
  bool idiopathic = false;
  bool dangerous = false;
  bool frequent_danger = false;  ///< dangerous, and one of its priors is frequent
};

/// What tells whether anything is known of a cause: those of its masks that lie within one word of
/// a patient's outcomes.
struct MaskBits {
  std::uint32_t cause = 0, word = 0;
  std::uint64_t speaking = 0;  ///< of priors that speak, and of decisions
  std::uint64_t rules = 0;
};

struct PreparedAlert {
  std::uint32_t module = 0;
  const knowledge::Alert* alert = nullptr;
  Test test;             ///< ties take the worse
  Test any_age;          ///< the same with validity windows lifted
  SharedText threshold;  ///< the condition in words
};

struct PreparedAdvice {
  std::uint32_t module = 0;
  const knowledge::Advice* advice = nullptr;
  Test test;
  std::vector<SharedText> for_causes = {};    ///< empty: any
  std::vector<std::uint32_t> withholds = {};  ///< those that share a tag with it
};

struct PreparedWithhold {
  std::uint32_t module = 0;
  const knowledge::Withhold* withhold = nullptr;
  Test test;
  Check check;
};

/// A step of a library, with the columns that it reads and the concepts that it provides.
struct PreparedStep {
  struct Need {
    std::uint32_t column = 0;
    bool all = false;                       ///< every value in the window, as a list
    double factor = 1, offset = 0;          ///< library's value = (canonical - offset) / factor
    std::uint32_t start_column = no_index;  ///< truth concepts: days since start
  };
  std::uint32_t module = 0;
  std::uint32_t step = 0;  ///< index in the manifest
  const knowledge::DeriveStep* definition = nullptr;
  std::vector<Need> needs;
  std::vector<terminology::ConceptId> provides;
};

class Prepared {
 public:
  /// Compiles. A module with a condition that can't be understood, a second provider of a fact or
  /// a circle of steps is left out with a sentence in `faults`; the rest goes on. `coming`: ids of
  /// modules that come to assessments that were made with the others.
  static Result<std::shared_ptr<const Prepared>> make(
      plugin::Registry registry, terminology::Vocabulary vocabulary, const Constants& constants,
      std::map<std::string, std::string> module_settings = {},
      const std::set<std::string>& coming = {});

  struct Fault {
    std::uint32_t module = 0;
    std::string why;
  };

  plugin::Registry registry;
  terminology::Vocabulary vocabulary;
  /// Without the modules that come; null: they read records as the others did.
  std::unique_ptr<const terminology::Vocabulary> vocabulary_before;
  Constants constants;
  std::map<std::string, std::string> module_settings;  ///< JSON objects, by module id
  Conditions conditions;                               ///< of the modules that take part
  facts::Layout layout;
  std::vector<std::uint32_t> first_reader;  ///< by column: the first module that reads it
  std::vector<Fault> faults;                ///< modules of the registry that take no part
  std::vector<PreparedStep> steps;
  std::vector<PreparedCause> causes;
  std::vector<CauseMasks> cause_masks;         ///< by cause
  std::vector<std::uint8_t> may_matter;        ///< by cause: 1 if it may though nothing is known
  std::vector<MaskBits> mask_bits;             ///< by cause, then by word
  std::vector<std::uint32_t> measured_causes;  ///< that measurements decide
  std::vector<PreparedRule> orphan_rules;      ///< for causes that aren't loaded
  std::vector<PreparedAlert> alerts;
  std::uint32_t first_alert_mask = 0;   ///< of their two tests each, one after another
  std::uint32_t first_advice_mask = 0;  ///< and last of all those of what withholds it
  std::vector<PreparedAdvice> advice;
  /// Places of advice, by the identity of the id of a cause that it is for; null: for any.
  std::unordered_map<const void*, std::vector<std::uint32_t>> advice_for;
  std::vector<PreparedWithhold> withholds;
  PreparedPrior no_prior;                            ///< where none fits
  std::vector<const rules::Program*> programs;       ///< by mask; point into the members above
  std::vector<std::vector<std::uint32_t>> masks_of;  ///< by column: of the conditions that read it
  std::vector<rules::Truth> of_nothing;     ///< by mask: if nothing is known of what it reads
  std::vector<ConceptWords> concept_words;  ///< by concept
  std::vector<std::uint8_t> complains;      ///< by concept: it is a complaint of some class
  std::vector<ModuleUsed> modules_used;     ///< of the registry, then those that are absent

  [[nodiscard]] bool takes_part(std::uint32_t module) const;

 private:
  Prepared() = default;
  friend class Compiler;
};

}  // namespace causa::assess
