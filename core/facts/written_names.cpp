// SPDX-License-Identifier: Apache-2.0

#include "facts/written_names.hpp"

#include <cmath>

#include "facts/prose.hpp"
#include "facts/prose_phrases.hpp"

namespace causa::facts {

namespace {

using namespace terminology;

bool starts_drug(const Prose& prose, std::uint32_t at, const Phrases& phrases) {
  std::uint32_t next = at;
  for (Node node = phrases.first(prose.words[at].folded); node != nullptr;) {
    if (!phrases.meaning(node).drugs.empty()) return true;
    if (++next >= prose.words.size()) break;
    node = phrases.step(node, prose.words[next].folded);
  }
  return false;
}

/// Before the name of a drug nearly every turn takes it back; behind it stand instructions, where
/// "if" and "to prevent" are none.
bool takes_back(Cue cue, bool before_drug) {
  switch (cue) {
    case Cue::none:
    case Cue::harmless:
    case Cue::today:
    case Cue::turn:
    case Cue::open:
    case Cue::either:
    case Cue::except:
      return false;
    case Cue::ended:
    case Cue::person:
    case Cue::ago:
      return true;
    case Cue::behind:
      return !before_drug;
    default:
      return before_drug;
  }
}

}  // namespace

void find_condition_names(std::string_view text, NarrativeReader& reader,
                          std::vector<CodeMatch>& matches) {
  for (const Said& said : reader.read(text))
    if (said.state == record::State::present && !std::isfinite(said.value) && !said.only_start)
      matches.push_back({said.concept_id, nullptr});
}

bool is_not_taken(std::string_view text, const Vocabulary& vocabulary) {
  Prose prose;
  const Phrases& phrases = vocabulary.phrases();
  prose.read(text, phrases);
  const auto size = static_cast<std::uint32_t>(prose.words.size());
  std::uint32_t drug = 0;
  while (drug < size && !starts_drug(prose, drug, phrases)) ++drug;
  if (drug == size) return false;
  bool began = false;
  for (std::uint32_t at = 0; at < size; ++at) {
    began = began || prose.words[at].has(WordRole::onset);
    const CueFind cue = find_cue(prose, at, at < drug ? drug : size, phrases);
    if (cue.cue == Cue::ago && began) continue;  // "started 3 weeks ago"
    if (at != drug && takes_back(cue.cue, at < drug)) return true;
    if (cue.words > 1) at += cue.words - 1;
  }
  return false;
}

}  // namespace causa::facts
