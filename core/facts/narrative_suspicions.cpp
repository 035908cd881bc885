// SPDX-License-Identifier: Apache-2.0

#include "facts/narrative_suspicions.hpp"

#include <algorithm>
#include <cmath>

namespace causa::facts {

namespace {

using record::State;
using terminology::ConceptId;
using terminology::no_concept;

constexpr double same_episode_days = 30;  // as of what is dated: suspicion.cpp

}  // namespace

void NarrativeSuspicions::clear() {
  open_.clear();
  refuted_.clear();
  answers_.clear();
}

std::optional<ConceptId> NarrativeSuspicions::only_one() const {
  if (open_.empty()) return std::nullopt;
  const ConceptId one = open_.front().concept_id;
  const bool is_same = std::all_of(open_.begin(), open_.end(),
                                   [&](const Said& said) { return said.concept_id == one; });
  return is_same ? std::optional(one) : std::nullopt;
}

void NarrativeSuspicions::note(const Said& said) {
  const ConceptId suspicion = vocabulary_.suspicion_of(said.concept_id);
  if (suspicion == no_concept || said.answers_nothing) return;
  const bool is_there = said.state == State::present;
  const auto& ancestors = vocabulary_[said.concept_id].ancestors;
  const bool is_narrower = std::any_of(ancestors.begin(), ancestors.end(), [&](ConceptId broader) {
    return vocabulary_.suspicion_of(broader) == suspicion;
  });
  if (is_there ? said.low_days > same_episode_days : is_narrower) return;
  auto answer = std::find_if(answers_.begin(), answers_.end(), [&](const Answer& one) {
    return one.suspicion == suspicion && one.side == said.side;
  });
  if (answer == answers_.end())
    answer = answers_.insert(answers_.end(), Answer{suspicion, said.side});
  answer->is_there = answer->is_there || is_there;
  if (!is_there) answer->denied_at = std::max(answer->denied_at, said.first);
}

bool NarrativeSuspicions::is_answered(const Said& suspicion) const {
  return std::any_of(answers_.begin(), answers_.end(), [&](const Answer& answer) {
    return answer.suspicion == suspicion.concept_id && may_be_same(answer.side, suspicion.side) &&
           (answer.is_there || answer.denied_at > suspicion.first);
  });
}

void NarrativeSuspicions::settle(std::vector<Said>& said) {
  if (open_.empty()) return;
  for (const Said& one : said) note(one);
  for (const Said& one : refuted_) note(one);
  std::vector<ConceptId> still_open;
  for (const Said& one : open_) {
    if (is_answered(one)) continue;
    said.push_back(one);
    if (std::find(still_open.begin(), still_open.end(), one.concept_id) == still_open.end())
      still_open.push_back(one.concept_id);
  }
  std::erase_if(refuted_, [&](const Said& one) {
    return std::find(still_open.begin(), still_open.end(), one.concept_id) != still_open.end();
  });
}

}  // namespace causa::facts
