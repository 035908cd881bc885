// SPDX-License-Identifier: Apache-2.0
//
// What a module says of concepts that others define too, words that lead elsewhere, and facts that
// it lists though nobody gives them.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rules/doubts_parts.hpp"
#include "rules/slip.hpp"

namespace causa::rules {

namespace {

using terminology::ConceptDefinition;
using terminology::ConceptId;
using terminology::Conversion;

bool provides(const knowledge::Manifest& manifest, const std::string& id) {
  return std::any_of(manifest.derives.begin(), manifest.derives.end(), [&](const auto& step) {
    return std::any_of(step.provides.begin(), step.provides.end(),
                       [&](const auto& fact) { return fact.id == id; });
  });
}

/// Derived, as everything that no table has counts, and not by a module that is seen.
std::optional<ConceptId> given_by_nobody(const Doubting& it, const std::string& id) {
  const auto found = it.vocabulary.find(id);
  if (!found || !it.vocabulary[*found].derived || provides(it.manifest, id)) return std::nullopt;
  for (const auto* other : it.loaded)
    if (provides(*other, id)) return std::nullopt;
  return found;
}

void doubt_fact(const Doubting& it, const std::string& id, const std::string& pointer) {
  if (!given_by_nobody(it, id)) return;
  const std::string near = likely_fact(it, id);
  const std::string hint =
      near.empty() ? "load the module that derives it" : fmt::format("did you mean {}?", near);
  if (!it.loaded.empty())
    it.may_be_meant(pointer, id, "no loaded module gives it, so it is always unknown", hint);
  else if (!near.empty())
    it.may_be_meant(
        pointer, id,
        fmt::format("{} is no concept, so it is unknown unless another module derives it", id),
        hint);
}

bool has(const std::vector<Conversion>& conversions, const Conversion& one) {
  return std::any_of(conversions.begin(), conversions.end(), [&](const Conversion& other) {
    return other.unit == one.unit && other.factor == one.factor && other.offset == one.offset;
  });
}

/// Broader concepts that whoever has defined the concept doesn't name, as far as that is seen. Of
/// the tables' concepts a run refuses them.
std::vector<std::string> kinds_added(const Doubting& it, const ConceptDefinition& own,
                                     const terminology::Concept& known) {
  std::vector<std::string> added = own.is_a;
  for (const auto* other : it.loaded)
    if (other->id == known.defined_by)
      for (const auto& definition : other->terminology)
        if (definition.id == own.id)
          std::erase_if(added, [&](const std::string& broader) {
            return std::ranges::count(definition.is_a, broader) > 0;
          });
  if (!it.loaded.empty() && known.defined_by == "terminology") added.clear();
  return added;
}

void doubt_dropped(const Doubting& it, const ConceptDefinition& own,
                   const terminology::Concept& known, const std::string& pointer) {
  const std::string owner =
      known.defined_by == "terminology" ? "the terminology" : known.defined_by;
  const auto dropped = [&](const char* key, const std::string& hint) {
    it.may_be_meant(
        fmt::format("{}/{}", pointer, key), own.id,
        fmt::format("what stands under {} is passed over: {} has defined {}", key, owner, own.id),
        hint);
  };
  if (const auto added = kinds_added(it, own, known); !added.empty())
    it.may_be_meant(fmt::format("{}/is_a", pointer), own.id,
                    fmt::format("what {} has defined becomes a kind of {} for all modules", owner,
                                fmt::join(added, ", ")),
                    "make sure that no alert of another module is answered by it");
  const std::string leave = "leave it out, or use another id";
  if (own.plausible && own.plausible != known.definition.plausible) dropped("plausible", leave);
  if (own.typical && own.typical != known.definition.typical) dropped("typical", leave);
  if (own.window_ms > 0 && own.window_ms != known.definition.window_ms)
    dropped("window", "write within under facts");
  if (std::any_of(own.conversions.begin(), own.conversions.end(), [&](const Conversion& one) {
        return one.unit != own.unit && !has(known.definition.conversions, one);
      }))
    dropped("conversions", leave);
}

/// A name or word of a measurement that another concept has: who writes a value behind it means
/// that one. Findings may share words; a text then tells of each.
void doubt_word(const Doubting& it, ConceptId id, const std::string& word,
                const std::string& pointer) {
  const auto found = it.vocabulary.find_text(word);
  if (!found || *found == id) return;
  const auto is_number = [&](ConceptId one) {
    return it.vocabulary[one].definition.kind == terminology::ConceptKind::number;
  };
  if (!is_number(id) && !is_number(*found)) return;
  const auto& broader = it.vocabulary[*found].ancestors;
  if (std::find(broader.begin(), broader.end(), id) != broader.end()) return;
  it.certain(
      pointer, it.vocabulary[id].definition.id,
      fmt::format("\"{}\" is what {} is called already", word, it.vocabulary[*found].definition.id),
      "use a word that nothing else has");
}

}  // namespace

std::string likely_fact(const Doubting& it, const std::string& id) {
  std::vector<std::string> others;
  for (ConceptId other = 0; other < it.vocabulary.size(); ++other)
    if (const auto& name = it.vocabulary[other].definition.id;
        name != id && !given_by_nobody(it, name))
      others.push_back(name);
  return slip_of(id, others);
}

std::vector<ConceptId> never_known(const Doubting& it) {
  std::vector<ConceptId> ids;
  if (it.loaded.empty()) return ids;
  for (const auto& wish : it.manifest.facts)
    if (const auto id = given_by_nobody(it, wish.id)) ids.push_back(*id);
  return ids;
}

void doubt_terms(const Doubting& it) {
  for (std::size_t i = 0; i < it.manifest.facts.size(); ++i)
    doubt_fact(it, it.manifest.facts[i].id, fmt::format("/facts/{}/id", i));
  for (std::size_t i = 0; i < it.manifest.terminology.size(); ++i) {
    const auto& own = it.manifest.terminology[i];
    const auto id = it.vocabulary.find(own.id);
    if (!id) continue;
    const std::string pointer = fmt::format("/terminology/{}", i);
    const auto& known = it.vocabulary[*id];
    if (known.defined_by != it.manifest.id) doubt_dropped(it, own, known, pointer);
    doubt_word(it, *id, own.name, pointer + "/name");
    for (std::size_t j = 0; j < own.text.size(); ++j)
      doubt_word(it, *id, own.text[j], fmt::format("{}/text/{}", pointer, j));
  }
}

}  // namespace causa::rules
