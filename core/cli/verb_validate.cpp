// SPDX-License-Identifier: Apache-2.0
//
// How good the answers are on cases with a label. Nothing is stored.

#include <fmt/core.h>

#include <csignal>

#include "base/hash.hpp"
#include "base/output_file.hpp"
#include "cli/forms.hpp"
#include "cli/overwriting.hpp"
#include "cli/setup.hpp"
#include "cli/validate/ablation.hpp"
#include "cli/validate/validation_report.hpp"
#include "cli/verb.hpp"

namespace causa::cli {

namespace {

constexpr VerbOption options[] = {
    {"labels", "FILE", "causes and alerts for cases whose label names none, by id"},
    {"svg", "FILE", "write a reliability diagram to this file"},
    {"ablations", "", "also without each module, and with other weights of experts' rules"}};
constexpr std::string_view forms[] = {"text", "json"};
constexpr const char* settings[] = {"from",    "mapping", "to",          "plugins",
                                    "without", "plugin",  "plugin-path", "policy"};

/// The seven of the contract, those of other modules, and the words that are no family.
std::set<std::string> families(const assess::Prepared& prepared) {
  std::set<std::string> names{"hydration",  "electrolytes",    "circulation", "neurologic",
                              "medication", "chronic_disease", "strain",      "idiopathic"};
  for (const auto& cause : prepared.causes) names.insert(cause.cause->family);
  for (const auto word : {validate::mimic, validate::other, validate::none}) names.emplace(word);
  return names;
}

/// Nothing: reported.
std::optional<validate::CaseSet> read(const Arguments& arguments, const assess::Prepared& prepared,
                                      Outcome& outcome) {
  const auto wrong = [&](const Error& error) {
    report(error, outcome);
    return std::nullopt;
  };
  auto labeled = validate::read_cases(arguments.words.front(), families(prepared));
  if (!labeled) return wrong(labeled.error());
  if (const std::string labels = arguments.option("labels"); !labels.empty())
    if (auto added = validate::add_labels(labels, labeled->cases); !added)
      return wrong(added.error());
  const auto intake = intake_options(arguments.settings, prepared);
  if (!intake) return wrong(intake.error());
  auto set = validate::read_records(std::move(*labeled), *intake);
  for (const Error& error : set.broken) report(error, outcome);
  return set;
}

void run(const Arguments& arguments, Outcome& outcome) {
  const auto form = form_of(validate_verb, arguments.settings, forms, outcome);
  if (!form) return;
  if (arguments.words.size() != 1)
    return misuse(validate_verb, "it takes the file of the cases", outcome);
  static constexpr const char* outputs[] = {"svg"};
  if (const auto refused = would_replace(arguments, arguments.words, outputs))
    return report(*refused, outcome);
  if (const auto refused = cannot_write(arguments, outputs)) return report(*refused, outcome);
  if (const auto refused = prints_into_input(arguments.words)) return report(*refused, outcome);
  if (const auto refused = prints_into_output(arguments, outputs)) return report(*refused, outcome);
  const auto prepared = prepare(arguments.settings, outcome);
  if (!prepared) return report(prepared.error(), outcome);
  const auto set = read(arguments, **prepared, outcome);
  if (!set) return;
  const std::string config_sha256 = sha256_hex(arguments.settings.config_text());
  const auto assessments = validate::assess_all(*set, *prepared, config_sha256);
  const auto verdicts = validate::judge_all(*set, assessments);
  const auto tally = validate::count(verdicts);
  std::vector<validate::Ablation> ablations;
  const bool wants_ablations = !arguments.option("ablations").empty();
  if (wants_ablations) {
    auto made = validate::ablate(arguments.settings, *set, (*prepared)->registry.modules());
    if (!made) return report(made.error(), outcome);
    ablations = std::move(*made);
  }
  if (const std::string file = arguments.option("svg"); !file.empty()) {
    const auto diagram =
        report::reliability_diagram(tally.calibration, validate::calibration_caveat(tally));
    if (auto written = write_output(file, [&](const TakePiece& take) { take(diagram); }); !written)
      report({Fault::usage, written.error().place, written.error().message, written.error().cure},
             outcome);
  }
  const validate::Told told{*set,       verdicts,     tally, wants_ablations ? &ablations : nullptr,
                            **prepared, config_sha256};
  fmt::print("{}", *form == "json" ? validation_json(told) : validation_text(told));
  for (const auto& verdict : verdicts)
    if (!verdict.misses.empty()) outcome.add(Exit::check);
}

}  // namespace

const Verb validate_verb{
    "validate",
    "CASES.json",
    "Tell how often the answers are as labeled on cases whose answer is known; "
    "exit 5 if one isn't",
    run,
    options,
    settings,
    "causa validate cases.json --svg reliability.svg",
    {},
    "text or json"};

}  // namespace causa::cli
