// SPDX-License-Identifier: Apache-2.0
//
// Whether two assessments of one patient id are of two people: a Patient.id is one of its server's,
// so that another may give it to somebody else. Pure.
#pragma once

#include <cstdint>

#include "base/time.hpp"
#include "record/record.hpp"

namespace causa::assess {

struct Assessment;

/// What doesn't change of a person, as it was known at a time.
struct Person {
  record::Sex sex = record::Sex::unknown;
  AgeRange age;
  std::int64_t as_of_ms = 0;
};
Person person_of(const Assessment& assessment);

/// False if one sex isn't known.
bool are_of_two_sexes(const Person& a, const Person& b);

/// Whether the two were born at different times; false if one age isn't known.
bool are_of_two_ages(const Person& a, const Person& b);

bool may_be_two_people(const Person& a, const Person& b);

}  // namespace causa::assess
