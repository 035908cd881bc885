// SPDX-License-Identifier: Apache-2.0
//
// What a module states: docs/manifest.md as C++ values. Plain data, conditions still text; made by
// parse_manifest() and not changed afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/shared_text.hpp"
#include "knowledge/cases.hpp"
#include "knowledge/terms.hpp"
#include "terminology/concept.hpp"

namespace causa::knowledge {

/// A condition's text and where it stands in the manifest (JSON pointer), for errors.
struct ConditionText {
  std::string text;  ///< empty: always true
  std::string pointer;
};

struct Source {
  std::string id, citation, doi, pmid, url, seen;
  int year = 0;
  bool verified = false;
};

enum class Take : std::uint8_t { latest = 1, earliest, lowest, highest, all };

struct FactWish {
  std::string id;
  terminology::ConceptKind kind = terminology::ConceptKind::number;
  std::string unit;  ///< empty: canonical
  Take take = Take::latest;
  std::int64_t within_ms = -1;  ///< -1: the concept's window; 0: no limit
};

/// A condition with a name of its own, for use in others.
struct Definition {
  std::string id, name;
  ConditionText when;
};

/// A named range of a number: "lab.potassium is severe_low".
struct Band {
  std::string name;
  ConditionText when;  ///< one comparison of the fact
};

struct BandedFact {
  std::string fact;
  std::vector<Band> bands;
  std::vector<std::string> sources;
};

/// Points for each condition that holds: "score.cramp_risk >= 4".
struct Score {
  struct Item {
    ConditionText when;
    double points = 0;
  };
  std::string id, name;
  std::vector<Item> items;
  std::vector<std::string> sources;
};

struct DerivedFact {
  std::string id, name;
  terminology::ConceptKind kind = terminology::ConceptKind::number;
  std::string unit;
  std::optional<Interval> range;
};

struct DeriveExample {
  std::vector<std::pair<std::string, std::string>> given;   ///< concept, value as JSON text
  std::vector<std::pair<std::string, std::string>> expect;  ///< derived fact, value as JSON text
  double tolerance = 0;
};

struct DeriveStep {
  std::string id, about;
  std::vector<std::string> needs;
  std::vector<DerivedFact> provides;
  std::vector<std::string> sources;
  std::vector<DeriveExample> examples;
};

struct Prior {
  ConditionText when;
  double p = 0, low = 0, high = 0;
  SharedText population;
  Basis basis = Basis::expert;
  std::vector<std::string> sources;
};

enum class Grade : std::uint8_t { none = 0, minimal, weak, moderate, strong };

/// X for one class of complaint: a grade, a ratio with interval, or numbers.
struct Account {
  ConditionText when;
  std::optional<Grade> grade;
  std::optional<double> ratio;
  std::optional<Interval> ci;
  std::optional<double> p;
  std::optional<Interval> range;
  std::vector<std::string> sources;
};

struct AccountsFor {
  SharedText complaint;  ///< class
  std::vector<Account> bands;
};

struct Decision {
  SharedText id;
  std::string fact;  ///< measurement, else empty
  std::optional<double> below, above;
  double sigma = 0;
  std::string unit;    ///< of below, above and sigma
  ConditionText when;  ///< criteria, diagnosis or constellation
  double p = 0, low = 0, high = 0;
  Basis basis = Basis::expert;
  std::vector<std::string> sources;
  std::string adjusted;  ///< whose threshold it is, for people: "threshold of org.clinic.site"
};

struct LeadsTo {
  std::string cause;
  double ratio = 1;
  std::optional<Interval> ci;
  Basis basis = Basis::expert;
  std::vector<std::string> sources;
};

struct Cause {
  SharedText id, family, name, action;
  Role role = Role::cause;
  std::vector<terminology::CodeDefinition> codes;
  ConditionText requires_condition;
  ConditionText pattern;  ///< idiopathic causes: when the pattern fits
  std::vector<Prior> prior;
  std::vector<AccountsFor> accounts_for;
  std::vector<Decision> decided_by;
  std::vector<LeadsTo> leads_to;
};

/// How much a rule's outcome weighs: numbers of a study, or a judgement in words.
struct Strength {
  std::optional<double> lr;
  std::optional<double> odds_ratio;
  std::optional<double> exposure;  ///< prevalence among those without the state, with odds_ratio
  std::optional<Interval> ci;
  std::optional<int> n;
  std::optional<Grade> grade;
  bool in_favor = true;  ///< with grade
  std::string lr_from;   ///< derived fact
  std::optional<Interval> lr_range;
};

struct Rule {
  SharedText id, cause, evidence_grade;
  std::string group, population, text;
  About about = About::present;
  ConditionText when;
  std::optional<Strength> holds, fails;
  std::vector<std::string> replaces;
  Basis basis = Basis::expert;
  SharedTexts sources;
  std::string adjusted;  ///< who changed it, for people: "threshold of org.clinic.site"; else empty
};

struct Alert {
  SharedText id, cause, title, action;
  ConditionText when;
  Urgency urgency = Urgency::routine;
  Basis basis = Basis::expert;
  SharedTexts sources;
  std::string adjusted;  ///< who raised it, for people: "raised from urgent by org.clinic.site"
};

struct Advice {
  SharedText id;
  std::string text;
  AdviceKind kind = AdviceKind::self_care;
  std::vector<std::string> for_causes;  ///< empty: any
  std::vector<std::string> complaint;   ///< empty: any class
  ConditionText when;
  std::vector<std::string> tags;
  Basis basis = Basis::expert;
  SharedTexts sources;
};

struct Withhold {
  std::string id;
  SharedText reason, check;
  std::vector<std::string> tags;
  ConditionText when;
  Basis basis = Basis::expert;
  std::vector<std::string> sources;
};

struct ConfigOption {
  std::string name, type, about;
  std::string default_json;
};

/// What a site profile changes of another module's alert: it may only raise it.
struct AlertAdjustment {
  std::string alert;               ///< "MODULE/ALERT", the module by id or short name
  std::optional<Urgency> urgency;  ///< as urgent as the module's own or more
  ConditionText also_when;         ///< beside the module's own condition
  std::string action;              ///< said after the module's own
  std::string reason;
};

/// A rule's condition with the site's own threshold; not of a dangerous cause.
struct RuleAdjustment {
  std::string rule;  ///< "MODULE/RULE"
  ConditionText when;
  std::string reason;
};

/// The site's own threshold for a measurement that decides a cause; not of a dangerous one.
struct DecisionAdjustment {
  std::string cause, decision;
  std::optional<double> below, above;  ///< the one that the decision has
  std::string unit;                    ///< that of the decision
  std::string reason;
};

struct OwnName {
  std::string id, name;
};

struct Adjustments {
  std::vector<AlertAdjustment> alerts;
  std::vector<RuleAdjustment> rules;
  std::vector<DecisionAdjustment> decisions;
  std::vector<OwnName> causes, concepts;

