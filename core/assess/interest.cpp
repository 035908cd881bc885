// SPDX-License-Identifier: Apache-2.0

#include "assess/interest.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

#include "assess/extension.hpp"
#include "base/text.hpp"
#include "facts/reaction.hpp"
#include "facts/written_names.hpp"

namespace causa::assess {

namespace {

/// Bounds the memory over millions of patients whose texts are their own.
constexpr std::size_t most_remembered = 65'536;
constexpr std::size_t longest_remembered = 256;
constexpr std::size_t most_met = 256;

bool reads_person(const knowledge::DeriveStep& step) {
  return step.needs.empty() ||
         std::any_of(step.needs.begin(), step.needs.end(), [](const std::string& need) {
           return need == "patient.age" || need == "patient.female";
         });
}

std::vector<bool> which_come(const Prepared& prepared, const std::set<std::string>& added) {
  std::vector<bool> comes;
  for (const auto& module : prepared.registry.modules())
    comes.push_back(added.contains(module.manifest.id));
  return comes;
}

}  // namespace

Interest::Interest(const Prepared& prepared, const std::set<std::string>& added)
    : prepared_(prepared),
      comes_(which_come(prepared, added)),
      ranked_(prepared, comes_),
      meanings_(prepared.vocabulary.size()),
      reader_(prepared.vocabulary) {
  const auto modules = prepared.registry.modules();
  // A site profile changes what others say, of anybody.
  for (std::uint32_t module = 0; module < modules.size(); ++module)
    if (comes(module) && !modules[module].manifest.adjusts.empty()) always_speaks_ = true;
  change_alerts_ = find_hearers();
  find_meanings();
  find_displays();
  find_voices();
  for (const std::uint32_t module : prepared.first_reader) read_by_them_.push_back(comes(module));
}

bool Interest::find_hearers() const {
  Ids causes, named;
  const auto modules = prepared_.registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    if (!comes(i)) continue;
    const knowledge::Manifest& manifest = modules[i].manifest;
    for (const auto& cause : manifest.causes) causes.insert(cause.id);
    for (const auto& definition : manifest.terminology) named.insert(definition.id);
    for (const auto& step : manifest.derives)
      for (const auto& fact : step.provides) named.insert(fact.id);
  }
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    if (comes(i)) continue;
    const knowledge::Manifest& manifest = modules[i].manifest;
    if (std::any_of(manifest.alerts.begin(), manifest.alerts.end(),
                    [&](const auto& alert) { return causes.contains(alert.cause); }))
      return true;
    const Ids words = named.empty() ? Ids() : read_by(manifest);
    if (std::any_of(named.begin(), named.end(), [&](const auto& id) { return words.contains(id); }))
      return true;
  }
  return false;
}

void Interest::find_meanings() {
  Ids wanted, changed;
  const auto modules = prepared_.registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    const knowledge::Manifest& manifest = modules[i].manifest;
    if (!comes(i)) continue;
    wanted.merge(read_by(manifest));
    for (const auto& definition : manifest.terminology) changed.insert(definition.id);
    // What a library calculates is no longer taken as it was stated.
    for (const auto& step : manifest.derives)
      for (const auto& fact : step.provides) changed.insert(fact.id);
  }
  want_what_others_say_of_their_causes(wanted);
  want_what_is_computed_from(wanted, changed);
  mark(wanted, read);
  mark(changed, strange);
}

void Interest::want_what_others_say_of_their_causes(Ids& wanted) const {
  const auto modules = prepared_.registry.modules();
  for (const auto& cause : prepared_.causes)
    for (const auto& rule : cause.rules) {
      if (!comes(cause.module) || comes(rule.module)) continue;
      knowledge::Manifest alone;
      alone.definitions = modules[rule.module].manifest.definitions;
      alone.scores = modules[rule.module].manifest.scores;
      alone.bands = modules[rule.module].manifest.bands;
      alone.rules = {*rule.rule};
      wanted.merge(read_by(alone));
    }
}

/// What is computed by a step that doesn't run is known only to a whole assessment.
void Interest::want_what_is_computed_from(Ids& wanted, Ids& changed) {
  const auto modules = prepared_.registry.modules();
  const auto is_wanted = [&](const auto& fact) {
    return wanted.contains(fact.id) || changed.contains(fact.id);
  };
  for (std::size_t before = 0; before != wanted.size() + changed.size();) {
    before = wanted.size() + changed.size();
    for (std::uint32_t i = 0; i < modules.size(); ++i) {
      const auto& derives = modules[i].manifest.derives;
      for (std::size_t step = 0; step < derives.size(); ++step) {
        if (std::none_of(derives[step].provides.begin(), derives[step].provides.end(), is_wanted))
          continue;
        Ids& needs = runs(i, step) ? wanted : changed;
        needs.insert(derives[step].needs.begin(), derives[step].needs.end());
        // What was computed of age and sex may be known of anybody.
        always_speaks_ = always_speaks_ || (!runs(i, step) && reads_person(derives[step]));
      }
    }
  }
}

