// SPDX-License-Identifier: Apache-2.0

#include "report/cards.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "base/hash.hpp"
#include "report/card_detail.hpp"
#include "report/figures.hpp"
#include "report/findings.hpp"
#include "report/json.hpp"
#include "report/markdown.hpp"
#include "report/override_reasons.hpp"
#include "report/wording.hpp"

namespace causa::report {

namespace {

namespace json = boost::json;
using assess::Assessment;
using assess::RaisedAlert;
using knowledge::Urgency;

constexpr std::size_t longest_summary = 139;  // "fewer than 140 characters"
constexpr std::uint32_t most_in_summary = 3;  // places
constexpr const char* ranking_key = "ranking";
constexpr const char* not_used_key = "not_used";

json::array reasons_to_override() {
  json::array made;
  for (const auto& reason : override_reasons())
    made.push_back(json::object{
        {"code", reason.code}, {"system", override_reason_system}, {"display", reason.display}});
  return made;
}

struct Content {
  std::string summary, detail;
  const char* indicator;
  const char* topic;
  const char* topic_name;
};

Card card_of(const Assessment& all, std::string key, const Content& content,
             const std::string& said) {
  Card card;
  card.uuid = name_uuid(fmt::format("card/{}/{}", all.id, key));
  card.key = std::move(key);
  card.content_sha256 = sha256_hex(said);
  card.json = write_json(json::object{{"uuid", card.uuid},
                                      {"summary", shorten(content.summary, longest_summary)},
                                      {"detail", content.detail},
                                      {"indicator", content.indicator},
                                      {"source",
                                       {{"label", "causa"},
                                        {"topic",
                                         {{"system", "urn:causa:card"},
                                          {"code", content.topic},
                                          {"display", content.topic_name}}}}},
                                      {"overrideReasons", reasons_to_override()}});
  return card;
}

const char* indicator_of(Urgency urgency) {
  return urgency >= Urgency::same_day ? "critical" : "warning";
}

/// What the alert says, without its age. A new result makes it another alert, even if the number is
/// the same, so the sources of its facts belong to it.
std::string said_of(const Assessment& all, const RaisedAlert& alert) {
  std::string said =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}{}\n", word(alert.urgency), alert.title, alert.action,
                  alert.value, alert.threshold, alert.from_text, alert.repeat_now);
  for (const std::uint32_t index : alert.facts)
    if (index < all.facts.size()) said += all.facts[index].source + '\n';
  return said;
}

/// The value stands in the body anyway, so here only if it fits as a whole.
std::string summary_of(const RaisedAlert& alert) {
  const std::string text = fmt::format("{}: {}", loud(alert.urgency), alert.title);
  const std::string longer = fmt::format("{} ({})", text, alert.value);
  return alert.value.empty() || longer.size() > longest_summary ? text : longer;
}

std::string ranking_summary(const Assessment& all) {
  if (all.causes.empty())
    return fmt::format("{}: not ranked, {}", all.complaint_text, all.ranking_why);
  if (all.ranking == assess::Sufficiency::none)
    return fmt::format("{}: {}", all.complaint_text, all.ranking_why);
  std::string text = all.complaint_text + ":";
  for (const auto& cause : all.causes) {
    if (!cause.chain_head.empty() || !is_written(cause, most_in_summary)) continue;
    if (is_placed_by_rule(cause))
      text += fmt::format(" {}. {}", cause.rank, cause.name);
    else
      text += fmt::format(" {}. {} {}", cause.rank, cause.name, figure(cause.explains.p));
    text += ";";
  }
  if (text.ends_with(';')) text.pop_back();
  return text;
}

/// Which findings the card tells. Their words may count days, so that they'd change every day.
std::string to_check_without_ages(const Assessment& all) {
  std::string said;
  for (const lint::Finding* finding : to_look_at(all))
    said += fmt::format("{} {}\n", finding->id, finding->place);
  return said;
}

bool may_be_left_out(const Card& card, std::optional<Urgency> urgency,
                     std::span<const CardSeen> seen) {
  if (urgency && *urgency >= Urgency::same_day) return false;
  const auto before = std::find_if(seen.begin(), seen.end(), [&](const CardSeen& one) {
    return one.key == card.key && one.content_sha256 == card.content_sha256;
  });
  if (before == seen.end()) return false;
  return before->answered || !urgency || *urgency < Urgency::urgent;
}

Card card_of(const Assessment& all, const Context& context, std::uint32_t position,
             std::map<std::string, std::size_t>& names) {
  const RaisedAlert& alert = all.alerts[position];
  std::string key = fmt::format("alert/{}/{}", module_of(all, alert.module), alert.id);
  if (const std::size_t repeated = names[key]++; repeated > 0) key += fmt::format("/{}", repeated);
  Card card = card_of(all, std::move(key),
                      {summary_of(alert), alert_detail(alert, context), indicator_of(alert.urgency),
                       "alert", "Alert"},
                      said_of(all, alert));
  card.alert = position;
  return card;
}

}  // namespace

std::vector<Card> make_cards(const Assessment& all, const Context& context,
                             std::span<const CardSeen> seen) {
  std::vector<Card> cards;
  std::map<std::string, std::size_t> names;
  for (std::uint32_t i = 0; i < all.alerts.size(); ++i) {
    cards.push_back(card_of(all, context, i, names));
    cards.back().unchanged = may_be_left_out(cards.back(), all.alerts[i].urgency, seen);
  }
  const std::string to_check = input_to_check(all);
  const std::string missing = not_used(all);
  const bool module_failed =
      std::any_of(all.modules.begin(), all.modules.end(), [](const auto& it) {
        return it.status == assess::ModuleStatus::failed ||
               it.status == assess::ModuleStatus::refused;
      });
  if (all.complaint_present) {
    const Content content{ranking_summary(all), ranking_detail(all, context, to_check), "info",
                          "ranking", "Causes of a leg complaint"};
    cards.push_back(card_of(
        all, ranking_key, content,
        content.summary + '\n' + ranking_detail(all, context, {}) + to_check_without_ages(all)));
    cards.back().unchanged = may_be_left_out(cards.back(), std::nullopt, seen);
  } else if (!missing.empty() || module_failed || (!to_check.empty() && !all.alerts.empty())) {
    // Without a complaint nothing else would say that the alerts were judged on part of the data.
    // What is only to be checked makes no card by itself, unless an alert rests on such a record.
    const std::string modules = missing_modules(all);
    const Content content{!missing.empty() ? "Part of the record could not be used"
                          : module_failed  ? "Part of the knowledge is missing"
                                           : "Part of the record is in doubt",
                          to_check + missing + modules, "info", "not-used", "What was not used"};
    cards.push_back(
        card_of(all, not_used_key, content, missing + modules + to_check_without_ages(all)));
    cards.back().unchanged = may_be_left_out(cards.back(), std::nullopt, seen);
  }
  return cards;
}

std::string to_response(std::span<const Card> cards) {
  std::string text = "{\"cards\": [";
  bool first = true;
  for (const auto& card : cards) {
    if (card.unchanged) continue;
    if (!first) text += ", ";
    first = false;
    text += card.json;
  }
  return text + "]}";
}

}  // namespace causa::report
