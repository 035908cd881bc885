// SPDX-License-Identifier: Apache-2.0

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "report/approval.hpp"
#include "report/explain.hpp"
#include "report/figures.hpp"
#include "report/sample_assessment.hpp"

#include <algorithm>
#include "report/json.hpp"
#include "report/text.hpp"

namespace causa::report {

BOOST_AUTO_TEST_SUITE(report_text_and_json)

namespace {

using assess::Assessment;

constexpr std::size_t width = 100;

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  std::size_t columns = 0;
  for (const char c : text) {
    if (c == '\n') columns = 0;
    // Bytes that continue a UTF-8 character take no column.
    else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80)
      ++columns;
    longest = std::max(longest, columns);
  }
  return longest;
}

std::string long_text(const char* word) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += std::string(word) + " ";
  return text;
}

Assessment sample() {
  Assessment it;
  it.id = "11111111-2222-4333-8444-555555555555";
  it.patient_id = "p1";
  it.age = {67, 67};
  it.sex = record::Sex::female;
  it.complaint_present = true;
  it.complaint_classes = {"leg_cramp"};
  it.complaint_text = long_text("cramp");
  it.ranking = assess::Sufficiency::weak;
  it.ranking_why = "the first causes are about equally likely";
  it.modules.push_back({"org.causa.electrolytes", "1.0.0", "ab", assess::ModuleStatus::ok, false,
                        "", "", "", assess::RanIn::program, 3});
  it.modules.push_back({"org.clinic.x", "", "", assess::ModuleStatus::refused, false, "", "",
                        long_text("why"), assess::RanIn::program, 0});
  assess::ShownFact fact;
  fact.concept_id = "lab.potassium";
  fact.name = "Potassium";
  fact.value = 2.3;
  fact.unit = "mmol/L";
  fact.time_ms = 0;
  it.facts.push_back(fact);
  assess::RaisedAlert alert;
  alert.id = "critical";
  alert.title = "Potassium critically low";
  alert.action = long_text("act");
  alert.urgency = knowledge::Urgency::emergency;
  alert.value = "Potassium 2.3 mmol/L";
  alert.age_hours = 30;
  alert.facts = {0};
  it.alerts.push_back(alert);
  assess::CauseResult cause;
  cause.id = "electrolytes.hypokalemia";
  cause.family = "electrolytes";
  cause.name = "Low potassium";
  cause.rank = 1;
  cause.explains = {0.4237194, 0.2, 0.66};
  cause.present = {0.97, 0.9, 0.99};
  cause.accounts_for = {0.45, 0.2, 0.7};
  assess::Evidence evidence;
  evidence.rule = "thirst";
  evidence.outcome = assess::Outcome::absent;
  evidence.counted = assess::Counted::yes;
  evidence.weight_millibans = -176;
  evidence.text = long_text("thirst");
  evidence.sources = {"judgement"};
  cause.evidence.push_back(evidence);
  it.causes.push_back(cause);
  assess::GivenAdvice given;
  given.text = long_text("drink");
  given.withheld = "fluid is restricted";
  it.advice.push_back(given);
  it.ignored.push_back({"Claim", "type not used", 35, {"Claim/1"}, true});
  it.not_understood = {long_text("odd")};
  return it;
}

BOOST_AUTO_TEST_CASE(no_line_is_longer_than_a_hundred_columns) {
  BOOST_TEST(longest_line(to_text(sample())) <= width);
  BOOST_TEST(longest_line(explain(sample(), {{}, {}}, {}, {})) <= width);
}

