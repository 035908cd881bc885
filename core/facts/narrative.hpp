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
// The words, cues and phrases are those of configs/terminology. Linear in the text but for the
// statements found. One reader a thread; it borrows the Vocabulary and reuses its memory.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/prose.hpp"
#include "facts/prose_scope.hpp"
#include "record/record.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

struct Said {
  terminology::ConceptId concept_id = terminology::no_concept;
  record::State state = record::State::present;  ///< or absent
  std::uint32_t first = 0;                       ///< the matched words: bytes of the text
  std::uint32_t size = 0;
};

class NarrativeReader {
 public:
  explicit NarrativeReader(const terminology::Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /// One entry a concept, in the order of the text; valid until the next call.
  const std::vector<Said>& read(std::string_view text);

 private:
  void say(const Find& find, Time time, std::size_t index);
  bool is_stated(const Find& find, Time time, terminology::ConceptId id, std::size_t index) const;
  bool describes_symptom(terminology::ConceptId id, std::size_t index) const;
  void settle();

  const terminology::Vocabulary& vocabulary_;
  Prose prose_;
  ProseScope scope_;
  std::vector<Find> finds_;
  std::vector<Time> times_;
  std::vector<bool> covered_;
  std::vector<Said> said_;
};

}  // namespace causa::facts
