// SPDX-License-Identifier: Apache-2.0
//
// The parts of doubts.hpp, each of which adds what it finds. Private to this room.
#pragma once

#include "rules/doubts.hpp"

namespace causa::rules {

struct Doubting {
  const knowledge::Manifest& manifest;
  const terminology::Vocabulary& vocabulary;
  std::span<const knowledge::Manifest* const> loaded;
  std::vector<Doubt>& doubts;

  void certain(std::string pointer, std::string id, std::string message, std::string hint) const {
    doubts.push_back(
        {std::move(pointer), std::move(id), std::move(message), std::move(hint), true});
  }
  void may_be_meant(std::string pointer, std::string id, std::string message,
                    std::string hint) const {
    doubts.push_back(
        {std::move(pointer), std::move(id), std::move(message), std::move(hint), false});
  }
};

/// Of all conditions whether they can hold and fail; of alerts, withholds, decisions and rules what
/// their conditions and numbers come to.
void doubt_conditions(const Doubting& it);

/// Of concepts and listed facts: what is dropped, ambiguous or given by nobody.
void doubt_terms(const Doubting& it);

/// Of tags, causes and families: what is misspelled or nobody's.
void doubt_names(const Doubting& it);

/// Listed facts that no module gives, as far as all modules are seen.
std::vector<terminology::ConceptId> never_known(const Doubting& it);

/// The fact that there is whose id one of never_known() is but for a letter or two; or empty.
std::string likely_fact(const Doubting& it, const std::string& id);

}  // namespace causa::rules
