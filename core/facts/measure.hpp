// SPDX-License-Identifier: Apache-2.0
//
// The value of a measurement as a fact: in canonical unit, with its bounds, and refused for scoring
// where it can't be right. What is refused is shown with the likely mistake and never converted
// silently. Reentrant; appends to what it is given.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "facts/fact.hpp"

namespace causa::facts {

enum class Taken : std::uint8_t { no, yes };

/// Sets what depends on the value of `fact`, which has the concept and what belongs to the item.
/// Where there is no number, `why` says so; what is doubted goes to `refusals`.
Taken measure(const record::Record& record, std::uint32_t index,
              const terminology::CodeMatch& match, const terminology::Vocabulary& vocabulary,
              std::int64_t as_of_ms, Fact& fact, std::vector<Refusal>& refusals,
              std::string_view& why);

/// What is told of an item whose reader couldn't make out its value (record::why_unread).
Refusal unread_value(const terminology::ConceptDefinition& definition, const record::Item& item,
                     std::uint32_t index);

/// The upper reference limit that the laboratory sent with a value, as a fact of its own, if some
/// concept stands for it. Nothing if it can't be a limit, or the value was refused.
std::optional<Fact> upper_limit_sent(const record::Item& item, const terminology::CodeMatch& match,
                                     const Fact& measured,
                                     const terminology::Vocabulary& vocabulary);

}  // namespace causa::facts
