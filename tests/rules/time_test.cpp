// SPDX-License-Identifier: Apache-2.0
//
// started, recorded, within, over, or unknown; and narrower concepts.
#include "clinic.hpp"

BOOST_AUTO_TEST_SUITE(rules_time)

using namespace causa;
using namespace causa::rules;
using namespace causa::rules::testing;

namespace {

Patient statin_since(double days) { return Patient().present("drug.statin").started(days); }

}  // namespace

BOOST_AUTO_TEST_CASE(within_and_over_meet_at_the_day) {
  const std::string_view within = "drug.statin started within 90 days";
  const std::string_view over = "drug.statin started over 90 days ago";
  BOOST_TEST(ask(within, statin_since(0)) == Truth::yes);
  BOOST_TEST(ask(within, statin_since(90)) == Truth::yes);
  BOOST_TEST(ask(within, statin_since(90.5)) == Truth::no);
  BOOST_TEST(ask(over, statin_since(90)) == Truth::no);
  BOOST_TEST(ask(over, statin_since(90.5)) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(what_is_absent_has_not_started) {
  const Patient patient = Patient().absent("drug.statin");
  for (const std::string_view text :
       {"drug.statin started within 90 days", "drug.statin started within 90 days or unknown",
        "drug.statin started over 90 days ago", "drug.statin started over 90 days ago or unknown",
        "drug.statin recorded within 90 days", "drug.statin recorded within 90 days or unknown"})
    BOOST_TEST(ask(text, patient) == Truth::no, text);
}

BOOST_AUTO_TEST_CASE(an_unknown_start_counts_only_where_it_is_asked_to) {
  // Recorded today without a start: it may have begun at any time before.
  const Patient patient = Patient().truth("symptom.leg_pain", record::State::present, 0);
  BOOST_TEST(ask("symptom.leg_pain started within 14 days", patient) == Truth::unknown);
  BOOST_TEST(ask("symptom.leg_pain started within 14 days or unknown", patient) == Truth::yes);
  BOOST_TEST(ask("symptom.leg_pain started over 14 days ago or unknown", patient) == Truth::yes);
  const Patient long_ago = Patient().present("symptom.leg_pain").started(100);
  BOOST_TEST(ask("symptom.leg_pain started within 14 days or unknown", long_ago) == Truth::no);
}

BOOST_AUTO_TEST_CASE(or_unknown_belongs_to_its_test_and_or_to_the_rest) {
  const Patient patient = Patient().present("symptom.leg_pain").started(100).present("drug.statin");
  BOOST_TEST(ask("symptom.leg_pain started within 14 days or unknown or drug.statin", patient) ==
             Truth::yes);
  BOOST_TEST(ask("symptom.leg_pain started within 14 days or unknown and drug.statin", patient) ==
             Truth::no);
}

BOOST_AUTO_TEST_CASE(a_partial_start_decides_only_what_all_of_its_days_say) {
  const Patient some_day = Patient().present("drug.statin").started(100, 70);
  BOOST_TEST(ask("drug.statin started within 90 days", some_day) == Truth::unknown);
  BOOST_TEST(ask("drug.statin started within 100 days", some_day) == Truth::yes);
  BOOST_TEST(ask("drug.statin started within 60 days", some_day) == Truth::no);
  BOOST_TEST(ask("drug.statin started over 60 days ago", some_day) == Truth::yes);
  // "Today" as a date reaches into this evening; that is no reason to doubt that it has begun.
  const Patient today = Patient().present("drug.statin").started(0.4, -0.6);
  BOOST_TEST(ask("drug.statin started within 1 day", today) == Truth::yes);
  const Patient planned = Patient().present("drug.statin").started(-5);
  BOOST_TEST(ask("drug.statin started within 90 days", planned) == Truth::no);
}

BOOST_AUTO_TEST_CASE(units_of_time) {
  BOOST_TEST(ask("drug.statin started within 48 hours", statin_since(1.9)) == Truth::yes);
  BOOST_TEST(ask("drug.statin started within 48 hours", statin_since(2.1)) == Truth::no);
  BOOST_TEST(ask("drug.statin started within 2 weeks", statin_since(14)) == Truth::yes);
  BOOST_TEST(ask("drug.statin started within 1 month", statin_since(31)) == Truth::no);
  BOOST_TEST(ask("drug.statin started over 1 year ago", statin_since(366)) == Truth::yes);
  BOOST_TEST(ask("drug.statin started over 1.5 years ago", statin_since(366)) == Truth::no);
}

BOOST_AUTO_TEST_CASE(recorded_is_about_the_record_and_not_the_onset) {
  const Patient patient =
      Patient().truth("symptom.leg_pain", record::State::present, 1).started(900);
  BOOST_TEST(ask("symptom.leg_pain recorded within 2 days", patient) == Truth::yes);
  BOOST_TEST(ask("symptom.leg_pain recorded over 2 days ago", patient) == Truth::no);
  BOOST_TEST(ask("symptom.leg_pain started within 2 days", patient) == Truth::no);
}

BOOST_AUTO_TEST_CASE(a_measurement_older_than_its_window_was_still_recorded_then) {
  const Patient patient = Patient().number("lab.potassium", 4, 20);
  BOOST_TEST(ask("lab.potassium < 5 mmol/L", patient) == Truth::unknown);
  BOOST_TEST(ask("lab.potassium recorded within 2 days", patient) == Truth::no);
  BOOST_TEST(ask("lab.potassium recorded within 30 days", patient) == Truth::yes);
  BOOST_TEST(ask("lab.potassium recorded within 30 days or unknown", patient) == Truth::yes);
  BOOST_TEST(ask("lab.potassium recorded within 2 days or unknown", patient) == Truth::no);
}

BOOST_AUTO_TEST_CASE(lifting_windows_leaves_tests_of_time_alone) {
  const Patient patient = Patient().number("lab.potassium", 2, 20);
  const std::string_view text = "lab.potassium < 3 mmol/L and lab.potassium recorded within 2 days";
  BOOST_TEST(ask("lab.potassium < 3 mmol/L", patient, Ties::must_agree, Windows::lift) ==
             Truth::yes);
  BOOST_TEST(ask(text, patient, Ties::must_agree, Windows::lift) == Truth::no);
}

BOOST_AUTO_TEST_CASE(stopped_counts_from_the_end) {
  const std::string_view within = "drug.statin stopped within 28 days";
  const std::string_view over = "drug.statin stopped over 28 days ago";
  const auto statin = [](double days) { return Patient().present("drug.statin").stopped(days); };
  BOOST_TEST(ask(within, statin(0)) == Truth::yes);
  BOOST_TEST(ask(within, statin(28)) == Truth::yes);
  BOOST_TEST(ask(within, statin(28.5)) == Truth::no);
  BOOST_TEST(ask(over, statin(28)) == Truth::no);
  BOOST_TEST(ask(over, statin(28.5)) == Truth::yes);
  BOOST_TEST(ask("drug.statin", statin(3)) == Truth::no);
}

BOOST_AUTO_TEST_CASE(what_is_taken_or_never_was_has_not_stopped) {
  for (const std::string_view text :
       {"drug.statin stopped within 28 days", "drug.statin stopped within 28 days or unknown",
        "drug.statin stopped over 28 days ago"}) {
    BOOST_TEST(ask(text, Patient().present("drug.statin")) == Truth::no, text);
    BOOST_TEST(ask(text, Patient().absent("drug.statin")) == Truth::no, text);
    // renewed: an old prescription ended, a newer one runs
    BOOST_TEST(
        ask(text, Patient().present("drug.statin").stopped(9).present("drug.statin")) == Truth::no,
        text);
    BOOST_TEST(ask(text, Patient()) == Truth::unknown, text);
  }
}

BOOST_AUTO_TEST_CASE(an_end_that_is_not_stated_lies_before_the_record) {
  const Patient lately = Patient().truth("drug.statin", record::State::present, 5).past();
  BOOST_TEST(ask("drug.statin stopped within 28 days", lately) == Truth::unknown);
  BOOST_TEST(ask("drug.statin stopped within 28 days or unknown", lately) == Truth::yes);
  const Patient long_ago = Patient().truth("drug.statin", record::State::present, 60).past();
  BOOST_TEST(ask("drug.statin stopped within 28 days or unknown", long_ago) == Truth::no);
  BOOST_TEST(ask("drug.statin stopped over 28 days ago", long_ago) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(the_last_of_several_ends_counts) {
  const Patient twice = Patient()
                            .present("drug.statin")
                            .stopped(100)
                            .present("drug.statin")
                            .stopped(10)
                            .present("drug.statin")
                            .stopped(50);
  BOOST_TEST(ask("drug.statin stopped within 28 days", twice) == Truth::yes);
  const Patient one_of_a_class = Patient().present("drug.hydrochlorothiazide").stopped(10);
  BOOST_TEST(ask("drug.thiazide stopped within 28 days", one_of_a_class) == Truth::yes);
}

BOOST_AUTO_TEST_CASE(a_narrower_concept_makes_the_broader_one_present_but_never_absent) {
  BOOST_TEST(ask("drug.thiazide", Patient().present("drug.hydrochlorothiazide")) == Truth::yes);
  BOOST_TEST(ask("drug.thiazide", Patient().absent("drug.hydrochlorothiazide")) == Truth::unknown);
}

BOOST_AUTO_TEST_SUITE_END()
