// SPDX-License-Identifier: Apache-2.0

#include "assess/complaint.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace causa::assess {

namespace {

constexpr double adult_years = 18;

bool speaks(const facts::Fact& fact) {
  return fact.state == record::State::present && !fact.past &&
         (!fact.provisional || (fact.quality & facts::Quality::preliminary));
}

/// The concept whose absence says that the complaint is of no such kind.
struct Denial {
  std::string_view complaint, concept_id;
};
constexpr Denial denials[] = {{"leg_cramp", "symptom.cramp.leg"},
                              {"cramp_elsewhere", "symptom.cramp.elsewhere"}};

/// Whether somebody said, no earlier than the complaint was told, that there is nothing of the
/// class, and nobody that there is.
bool is_denied(std::string_view complaint, const facts::Fact& told, const Patient& patient) {
  const auto& vocabulary = patient.prepared().vocabulary;
  for (const Denial& denial : denials) {
    const auto id = vocabulary.find(denial.concept_id);
    if (denial.complaint != complaint || !id) continue;
    bool denied = false;
    for (const auto& fact : patient.facts().facts) {
      const auto& ancestors = vocabulary[fact.concept_id].ancestors;
      const bool of_it = fact.concept_id == *id ||
                         std::find(ancestors.begin(), ancestors.end(), *id) != ancestors.end();
      if (of_it && speaks(fact)) return false;
      denied = denied || (fact.concept_id == *id && fact.state == record::State::absent &&
                          fact.time.latest_ms >= told.time.latest_ms);
    }
    return denied;
  }
  return false;
}

/// What is left of a word of several classes, such as "cramps", if one of them was denied. If all
/// were, the record contradicts itself, and all are kept.
std::vector<std::string> without_denied(const std::vector<std::string>& classes,
                                        const facts::Fact& told, const Patient& patient) {
  if (classes.size() < 2) return classes;
  std::vector<std::string> left;
  for (const auto& one : classes)
    if (!is_denied(one, told, patient)) left.push_back(one);
  return left.empty() ? classes : left;
}

}  // namespace

std::uint32_t first_complaint(const Prepared& prepared, const facts::PatientFacts& patient) {
  const auto first = std::find_if(
      patient.facts.begin(), patient.facts.end(),
      [&](const facts::Fact& fact) { return prepared.complains[fact.concept_id] != 0; });
  return static_cast<std::uint32_t>(first - patient.facts.begin());
}

SharedText why_not_ranked(const AgeRange& age, bool complaint_present) {
  static const SharedText no_age =
      "the age is not known; alerts were checked, causes were not ranked";
  static const SharedText too_young =
      "under 18 or possibly so; alerts were checked, causes were not ranked";
  static const SharedText no_complaint =
      "no leg complaint is recorded; alerts were checked, causes were not ranked";
  if (std::isnan(age.low_years)) return no_age;
  if (age.low_years < adult_years) return too_young;
  return complaint_present ? SharedText() : no_complaint;
}

void find_complaint(Patient& patient, std::uint32_t from) {
  const auto& prepared = patient.prepared();
  const auto& facts = patient.facts().facts;
  Assessment& out = patient.assessment();
  std::vector<std::uint32_t> complaints;
  std::vector<terminology::ConceptId> broader;
  for (std::uint32_t index = from; index < facts.size(); ++index) {
    const terminology::ConceptId concept_id = facts[index].concept_id;
    if (prepared.complains[concept_id] == 0 || !speaks(facts[index])) continue;
    complaints.push_back(index);
    for (const auto ancestor : prepared.vocabulary[concept_id].ancestors)
      if (std::find(broader.begin(), broader.end(), ancestor) == broader.end())
        broader.push_back(ancestor);
  }
  std::vector<terminology::ConceptId> named;
  std::vector<std::string> found;
  for (const std::uint32_t index : complaints) {
    const auto& fact = facts[index];
    patient.show(index);
    if (std::find(broader.begin(), broader.end(), fact.concept_id) != broader.end()) continue;
    if (std::find(named.begin(), named.end(), fact.concept_id) != named.end()) continue;
    named.push_back(fact.concept_id);
    const SharedTexts classes = prepared.concept_words[fact.concept_id].complaint;
    for (const auto& one : without_denied(classes, fact, patient))
      if (std::find(found.begin(), found.end(), one) == found.end()) found.push_back(one);
    if (!out.complaint_text.empty()) out.complaint_text += "; ";
    out.complaint_text += prepared.vocabulary[fact.concept_id].definition.name;
  }
  std::sort(found.begin(), found.end());
  out.complaint_classes = found;
  out.complaint_present = !found.empty();
}

}  // namespace causa::assess
