// SPDX-License-Identifier: Apache-2.0

#include "intake/written/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "intake/written/amount.hpp"
#include "intake/written/faults.hpp"
#include "terminology/written_systems.hpp"

namespace causa::intake::written {

namespace {

using terminology::Concept;
using terminology::ConceptDefinition;
using terminology::ConceptId;
using terminology::ConceptKind;

constexpr std::size_t longest_drug_words = 5;

/// What may stand beside a drug's name and changes nothing: strength, form, route, how often. Salts
/// too, since a salt is the drug.
constexpr std::string_view dose_words =
    " a and as at b bedtime besylate bid calcium cap caps capsule capsules chloride "
    "coated cr daily day each er evening every extended film for g h hcl hour hours "
    "hydrochloride i in injection iu iv la lunch maleate mane mcg meq mesylate mg ml "
    "mmol month monthly morning mr needed night nightly nocte od of on once one or oral "
    "patch per pill po prn puff puffs qd qds qid release retard s sc sodium solution sr "
    "succinate sulfate tab tablet tablets tabs tartrate tds the three tid times twice "
    "two u ug unit units v week weekly with x xl xr \u00b5g \u03bcg ";

bool is_dose_word(std::string_view word) {
  if (word.empty() || (word.front() >= '0' && word.front() <= '9')) return true;
  const std::string spaced = fmt::format(" {} ", word);
  return dose_words.find(spaced) != std::string_view::npos;
}

Error wrong_words(std::string message, std::string cure) {
  return input_error({}, std::move(message), std::move(cure));
}

std::vector<std::string_view> split_words(std::string_view folded) {
  std::vector<std::string_view> words;
  while (!folded.empty()) {
    const std::size_t end = std::min(folded.find(' '), folded.size());
    words.push_back(folded.substr(0, end));
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  return words;
}

/// "urea nitrogen" of "Urea nitrogen [Mass/volume] in Serum or Plasma".
std::string component_of(std::string_view display) {
  return fold(display.substr(0, display.find('[')));
}

}  // namespace

Sort sort_of(const ConceptDefinition& definition) {
  if (definition.kind == ConceptKind::number) return Sort::number;
  return definition.id.starts_with("drug.") ? Sort::drug : Sort::truth;
}

bool is_dose(std::string_view text) {
  const std::string folded = fold(text);
  const auto words = split_words(folded);
  return !words.empty() && std::all_of(words.begin(), words.end(), is_dose_word);
}

Words::Words(const terminology::Vocabulary* vocabulary) : vocabulary_(vocabulary) {
  if (!vocabulary_) return;
  const auto add = [](Index& index, std::string folded, Candidate candidate) {
    if (folded.empty()) return;
    auto& known = index[std::move(folded)];
    const auto same = [&](const Candidate& other) {
      return other.concept_id == candidate.concept_id && other.code == candidate.code;
    };
    if (std::none_of(known.begin(), known.end(), same)) known.push_back(candidate);
  };
  for (ConceptId id = 0; id < vocabulary_->size(); ++id) {
    const ConceptDefinition& definition = (*vocabulary_)[id].definition;
    add(names_, fold(definition.name), {id, nullptr});
    for (const std::string& words : vocabulary_->texts(id)) add(names_, fold(words), {id, nullptr});
    if (definition.kind != ConceptKind::number) continue;
    for (const auto& code : definition.codes)
      if (code.system == "LOINC") {
        add(analytes_, component_of(code.display), {id, &code});
        add(analytes_, fold(code.display), {id, &code});
      }
  }
}

Result<Meaning> Words::find(std::string_view text, Sort sort, std::string_view unit,
                            Naming naming) const {
  text = trimmed(text);
  const std::size_t split = text.find_last_of("| :");
  if (split != std::string_view::npos && split + 1 < text.size()) {
    const std::string_view uri = terminology::written_system_uri(trimmed(text.substr(0, split)));
    if (!uri.empty()) return find_code(uri, trimmed(text.substr(split + 1)));
  }
  if (!vocabulary_) return Meaning();
  const bool like_id =
      text.find('.') != std::string_view::npos && text.find(' ') == std::string_view::npos;
  if (vocabulary_->find(text)) return find_id(text);
  const std::string folded = fold(text);
  if (const auto found = names_.find(folded); found != names_.end())
    return meaning_of(measured_in(found->second, unit), sort);
  if (sort == Sort::number || sort == Sort::any) {
    Result<Meaning> analyte = find_analyte(folded, unit);
    if (analyte.has_error() || analyte->known()) return analyte;
  }
  if (sort == Sort::drug || sort == Sort::any) {
    Result<Meaning> drugs = find_drugs(folded, naming);
    if (drugs.has_error() || drugs->known()) return drugs;
  }
  static constexpr std::string_view id_starts[] = {"lab.",       "vital.",     "symptom.", "sign.",
                                                   "condition.", "suspected.", "history.", "drug."};
  if (like_id && std::any_of(std::begin(id_starts), std::end(id_starts),
                             [&](std::string_view start) { return text.starts_with(start); }))
    return find_id(text);
  return Meaning();
}

Result<Meaning> Words::find_id(std::string_view id) const {
  const auto found = vocabulary_->find(id);
  if (!found)
    return wrong_words(fmt::format("no concept is called \"{}\"", shown(id)),
                       vocabulary_->suggest(id));
  return meaning_of({{*found, nullptr}}, Sort::any);
}

Result<Meaning> Words::find_code(std::string_view system, std::string_view code) const {
  Meaning meaning;
  meaning.codes.push_back({std::string(system), std::string(code), {}});
  if (!vocabulary_) return meaning;
  std::vector<terminology::CodeMatch> matches;
  vocabulary_->lookup(system, code, matches);
  if (!matches.empty()) meaning.match = matches.front();
  return meaning;
}

/// "Magnesium 0.6 mg/dL" is what was measured, and no drug.
std::vector<Words::Candidate> Words::measured_in(std::vector<Candidate> candidates,
                                                 std::string_view unit) const {
  const auto fits = [&](const Candidate& candidate) {
    return sort_of((*vocabulary_)[candidate.concept_id].definition) == Sort::number &&
           vocabulary_
               ->to_canonical({candidate.concept_id, candidate.code}, 1,
                              vocabulary_->units().ucum(unit), {})
               .has_value();
  };
  if (!unit.empty() && std::any_of(candidates.begin(), candidates.end(), fits))
    std::erase_if(candidates, [&](const Candidate& candidate) { return !fits(candidate); });
  return candidates;
}

std::vector<Words::Candidate> Words::narrowest(const std::vector<Candidate>& candidates) const {
  const auto is_broader = [&](const Candidate& broad) {
    return std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& narrow) {
      const auto& ancestors = (*vocabulary_)[narrow.concept_id].ancestors;
      return std::find(ancestors.begin(), ancestors.end(), broad.concept_id) != ancestors.end();
    });
  };
  std::vector<Candidate> narrow;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(narrow),
               [&](const Candidate& c) { return !is_broader(c); });
  return narrow;
}

