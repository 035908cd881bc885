// SPDX-License-Identifier: Apache-2.0

#include "intake/hl7v2/strangers.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace causa::intake::hl7v2 {

namespace {

/// Of each side; more are of no use in telling whose a message is, and would be slow to look at.
constexpr std::size_t most_people = 100;

struct Person {
  record::Sex sex = record::Sex::unknown;
  TimeSpan birth;  ///< each may be unknown

  [[nodiscard]] bool known() const { return sex != record::Sex::unknown && birth.known(); }
  [[nodiscard]] bool differs_in_sex(const Person& other) const {
    const auto unknown = record::Sex::unknown;
    return sex != unknown && other.sex != unknown && sex != other.sex;
  }
  [[nodiscard]] bool differs_in_birth(const Person& other) const {
    return birth.known() && other.birth.known() &&
           (birth.earliest_ms > other.birth.latest_ms || other.birth.earliest_ms > birth.latest_ms);
  }
};

Person person_of(const Telling& telling) {
  return {telling.demographics.sex.value_or(record::Sex::unknown),
          telling.demographics.birth.value_or(TimeSpan{})};
}

class PeopleOfOneNumber {
 public:
  /// By what states both. A correction of one of them makes no other person, nor does a full update
  /// (ADT^A08, A31), which is sent to correct who somebody is.
  bool is_stranger(const Person& person, bool full_update) {
    if (!person.known()) return false;
    const auto is_it = [&](const Person& one) {
      return !one.differs_in_sex(person) && !one.differs_in_birth(person);
    };
    if (!full_update && last_.known() && last_.differs_in_sex(person) &&
        last_.differs_in_birth(person) && std::none_of(known_.begin(), known_.end(), is_it)) {
      note(strangers_, person);
      return true;
    }
    last_ = person;
    note(known_, person);
    return false;
  }

  /// Of what doesn't state both.
  [[nodiscard]] bool is_certain(const Person& person) const {
    const auto may_be = [&](const Person& one) {
      return !one.differs_in_sex(person) && !one.differs_in_birth(person);
    };
    return strangers_.size() < most_people &&
           std::none_of(strangers_.begin(), strangers_.end(), may_be) &&
           std::any_of(known_.begin(), known_.end(), may_be);
  }

 private:
  static void note(std::vector<Person>& people, const Person& person) {
    const auto is_it = [&](const Person& one) {
      return one.sex == person.sex && one.birth == person.birth;
    };
    if (people.size() < most_people && std::none_of(people.begin(), people.end(), is_it))
      people.push_back(person);
  }

  Person last_;
  std::vector<Person> known_, strangers_;
};

/// By what only a stranger is called, nobody else must be.
void forget_identifiers(Story& story) {
  std::unordered_set<std::string_view> named;
  for (const Telling& telling : story.tellings)
    for (const Identifier& identifier : telling.identifiers) named.insert(identifier.id);
  std::vector<Identifier> kept;
  std::vector<std::uint32_t> times;
  for (std::size_t i = 0; i < story.identifiers.size(); ++i) {
    if (!named.contains(story.identifiers[i].id)) continue;
    kept.push_back(story.identifiers[i]);
    times.push_back(story.named[i]);
  }
  if (kept.empty()) return;
  story.identifiers = std::move(kept);
  story.named = std::move(times);
}

}  // namespace

std::vector<Telling> take_strangers(Story& story) {
  order_by_time(story.tellings);
  PeopleOfOneNumber people;
  std::vector<bool> out;
  for (const Telling& telling : story.tellings)
    out.push_back(people.is_stranger(person_of(telling), telling.full_update));
  std::vector<Telling> strangers, kept;
  if (std::find(out.begin(), out.end(), true) == out.end()) return strangers;
  for (std::size_t i = 0; i < out.size(); ++i) {
    Telling& telling = story.tellings[i];
    const Person person = person_of(telling);
    const bool stays = !out[i] && (person.known() || people.is_certain(person));
    (stays ? kept : strangers).push_back(std::move(telling));
  }
  story.tellings = std::move(kept);
  forget_identifiers(story);
  return strangers;
}

}  // namespace causa::intake::hl7v2
