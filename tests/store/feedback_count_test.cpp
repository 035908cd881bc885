// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>

#include "folder.hpp"
#include "showing.hpp"

BOOST_AUTO_TEST_SUITE(store_feedback_count)

using namespace causa;
using namespace causa::store_test;

BOOST_AUTO_TEST_CASE(the_last_answer_about_a_thing_counts) {
  const Folder folder;
  store::Store store = folder.open();
  std::vector<assess::Assessment> saved;
  for (std::uint64_t i = 0; i < 4; ++i) {
    saved.push_back(with_alerts(i, {"potassium_low"}));
    save(store, saved.back());
    show(store, saved.back(), cards_of(saved.back()));
  }
  const auto answer = [&](std::size_t i, FeedbackOutcome outcome, std::int64_t after_ms,
                          const char* reason) {
    store::Feedback feedback = about_card(saved[i].id + "-potassium_low", outcome, noon + after_ms);
    feedback.reason_code = reason;
    BOOST_TEST(add(store, feedback).has_value());
  };
  answer(0, FeedbackOutcome::accepted, 9, "");
  answer(0, FeedbackOutcome::overridden, 2, "late-but-earlier");
  answer(1, FeedbackOutcome::accepted, 1, "");
  answer(1, FeedbackOutcome::overridden, 2, "cds-not-applicable");
  answer(2, FeedbackOutcome::overridden, 1, "cds-not-applicable");
  const FeedbackCount count = count_of(store, FeedbackCount::Kind::alert, "potassium_low");
  BOOST_TEST(count.fired == 4u);
  BOOST_TEST(count.shown == 4u);
  BOOST_TEST(count.accepted == 1u);
  BOOST_TEST(count.overridden == 2u);
  BOOST_TEST((count.reasons == std::vector<store::ReasonCount>{{"", "cds-not-applicable", 2}}));
  BOOST_TEST((count.urgency == knowledge::Urgency::urgent));
}

BOOST_AUTO_TEST_CASE(an_answer_about_the_ranking_counts_for_the_rules_of_its_first_cause) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment saved = with_alerts(1, {});
  save(store, saved);
  show(store, saved, cards_of(saved));
  BOOST_TEST(add(store, about_card(saved.id + "-r", FeedbackOutcome::overridden)).has_value());
  const auto rule = [&](const std::string& number) {
    return count_of(store, FeedbackCount::Kind::rule, "rule_about_something_" + number);
  };
  BOOST_TEST(rule("0").fired == 1u);
  BOOST_TEST(rule("0").shown == 1u);
  BOOST_TEST(rule("0").overridden == 1u);
  BOOST_TEST(rule("2").overridden == 1u);
  BOOST_TEST(rule("3").fired == 1u);  // of the second cause
  BOOST_TEST(rule("3").overridden == 0u);
  BOOST_TEST(count_of(store, FeedbackCount::Kind::card, "ranking").overridden == 1u);
}

BOOST_AUTO_TEST_CASE(counts_are_of_the_time_and_channel_that_are_asked_for) {
  const Folder folder;
  store::Store store = folder.open();
  const assess::Assessment early = with_alerts(1, {"potassium_low"});
  const assess::Assessment late = with_alerts(2, {"potassium_low"}, noon + 1000);
  for (const auto* each : {&early, &late}) save(store, *each);
  show(store, early, {}, Channel::text);
  std::vector<ShownCard> cards = cards_of(late);
  cards[1].unchanged = true;
  show(store, late, cards);
  BOOST_TEST(add(store, about_alert("potassium_low", early.id)).has_value());
  const auto alert = [&](const store::FeedbackFilter& filter) {
    return count_of(store, FeedbackCount::Kind::alert, "potassium_low", filter);
  };
  BOOST_TEST(store.feedback_counts().value().assessments == 2u);
  BOOST_TEST(alert({}).fired == 2u);
  BOOST_TEST(alert({}).shown == 1u);  // what was left out as unchanged isn't shown
  BOOST_TEST(alert({.since_ms = noon + 1, .until_ms = {}, .channel = {}}).fired == 1u);
  BOOST_TEST(alert({.since_ms = noon + 1, .until_ms = {}, .channel = {}}).overridden == 0u);
  BOOST_TEST(alert({.since_ms = {}, .until_ms = noon, .channel = {}}).overridden == 1u);
  BOOST_TEST(alert({.since_ms = {}, .until_ms = noon - 1, .channel = {}}).fired == 0u);
  BOOST_TEST(alert({.since_ms = {}, .until_ms = {}, .channel = Channel::html}).shown == 0u);
  BOOST_TEST(alert({.since_ms = {}, .until_ms = {}, .channel = Channel::text}).shown == 1u);
}

BOOST_AUTO_TEST_CASE(counts_need_no_right_to_write) {
  const Folder folder;
  {
    store::Store store = folder.open();
    save(store, with_alerts(1, {"potassium_low"}));
  }
  store::Store store = folder.open(store::Mode::read_only);
  for (int i = 0; i < 2; ++i)
    BOOST_TEST(count_of(store, FeedbackCount::Kind::alert, "potassium_low").fired == 1u);
  BOOST_TEST(store::Store::open(folder.path() / "none.db", store::Mode::existing).has_error());
  BOOST_TEST(!std::filesystem::exists(folder.path() / "none.db"));
  const store::Feedback feedback = about_alert("potassium_low");
  BOOST_TEST(store.add_feedback({&feedback, 1}).has_error());
}

BOOST_AUTO_TEST_SUITE_END()