Result<Meaning> Words::meaning_of(std::vector<Candidate> candidates, Sort sort) const {
  const auto is_of_sort = [&](const Candidate& candidate) {
    return sort_of((*vocabulary_)[candidate.concept_id].definition) == sort;
  };
  if (std::any_of(candidates.begin(), candidates.end(), is_of_sort))
    std::erase_if(candidates, [&](const Candidate& c) { return !is_of_sort(c); });
  const std::vector<Candidate> narrow = narrowest(candidates);
  const bool is_combination = std::all_of(narrow.begin(), narrow.end(), [&](const Candidate& c) {
    return sort_of((*vocabulary_)[c.concept_id].definition) == Sort::drug;
  });
  if (narrow.size() > 1 && !is_combination) {
    std::vector<std::string_view> ids;
    for (const Candidate& c : narrow) ids.emplace_back((*vocabulary_)[c.concept_id].definition.id);
    return wrong_words("words that mean more than one thing",
                       fmt::format("write which: {}", fmt::join(ids, " or ")));
  }
  const Concept& meant = (*vocabulary_)[narrow.front().concept_id];
  if (meant.derived)
    return wrong_words(fmt::format("{} is calculated, it can't be stated", meant.definition.id),
                       fmt::format("state what {} calculates it from", meant.defined_by));
  Meaning meaning;
  for (const Candidate& c : narrow) add_concept(c.concept_id, meaning);
  return meaning;
}

