// SPDX-License-Identifier: Apache-2.0

#include "intake/cases/keys.hpp"

#include <span>
#include <vector>

#include "base/text.hpp"

namespace causa::intake::cases {

namespace {

using record::Kind;
using written::Sort;

template <class T>
struct Spelling {
  std::string_view folded;
  T meaning;
};

/// The first spelling of each is the one that is shown.
constexpr Spelling<Key> keys[] = {
    {"patient", Key::patient},
    {"patient id", Key::patient},
    {"id", Key::patient},
    {"date", Key::date},
    {"day", Key::date},
    {"as of", Key::date},
    {"age", Key::age},
    {"birth date", Key::birth_date},
    {"birthdate", Key::birth_date},
    {"date of birth", Key::birth_date},
    {"born", Key::birth_date},
    {"sex", Key::sex},
    {"gender", Key::sex},
    {"notes", Key::notes},
    {"complaint", Key::complaint},
    {"complaints", Key::complaint},
    {"chief complaint", Key::complaint},
    {"symptoms", Key::symptoms},
    {"symptom", Key::symptoms},
    {"signs", Key::signs},
    {"sign", Key::signs},
    {"examination", Key::signs},
    {"history", Key::history},
    {"absent", Key::absent},
    {"denies", Key::absent},
    {"labs", Key::labs},
    {"lab", Key::labs},
    {"laboratory", Key::labs},
    {"vital signs", Key::vital_signs},
    {"vitals", Key::vital_signs},
    {"drugs", Key::drugs},
    {"drug", Key::drugs},
    {"medication", Key::drugs},
    {"medications", Key::drugs},
    {"conditions", Key::conditions},
    {"condition", Key::conditions},
    {"diagnoses", Key::conditions},
    {"problems", Key::conditions},
    {"allergies", Key::allergies},
    {"allergy", Key::allergies},
    {"procedures", Key::procedures},
    {"procedure", Key::procedures},
    {"operations", Key::procedures},
};

constexpr Spelling<Attribute> attributes[] = {
    {"name", Attribute::name},
    {"code", Attribute::name},
    {"concept", Attribute::name},
    {"text", Attribute::text},
    {"status", Attribute::status},
    {"state", Attribute::status},
    {"value", Attribute::value},
    {"unit", Attribute::unit},
    {"time", Attribute::time},
    {"date", Attribute::time},
    {"recorded", Attribute::time},
    {"start", Attribute::start},
    {"started", Attribute::start},
    {"onset", Attribute::start},
    {"since", Attribute::start},
    {"stop", Attribute::end},
    {"stopped", Attribute::end},
    {"end", Attribute::end},
    {"until", Attribute::end},
    {"resolved", Attribute::end},
    {"reference range", Attribute::range},
    {"range", Attribute::range},
    {"suspected", Attribute::suspected},
    {"refuted", Attribute::refuted},
    {"planned", Attribute::planned},
    {"preliminary", Attribute::preliminary},
    {"hemolyzed", Attribute::hemolyzed},
    {"hemolysed", Attribute::hemolyzed},
    {"dose", Attribute::dose},
    {"note", Attribute::note},
};

/// In the order of Key, from complaint on.
constexpr Section sections[] = {
    {"complaint", Sort::truth, Kind::condition, false},
    {"symptoms", Sort::truth, Kind::condition, false},
    {"signs", Sort::truth, Kind::condition, false},
    {"history", Sort::truth, Kind::condition, false},
    {"absent", Sort::truth, Kind::condition, false},
    {"labs", Sort::number, Kind::condition, true},
    {"vital signs", Sort::number, Kind::condition, true},
    {"drugs", Sort::drug, Kind::medication, true},
    {"conditions", Sort::truth, Kind::condition, true},
    {"allergies", Sort::any, Kind::allergy, true},
    {"procedures", Sort::truth, Kind::procedure, true},
};
static_assert(std::size(sections) == static_cast<std::size_t>(Key::procedures) -
                                         static_cast<std::size_t>(Key::complaint) + 1);

template <class T>
std::optional<T> meaning_of(std::span<const Spelling<T>> table, std::string_view written) {
  const std::string folded = fold(written);
  for (const auto& spelling : table)
    if (spelling.folded == folded) return spelling.meaning;
  return std::nullopt;
}

template <class T>
std::string cure_of(std::span<const Spelling<T>> table, std::string_view written) {
  std::vector<std::string> candidates;
  for (const auto& spelling : table) candidates.emplace_back(spelling.folded);
  const std::string near = nearest(fold(written), candidates);
  if (!near.empty()) return "did you mean \"" + near + "\"?";
  std::string all;
  std::optional<T> former;
  for (const auto& spelling : table) {
    if (former == spelling.meaning) continue;
    former = spelling.meaning;
    all += (all.empty() ? "write one of: " : ", ") + std::string(spelling.folded);
  }
  return all;
}

}  // namespace

std::optional<Key> key_of(std::string_view written) {
  return meaning_of(std::span<const Spelling<Key>>(keys), written);
}

std::string key_cure(std::string_view written) {
  return cure_of(std::span<const Spelling<Key>>(keys), written);
}

const Section* section_of(Key key) {
  if (key < Key::complaint) return nullptr;
  return &sections[static_cast<std::size_t>(key) - static_cast<std::size_t>(Key::complaint)];
}

std::optional<Attribute> attribute_of(std::string_view written) {
  return meaning_of(std::span<const Spelling<Attribute>>(attributes), written);
}

std::string attribute_cure(std::string_view written) {
  return cure_of(std::span<const Spelling<Attribute>>(attributes), written);
}

}  // namespace causa::intake::cases
