// SPDX-License-Identifier: Apache-2.0

#include "facts/suspicion.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>

#include "base/text.hpp"

namespace causa::facts {

namespace {

using terminology::ConceptId;
using terminology::no_concept;
using terminology::Vocabulary;

/// Judgement, as in the alerts: what began earlier is another episode than the one suspected.
constexpr std::int64_t same_episode_ms = 30 * ms_per_day;

/// All that is said of one suspicion, of one side.
struct Answers {
  ConceptId suspicion = no_concept;
  Side side = Side::unknown;
  std::int64_t until_ms = std::numeric_limits<std::int64_t>::min();  ///< answered up to this time
  bool has_refutation = false;                                       ///< with a time
};

/// Of one day a code answers what was suspected. Words don't, for "no history of DVT" may stand
/// beside "?DVT"; how they go on within one text its reader knows.
std::int64_t answers_until(const Fact& statement) {
  const std::int64_t said =
      statement.text_size > 0 ? statement.time.earliest_ms - 1 : statement.time.latest_ms;
  const bool is_there = statement.state == record::State::present;
  if (!is_there || !statement.start.known()) return said;
  return std::min(said, statement.start.latest_ms + same_episode_ms);
}

std::vector<Answers> find_answers(const Vocabulary& vocabulary, const std::vector<Fact>& facts) {
  std::vector<Answers> found;
  for (const Fact& fact : facts) {
    const ConceptId suspicion = vocabulary.suspicion_of(fact.concept_id);
    const bool is_absent = fact.state == record::State::absent;
    if (suspicion == no_concept || fact.past || fact.answers_nothing || !fact.time.known() ||
        (suspicion == fact.concept_id && !is_absent))
      continue;
    auto of_it = std::find_if(found.begin(), found.end(), [&](const Answers& answers) {
      return answers.suspicion == suspicion && answers.side == fact.side;
    });
    if (of_it == found.end()) of_it = found.insert(found.end(), Answers{suspicion, fact.side});
    of_it->until_ms = std::max(of_it->until_ms, answers_until(fact));
    of_it->has_refutation = of_it->has_refutation || is_absent;
  }
  return found;
}

bool is_answered(const Fact& suspicion, const std::vector<Answers>& all) {
  const TimeSpan& time = suspicion.time.known() ? suspicion.time : suspicion.start;
  return std::any_of(all.begin(), all.end(), [&](const Answers& answers) {
    return answers.suspicion == suspicion.concept_id && may_be_same(answers.side, suspicion.side) &&
           (time.known() ? answers.until_ms >= time.latest_ms : answers.has_refutation);
  });
}

/// True if a condition that nobody doubts is named by words that are known only of a suspicion.
bool is_undoubted(const Vocabulary& vocabulary, const record::Item& item, std::string_view words,
                  const Fact& fact) {
  if (fact.provisional || fact.state != record::State::present ||
      !vocabulary.is_suspicion(fact.concept_id))
    return false;
  const std::string_view named = words.empty() ? item.text : words;
  const std::string folded = fold(named);
  const auto texts = vocabulary.texts(fact.concept_id);
  return named.find('?') == std::string_view::npos &&
         std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return fold(text) == folded; });
}

}  // namespace

bool make_suspicion(const Vocabulary& vocabulary, std::uint32_t item, Fact& fact,
                    std::vector<Refusal>& refusals) {
  const ConceptId suspicion = vocabulary.suspicion_of(fact.concept_id);
  const bool is_known = suspicion != no_concept;
  if (suspicion != fact.concept_id)
    refusals.push_back(
        {Refused::suspected, item,
         fmt::format("{} is suspected, not confirmed", vocabulary[fact.concept_id].definition.name),
         is_known ? "it counts neither for nor against; that it is suspected is a finding"
                  : "it counts neither for nor against, and raises no alert"});
  if (!is_known) return false;
  fact.concept_id = suspicion;
  fact.provisional = false;
  return true;
}

bool name_undoubted(const Vocabulary& vocabulary, const record::Item& item, std::string_view words,
                    Fact& fact) {
  if (!is_undoubted(vocabulary, item, words, fact)) return true;
  constexpr std::string_view suspected = "suspected.";
  const std::string_view name = vocabulary[fact.concept_id].definition.id;
  const auto known = vocabulary.find(fmt::format("condition.{}", name.substr(suspected.size())));
  if (known) fact.concept_id = *known;
  return known.has_value();
}

void settle_suspicions(const record::Record& record, const Vocabulary& vocabulary,
                       PatientFacts& patient) {
  auto& facts = patient.facts;
  if (std::none_of(facts.begin(), facts.end(),
                   [&](const Fact& fact) { return vocabulary.is_suspicion(fact.concept_id); }))
    return;
  const std::vector<Answers> answers = find_answers(vocabulary, facts);
  std::erase_if(facts, [&](const Fact& fact) {
    if (!vocabulary.is_suspicion(fact.concept_id)) return false;
    if (fact.state == record::State::absent) return fact.text_size > 0;
    const bool is_made = fact.from_text || (record.items[fact.item].flags & record::provisional);
    return is_made && is_answered(fact, answers);
  });
}

}  // namespace causa::facts
