// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "base/text.hpp"
#include "cli/forms.hpp"
#include "cli/parts_of.hpp"
#include "cli/review/check_report.hpp"
#include "cli/review/entry.hpp"
#include "cli/review/page.hpp"
#include "cli/setup.hpp"
#include "cli/verb.hpp"
#include "plugin/called.hpp"
#include "report/csv.hpp"
#include "report/json.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {
    {"carried", "FILE", "check: what became of the rows of the evidence", true}};
constexpr const char* settings[] = {"to", "plugins", "without", "plugin", "plugin-path"};
constexpr std::string_view list_forms[] = {"text", "json", "csv"};
constexpr std::string_view show_forms[] = {"text", "json"};
constexpr std::string_view export_forms[] = {"md", "csv", "json"};

using assess::Prepared;

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

void list(const Prepared& prepared, const std::string& form) {
  if (form == "csv")
    fmt::print("plugin,rule,cause,about,when,holds,fails,group,basis,sources,text\r\n");
  std::size_t rules = 0;
  for (const auto& module : prepared.registry.modules())
    for (const auto& rule : module.manifest.rules) {
      form == "json"  ? print_json(module.manifest, rule)
      : form == "csv" ? print_csv(module.manifest, rule)
                      : print_text(module.manifest, rule);
      ++rules;
    }
  if (form == "text")
    fmt::print("\n{} rules; for causes that no loaded module owns: {}\n", rules,
               prepared.orphan_rules.size());
}

/// Null: reported.
const knowledge::Manifest* module_named(const Prepared& prepared, const std::string& name,
                                        Outcome& outcome) {
  const auto module = prepared.registry.find(name, "causa knowledge");
  if (!module) {
    report(module.error(), outcome);
    return nullptr;
  }
  if (*module != nullptr) return &(*module)->manifest;
  const std::string near = plugin::nearest_called(name, prepared.registry.ids());
  misuse(knowledge_verb,
         fmt::format("no module {} is loaded{}", name,
                     near.empty() ? "" : fmt::format(", did you mean {}?", near)),
         outcome);
  return nullptr;
}

/// Of the modules that are named, or of all.
void write_out(const Prepared& prepared, const std::string& form,
               const std::vector<std::string>& names, Outcome& outcome) {
  std::vector<const knowledge::Manifest*> manifests;
  for (const auto& name : names) {
    manifests.push_back(module_named(prepared, name, outcome));
    if (manifests.back() == nullptr) return;
  }
  if (names.empty())
    for (const auto& module : prepared.registry.modules()) manifests.push_back(&module.manifest);
  if (form == "csv") fmt::print("{}", review::entry_csv_header());
  bool begun = false;
  for (const auto* manifest : manifests) {
    const review::Place place{prepared, *manifest};
    if (form == "md") fmt::print("{}{}", begun ? "\n" : "", review::module_page(place));
    begun = true;
    if (form == "md") continue;
    for (const auto& entry : review::entries(place))
      fmt::print("{}", form == "csv" ? review::entry_csv(entry)
                                     : fmt::format("{}\n", report::write_json(entry)));
  }
}

void show(const Prepared& prepared, const std::string& form, const std::string& name,
          Outcome& outcome) {
  std::vector<std::string> names;
  std::size_t found = 0;
  for (const auto& module : prepared.registry.modules())
    for (const auto& entry : review::entries({prepared, module.manifest})) {
      const std::string id(entry.at("id").get_string());
      const std::string whole = fmt::format("{}/{}", module.manifest.short_name(), id);
      names.push_back(name.find('/') == std::string::npos ? id : whole);
      if (id != name && whole != name && name != fmt::format("{}/{}", module.manifest.id, id))
        continue;
      if (form == "json")
        fmt::print("{}\n", report::write_json(entry));
      else
        fmt::print("{}{}", found > 0 ? "\n" : "", review::entry_text(entry));
      ++found;
    }
  if (found > 0) return;
  const std::string near = nearest(name, names);
  misuse(knowledge_verb,
         fmt::format("no loaded module states {}{}", name,
                     near.empty() ? "" : fmt::format("; did you mean {}?", near)),
         outcome);
}

/// Those that were asked for; else those that are installed, one a module that is loaded, so that
/// a choice of modules is counted alone.
std::vector<std::filesystem::path> carried_files(const Prepared& prepared,
                                                 const std::string& named) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : parts_of(named, ',')) files.emplace_back(file);
  if (!files.empty()) return files;
  for (const auto& module : prepared.registry.modules()) {
    const auto file = find_places().knowledge / (module.manifest.short_name() + ".yaml");
    if (std::filesystem::exists(file)) files.push_back(file);
  }
  return files;
}

void check(const Prepared& prepared, const std::string& form, const std::string& carried,
           Outcome& outcome) {
  const auto evidence = review::read_carried(carried_files(prepared, carried));
  if (!evidence) return report(evidence.error(), outcome);
  const auto findings = review::check(prepared);
  fmt::print("{}", form == "json" ? review::check_json(findings, *evidence) + "\n"
                                  : review::check_text(findings, *evidence));
  if (!findings.faults.empty() || !evidence->faults.empty()) outcome.add(Exit::check);
}

/// What is wrong with the words after the verb; empty: nothing.
std::string misused(const std::string& what, std::size_t more) {
  if ((what == "list" || what == "check") && more > 0)
    return fmt::format("knowledge {} takes nothing more", what);
  if (what == "show" && more != 1) return "knowledge show takes one id";
  if (what != "list" && what != "show" && what != "check" && what != "export")
    return fmt::format("there is no knowledge {}", what);
  return {};
}

void run(const Arguments& arguments, Outcome& outcome) {
  const std::string what = arguments.words.empty() ? "list" : arguments.words.front();
  std::vector<std::string> names = arguments.words;
  if (!names.empty()) names.erase(names.begin());
  if (const std::string wrong = misused(what, names.size()); !wrong.empty())
    return misuse(knowledge_verb, wrong, outcome);
  const std::span<const std::string_view> known =
      what == "list"     ? std::span<const std::string_view>(list_forms)
      : what == "export" ? std::span<const std::string_view>(export_forms)
                         : std::span<const std::string_view>(show_forms);
  const auto form = form_of(knowledge_verb, arguments.settings, known, outcome);
  if (!form) return;
  const auto prepared = prepare(arguments.settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  if (what == "list") return list(**prepared, *form);
  if (what == "export") return write_out(**prepared, *form, names, outcome);
  if (what == "check") return check(**prepared, *form, arguments.option("carried"), outcome);
  show(**prepared, *form, names.front(), outcome);
}

}  // namespace

const Verb knowledge_verb{
    "knowledge",
    "list|show ID|check|export [MODULE...]",
    "List the rules of all modules with strengths and sources; show one "
    "statement (a rule, cause, alert, ...) in full; check what can be told "
    "without a patient, exit 5 on a fault; write out all statements "
    "for review, as --to md, csv or json",
    run,
    options,
    settings,
    "causa knowledge export circulation --to md",
    {},
    "list: text, json or csv; show and check: text or json; export: md, csv or json"};

}  // namespace causa::cli
