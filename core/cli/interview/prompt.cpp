// SPDX-License-Identifier: Apache-2.0

#include "cli/interview/prompt.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/json.hpp"

namespace causa::cli::interview {

namespace {

using terminology::ConceptKind;

/// A finding with several classes stands for all of them.
constexpr ComplaintChoice complaints[] = {
    {"symptom.cramp.leg", "leg cramp"},
    {"symptom.leg_pain.exertional", "leg pain on walking or exercise"},
    {"symptom.leg_pain", "other leg pain, as when it came on within hours or days"},
    {"symptom.weakness.leg", "weakness of a leg or both"},
    {"symptom.paresthesia.leg", "numbness or tingling of a leg"},
    {"symptom.urge_to_move", "urge to move the legs"},
    {"symptom.cramp.elsewhere", "cramp elsewhere than in the legs"},
};

/// Units of UCUM that nobody writes so; of the others only the brackets go ("mm[Hg]").
constexpr std::pair<std::string_view, std::string_view> written_units[] = {
    {"Cel", "\u00b0C"}, {"10*3/uL", "K/uL"}, {"mL/min/{1.73_m2}", "mL/min/1.73m2"},
    {"1", ""},          {"[pH]", ""},        {"{ratio}", ""},
};

constexpr std::size_t most_causes_told = 2;

constexpr std::string_view truth_hint = "yes, no, or since when";
constexpr std::string_view start_hint = "3 weeks ago, 2026-11-01, 2026-11";

/// How a truth is asked for, by the beginning of its id.
constexpr std::pair<std::string_view, std::string_view> truth_words[] = {
    {"drug.", "Is this taken: {}?"},       {"condition.", "Is this known: {}?"},
    {"suspected.", "Is this so: {}?"},     {"sign.", "Found on examination: {}?"},
    {"imaging.", "Found on imaging: {}?"}, {"lab.", "Found in the laboratory: {}?"},
    {"history.", "Is this so: {}?"},       {"symptom.", "Is there: {}?"},
};

std::string why_words(const assess::Question& question, const CauseName& cause_name) {
  std::vector<std::string> names;
  for (const auto& cause : question.causes)
    if (names.size() < most_causes_told)
      if (std::string name = cause_name(cause); !name.empty()) names.push_back(std::move(name));
  const bool more = question.causes.size() > names.size() && !names.empty();
  const std::string about =
      fmt::format("{}{}", fmt::join(names, more ? ", " : " and "), more ? " and others" : "");
  if (!question.could_alert)
    return about.empty() ? std::string() : fmt::format("It tells about {}.", about);
  return fmt::format("It could raise an alert ({}){}.", report::word(question.urgency),
                     about.empty() ? "" : "; it tells about " + about);
}

}  // namespace

std::span<const ComplaintChoice> complaint_choices() { return complaints; }

std::string unit_words(std::string unit) {
  for (const auto& [ucum, words] : written_units)
    if (unit == ucum) return std::string(words);
  std::erase_if(unit, [](char c) { return c == '[' || c == ']'; });
  return unit;
}

Prompt opening_prompt(Asks asks, bool first_of_list) {
  Prompt prompt;
  prompt.asks = asks;
  switch (asks) {
    case Asks::age:
      prompt.text = "How old is the patient?";
      prompt.hint = "completed years, as in 67";
      break;
    case Asks::sex:
      prompt.text = "Sex of the patient?";
      prompt.hint = "female, male or other";
      break;
    case Asks::complaint:
      prompt.text = "What does the patient come with?";
      prompt.hint = "numbers or words, with commas between them; 0: none of these";
      for (const auto& choice : complaints) prompt.choices.emplace_back(choice.words);
      break;
    case Asks::complaint_start:
      prompt.text = "Since when?";
      prompt.hint = start_hint;
      break;
    case Asks::medicine:
      prompt.text =
          first_of_list ? "Which medicines are taken? One at a time." : "Another medicine?";
      prompt.hint = first_of_list
                        ? "NAME, since when: hydrochlorothiazide 25 mg, 3 weeks ago; Enter: no more"
                        : "Enter: no more";
      break;
    case Asks::condition:
      prompt.text =
          first_of_list ? "Which illnesses are known? One at a time." : "Another illness?";
      prompt.hint = first_of_list ? "NAME, since when: type 2 diabetes, 2018; Enter: no more"
                                  : "Enter: no more";
      break;
    case Asks::truth:
    case Asks::value:
    case Asks::start:
      break;
  }
  return prompt;
}

Prompt prompt_of(const assess::Question& question, terminology::ConceptId concept_id,
                 const terminology::Vocabulary& vocabulary, const CauseName& cause_name) {
  const auto& definition = vocabulary[concept_id].definition;
  Prompt prompt;
  prompt.concept_id = concept_id;
  prompt.why = why_words(question, cause_name);
  if (question.start) {
    prompt.asks = Asks::start;
    prompt.text = fmt::format("Since when: {}?", definition.name);
    prompt.hint = start_hint;
  } else if (definition.kind == ConceptKind::number) {
    const std::string unit = unit_words(definition.unit);
    prompt.asks = Asks::value;
    prompt.text = fmt::format("{}{}?", question.again ? "A newer value of " : "", definition.name);
    prompt.hint = unit.empty() ? "a number; its day may follow, as in 7.2, yesterday"
                               : fmt::format(
                                     "a number and its unit: {}; its day may follow "
                                     "after a comma",
                                     unit);
  } else {
    prompt.asks = Asks::truth;
    std::string_view words = "{}?";
    for (const auto& [prefix, asked] : truth_words)
      if (definition.id.starts_with(prefix)) words = asked;
    prompt.text = fmt::format(fmt::runtime(words), definition.name);
    prompt.hint = truth_hint;
  }
  return prompt;
}

}  // namespace causa::cli::interview