void Words::add_concept(ConceptId id, Meaning& meaning) const {
  const ConceptDefinition& definition = (*vocabulary_)[id].definition;
  if (!meaning.known()) meaning.match = {id, nullptr};
  meaning.codes.push_back(
      {std::string(terminology::concept_system), definition.id, definition.name});
}

Result<Meaning> Words::find_analyte(std::string_view folded, std::string_view unit) const {
  const auto found = analytes_.find(folded);
  if (found == analytes_.end()) return Meaning();
  const std::string_view ucum = vocabulary_->units().ucum(unit);
  std::vector<Candidate> candidates = found->second;
  std::erase_if(candidates, [&](const Candidate& candidate) {
    return vocabulary_->to_canonical({candidate.concept_id, candidate.code}, 1, ucum, {})
        .has_error();
  });
  // A code whose own unit it is says most precisely what was measured.
  std::stable_partition(candidates.begin(), candidates.end(),
                        [&](const Candidate& c) { return c.code->unit == ucum; });
  if (candidates.empty()) candidates = found->second;  // the unit is what is wrong
  for (const Candidate& candidate : candidates)
    if (candidate.concept_id != candidates.front().concept_id) {
      std::vector<std::string_view> ids;
      for (const Candidate& c : candidates)
        ids.emplace_back((*vocabulary_)[c.concept_id].definition.id);
      ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
      return wrong_words("words that mean more than one thing",
                         fmt::format("write which: {}", fmt::join(ids, " or ")));
    }
  const auto& code = *candidates.front().code;
  Meaning meaning;
  meaning.codes.push_back({"http://loinc.org", code.code, code.display});
  meaning.match = {candidates.front().concept_id, &code};
  return meaning;
}

/// Those of "Dyazide" are two.
std::vector<Words::Candidate> Words::drugs_called(std::string_view phrase) const {
  const auto named = names_.find(phrase);
  if (named == names_.end()) return {};
  std::vector<Candidate> drugs;
  std::copy_if(named->second.begin(), named->second.end(), std::back_inserter(drugs),
               [&](const Candidate& candidate) {
                 return sort_of((*vocabulary_)[candidate.concept_id].definition) == Sort::drug;
               });
  return narrowest(drugs);
}

/// All drugs that are named in the words, so that a combination is all of its drugs.
Result<Meaning> Words::find_drugs(const std::string& folded, Naming naming) const {
  Meaning meaning;
  const std::vector<std::string_view> words = split_words(folded);
  std::string_view strange;
  for (std::size_t first = 0; first < words.size();) {
    std::size_t count = std::min(longest_drug_words, words.size() - first);
    std::vector<Candidate> drugs;
    for (; count > 0; --count) {
      const char* begin = words[first].data();
      const std::string_view& last = words[first + count - 1];
      const auto size = static_cast<std::size_t>(last.data() + last.size() - begin);
      drugs = drugs_called({begin, size});
      if (!drugs.empty()) break;
    }
    if (count == 0) {
      if (strange.empty() && !is_dose_word(words[first])) strange = words[first];
      ++first;
      continue;
    }
    for (const Candidate& drug : drugs) add_concept(drug.concept_id, meaning);
    first += count;
  }
  if (meaning.known() && !strange.empty() && naming == Naming::words)
    return wrong_words(
        fmt::format("\"{}\" beside the name of a drug isn't understood", shown(strange)),
        "write the name alone and the rest by keys: NAME: {dose: ..., start: ..., stop: ...}");
  return meaning;
}

std::string Words::nearest_to(std::string_view text, Sort sort) const {
  if (!vocabulary_) return {};
  std::vector<std::string> candidates;
  for (const auto& [words, meant] : names_) {
    const bool fits = std::any_of(meant.begin(), meant.end(), [&](const Candidate& c) {
      return sort == Sort::any || sort_of((*vocabulary_)[c.concept_id].definition) == sort;
    });
    if (fits) candidates.push_back(words);
  }
  if (sort == Sort::number || sort == Sort::any)
    for (const auto& [words, meant] : analytes_) candidates.push_back(words);
  return nearest(fold(text), candidates);
}

}  // namespace causa::intake::written
