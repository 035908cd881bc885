// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "cli/setup.hpp"
#include "cli/verb.hpp"
#include "report/fhir/questionnaire.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {"plugins", "without", "plugin", "plugin-path", "policy"};

void run(const Arguments& arguments, Outcome& outcome) {
  if (!arguments.words.empty()) return misuse(questionnaire_verb, "it takes no words", outcome);
  const auto prepared = prepare(arguments.settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  std::vector<const knowledge::Manifest*> manifests;
  const auto modules = (*prepared)->registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i)
    if ((*prepared)->takes_part(i)) manifests.push_back(&modules[i].manifest);
  fmt::print("{}\n", report::to_questionnaire(manifests, (*prepared)->vocabulary));
}

}  // namespace

const Verb questionnaire_verb{"questionnaire",
                              "",
                              "Print the FHIR Questionnaire of what the loaded modules can use",
                              run,
                              {},
                              settings,
                              "causa questionnaire --plugins electrolytes"};

}  // namespace causa::cli