BOOST_AUTO_TEST_CASE(alerts_stand_before_causes_and_say_what_to_do) {
  const std::string text = to_text(sample());
  const std::size_t alert = text.find("EMERGENCY: Potassium critically low");
  BOOST_REQUIRE(alert != std::string::npos);
  BOOST_TEST(alert < text.find("CAUSES"));
  BOOST_TEST(text.find("What to do: act") != std::string::npos);
  BOOST_TEST(text.find("(30 hours old)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_age_of_several_things_is_not_told_of_the_last_of_them) {
  auto it = sample();
  it.alerts[0].value = "Potassium 2.3 mmol/L, weakness";
  it.alerts[0].facts = {0, 0};
  BOOST_TEST(to_text(it).find("weakness (found up to 30 hours ago)") != std::string::npos);
  it.alerts[0].facts = {0};
  it.alerts[0].age_hours = 1.2;
  BOOST_TEST(to_text(it).find("(1 hour old)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(where_nothing_speaks_for_a_cause_none_is_numbered_as_the_first) {
  auto it = sample();
  BOOST_TEST(to_text(it).find("  1. Low potassium") != std::string::npos);
  it.ranking = assess::Sufficiency::none;
  it.ranking_why = "nothing is recorded that speaks for any cause";
  const std::string text = to_text(it);
  BOOST_TEST(text.find("most likely first") == std::string::npos);
  BOOST_TEST(text.find("1. Low potassium") == std::string::npos);
  BOOST_TEST(text.find("CAUSES that were looked at\n  None comes first: nothing is recorded that "
                       "speaks for any cause.\n  -  Low potassium") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(several_cells_are_cells) {
  auto it = sample();
  it.ignored = {{"cell", "empty", 2, {}, true}, {"Claim", "type not used", 2, {}, true}};
  BOOST_TEST(to_text(it).find("2 cells: empty; 2 Claim: type not used") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_refused_module_and_withheld_advice_are_never_left_out) {
  TextOptions options;
  options.causes = 0;
  const std::string text = to_text(sample(), options);
  BOOST_TEST(text.find("org.clinic.x refused") != std::string::npos);
  const std::size_t reason = text.find("Withheld: fluid is restricted\n  x ");
  BOOST_REQUIRE(reason != std::string::npos);
  BOOST_TEST(text.find("[withheld]", reason) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_no_clinician_reviewed_is_told) {
  tests::Sample it;
  auto& review = it.medication.attributes;
  const Context context{&it.vocabulary, {&it.electrolytes, &it.medication, nullptr}, {}};
  const auto words = [&] { return review_words(it.assessment, context, ModuleNames::short_ones); };
  BOOST_TEST(words() == std::vector<std::string>{"No clinician has reviewed: electrolytes, "
                                                 "medication."},
             boost::test_tools::per_element());
  review.reviewed_by = "Dr. X";
  review.reviewed_until = "2026-11-20";
  const std::vector<std::string> good{"No clinician has reviewed: electrolytes."};
  BOOST_TEST(words() == good, boost::test_tools::per_element());
  review.reviewed_until = "2026-11-19";
  BOOST_TEST(words().front() == "The review of medication by Dr. X was good until 2026-11-19.");
  const auto json = boost::json::parse(to_json(it.assessment, context));
  BOOST_TEST(json.at("plugins").at(0).at("reviewed").is_null());
  BOOST_TEST((json.at("plugins").at(1).at("reviewed").at("until").as_string() == "2026-11-19"));
}

BOOST_AUTO_TEST_CASE(a_danger_that_was_not_judged_has_no_probability) {
  Assessment it = sample();
  it.must_not_miss = {{"circulation.dvt", "Deep vein thrombosis", "Ultrasound", {}}};
  const auto present = boost::json::parse(to_json(it)).at("must_not_miss").at(0).at("present");
  BOOST_TEST(present.at("p").is_null());
  BOOST_TEST(to_text(it).find("Deep vein thrombosis: Ultrasound") != std::string::npos);
  BOOST_TEST(danger_text(it.must_not_miss[0]) == "Deep vein thrombosis. Ultrasound");
}

BOOST_AUTO_TEST_CASE(json_says_what_a_value_is_worth) {
  Assessment it = sample();
  it.facts[0].quality = facts::Quality::hemolyzed | facts::Quality::stale;
  const auto quality = boost::json::parse(to_json(it)).at("facts").at(0).at("quality");
  BOOST_TEST(boost::json::serialize(quality) == R"(["stale","hemolyzed"])");
}

BOOST_AUTO_TEST_CASE(old_data_are_told_and_new_ones_are_not) {
  Assessment it = sample();
  it.facts[0].age_days = 312;
  BOOST_TEST(to_text(it).find("The newest finding is 312 days old") != std::string::npos);
  it.facts[0].age_days = 3;
  BOOST_TEST(to_text(it).find("The newest finding") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(color_is_never_the_only_sign) {
  TextOptions options;
  options.color = true;
  std::string colored = to_text(sample(), options);
  for (std::size_t at; (at = colored.find("\x1b[")) != std::string::npos;)
    colored.erase(at, colored.find('m', at) + 1 - at);
  BOOST_TEST(colored == to_text(sample()));
}

BOOST_AUTO_TEST_CASE(json_is_one_line_with_plain_numbers_and_null_for_what_is_not_known) {
  const std::string line = to_json(sample());
  BOOST_TEST(line.find('\n') == std::string::npos);
  BOOST_TEST(line.find("\"explains\": {\"p\": 0.423719,") != std::string::npos);
  const auto json = boost::json::parse(line);
  BOOST_TEST((json.at("schema").as_string() == "causa.assessment/1"));
  BOOST_TEST(json.at("ask_next").is_null());
  BOOST_TEST(json.at("causes").at(0).at("decided_by").is_null());
  BOOST_TEST((json.at("causes").at(0).at("evidence").at(0).at("holds").as_string() == "absent"));
  BOOST_TEST((json.at("plugins").at(1).at("status").as_string() == "refused"));
  BOOST_TEST((json.at("advice").at(0).at("withheld").at("plugin").as_string() ==
              "org.causa.electrolytes"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::report
