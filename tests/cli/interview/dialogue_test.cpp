// SPDX-License-Identifier: Apache-2.0
//
// Which question comes next, and what an answer changes.

#include "cli/interview/dialogue.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

namespace {

using namespace causa;
using namespace causa::cli::interview;

const intake::written::Words& words() {
  static const terminology::Vocabulary vocabulary = [] {
    auto loaded = terminology::Vocabulary::load(TERMINOLOGY_FOLDER);
    BOOST_REQUIRE(loaded.has_value());
    BOOST_REQUIRE(loaded->finish().has_value());
    return std::move(*loaded);
  }();
  static const intake::written::Words made(&vocabulary);
  return made;
}

assess::Question question(const char* id, double bits, bool could_alert = false) {
  assess::Question one;
  one.concept_id = id;
  one.bits = bits;
  one.could_alert = could_alert;
  if (could_alert) one.urgency = knowledge::Urgency::emergency;
  one.causes = {"electrolytes.hypokalemia"};
  return one;
}

struct Asked {
  explicit Asked(Limits limits = {0.01, 0})
      : dialogue(words(), "2026-11-20", limits,
                 [](const std::string&) { return std::string("Low potassium"); }) {}

  /// Answers the question that comes next; "" is not known.
  Result<std::string> say(const char* text, std::vector<assess::Question> next = {}) {
    const auto prompt = dialogue.next(next);
    BOOST_REQUIRE(prompt.has_value());
    if (*text != '\0') return dialogue.answer(*prompt, text);
    dialogue.pass(*prompt);
    return std::string();
  }

  void open() {
    for (const char* text : {"67", "f", "1", "2 weeks ago", "", ""})
      BOOST_REQUIRE(say(text).has_value());
  }

  Dialogue dialogue;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(interview_dialogue)

BOOST_AUTO_TEST_CASE(everybody_is_asked_the_same_first) {
  Asked asked;
  std::vector<Asks> order;
  for (int i = 0; i < 5; ++i) {
    order.push_back(asked.dialogue.next({})->asks);
    asked.say(order.back() == Asks::complaint ? "1" : "");
  }
  order.push_back(asked.dialogue.next({})->asks);
  const std::vector<Asks> expected{Asks::age,       Asks::sex,
                                   Asks::complaint, Asks::complaint_start,
                                   Asks::medicine,  Asks::condition};
  BOOST_TEST((order == expected));
}

BOOST_AUTO_TEST_CASE(without_a_complaint_nobody_is_asked_since_when) {
  Asked asked;
  for (const char* text : {"67", "f", "0"}) BOOST_TEST(asked.say(text).has_value());
  BOOST_TEST((asked.dialogue.next({})->asks == Asks::medicine));
  BOOST_TEST(asked.dialogue.draft().entries.empty());
}

BOOST_AUTO_TEST_CASE(the_order_of_ask_next_is_kept_and_nothing_is_asked_twice) {
  Asked asked;
  asked.open();
  const std::vector<assess::Question> next{question("lab.potassium", 0.05, true),
                                           question("symptom.fever", 0.2)};
  const auto first = asked.dialogue.next(next);
  BOOST_TEST((first->asks == Asks::value));
  BOOST_TEST(first->text == "Potassium?");
  BOOST_TEST(first->why == "It could raise an alert (emergency); it tells about Low potassium.");
  asked.say("", next);
  BOOST_TEST((asked.dialogue.next(next)->asks == Asks::truth));
  asked.say("no", next);
  BOOST_TEST(!asked.dialogue.next(next).has_value());
}

BOOST_AUTO_TEST_CASE(what_tells_too_little_is_asked_only_if_it_could_raise_an_alert) {
  Asked asked;
  asked.open();
  const std::vector<assess::Question> little{question("symptom.fever", 0.009)};
  BOOST_TEST(!asked.dialogue.next(little).has_value());
  const std::vector<assess::Question> alerting{question("symptom.fever", 0, true)};
  BOOST_TEST(asked.dialogue.next(alerting).has_value());
}

BOOST_AUTO_TEST_CASE(a_limit_of_questions_is_kept) {
  Asked asked({0.01, 1});
  asked.open();
  const std::vector<assess::Question> next{question("symptom.fever", 0.2),
                                           question("lab.potassium", 0.1)};
  asked.say("", next);
  BOOST_TEST(!asked.dialogue.next(next).has_value());
  BOOST_TEST(asked.dialogue.asked_enough());
}

BOOST_AUTO_TEST_CASE(a_bad_answer_changes_nothing) {
  Asked asked;
  for (const char* text : {"old", "200", "-1", "67.5"}) {
    BOOST_TEST(asked.say(text).has_error(), text);
    BOOST_TEST((asked.dialogue.next({})->asks == Asks::age));
  }
  BOOST_TEST(asked.dialogue.draft().age.empty());
  BOOST_TEST(!asked.dialogue.back());
}

BOOST_AUTO_TEST_CASE(back_takes_the_last_answer_away) {
  Asked asked;
  asked.say("67");
  asked.say("f");
  BOOST_TEST(asked.dialogue.back());
  BOOST_TEST((asked.dialogue.next({})->asks == Asks::sex));
  BOOST_TEST(asked.dialogue.draft().sex.empty());
  BOOST_TEST(asked.dialogue.draft().age == "67");
}

BOOST_AUTO_TEST_CASE(a_suggestion_is_taken_by_yes_and_kept_as_written_by_no) {
  for (const bool yes : {true, false}) {
    Asked asked;
    for (const char* text : {"67", "f", "1", ""}) asked.say(text);
    BOOST_TEST(asked.say("hydroclorothiazide, 3 weeks ago").has_error());
    BOOST_TEST(asked.say(yes ? "yes" : "no").has_value());
    const auto& entry = asked.dialogue.draft().entries.back();
    BOOST_TEST(entry.name == (yes ? "hydrochlorothiazide" : "hydroclorothiazide"));
    BOOST_TEST(entry.kept_words == !yes);
    BOOST_TEST(entry.start == "3 weeks ago");
    BOOST_TEST((asked.dialogue.next({})->asks == Asks::medicine));
  }
}

BOOST_AUTO_TEST_CASE(since_when_goes_to_the_entry_that_says_so_in_narrower_words) {
  Asked asked;
  for (const char* text : {"67", "f", "1", "", "hydrochlorothiazide", "", ""}) asked.say(text);
  auto start = question("drug.thiazide", 0.1);
  start.start = true;
  BOOST_TEST(asked.say("3 weeks ago", {start}).has_value());
  const auto& entries = asked.dialogue.draft().entries;
  BOOST_TEST(entries.size() == 2u);
  BOOST_TEST(entries.back().start == "3 weeks ago");
}

BOOST_AUTO_TEST_CASE(the_end_of_a_list_is_no_answer_that_is_not_known) {
  Asked asked;
  asked.open();
  BOOST_TEST(asked.dialogue.draft().not_known.empty());
}

BOOST_AUTO_TEST_SUITE_END()
