// SPDX-License-Identifier: Apache-2.0

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <limits>

#include "strain/formulas.hpp"

BOOST_AUTO_TEST_SUITE(strain_formulas)

// Worked examples: knowledge/hydration_electrolytes_medication.json (ck_xuln) and
// knowledge/circulation_neurologic_chronic_strain.json (delta_pressure), formulas of the ids named
// here.

namespace strain = causa::strain;
constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr std::int64_t hour_ms = 3600 * 1000;

BOOST_AUTO_TEST_CASE(ck_xuln_worked_examples) {
  BOOST_TEST(std::abs(*strain::ck_times_upper_limit(2500, 200) - 12.5) < 1e-9);
  BOOST_TEST(std::abs(*strain::ck_times_upper_limit(320, 170) - 1.88) < 0.005);
}

BOOST_AUTO_TEST_CASE(ck_limit_unknown_counts_1000_as_five_times) {
  BOOST_TEST(std::abs(*strain::ck_times_upper_limit(1000) - 5) < 1e-9);
  BOOST_TEST(std::abs(*strain::ck_times_upper_limit(2000) - 10) < 1e-9);
}

BOOST_AUTO_TEST_CASE(ck_needs_both) {
  BOOST_TEST(!strain::ck_times_upper_limit(missing));
  BOOST_TEST(!strain::ck_times_upper_limit(0));
  BOOST_TEST(!strain::ck_times_upper_limit(-5));
  BOOST_TEST(!strain::ck_times_upper_limit(500, 0));
  BOOST_TEST(!strain::ck_times_upper_limit(500, missing));
  BOOST_TEST(!strain::ck_times_upper_limit(infinite));
}

BOOST_AUTO_TEST_CASE(soreness_begins_hours_after_exercise) {
  BOOST_TEST(*strain::hours_to_onset(0, 24 * hour_ms) == 24);
  BOOST_TEST(*strain::hours_to_onset(-hour_ms, hour_ms / 2) == 1.5);
  BOOST_TEST(*strain::hours_to_onset(5 * hour_ms, 5 * hour_ms) == 0);
}

BOOST_AUTO_TEST_CASE(onset_before_exercise_or_long_after_is_unrelated) {
  BOOST_TEST(!strain::hours_to_onset(hour_ms, 0));
  BOOST_TEST(*strain::hours_to_onset(0, 14 * 24 * hour_ms) == 14 * 24);
  BOOST_TEST(!strain::hours_to_onset(0, (14 * 24 + 1) * hour_ms));
}

BOOST_AUTO_TEST_CASE(onset_needs_both_times) {
  BOOST_TEST(!strain::hours_to_onset(strain::time_unknown, 0));
  BOOST_TEST(!strain::hours_to_onset(0, strain::time_unknown));
  BOOST_TEST(!strain::hours_to_onset(strain::time_unknown, strain::time_unknown));
}

BOOST_AUTO_TEST_CASE(delta_pressure_worked_examples) {
  BOOST_TEST(*strain::compartment_delta_pressure_mmhg(70, 45) == 25);
  BOOST_TEST(*strain::compartment_delta_pressure_mmhg(85, 38) == 47);
  BOOST_TEST(*strain::compartment_delta_pressure_mmhg(60, 30) == 30);
}

BOOST_AUTO_TEST_CASE(delta_pressure_needs_both) {
  BOOST_TEST(!strain::compartment_delta_pressure_mmhg(missing, 30));
  BOOST_TEST(!strain::compartment_delta_pressure_mmhg(0, 30));
  BOOST_TEST(!strain::compartment_delta_pressure_mmhg(70, missing));
  BOOST_TEST(!strain::compartment_delta_pressure_mmhg(70, -1));
  BOOST_TEST(!strain::compartment_delta_pressure_mmhg(infinite, 30));
  BOOST_TEST(*strain::compartment_delta_pressure_mmhg(40, 60) == -20);
}

BOOST_AUTO_TEST_SUITE_END()
