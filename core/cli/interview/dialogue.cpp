// SPDX-License-Identifier: Apache-2.0

#include "cli/interview/dialogue.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "intake/written/amount.hpp"
#include "intake/written/answer.hpp"
#include "intake/written/faults.hpp"
#include "intake/written/moment.hpp"

namespace causa::cli::interview {

namespace {

using intake::written::shown;
using intake::written::trimmed;

Asks after(Asks stage) { return static_cast<Asks>(static_cast<std::uint8_t>(stage) + 1); }

bool is_list(Asks asks) { return asks == Asks::medicine || asks == Asks::condition; }

bool says_none(std::string_view text) {
  const auto answer = intake::written::read_answer(text);
  return fold(text) == "none" || fold(text) == "0" ||
         (answer && answer->state == record::State::absent);
}

}  // namespace

Dialogue::Dialogue(const intake::written::Words& words, std::string date, const Limits& limits,
                   CauseName cause_name)
    : words_(words),
      vocabulary_(*words.vocabulary()),
      limits_(limits),
      cause_name_(std::move(cause_name)) {
  if (const auto day = parse_time(date)) day_ = *day;
  now_.draft.date = std::move(date);
  for (const auto& choice : complaint_choices())
    choices_.push_back(vocabulary_.find(choice.concept_id).value_or(terminology::no_concept));
}

bool Dialogue::is_worth_asking(const assess::Question& question) const {
  if (!question.could_alert && question.bits < limits_.least_bits) return false;
  const auto id = vocabulary_.find(question.concept_id);
  return id && !vocabulary_[*id].derived && !now_.asked.contains({*id, question.start});
}

bool Dialogue::asked_enough() const {
  return limits_.questions > 0 && now_.questions >= limits_.questions;
}

std::optional<Prompt> Dialogue::next(std::span<const assess::Question> asked) const {
  if (now_.stage < Asks::truth) return opening_prompt(now_.stage, !now_.list_begun);
  if (asked_enough()) return std::nullopt;
  for (const auto& question : asked)
    if (is_worth_asking(question))
      return prompt_of(question, *vocabulary_.find(question.concept_id), vocabulary_, cause_name_);
  return std::nullopt;
}

Result<std::string> Dialogue::answer(const Prompt& prompt, std::string_view text) {
  if (is_list(prompt.asks) && !doubt_ && says_none(text)) {
    pass(prompt);
    return std::string();
  }
  State state = now_;
  auto remark = take(prompt, trimmed(text), state);
  if (!remark) return remark.error();
  before_.push_back(std::move(now_));
  now_ = std::move(state);
  doubt_.reset();
  return remark;
}

Result<std::string> Dialogue::take(const Prompt& prompt, std::string_view text, State& state) {
  std::string remark;
  switch (prompt.asks) {
    case Asks::age: {
      const auto birth = intake::written::birth_from_age(text, day_);
      if (!birth) return birth.error();
      state.draft.age = std::string(text);
      break;
    }
    case Asks::sex: {
      const auto sex = intake::written::read_sex(text);
      if (!sex) return input_error({}, "a sex that can't be read", "write female, male or other");
      if (*sex != record::Sex::unknown) state.draft.sex = fold(text);
      break;
    }
    case Asks::complaint: {
      auto taken = take_complaints(text, state);
      if (!taken) return taken.error();
      remark = std::move(*taken);
      break;
    }
    case Asks::medicine:
    case Asks::condition: {
      const auto section = prompt.asks == Asks::medicine ? Section::drugs : Section::conditions;
      auto taken = take_named(section, text, state);
      if (!taken) return taken.error();
      state.list_begun = true;
      return taken;
    }
    case Asks::complaint_start:
    case Asks::start: {
      auto start = read_start(text, day_);
      if (!start) return start.error();
      take_start(prompt.concept_id, std::move(*start), state);
      break;
    }
    case Asks::truth:
    case Asks::value: {
      auto entry = prompt.asks == Asks::value
                       ? read_value(text, prompt.concept_id, vocabulary_, day_)
                       : read_truth(text, day_);
      if (!entry) return entry.error();
      put(std::move(*entry), prompt.concept_id, state);
      break;
    }
  }
  advance(prompt, state);
  return remark;
}

void Dialogue::advance(const Prompt& prompt, State& state) {
  if (prompt.asks >= Asks::truth) {
    ++state.questions;
    state.asked.insert({prompt.concept_id, prompt.asks == Asks::start});
    return;
  }
  state.stage = after(prompt.asks);
  state.list_begun = false;
  const bool nothing_began = state.draft.entries.empty();
  if (state.stage == Asks::complaint_start && nothing_began) state.stage = Asks::medicine;
}

Result<std::string> Dialogue::take_complaints(std::string_view text, State& state) const {
  if (says_none(text))
    return std::string("Without a leg complaint no causes are ranked; alerts still work.");
  const auto chosen = read_complaints(text, choices_, words_);
  if (!chosen) return chosen.error();
  for (const auto concept_id : *chosen) {
    if (concept_id == terminology::no_concept)
      return input_error({}, "a complaint that no table knows", "write it in words");
    put({}, concept_id, state);
    state.draft.entries.back().section = Section::complaint;
  }
  return std::string();
}

Result<std::string> Dialogue::take_named(Section section, std::string_view text, State& state) {
  const auto answer = intake::written::read_answer(text);
  if (doubt_ && doubt_->entry.section == section && answer && answer->flags == 0)
    return settle_doubt(answer->state == record::State::present, state);
  auto named = read_named(text, section, words_, day_);
  if (!named) return named.error();
  if (!named->suggestion.empty()) {
    Error error =
        input_error({}, fmt::format("nobody knows \"{}\"", shown(named->entry.name)),
                    fmt::format("did you mean \"{}\"? yes: take it; no: keep it as it is written",
                                named->suggestion));
    doubt_ = Doubt{std::move(named->entry), std::move(named->suggestion)};
    return error;
  }
  std::string remark;
  if (named->entry.kept_words)
    remark = fmt::format("Nobody knows \"{}\"; it is kept, and weighs nothing.",
                         shown(named->entry.name));
  else if (!named->entry.shown.empty() && fold(named->entry.shown) != fold(named->entry.name))
    remark = fmt::format("Taken as: {}.", named->entry.shown);
  state.draft.entries.push_back(std::move(named->entry));
  return remark;
}

Result<std::string> Dialogue::settle_doubt(bool as_suggested, State& state) {
  DraftEntry entry = doubt_->entry;
  if (!as_suggested) {
    state.draft.entries.push_back(std::move(entry));
    return fmt::format("\"{}\" is kept, and weighs nothing.",
                       shown(state.draft.entries.back().name));
  }
  auto meant = read_named(doubt_->suggestion, entry.section, words_, day_);
  if (!meant) return meant.error();
  // "hydroclorothiazide 25 mg": the strength is kept.
  const std::size_t digit = entry.name.find_first_of("0123456789");
  if (entry.section == Section::drugs && digit != std::string::npos && digit > 0 &&
      entry.name[digit - 1] == ' ' && intake::written::is_dose(entry.name.substr(digit)))
    entry.dose = entry.name.substr(digit) + (entry.dose.empty() ? "" : " " + entry.dose);
  entry.name = meant->entry.name;
  entry.concept_id = meant->entry.concept_id;
  entry.shown = meant->entry.shown;
  entry.kept_words = false;
  state.draft.entries.push_back(std::move(entry));
  return fmt::format("Taken as: {}.", state.draft.entries.back().name);
}

/// Since when something holds that is known: the entry that says so, be it in narrower words.
void Dialogue::take_start(terminology::ConceptId concept_id, std::string start,
                          State& state) const {
  bool found = false;
  for (auto& entry : state.draft.entries) {
    if (entry.concept_id == terminology::no_concept || !entry.start.empty()) continue;
    const bool every_complaint = concept_id == terminology::no_concept;
    const auto& ancestors = vocabulary_[entry.concept_id].ancestors;
    const bool is_it = entry.concept_id == concept_id ||
                       std::find(ancestors.begin(), ancestors.end(), concept_id) != ancestors.end();
    const auto answer = intake::written::read_answer(entry.status);
    const bool holds = !answer || answer->state == record::State::present;
    if (!holds || !(every_complaint ? entry.section == Section::complaint : is_it)) continue;
    entry.start = start;
    found = true;
  }
  if (found || concept_id == terminology::no_concept) return;
  DraftEntry entry;
  entry.status = "present";
  entry.start = std::move(start);
  put(std::move(entry), concept_id, state);
}

void Dialogue::put(DraftEntry entry, terminology::ConceptId concept_id, State& state) const {
  const auto& definition = vocabulary_[concept_id].definition;
  entry.section = section_of(definition);
  entry.name = definition.id;
  entry.concept_id = concept_id;
  entry.shown = definition.name;
  state.draft.entries.push_back(std::move(entry));
}

void Dialogue::pass(const Prompt& prompt) {
  before_.push_back(now_);
  doubt_.reset();
  if (!is_list(prompt.asks))
    now_.draft.not_known.push_back(
        prompt.concept_id == terminology::no_concept
            ? prompt.text
            : fmt::format("{}{}", prompt.asks == Asks::start ? "since when: " : "",
                          vocabulary_[prompt.concept_id].definition.name));
  advance(prompt, now_);
}

bool Dialogue::back() {
  doubt_.reset();
  if (before_.empty()) return false;
  now_ = std::move(before_.back());
  before_.pop_back();
  return true;
}

}  // namespace causa::cli::interview
