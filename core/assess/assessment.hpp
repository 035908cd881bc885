// SPDX-License-Identifier: Apache-2.0
//
// The answer for one patient: what `assess --to json` prints, what the store keeps, what every
// report is made from. Plain data, complete in itself: it outlives the modules that made it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/shared_text.hpp"
#include "knowledge/terms.hpp"
#include "lint/finding.hpp"
#include "record/record.hpp"

namespace causa::assess {

/// A middle with a range; judgement makes it a range, not a confidence interval.
struct Estimate {
  double p = 0, low = 0, high = 0;
  friend bool operator==(const Estimate&, const Estimate&) = default;
};

struct ShownFact {
  SharedText concept_id;  ///< "lab.potassium"
  SharedText name;        ///< "Potassium"
  record::State state = record::State::present;
  record::Comparator comparator = record::Comparator::none;
  std::optional<double> value;  ///< canonical unit
  SharedText unit;
  std::int64_t time_ms = unknown_time;  ///< measured or recorded; else start
  std::int64_t start_ms = unknown_time;
  std::optional<double> age_days;
  std::optional<double> reference_low, reference_high;  ///< canonical unit
  std::string laterality;
  std::string source;        ///< "Observation/k1"; empty if derived
  std::string matched_text;  ///< words, if matched in text
  SharedText derived_from;   ///< "org.causa.electrolytes/adjusted_calcium"
  std::optional<double> original_value;
  std::string original_unit, original_code;
  std::uint16_t quality = 0;  ///< facts::Quality
  friend bool operator==(const ShownFact&, const ShownFact&) = default;
};

enum class Outcome : std::uint8_t { present = 1, absent, unknown };  ///< of a rule's condition
enum class Counted : std::uint8_t { yes = 1, grouped, capped, zero, no };

struct Evidence {
  std::uint32_t module = 0;  ///< index into Assessment::modules
  SharedText rule;           ///< id within the module
  knowledge::About about = knowledge::About::present;
  Outcome outcome = Outcome::unknown;
  Counted counted = Counted::no;
  std::int32_t weight_millibans = 0;  ///< 1000 x log10 of the likelihood ratio after shrinkage
  double lr = 1;                      ///< after shrinkage
  std::optional<double> lr_published;
  std::optional<knowledge::Interval> ci;
  knowledge::Basis basis = knowledge::Basis::expert;
  SharedText grade;
  std::vector<std::uint32_t> facts;  ///< indexes into Assessment::facts; unknown: empty
  std::vector<std::string> missing;  ///< concepts that would decide it; unknown only
  std::string text;                  ///< slots filled
  SharedTexts sources;               ///< ids in the module's manifest
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

struct PriorUsed {
  Estimate estimate;
  SharedText population;
  knowledge::Basis basis = knowledge::Basis::expert;
  friend bool operator==(const PriorUsed&, const PriorUsed&) = default;
};

struct Chain {
  SharedText because_of;  ///< upstream cause
  double f = 0;
  friend bool operator==(const Chain&, const Chain&) = default;
};

struct CauseResult {
  std::uint32_t module = 0;  ///< owner
  SharedText id, family, name, action;
  knowledge::Role role = knowledge::Role::cause;
  std::uint32_t rank = 0;      ///< 1 is first; 0: not ranked
  Estimate explains;           ///< E
  Estimate present;            ///< P
  Estimate accounts_for;       ///< X
  SharedText complaint_class;  ///< class for which X is largest
  PriorUsed prior;
  SharedText decided_by;  ///< id of the decision, empty: not measured
  std::optional<Chain> chain;
  SharedText chain_head;  ///< id of the cause under whose place this one is shown; empty: itself
  bool judgement_only = false;
  std::vector<SharedText> about_equal_to;
  std::vector<Evidence> evidence;
  friend bool operator==(const CauseResult&, const CauseResult&) = default;
};

struct RaisedAlert {
  std::uint32_t module = 0;
  SharedText id, cause, title, action;
  knowledge::Urgency urgency = knowledge::Urgency::routine;
  bool repeat_now = false;  ///< an old critical value with no later one
  std::string value;
  SharedText threshold;
  std::optional<double> age_hours;
  bool from_text = false;
  std::vector<std::uint32_t> facts;
  SharedTexts sources;
  friend bool operator==(const RaisedAlert&, const RaisedAlert&) = default;
};

struct MustNotMiss {
  SharedText id, name, action;
  Estimate present;
  friend bool operator==(const MustNotMiss&, const MustNotMiss&) = default;
};

struct State {
  SharedText id, name;
  Estimate present;
  friend bool operator==(const State&, const State&) = default;
};

struct GivenAdvice {
  std::uint32_t module = 0;
  SharedText id;
  knowledge::AdviceKind kind = knowledge::AdviceKind::self_care;
  SharedText for_cause;  ///< "any" or a cause id
  std::string text;      ///< slots filled
  SharedTexts sources;
  SharedText withheld;            ///< reason; empty: given
  std::uint32_t withheld_by = 0;  ///< module that forbids it
  std::vector<SharedText> check;  ///< "only after checking ..."
  friend bool operator==(const GivenAdvice&, const GivenAdvice&) = default;
};

enum class ModuleStatus : std::uint8_t { ok = 1, failed, refused, absent };

/// Where a module's rules and library ran. `unknown`: it took no part, or the assessment was stored
/// before this was kept.
enum class RanIn : std::uint8_t { unknown = 1, program, worker };

struct ModuleUsed {
  SharedText id, version, sha256;
  ModuleStatus status = ModuleStatus::ok;
  bool approved = false;       ///< by a lock, and by a signature if the policy asks for one
  SharedText approved_by;      ///< "j.smith on 2026-11-20"; empty: nobody, or part of the program
  SharedText allowed_because;  ///< it took part in spite of something, or empty
  std::string why;             ///< it didn't take part
  RanIn ran_in = RanIn::unknown;
  std::uint64_t microseconds = 0;
  friend bool operator==(const ModuleUsed&, const ModuleUsed&) = default;
};

enum class Sufficiency : std::uint8_t { none = 1, weak, sufficient };

struct Assessment {
  std::string id;  ///< UUID
  std::int64_t created_ms = 0, as_of_ms = 0;
  SharedText config_sha256;
  std::uint32_t version = 1;  ///< of this patient's assessment with this id; appended only

  std::string patient_id;
  record::Sex sex = record::Sex::unknown;
  AgeRange age;

  bool complaint_present = false;
  SharedTexts complaint_classes;
  std::string complaint_text;

  Sufficiency ranking = Sufficiency::none;
  SharedText ranking_why;           ///< why it is weak or none; empty if sufficient
  std::vector<RaisedAlert> alerts;  ///< by urgency, then module, then id
  std::vector<CauseResult> causes;  ///< by rank
  std::vector<State> states;
  std::vector<MustNotMiss> must_not_miss;
  double unexplained = 1;
  std::vector<GivenAdvice> advice;
  std::vector<ShownFact> facts;  ///< those that a condition read; cited ones first
  std::vector<record::Ignored> ignored;
  std::vector<std::string> not_understood;
  std::vector<lint::Finding> findings;  ///< of the linter, gravest first
  std::uint64_t resources_read = 0, resources_used = 0;
  std::vector<ModuleUsed> modules;
  friend bool operator==(const Assessment&, const Assessment&) = default;
};

}  // namespace causa::assess
