// SPDX-License-Identifier: Apache-2.0

#include "terminology/single_names.hpp"

#include <algorithm>

#include "terminology/written_out.hpp"

namespace causa::terminology {

SingleNames::SingleNames(std::string_view folded, const std::vector<Concept>& concepts,
                         const SynonymsByConcept& synonyms)
    : folded_(folded), concepts_(concepts), synonyms_(synonyms) {
  for (std::string_view rest = folded; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    words_.add(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

void SingleNames::write_texts(ConceptId id) {
  for (const auto& text : concepts_[id].definition.text)
    if (may_begin(text, words_)) write_out_plain(text, *this);
  for (const Synonyms* further : synonyms_[id])
    for (const auto& phrase : further->text)
      if (may_begin(phrase, words_)) write_out(phrase, *this);
}

void SingleNames::end(State, std::string_view name) {
  if (of_drugs_) return add_drug(name);
  if (name != folded_) return;
  // Of two concepts with the same words the narrower one is meant.
  if (!named_ || is_broader(*named_, id_)) named_ = id_;
}

std::optional<ConceptId> SingleNames::find(const std::map<ConceptId, std::string>& first_names) {
  of_drugs_ = false;
  named_.reset();
  for (id_ = 0; id_ < concepts_.size(); ++id_) {
    const auto first = first_names.find(id_);
    const std::string& name =
        first == first_names.end() ? concepts_[id_].definition.name : first->second;
    if (may_begin(name, words_)) write_out_plain(name, *this);
    write_texts(id_);
  }
  return named_;
}

void SingleNames::add_drug(std::string_view name) {
  auto known = std::find_if(drugs_.begin(), drugs_.end(),
                            [&](const Drugs& drugs) { return drugs.name == name; });
  if (known == drugs_.end()) known = drugs_.insert(known, {std::string(name), {}});
  for (const ConceptId other : known->ids)
    if (other == id_ || is_broader(id_, other)) return;
  std::erase_if(known->ids, [&](ConceptId other) { return is_broader(other, id_); });
  known->ids.push_back(id_);
}

void SingleNames::find_drugs(std::vector<ConceptId>& found) {
  of_drugs_ = true;
  drugs_.clear();
  for (id_ = 0; id_ < concepts_.size(); ++id_)
    if (concepts_[id_].definition.id.starts_with("drug.")) write_texts(id_);
  // From each word on, the shorter name first.
  std::sort(drugs_.begin(), drugs_.end(), [](const Drugs& a, const Drugs& b) {
    return std::count(a.name.begin(), a.name.end(), ' ') <
           std::count(b.name.begin(), b.name.end(), ' ');
  });
  const auto ends_word = [&](std::size_t at) { return at == folded_.size() || folded_[at] == ' '; };
  for (std::size_t at = 0; at < folded_.size(); ++at) {
    if (at > 0 && folded_[at - 1] != ' ') continue;
    for (const Drugs& drugs : drugs_) {
      if (!folded_.substr(at).starts_with(drugs.name) || !ends_word(at + drugs.name.size()))
        continue;
      for (const ConceptId id : drugs.ids)
        if (std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
    }
  }
}

bool SingleNames::is_broader(ConceptId broad, ConceptId narrow) const {
  const auto& ancestors = concepts_[narrow].ancestors;
  return std::find(ancestors.begin(), ancestors.end(), broad) != ancestors.end();
}

}  // namespace causa::terminology
