// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"
#include "cli/setup.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {"plugins", "without", "plugin", "plugin-path", "policy"};

using assess::Prepared;

void print_wrapped(const std::string& first, const std::string& text) {
  std::string margin = first;
  for (const auto& line : wrap(text, 100 - first.size())) {
    fmt::print("{}{}\n", margin, line);
    margin.assign(first.size(), ' ');
  }
}

std::string status_of(const Prepared& prepared, std::uint32_t index) {
  for (const auto& fault : prepared.faults)
    if (fault.module == index) return "refused";
  return prepared.registry.modules()[index].approved ? "approved" : "loaded";
}

void list(const Prepared& prepared) {
  const auto modules = prepared.registry.modules();
  fmt::print("{:<30} {:<8} {:<9} {:>6} {:>6} {:>6} {:>6}  {}\n", "MODULE", "VERSION", "STATUS",
             "CAUSES", "RULES", "ALERTS", "ADVICE", "KIND");
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    const auto& it = modules[i].manifest;
    fmt::print("{:<30} {:<8} {:<9} {:>6} {:>6} {:>6} {:>6}  {}\n", it.id, it.version,
               status_of(prepared, i), it.causes.size(), it.rules.size(), it.alerts.size(),
               it.advice.size(),
               modules[i].path.empty() ? "built in"
               : modules[i].library    ? "library"
                                       : "rules");
  }
  for (const auto& absence : prepared.registry.absences())
    print_wrapped(fmt::format("{:<30} {:<8} {:<9} ",
                              absence.id.empty() ? absence.path.filename().string() : absence.id,
                              "-", absence.refused ? "refused" : "left out"),
                  absence.why);
}

void show(const Prepared& prepared, const std::string& name, Outcome& outcome) {
  const auto modules = prepared.registry.modules();
  for (const auto& module : modules) {
    const auto& it = module.manifest;
    if (it.id != name && it.short_name() != name) continue;
    fmt::print("{} {}: {}\n", it.id, it.version, it.title);
    print_wrapped("  intended use: ", it.intended_use);
    fmt::print("  file: {}\n  sha256: {}\n  approved: {}\n",
               module.path.empty() ? "built in" : module.path.string(), module.sha256,
               module.approved ? "yes" : "no");
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
    for (const auto& cause : it.causes) fmt::print("  cause {}: {}\n", cause.id, cause.name);
    fmt::print(
        "  {} rules, {} alerts, {} pieces of advice, {} sources (causa knowledge list "
        "shows them)\n",
        it.rules.size(), it.alerts.size(), it.advice.size(), it.sources.size());
    return;
  }
  std::vector<std::string> names;
  for (const auto& module : modules) names.push_back(module.manifest.short_name());
  const std::string near = nearest(name, names);
  misuse(plugins_verb,
         fmt::format("no module {} is loaded{}", name,
                     near.empty() ? "" : fmt::format(", did you mean {}?", near)),
         outcome);
}

void why(const Prepared& prepared, const std::string& name, Outcome& outcome) {
  const auto modules = prepared.registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    const auto& it = modules[i].manifest;
    if (it.id != name && it.short_name() != name && modules[i].path != name) continue;
    for (const auto& fault : prepared.faults)
      if (fault.module == i) {
        print_wrapped("", fmt::format("{} is refused: {}", it.id, fault.why));
        return;
      }
    fmt::print("{} is loaded from {}, {}.\n", it.id,
               modules[i].path.empty() ? "the program itself" : modules[i].path.string(),
               modules[i].approved ? "approved by the lock of its folder"
                                   : "not approved: its folder has no plugins.lock");
    return;
  }
  for (const auto& absence : prepared.registry.absences()) {
    const bool fits = absence.id == name || absence.id.ends_with("." + name) ||
                      absence.path == name || absence.path.filename() == name ||
                      absence.path.stem() == name;
    if (!fits) continue;
    print_wrapped("", absence.why);
    return;
  }
  misuse(plugins_verb, fmt::format("no file or module {} was found; see causa plugins scan", name),
         outcome);
}

void scan(const Settings& chosen) {
  for (const auto& candidate : plugin::Registry::scan(load_options(chosen))) {
    fmt::print("{}\n", candidate.path.string());
    print_wrapped("  ", candidate.is_module ? fmt::format("{} {}: {}", candidate.id,
                                                          candidate.version, candidate.verdict)
                                            : candidate.verdict);
  }
}

void run(const Arguments& arguments, Outcome& outcome) {
  const std::string what = arguments.words.empty() ? "list" : arguments.words.front();
  const bool named = what == "show" || what == "why";
  if (what != "list" && what != "scan" && !named)
    return misuse(plugins_verb, fmt::format("there is no plugins {}", what), outcome);
  if (named && arguments.words.size() != 2)
    return misuse(plugins_verb, fmt::format("plugins {} takes one module", what), outcome);
  if (!named && arguments.words.size() > 1)
    return misuse(plugins_verb, fmt::format("plugins {} takes no {}", what, arguments.words[1]),
                  outcome);
  if (what == "scan") return scan(arguments.settings);
  const auto prepared = prepare(arguments.settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  if (what == "list") return list(**prepared);
  if (what == "show") return show(**prepared, arguments.words[1], outcome);
  why(**prepared, arguments.words[1], outcome);
}

}  // namespace

const Verb plugins_verb{"plugins",
                        "list|show ID|scan|why ID",
                        "List modules, show one, look at every file of the plugin folders, or say "
                        "why a module is loaded or not",
                        run,
                        {},
                        settings,
                        "causa plugins why electrolytes"};

}  // namespace causa::cli
