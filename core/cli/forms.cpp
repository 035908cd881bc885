// SPDX-License-Identifier: Apache-2.0

#include "cli/forms.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/setting_values.hpp"

namespace causa::cli {

namespace {

bool is_asked_for(const Settings& settings) { return settings.origin("to") == "command line"; }

/// What tables are often wanted in; docs/store.md says how to make one of a table in CSV.
bool lacks_library(std::string_view form) { return form == "parquet" || form == "arrow"; }

void refuse(const Verb& verb, std::string message, std::string cure, Outcome& outcome) {
  report({Fault::usage, fmt::format("causa {}", verb.name), std::move(message), std::move(cure)},
         outcome);
}

}  // namespace

std::optional<std::string> form_of(const Verb& verb, const Settings& settings,
                                   std::span<const std::string_view> known, Outcome& outcome) {
  const std::string& wanted = settings.text("to");
  if (std::find(known.begin(), known.end(), wanted) != known.end()) return wanted;
  if (!is_asked_for(settings)) return std::string(known.front());
  refuse(verb,
         fmt::format("it can't write {}{}", wanted,
                     lacks_library(wanted) ? ", for which Debian 12 has no library" : ""),
         fmt::format("use --to {}", fmt::join(known, ", or ")), outcome);
  return std::nullopt;
}

bool takes_form(const Verb& verb, const Settings& settings, Outcome& outcome) {
  const std::string& wanted = settings.text("to");
  if (wanted == "md" && std::string_view(verb.name) != knowledge_verb.name) {
    refuse(verb, "it can't write md", "only causa knowledge export writes Markdown", outcome);
    return false;
  }
  const auto& listed = verb.settings;
  const bool chooses =
      std::any_of(listed.begin(), listed.end(), [](std::string_view name) { return name == "to"; });
  if (!is_asked_for(settings)) return true;
  if (chooses) {
    const auto wrong =
        verb.forms == nullptr ? wrong_value("to", wanted, "--to") : std::optional<Error>();
    if (wrong) report(*wrong, outcome);
    return !wrong;
  }
  refuse(verb, "it writes in one form only", "leave out --to", outcome);
  return false;
}

}  // namespace causa::cli
