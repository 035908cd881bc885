// SPDX-License-Identifier: Apache-2.0

#include "facts/prose_questions.hpp"

#include <algorithm>

namespace causa::facts {

namespace {

using namespace terminology;
using enum terminology::WordRole::Bit;

constexpr std::uint32_t most_before_name = 3;
constexpr std::string_view first_words[] = {"any", "does", "do", "has", "have", "is", "are"};
constexpr std::string_view before_name[] = {"acute",    "early",      "possible", "new",
                                            "evolving", "underlying", "recurrent"};
constexpr std::string_view causes[] = {"cause", "etiology", "aetiology"};

/// "?acute left DVT", and "?cause", which makes no doubt of what is there.
bool is_name_of_condition(const std::vector<Word>& words, std::uint32_t at, std::uint32_t last,
                          const std::vector<Find>& finds, const Vocabulary& vocabulary) {
  if (is_in(causes, words[at])) return true;
  const std::uint32_t first = at;
  while (at < last && at - first < most_before_name &&
         (words[at].has(article | filler | side) || is_in(before_name, words[at])))
    ++at;
  auto find = std::partition_point(finds.begin(), finds.end(),
                                   [&](const Find& one) { return one.at < first; });
  for (; find != finds.end() && find->first <= at; ++find)
    if (find->first >= first && names_condition(*find, vocabulary)) return true;
  return false;
}

}  // namespace

bool names_condition(const Find& find, const Vocabulary& vocabulary) {
  if (find.is_number()) return false;
  const auto& concepts = find.meaning->concepts;
  return std::any_of(concepts.begin(), concepts.end(), [&](ConceptId id) {
    return vocabulary.is_suspicion(id) || vocabulary[id].definition.id.starts_with("condition.");
  });
}

bool begins_question(const Word& word) { return is_in(first_words, word); }

bool asks(const Prose& prose, const Sentence& sentence, const std::vector<Find>& finds,
          const Vocabulary& vocabulary) {
  bool is_queried = false;
  for (std::uint32_t at = sentence.first; at < sentence.last; ++at) {
    if (!prose.words[at].is_queried) continue;
    if (!is_name_of_condition(prose.words, at, sentence.last, finds, vocabulary)) return true;
    is_queried = true;
  }
  return is_queried && begins_question(prose.words[sentence.first]);
}

}  // namespace causa::facts
