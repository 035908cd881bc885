// SPDX-License-Identifier: Apache-2.0

#include "facts/answer.hpp"

#include "base/text.hpp"

namespace causa::facts {

namespace {

using record::State;

/// What a coded or written answer says of a yes-or-no finding.
State state_of_words(std::string_view words) {
  const std::string folded = fold(words);
  for (const char* yes : {"yes", "present", "positive", "true"})
    if (folded == yes) return State::present;
  for (const char* no : {"no", "absent", "negative", "false", "not present", "none"})
    if (folded == no) return State::absent;
  return State::unknown;
}

/// Two that contradict each other say nothing.
State agreed(State a, State b) {
  if (a == State::unknown || a == b) return b;
  return b == State::unknown ? a : State::unknown;
}

bool is_of_relative(std::string_view label) {
  const std::string folded = fold(label);
  for (const char* words : {"family history", "family member", "history of family", "relative"})
    if (folded.find(words) != std::string::npos) return true;
  return false;
}

}  // namespace

State state_of_answer(const record::Record& record, const record::Item& item,
                      const terminology::Vocabulary& vocabulary) {
  State state = state_of_words(item.value_text);
  for (std::uint32_t i = 0; i < item.value_codes.count; ++i) {
    const auto& coding = record.codings[item.value_codes.first + i];
    const auto answer = vocabulary.answers().find(coding.system, coding.code);
    if (!answer)
      state = agreed(state, state_of_words(coding.display));
    else if (*answer != terminology::Answer::unknown)
      state = agreed(state, *answer == terminology::Answer::yes ? State::present : State::absent);
  }
  return state;
}

bool asks_about_relatives(const record::Record& record, const record::Item& item,
                          const terminology::Vocabulary& vocabulary) {
  if (is_of_relative(item.text)) return true;
  for (std::uint32_t i = 0; i < item.codes.count; ++i) {
    const auto& coding = record.codings[item.codes.first + i];
    if (is_of_relative(coding.display) ||
        vocabulary.answers().is_about_relatives(coding.system, coding.code))
      return true;
  }
  return false;
}

}  // namespace causa::facts
