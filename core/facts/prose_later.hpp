// SPDX-License-Identifier: Apache-2.0
//
// The next value of a quantity behind one that was read: "2.3 mmol/L yesterday, repeat 4.1", "4.5
// previously, 6.8 now", "4.5 (12/11), 6.8 (19/11)", "4.5 rising to 6.8". Bounded work; pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "facts/prose.hpp"
#include "facts/prose_dates.hpp"
#include "facts/prose_measured.hpp"
#include "terminology/vocabulary.hpp"

namespace causa::facts {

struct NextValue {
  std::uint32_t first = 0;         ///< its first word
  std::optional<NumberLead> lead;  ///< nothing: a word of repetition without a number
  bool is_bare = false;            ///< it begins with its number
  bool is_dated = false;           ///< the one before it has a date, which says which is the later
};

class LaterValues {
 public:
  LaterValues(const std::vector<Word>& words, const Sentence& sentence, std::string_view text,
              const terminology::Vocabulary& vocabulary, const terminology::Phrases& phrases)
      : words_(words),
        sentence_(sentence),
        text_(text),
        vocabulary_(vocabulary),
        phrases_(phrases) {}

  /// Behind the value of `quantity` that ends at `byte`.
  [[nodiscard]] std::optional<NextValue> value_behind(const terminology::Quantity& quantity,
                                                      std::size_t byte) const;

  /// "On 12/11", "(12/11)"
  [[nodiscard]] std::optional<WrittenDate> date_behind(std::size_t byte) const;

  /// The word behind the number at word `at` and its unit.
  [[nodiscard]] std::uint32_t behind_number(const terminology::Quantity& quantity,
                                            std::uint32_t at) const;

 private:
  [[nodiscard]] std::optional<std::uint32_t> dated_value(const terminology::Quantity& quantity,
                                                         std::size_t byte) const;
  [[nodiscard]] bool is_later_value(const terminology::Quantity& quantity, std::uint32_t behind,
                                    std::uint32_t at) const;
  [[nodiscard]] bool names_quantity(std::uint32_t at) const;
  [[nodiscard]] bool starts_with_digit(std::uint32_t at) const;

  const std::vector<Word>& words_;
  const Sentence& sentence_;
  const std::string_view text_;
  const terminology::Vocabulary& vocabulary_;
  const terminology::Phrases& phrases_;
};

}  // namespace causa::facts
