// SPDX-License-Identifier: Apache-2.0

#include "assess/two_people.hpp"

#include "assess/assessment.hpp"

namespace causa::assess {

namespace {

/// When somebody was born, as far as the age tells; in years before 1970.
struct Birth {
  double earliest, latest;
  explicit Birth(const Person& it) {
    const double now = static_cast<double>(it.as_of_ms) / static_cast<double>(ms_per_day) / 365.25;
    earliest = now - it.age.high_years - 1;
    latest = now - it.age.low_years;
  }
};

}  // namespace

Person person_of(const Assessment& assessment) {
  return {assessment.sex, assessment.age, assessment.as_of_ms};
}

bool are_of_two_ages(const Person& a, const Person& b) {
  constexpr double slack_years = 0.01;  // leap days
  const Birth one(a), other(b);
  return one.latest + slack_years < other.earliest || other.latest + slack_years < one.earliest;
}

bool are_of_two_sexes(const Person& a, const Person& b) {
  return a.sex != b.sex && a.sex != record::Sex::unknown && b.sex != record::Sex::unknown;
}

bool may_be_two_people(const Person& a, const Person& b) {
  return are_of_two_sexes(a, b) || are_of_two_ages(a, b);
}

}  // namespace causa::assess
