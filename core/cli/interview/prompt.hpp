// SPDX-License-Identifier: Apache-2.0
//
// One question of an interview in plain words: what is asked, what may be answered, and why it is
// asked. Pure; borrows nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assess/ask_next.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::cli::interview {

enum class Asks : std::uint8_t {
  age,
  sex,
  complaint,
  complaint_start,
  medicine,   ///< one of several; until none is left to say
  condition,  ///< the same
  truth,
  value,
  start,
};

struct Prompt {
  Asks asks = Asks::age;
  terminology::ConceptId concept_id = terminology::no_concept;  ///< truth, value, start
  std::string text, hint;
  std::string why;                   ///< empty: everybody is asked
  std::vector<std::string> choices;  ///< numbered from 1
};

/// What somebody can come with, in the order of the list: the finding that stands for each.
struct ComplaintChoice {
  std::string_view concept_id, words;
};
std::span<const ComplaintChoice> complaint_choices();

/// A unit of UCUM as people write it: "mmHg"; empty for a mere count. It is read back as the same.
std::string unit_words(std::string unit);

/// The questions that everybody is asked.
Prompt opening_prompt(Asks asks, bool first_of_list);

/// `cause_name`: the name of a cause by its id; empty: not known.
using CauseName = std::function<std::string(const std::string& id)>;
Prompt prompt_of(const assess::Question& question, terminology::ConceptId concept_id,
                 const terminology::Vocabulary& vocabulary, const CauseName& cause_name);

}  // namespace causa::cli::interview
