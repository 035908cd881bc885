// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

#include "assess/worker.hpp"
#include "paths.hpp"
#include "plugins/case_patient.hpp"
#include "plugins/case_reader.hpp"
#include "shipped_host.hpp"

// The worked examples of the bundled modules and of the core's own, through the host as it is
// shipped: words and codes, libraries, conditions, alerts.
BOOST_AUTO_TEST_SUITE(plugin_cases)

namespace {

namespace assess = causa::assess;
using causa::cases::Case;
using causa::cases::Stated;
using causa::record::Record;

constexpr std::int64_t as_of_ms = 1'795'392'000'000;
constexpr double rounding = 1e-9;

const auto& host() { return causa::tests::shipped_host(); }

/// One patient on the way to an assessment, at the point where everything derived is known.
class Derived {
 public:
  explicit Derived(const Record& record) : batch_(host()->layout), patients_(1) {
    batch_.reset(1, as_of_ms);
    causa::facts::extract(record, host()->vocabulary, as_of_ms, patients_.front());
    batch_.fill(0, patients_.front(), host()->vocabulary);
    assess::Deriver(*host()).run(batch_, patients_, runs_);
  }

  [[nodiscard]] const causa::facts::Fact* find(std::string_view concept_id) const {
    for (const auto& fact : patients_.front().facts)
      if (host()->vocabulary[fact.concept_id].definition.id == concept_id) return &fact;
    return nullptr;
  }

  [[nodiscard]] bool holds(const assess::PreparedRule& rule) const {
    if (rule.test.program.always()) return true;
    causa::rules::Program::Scratch scratch;
    causa::rules::Mask mask;
    mask.resize(batch_.words());
    rule.test.program.evaluate(batch_, scratch, mask);
    return mask.at(0) == causa::rules::Truth::yes;
  }

  [[nodiscard]] const std::string& failure(std::uint32_t module) const {
    return runs_[module].failure;
  }
  [[nodiscard]] const auto& refused() const { return patients_.front().ignored; }

