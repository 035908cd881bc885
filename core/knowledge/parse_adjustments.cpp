// SPDX-License-Identifier: Apache-2.0
//
// `adjusts`: what a site profile changes of other modules (docs/site-profile.md).

#include "knowledge/parts.hpp"
#include "knowledge/urgency_words.hpp"

namespace causa::knowledge {

namespace {

/// "electrolytes/potassium_low", or with the module's whole id.
std::string_view read_target(Reader& part, std::string_view key) {
  const std::string_view target = part.text(key, Need::required);
  const std::size_t slash = target.find('/');
  const bool fits = slash != std::string_view::npos && slash > 0 && slash + 1 < target.size() &&
                    target.find('/', slash + 1) == std::string_view::npos;
  if (!target.empty() && !fits)
    part.wrong(key, "must be a module, a slash and an id", "write electrolytes/potassium_low");
  return target;
}

void read_alert(Reader& part, AlertAdjustment& adjustment) {
  adjustment.alert = read_target(part, "alert");
  if (part.find("urgency"))
    adjustment.urgency = part.choice<Urgency>("urgency", urgencies, Urgency::emergency);
  adjustment.also_when = part.condition("also_when");
  adjustment.action = part.text("action");
  adjustment.reason = part.text("reason", Need::required);
  if (!adjustment.urgency && adjustment.also_when.text.empty() && adjustment.action.empty())
    part.wrong_here("changes nothing", "name urgency, also_when or action");
}

void read_rule(Reader& part, RuleAdjustment& adjustment) {
  adjustment.rule = read_target(part, "rule");
  adjustment.when = part.condition("when", Need::required);
  adjustment.reason = part.text("reason", Need::required);
}

void read_decision(Reader& part, DecisionAdjustment& adjustment) {
  adjustment.cause = read_id(part, "cause", Dots::required);
  adjustment.decision = read_id(part, "decision", Dots::allowed);
  const auto below = read_quantity(part, "below");
  const auto above = read_quantity(part, "above");
  if (below.has_value() == above.has_value())
    part.wrong_here("needs exactly one of below and above");
  if (below) adjustment.below = below->first;
  if (above) adjustment.above = above->first;
  if (below || above) adjustment.unit = below ? below->second : above->second;
  adjustment.reason = part.text("reason", Need::required);
}

void read_names(Reader& part, std::string_view key, std::string_view of,
                std::vector<OwnName>& names) {
  part.list(key, Need::optional, [&](Reader& entry) {
    OwnName name;
    name.id = read_id(entry, of, Dots::required);
    name.name = entry.text("name", Need::required);
    names.push_back(std::move(name));
  });
}

}  // namespace

void read_adjustments(Reader& top, Manifest& manifest) {
  const JsonValue value = top.find("adjusts");
  if (!value) return;
  Reader part(value, top.at("adjusts"), top.problems());
  Adjustments& adjusts = manifest.adjusts;
  part.list("alerts", Need::optional,
            [&](Reader& entry) { read_alert(entry, adjusts.alerts.emplace_back()); });
  part.list("rules", Need::optional,
            [&](Reader& entry) { read_rule(entry, adjusts.rules.emplace_back()); });
  part.list("decisions", Need::optional,
            [&](Reader& entry) { read_decision(entry, adjusts.decisions.emplace_back()); });
  read_names(part, "causes", "cause", adjusts.causes);
  read_names(part, "concepts", "concept", adjusts.concepts);
  part.finish();
}

}  // namespace causa::knowledge
