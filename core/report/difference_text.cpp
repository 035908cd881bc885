// SPDX-License-Identifier: Apache-2.0

#include <fmt/core.h>

#include "base/text.hpp"
#include "report/difference.hpp"

namespace causa::report {

namespace {

constexpr std::size_t width = 100;

const char* title(Section section) {
  switch (section) {
    case Section::patient:
      return "Patient";
    case Section::alert:
      return "Alerts";
    case Section::cause:
      return "Causes";
    case Section::state:
      return "States";
    case Section::must_not_miss:
      return "Not to be missed";
    case Section::evidence:
      return "Evidence";
    case Section::advice:
      return "Advice";
    case Section::fact:
      return "Facts";
    case Section::finding:
      return "Findings of the linter";
    case Section::ignored:
      return "Not used";
    case Section::module:
      return "Modules";
    case Section::assessment:
      break;
  }
  return "Assessment";
}

std::string or_nothing(const std::string& text) { return text.empty() ? "nothing" : text; }

std::string field_words(std::string field) {
  for (char& letter : field)
    if (letter == '_') letter = ' ';
  return field;
}

void add(std::string& text, std::size_t indent, const std::string& words) {
  std::string margin(indent, ' ');
  for (const auto& line : wrap(words, width - indent)) text += margin + line + '\n';
}

}  // namespace

std::string changes_text(const std::vector<Change>& changes) {
  std::string text;
  const Change* last = nullptr;
  for (const Change& change : changes) {
    const bool new_section = last == nullptr || last->section != change.section;
    if (new_section) text += fmt::format("{}{}\n", text.empty() ? "" : "\n", title(change.section));
    if (change.field.empty()) {
      const bool added = change.before.empty();
      add(text, 2,
          fmt::format("{} {}{}: {}", added ? "+" : "-", change.id,
                      change.name.empty() ? "" : fmt::format(" ({})", change.name),
                      added ? change.after : change.before));
    } else {
      if (new_section || last->id != change.id || last->field.empty())
        add(text, 2,
            change.name.empty() ? change.id : fmt::format("{} ({})", change.id, change.name));
      add(text, 6,
          fmt::format("{}: {} -> {}", field_words(change.field), or_nothing(change.before),
                      or_nothing(change.after)));
    }
    last = &change;
  }
  return text;
}

}  // namespace causa::report
