// SPDX-License-Identifier: Apache-2.0
//
// What conditions speak of: whether a fact has anything to do with a module or an alert. A fact
// speaks for its broader concepts too, and for what is derived from it. Pure but for the host.
#pragma once

#include <set>
#include <string>

#include "properties/host.hpp"
#include "rules/condition.hpp"

namespace causa::properties {

using Concepts = std::set<terminology::ConceptId>;

/// The concept, its broader ones and everything derived from these.
Concepts reach_of(const std::string& concept_id);

/// Concepts that a condition of the module, of whatever kind, or a step of it reads.
Concepts read_by(std::uint32_t module);

/// True if the condition says that it holds for want of one of these: `is unknown`, `or unknown`,
/// or under `not`; what clears it, or what speaks without it, is then part of its meaning.
bool may_hold_for_want_of(const rules::Condition& condition, const Concepts& concepts);

bool meet(const Concepts& a, const Concepts& b);

}  // namespace causa::properties
