// SPDX-License-Identifier: Apache-2.0

#include "report/difference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "base/time.hpp"
#include "report/json.hpp"

namespace causa::report {

namespace {

using Fields = std::vector<std::pair<const char*, std::string>>;

struct Thing {
  std::string id, name;
  std::string summary;  ///< what is said if it is there only once
  Fields fields;
};

std::string number(double value) { return std::isnan(value) ? "not known" : format_number(value); }
std::string number(const std::optional<double>& value) { return value ? number(*value) : ""; }

std::string text_of(const assess::Estimate& it) {
  return fmt::format("{} ({} to {})", number(it.p), number(it.low), number(it.high));
}

std::string age_text(const AgeRange& age) {
  const std::string low = number(age.low_years), high = number(age.high_years);
  return low == high ? low : fmt::format("{} to {}", low, high);
}

std::string module_id(const assess::Assessment& all, std::uint32_t module) {
  return module < all.modules.size() ? all.modules[module].id : "?";
}

std::string joined(const std::vector<std::string>& list) {
  return fmt::format("{}", fmt::join(list, ", "));
}

std::string yes_or_no(bool value) { return value ? "yes" : "no"; }

std::vector<Thing> alerts_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& it : all.alerts)
    things.push_back({fmt::format("{}/{}", module_id(all, it.module), it.id),
                      it.title,
                      fmt::format("{}: {}", word(it.urgency), it.value),
                      {{"urgency", word(it.urgency)},
                       {"title", it.title},
                       {"action", it.action},
                       {"value", it.value},
                       {"threshold", it.threshold},
                       {"repeat_now", yes_or_no(it.repeat_now)},
                       {"from_text", yes_or_no(it.from_text)}}});
  return things;
}

std::vector<Thing> causes_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& it : all.causes)
    things.push_back(
        {it.id,
         it.name,
         it.rank == 0 ? "not ranked"
                      : fmt::format("place {}, explains {}", it.rank, number(it.explains.p)),
         {{"rank", it.rank == 0 ? "not ranked" : std::to_string(it.rank)},
          {"explains", text_of(it.explains)},
          {"present", text_of(it.present)},
          {"accounts_for", text_of(it.accounts_for)},
          {"prior", text_of(it.prior.estimate)},
          {"decided_by", it.decided_by},
          {"because_of", it.chain ? it.chain->because_of.text() : ""},
          {"judgement_only", yes_or_no(it.judgement_only)},
          {"about_equal_to", joined({it.about_equal_to.begin(), it.about_equal_to.end()})}}});
  return things;
}

std::vector<Thing> evidence_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& cause : all.causes)
    for (const auto& it : cause.evidence)
      things.push_back({fmt::format("{} {}/{} {}", cause.id, module_id(all, it.module), it.rule,
                                    it.about == knowledge::About::present ? "present" : "explains"),
                        it.text,
                        fmt::format("{}, weight {}", word(it.outcome), it.weight_millibans),
                        {{"holds", word(it.outcome)},
                         {"counted", word(it.counted)},
                         {"weight_millibans", std::to_string(it.weight_millibans)},
                         {"lr", number(it.lr)},
                         {"lr_published", number(it.lr_published)},
                         {"grade", it.grade},
                         {"text", it.text},
                         {"missing", joined(it.missing)},
                         {"sources", joined(it.sources)}}});
  return things;
}

std::vector<Thing> facts_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& it : all.facts) {
    const std::string value =
        it.value ? fmt::format("{}{} {}", sign(it.comparator), number(*it.value), it.unit)
                 : std::string(word(it.state));
    const auto time = [](std::int64_t ms) { return ms == unknown_time ? "" : format_time(ms); };
    things.push_back({fmt::format("{} {}", it.concept_id,
                                  it.derived_from.empty() ? it.source : it.derived_from.text()),
                      it.name,
                      value,
                      {{"value", value},
                       {"state", word(it.state)},
                       {"time", time(it.time_ms)},
                       {"start", time(it.start_ms)},
                       {"laterality", it.laterality},
                       {"reference_low", number(it.reference_low)},
                       {"reference_high", number(it.reference_high)},
                       {"matched_text", it.matched_text},
                       {"quality", std::to_string(it.quality)}}});
  }
  return things;
}

std::vector<Thing> modules_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& it : all.modules)
    things.push_back({it.id,
                      "",
                      fmt::format("{} {}", word(it.status), it.version),
                      {{"version", it.version},
                       {"sha256", it.sha256},
                       {"status", word(it.status)},
                       {"why", it.why},
                       {"approved", yes_or_no(it.approved)},
                       {"allowed_because", it.allowed_because},
                       {"ran_in", word(it.ran_in)}}});
  return things;
}

