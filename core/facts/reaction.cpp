// SPDX-License-Identifier: Apache-2.0

#include "facts/reaction.hpp"

#include <string>

namespace causa::facts {

namespace {

constexpr std::string_view history = "history.";  ///< how ids of what once was begin

/// "simvastatin" and "statin", after the ids.
void add_names(const terminology::Vocabulary& vocabulary, terminology::ConceptId id,
               std::vector<std::string>& names) {
  const auto add = [&](terminology::ConceptId named) {
    const std::string& text = vocabulary[named].definition.id;
    names.push_back(text.substr(text.rfind('.') + 1));
  };
  add(id);
  for (const auto ancestor : vocabulary[id].ancestors) add(ancestor);
}

}  // namespace

void find_reactions(const record::Record& record, const record::Item& item,
                    const terminology::Vocabulary& vocabulary,
                    std::vector<terminology::CodeMatch>& matches) {
  std::vector<std::string> substances{std::string(item.text)};
  std::vector<terminology::ConceptId> found;
  for (const auto& match : matches) found.push_back(match.concept_id);
  for (std::uint32_t i = 0; i < item.codes.count; ++i) {
    const auto& coding = record.codings[item.codes.first + i];
    substances.emplace_back(coding.display);
    vocabulary.find_drug_words(coding.display, found);
  }
  vocabulary.find_drug_words(item.text, found);
  for (const auto id : found) add_names(vocabulary, id, substances);
  matches.clear();
  const char* kind = item.flags & record::intolerance ? " intolerance" : " allergy";
  for (const auto& name : substances)
    for (const std::string& words : {name, name + kind}) {
      const auto id = vocabulary.find_text(words);
      if (id && vocabulary[*id].definition.id.starts_with(history))
        matches.push_back({*id, nullptr});
    }
}

}  // namespace causa::facts
