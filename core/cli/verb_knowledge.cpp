// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>

#include "cli/forms.hpp"
#include "cli/setup.hpp"
#include "cli/verb.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"

namespace causa::cli {

namespace {

constexpr const char* settings[] = {"to", "plugins", "without", "plugin", "plugin-path"};
constexpr std::string_view forms[] = {"text", "json", "csv"};

std::string side(const std::optional<knowledge::Strength>& strength) {
  if (!strength) return "-";
  if (strength->grade) {
    static constexpr const char* grades[] = {"none", "minimal", "weak", "moderate", "strong"};
    return fmt::format("{} {}", grades[static_cast<std::size_t>(*strength->grade)],
                       strength->in_favor ? "for" : "against");
  }
  std::string text = strength->lr           ? fmt::format("LR {}", *strength->lr)
                     : strength->odds_ratio ? fmt::format("OR {}", *strength->odds_ratio)
                                            : fmt::format("LR from {}", strength->lr_from);
  if (strength->ci) text += fmt::format(" ({}-{})", strength->ci->low, strength->ci->high);
  return text;
}

const char* about_of(const knowledge::Rule& rule) {
  return rule.about == knowledge::About::present ? "present" : "explains";
}

void print_text(const knowledge::Manifest& manifest, const knowledge::Rule& rule) {
  fmt::print("{}/{}\n  {} ({}): {}\n  holds: {}; fails: {}; {}; [{}]\n", manifest.short_name(),
             rule.id, rule.cause, about_of(rule), rule.when.text, side(rule.holds),
             side(rule.fails), report::word(rule.basis), fmt::join(rule.sources, ", "));
}

void print_csv(const knowledge::Manifest& manifest, const knowledge::Rule& rule) {
  const auto cell = [](const std::string& text) { return report::csv_cell(text); };
  const auto strength = [&](const std::optional<knowledge::Strength>& stated) {
    return stated ? cell(side(stated)) : std::string();
  };
  fmt::print("{},{},{},{},{},{},{},{},{},{},{}\r\n", cell(manifest.id), cell(rule.id),
             cell(rule.cause), about_of(rule), cell(rule.when.text), strength(rule.holds),
             strength(rule.fails), cell(rule.group), report::word(rule.basis),
             cell(fmt::format("{}", fmt::join(rule.sources, " "))), cell(rule.text));
}

void print_json(const knowledge::Manifest& manifest, const knowledge::Rule& rule) {
  boost::json::array sources;
  for (const auto& source : rule.sources) sources.emplace_back(source);
  fmt::print("{}\n", report::write_json(boost::json::object{{"plugin", manifest.id},
                                                            {"rule", rule.id},
                                                            {"cause", rule.cause},
                                                            {"about", about_of(rule)},
                                                            {"when", rule.when.text},
                                                            {"holds", side(rule.holds)},
                                                            {"fails", side(rule.fails)},
                                                            {"group", rule.group},
                                                            {"basis", report::word(rule.basis)},
                                                            {"sources", sources},
                                                            {"text", rule.text}}));
}

void run(const Arguments& arguments, Outcome& outcome) {
  if (arguments.words.size() > 1 || (arguments.words.size() == 1 && arguments.words[0] != "list"))
    return misuse(knowledge_verb, fmt::format("there is no knowledge {}", arguments.words[0]),
                  outcome);
  const auto form = form_of(knowledge_verb, arguments.settings, forms, outcome);
  if (!form) return;
  const auto prepared = prepare(arguments.settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  if (*form == "csv")
    fmt::print("plugin,rule,cause,about,when,holds,fails,group,basis,sources,text\r\n");
  std::size_t rules = 0;
  for (const auto& module : (*prepared)->registry.modules())
    for (const auto& rule : module.manifest.rules) {
      *form == "json"  ? print_json(module.manifest, rule)
      : *form == "csv" ? print_csv(module.manifest, rule)
                       : print_text(module.manifest, rule);
      ++rules;
    }
  if (*form == "text")
    fmt::print("\n{} rules; for causes that no loaded module owns: {}\n", rules,
               (*prepared)->orphan_rules.size());
}

}  // namespace

const Verb knowledge_verb{"knowledge",
                          "list",
                          "List the rules of all modules with strengths and sources",
                          run,
                          {},
                          settings,
                          "causa knowledge list --plugins circulation"};

}  // namespace causa::cli
