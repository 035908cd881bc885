// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "clinic.hpp"
#include "facts/suspicion.hpp"

namespace causa::facts {

BOOST_AUTO_TEST_SUITE(facts_suspicion)

namespace {

using record::Flag;
using record::Kind;
using record::State;

constexpr std::string_view snomed = "http://snomed.info/sct";
constexpr std::string_view dvt = "404223003";

struct Suspecting : Clinic {
  record::Item& suspected(std::string_view time = "2026-11-19") {
    record::Item& item = add(Kind::condition, snomed, dvt);
    item.flags = Flag::provisional;
    item.time = *parse_time(time);
    return item;
  }

  record::Item& stated(State state, std::string_view time) {
    record::Item& item = add(Kind::condition, snomed, dvt);
    item.state = state;
    item.time = *parse_time(time);
    return item;
  }

  bool is_open() {
    read();
    const auto id = vocabulary.find("suspected.dvt").value();
    return std::any_of(facts.facts.begin(), facts.facts.end(), [&](const Fact& fact) {
      return fact.concept_id == id && fact.state == State::present && !fact.past;
    });
  }
};

BOOST_FIXTURE_TEST_CASE(a_suspected_diagnosis_is_a_suspicion_and_no_finding, Suspecting) {
  suspected();
  BOOST_TEST(is_open());
  BOOST_TEST(!cell("condition.dvt", Aspect::value, 0).present);
  BOOST_TEST(!cell("condition.dvt", Aspect::value, 0).absent);
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(!facts.ignored[0].grouped);
}

BOOST_FIXTURE_TEST_CASE(a_later_answer_settles_it, Suspecting) {
  suspected("2026-11-10");
  stated(State::absent, "2026-11-12");
  BOOST_TEST(!is_open());
}

BOOST_FIXTURE_TEST_CASE(a_later_confirmation_settles_it_too, Suspecting) {
  suspected("2026-11-10");
  stated(State::present, "2026-11-10");
  BOOST_TEST(!is_open());
}

BOOST_FIXTURE_TEST_CASE(an_earlier_answer_settles_nothing, Suspecting) {
  stated(State::absent, "2019-05-01");
  suspected("2026-11-10");
  BOOST_TEST(is_open());
}

BOOST_FIXTURE_TEST_CASE(an_answer_without_a_time_settles_nothing, Suspecting) {
  stated(State::absent, "2026-11-12").time = {};
  suspected("2026-11-10");
  BOOST_TEST(is_open());
}

BOOST_FIXTURE_TEST_CASE(the_words_of_a_condition_suspect_too, Suspecting) {
  for (const std::string_view words : {"?DVT", "suspected deep vein thrombosis", "DVT, possible"}) {
    Suspecting clinic;
    record::Item& item = clinic.add(Kind::condition, "urn:local", "1");
    item.text = clinic.record.keep(words);
    BOOST_TEST_CONTEXT(words) BOOST_TEST(clinic.is_open());
  }
}

BOOST_FIXTURE_TEST_CASE(words_of_the_same_day_do_not_answer_a_suspicion, Suspecting) {
  suspected("2026-11-19");
  record::Item& item = add(Kind::observation, "http://loinc.org", "10164-2");
  item.value_kind = record::ValueKind::text;
  item.value_text = record.keep("No history of DVT.");
  BOOST_TEST(is_open());
}

BOOST_FIXTURE_TEST_CASE(what_has_ended_or_began_long_ago_answers_nothing, Suspecting) {
  suspected("2026-11-19");
  record::Item& old = stated(State::present, "2026-11-20");
  old.start = *parse_time("2019");
  BOOST_TEST(is_open());
  record.items[1].flags = Flag::past;
  record.items[1].start = *parse_time("2015");
  record.items[1].end = *parse_time("2016");
  BOOST_TEST(is_open());
  record.items[1].start = {};
  BOOST_TEST(is_open());
  record.items[1].flags = 0;
  record.items[1].end = {};
  record.items[1].start = *parse_time("2026-11-10");
  BOOST_TEST(!is_open());
}

BOOST_FIXTURE_TEST_CASE(a_dated_refutation_answers_a_suspicion_without_a_time, Suspecting) {
  record::Item& open = suspected();
  open.time = {};
  stated(State::absent, "2026-11-20");
  BOOST_TEST(!is_open());
  record.items[0].start = *parse_time("2026-11-10");
  BOOST_TEST(!is_open());
  record.items[1].time = *parse_time("2026-10-01");
  BOOST_TEST(is_open());
}

BOOST_FIXTURE_TEST_CASE(a_later_text_answers_an_earlier_one_unless_it_denies_the_past, Suspecting) {
  const auto say = [](Suspecting& clinic, std::string_view words, std::string_view time) {
    record::Item& item = clinic.add(Kind::observation, "http://loinc.org", "10164-2");
    item.value_kind = record::ValueKind::text;
    item.value_text = clinic.record.keep(words);
    item.time = *parse_time(time);
  };
  const auto is_open_after = [&](std::string_view first, std::string_view then) {
    Suspecting clinic;
    say(clinic, first, "2026-11-18");
    say(clinic, then, "2026-11-20");
    return clinic.is_open();
  };
  BOOST_TEST(!is_open_after("?VTE", "Duplex shows no VTE."));
  BOOST_TEST(!is_open_after("?DVT left leg", "DVT excluded by ultrasound."));
  BOOST_TEST(!is_open_after("?DVT left leg", "No DVT in left leg."));
  BOOST_TEST(is_open_after("?DVT left leg", "No DVT in right leg."));
  BOOST_TEST(is_open_after("?DVT", "No history of DVT."));
  BOOST_TEST(is_open_after("?DVT", "No leg swelling."));
}

BOOST_FIXTURE_TEST_CASE(a_condition_that_nobody_doubts_is_no_suspicion, Suspecting) {
  record::Item& item = add(Kind::condition, "urn:local", "1");
  item.text = record.keep("VTE");
  BOOST_TEST(!is_open());
  BOOST_TEST(cell("condition.dvt").present);
  record.items[0].flags = Flag::provisional;
  BOOST_TEST(is_open());
}

BOOST_FIXTURE_TEST_CASE(many_suspicions_and_statements_take_linear_time, Suspecting) {
  for (int i = 0; i < 20000; ++i) {
    suspected("2026-11-10");
    add(Kind::condition, snomed, "38341003");
  }
  stated(State::absent, "2026-11-12");
  BOOST_TEST(!is_open());
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::facts
