// SPDX-License-Identifier: Apache-2.0
//
// The {slots} of a module's texts. A text must say what its condition went by, not what happens to
// be newest: "lowest sodium < 130" held by the 128 of last week.
#include <algorithm>
#include <cmath>

#include "assess/fact_words.hpp"
#include "assess/patient.hpp"
#include "base/text.hpp"
#include "facts/counting.hpp"

namespace causa::assess {

using terminology::ConceptKind;

namespace {

/// "amlodipine" within a sentence, but "ACE inhibitor".
std::string within_a_sentence(std::string name) {
  const auto is_upper = [&](std::size_t at) { return name[at] >= 'A' && name[at] <= 'Z'; };
  if (name.size() > 1 && is_upper(0) && !is_upper(1))
    name.front() = static_cast<char>(name.front() - 'A' + 'a');
  return name;
}

}  // namespace

std::string Patient::value_of(terminology::ConceptId concept_id,
                              std::vector<std::uint32_t>& cited) {
  const auto speaks_of_it = [&](std::uint32_t index) {
    const ShownFact& fact = assessment_.facts[index];
    const auto id = prepared_.vocabulary.find(fact.concept_id);
    if (id == concept_id) return true;
    // The absence of one thiazide is none of thiazides.
    const bool is_there = fact.state == record::State::present || is_named_as_past(fact);
    return id && is_there && facts::is_or_narrower(*id, concept_id, prepared_.vocabulary);
  };
  const auto found = std::find_if(cited.begin(), cited.end(), speaks_of_it);
  if (found != cited.end()) return slot_words(assessment_.facts[*found], concept_id);
  const std::uint32_t counting = facts::counting_fact(facts_, concept_id, prepared_.vocabulary);
  if (counting == facts::no_fact) return std::string(not_recorded);
  cited.push_back(show(counting));
  const auto& fact = facts_.facts[counting];
  const std::string words = slot_words(assessment_.facts[cited.back()], concept_id);
  return fact.provisional && !std::isfinite(fact.value) ? words + " (suspected)" : words;
}

std::string Patient::slot_words(const ShownFact& fact, terminology::ConceptId concept_id) const {
  if (fact.value) return measured_words(fact);
  const auto& definition = prepared_.vocabulary[concept_id].definition;
  if (fact.concept_id != definition.id) return within_a_sentence(fact.name.text());
  if (fact.name != definition.name)
    return definition.id.starts_with("drug.") ? "stopped" : "resolved";
  if (fact.state == record::State::unknown) return "not known";
  return fact.state == record::State::present ? "present" : "absent";
}

std::string Patient::medicines_of(std::span<const std::uint32_t> cited) const {
  std::string names;
  for (const std::uint32_t index : cited) {
    const auto concept_id = prepared_.vocabulary.find(assessment_.facts[index].concept_id);
    if (!concept_id) continue;
    const auto& definition = prepared_.vocabulary[*concept_id].definition;
    if (!definition.id.starts_with("drug.")) continue;
    if (!names.empty()) names += " and ";
    names += within_a_sentence(definition.name);
  }
  return names.empty() ? "a medicine" : names;
}

std::string Patient::fill_slots(std::string_view text, std::vector<std::uint32_t>& cited) {
  std::string filled;
  if (text.find('{') == std::string_view::npos) return filled.assign(text);
  filled.reserve(text.size() + 32);
  const std::vector<std::uint32_t> of_condition = cited;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    filled += text.substr(0, open);
    const std::string_view id = text.substr(open + 1, close - open - 1);
    if (id == "medicine")
      filled += medicines_of(of_condition);
    else if (id == "age" && std::isfinite(facts_.age.low_years))
      filled += format_number(facts_.age.low_years) + " years";
    else if (const auto concept_id = prepared_.vocabulary.find(id))
      filled += value_of(*concept_id, cited);
    else
      filled += not_recorded;
    text.remove_prefix(close + 1);
  }
  return filled += text;
}

}  // namespace causa::assess
