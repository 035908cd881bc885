// SPDX-License-Identifier: Apache-2.0
//
// What people answer where a thing may be there or not: "yes", "absent", "suspected", "resolved".
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "record/record.hpp"

namespace causa::intake::written {

struct Answer {
  record::State state = record::State::unknown;
  std::uint16_t flags = 0;  ///< record::Flag
};

/// Nothing if the words are no answer that can be read in one way only.
std::optional<Answer> read_answer(std::string_view text);

/// female, f, woman, male, m, man, other, unknown; nothing for anything else.
std::optional<record::Sex> read_sex(std::string_view text);

}  // namespace causa::intake::written
