// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "check/case_run.hpp"
#include "paths.hpp"
#include "shipped_host.hpp"

BOOST_AUTO_TEST_SUITE(plugin_cases)

// The worked examples of the bundled modules and of the core's own, through the host as it is
// shipped: words and codes, libraries, conditions, alerts.

namespace {

using causa::cases::Case;

const auto& host() { return causa::tests::shipped_host(); }

void check(causa::cases::Runner& runner, const Case& worked, std::uint32_t module) {
  BOOST_TEST_CONTEXT("case \"" << worked.name << "\"") {
    for (const auto& fault : runner.run(worked, module)) BOOST_ERROR(fault);
  }
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
  causa::cases::Runner runner(host());
  for_each_bundled([&](std::uint32_t index, const causa::plugin::Module& module) {
    const auto cases = causa::cases::read_case_file(cases_of(module));
    BOOST_TEST(cases.has_value(), to_string(cases.error()));
    if (!cases) return;
    BOOST_TEST(!cases->empty());
    for (const Case& worked : *cases) check(runner, worked, index);
  });
}

BOOST_AUTO_TEST_CASE(examples_of_derived_facts_hold) {
  causa::cases::Runner runner(host());
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
        check(runner, *worked, index);
        ++run;
      }
  });
  BOOST_TEST(run > 0);
}

BOOST_AUTO_TEST_CASE(a_case_that_does_not_hold_is_named) {
  causa::cases::Runner runner(host());
  const auto cases = causa::cases::read_cases(
      R"([{"name": "two wrong", "given": {"symptom.cramp": "present", "lab.potassium": "2.2 mmol/L"},
           "expect": {"rules": ["no_such_rule"], "facts": {"lab.calcium.adjusted": 2}}}])",
      "here");
  BOOST_TEST_REQUIRE(cases.has_value());
  const auto modules = host()->registry.modules();
  std::uint32_t electrolytes = 0;
  while (modules[electrolytes].manifest.short_name() != "electrolytes") ++electrolytes;
  const auto faults = runner.run(cases->front(), electrolytes);
  const auto says = [&](std::string_view words) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](const std::string& fault) { return fault.find(words) != fault.npos; });
  };
  BOOST_TEST(says("there is no rule no_such_rule"));
  BOOST_TEST(says("lab.calcium.adjusted is not derived"));
  BOOST_TEST(says("alert potassium_critical_low is raised, but not expected"));
}

BOOST_AUTO_TEST_CASE(cases_in_a_module_file_hold) {
  causa::plugin::LoadOptions options;
  options.files = {std::filesystem::path(causa::tests::data_folder) /
                   "knowledge/module/whole.yaml"};
  const auto alone = causa::tests::host_of(options);
  const auto modules = alone->registry.modules();
  for (const auto& fault : alone->faults) BOOST_ERROR(fault.why);
  for (const auto& absence : alone->registry.absences()) BOOST_ERROR(absence.why);
  causa::cases::Runner runner(alone);
  std::size_t run = 0;
  for (std::uint32_t index = 0; index < modules.size(); ++index)
    for (const auto& worked : modules[index].manifest.cases) {
      check(runner, worked, index);
      ++run;
    }
  BOOST_TEST(run == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