bool Interest::runs(std::uint32_t module, std::size_t step) const {
  return std::any_of(prepared_.steps.begin(), prepared_.steps.end(), [&](const PreparedStep& one) {
    return one.module == module && one.step == step;
  });
}

/// A code of something narrower says it too. A suspicion is raised, and answered, by what is said
/// of any condition that it is about; with a value comes its upper limit.
void Interest::mark(const Ids& concepts, Meaning meaning) {
  const auto& vocabulary = prepared_.vocabulary;
  std::vector<bool> stated(vocabulary.size()), suspected(vocabulary.size());
  for (const auto& id : concepts)
    if (const auto known = vocabulary.find(id)) stated[*known] = true;
  const auto is_stated = [&](const terminology::ConceptId id) {
    const auto& broader = vocabulary[id].ancestors;
    return stated[id] || std::any_of(broader.begin(), broader.end(),
                                     [&](const auto one) { return bool{stated[one]}; });
  };
  for (terminology::ConceptId id = 0; id < stated.size(); ++id)
    if (const auto suspicion = vocabulary.suspicion_of(id);
        suspicion != terminology::no_concept && is_stated(id))
      suspected[suspicion] = true;
  for (terminology::ConceptId id = 0; id < stated.size(); ++id) {
    const auto suspicion = vocabulary.suspicion_of(id);
    const auto limit = vocabulary[id].upper_limit;
    if (is_stated(id) || (suspicion != terminology::no_concept && suspected[suspicion]) ||
        (limit != terminology::no_concept && is_stated(limit)))
      meanings_[id] = std::max(meanings_[id], meaning);
  }
}

void Interest::find_displays() {
  const auto modules = prepared_.registry.modules();
  for (std::uint32_t i = 0; i < modules.size(); ++i) {
    if (!comes(i)) continue;
    for (const auto& definition : modules[i].manifest.terminology)
      for (const auto& code : definition.codes)
        if (!code.display.empty()) displays_.insert(fold(code.display));
  }
}

void Interest::find_voices() {
  for (const auto& alert : prepared_.alerts) {
    if (!comes(alert.module)) continue;
    hear(alert.test);
    hear(alert.any_age);
  }
  for (const auto& cause : prepared_.causes) {
    if (!comes(cause.module)) continue;
    for (const auto& decision : cause.decisions) {
      if (decision.column == no_index)
        hear(decision.test);
      else
        measured_.push_back(decision.column);
    }
  }
}

void Interest::hear(const Test& test) {
  if (test.mask == no_index)
    always_speaks_ = true;
  else
    voices_.push_back(test.mask);
}

template <class Look>
Interest::Meaning Interest::remembered(Known& known, std::string_view key, const Look& look) {
  if (const auto found = known.find(key); found != known.end()) return found->second;
  const Meaning result = look();
  if (key.size() > longest_remembered) return result;
  if (known.size() >= most_remembered) known.clear();
  known.emplace(key, result);
  return result;
}

template <class Look>
Interest::Meaning Interest::met(std::vector<Met>& places, std::string_view first,
                                std::string_view second, const Look& look) {
  const auto number = std::bit_cast<std::uintptr_t>(first.data()) +
                      3 * std::bit_cast<std::uintptr_t>(second.data());
  Met& place = places[(number ^ number >> 8) % most_met];
  if (place.known && place.first == first.data() && place.second == second.data() &&
      place.first_size == first.size() && place.second_size == second.size())
    return place.meaning;
  const Meaning meaning = look();
  place = {first.data(), second.data(), first.size(), second.size(), meaning, true};
  return meaning;
}

Interest::Meaning Interest::of_matches() const {
  Meaning meaning = nothing;
  for (const auto& match : matches_) meaning = std::max(meaning, meanings_[match.concept_id]);
  return meaning;
}

/// Words that come may be longer than others that spoke, which then say nothing.
Interest::Meaning Interest::of_named() const {
  const auto& named = reader_.named();
  return std::any_of(named.begin(), named.end(),
                     [&](const auto id) { return meanings_[id] == strange; })
             ? strange
             : nothing;
}

/// The linter compares the display of a code with those of all codes.
Interest::Meaning Interest::of_display(std::string_view display) {
  if (displays_.empty() || display.empty()) return nothing;
  return remembered(folded_, display,
                    [&] { return displays_.contains(fold(display)) ? strange : nothing; });
}

