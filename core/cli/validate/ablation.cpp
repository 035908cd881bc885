// SPDX-License-Identifier: Apache-2.0

#include "cli/validate/ablation.hpp"

#include <fmt/core.h>

#include "cli/setup.hpp"
#include "cli/validate/expert_weight.hpp"
namespace causa::cli::validate {

namespace {

struct Step {
  const char* id;
  const char* name;
  double factor;
};
constexpr Step steps[] = {{"expert:none", "without the rules of experts", 0},
                          {"expert:half", "their weights halved", 0.5},
                          {"expert:double", "their weights doubled", 2}};

Result<Tally> tally_of(const Settings& settings, const CaseSet& set,
                       const plugin::LoadOptions& load, const assess::Constants& constants) {
  auto prepared = prepare_with(settings, load, constants);
  if (!prepared) return prepared.error();
  const auto assessments = assess_all(set, *prepared, {});
  return count(judge_all(set, assessments));
}

}  // namespace

Result<std::vector<Ablation>> ablate(const Settings& settings, const CaseSet& set,
                                     std::span<const plugin::Module> modules) {
  std::vector<Ablation> ablations;
  for (const auto& module : modules) {
    if (module.path.empty()) continue;  // built in: every other module needs it
    plugin::LoadOptions load = load_options(settings);
    load.without.push_back(module.manifest.id);
    auto tally = tally_of(settings, set, load, settings.constants());
    if (!tally) return tally.error();
    ablations.push_back({"without:" + module.manifest.id,
                         fmt::format("without {}", module.manifest.short_name()),
                         std::move(*tally)});
  }
  for (const auto& step : steps) {
    auto tally = tally_of(settings, set, load_options(settings),
                          with_expert_weight(settings.constants(), step.factor));
    if (!tally) return tally.error();
    ablations.push_back({step.id, step.name, std::move(*tally)});
  }
  return ablations;
}

}  // namespace causa::cli::validate
