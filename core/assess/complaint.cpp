// SPDX-License-Identifier: Apache-2.0

#include "assess/complaint.hpp"

#include <algorithm>

namespace causa::assess {

namespace {

bool speaks(const facts::Fact& fact) {
  return fact.state == record::State::present && !fact.past &&
         (!fact.provisional || (fact.quality & facts::Quality::preliminary));
}

}  // namespace

void find_complaint(Patient& patient) {
  const auto& prepared = patient.prepared();
  const auto& facts = patient.facts().facts;
  Assessment& out = patient.assessment();
  std::vector<terminology::ConceptId> broader;
  for (const auto& fact : facts)
    if (speaks(fact) && !prepared.complaint_of[fact.concept_id].empty()) {
      for (const auto ancestor : prepared.vocabulary[fact.concept_id].ancestors)
        if (std::find(broader.begin(), broader.end(), ancestor) == broader.end())
          broader.push_back(ancestor);
    }
  std::vector<terminology::ConceptId> named;
  for (std::uint32_t index = 0; index < facts.size(); ++index) {
    const auto& fact = facts[index];
    const auto& classes = prepared.complaint_of[fact.concept_id];
    if (!speaks(fact) || classes.empty()) continue;
    patient.show(index);
    if (std::find(broader.begin(), broader.end(), fact.concept_id) != broader.end()) continue;
    if (std::find(named.begin(), named.end(), fact.concept_id) != named.end()) continue;
    named.push_back(fact.concept_id);
    for (const auto& one : classes)
      if (std::find(out.complaint_classes.begin(), out.complaint_classes.end(), one) ==
          out.complaint_classes.end())
        out.complaint_classes.push_back(one);
    if (!out.complaint_text.empty()) out.complaint_text += "; ";
    out.complaint_text += prepared.vocabulary[fact.concept_id].definition.name;
  }
  std::sort(out.complaint_classes.begin(), out.complaint_classes.end());
  out.complaint_present = !out.complaint_classes.empty();
}

}  // namespace causa::assess
