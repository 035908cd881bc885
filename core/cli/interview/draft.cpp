// SPDX-License-Identifier: Apache-2.0

#include "cli/interview/draft.hpp"

#include <fmt/core.h>

#include <string_view>

#include "base/text.hpp"

namespace causa::cli::interview {

namespace {

constexpr std::pair<Section, std::string_view> titles[] = {
    {Section::complaint, "complaint"}, {Section::symptoms, "symptoms"},
    {Section::signs, "signs"},         {Section::history, "history"},
    {Section::labs, "labs"},           {Section::vital_signs, "vital signs"},
    {Section::drugs, "drugs"},         {Section::conditions, "conditions"}};

constexpr std::pair<std::string_view, Section> prefixes[] = {{"symptom.", Section::symptoms},
                                                             {"sign.", Section::signs},
                                                             {"imaging.", Section::signs},
                                                             {"vital.", Section::vital_signs},
                                                             {"lab.", Section::labs},
                                                             {"drug.", Section::drugs},
                                                             {"condition.", Section::conditions},
                                                             {"suspected.", Section::conditions}};

/// Between double quotes, where YAML takes nothing for a sign but \ and ".
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string line_of(const DraftEntry& entry) {
  std::string line =
      fmt::format("  - {{{}: {}", entry.kept_words ? "text" : "name", in_quotes(entry.name));
  const std::pair<std::string_view, const std::string&> attributes[] = {
      {"value", entry.value}, {"status", entry.status}, {"time", entry.time},
      {"start", entry.start}, {"stop", entry.stop},     {"dose", entry.dose}};
  for (const auto& [key, text] : attributes)
    if (!text.empty()) line += fmt::format(", {}: {}", key, in_quotes(text));
  line += '}';
  if (!entry.shown.empty()) line += fmt::format("  # {}", printable(entry.shown));
  return line + '\n';
}

}  // namespace

Section section_of(const terminology::ConceptDefinition& definition) {
  for (const auto& [prefix, section] : prefixes) {
    if (!definition.id.starts_with(prefix)) continue;
    const bool number = definition.kind == terminology::ConceptKind::number;
    // These two hold measured values only.
    if (!number && (section == Section::labs || section == Section::vital_signs))
      return Section::signs;
    return section;
  }
  return definition.kind == terminology::ConceptKind::number ? Section::labs : Section::history;
}

std::string to_case(const Draft& draft) {
  std::string text =
      fmt::format("# Written by causa interview; docs/case-files.md.\ndate: {}\n", draft.date);
  if (!draft.age.empty()) text += fmt::format("age: {}\n", in_quotes(draft.age));
  if (!draft.sex.empty()) text += fmt::format("sex: {}\n", draft.sex);
  for (const auto& [section, title] : titles) {
    bool first = true;
    for (const auto& entry : draft.entries) {
      if (entry.section != section) continue;
      if (first) text += fmt::format("{}:\n", title);
      first = false;
      text += line_of(entry);
    }
  }
  if (!draft.not_known.empty()) text += "# Asked, and not known:\n";
  for (const auto& name : draft.not_known) text += fmt::format("# - {}\n", printable(name));
  return text;
}

}  // namespace causa::cli::interview
