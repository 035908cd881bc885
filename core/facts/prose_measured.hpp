// SPDX-License-Identifier: Apache-2.0
//
// Whether a number that a sentence states was measured, and what the words before it make of it. A
// target ("keep potassium > 4.0", "hold for pulse < 50") and a result that is called an error are
// no measurements. Looks at few words around the number; pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "facts/prose.hpp"
#include "record/record.hpp"
#include "terminology/phrases.hpp"

namespace causa::facts {

/// The name of a quantity, and the word behind it; no quantity: none stands there.
struct QuantityName {
  const terminology::Quantity* quantity = nullptr;
  std::uint32_t behind = 0;
};

/// The longest one from word `at` on.
QuantityName quantity_name_at(const std::vector<Word>& words, const Sentence& sentence,
                              const terminology::Phrases& phrases, std::uint32_t at);

/// The first word of the sentence that begins at `byte` or later.
std::uint32_t word_behind(const std::vector<Word>& words, const Sentence& sentence,
                          std::size_t byte);

/// What follows "fell" or "rises" is a change, or what it led to.
enum class Change : std::uint8_t { none, stated, happened };

/// What stands between a name and its number: "is", "fell from", "of less than".
struct NumberLead {
  std::uint32_t at = 0;  ///< the word of the number
  record::Comparator comparator = record::Comparator::none;
  Change change = Change::none;
  bool led_to = false;  ///< "fell to", "fell below"
  bool from = false;    ///< "fell from": another number follows
};

/// From word `at` on; nothing if other words stand there than those of a short list.
std::optional<NumberLead> number_lead(const std::vector<Word>& words, const Sentence& sentence,
                                      std::string_view text, std::uint32_t at);

/// "Rising to 6.8" at word `at`: what the value before word `behind` became, with nothing else
/// between.
std::optional<NumberLead> change_lead(const std::vector<Word>& words, const Sentence& sentence,
                                      std::string_view text, std::uint32_t behind,
                                      std::uint32_t at);

/// "Repeat", "rechecked": what follows was measured later.
bool is_repeat(const Word& word);

/// "Now", "then": the same, if nothing else stands between.
bool is_later(const Word& word);

/// "Keep", "goal", "until".
bool is_target(const Word& word);

/// "Now", of a value that stands before it.
bool is_now(const Word& word);

/// "Previously", of a value that stands before it.
bool is_earlier(const Word& word);

/// True if the words [behind, at) only call the value before them an earlier one, and a comma or a
/// bracket ends that before word `at`: "K 4.5 last week, 6.8".
bool follows_earlier(const std::vector<Word>& words, std::uint32_t behind, std::uint32_t at);

/// True if what stands before word `name` asks for the value. `is_bound`: it states a bound, as
/// what is to be treated and called for mostly does.
bool is_asked_for(const std::vector<Word>& words, const Sentence& sentence, std::uint32_t name,
                  bool is_bound, Change change);

/// True if words around [first, last] call the value an error.
bool is_called_error(const std::vector<Word>& words, const Sentence& sentence, std::uint32_t first,
                     std::uint32_t last);

/// What a number is of; `unclear` where a specimen is named further before its name.
enum class Sample : std::uint8_t { blood, other, unclear };

/// By the words of the clause before word `name`: "urine potassium", "U-K".
Sample sample_before(const std::vector<Word>& words, const Sentence& sentence,
                     std::string_view text, std::uint32_t name);

/// True if word `at` names the specimen of what stands before it: "in urine", "daily".
bool names_specimen(const std::vector<Word>& words, const Sentence& sentence, std::uint32_t at);

}  // namespace causa::facts
