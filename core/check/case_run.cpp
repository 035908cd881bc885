// SPDX-License-Identifier: Apache-2.0

#include "check/case_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "assess/derive.hpp"
#include "base/text.hpp"
#include "check/case_patient.hpp"

namespace causa::cases {

namespace {

constexpr std::int64_t as_of_ms = 1'795'392'000'000;
constexpr double rounding = 1e-9;

/// One patient on the way to an assessment, at the point where everything derived is known.
class Derived {
 public:
  Derived(const assess::Prepared& host, const record::Record& record)
      : host_(host), batch_(host.layout), patients_(1) {
    batch_.reset(1, as_of_ms);
    facts::extract(record, host.vocabulary, as_of_ms, patients_.front());
    batch_.fill(0, patients_.front(), host.vocabulary);
    assess::Deriver(host).run(batch_, patients_, runs_);
  }

  [[nodiscard]] const facts::Fact* find(std::string_view concept_id) const {
    for (const auto& fact : patients_.front().facts)
      if (host_.vocabulary[fact.concept_id].definition.id == concept_id) return &fact;
    return nullptr;
  }

  [[nodiscard]] bool holds(const assess::PreparedRule& rule) const {
    if (rule.test.program.always()) return true;
    rules::Program::Scratch scratch;
    rules::Mask mask;
    mask.resize(batch_.words());
    rule.test.program.evaluate(batch_, scratch, mask);
    return mask.at(0) == rules::Truth::yes;
  }

  [[nodiscard]] std::string_view failure(std::uint32_t module) const {
    return runs_[module].failure_of(0);
  }
  [[nodiscard]] const auto& refused() const { return patients_.front().ignored; }

 private:
  const assess::Prepared& host_;
  facts::Batch batch_;
  std::vector<facts::PatientFacts> patients_;
  std::vector<assess::ModuleRun> runs_;
};

std::vector<const assess::PreparedRule*> rules_of(const assess::Prepared& host,
                                                  std::uint32_t module) {
  std::vector<const assess::PreparedRule*> found;
  const auto add = [&](const std::vector<assess::PreparedRule>& rules) {
    for (const auto& rule : rules)
      if (rule.module == module) found.push_back(&rule);
  };
  for (const auto& cause : host.causes) add(cause.rules);
  add(host.orphan_rules);
  return found;
}

/// Compares one case with what the host makes of it.
class Comparison {
 public:
  Comparison(const assess::Prepared& host, const Case& worked, std::uint32_t module)
      : host_(host), worked_(worked), module_(module) {}

  /// What the host refused of the patient; a case whose own data are refused tests nothing.
  void understood(const Derived& derived) {
    for (const auto& ignored : derived.refused())
      wrong("not used: {}: {}", ignored.examples.empty() ? "" : ignored.examples.front(),
            ignored.reason);
    if (!derived.failure(module_).empty()) wrong("{}", derived.failure(module_));
  }

  void facts(const Derived& derived) {
    for (const Stated& expected : worked_.facts) {
      const auto* fact = derived.find(expected.concept_id);
      if (!fact) {
        wrong("{} is not derived", expected.concept_id);
        continue;
      }
      if (!expected.number) {
        if (fact->state != expected.state) wrong("{} has the other state", expected.concept_id);
        continue;
      }
      const double allowed =
          std::max({worked_.tolerance, worked_.relative_tolerance * std::abs(*expected.number),
                    rounding * std::abs(*expected.number)});
      if (!(std::abs(fact->value - *expected.number) <= allowed))
        wrong("{} is {}, expected {}", expected.concept_id, format_number(fact->value),
              format_number(*expected.number));
    }
  }

  void rules(const Derived& derived, const assess::Assessment& assessment) {
    const std::set<std::string> expected(worked_.rules.begin(), worked_.rules.end());
    std::set<std::string> there;
    for (const auto* rule : rules_of(host_, module_)) {
      const std::string& id = rule->rule->id;
      there.insert(id);
      const bool holds = derived.holds(*rule);
      const bool listed = expected.contains(id);
      if (listed && !holds) wrong("rule {} does not hold", id);
      if (holds && !listed) wrong("rule {} holds, but the case does not list it", id);
      if (holds && listed) evidence(*rule, assessment);
    }
    for (const auto& id : expected)
      if (!there.contains(id)) wrong("there is no rule {}", id);
  }

  /// Both ways: a silent alert harms, and so does one too many.
  void alerts(const assess::Assessment& assessment) {
    std::set<std::string> raised;
    for (const auto& alert : assessment.alerts)
      if (alert.module == module_) raised.insert(alert.id);
    const std::set<std::string> expected(worked_.alerts.begin(), worked_.alerts.end());
    for (const auto& id : expected)
      if (!raised.contains(id)) wrong("alert {} is silent", id);
    for (const auto& id : raised)
      if (!expected.contains(id)) wrong("alert {} is raised, but not expected", id);
  }

  template <class... Parts>
  void wrong(fmt::format_string<Parts...> format, Parts&&... parts) {
    faults_.push_back(fmt::format(format, std::forward<Parts>(parts)...));
  }

  [[nodiscard]] std::vector<std::string> take() { return std::move(faults_); }

 private:
  /// A cause that nothing speaks for isn't listed, so its evidence can't be looked at.
  void evidence(const assess::PreparedRule& rule, const assess::Assessment& assessment) {
    const auto speaks = [&](const assess::Evidence& evidence) {
      return evidence.module == rule.module && evidence.rule == rule.rule->id &&
             evidence.outcome == assess::Outcome::present;
    };
    for (const auto& cause : assessment.causes)
      if (cause.id == rule.rule->cause &&
          std::none_of(cause.evidence.begin(), cause.evidence.end(), speaks))
        wrong("rule {} is not among the evidence for {}", rule.rule->id, cause.id);
  }

  const assess::Prepared& host_;
  const Case& worked_;
  const std::uint32_t module_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> Runner::run(const Case& worked, std::uint32_t module) {
  const assess::Prepared& host = worker_.prepared();
  const auto record = make_record(worked, host.vocabulary, as_of_ms);
  if (!record) return {to_string(record.error())};
  Comparison comparison(host, worked, module);
  const Derived derived(host, *record);
  comparison.understood(derived);
  comparison.facts(derived);
  if (worked.facts_only) return comparison.take();
  std::vector<assess::Assessment> assessments;
  const record::Record* const records[] = {&*record};
  worker_.assess(records, as_of_ms, as_of_ms, assessments);
  comparison.rules(derived, assessments.front());
  comparison.alerts(assessments.front());
  return comparison.take();
}

}  // namespace causa::cases