Interest::Meaning Interest::of_codings(const record::Record& record, record::CodingRange range) {
  Meaning meaning = nothing;
  for (std::uint32_t i = 0; i < range.count; ++i) {
    const record::Coding& coding = record.codings[range.first + i];
    meaning = std::max(meaning, met(met_codes_, coding.system, coding.code, [&] {
                         key_.assign(coding.system);
                         key_ += '\0';
                         key_ += coding.code;
                         return remembered(codes_, key_, [&] {
                           matches_.clear();
                           prepared_.vocabulary.lookup(coding.system, coding.code, matches_);
                           return of_matches();
                         });
                       }));
  }
  return meaning;
}

Interest::Meaning Interest::of_words(std::string_view text, record::Kind kind) {
  if (text.empty()) return nothing;
  const Meaning meaning = met(met_words_, text, {}, [&] {
    return remembered(words_, text, [&] { return of_new_words(text); });
  });
  // Only what is called a condition is searched for names of conditions: a vaccination against
  // tetanus is none.
  if (kind != record::Kind::condition) return meaning;
  return std::max(meaning, met(met_names_, text, {}, [&] {
                    return remembered(names_, text, [&] {
                      matches_.clear();
                      facts::find_condition_names(text, reader_, matches_);
                      return std::max(of_matches(), of_named());
                    });
                  }));
}

Interest::Meaning Interest::of_new_words(std::string_view text) {
  const auto& vocabulary = prepared_.vocabulary;
  std::vector<terminology::ConceptId> drugs;
  vocabulary.find_drug_words(text, drugs);
  matches_.clear();
  for (const auto id : drugs) matches_.push_back({id, nullptr});
  if (const auto id = vocabulary.find_text(text)) matches_.push_back({*id, nullptr});
  return of_matches();
}

/// What running text says depends on what is coded elsewhere.
Interest::Meaning Interest::of_prose(std::string_view text) {
  return remembered(prose_, text, [&] {
    const auto is_wanted = [&](const facts::Said& one) {
      return meanings_[one.concept_id] != nothing;
    };
    const auto& said = reader_.read(text);
    const auto& refuted = reader_.refuted();
    return std::any_of(said.begin(), said.end(), is_wanted) ||
                   std::any_of(refuted.begin(), refuted.end(), is_wanted)
               ? strange
               : of_named();
  });
}

Interest::Meaning Interest::of_item(const record::Record& record, const record::Item& item) {
  Meaning meaning = std::max({of_codings(record, item.codes), of_codings(record, item.value_codes),
                              of_words(item.text, item.kind)});
  for (const record::CodingRange range : {item.codes, item.value_codes})
    for (std::uint32_t i = 0; i < range.count; ++i) {
      const std::string_view display = record.codings[range.first + i].display;
      meaning = std::max({meaning, of_words(display, item.kind), of_display(display)});
    }
  if (item.value_kind == record::ValueKind::text)
    meaning = std::max(meaning, of_prose(item.value_text));
  if (item.kind != record::Kind::allergy) return meaning;
  matches_.clear();
  facts::find_reactions(record, item, prepared_.vocabulary, matches_);
  return std::max(meaning, of_matches());
}

bool Interest::find(const record::Record& record, std::vector<facts::Resource>& found) {
  found.clear();
  met_codes_.assign(most_met, {});
  met_words_.assign(most_met, {});
  met_names_.assign(most_met, {});
  for (std::size_t at = 0; at < record.items.size(); ++at) {
    const Meaning meaning = of_item(record, record.items[at]);
    if (meaning == strange) return false;
    if (meaning == read && (found.empty() || at >= found.back().last))
      found.push_back(facts::resource_around(record, at));
  }
  return true;
}

bool Interest::is_new(facts::Batch& batch, std::uint32_t row,
                      const facts::PatientFacts& facts) const {
  const auto& columns = batch.columns_with_facts(row);
  if (std::any_of(columns.begin(), columns.end(),
                  [&](const std::uint32_t column) { return bool{read_by_them_[column]}; }))
    return true;
  if (std::any_of(measured_.begin(), measured_.end(), [&](const std::uint32_t column) {
        return batch.fact(column, row) != facts::no_fact;
      }))
    return true;
  return std::any_of(facts.facts.begin(), facts.facts.end(), [&](const facts::Fact& fact) {
    // A bound may raise an alert that was there, if bands that come lie beside its own.
    return fact.comparator != record::Comparator::none ||
           (fact.module != no_index && comes(fact.module));
  });
}

}  // namespace causa::assess