 private:
  causa::facts::Batch batch_;
  std::vector<causa::facts::PatientFacts> patients_;
  std::vector<assess::ModuleRun> runs_;
};

std::vector<const assess::PreparedRule*> rules_of(std::uint32_t module) {
  std::vector<const assess::PreparedRule*> found;
  const auto add = [&](const std::vector<assess::PreparedRule>& rules) {
    for (const auto& rule : rules)
      if (rule.module == module) found.push_back(&rule);
  };
  for (const auto& cause : host()->causes) add(cause.rules);
  add(host()->orphan_rules);
  return found;
}

void check_facts(const Case& worked, const Derived& derived) {
  for (const Stated& expected : worked.facts) {
    const auto* fact = derived.find(expected.concept_id);
    BOOST_TEST(fact, expected.concept_id << " is not derived");
    if (!fact) continue;
    if (!expected.number) {
      BOOST_TEST((fact->state == expected.state), expected.concept_id << " has the other state");
      continue;
    }
    const double allowed =
        std::max({worked.tolerance, worked.relative_tolerance * std::abs(*expected.number),
                  rounding * std::abs(*expected.number)});
    BOOST_TEST(std::abs(fact->value - *expected.number) <= allowed,
               expected.concept_id << " is " << fact->value << ", expected " << *expected.number);
  }
}

/// A cause that nothing speaks for isn't listed, so its evidence can't be looked at.
void check_evidence(const assess::PreparedRule& rule, const assess::Assessment& assessment) {
  const auto speaks = [&](const assess::Evidence& evidence) {
    return evidence.module == rule.module && evidence.rule == rule.rule->id &&
           evidence.outcome == assess::Outcome::present;
  };
  for (const auto& cause : assessment.causes)
    if (cause.id == rule.rule->cause)
      BOOST_TEST(std::any_of(cause.evidence.begin(), cause.evidence.end(), speaks),
                 "rule " << rule.rule->id << " is not among the evidence for " << cause.id);
}

/// Both ways: a case lists all rules of its module that hold.
void check_rules(const Case& worked, std::uint32_t module, const Derived& derived,
                 const assess::Assessment& assessment) {
  std::set<std::string> expected(worked.rules.begin(), worked.rules.end());
  for (const auto* rule : rules_of(module)) {
    const std::string& id = rule->rule->id;
    const bool holds = derived.holds(*rule);
    const bool listed = expected.contains(id);
    BOOST_TEST((holds || !listed), "rule " << id << " does not hold");
    BOOST_TEST((listed || !holds), "rule " << id << " holds, but the case does not list it");
    if (holds && listed) check_evidence(*rule, assessment);
  }
  for (const auto* rule : rules_of(module)) expected.erase(rule->rule->id);
  for (const auto& id : expected) BOOST_ERROR("there is no rule " << id);
}

/// Both ways: a silent alert harms, and so does one too many.
void check_alerts(const Case& worked, std::uint32_t module, const assess::Assessment& assessment) {
  std::set<std::string> raised;
  for (const auto& alert : assessment.alerts)
    if (alert.module == module) raised.insert(alert.id);
  const std::set<std::string> expected(worked.alerts.begin(), worked.alerts.end());
  for (const auto& id : expected) BOOST_TEST(raised.contains(id), "alert " << id << " is silent");
  for (const auto& id : raised)
    BOOST_TEST(expected.contains(id), "alert " << id << " is raised, but not expected");
}

/// What the host refused of the patient; a case whose own data are refused tests nothing.
void check_understood(const Derived& derived, std::uint32_t module) {
  for (const auto& ignored : derived.refused())
    BOOST_ERROR("not used: " << (ignored.examples.empty() ? "" : ignored.examples.front()) << ": "
                             << ignored.reason);
  BOOST_TEST(derived.failure(module).empty(), derived.failure(module));
}

void run_case(const Case& worked, std::uint32_t module, assess::Worker& worker) {
  const auto record = causa::cases::make_record(worked, host()->vocabulary, as_of_ms);
  BOOST_TEST(record.has_value(), to_string(record.error()));
  if (!record) return;
  const Derived derived(*record);
  check_understood(derived, module);
  check_facts(worked, derived);
  std::vector<assess::Assessment> assessments;
  const Record* const records[] = {&*record};
  worker.assess(records, as_of_ms, as_of_ms, assessments);
  check_rules(worked, module, derived, assessments.front());
  check_alerts(worked, module, assessments.front());
}

constexpr std::string_view core_module = "core";

/// Calls `each(module index, module)` for the modules with a library, those under plugins/, and for
/// the core's own.
template <class Each>
void for_each_bundled(Each&& each) {
  const auto modules = host()->registry.modules();
  for (std::uint32_t index = 0; index < modules.size(); ++index) {
    const bool is_core = modules[index].manifest.short_name() == core_module;
    if (!modules[index].library && !is_core) continue;
    BOOST_TEST_CONTEXT("module " << modules[index].manifest.short_name()) {
      each(index, modules[index]);
    }
  }
}

std::filesystem::path cases_of(const causa::plugin::Module& module) {
  const std::filesystem::path root = std::filesystem::path(causa::tests::data_folder) / "../..";
  const std::string name(module.manifest.short_name());
  const auto folder = name == core_module ? root / "core/knowledge" : root / "plugins" / name;
  return folder / "cases.yaml";
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_bundled_module_takes_part) {
  std::set<std::string> loaded;
  for_each_bundled([&](std::uint32_t, const causa::plugin::Module& module) {
    loaded.insert(module.manifest.short_name());
  });
  const std::set<std::string> bundled{"hydration",  "electrolytes",    "circulation", "neurologic",
                                      "medication", "chronic_disease", "strain",      "core"};
  BOOST_TEST(loaded == bundled, boost::test_tools::per_element());
  for (const auto& fault : host()->faults) BOOST_ERROR(fault.why);
  for (const auto& absence : host()->registry.absences()) BOOST_ERROR(absence.why);
}

BOOST_AUTO_TEST_CASE(what_cases_state_holds) {
  assess::Worker worker(host(), "");
  for_each_bundled([&](std::uint32_t index, const causa::plugin::Module& module) {
    const auto cases = causa::cases::read_cases(cases_of(module));
    BOOST_TEST(cases.has_value(), to_string(cases.error()));
    if (!cases) return;
    BOOST_TEST(!cases->empty());
    for (const Case& worked : *cases) BOOST_TEST_CONTEXT("case \"" << worked.name << "\"") {
        run_case(worked, index, worker);
      }
  });
}

BOOST_AUTO_TEST_CASE(examples_of_derived_facts_hold) {
  std::size_t run = 0;
  for_each_bundled([&](std::uint32_t index, const causa::plugin::Module& module) {
    for (const auto& step : module.manifest.derives)
      for (std::size_t i = 0; i < step.examples.size(); ++i) {
        const auto worked = causa::cases::read_example(step, i);
        if (!worked) {
          BOOST_TEST_MESSAGE("SKIPPED: " << module.manifest.short_name() << ": derives " << step.id
                                         << " example " << i + 1 << ": "
                                         << to_string(worked.error()));
          continue;
        }
        BOOST_TEST_CONTEXT(worked->name) {
          const auto record = causa::cases::make_record(*worked, host()->vocabulary, as_of_ms);
          BOOST_TEST(record.has_value(), to_string(record.error()));
          if (!record) continue;
          const Derived derived(*record);
          check_understood(derived, index);
          check_facts(*worked, derived);
          ++run;
        }
      }
  });
  BOOST_TEST(run > 0);
}

BOOST_AUTO_TEST_SUITE_END()
