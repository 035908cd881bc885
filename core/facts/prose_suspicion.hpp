// SPDX-License-Identifier: Apache-2.0
//
// Whether a sentence says that somebody suspects what a phrase names: "?DVT", "query cauda equina",
// "suspected DVT or PE", "rhabdomyolysis not excluded". A conditional ("if he develops"), a risk, a
// denial ("low suspicion for"), advice, what the patient fears and what has been ruled out are no
// suspicion; "CTPA: no PE" and "DVT excluded" answer one. A few passes over the sentence, and a
// bounded number of words a phrase; reuses its memory; for one thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/fact.hpp"
#include "facts/prose.hpp"
#include "facts/prose_phrases.hpp"

namespace causa::facts {

enum class Suspicion : std::uint8_t {
  none,
  open,
  refuted,
  confirmed,  ///< "suspected DVT, confirmed on duplex"
};

class SuspicionReader {
 public:
  /// `finds` are those of the sentence, `text` is that of `prose`; all are borrowed until the next
  /// call.
  void look_at(const Prose& prose, const Sentence& sentence, std::string_view text,
               const std::vector<Find>& finds);

  /// `suspicion` is what the concept of the suspicion is called: "suspected.dvt".
  [[nodiscard]] Suspicion of(const Find& find, std::string_view suspicion) const;

  /// "CTPA normal", of an embolism, but not of a compartment syndrome.
  [[nodiscard]] bool is_cleared_by_image(std::string_view suspicion) const;

  /// "DDx: DVT, cellulitis": nothing that it names is known to be there.
  [[nodiscard]] bool lists_differential() const { return is_differential_; }

  /// True if a denial is of the past only: "never had".
  [[nodiscard]] bool denies_past(const Find& find) const;

  /// The one that the clause of a phrase names, else that of the sentence.
  [[nodiscard]] Side side_of(const Find& find) const;

 private:
  /// By word: the last one up to there of a kind, plus one; 0 if there is none.
  struct Before {
    std::uint32_t negator = 0, hypothesis = 0, chance = 0, no = 0, advice = 0, warning = 0,
                  fear = 0, rather = 0, never = 0;
    std::uint32_t clause = 0;  ///< first word of the clause
    std::uint32_t comma = 0;   ///< of the clause that no mark as in "swollen ?DVT" begins
    bool in_find = false;
  };

  [[nodiscard]] bool is_word(std::uint32_t at, std::string_view letters) const {
    return (*words_)[at].folded.letters == letters;
  }
  [[nodiscard]] const Before& before(std::uint32_t at) const { return before_[at - first_]; }
  [[nodiscard]] bool has_gap(std::uint32_t at) const;
  void note_word(std::uint32_t at, Before& now) const;
  [[nodiscard]] bool is_of_clinician(std::uint32_t at, std::uint32_t clause) const;
  [[nodiscard]] bool supposes(std::uint32_t at) const;
  [[nodiscard]] bool is_polite(std::uint32_t if_at) const;
  [[nodiscard]] bool is_question() const;
  [[nodiscard]] bool is_differential() const;
  void find_answers();
  void find_clear_image();
  [[nodiscard]] bool is_clear_beside(std::uint32_t image_at) const;
  [[nodiscard]] Side side_within(std::uint32_t first, std::uint32_t last) const;
  [[nodiscard]] bool is_marked(const Find& find) const;
  [[nodiscard]] bool has_mark_before(std::uint32_t at) const;
  [[nodiscard]] bool is_denied(std::uint32_t cue) const;
  [[nodiscard]] bool is_set_aside(const Find& find) const;
  [[nodiscard]] bool asks_to_exclude(std::uint32_t at) const;
  [[nodiscard]] bool may_be_excluded(std::uint32_t at) const;
  [[nodiscard]] bool is_called_so_before(const Find& find) const;
  [[nodiscard]] bool is_called_so_behind(const Find& find) const;
  [[nodiscard]] bool is_asked_behind(const Find& find) const;
  [[nodiscard]] bool is_ruled_out(std::uint32_t at) const;
  [[nodiscard]] bool is_left_open(const Find& find) const;
  [[nodiscard]] bool is_settled_at(const Find& find, std::uint32_t at) const;
  [[nodiscard]] bool is_settled_behind(const Find& find, std::string_view suspicion) const;
  [[nodiscard]] bool is_refuted(const Find& find, std::string_view suspicion) const;
  [[nodiscard]] bool is_denied_directly(const Find& find) const;
  [[nodiscard]] bool is_confirmed_behind(const Find& find) const;

  const std::vector<Word>* words_ = nullptr;
  std::string_view text_;
  std::uint32_t first_ = 0, last_ = 0;
  std::vector<Before> before_;     ///< by word of the sentence
  std::vector<bool> settles_;      ///< by word of the sentence: rules something out
  std::uint32_t clear_image_ = 0;  ///< the last picture that shows nothing, plus one
  Side sentence_side_ = Side::unknown;
  bool is_question_ = false;
  bool is_differential_ = false;  ///< "DDx: DVT, cellulitis"
};

}  // namespace causa::facts
