// SPDX-License-Identifier: Apache-2.0

#include "cli/interview/answers.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <span>

#include "base/text.hpp"
#include "intake/written/answer.hpp"
#include "intake/written/faults.hpp"
#include "intake/written/moment.hpp"
#include "intake/written/statement.hpp"

namespace causa::cli::interview {

namespace {

using intake::written::shown;
using intake::written::Sort;
using intake::written::trimmed;
using terminology::Vocabulary;

constexpr std::pair<std::string_view, Command> commands[] = {
    {"", Command::unknown},           {"unknown", Command::unknown},
    {"u", Command::unknown},          {"not known", Command::unknown},
    {"don t know", Command::unknown}, {"b", Command::back},
    {"back", Command::back},          {"q", Command::quit},
    {"quit", Command::quit},          {"h", Command::help},
    {"help", Command::help}};

Error wrong(std::string message, std::string cure) {
  return input_error({}, std::move(message), std::move(cure));
}

/// At commas that a space follows: "2,9 mmol/L" is one part, and told to be ambiguous.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(", "); end != text.npos; end = text.find(", ")) {
    parts.push_back(trimmed(text.substr(0, end)));
    text.remove_prefix(end + 2);
  }
  parts.push_back(trimmed(text));
  return parts;
}

constexpr std::string_view begin_words[] = {"since", "from", "for", "started", "on"};
constexpr std::string_view end_words[] = {"stopped", "until", "resolved", "ended"};
constexpr std::string_view no_words[] = {"no", "No", "without"};

bool is_to_come(const TimeSpan& moment, const TimeSpan& day) {
  return moment.earliest_ms > day.latest_ms;
}

Error to_come() { return wrong("a date that is still to come", "write when it was"); }

bool take_word(std::string_view& text, std::span<const std::string_view> words) {
  for (const std::string_view word : words)
    if (text.size() > word.size() && text.starts_with(word) && text[word.size()] == ' ') {
      text = trimmed(text.substr(word.size()));
      return true;
    }
  return false;
}

/// One part behind the name or the yes.
Result<void> read_detail(std::string_view part, const TimeSpan& day, DraftEntry& entry) {
  if (const auto answer = intake::written::read_answer(part)) {
    if (!entry.status.empty()) return wrong("a second status", "say it once");
    entry.status = std::string(part);
    return {};
  }
  if (entry.section == Section::drugs && intake::written::is_dose(part) &&
      intake::written::read_moment(part, day).has_error()) {
    entry.dose += (entry.dose.empty() ? "" : " ") + std::string(part);
    return {};
  }
  const std::string_view written = part;
  const bool ends = take_word(part, end_words);
  if (!ends) take_word(part, begin_words);
  const auto moment = intake::written::read_moment(part, day);
  if (!moment)
    return wrong(fmt::format("\"{}\" is neither a status nor a time", shown(written)),
                 "write present, suspected or stopped, or when: 3 weeks ago, 2026-11-01, stopped "
                 "2 weeks ago");
  std::string& slot = ends ? entry.stop : entry.start;
  if (!slot.empty()) return wrong("a second time", "say it once");
  if (!ends && is_to_come(*moment, day)) return to_come();
  slot = std::string(part);
  return {};
}

std::string range_words(const terminology::ConceptDefinition& definition) {
  return fmt::format("{} to {} {}", format_number(definition.plausible->first),
                     format_number(definition.plausible->second), definition.unit);
}

}  // namespace

Command command_of(std::string_view text) {
  text = trimmed(text);
  if (text == "?") return Command::unknown;
  const std::string folded = fold(text);
  if (folded.empty() && !text.empty()) return Command::none;
  for (const auto& [word, command] : commands)
    if (word == folded) return command;
  return Command::none;
}

Result<std::string> read_start(std::string_view text, const TimeSpan& day) {
  text = trimmed(text);
  take_word(text, begin_words);
  const auto moment = intake::written::read_moment(text, day);
  if (!moment)
    return wrong(fmt::format("\"{}\" is not a date or time", shown(text)),
                 "write 3 weeks ago, yesterday, 2026-11-20, 2026-11 or 2026");
  if (is_to_come(*moment, day)) return to_come();
  return std::string(text);
}

Result<DraftEntry> read_truth(std::string_view text, const TimeSpan& day) {
  const auto parts = parts_of(text);
  DraftEntry entry;
  for (const std::string_view part : parts)
    if (auto read = read_detail(part, day, entry); !read) {
      if (parts.size() > 1) return read.error();
      return wrong(fmt::format("\"{}\" is neither yes nor no", shown(part)),
                   "write yes or no, or since when: 3 weeks ago, 2026-11-01; Enter: not known");
    }
  const auto answer = intake::written::read_answer(entry.status);
  if (answer && answer->state == record::State::absent &&
      (!entry.start.empty() || !entry.stop.empty()))
    return wrong("said not to be so, and then when it was so", "write either no or the time");
  if (entry.status.empty()) entry.status = "present";
  return entry;
}

