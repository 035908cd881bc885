// SPDX-License-Identifier: Apache-2.0
//
// What a run of words means, and why: values.
#pragma once

#include <cstdint>
#include <vector>

#include "terminology/concept.hpp"
#include "terminology/narratives.hpp"

namespace causa::terminology {

/// What a run of words means.
struct Meaning {
  std::vector<ConceptId> concepts;  ///< one; several if modules call unlike concepts the same
  Cue cue = Cue::none;
  bool is_phrase = false;  ///< of a concept, or passed over (then without concepts)
  bool absent = false;     ///< the words say that the concept is absent: "Thompson test negative"
  std::uint32_t quantity = 0;    ///< one more than its place in Phrases::quantities(); 0: none
  std::vector<ConceptId> drugs;  ///< of this name
};

/// What one text says by standing there.
struct Saying {
  enum class Kind : std::uint8_t {
    present,
    absent,
    drug,
    cue,
    passed_over,
    quantity,
  };
  Kind kind = Kind::present;
  std::uint32_t number = 0;  ///< the concept, the Cue, or Meaning::quantity
};

}  // namespace causa::terminology
