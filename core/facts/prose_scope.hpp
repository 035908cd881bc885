// SPDX-License-Identifier: Apache-2.0
//
// Which phrases of a sentence are affirmed, which are denied, and which nothing is known of. A
// phrase is denied only if it stands at the head of what is denied, or of one entry of a list of
// it, and nothing narrows it ("no pain at rest" denies no pain); anything else after a denial is
// left open. Doubt and other persons take away all phrases of their statement, the past those of
// its clause (prose_clauses.hpp). Linear in the sentence; reuses its memory; for one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "facts/prose.hpp"
#include "facts/prose_clauses.hpp"
#include "facts/prose_phrases.hpp"

namespace causa::facts {

struct SentenceSense {
  bool of_other_person = false;
  bool has_denial = false;
  bool denies_to_end = false;  ///< what follows a semicolon may go on with what is denied
  bool has_verb = false;
  bool has_turned_away = false;  ///< a cue of doubt, past or end, anywhere
  bool has_history = false;      ///< a cue of history, and none of the past
};

class ProseScope {
 public:
  /// Sets Find::stand. `finds` in the order of Find::at; `times` gets one entry a find.
  SentenceSense judge(const Prose& prose, const Sentence& sentence,
                      const terminology::Phrases& phrases, const std::vector<bool>& covered,
                      std::vector<Find>& finds, std::vector<Time>& times);

  /// Of the sentence last judged: "left leg swollen".
  [[nodiscard]] bool begins_with_statement(const Sentence& sentence) const {
    return clauses_.begins_with_statement(sentence.first);
  }

 private:
  class Statement;
  SentenceSense find_cues(const Prose& prose, const Sentence& sentence,
                          const terminology::Phrases& phrases, const std::vector<bool>& covered);
  void judge_statement(const Prose& prose, const Sentence& sentence, std::uint32_t first,
                       std::uint32_t last, std::vector<Find>& finds, SentenceSense& sense);
  void leave_circumstances_of_nothing(const Sentence& sentence, std::vector<Find>& finds) const;
  void find_ors(const Prose& prose, const Sentence& sentence);

  std::vector<CueFind> cues_;          ///< by word of the sentence
  std::vector<bool> or_follows_;       ///< by word: an "or" before the list ends
  std::vector<std::int32_t> find_at_;  ///< by word: index of the first of finds, or -1
  ProseClauses clauses_;
};

}  // namespace causa::facts
