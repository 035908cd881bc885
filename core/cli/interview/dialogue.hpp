// SPDX-License-Identifier: Apache-2.0
//
// Which question comes next, and what an answer changes. First what everybody is asked, then the
// questions of ask_next in their order, each once, until none could raise an alert and none tells
// more than a limit. Knows no terminal and assesses nothing: whoever holds the conversation
// assesses the draft after each answer and hands over what to ask next. Borrows its arguments; one
// thread.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/interview/answers.hpp"
#include "cli/interview/draft.hpp"
#include "cli/interview/prompt.hpp"
#include "intake/written/words.hpp"

namespace causa::cli::interview {

struct Limits {
  double least_bits = 0;      ///< a question that tells less isn't asked
  std::size_t questions = 0;  ///< of those that not everybody is asked; 0: as many as there are
};

class Dialogue {
 public:
  /// `date`: YYYY-MM-DD of the interview. `words` has a vocabulary.
  Dialogue(const intake::written::Words& words, std::string date, const Limits& limits,
           CauseName cause_name);

  /// The next question; nothing if no further one is worth asking, or enough were asked. `asked`
  /// is what ask_next says of the draft.
  [[nodiscard]] std::optional<Prompt> next(std::span<const assess::Question> asked) const;

  /// Takes an answer. What it says is a remark, or empty. Error: why it isn't understood, and what
  /// to write; nothing is changed, and the same question is asked again.
  Result<std::string> answer(const Prompt& prompt, std::string_view text);

  /// The answer isn't known, or the list is at its end.
  void pass(const Prompt& prompt);

  /// Before the last answer; false: there was none.
  bool back();

  /// True if --questions ended it.
  [[nodiscard]] bool asked_enough() const;

  [[nodiscard]] const Draft& draft() const { return now_.draft; }

 private:
  /// What one answer changes, so that it can be taken back.
  struct State {
    Draft draft;
    Asks stage = Asks::age;   ///< truth: ask_next
    bool list_begun = false;  ///< of medicines, of illnesses
    std::size_t questions = 0;
    std::set<std::pair<terminology::ConceptId, bool>> asked;  ///< with: since when
  };
  /// Words that nobody knows and what they may have meant.
  struct Doubt {
    DraftEntry entry;
    std::string suggestion;
  };

  Result<std::string> take(const Prompt& prompt, std::string_view text, State& state);
  Result<std::string> take_complaints(std::string_view text, State& state) const;
  Result<std::string> take_named(Section section, std::string_view text, State& state);
  Result<std::string> settle_doubt(bool as_suggested, State& state);
  void take_start(terminology::ConceptId concept_id, std::string start, State& state) const;
  void put(DraftEntry entry, terminology::ConceptId concept_id, State& state) const;
  static void advance(const Prompt& prompt, State& state);
  [[nodiscard]] bool is_worth_asking(const assess::Question& question) const;

  const intake::written::Words& words_;
  const terminology::Vocabulary& vocabulary_;
  const Limits limits_;
  const CauseName cause_name_;
  TimeSpan day_;
  std::vector<terminology::ConceptId> choices_;  ///< parallel to complaint_choices()
  State now_;
  std::vector<State> before_;
  std::optional<Doubt> doubt_;
};

}  // namespace causa::cli::interview
