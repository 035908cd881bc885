// SPDX-License-Identifier: Apache-2.0

#include <boost/json.hpp>
#include <cmath>

#include "base/time.hpp"
#include "cli/validate/miss_reason.hpp"
#include "cli/validate/validation_report.hpp"
#include "report/json.hpp"
#include "report/wilson.hpp"
#include "report/wording.hpp"

namespace causa::cli::validate {

namespace {

namespace json = boost::json;

double rounded(double p) { return std::round(p * 10'000) / 10'000; }

json::object to_object(const Count& count) {
  json::object object{{"some", count.some}, {"all", count.all}};
  if (count.all == 0) {
    object["share"] = nullptr;
    return object;
  }
  const report::Share share = report::wilson_share(count.some, count.all);
  object["share"] = {
      {"p", rounded(share.p)}, {"low", rounded(share.low)}, {"high", rounded(share.high)}};
  return object;
}

json::object to_object(const Accuracy& accuracy) {
  return {{"family_first", to_object(accuracy.family_first)},
          {"family_three", to_object(accuracy.family_three)},
          {"cause_first", to_object(accuracy.cause_first)},
          {"cause_three", to_object(accuracy.cause_three)}};
}

json::object to_object(const std::map<std::string, Accuracy>& parts) {
  json::object object;
  for (const auto& [name, accuracy] : parts) object[name] = to_object(accuracy);
  return object;
}

json::object alerts_object(const Tally& tally) {
  json::object table;
  for (const auto& [level, kinds] : tally.alerts)
    table[word(level)] = {{"none", kinds[0]},
                          {"routine", kinds[1]},
                          {"urgent", kinds[2]},
                          {"same-day", kinds[3]},
                          {"emergency", kinds[4]}};
  return {{"top_by_expected", std::move(table)},
          {"urgency_accepted", to_object(tally.urgency)},
          {"emergencies_missed", to_object(tally.missed)},
          {"raised_to_emergency", to_object(tally.raised)},
          {"falsely_raised_to_emergency", to_object(tally.falsely_raised)},
          {"expected_alerts_raised", to_object(tally.expected_alerts)}};
}

json::object confusion_object(const Tally& tally) {
  json::object object;
  for (const auto& [expected, answers] : tally.confusion) {
    json::object row;
    for (const auto& [answer, number] : answers) row[answer] = number;
    object[expected] = std::move(row);
  }
  return object;
}

json::object calibration_object(const Tally& tally) {
  json::array bins;
  for (const auto& bin : tally.calibration) {
    json::object object{{"low", bin.low}, {"high", bin.high}};
    object["mean"] = bin.all == 0 ? json::value(nullptr)
                                  : json::value(rounded(bin.sum / static_cast<double>(bin.all)));
    object["labeled"] = to_object(Count{bin.some, bin.all});
    bins.push_back(std::move(object));
  }
  return {{"cases", tally.calibration_cases},
          {"bins", std::move(bins)},
          {"caveat", calibration_caveat(tally)}};
}

template <class Words>
json::array to_array(const Words& words) {
  json::array array;
  for (const auto& each : words) array.emplace_back(each);
  return array;
}

json::array places_array(const Verdict& verdict) {
  json::array array;
  for (const auto* cause : places(*verdict.assessment)) {
    if (array.size() == 3) break;
    json::value explains = nullptr;
    if (!report::is_placed_by_rule(*cause)) explains = report::six_digits(cause->explains.p);
    array.push_back({{"cause", cause->id},
                     {"family", cause->family},
                     {"role", report::word(cause->role)},
                     {"explains", std::move(explains)}});
  }
  return array;
}

json::array alerts_array(const Verdict& verdict) {
  json::array array;
  for (const auto& alert : verdict.assessment->alerts)
    array.push_back({{"id", alert.id}, {"urgency", report::word(alert.urgency)}});
  return array;
}

json::object case_object(const Verdict& verdict, const assess::Prepared& prepared) {
  const LabeledCase& labeled = *verdict.labeled;
  json::array accepted, misses;
  for (const Level level : labeled.accepted_levels) accepted.emplace_back(word(level));
  for (const Miss miss : verdict.misses) misses.emplace_back(words(miss));
  const auto truth = [](const std::optional<bool>& it) {
    return it ? json::value(*it) : json::value(nullptr);
  };
  const std::string reason = miss_reason(verdict, prepared);
  return {{"id", labeled.id},
          {"class", labeled.complaint_class},
          {"certainty", labeled.certainty},
          {"expected_family", labeled.expected_family},
          {"accepted_families", to_array(labeled.accepted_families)},
          {"expected_causes", to_array(labeled.expected_causes)},
          {"expected_level", word(labeled.expected_level)},
          {"accepted_levels", std::move(accepted)},
          {"ranked", verdict.ranked},
          {"answer", verdict.answer},
          {"places", places_array(verdict)},
          {"top_alert", verdict.top_alert ? json::value(report::word(*verdict.top_alert))
                                          : json::value(nullptr)},
          {"alerts", alerts_array(verdict)},
          {"family_first", verdict.family_first},
          {"family_three", verdict.family_three},
          {"cause_first", truth(verdict.cause_first)},
          {"cause_three", truth(verdict.cause_three)},
          {"misses", std::move(misses)},
          {"reason", reason.empty() ? json::value(nullptr) : json::value(reason)}};
}

json::array modules_array(const assess::Prepared& prepared) {
  json::array array;
  for (const auto& module : prepared.registry.modules())
    array.push_back({{"id", module.manifest.id},
                     {"version", module.manifest.version},
                     {"sha256", module.sha256}});
  return array;
}

json::value ablations_value(const std::vector<Ablation>* ablations) {
  if (ablations == nullptr) return nullptr;
  json::array array;
  for (const auto& ablation : *ablations)
    array.push_back({{"id", ablation.id},
                     {"accuracy", to_object(ablation.tally.all)},
                     {"emergencies_missed", to_object(ablation.tally.missed)},
                     {"falsely_raised_to_emergency", to_object(ablation.tally.falsely_raised)}});
  return array;
}

}  // namespace

std::string validation_json(const Told& told) {
  const Tally& tally = told.tally;
  json::array broken, cases;
  for (const auto& error : told.set.broken)
    broken.push_back({{"place", error.place}, {"message", error.message}, {"cure", error.cure}});
  for (const auto& verdict : told.verdicts) cases.push_back(case_object(verdict, told.prepared));
  return report::write_json(json::object{{"schema", "causa.validation/1"},
                                         {"created", format_time(now_ms())},
                                         {"config_sha256", told.config_sha256},
                                         {"plugins", modules_array(told.prepared)},
                                         {"accuracy",
                                          {{"all", to_object(tally.all)},
                                           {"certain", to_object(tally.certain)},
                                           {"by_class", to_object(tally.by_class)},
                                           {"by_family", to_object(tally.by_family)},
                                           {"by_difficulty", to_object(tally.by_difficulty)}}},
                                         {"confusion", confusion_object(tally)},
                                         {"alerts", alerts_object(tally)},
                                         {"calibration", calibration_object(tally)},
                                         {"ablations", ablations_value(told.ablations)},
                                         {"cases", std::move(cases)},
                                         {"broken", std::move(broken)},
                                         {"labels_unmet", to_array(strangers(told))}}) +
         "\n";
}

}  // namespace causa::cli::validate
