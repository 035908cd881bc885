// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/people.hpp"

#include <algorithm>

namespace causa::intake::hl7v2 {

namespace {

bool has(const Story& story, const Identifier& identifier) {
  return std::any_of(story.identifiers.begin(), story.identifiers.end(),
                     [&](const Identifier& own) {
                       return own.id == identifier.id && own.same_authority(identifier);
                     });
}

/// Of one authority and type there is one identifier a patient.
bool contradicts(const Story& story, const std::vector<Identifier>& identifiers) {
  return std::any_of(identifiers.begin(), identifiers.end(), [&](const Identifier& given) {
    if (has(story, given)) return false;
    return std::any_of(
        story.identifiers.begin(), story.identifiers.end(), [&](const Identifier& own) {
          if (own.type != given.type || !own.same_authority(given)) return false;
          return std::none_of(identifiers.begin(), identifiers.end(), [&](const Identifier& other) {
            return other.id == own.id && other.same_authority(own);
          });
        });
  });
}

/// A number of social security names nobody in a record if there is another.
const Identifier& name_giving(const std::vector<Identifier>& identifiers) {
  for (const Identifier& identifier : identifiers)
    if (identifier.type != "SS") return identifier;
  return identifiers.front();
}

}  // namespace

std::uint32_t People::find_or_add(const std::vector<Identifier>& identifiers) {
  std::vector<std::uint32_t> kept_apart;
  std::uint32_t found = static_cast<std::uint32_t>(stories_.size());
  for (const Identifier& identifier : identifiers) {
    const auto [first, last] = by_id_.equal_range(identifier.id);
    for (auto at = first; at != last && found == stories_.size(); ++at) {
      const Story& story = stories_[at->second];
      if (!has(story, identifier)) continue;
      if (contradicts(story, identifiers))
        kept_apart.push_back(at->second);
      else
        found = at->second;
    }
  }
  if (found == stories_.size()) {
    Story& story = stories_.emplace_back();
    story.patient_id = name_giving(identifiers).text();
  }
  learn(found, identifiers);
  if (!kept_apart.empty()) kept_apart.push_back(found);
  for (const std::uint32_t index : kept_apart)
    stories_[index].draft.ignore(
        "PID.3", "another patient of this input shares an identifier; they were not joined", {},
        false);
  return found;
}

void People::learn(std::uint32_t index, const std::vector<Identifier>& identifiers) {
  for (const Identifier& identifier : identifiers) {
    if (has(stories_[index], identifier)) continue;
    stories_[index].identifiers.push_back(identifier);
    by_id_.emplace(identifier.id, index);
  }
}

}  // namespace causa::intake::hl7v2