  [[nodiscard]] bool empty() const {
    return alerts.empty() && rules.empty() && decisions.empty() && causes.empty() &&
           concepts.empty();
  }
};

struct Attributes {
  std::string developer, license, released, funding, population;
  std::optional<std::string> reviewed_by, reviewed_on, reviewed_until;
  std::vector<std::string> uses;
};

struct Manifest {
  std::string id, version, title, intended_use;
  bool has_library = false;
  std::uint32_t abi_major = 0, abi_minor_needed = 0;
  Attributes attributes;
  std::vector<Source> sources;
  std::vector<terminology::ConceptDefinition> terminology;
  std::vector<FactWish> facts;
  std::vector<Definition> definitions;
  std::vector<BandedFact> bands;
  std::vector<Score> scores;
  std::vector<DeriveStep> derives;
  std::vector<Cause> causes;
  std::vector<Rule> rules;
  std::vector<Alert> alerts;
  std::vector<Advice> advice;
  std::vector<Withhold> withholds;
  std::vector<ConfigOption> config;
  std::vector<Case> cases;
  Adjustments adjusts;  ///< of a site profile (docs/site-profile.md)

  /// Last part of the id: "electrolytes".
  [[nodiscard]] std::string short_name() const { return id.substr(id.rfind('.') + 1); }
};

}  // namespace causa::knowledge
