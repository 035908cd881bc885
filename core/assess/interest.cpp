// SPDX-License-Identifier: Apache-2.0

#include "assess/interest.hpp"

#include <algorithm>

#include "assess/extension.hpp"
#include "facts/reaction.hpp"
#include "facts/written_names.hpp"

namespace causa::assess {

namespace {

/// Bounds the memory over millions of patients whose texts are their own.
constexpr std::size_t most_remembered = 65'536;
constexpr std::size_t longest_remembered = 256;

}  // namespace

Interest::Interest(const Prepared& prepared, const std::set<std::string>& added)
    : prepared_(prepared), wanted_(prepared.vocabulary.size()), reader_(prepared.vocabulary) {
  want(added);
  const std::vector<bool> stated = wanted_;
  for (terminology::ConceptId id = 0; id < wanted_.size(); ++id)
    for (const auto broader : prepared.vocabulary[id].ancestors)
      if (stated[broader]) wanted_[id] = true;
}

/// What the modules recognize and read, and what that is computed from.
void Interest::want(const std::set<std::string>& added) {
  std::set<std::string> concepts;
  for (const auto& module : prepared_.registry.modules()) {
    if (!added.contains(module.manifest.id)) continue;
    concepts.merge(read_by(module.manifest));
    for (const auto& definition : module.manifest.terminology) concepts.insert(definition.id);
  }
  for (std::size_t before = 0; before != concepts.size();) {
    before = concepts.size();
    for (const auto& module : prepared_.registry.modules())
      for (const auto& step : module.manifest.derives)
        if (std::any_of(step.provides.begin(), step.provides.end(),
                        [&](const auto& fact) { return concepts.contains(fact.id); }))
          concepts.insert(step.needs.begin(), step.needs.end());
  }
  for (const auto& id : concepts)
    if (const auto known = prepared_.vocabulary.find(id)) wanted_[*known] = true;
}

template <class Look>
bool Interest::remembered(Known& known, std::string_view key, const Look& look) {
  if (const auto found = known.find(key); found != known.end()) return found->second;
  const bool result = look();
  if (key.size() > longest_remembered) return result;
  if (known.size() >= most_remembered) known.clear();
  known.emplace(key, result);
  return result;
}

bool Interest::wants_any() const {
  return std::any_of(matches_.begin(), matches_.end(),
                     [&](const auto& match) { return wants(match.concept_id); });
}

bool Interest::codings(const record::Record& record, record::CodingRange range, bool with_words) {
  for (std::uint32_t i = 0; i < range.count; ++i) {
    const record::Coding& coding = record.codings[range.first + i];
    key_.assign(coding.system);
    key_ += '\0';
    key_ += coding.code;
    const bool wanted = remembered(codes_, key_, [&] {
      matches_.clear();
      prepared_.vocabulary.lookup(coding.system, coding.code, matches_);
      return wants_any();
    });
    if (wanted || (with_words && words(coding.display))) return true;
  }
  return false;
}

bool Interest::words(std::string_view text) {
  if (text.empty()) return false;
  return remembered(words_, text, [&] {
    const auto& vocabulary = prepared_.vocabulary;
    if (const auto id = vocabulary.find_text(text); id && wants(*id)) return true;
    std::vector<terminology::ConceptId> drugs;
    vocabulary.find_drug_words(text, drugs);
    if (std::any_of(drugs.begin(), drugs.end(), [&](const auto id) { return wants(id); }))
      return true;
    matches_.clear();
    facts::find_condition_names(text, reader_, matches_);
    return wants_any();
  });
}

bool Interest::prose(std::string_view text) {
  return remembered(prose_, text, [&] {
    const auto& said = reader_.read(text);
    return std::any_of(said.begin(), said.end(),
                       [&](const facts::Said& one) { return wants(one.concept_id); });
  });
}

bool Interest::is_there(const record::Record& record) {
  for (const record::Item& item : record.items) {
    if (codings(record, item.codes, true) || codings(record, item.value_codes, false) ||
        words(item.text))
      return true;
    if (item.value_kind == record::ValueKind::text && prose(item.value_text)) return true;
    if (item.kind != record::Kind::allergy) continue;
    matches_.clear();
    facts::find_reactions(record, item, prepared_.vocabulary, matches_);
    if (wants_any()) return true;
  }
  return false;
}

}  // namespace causa::assess
