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

/// Facts for want of which the condition says that it holds: `is unknown`, or `is known` under
/// `not`. `or unknown` speaks of the time of a fact that is there, and `is absent` and `not` of one
/// that somebody denied: these aren't want.
Concepts holds_for_want_of(const rules::Condition& condition);

/// The concept, its broader ones, and none that is derived: what states the same in other words.
Concepts lineage_of(const std::string& concept_id);

/// True if one of the concepts is the other or broader than it.
bool is_one_line(const std::string& a, const std::string& b);

bool meet(const Concepts& a, const Concepts& b);

}  // namespace causa::properties
