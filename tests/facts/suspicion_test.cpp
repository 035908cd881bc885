// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "clinic.hpp"
#include "facts/suspicion.hpp"

namespace causa::facts {
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

BOOST_AUTO_TEST_SUITE(facts_suspicion)

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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace causa::facts