std::vector<Thing> advice_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& it : all.advice)
    things.push_back({fmt::format("{}/{} {}", module_id(all, it.module), it.id, it.for_cause),
                      "",
                      it.withheld.empty() ? it.text : "withheld: " + it.withheld,
                      {{"text", it.text},
                       {"withheld", it.withheld},
                       {"only_after_checking", joined({it.check.begin(), it.check.end()})}}});
  return things;
}

std::vector<Thing> states_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& it : all.states)
    things.push_back({it.id, it.name, text_of(it.present), {{"present", text_of(it.present)}}});
  return things;
}

std::vector<Thing> dangers_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& it : all.must_not_miss)
    things.push_back({it.id, it.name, text_of(it.present), {{"present", text_of(it.present)}}});
  return things;
}

std::vector<Thing> findings_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& it : all.findings)
    things.push_back({fmt::format("{} {}", it.id, it.place),
                      "",
                      it.message,
                      {{"severity", word(it.severity)}, {"message", it.message}}});
  return things;
}

std::vector<Thing> ignored_of(const assess::Assessment& all) {
  std::vector<Thing> things;
  for (const auto& it : all.ignored)
    things.push_back({fmt::format("{}: {}", it.source, it.reason),
                      "",
                      std::to_string(it.count),
                      {{"count", std::to_string(it.count)}}});
  return things;
}

std::vector<Thing> patient_of(const assess::Assessment& all) {
  return {{"patient",
           "",
           "",
           {{"id", all.patient_id}, {"sex", word(all.sex)}, {"age_years", age_text(all.age)}}}};
}

std::vector<Thing> assessment_of(const assess::Assessment& all) {
  return {{"assessment",
           "",
           "",
           {{"as_of", format_time(all.as_of_ms)},
            {"config_sha256", all.config_sha256},
            {"complaint_present", yes_or_no(all.complaint_present)},
            {"complaint_classes", joined(all.complaint_classes)},
            {"complaint_text", all.complaint_text},
            {"ranking", word(all.ranking)},
            {"ranking_why", all.ranking_why},
            {"unexplained", number(all.unexplained)},
            {"not_understood", joined(all.not_understood)},
            {"resources_read", std::to_string(all.resources_read)},
            {"resources_used", std::to_string(all.resources_used)}}}};
}

/// Two things of one id are told apart by their order.
void number_equal_ids(std::vector<Thing>& things) {
  std::map<std::string, int> seen;
  for (Thing& thing : things)
    if (const int times = ++seen[thing.id]; times > 1) thing.id += fmt::format(" #{}", times);
}

void compare(Section section, const Thing& before, const Thing& after,
             std::vector<Change>& changes) {
  for (std::size_t i = 0; i < before.fields.size(); ++i)
    if (before.fields[i].second != after.fields[i].second)
      changes.push_back({section, after.id, after.name, before.fields[i].first,
                         before.fields[i].second, after.fields[i].second});
}

void compare(Section section, std::vector<Thing> before, std::vector<Thing> after,
             std::vector<Change>& changes) {
  number_equal_ids(before);
  number_equal_ids(after);
  std::map<std::string_view, const Thing*> earlier, later;
  for (const Thing& thing : before) earlier[thing.id] = &thing;
  for (const Thing& thing : after) later[thing.id] = &thing;
  for (const Thing& thing : after) {
    if (const auto found = earlier.find(thing.id); found != earlier.end())
      compare(section, *found->second, thing, changes);
    else
      changes.push_back({section, thing.id, thing.name, "", "", thing.summary});
  }
  for (const Thing& thing : before)
    if (!later.contains(thing.id))
      changes.push_back({section, thing.id, thing.name, "", thing.summary, ""});
}

}  // namespace

const char* word(Section section) {
  switch (section) {
    case Section::patient:
      return "patient";
    case Section::alert:
      return "alert";
    case Section::cause:
      return "cause";
    case Section::state:
      return "state";
    case Section::must_not_miss:
      return "must_not_miss";
    case Section::evidence:
      return "evidence";
    case Section::advice:
      return "advice";
    case Section::fact:
      return "fact";
    case Section::finding:
      return "finding";
    case Section::ignored:
      return "ignored";
    case Section::module:
      return "module";
    case Section::assessment:
      break;
  }
  return "assessment";
}

std::vector<Change> changes_between(const assess::Assessment& before,
                                    const assess::Assessment& after) {
  using Things = std::vector<Thing> (*)(const assess::Assessment&);
  constexpr std::pair<Section, Things> sections[] = {
      {Section::patient, patient_of},       {Section::alert, alerts_of},
      {Section::cause, causes_of},          {Section::state, states_of},
      {Section::must_not_miss, dangers_of}, {Section::evidence, evidence_of},
      {Section::advice, advice_of},         {Section::fact, facts_of},
      {Section::finding, findings_of},      {Section::ignored, ignored_of},
      {Section::module, modules_of},        {Section::assessment, assessment_of}};
  std::vector<Change> changes;
  for (const auto& [section, things] : sections)
    compare(section, things(before), things(after), changes);
  return changes;
}

}  // namespace causa::report
