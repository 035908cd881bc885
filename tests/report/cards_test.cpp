// SPDX-License-Identifier: Apache-2.0
#include "report/cards.hpp"

#include <algorithm>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include "report/sample_assessment.hpp"

namespace causa::report {

BOOST_AUTO_TEST_SUITE(report_cards)

namespace {

namespace json = boost::json;

std::string text(const json::value& value) { return std::string(value.as_string()); }

std::vector<Card> cards_of(const tests::Sample& sample, std::span<const CardSeen> seen = {}) {
  return make_cards(sample.assessment, sample.context(), seen);
}

/// As if all of them stood with the clinician.
std::vector<CardSeen> seen_of(const std::vector<Card>& cards, bool answered = false) {
  std::vector<CardSeen> seen;
  for (const auto& card : cards) seen.push_back({card.key, card.content_sha256, answered});
  return seen;
}

std::vector<std::string> left_out(const std::vector<Card>& cards) {
  std::vector<std::string> keys;
  for (const auto& card : cards)
    if (card.unchanged) keys.push_back(card.key);
  return keys;
}

/// null, "", [] and {} are prohibited in CDS Hooks.
void check_full(const json::value& value) {
  BOOST_TEST(!value.is_null());
  if (value.is_string()) BOOST_TEST(!value.get_string().empty());
  if (value.is_array()) {
    BOOST_TEST(!value.get_array().empty());
    for (const auto& element : value.get_array()) check_full(element);
  }
  if (value.is_object()) {
    BOOST_TEST(!value.get_object().empty());
    for (const auto& member : value.get_object()) check_full(member.value());
  }
}

BOOST_AUTO_TEST_CASE(each_alert_is_a_card_and_the_ranking_is_one) {
  const auto cards = cards_of(tests::Sample());
  BOOST_REQUIRE(cards.size() == 4);
  const char* indicators[] = {"critical", "warning", "warning", "info"};
  for (std::size_t i = 0; i < cards.size(); ++i)
    BOOST_TEST(text(json::parse(cards[i].json).at("indicator")) == indicators[i]);
  BOOST_TEST(text(json::parse(cards[0].json).at("summary")) ==
             "EMERGENCY: Potassium critically low (Potassium 2.3 mmol/L)");
  BOOST_TEST(cards[3].key == "ranking");
  BOOST_TEST((cards[1].alert == 1u));
  BOOST_TEST(!cards[3].alert.has_value());
}

BOOST_AUTO_TEST_CASE(a_card_keeps_the_rules_of_cds_hooks) {
  tests::Sample sample;
  sample.assessment.alerts[0].title = std::string(500, 'x');
  sample.assessment.alerts[1].sources = {};
  sample.assessment.causes.clear();
  for (const auto& card : cards_of(sample)) {
    const json::value made = json::parse(card.json);
    check_full(made);
    BOOST_TEST(text(made.at("summary")).size() < 140u + 2);       // an ellipsis is three bytes
    BOOST_TEST(!made.as_object().contains("selectionBehavior"));  // only with suggestions
    BOOST_TEST(!text(made.at("source").at("label")).empty());
    for (const auto& reason : made.at("overrideReasons").as_array())
      BOOST_TEST(!text(reason.at("display")).empty());
  }
}

BOOST_AUTO_TEST_CASE(nothing_to_say_is_no_card) {
  tests::Sample sample;
  sample.assessment.alerts.clear();
  sample.assessment.causes.clear();
  sample.assessment.complaint_present = false;
  sample.assessment.ignored.clear();
  sample.assessment.modules.resize(1);
  BOOST_TEST(to_response(cards_of(sample)) == "{\"cards\": []}");
}

BOOST_AUTO_TEST_CASE(without_a_complaint_a_refused_value_is_still_told) {
  tests::Sample sample;
  sample.assessment.alerts.clear();
  sample.assessment.complaint_present = false;
  const auto cards = cards_of(sample);
  BOOST_REQUIRE(cards.size() == 1);
  BOOST_TEST(cards[0].json.find("Observation/x: no unit") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(modules_that_are_missing_are_named) {
  tests::Sample sample;
  sample.assessment.ignored.clear();
  sample.assessment.modules.back().status = assess::ModuleStatus::absent;
  BOOST_TEST(cards_of(sample).back().json.find("module org.clinic.x absent: what it knows is "
                                               "missing") != std::string::npos);
  sample.assessment.alerts.clear();
  sample.assessment.complaint_present = false;
  BOOST_TEST(cards_of(sample).empty());  // left out by whoever runs it: no news of this patient
  sample.assessment.modules.back().status = assess::ModuleStatus::failed;
  const auto cards = cards_of(sample);
  BOOST_REQUIRE(cards.size() == 1);
  BOOST_TEST(text(json::parse(cards[0].json).at("summary")) == "Part of the knowledge is missing");
}

BOOST_AUTO_TEST_CASE(findings_of_the_linter_are_lines_of_the_ranking_and_no_cards) {
  const tests::Sample sample;
  const auto cards = cards_of(sample);
  BOOST_REQUIRE(cards.size() == 4);
  const std::string detail = text(json::parse(cards.back().json).at("detail"));
  BOOST_TEST(detail.find("Check the input") != std::string::npos);
  BOOST_TEST(detail.find("mg\\|dL &lt;b&gt;") != std::string::npos);
  BOOST_TEST(detail.find("dated by its issue") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_a_complaint_a_finding_is_told_only_beside_an_alert) {
  tests::Sample sample;
  sample.assessment.complaint_present = false;
  sample.assessment.ignored.clear();
  sample.assessment.modules.pop_back();
  const auto cards = cards_of(sample);
  BOOST_REQUIRE(cards.size() == 4);
  const json::value made = json::parse(cards.back().json);
  BOOST_TEST(text(made.at("summary")) == "Part of the record is in doubt");
  BOOST_TEST(text(made.at("indicator")) == "info");
  sample.assessment.alerts.clear();
  BOOST_TEST(cards_of(sample).empty());
}

BOOST_AUTO_TEST_CASE(a_finding_that_counts_days_is_no_news_on_the_next_day) {
  tests::Sample sample;
  auto& findings = sample.assessment.findings;
  findings[0].message = "a pregnancy of 360 days has no end";
  const auto first = cards_of(sample);
  findings[0].message = "a pregnancy of 361 days has no end";
  BOOST_TEST(cards_of(sample).back().content_sha256 == first.back().content_sha256);
  findings[0].place = "Observation/other";
  BOOST_TEST(cards_of(sample).back().content_sha256 != first.back().content_sha256);
}

BOOST_AUTO_TEST_CASE(text_of_the_record_stays_text) {
  const std::string response = to_response(cards_of(tests::Sample()));
  BOOST_TEST(response.find("<b>") == std::string::npos);
  BOOST_TEST(response.find("on a \\\\| thiazide &lt;b&gt;") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_card_has_the_same_uuid_whenever_it_is_made) {
  const auto first = cards_of(tests::Sample());
  const auto second = cards_of(tests::Sample());
  tests::Sample other;
  other.assessment.id = "21111111-2222-4333-8444-555555555555";
  for (std::size_t i = 0; i < first.size(); ++i) {
    BOOST_TEST(first[i].uuid == second[i].uuid);
    BOOST_TEST(first[i].uuid != cards_of(other)[i].uuid);
  }
}

BOOST_AUTO_TEST_CASE(what_stands_already_is_left_out_but_no_pressing_alert) {
  const auto seen = seen_of(cards_of(tests::Sample()));
  const auto again = cards_of(tests::Sample(), seen);
  const std::vector<std::string> expected{"alert/org.causa.electrolytes/sleep", "ranking"};
  BOOST_TEST(left_out(again) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_answered_urgent_alert_is_left_out_and_an_emergency_never_is) {
  const auto seen = seen_of(cards_of(tests::Sample()), true);
  const auto again = cards_of(tests::Sample(), seen);
  BOOST_TEST(!again[0].unchanged);
  BOOST_TEST(again[1].unchanged);
  tests::Sample same_day;
  same_day.assessment.alerts[1].urgency = knowledge::Urgency::same_day;
  BOOST_TEST(!cards_of(same_day, seen_of(cards_of(same_day), true))[1].unchanged);
}

BOOST_AUTO_TEST_CASE(a_new_result_is_a_new_alert_even_with_the_same_number) {
  tests::Sample sample;
  sample.assessment.alerts[1].facts = {2};
  const auto seen = seen_of(cards_of(sample), true);
  BOOST_TEST(cards_of(sample, seen)[1].unchanged);
  sample.assessment.facts[2].source = "Observation/e2";
  BOOST_TEST(!cards_of(sample, seen)[1].unchanged);
}

BOOST_AUTO_TEST_CASE(time_that_passes_changes_no_card) {
  tests::Sample sample;
  const auto seen = seen_of(cards_of(sample), true);
  sample.assessment.alerts[1].age_hours = 900;
  sample.assessment.id = "21111111-2222-4333-8444-555555555555";
  sample.assessment.as_of_ms += ms_per_day;
  BOOST_TEST(left_out(cards_of(sample, seen)).size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_changed_ranking_is_shown) {
  tests::Sample sample;
  const auto seen = seen_of(cards_of(sample));
  sample.assessment.causes[0].explains.p = 0.4;
  BOOST_TEST(!cards_of(sample, seen)[3].unchanged);
}

BOOST_AUTO_TEST_CASE(a_table_has_as_many_cells_in_each_row) {
  const auto cards = cards_of(tests::Sample());
  const std::string detail = text(json::parse(cards.back().json).at("detail"));
  std::size_t rows = 0;
  for (std::size_t at = 0; at < detail.size();) {
    const std::size_t end = std::min(detail.find('\n', at), detail.size());
    const std::string line = detail.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with('|')) continue;
    std::size_t bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
      bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
    BOOST_TEST(bars == 6u, line);
    ++rows;
  }
  BOOST_TEST(rows == 5u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::report
