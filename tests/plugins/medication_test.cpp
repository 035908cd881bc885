// SPDX-License-Identifier: Apache-2.0

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

#include "medication/formulas.hpp"

BOOST_AUTO_TEST_SUITE(medication_formulas)

// Worked examples: knowledge/hydration_electrolytes_medication.json, formulas of the ids named
// here.

namespace medication = causa::medication;
using medication::Dechallenge;
using medication::MuscleSite;
using medication::Rechallenge;

namespace {

constexpr std::int64_t day_ms = 86'400'000;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

template <std::size_t count>
std::optional<double> days(const std::array<std::int64_t, count>& starts_days,
                           std::int64_t onset_days) {
  std::array<std::int64_t, count> starts_ms{};
  for (std::size_t index = 0; index < count; ++index)
    starts_ms[index] = starts_days[index] * day_ms;
  return medication::days_to_onset(starts_ms, onset_days * day_ms);
}

}  // namespace

BOOST_AUTO_TEST_CASE(sams_ci_worked_examples) {
  // calves symmetric, onset week 3, relief at 1.5 weeks, back at 2 weeks
  BOOST_TEST(*medication::sams_ci(MuscleSite::calf_symmetric, 3, Dechallenge::relief_within_2_weeks,
                                  Rechallenge::recurrence_within_4_weeks) == 10);
  // asymmetric, onset week 30, neither stopped nor restarted
  BOOST_TEST(*medication::sams_ci(MuscleSite::asymmetric, 30, Dechallenge::not_tried_or_no_relief,
                                  Rechallenge::not_tried_or_none) == 2);
  // thighs symmetric, onset week 6, relief at 3 weeks, back at 8 weeks
  BOOST_TEST(*medication::sams_ci(MuscleSite::thigh_symmetric, 6, Dechallenge::relief_2_to_4_weeks,
                                  Rechallenge::recurrence_4_to_12_weeks) == 7);
}

BOOST_AUTO_TEST_CASE(sams_ci_edges_of_onset) {
  const auto score = [](double onset_weeks) {
    return medication::sams_ci(MuscleSite::asymmetric, onset_weeks,
                               Dechallenge::not_tried_or_no_relief, Rechallenge::not_tried_or_none);
  };
  BOOST_TEST(*score(0) == 4);
  BOOST_TEST(*score(3.9) == 4);
  BOOST_TEST(*score(4) == 3);
  BOOST_TEST(*score(12) == 3);
  BOOST_TEST(*score(12.1) == 2);
  BOOST_TEST(!score(-1));  // the complaint is older than the statin
  BOOST_TEST(!score(missing));
  BOOST_TEST(!score(std::numeric_limits<double>::infinity()));
}

BOOST_AUTO_TEST_CASE(sams_ci_highest) {
  BOOST_TEST(*medication::sams_ci(MuscleSite::thigh_symmetric, 1,
                                  Dechallenge::relief_within_2_weeks,
                                  Rechallenge::recurrence_within_4_weeks) == 11);
}

BOOST_AUTO_TEST_CASE(naranjo_worked_examples) {
  medication::NaranjoAnswers probable;
  probable[0] = probable[1] = probable[2] = probable[9] = true;
  probable[4] = false;
  BOOST_TEST(*medication::naranjo(probable) == 7);
  medication::NaranjoAnswers doubtful;
  doubtful[0] = doubtful[4] = true;
  doubtful[1] = false;
  BOOST_TEST(*medication::naranjo(doubtful) == -1);
}

BOOST_AUTO_TEST_CASE(naranjo_ends_and_unknown_order) {
  medication::NaranjoAnswers all;
  all.fill(true);
  all[4] = all[5] = false;
  BOOST_TEST(*medication::naranjo(all) == 13);
  all.fill(false);
  all[4] = all[5] = true;
  BOOST_TEST(*medication::naranjo(all) == -4);
  all[1].reset();
  BOOST_TEST(!medication::naranjo(all));
}

BOOST_AUTO_TEST_CASE(days_from_one_start) {
  BOOST_TEST(*days(std::array<std::int64_t, 1>{100}, 120) == 20);
  BOOST_TEST(*days(std::array<std::int64_t, 1>{100}, 100) == 0);
  BOOST_TEST(*days(std::array<std::int64_t, 1>{100}, 70) == -30);
}

BOOST_AUTO_TEST_CASE(the_last_start_before_the_onset_counts) {
  BOOST_TEST(*days(std::array<std::int64_t, 3>{10, 95, 200}, 100) == 5);
  BOOST_TEST(*days(std::array<std::int64_t, 3>{200, 95, 10}, 100) == 5);
}

BOOST_AUTO_TEST_CASE(all_starts_after_the_onset_give_the_first) {
  BOOST_TEST(*days(std::array<std::int64_t, 2>{150, 120}, 100) == -20);
}

BOOST_AUTO_TEST_CASE(no_start_no_days) {
  BOOST_TEST(!medication::days_to_onset(std::span<const std::int64_t>(), 100 * day_ms));
}

BOOST_AUTO_TEST_CASE(times_before_1970) {
  BOOST_TEST(*days(std::array<std::int64_t, 1>{-40}, -10) == 30);
}

BOOST_AUTO_TEST_SUITE_END()
