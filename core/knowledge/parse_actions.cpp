// SPDX-License-Identifier: Apache-2.0
//
// `alerts`, `advice` and `withholds`: what to do, and what not.

#include "knowledge/parts.hpp"
#include "knowledge/urgency_words.hpp"

namespace causa::knowledge {

namespace {

void read_alert(Reader& part, Alert& alert) {
  alert.id = read_id(part, "id", Dots::allowed);
  alert.when = part.condition("when", Need::required);
  alert.urgency = part.choice<Urgency>("urgency", urgencies, Urgency::emergency, Need::required);
  if (part.has("cause"))
    alert.cause = read_id(part, "cause", Dots::required);
  else
    part.find("cause");
  alert.title = part.text("title", Need::required);
  alert.action = part.text("action", Need::required);
  alert.basis = read_basis(part, Bases::with_guideline);
  alert.sources = read_sources(part, Need::required);
  check_measured(part, alert.basis, alert.sources);
}

void read_advice_entry(Reader& part, Advice& advice) {
  static constexpr std::array<std::pair<std::string_view, AdviceKind>, 4> advice_kinds{{
      {"self-care", AdviceKind::self_care},
      {"medical", AdviceKind::medical},
      {"prevention", AdviceKind::prevention},
      {"workup", AdviceKind::workup},
  }};
  advice.id = read_id(part, "id", Dots::allowed);
  advice.kind = part.choice<AdviceKind>("kind", advice_kinds, AdviceKind::medical, Need::required);
  advice.for_causes = part.texts("for", Need::required);
  if (advice.for_causes.size() == 1 && advice.for_causes.front() == "any")
    advice.for_causes.clear();
  for (const auto& cause : advice.for_causes)
    if (cause.find('.') == std::string::npos)
      part.wrong("for", "\"" + cause + "\" is neither any nor the id of a cause");
  advice.complaint = part.texts("complaint");
  for (const auto& complaint : advice.complaint) check_complaint(part, "complaint", complaint);
  advice.when = part.condition("when");
  advice.tags = part.texts("tags");
  advice.text = part.text("text", Need::required);
  advice.basis = read_basis(part, Bases::with_guideline);
  advice.sources = read_sources(part, Need::required);
  check_measured(part, advice.basis, advice.sources);
}

void read_withhold(Reader& part, Withhold& withhold) {
  withhold.id = read_id(part, "id", Dots::allowed);
  withhold.tags = part.texts("tags", Need::required);
  withhold.when = part.condition("when", Need::required);
  withhold.reason = part.text("reason", Need::required);
  withhold.check = part.text("check");
  withhold.basis = read_basis(part, Bases::with_guideline);
  withhold.sources = read_sources(part, Need::required);
  check_measured(part, withhold.basis, withhold.sources);
}

}  // namespace

void read_alerts(Reader& top, Manifest& manifest) {
  manifest.alerts.reserve(top.length("alerts"));
  top.list("alerts", Need::optional,
           [&](Reader& part) { read_alert(part, manifest.alerts.emplace_back()); });
}

void read_advice(Reader& top, Manifest& manifest) {
  manifest.advice.reserve(top.length("advice"));
  top.list("advice", Need::optional,
           [&](Reader& part) { read_advice_entry(part, manifest.advice.emplace_back()); });
}

void read_withholds(Reader& top, Manifest& manifest) {
  top.list("withholds", Need::optional,
           [&](Reader& part) { read_withhold(part, manifest.withholds.emplace_back()); });
}

}  // namespace causa::knowledge
