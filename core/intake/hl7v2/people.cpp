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

std::uint32_t times_named(const Story& story, const Identifier& identifier) {
  std::uint32_t times = 0;
  for (std::size_t i = 0; i < story.identifiers.size(); ++i)
    if (story.identifiers[i].id == identifier.id && story.identifiers[i].same_authority(identifier))
      times = std::max(times, story.named[i]);
  return times;
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

void add(std::vector<std::uint32_t>& to, std::uint32_t index) {
  if (std::find(to.begin(), to.end(), index) == to.end()) to.push_back(index);
}

}  // namespace

std::uint32_t People::find_or_add(const std::vector<Identifier>& identifiers) {
  constexpr std::uint32_t none = ~0u;
  std::uint32_t found = none, first = none;
  std::vector<std::uint32_t> holders, strangers;
  for (const Identifier& identifier : identifiers) {
    std::vector<std::uint32_t> able;
    const auto [begin, end] = by_id_.equal_range(identifier.id);
    for (auto at = begin; at != end; ++at)
      if (has(stories_[at->second], identifier))
        add(contradicts(stories_[at->second], identifiers) ? strangers : able, at->second);
    if (able.size() == 1 && found == none) found = able.front();
    if (!able.empty() && first == none) first = able.front();
    for (const std::uint32_t index : able) add(holders, index);
  }
  // If several have what it names, ambiguous() finds it, once all are known.
  if (found == none) found = first;
  if (found == none) {
    found = static_cast<std::uint32_t>(stories_.size());
    stories_.emplace_back();
  }
  for (const std::uint32_t index : holders)
    if (index != found) add(strangers, index);
  for (const std::uint32_t index : strangers)
    stories_[index].shares_identifier = stories_[found].shares_identifier = true;
  std::erase(holders, found);
  learn(found, identifiers, holders);
  return found;
}

/// What is another's, who may be the same person, stays theirs.
void People::learn(std::uint32_t index, const std::vector<Identifier>& identifiers,
                   std::span<const std::uint32_t> others) {
  Story& story = stories_[index];
  for (const Identifier& identifier : identifiers) {
    const auto known = std::find_if(
        story.identifiers.begin(), story.identifiers.end(), [&](const Identifier& own) {
          return own.id == identifier.id && own.same_authority(identifier);
        });
    if (known != story.identifiers.end()) {
      ++story.named[static_cast<std::size_t>(known - story.identifiers.begin())];
      continue;
    }
    if (std::any_of(others.begin(), others.end(),
                    [&](std::uint32_t other) { return has(stories_[other], identifier); }))
      continue;
    story.identifiers.push_back(identifier);
    story.named.push_back(1);
    by_id_.emplace(identifier.id, index);
  }
}

std::vector<std::uint32_t> People::ambiguous(std::uint32_t index,
                                             const std::vector<Identifier>& identifiers) const {
  std::vector<std::uint32_t> several;
  if (stories_.size() == 1) return several;
  for (const Identifier& identifier : identifiers) {
    std::vector<std::uint32_t> able;
    const auto [begin, end] = by_id_.equal_range(identifier.id);
    for (auto at = begin; at != end; ++at) {
      const Story& story = stories_[at->second];
      // What only this message has said of the patient says nothing about whose message it is.
      const std::uint32_t least = at->second == index ? 2 : 1;
      if (times_named(story, identifier) >= least && !contradicts(story, identifiers))
        add(able, at->second);
    }
    if (able.size() == 1 && able.front() == index) return {};
    for (const std::uint32_t one : able) add(several, one);
    if (able.size() == 1) break;
  }
  if (!several.empty()) add(several, index);
  return several;
}

void People::settle_names() {
  for (Story& story : stories_) {
    story.patient_id = name_giving(story.identifiers).text();
    if (story.shares_identifier)
      story.draft.ignore("PID.3",
                         "another patient of this input shares an identifier; they were not joined",
                         {}, false);
  }
}

}  // namespace causa::intake::hl7v2
