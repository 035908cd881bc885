// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "facts/clinic.hpp"

namespace causa::facts {

BOOST_AUTO_TEST_SUITE(facts_extract_and_columns)

namespace {

using record::Flag;
using record::Item;
using record::Kind;

BOOST_FIXTURE_TEST_CASE(values_arrive_in_canonical_units, Clinic) {
  lab("2160-0", 1.1, "mg/dL");
  BOOST_TEST(cell("lab.creatinine").low == 97.24, boost::test_tools::tolerance(1e-9));
}

BOOST_FIXTURE_TEST_CASE(nothing_recorded_is_unknown_not_normal, Clinic) {
  BOOST_TEST(std::isnan(cell("lab.potassium").low));
  const auto drug_cell = cell("drug.thiazide");
  BOOST_TEST(!drug_cell.present);
  BOOST_TEST(!drug_cell.absent);
}

BOOST_FIXTURE_TEST_CASE(an_implausible_value_is_shown_but_never_scored, Clinic) {
  lab("2823-3", 41, "mmol/L");
  BOOST_TEST(std::isnan(cell("lab.potassium").low));
  BOOST_REQUIRE(facts.facts.size() == 1u);
  BOOST_TEST((facts.facts[0].quality & Quality::implausible) != 0);
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(!facts.ignored[0].grouped);
  BOOST_TEST(
      facts.ignored[0].reason ==
      "Potassium 41 mmol/L is outside the plausible range 1 to 12 mmol/L: may be 4.1 mmol/L with "
      "its decimal point lost; check the unit and the decimal point");
}

BOOST_FIXTURE_TEST_CASE(a_unit_that_does_not_fit_is_refused_one_by_one, Clinic) {
  lab("2823-3", 4, "mg/mL");
  lab("2823-3", 4, "furlong");
  BOOST_TEST(std::isnan(cell("lab.potassium").low));
  BOOST_TEST(facts.ignored.size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_bound_is_an_open_interval, Clinic) {
  lab("3016-3", 0.3, "mIU/L").comparator = record::Comparator::less;
  const auto tsh = cell("lab.tsh", Aspect::value, 180);
  BOOST_TEST(tsh.high < 0.3);
  BOOST_TEST(tsh.high > 0.2999);
  BOOST_TEST(std::isinf(tsh.low));
}

// A high potassium of burst cells must not be scored; a low one is low all the same.
BOOST_FIXTURE_TEST_CASE(a_hemolyzed_potassium_is_only_an_upper_bound_and_is_asked_again, Clinic) {
  lab("2823-3", 6.8, "mmol/L").flags = Flag::hemolyzed;
  const auto potassium = cell("lab.potassium");
  BOOST_TEST(potassium.high == 6.8);
  BOOST_TEST(std::isinf(potassium.low));
  BOOST_TEST(cell("lab.potassium", Aspect::value, 14, knowledge::Take::latest, true).low == 6.8);
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(facts.ignored[0].reason ==
             "Potassium 6.8 mmol/L is of a hemolyzed sample, the true value is not higher; alerts "
             "take it as it stands, all else as a bound at most: repeat it");
}

BOOST_FIXTURE_TEST_CASE(two_values_at_one_instant_are_a_tie_with_both_ends, Clinic) {
  lab("33914-3", 82, "mL/min/{1.73_m2}", "2026-11-19T08:00:00Z");
  lab("33914-3", 37, "mL/min/{1.73_m2}", "2026-11-19T09:00:00+01:00");
  const auto egfr = cell("lab.egfr");
  BOOST_TEST(egfr.tied);
  BOOST_TEST(egfr.low == 37);
  BOOST_TEST(egfr.high == 82);
}

// A day's value and one of an hour of that day: either may be the later, alerts take the worse.
BOOST_FIXTURE_TEST_CASE(a_vague_date_does_not_silence_a_precise_value, Clinic) {
  lab("2823-3", 4.0, "mmol/L", "2026-11-19");
  lab("2823-3", 6.9, "mmol/L", "2026-11-19T20:00:00Z");
  const auto potassium = cell("lab.potassium");
  BOOST_TEST(potassium.tied);
  BOOST_TEST(potassium.high == 6.9);
}

BOOST_FIXTURE_TEST_CASE(a_refused_newer_value_leaves_the_older_one_undecided, Clinic) {
  lab("2823-3", 4.2, "mmol/L", "2026-11-10");
  lab("2823-3", 41, "mmol/L", "2026-11-19");
  BOOST_TEST(std::isnan(cell("lab.potassium").low));
  BOOST_TEST(cell("lab.potassium", Aspect::value, 14, knowledge::Take::latest, true).low == 4.2);
  lab("2823-3", 4.4, "mmol/L", "2026-11-20");
  BOOST_TEST(cell("lab.potassium").low == 4.4);
}

BOOST_FIXTURE_TEST_CASE(a_preliminary_finding_counts, Clinic) {
  auto& swollen = add(Kind::observation, "http://snomed.info/sct", "10629009");
  swollen.value_kind = record::ValueKind::truth;
  swollen.truth = true;
  swollen.flags = Flag::provisional;
  BOOST_TEST(cell("sign.tetany", Aspect::value, 0).present);
}

BOOST_FIXTURE_TEST_CASE(an_active_drug_whose_period_is_over_is_not_taken, Clinic) {
  drug("5487").end = *parse_time("2021-05-01");
  BOOST_TEST(!cell("drug.thiazide", Aspect::value, 0).present);
}

BOOST_FIXTURE_TEST_CASE(the_same_value_twice_is_no_tie, Clinic) {
  lab("2823-3", 4.1, "mmol/L", "2026-11-19T08:00:00Z");
  lab("6298-4", 4.1, "mmol/L", "2026-11-19T08:00:00Z");
  BOOST_TEST(!cell("lab.potassium").tied);
}

BOOST_FIXTURE_TEST_CASE(a_value_whose_zone_nobody_stated_is_not_lost_as_future, Clinic) {
  lab("2823-3", 7.1, "mmol/L", "2026-11-20T13:00:00").flags = Flag::zone_unstated;
  BOOST_TEST(cell("lab.potassium").low == 7.1);
}

BOOST_FIXTURE_TEST_CASE(what_begins_later_is_not_there_yet, Clinic) {
  drug("5487").start = *parse_time("2027-02-05");
  BOOST_TEST(!cell("drug.thiazide", Aspect::value, 0).present);
}

BOOST_FIXTURE_TEST_CASE(what_ended_later_is_still_there_on_the_day_that_is_asked_about, Clinic) {
  auto& resolved = add(Kind::condition, "http://snomed.info/sct", "128053003");
  resolved.flags = Flag::past;
  resolved.start = *parse_time("2026-01-01");
  resolved.end = *parse_time("2026-12-24");
  BOOST_TEST(cell("condition.dvt", Aspect::value, 0).present);
}

BOOST_FIXTURE_TEST_CASE(a_medicine_that_was_stopped_before_its_planned_end_is_not_taken, Clinic) {
  auto& stopped = drug("5487");
  stopped.flags = Flag::past;
  stopped.start = *parse_time("2026-01-01");
  stopped.end = *parse_time("2026-12-24");
  BOOST_TEST(!cell("drug.thiazide", Aspect::value, 0).present);
}

BOOST_FIXTURE_TEST_CASE(medicines_that_nobody_knows_are_named, Clinic) {
  add(Kind::medication, "", "").text = record.keep("frobnicol 5 mg");
  auto& stopped = add(Kind::medication, "", "");
  stopped.text = record.keep("oldicine");
  stopped.flags = Flag::past;
  read();
  BOOST_REQUIRE(facts.not_understood.size() == 1u);
  BOOST_TEST(facts.not_understood[0] == "frobnicol 5 mg");
}

BOOST_FIXTURE_TEST_CASE(instants_are_compared_not_texts, Clinic) {
  lab("2823-3", 3.0, "mmol/L", "2026-11-19T01:00:00+02:00");  // 23:00 of the day before
  lab("2823-3", 4.0, "mmol/L", "2026-11-18T23:30:00Z");
  BOOST_TEST(cell("lab.potassium").low == 4.0);
}

BOOST_FIXTURE_TEST_CASE(a_value_older_than_its_window_is_unknown_and_marked_stale, Clinic) {
  lab("2823-3", 2.1, "mmol/L", "2026-10-01");
  BOOST_TEST(std::isnan(cell("lab.potassium").low));
  BOOST_TEST((facts.facts.at(0).quality & Quality::stale) != 0);
  BOOST_TEST(cell("lab.potassium", Aspect::value, 0).low == 2.1);
}

BOOST_FIXTURE_TEST_CASE(a_value_without_a_time_is_not_taken_for_current, Clinic) {
  lab("2823-3", 2.1, "mmol/L").time = {};
  BOOST_TEST(std::isnan(cell("lab.potassium").low));
}

BOOST_FIXTURE_TEST_CASE(a_value_of_the_future_is_ignored_and_said, Clinic) {
  lab("2823-3", 2.1, "mmol/L", "2027-01-01");
  BOOST_TEST(std::isnan(cell("lab.potassium").low));
  BOOST_TEST(facts.ignored.at(0).reason == "dated after the date of the assessment");
}

BOOST_FIXTURE_TEST_CASE(a_drug_is_also_its_class, Clinic) {
  drug("5487");
  BOOST_TEST(cell("drug.thiazide", Aspect::value, 0).present);
  BOOST_TEST(!cell("drug.statin", Aspect::value, 0).present);
}

BOOST_FIXTURE_TEST_CASE(a_drug_that_is_absent_says_nothing_of_its_class, Clinic) {
  drug("5487").state = record::State::absent;
  BOOST_TEST(cell("drug.hydrochlorothiazide", Aspect::value, 0).absent);
  BOOST_TEST(!cell("drug.thiazide", Aspect::value, 0).absent);
}

BOOST_FIXTURE_TEST_CASE(a_stopped_drug_is_not_present_and_a_renewal_outlives_the_stop, Clinic) {
  drug("5487").flags = Flag::past;
  BOOST_TEST(!cell("drug.hydrochlorothiazide", Aspect::value, 0).present);
  drug("5487").time = *parse_time("2026-01-01");
  BOOST_TEST(cell("drug.hydrochlorothiazide", Aspect::value, 0).present);
}

BOOST_FIXTURE_TEST_CASE(planned_drugs_relatives_and_allergies_are_no_facts, Clinic) {
  drug("5487").flags = Flag::planned;
  drug("5487").flags = Flag::family_history;
  drug("5487").kind = Kind::allergy;
  read();
  BOOST_TEST(facts.facts.empty());
  BOOST_TEST(facts.ignored.size() == 3u);
}

BOOST_FIXTURE_TEST_CASE(a_provisional_diagnosis_is_not_a_finding, Clinic) {
  add(Kind::condition, "http://snomed.info/sct", "43339004").flags = Flag::provisional;
  const auto hypokalemia = cell("condition.hypokalemia", Aspect::value, 0);
  BOOST_TEST(!hypokalemia.present);
  BOOST_TEST(!hypokalemia.absent);
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(!facts.ignored[0].grouped);
}

BOOST_FIXTURE_TEST_CASE(a_refuted_diagnosis_is_absent, Clinic) {
  add(Kind::condition, "http://snomed.info/sct", "43339004").state = record::State::absent;
  BOOST_TEST(cell("condition.hypokalemia", Aspect::value, 0).absent);
}

BOOST_FIXTURE_TEST_CASE(a_recorded_date_is_a_latest_bound_never_an_onset, Clinic) {
  add(Kind::condition, "http://snomed.info/sct", "449917004").time = *parse_time("2026-11-10");
  const auto started = cell("symptom.cramp.leg", Aspect::start_days, 0);
  BOOST_TEST(started.low == 9.5, boost::test_tools::tolerance(0.01));
  BOOST_TEST(std::isinf(started.high));
}

BOOST_FIXTURE_TEST_CASE(a_partial_onset_is_a_span_of_days, Clinic) {
  add(Kind::condition, "http://snomed.info/sct", "449917004").start = *parse_time("2026-10");
  const auto started = cell("symptom.cramp.leg", Aspect::start_days, 0);
  BOOST_TEST(started.low == 19.5, boost::test_tools::tolerance(0.01));
  BOOST_TEST(started.high == 50.5, boost::test_tools::tolerance(0.01));
}

BOOST_FIXTURE_TEST_CASE(a_resolved_condition_says_nothing_of_a_broader_one, Clinic) {
  Item& neuropathy = add(Kind::condition, "", "");
  neuropathy.text = "Diabetic neuropathy";
  neuropathy.flags = Flag::past;
  BOOST_TEST(cell("condition.diabetic_neuropathy", Aspect::value, 0).absent);
  BOOST_TEST(!cell("condition.diabetes", Aspect::value, 0).absent);
  BOOST_TEST(!cell("condition.polyneuropathy", Aspect::value, 0).absent);
}

BOOST_FIXTURE_TEST_CASE(an_answer_about_the_family_is_no_finding_of_the_patient, Clinic) {
  const auto answer = [&](std::string_view question) {
    record.items.clear();
    Item& item = add(Kind::observation, "", "");
    item.value_kind = record::ValueKind::coded;
    item.value_codes = {static_cast<std::uint32_t>(record.codings.size()), 1};
    record.codings.push_back({"http://snomed.info/sct", "44054006", "Diabetes mellitus type 2"});
    record.codings[item.codes.first].display = question;
    return cell("condition.diabetes", Aspect::value, 0).present;
  };
  BOOST_TEST(answer("Diagnosis"));
  BOOST_TEST(!answer("Family history of clinical finding"));
  BOOST_REQUIRE(facts.ignored.size() == 1u);
  BOOST_TEST(facts.ignored[0].reason == "about a relative, not the patient");
}

BOOST_FIXTURE_TEST_CASE(entries_used_and_ignored_add_up_to_what_was_read, Clinic) {
  lab("2823-3", 4, "mmol/L");
  lab("2823-3", 4, "furlong");
  lab("99999-9", 4, "mmol/L");
  add(Kind::condition, "http://snomed.info/sct", "0000").text = "Something rare";
  read();
  std::uint64_t ignored = 0;
  for (const auto& entry : facts.ignored) ignored += entry.count;
  BOOST_TEST(ignored == 3u);
  BOOST_TEST(facts.not_understood == std::vector<std::string>{"Something rare"});
}

}  // namespace

BOOST_AUTO_TEST_SUITE_END()

}  // namespace causa::facts
