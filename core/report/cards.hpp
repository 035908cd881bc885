// SPDX-License-Identifier: Apache-2.0
//
// An assessment as cards of CDS Hooks 2.0: one for each alert, then one with the ranking. A card
// that says what already stands with the clinician may be left out, so that it doesn't tire; which
// may, and which never, is docs/decisions/0009-cards-shown-again.md. Text of the record is escaped:
// viewers render HTML. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "report/context.hpp"

namespace causa::report {

/// A card of the answer before, for the same patient.
struct CardSeen {
  std::string key, content_sha256;
  bool answered = false;  ///< a clinician accepted or overrode it
};

struct Card {
  std::string key;   ///< its name within the assessment: "ranking", "alert/MODULE/ID"
  std::string uuid;  ///< made of the assessment's id and the key; feedback names it
  std::optional<std::uint32_t> alert;  ///< position in Assessment::alerts
  std::string content_sha256;          ///< of what it says, without ages and times
  bool unchanged = false;              ///< stands already, so it is left out of the answer
  std::string json;                    ///< the card itself
};

/// Emergency and same-day alerts are never left out; an urgent one only if it was answered.
std::vector<Card> make_cards(const assess::Assessment& assessment, const Context& context,
                             std::span<const CardSeen> seen = {});

/// The response: {"cards": [...]} without those that are left out; one line, no line end.
std::string to_response(std::span<const Card> cards);

}  // namespace causa::report
