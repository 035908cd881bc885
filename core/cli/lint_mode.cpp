// SPDX-License-Identifier: Apache-2.0

#include "cli/lint_mode.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include <algorithm>

namespace causa::cli {

std::string take_lint_switches(std::map<std::string, std::string>& options,
                               std::map<std::string, std::string>& given) {
  for (const VerbOption& choice : lint_switches) {
    const auto option = options.find(choice.name);
    if (option == options.end()) continue;
    options.erase(option);
    const auto [at, fresh] = given.try_emplace("lint", choice.name);
    if (!fresh && at->second != choice.name)
      return fmt::format("--{} and --lint {} can't both be", choice.name, at->second);
  }
  return {};
}

LintMode lint_mode(const Settings& settings) {
  const std::string& word = settings.text("lint");
  if (word == "strict") return LintMode::strict;
  return word == "minimal" ? LintMode::minimal : LintMode::lenient;
}

const char* word(LintMode mode) {
  switch (mode) {
    case LintMode::strict:
      return "strict";
    case LintMode::minimal:
      return "minimal";
    case LintMode::lenient:
      break;
  }
  return "lenient";
}

void keep_findings(LintMode mode, std::vector<lint::Finding>& findings) {
  if (mode != LintMode::minimal) return;
  std::erase_if(findings, [](const lint::Finding& finding) { return !finding.safety; });
}

std::vector<Error> refusals(const std::string& place, const std::vector<lint::Finding>& findings) {
  std::vector<Error> errors;
  for (const lint::Finding& finding : findings) {
    if (finding.severity != lint::Severity::error) continue;
    const bool within = !finding.place.empty() && !finding.place.starts_with("Patient");
    errors.push_back(input_error(
        within ? place + ": " + finding.place : place,
        fmt::format("refused by --strict: {} ({})", finding.message, finding.id), finding.cure));
  }
  return errors;
}

std::string refusal_without_values(std::span<const Error> refusals) {
  std::set<std::string> ids;
  for (const Error& error : refusals) {
    const std::size_t open = error.message.rfind('(');
    if (open != std::string::npos && error.message.ends_with(')'))
      ids.insert(error.message.substr(open + 1, error.message.size() - open - 2));
  }
  return fmt::format("refused by --strict ({})", fmt::join(ids, ", "));
}

}  // namespace causa::cli
