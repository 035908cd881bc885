// SPDX-License-Identifier: Apache-2.0
//
// Further words for concepts, whoever defines them: configs/terminology/synonyms.json. A phrase may
// hold choices in brackets, "(swelling|edema) of the (|left |right )leg", which stand for every
// phrase that can be made of them. Words of a concept that no loaded module defines are passed
// over. Pure; the reader owns what it returns. Error: place is the concept's id.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace causa::terminology {

struct Synonyms {
  std::string concept_id;
  std::vector<std::string> text;    ///< without choices
  std::vector<std::string> absent;  ///< words that say that it is absent, in running text
};

/// Reads {"schema": "causa.terminology/1", "words": [{"concept", "text", "absent"}]}.
Result<std::vector<Synonyms>> parse_synonyms(std::string_view json);

/// Every phrase that the choices of one allow, in order. Error: brackets that don't pair, or more
/// phrases than anybody could review.
Result<std::vector<std::string>> phrases_of(std::string_view with_choices);

}  // namespace causa::terminology