Result<DraftEntry> read_value(std::string_view text, terminology::ConceptId concept_id,
                              const Vocabulary& vocabulary, const TimeSpan& day) {
  const auto& definition = vocabulary[concept_id].definition;
  const auto parts = parts_of(text);
  auto amount = intake::written::read_amount(parts.front(), intake::written::DecimalSign::point);
  if (!amount) return amount.error();
  intake::written::Meaning meaning;
  meaning.match = {concept_id, nullptr};
  if (auto settled = intake::written::settle_unit(&vocabulary, meaning, *amount); !settled)
    return settled.error();
  const auto converted = vocabulary.to_canonical(meaning.match, amount->number, amount->unit, {});
  if (!converted) return converted.error();
  if (const auto& plausible = definition.plausible;
      plausible && (converted->value < plausible->first || converted->value > plausible->second))
    return wrong(fmt::format("{} can't be {} (it is from {})", definition.name,
                             shown(parts.front()), range_words(definition)),
                 "check the number and its unit");
  DraftEntry entry;
  entry.value = std::string(parts.front());
  if (parts.size() > 2)
    return wrong("more than a value and its day", "write 2.9 mmol/L, yesterday");
  if (parts.size() == 2) {
    auto time = read_start(parts[1], day);
    if (!time) return time.error();
    entry.time = std::move(*time);
  }
  return entry;
}

Result<Named> read_named(std::string_view text, Section section,
                         const intake::written::Words& words, const TimeSpan& day) {
  const auto parts = parts_of(text);
  Named named;
  DraftEntry& entry = named.entry;
  entry.section = section;
  const Sort sort = section == Section::drugs ? Sort::drug : Sort::truth;
  std::string_view name = parts.front();
  if (name.empty()) return wrong("no name", "write the name first");
  auto found = words.find(name, sort);
  bool denied = false;
  if (!found || (!found->known() && found->codes.empty())) {
    std::string_view rest = name;
    if (take_word(rest, no_words)) {
      denied = true;
      name = rest;
      found = words.find(name, sort);
    }
  }
  if (!found) {
    Error error = found.error();
    // Its cure speaks of keys of a case file.
    if (section == Section::drugs && error.cure.find('{') != std::string::npos)
      error.cure = "write the name alone, and the rest behind a comma: NAME, stopped 2 weeks ago";
    return error;
  }
  for (std::size_t i = 1; i < parts.size(); ++i)
    if (auto read = read_detail(parts[i], day, entry); !read) return read.error();
  if (denied && (!entry.status.empty() || !entry.start.empty() || !entry.stop.empty()))
    return wrong("said not to be so, and then something else of it", "write one of them");
  if (denied) entry.status = "absent";
  entry.name = std::string(name);
  if (!found->known() && found->codes.empty()) {
    named.suggestion = words.nearest_to(name, sort);
    entry.kept_words = true;
    return named;
  }
  if (!found->known()) return named;  // a code that a later module may know
  entry.concept_id = found->match.concept_id;
  const auto& definition = (*words.vocabulary())[entry.concept_id].definition;
  const Sort is = intake::written::sort_of(definition);
  if (is != sort)
    return wrong(fmt::format("{} is {}", definition.name,
                             is == Sort::drug     ? "a medicine"
                             : is == Sort::number ? "a measured value, which is asked for later"
                                                  : "no medicine"),
                 section == Section::drugs ? "write medicines here, one a line"
                                           : "write known conditions here, one a line");
  entry.shown = definition.name;
  return named;
}

Result<std::vector<terminology::ConceptId>> read_complaints(
    std::string_view text, const std::vector<terminology::ConceptId>& choices,
    const intake::written::Words& words) {
  std::vector<terminology::ConceptId> chosen;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view part = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    std::size_t number = 0;
    const auto [stop, code] = std::from_chars(part.data(), part.data() + part.size(), number);
    auto concept_id = terminology::no_concept;
    if (code == std::errc() && stop == part.data() + part.size()) {
      if (number == 0 || number > choices.size())
        return wrong(fmt::format("there is no {} to choose", shown(part)),
                     fmt::format("write numbers from 1 to {}, or 0 for none", choices.size()));
      concept_id = choices[number - 1];
    } else {
      const auto found = words.find(part, Sort::truth);
      if (!found) return found.error();
      if (!found->known()) {
        const std::string near = words.nearest_to(part, Sort::truth);
        return wrong(fmt::format("nobody knows \"{}\"", shown(part)),
                     near.empty() ? "write a number of the list"
                                  : fmt::format("did you mean \"{}\"?", near));
      }
      concept_id = found->match.concept_id;
      const auto& definition = (*words.vocabulary())[concept_id].definition;
      if (definition.complaint.empty())
        return wrong(fmt::format("{} is no complaint whose causes are weighed", definition.name),
                     "write a number of the list; the rest is asked for later");
    }
    if (std::find(chosen.begin(), chosen.end(), concept_id) == chosen.end())
      chosen.push_back(concept_id);
  }
  return chosen;
}

}  // namespace causa::cli::interview
