// SPDX-License-Identifier: Apache-2.0
//
// Since when, where a record states it more than once. Rules take the earliest start, so that a
// renewed prescription is no new one; for alerts nothing old makes a new complaint old.
#include "clinic.hpp"

BOOST_AUTO_TEST_SUITE(rules_episodes)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;

namespace {

Truth alert(std::string_view text, const Patient& patient) {
  return ask(text, patient, Ties::take_worse);
}

constexpr std::string_view new_pain = "symptom.leg_pain started within 14 days";
constexpr std::string_view new_or_undated_pain =
    "symptom.leg_pain started within 14 days or unknown";
constexpr std::string_view old_pain = "symptom.leg_pain started over 90 days ago";

}  // namespace

BOOST_AUTO_TEST_CASE(an_old_complaint_does_not_make_a_new_one_of_its_name_old) {
  for (const char* older : {"symptom.leg_pain", "symptom.leg_pain.exertional"}) {
    const Patient both =
        Patient().present("symptom.leg_pain").started(1).present(older).started(3000);
    const Patient turned =
        Patient().present(older).started(3000).present("symptom.leg_pain").started(1);
    for (const Patient& patient : {both, turned}) {
      BOOST_TEST(alert(new_pain, patient) == Truth::yes, older);
      BOOST_TEST(alert(new_or_undated_pain, patient) == Truth::yes, older);
      BOOST_TEST(alert(old_pain, patient) == Truth::yes, older);
      BOOST_TEST(ask(new_pain, patient) == Truth::no, older);
      BOOST_TEST(ask(old_pain, patient) == Truth::yes, older);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_old_complaint_does_not_date_a_new_one_that_has_no_date) {
  const Patient undated = Patient()
                              .present("symptom.leg_pain.exertional")
                              .started(3000)
                              .truth("symptom.leg_pain", record::State::present, 0);
  BOOST_TEST(alert(new_or_undated_pain, undated) == Truth::yes);
  BOOST_TEST(alert(new_pain, undated) == Truth::unknown);
  BOOST_TEST(alert(old_pain, undated) == Truth::yes);
  BOOST_TEST(ask(new_or_undated_pain, undated) == Truth::no);
}

BOOST_AUTO_TEST_CASE(what_was_recorded_long_ago_is_not_new_because_it_has_no_start) {
  const Patient patient = Patient()
                              .present("symptom.leg_pain")
                              .started(3000)
                              .truth("symptom.leg_pain", record::State::present, 4000);
  BOOST_TEST(alert(new_or_undated_pain, patient) == Truth::no);
}

BOOST_AUTO_TEST_CASE(several_old_complaints_are_old) {
  const Patient patient =
      Patient().present("symptom.leg_pain").started(400).present("symptom.leg_pain").started(3000);
  BOOST_TEST(alert(new_or_undated_pain, patient) == Truth::no);
  BOOST_TEST(alert("not symptom.leg_pain started within 14 days", patient) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(a_complaint_that_is_over_says_nothing_of_the_present_one) {
  const Patient undated = Patient()
                              .present("symptom.leg_pain")
                              .started(4000)
                              .stopped(3900)
                              .truth("symptom.leg_pain", record::State::present, 0);
  BOOST_TEST(alert(new_or_undated_pain, undated) == Truth::yes);
  BOOST_TEST(ask(new_or_undated_pain, undated) == Truth::yes);
  const Patient dated = Patient()
                            .present("symptom.leg_pain")
                            .started(1)
                            .present("symptom.leg_pain")
                            .started(4000)
                            .stopped(3900);
  BOOST_TEST(ask(new_pain, dated) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(a_renewed_prescription_goes_back_to_the_first) {
  const Patient renewed = Patient()
                              .present("drug.statin")
                              .started(20)
                              .present("drug.statin")
                              .started(110)
                              .stopped(22)
                              .present("drug.statin")
                              .started(500)
                              .stopped(111);
  for (const Ties ties : {Ties::must_agree, Ties::take_worse}) {
    BOOST_TEST(ask("drug.statin started over 365 days ago", renewed, ties) == Truth::yes);
    BOOST_TEST(ask("drug.statin started within 30 days", renewed, ties) == Truth::no);
  }
}

BOOST_AUTO_TEST_CASE(a_course_years_ago_is_another_exposure) {
  const Patient again = Patient()
                            .present("drug.thiazide")
                            .started(5)
                            .present("drug.thiazide")
                            .started(5800)
                            .stopped(5000);
  for (const Ties ties : {Ties::must_agree, Ties::take_worse})
    BOOST_TEST(ask("drug.thiazide started within 30 days", again, ties) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(an_old_medicine_does_not_hide_a_new_one_of_its_class) {
  const Patient two = Patient()
                          .present("drug.hydrochlorothiazide")
                          .started(3000)
                          .present("drug.indapamide")
                          .started(2);
  BOOST_TEST(alert("drug.thiazide started within 30 days", two) == Truth::yes);
  BOOST_TEST(ask("drug.thiazide started within 30 days", two) == Truth::no);
}

BOOST_AUTO_TEST_CASE(what_is_over_as_a_whole_keeps_its_earliest_start) {
  const Patient over = Patient()
                           .present("drug.statin")
                           .started(500)
                           .stopped(400)
                           .present("drug.statin")
                           .started(900)
                           .stopped(800);
  BOOST_TEST(ask("drug.statin started within 5000 days before drug.statin stopped", over) ==
             Truth::no);  // it isn't present
}

BOOST_AUTO_TEST_SUITE_END()
