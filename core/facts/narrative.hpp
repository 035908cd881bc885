// SPDX-License-Identifier: Apache-2.0
//
// A conservative reader of running text: chief complaint, history of the present illness, physical
// findings. It finds the phrases of concepts and says which are there and which are not. A wrong
// reading is worse than a missed one, so whatever is possible, past, planned, another person's or
// said of another part of the body gives nothing, and neither does what a text says both ways.
//
//     text -> sentences (prose.hpp) -> phrases (prose_phrases.hpp) -> what is denied or doubted
//     (prose_scope.hpp) -> statements
//
// Of what it says to be suspected only that it is suspected is stated, where a concept for that is
// known (suspicion.hpp). Beside findings it reads quantities with their number (prose_numbers.hpp),
// how long a finding has lasted and since when a drug is taken (narrative_times.hpp); of a drug
// nothing else.
//
// The words, cues and phrases are those of configs/terminology. Linear in the text but for the
// statements found. One reader a thread; it borrows the Vocabulary and reuses its memory.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/narrative_suspicions.hpp"
#include "facts/narrative_times.hpp"
#include "facts/prose.hpp"
#include "facts/prose_scope.hpp"
#include "facts/prose_suspicion.hpp"
#include "facts/said.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

class NarrativeReader {
 public:
  explicit NarrativeReader(const terminology::Vocabulary& vocabulary)
      : vocabulary_(vocabulary), suspicions_(vocabulary) {}

  /// One entry a finding, one a number, in the order of the text; valid until the next call.
  /// `written`: when, so that a date of those days is none of the past.
  const std::vector<Said>& read(std::string_view text, const TimeSpan& written = {});

  /// Suspicions that the text read last refutes and doesn't raise; state is absent.
  [[nodiscard]] const std::vector<Said>& refuted() const { return suspicions_.refuted(); }

 private:
  void look_at(const Sentence& sentence, std::string_view text);
  bool is_of_specimen(const Sentence& sentence, bool is_heading);
  void say_all(const Sentence& sentence, std::string_view text, const SentenceSense& sense);
  void say(const Find& find, Time time, std::size_t index);
  [[nodiscard]] bool has_number(const Sentence& sentence, std::string_view text) const;
  void say_number(const NumberFind& number, bool only_told);
  void mark_hemolyzed(const Sentence& sentence, std::string_view text, std::size_t first);
  void look_for_suspicions(Sentence& sentence, std::string_view text);
  [[nodiscard]] bool can_be_suspected(const Find& find) const;
  void say_suspicion(const Find& find);
  void say_starts(const Sentence& sentence, std::string_view text);
  bool is_stated(const Find& find, Time time, terminology::ConceptId id, std::size_t index) const;
  bool stands_after(const Find& find) const;
  bool describes_symptom(terminology::ConceptId id, std::size_t index) const;
  void settle_starts();
  void settle();

  const terminology::Vocabulary& vocabulary_;
  const terminology::Phrases* phrases_ = nullptr;  ///< from the first text on
  Prose prose_;
  ProseScope scope_;
  std::vector<Find> finds_;
  std::vector<Time> times_;
  std::vector<bool> covered_;
  std::vector<NumberFind> numbers_;  ///< of the sentence
  std::vector<Duration> durations_;
  std::vector<DrugStart> drug_starts_;
  std::vector<Said> said_;
  std::vector<Said> aside_;    ///< numbers and starts of drugs
  SuspicionReader suspicion_;  ///< of the sentence
  NarrativeSuspicions suspicions_;
  std::uint32_t first_word_ = 0;  ///< of the sentence
  bool in_specimen_ = false;
};

}  // namespace causa::facts
