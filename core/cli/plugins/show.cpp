// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/plugins/action.hpp"
#include "plugin/called.hpp"

namespace causa::cli {

namespace {

/// What a site profile changes of others, each with its reason.
void print_adjustments(const knowledge::Adjustments& adjusts) {
  for (const auto& it : adjusts.alerts)
    print_wrapped("  adjusts ", fmt::format("alert {}: {}", it.alert, it.reason));
  for (const auto& it : adjusts.rules)
    print_wrapped("  adjusts ", fmt::format("rule {}: {}", it.rule, it.reason));
  for (const auto& it : adjusts.decisions)
    print_wrapped("  adjusts ",
                  fmt::format("threshold {}/{}: {}", it.cause, it.decision, it.reason));
  for (const auto& it : adjusts.causes)
    print_wrapped("  names ", fmt::format("{}: {}", it.id, it.name));
  for (const auto& it : adjusts.concepts)
    print_wrapped("  names ", fmt::format("{}: {}", it.id, it.name));
}

void print(const plugin::Module& module) {
  const auto& it = module.manifest;
  fmt::print("{} {}: {}\n", it.id, it.version, it.title);
  print_wrapped("  intended use: ", it.intended_use);
  fmt::print("  file: {}\n  sha256: {}\n  approved: {}\n",
             module.path.empty() ? "built in" : module.path.string(), module.sha256,
             module.approved_by.empty() ? module.approved ? "yes" : "no" : module.approved_by);
  if (module.has_library()) fmt::print("  isolation: {}\n", module.apart ? "worker" : "in-process");
  fmt::print("  developer: {}; license: {}; released: {}; funding: {}\n", it.attributes.developer,
             it.attributes.license, it.attributes.released, it.attributes.funding);
  print_wrapped("  reviewed: ", it.attributes.reviewed_by
                                    ? fmt::format("by {} on {}", *it.attributes.reviewed_by,
                                                  it.attributes.reviewed_on.value_or("?"))
                                    : "by no clinician yet");
  print_wrapped("  population: ", it.attributes.population);
  print_wrapped("  uses: ", fmt::format("{}", fmt::join(it.attributes.uses, ", ")));
  for (const auto& step : it.derives)
    for (const auto& provided : step.provides)
      fmt::print("  derives {} [{}] by {}\n", provided.id, provided.unit, step.id);
  for (const auto& option : it.config)
    print_wrapped("  ", fmt::format("setting {} ({}, default {}): {}", option.name, option.type,
                                    option.default_json, option.about));
  print_adjustments(it.adjusts);
  for (const auto& cause : it.causes) fmt::print("  cause {}: {}\n", cause.id, cause.name);
  fmt::print(
      "  Rules: {}, alerts: {}, advice: {}, sources: {} (causa knowledge list "
      "shows them)\n",
      it.rules.size(), it.alerts.size(), it.advice.size(), it.sources.size());
}

void show(const Arguments& arguments, Outcome& outcome) {
  const auto prepared = prepared_for(arguments, outcome);
  if (!prepared) return;
  const std::string& name = arguments.words[0];
  const auto module = prepared->registry.find(name, "plugins show");
  if (!module) return report(module.error(), outcome);
  if (*module != nullptr) return print(**module);
  const std::string near = plugin::nearest_called(name, prepared->registry.ids());
  misuse(plugins_verb,
         fmt::format("no module {} is loaded{}", name,
                     near.empty() ? "" : fmt::format(", did you mean {}?", near)),
         outcome);
}

}  // namespace

const PluginsAction show_action{"show", "ID", "one module: who made it, for whom, what it knows",
                                1,      1,    show};

}  // namespace causa::cli
