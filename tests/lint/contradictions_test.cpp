// SPDX-License-Identifier: Apache-2.0
#include "linting.hpp"

namespace causa::lint {

namespace {

constexpr std::string_view own = terminology::concept_system;

struct Contradicting : Linting {
  record::Item& sign(std::string_view id, record::State state, std::string_view time) {
    record::Item& item = add(record::Kind::observation, own, id);
    item.state = state;
    item.value_kind = record::ValueKind::truth;
    item.truth = state == record::State::present;
    item.time = *parse_time(time);
    return item;
  }
  record::Item& diagnosis(std::string_view id, record::State state, std::string_view time) {
    record::Item& item = condition(own, id);
    item.state = state;
    item.time = *parse_time(time);
    return item;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(lint_contradictions, Contradicting)

BOOST_AUTO_TEST_CASE(a_finding_is_not_present_and_absent_at_one_time) {
  sign("symptom.cramp", record::State::present, "2026-11-19");
  sign("symptom.cramp", record::State::absent, "2026-11-10");
  BOOST_TEST(count("record.contradiction") == 0u);
  sign("symptom.cramp", record::State::absent, "2026-11-19");
  const auto found = lint("record.contradiction");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].place == "Thing/2");
  BOOST_TEST(found[0].message.ends_with("is absent here and present in Thing/0"));
}

BOOST_AUTO_TEST_CASE(the_narrow_finding_contradicts_the_absence_of_the_broad_one) {
  sign("symptom.cramp.nocturnal", record::State::present, "2026-11-19");
  sign("symptom.cramp", record::State::absent, "2026-11-19");
  BOOST_TEST(count("record.contradiction") == 1u);
}

BOOST_AUTO_TEST_CASE(the_absence_of_the_narrow_finding_contradicts_no_broad_one) {
  sign("symptom.cramp", record::State::present, "2026-11-19");
  sign("symptom.cramp.nocturnal", record::State::absent, "2026-11-19");
  BOOST_TEST(count("record.contradiction") == 0u);
}

BOOST_AUTO_TEST_CASE(a_refuted_diagnosis_is_not_active_unless_it_was_made_later) {
  diagnosis("condition.diabetes", record::State::present, "2020-01-01");
  diagnosis("condition.diabetes", record::State::absent, "2015-01-01");
  BOOST_TEST(count("record.contradiction") == 0u);
  diagnosis("condition.diabetes", record::State::absent, "2024-01-01");
  BOOST_TEST(count("record.contradiction") == 1u);
}

BOOST_AUTO_TEST_CASE(what_has_ended_contradicts_nothing) {
  diagnosis("condition.diabetes", record::State::present, "2020-01-01").flags = record::Flag::past;
  diagnosis("condition.diabetes", record::State::absent, "2024-01-01");
  BOOST_TEST(count("record.contradiction") == 0u);
}

BOOST_AUTO_TEST_CASE(men_are_not_pregnant) {
  diagnosis("condition.pregnancy", record::State::present, "2026-09-01");
  BOOST_TEST(count("patient.pregnant_man") == 0u);
  record.sex = record::Sex::male;
  BOOST_TEST(count("patient.pregnant_man") == 1u);
  record.items.back().flags = record::Flag::past;
  BOOST_TEST(count("patient.pregnant_man") == 0u);
  record.items.back().flags = 0;
  record.items.back().state = record::State::absent;
  BOOST_TEST(count("patient.pregnant_man") == 0u);
}

BOOST_AUTO_TEST_CASE(a_pregnancy_ends) {
  diagnosis("condition.pregnancy", record::State::present, "2026-03-01");
  BOOST_TEST(count("patient.long_pregnancy") == 0u);
  diagnosis("condition.pregnancy", record::State::present, "2019-03-01");
  BOOST_TEST(count("patient.long_pregnancy") == 1u);
}

BOOST_AUTO_TEST_CASE(an_order_that_a_later_stop_left_active_is_told) {
  drug("5487").time = *parse_time("2025-01-01");
  drug("5487").time = *parse_time("2024-01-01");
  record.items.back().flags = record::Flag::past;
  BOOST_TEST(count("record.drug_stopped") == 0u);  // renewed
  drug("5487").time = *parse_time("2026-01-01");
  record.items.back().flags = record::Flag::past;
  const auto found = lint("record.drug_stopped");
  BOOST_REQUIRE(found.size() == 1u);
  BOOST_TEST(found[0].place == "Thing/0");
}

BOOST_AUTO_TEST_CASE(another_product_of_the_class_is_another_order) {
  drug("5487").time = *parse_time("2025-01-01");  // hydrochlorothiazide
  drug("2409").time = *parse_time("2026-01-01");  // chlorthalidone
  record.items.back().flags = record::Flag::past;
  BOOST_TEST(count("record.drug_stopped") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::lint
